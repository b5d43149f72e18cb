"""Comma-separated text (also semicolons and tabs), UTF-8 only, as a stream.

It does not guess an encoding: a wrong guess turns a name into rubbish that nobody
notices. It says which line is not UTF-8 and how to save the file again.
"""

import codecs
import csv
import string
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from catalogue.sentences import Sentence
from catalogue.sheets.rows import (
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

DELIMITERS = (",", ";", "\t")
"""What may stand between two cells; on a tie the first wins."""

MOST_CHARACTERS = 16_000_000
"""Longest line, and longest cell. A long cell is refused with its row by the import;
beyond this, it is a quote that nobody closed, swallowing the rest of the file."""

csv.field_size_limit(MOST_CHARACTERS)
"""The csv module has one limit for the whole process; its own stops at 131,072
characters with an error that ends the reading instead of refusing one row."""

START_BYTES = 65_536
"""How much of the file is looked at to see whether it is text at all."""

NOT_TEXT = {
    b"PK\x03\x04": Sentence(
        "it looks like an Excel workbook: rename it to end in .xlsx"
    ),
    b"\xd0\xcf\x11\xe0": Sentence(
        "it looks like an old Excel workbook: open it and choose Save As > CSV UTF-8"
    ),
    b"\xff\xfe": Sentence("it is UTF-16: in Excel choose Save As > CSV UTF-8"),
    b"\xfe\xff": Sentence("it is UTF-16: in Excel choose Save As > CSV UTF-8"),
    b"\x1f\x8b": Sentence("it is compressed: unpack it first"),
}
"""How files begin that are often called .csv and are not."""


def read(path: Path, *, progress: Progress = no_progress) -> Iterator[Row]:
    """Every row that is not blank; raises ``UnreadableFile``."""
    with path.open("rb") as raw, _text_of(path, raw) as text:
        lines = _Lines(path, text)
        reader, header = _start(path, lines)
        total = path.stat().st_size
        while (line := lines.number + 1) and (cells := _next(path, reader, lines)):
            if not is_blank(cells):
                yield _row(line, header, cells)
            if line % ROWS_BETWEEN_PROGRESS == 0:
                progress(raw.tell(), total)
        progress(total, total)


def headers(path: Path) -> tuple[str, ...]:
    """The first line that is not blank, as headers."""
    with path.open("rb") as raw, _text_of(path, raw) as text:
        return _start(path, _Lines(path, text))[1].names


def _text_of(path: Path, raw: BinaryIO) -> TextIOWrapper:
    refuse_binary(path, raw.read(START_BYTES))
    raw.seek(0)
    return TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def refuse_binary(path: Path, start: bytes) -> None:
    """Raise ``UnreadableFile`` for a file that does not begin like text."""
    for magic, meaning in NOT_TEXT.items():
        if start.startswith(magic):
            raise UnreadableFile(
                "%(path)s is not a text file; %(meaning)s.", path=path, meaning=meaning
            )
    if b"\0" in start:
        raise UnreadableFile(
            "%(path)s is not a text file: export the listings from the program that"
            " holds them as CSV UTF-8.",
            path=path,
        )


class _Lines:
    """The lines of a text file, counted; knows when there are no more."""

    def __init__(self, path: Path, text: TextIOWrapper) -> None:
        self._path = path
        self._text = text
        self.number = 0
        self.ended = False
        self.again: list[str] = []
        """Lines to give once more: the first are looked at before they are read."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.again.pop(0) if self.again else self._read()
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        return line

    def _read(self) -> str:
        try:
            line = self._text.readline(MOST_CHARACTERS)
        except UnicodeDecodeError:
            raise UnreadableFile(
                "%(path)s is not UTF-8 text: line %(line)s has a character saved in"
                " another way. In Excel choose Save As > CSV UTF-8.",
                path=self._path,
                line=_not_utf8(self._path),
            ) from None
        if len(line) >= MOST_CHARACTERS:
            raise UnreadableFile(
                "%(path)s: line %(line)s is longer than %(most)s characters, so this is"
                " not a list of rows.",
                path=self._path,
                line=self.number + 1,
                most=f"{MOST_CHARACTERS:,}",
            )
        return line


Reader = Iterator[list[str]]


def _start(path: Path, lines: _Lines) -> tuple[Reader, Header]:
    blank = "".join(DELIMITERS) + string.whitespace + '"'
    first: list[str] = []
    said = 0
    while said <= MOST_HEADINGS and (line := next(lines, "")):
        first.append(line)
        said += bool(line.strip(blank))
        if line.count('"') % 2:
            break  # a cell goes on in the next line: that is for the reader
    if not said:
        raise UnreadableFile(
            "%(path)s is empty: there is nothing in it to read.", path=path
        )
    place = header_place([_cells_of(line) for line in first])
    lines.again = first[place:]
    lines.number -= len(lines.again)
    lines.ended = False
    reader = csv.reader(lines, delimiter=_delimiter_of(first[place]))
    return reader, header_of(path, _next(path, reader, lines) or [])


def _cells_of(line: str) -> list[str]:
    """What stands between the marks of one line, where it is a row by itself."""
    return next(csv.reader([line], delimiter=_delimiter_of(line)), [])


def _delimiter_of(line: str) -> str:
    outside_quotes = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside_quotes.count)


def _next(path: Path, reader: Reader, lines: _Lines) -> list[str] | None:
    """The next row; None at the end. A blank line is a row of one empty cell."""
    line = lines.number + 1
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except csv.Error as error:
        raise _unclosed(path, line) from error
    if lines.ended:
        # the reader asked for more lines in the middle of a cell and got none
        raise _unclosed(path, line)
    return cells or [""]


def _unclosed(path: Path, line: int) -> UnreadableFile:
    return UnreadableFile(
        '%(path)s: the row that begins on line %(line)s opens a quote (") that is never'
        " closed: close it, or write it twice if it belongs to the text.",
        path=path,
        line=line,
    )


def _row(line: int, header: Header, cells: list[str]) -> Row:
    if not is_blank(cells[len(header.names) :]):
        return Row(
            line=line,
            values={},
            problem=Sentence(
                "it has %(cells)s cells under %(headers)s headers: put quotes around a"
                " text that holds a comma",
                cells=len(cells),
                headers=len(header.names),
            ),
        )
    return row_of(line, header, cells[: len(header.names)])


def _not_utf8(path: Path) -> int:
    """The number of the first line that is not UTF-8; 0 when every line is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = 0
    with path.open("rb") as raw:
        while chunk := raw.read(START_BYTES):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return before + error.object[: error.start].count(b"\n") + 1
            before += chunk.count(b"\n")
    return before + 1
