"""What every kind of file has in common: a row, its headers, and a refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.sentences import Refusal, Sentence

Progress = Callable[[int, int | None], None]
"""Told how much is done, of how much in all (None: unknown)."""

MOST_COLUMNS = 300
"""More headers than this is not a list of things to do; Excel allows 16,384."""

MOST_HEADINGS = 5
"""Rows above the headers that say one thing only: what the sheet is about."""

ROWS_BETWEEN_PROGRESS = 200
"""How many rows are read between two words about progress."""


class UnreadableFile(Refusal):
    """The file cannot be read as what it says it is; the message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row under the file's own headers, or what is wrong with it."""

    line: int
    """The line (or the workbook's row) where it begins, counted from 1."""
    values: dict[str, Any]
    problem: Sentence | None = None
    """Why this row cannot be read at all; then ``values`` is empty."""


def no_progress(done: int, total: int | None) -> None:
    """Say nothing."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """The first row of a table."""

    names: tuple[str, ...]
    """A name for each column, none of them twice."""
    said: tuple[str, ...]
    """What the cells of that row say."""


def header_place(rows: Sequence[Sequence[Any]]) -> int:
    """Which of the first rows has the headers: the first that has two cells to read.

    What stands alone above them is a heading. Where no row has two, it is the first
    that says anything.
    """
    filled = [sum(bool(text) for text in _texts(cells)) for cells in rows]
    said = [place for place, count in enumerate(filled) if count]
    above = said[: MOST_HEADINGS + 1]
    return next((place for place in above if filled[place] > 1), said[0] if said else 0)


def header_of(path: Path, cells: Sequence[Any]) -> Header:
    """The header that these cells make; raises ``UnreadableFile`` for too many.

    A column without a header is called by its number, and the second of two columns
    of one name by ``name (2)``, so that nothing is lost.
    """
    said = _texts(cells)
    if len(said) > MOST_COLUMNS:
        raise UnreadableFile(
            "%(path)s has more than %(most)s columns: keep only those that are about"
            " the listings.",
            path=path,
            most=MOST_COLUMNS,
        )
    names: dict[str, None] = {}
    for number, text in enumerate(said, start=1):
        names[_unused(text or f"column {number}", names)] = None
    return Header(names=tuple(names), said=said)


def row_of(line: int, header: Header, cells: Sequence[Any]) -> Row:
    """A row under its headers; cells beyond them are called by their number."""
    if _texts(cells) == header.said:
        problem = Sentence("it only repeats the headers")
        return Row(line=line, values={}, problem=problem)
    beyond = range(len(header.names) + 1, len(cells) + 1)
    names = header.names + tuple(f"column {number}" for number in beyond)
    return Row(line=line, values=dict(zip(names, cells, strict=False)))


def is_blank(cells: Sequence[Any]) -> bool:
    """Whether a row says nothing at all."""
    return not any(cell and str(cell).strip() for cell in cells)


def _texts(cells: Sequence[Any]) -> tuple[str, ...]:
    """The cells, trimmed, without the empty ones at the end."""
    texts = [str(cell or "").strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _unused(name: str, taken: dict[str, None]) -> str:
    number = 2
    unused = name
    while unused in taken:
        unused = f"{name} ({number})"
        number += 1
    return unused
