"""JSON Lines: one JSON object on each line, read as a stream.

A line that is not an object is a row with a problem; a file without a single object
is not JSON Lines.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from catalogue.sentences import Sentence
from catalogue.sheets.rows import (
    ROWS_BETWEEN_PROGRESS,
    Progress,
    Row,
    UnreadableFile,
    no_progress,
)
from catalogue.sheets.separated import START_BYTES, refuse_binary

MOST_BYTES = 1_000_000
"""Longest line. A longer one is passed over in pieces and never held whole."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

ODD = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""Controls and halves of characters, which only JSON can write (``\\ud800``): no
database keeps a column of that name, and no page shows it."""


def read(path: Path, *, progress: Progress = no_progress) -> Iterator[Row]:
    """Every line that is not blank; raises ``UnreadableFile``."""
    _refuse_without_object(path)
    total = path.stat().st_size
    with path.open("rb") as raw:
        for number, line in _numbered(raw):
            if line is None or line.strip():
                yield _row(number, line)
            if number % ROWS_BETWEEN_PROGRESS == 0:
                progress(raw.tell(), total)
    progress(total, total)


def _refuse_without_object(path: Path) -> None:
    with path.open("rb") as raw:
        refuse_binary(path, raw.read(START_BYTES))
        raw.seek(0)
        said = 0
        for number, line in _numbered(raw):
            said += line is None or bool(line.strip())
            if said and _row(number, line).problem is None and (line or b"").strip():
                return
    if not said:
        raise UnreadableFile(
            "%(path)s is empty: there is nothing in it to read.", path=path
        )
    raise UnreadableFile(
        "%(path)s is not JSON Lines: no line of it is a JSON object. Write each listing"
        ' on one line of its own, {"id": "1", "title": "..."}.',
        path=path,
    )


def _numbered(raw: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """(number, line) from 1; None in place of a line that is too long."""
    number = 0
    while line := raw.readline(MOST_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
        yield number, _whole(line, raw)


def _whole(line: bytes, raw: BinaryIO) -> bytes | None:
    if len(line) <= MOST_BYTES or line.endswith(b"\n"):
        return line
    while (rest := raw.readline(START_BYTES)) and not rest.endswith(b"\n"):
        pass
    return None


def _row(number: int, line: bytes | None) -> Row:
    if line is None:
        return _bad(number, Sentence("it is longer than 1 MB"))
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_nobody_said)
    except UnicodeDecodeError:
        return _bad(number, Sentence("it is not UTF-8 text"))
    except RecursionError:
        return _bad(number, Sentence("it is nested too deep"))
    except json.JSONDecodeError as error:
        why = Sentence(
            "it is not JSON: %(what)s, character %(number)s",
            what=error.msg,
            number=error.colno,
        )
        return _bad(number, why)
    except ValueError:
        return _bad(number, Sentence("a number in it has thousands of digits"))
    if not isinstance(value, dict):
        return _bad(number, Sentence("it is JSON but not an object in { }"))
    values = {ODD.sub("\ufffd", name): cell for name, cell in value.items()}
    return Row(line=number, values=values)


def _nobody_said(_: str) -> None:
    """NaN and Infinity are no JSON: programs write them for an empty cell."""


def _bad(number: int, problem: Sentence) -> Row:
    return Row(line=number, values={}, problem=problem)
