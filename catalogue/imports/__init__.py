"""Import: files of listings -> drafts, judged row by row; the reading half.

``read_file`` does the lot. It streams, so that memory does not grow with the file
beyond a hash of each id, and it is the same every time, so that a caller can judge a
file whole before it writes a row. Nothing here stores anything, asks anybody, or
believes a file: values are data, and a row that cannot be taken says why.

- ``columns``     the names of the format, and what else people head them with
- ``headers``     pure: which column of a file is which
- ``values``      pure: one cell as a plain value, or a refusal
- ``cells``       the cells of one row, each asked for by its name
- ``ages``        pure: "over 50" -> ages;  ``structured`` times and prices as pressed
- ``venues``      where a row says it is
- ``judging``     a row -> a draft with warnings, or a refusal with its reason
"""

from collections.abc import Generator
from pathlib import Path

from catalogue.drafts import Openness
from catalogue.imports.headers import (
    HeaderReport,
    header_notes,
    listed,
    match_headers,
)
from catalogue.imports.judging import DEFAULT_SOURCE, Judged, SeenIds, judge
from catalogue.places import load_postcodes
from catalogue.sentences import Sentence
from catalogue.sheets import (
    Progress,
    Row,
    UnreadableFile,
    has_header_row,
    headers_of,
    no_progress,
    read_rows,
)

__all__ = [
    "BY_NAME",
    "DEFAULT_SOURCE",
    "HeaderReport",
    "Judged",
    "Progress",
    "Row",
    "SeenIds",
    "UnreadableFile",
    "header_notes",
    "header_report",
    "is_by_name",
    "judge",
    "match_headers",
    "read_file",
    "read_rows",
]


def read_file(
    path: Path,
    *,
    default_openness: Openness | None = None,
    progress: Progress | None = None,
) -> Generator[Judged, None, None]:
    """Every row of a file, judged, in its order; raises ``UnreadableFile``.

    The error may come after rows were given: judge the whole file before writing.
    ``progress`` is ``read_rows``'s.
    """
    header_report(path)
    seen = SeenIds()
    postcodes = load_postcodes()
    for row in read_rows(path, progress=progress or no_progress):
        yield judge(
            row, default_openness=default_openness, seen=seen, postcodes=postcodes
        )


WITHOUT = {
    "title": Sentence("Call one of them title or name."),
    "id": Sentence(
        "Call one of them id or reference, or add a column called id and number the"
        " rows in it: 1, 2, 3. A row keeps its number, so that we know it again."
    ),
}
"""What every sheet needs, and what to do where it is missing."""


BY_NAME = Sentence(
    "There is no column for a number or code, so we know each row by its name: one that"
    " has another name next time is a new listing."
)
"""What to know of a sheet of which ``is_by_name`` is true."""


def is_by_name(path: Path, report: HeaderReport) -> bool:
    """Whether nothing but their names tells the rows of this file apart."""
    return has_header_row(path) and not report.found("id")


def header_report(path: Path, *, by_name: bool = False) -> HeaderReport:
    """What the file's headers were taken for; raises ``UnreadableFile``.

    A table needs one column for the title and one for the id, but where its rows may be
    known ``by_name``. JSON Lines have no headers: there a row without one of them is
    refused by itself.
    """
    headers = headers_of(path)
    report = match_headers(headers)
    if not has_header_row(path):
        return report
    for first, second in report.doubled:
        raise UnreadableFile(
            "%(path)s has two columns for the same thing, “%(first)s” and “%(second)s”:"
            " rename or delete one of them.",
            path=path,
            first=first,
            second=second,
        )
    for name, what_to_do in WITHOUT.items():
        if not report.found(name) and not (by_name and name == "id"):
            raise UnreadableFile(
                "%(path)s has no column for the %(name)s: its headers are %(headers)s."
                " %(what_to_do)s",
                path=path,
                name=name,
                headers=listed(headers),
                what_to_do=what_to_do,
            )
    return report
