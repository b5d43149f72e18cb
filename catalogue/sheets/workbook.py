"""Excel workbooks (.xlsx): the first sheet, read as a stream.

A cell becomes the text that a person would have typed. Formulas give the value that
Excel kept, and are never worked out; links to other files are not followed.
"""

import datetime as dt
import math
import warnings
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from catalogue.sheets.merged import filled_down, merged_in
from catalogue.sheets.rows import (
    MOST_COLUMNS,
    MOST_HEADINGS,
    ROWS_BETWEEN_PROGRESS,
    Header,
    Progress,
    Row,
    UnreadableFile,
    header_of,
    header_place,
    is_blank,
    no_progress,
    row_of,
)
from catalogue.sheets.weighing import TooHeavy, weigh

MOST_ROWS = 1_048_576
"""Excel's own limit."""

ROWS_AT_A_TIME = 200
"""How many rows openpyxl reads between two looks at its warnings."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How an .xls begins, and an .xlsx that has a password."""

Texts = tuple[str | None, ...]

_Row = tuple[int, Texts, int | None]
"""Its number, its texts, and how many rows there are in all."""


def read(path: Path, *, progress: Progress = no_progress) -> Generator[Row]:
    """Every row of the first sheet that is not blank; raises ``UnreadableFile``."""
    with closing(_rows(path)) as rows:
        header, above = _start(path, rows)
        for line, cells, total in chain(above, rows):
            if line % ROWS_BETWEEN_PROGRESS == 0:
                progress(line, total)
            if not is_blank(cells):
                yield row_of(line, header, cells)


def headers(path: Path) -> tuple[str, ...]:
    """The headers, below what the sheet is about."""
    with closing(_rows(path)) as rows:
        return _start(path, rows)[0].names


def _start(path: Path, rows: Iterator[_Row]) -> tuple[Header, list[_Row]]:
    """The headers, and the rows after them that were read to find them."""
    first: list[_Row] = []
    said = 0
    while said <= MOST_HEADINGS and (one := next(rows, None)):
        first.append(one)
        said += not is_blank(one[1])
    if not said:
        raise _empty(path)
    place = header_place([cells for _, cells, _ in first])
    return header_of(path, first[place][1]), first[place + 1 :]


def _empty(path: Path) -> UnreadableFile:
    return UnreadableFile(
        "%(path)s is empty: there is nothing on its first sheet.", path=path
    )


def _rows(path: Path) -> Generator[_Row]:
    """Each row of the first sheet, blank ones too."""
    try:
        with path.open("rb") as raw:
            _refuse_old_excel(path, raw.read(len(OLD_EXCEL)))
            about = path.stat()
            _weighed(path, about.st_size, about.st_mtime_ns)
            yield from _sheet_rows(path, raw)
    except UnreadableFile:
        raise
    except TooHeavy as error:
        raise UnreadableFile(
            "%(path)s is not opened, because %(why)s: copy the listings to a new"
            " workbook and save that.",
            path=path,
            why=error.sentence,
        ) from error
    except Exception as error:
        # openpyxl meets broken XML with whatever its own code happens to raise
        raise UnreadableFile(
            "%(path)s is not a workbook that can be read: open it in Excel and save it"
            " again as .xlsx, or as CSV UTF-8 with the ending .csv.",
            path=path,
        ) from error


@lru_cache(maxsize=8)
def _weighed(path: Path, size: int, changed_ns: int) -> None:  # noqa: ARG001
    """Weigh a workbook once, however often it is read, until it is changed."""
    weigh(path)


def _refuse_old_excel(path: Path, start: bytes) -> None:
    if start == OLD_EXCEL:
        raise UnreadableFile(
            "%(path)s is an old Excel workbook or has a password: open it and save it"
            " as .xlsx without a password.",
            path=path,
        )


def _sheet_rows(path: Path, raw: Any) -> Generator[_Row]:
    import openpyxl  # seldom needed, and slow to open

    with _without_warnings():
        book = openpyxl.load_workbook(
            raw, read_only=True, data_only=True, keep_links=False
        )
    with closing(book):
        if not book.worksheets:
            raise UnreadableFile("%(path)s has no sheet with rows in it.", path=path)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS + 1)
        texts = enumerate(filled_down(_texts_of(rows), merged_in(sheet)), start=1)
        while batch := _batch(texts):
            for line, cells in batch:
                yield line, cells, sheet.max_row


def _batch(texts: Iterable[tuple[int, Texts]]) -> list[tuple[int, Texts]]:
    with _without_warnings():
        return list(islice(texts, ROWS_AT_A_TIME))


def _without_warnings() -> AbstractContextManager[Any]:
    """Openpyxl warns of styles and rules it does not keep; we keep none of them."""
    return warnings.catch_warnings(action="ignore")


def _texts_of(rows: Iterable[Sequence[Any]]) -> Generator[Texts]:
    """Rows as texts, without the empty cells at their ends."""
    blank: Sequence[Any] = ()
    for cells in rows:
        # openpyxl gives one and the same row for each of a million that are missing
        texts = () if cells is blank else _texts(cells)
        if not texts:
            blank = cells
        yield texts


def _texts(cells: Sequence[Any]) -> Texts:
    last = len(cells)
    while last and cells[last - 1].value is None:
        last -= 1
    return tuple(as_typed(cell) for cell in cells[:last])


def as_typed(cell: Any) -> str | None:
    """A cell as the text somebody would have typed: ``2026-12-12``, ``3``, ``£3.50``.

    An error such as ``#REF!`` says nothing, so it is None.
    """
    value = cell.value
    if value is None or cell.data_type == "e":
        return None
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _money(value) if "£" in cell.number_format else _number(value)
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.isoformat(timespec="minutes")
        case _:
            return str(value)


def _number(value: float) -> str | None:
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{value:.15g}" if math.isfinite(value) else None


def _money(value: float) -> str | None:
    """The cell shows a pound sign, so the number is a price."""
    if not math.isfinite(value):
        return None
    return f"£{value:.2f}".removesuffix(".00")
