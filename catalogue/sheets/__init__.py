"""Files of rows, whatever their format: .csv, .xlsx and .jsonl, read as a stream.

``read_rows`` gives one ``Row`` after another under the file's own headers; what the
headers mean is for ``catalogue.imports``. Values are data: no formula is worked out,
no encoding is guessed, and nothing outside the file is opened. A file that cannot be
read as what it says it is raises ``UnreadableFile``; a bad row is a row with a
``problem``, and the rows after it are read.

``rows`` is what all have in common; ``separated`` reads .csv, ``workbook`` .xlsx when
``weighing`` found that it is safe to unpack (``merged``: cells made one), ``lines``
.jsonl.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from catalogue.sheets import lines, separated, workbook
from catalogue.sheets.rows import Progress, Row, UnreadableFile, no_progress

__all__ = [
    "ENDINGS",
    "Progress",
    "Row",
    "UnreadableFile",
    "has_header_row",
    "headers_of",
    "no_progress",
    "read_rows",
]

ENDINGS = (".csv", ".xlsx", ".jsonl")
"""The kinds of file that can be read, by the ending of their name."""

ROWS_LOOKED_AT_FOR_KEYS = 1_000
"""JSON Lines have no header row: the keys of this many lines stand for one."""


def read_rows(path: Path, *, progress: Progress = no_progress) -> Iterator[Row]:
    """Every row of a file that is not blank, in order; raises ``UnreadableFile``.

    ``progress(done, total)`` is told now and then how far it is: bytes of a text
    file, rows of a workbook (whose total may be unknown: None).
    """
    match _ending_of(path):
        case ".csv":
            return separated.read(path, progress=progress)
        case ".xlsx":
            return workbook.read(path, progress=progress)
        case _:
            return lines.read(path, progress=progress)


def headers_of(path: Path) -> tuple[str, ...]:
    """The headers of a sheet, or the keys that JSON Lines use, as the file has them."""
    match _ending_of(path):
        case ".csv":
            return separated.headers(path)
        case ".xlsx":
            return workbook.headers(path)
        case _:
            first = islice(lines.read(path), ROWS_LOOKED_AT_FOR_KEYS)
            return tuple(dict.fromkeys(key for row in first for key in row.values))


def has_header_row(path: Path) -> bool:
    """Whether the file is a table whose first row names every column."""
    return path.suffix.lower() != ".jsonl"


def _ending_of(path: Path) -> str:
    """The ending of a file that is there to be read; raises ``UnreadableFile``."""
    try:
        return _checked(path)
    except OSError as error:
        raise UnreadableFile(
            "%(path)s can't be opened: %(why)s. Check that you may read it.",
            path=path,
            why=error.strerror,
        ) from error


def _checked(path: Path) -> str:
    if path.is_dir():
        raise UnreadableFile(
            "%(path)s is a folder: give the file that is in it.", path=path
        )
    if not path.exists():
        raise UnreadableFile(
            "There is no file %(path)s: check its name and folder.", path=path
        )
    if not path.is_file():
        raise UnreadableFile(
            "%(path)s is not a file on disk: save it as one first.", path=path
        )
    if path.suffix.lower() not in ENDINGS:
        raise UnreadableFile(
            "%(path)s does not end in .csv, .xlsx or .jsonl, so it is not clear how to"
            " read it: save the listings as one of these.",
            path=path,
        )
    with path.open("rb") as file:
        if not file.read(1):
            raise UnreadableFile(
                "%(path)s is empty: there is nothing in it to read.", path=path
            )
    return path.suffix.lower()
