"""Cells of a workbook that were made one, from above to below.

Excel keeps what such a cell says in its first row alone; to whoever looks at the sheet
it holds for all of them, so it is said in each. Cells made one from left to right are a
heading, and stay as they are.
"""

import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Texts = tuple[str | None, ...]

MOST_MERGED = 10_000
"""More than this is a drawing and no list; the rest is left as it is."""

CHUNK = 1_000_000
OVERLAP = 200
"""Bytes: more than what names one merged cell."""

_MERGED = re.compile(
    rb'mergeCell[^>]{0,80}?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"'
)


@dataclass(frozen=True, kw_only=True, order=True)
class Merged:
    """One column of some rows, counted from 1."""

    top: int
    bottom: int
    column: int


def merged_in(sheet: Any) -> Sequence[Merged]:
    """The cells made one downwards, by their top rows.

    openpyxl does not tell of them when it reads a sheet as a stream, so they are
    looked up in the sheet's own file: after its rows, which is why all of it is read.
    """
    found: set[Merged] = set()
    rest = b""
    with sheet._get_source() as source:
        while (chunk := source.read(CHUNK)) and len(found) < MOST_MERGED:
            text = rest + chunk
            found.update(map(_merged, _MERGED.findall(text)))
            rest = text[-OVERLAP:]
    return sorted(one for one in found if one.top < one.bottom)


def _merged(found: tuple[bytes, bytes, bytes]) -> Merged:
    letters, top, bottom = found
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return Merged(top=int(top), bottom=int(bottom), column=column)


def filled_down(
    rows: Iterable[Texts], merged: Sequence[Merged]
) -> Generator[Texts, None, None]:
    """The rows, in which a merged cell says the same in each of its rows."""
    if not merged:
        yield from rows
        return
    coming = list(reversed(merged))
    open_now: dict[int, tuple[int, str | None]] = {}
    for number, texts in enumerate(rows, start=1):
        open_now = {c: one for c, one in open_now.items() if one[0] >= number}
        yield _filled(texts, open_now) if open_now else texts
        while coming and coming[-1].top <= number:
            one = coming.pop()
            said = texts[one.column - 1] if one.column <= len(texts) else None
            open_now[one.column] = (one.bottom, said)


def _filled(texts: Texts, said: dict[int, tuple[int, str | None]]) -> Texts:
    cells = [*texts, *[None] * (max(said) - len(texts))]
    for column, (_, text) in said.items():
        cells[column - 1] = cells[column - 1] or text
    return tuple(cells)
