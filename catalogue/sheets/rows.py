"""What every kind of file has in common: a row, its headers, and a refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Progress = Callable[[int, int | None], None]
"""Told how much is done, of how much in all (None: unknown)."""

MOST_COLUMNS = 300
"""More headers than this is not a list of things to do; Excel allows 16,384."""

ROWS_BETWEEN_PROGRESS = 200
"""How many rows are read between two words about progress."""


class UnreadableFile(ValueError):
    """The file cannot be read as what it says it is; the message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row under the file's own headers, or what is wrong with it."""

    line: int
    """The line (or the workbook's row) where it begins, counted from 1."""
    values: dict[str, Any]
    problem: str | None = None
    """Why this row cannot be read at all; then ``values`` is empty."""


def no_progress(done: int, total: int | None) -> None:
    """Say nothing."""


def named(path: Path, cells: Sequence[Any]) -> tuple[str, ...]:
    """The headers of a table: every column named, and no name used twice.

    A column without a header is called by its number, and the second of two unknown
    columns of one name by ``name (2)``, so that nothing is lost.
    """
    texts = [str(cell or "").strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > MOST_COLUMNS:
        raise UnreadableFile(
            f"{path} has more than {MOST_COLUMNS} columns: keep only those that are "
            "about the listings."
        )
    headers: dict[str, None] = {}
    for number, text in enumerate(texts, start=1):
        headers[_unused(text or f"column {number}", headers)] = None
    return tuple(headers)


def _unused(name: str, taken: dict[str, None]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def is_blank(cells: Sequence[Any]) -> bool:
    """Whether a row says nothing at all."""
    return all(cell is None or not str(cell).strip() for cell in cells)


def row_of(line: int, headers: Sequence[str], cells: Sequence[Any]) -> Row:
    """A row under its headers; one that only says the headers again is a problem."""
    if [str(cell or "").strip() for cell in cells[: len(headers)]] == list(headers):
        return Row(line=line, values={}, problem="it only repeats the headers")
    return Row(line=line, values=dict(zip(headers, cells, strict=False)))
