"""Is it safe to unpack this workbook? Asked before anything else opens it.

A workbook is a zip of XML, so a small file can unpack to far more than fits in
memory. Its parts are measured as a stream: what they unpack to, how tightly they are
packed, how much one row holds, and whether they declare a document type (which no
workbook does, and entities need). Nothing is kept of what is read.
"""

import zipfile
from pathlib import Path
from xml.parsers import expat

from catalogue.sentences import Refusal

MOST_UNPACKED_BYTES = 250_000_000
"""What all parts may unpack to: a hundred thousand long listings are about 150 MB."""

MOST_PACKED = 200
"""How many times its packed size a large part may unpack to: real sheets reach 30,
a bomb 1,000."""

LARGE_BYTES = 5_000_000
"""From this size on, how tightly a part is packed matters."""

MOST_PARTS = 2_000
"""Files inside the workbook."""

MOST_ROWS = 2_000_000
"""Rows of a sheet (Excel allows 1,048,576), or texts that its cells share."""

MOST_IN_A_ROW = 60_000
"""XML elements inside one row: the 16,384 cells Excel allows, and what they hold."""

MOST_OUTSIDE_ROWS = 200_000
"""XML elements outside all rows: columns, styles, links, merged cells."""

MOST_TEXT_IN_A_ROW = 16_000_000
"""Characters inside one row; Excel allows 32,767 in one cell."""

CHUNK_BYTES = 65_536

ROW_ELEMENTS = frozenset({"row", "si"})
"""What repeats: a row of a sheet, and an item of the texts that cells share."""


class TooHeavy(Refusal):
    """The workbook must not be opened; the message says why, as half a sentence."""


def weigh(path: Path) -> None:
    """Raise ``TooHeavy``, or ``zipfile.BadZipFile`` when it is no zip at all."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise TooHeavy("it holds more than %(most)s files", most=f"{MOST_PARTS:,}")
        if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise TooHeavy(
                "it unpacks to more than %(most)s bytes",
                most=f"{MOST_UNPACKED_BYTES:,}",
            )
        for part in parts:
            _weigh_part(archive, part)


def _weigh_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    tightly = part.file_size > MOST_PACKED * max(part.compress_size, 1)
    if part.file_size > LARGE_BYTES and tightly:
        raise TooHeavy(
            "it unpacks to %(times)s times its size, like a bomb", times=MOST_PACKED
        )
    scales = _Scales()
    with archive.open(part) as stream:
        try:
            while chunk := stream.read(CHUNK_BYTES):
                scales.parser.Parse(chunk, False)  # noqa: FBT003
        except expat.ExpatError:
            # a picture, or broken XML: whoever reads it next uses the same parser
            return


class _Scales:
    """Counts what one part holds, and raises as soon as it is too much."""

    def __init__(self) -> None:
        self.rows = self.inside = self.outside = self.text = self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(self, *_: object) -> None:
        raise TooHeavy("it declares a document type, which no workbook does")

    def _start(self, name: str, _: object) -> None:
        if self.depth:
            self.depth += 1
            self.inside += 1
            if self.inside > MOST_IN_A_ROW:
                raise TooHeavy("one of its rows has too many cells")
        elif name.rpartition(":")[2] in ROW_ELEMENTS:
            self.depth = 1
            self.inside = self.text = 0
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise TooHeavy("it has too many rows")
        else:
            self.outside += 1
            if self.outside > MOST_OUTSIDE_ROWS:
                raise TooHeavy("it holds too much beside its rows")

    def _end(self, _: str) -> None:
        self.depth = max(self.depth - 1, 0)

    def _characters(self, text: str) -> None:
        self.text += len(text)
        if self.text > MOST_TEXT_IN_A_ROW:
            raise TooHeavy("one of its rows is too long")
