"""What SQLite's own file holds after an erasure: not a byte of it.

PostgreSQL keeps its own files and log; the page says so.
"""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from matcher.db import writing
from matcher.their_data.forgetting import erase, leave_no_trace, what_goes
from tests.their_data.planted import an_opportunity, plant

MANY = 100
"""Enough others that rows of a table lie on several pages of the file."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A file of this test's own."""
    return sqlite_url


def files_of(engine: sa.Engine) -> bytes:
    """Every byte of SQLite's file and what stands beside it."""
    name = Path(engine.url.database or "")
    return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))


def test_the_raw_file_and_what_stands_beside_it_hold_no_canary(
    engine, settings, two_people
):
    sam, _neighbour = two_people
    before = files_of(engine)

    forgotten = erase(engine, settings, sam)

    assert b"canary-sam-phrase-words" in before
    assert forgotten is not None
    assert forgotten.clean
    assert b"canary-sam-" not in files_of(engine)
    assert b"canary-neighbour-phrase-words" in files_of(engine)


def test_among_a_hundred_others_no_byte_is_left(engine, settings, two_people):
    sam, _neighbour = two_people
    with writing(engine) as session:
        choir = an_opportunity(session)
        others = [plant(session, f"other{n}", choir) for n in range(MANY)]
    for other in others[::3]:
        erase(engine, settings, other)

    erase(engine, settings, sam)

    raw = files_of(engine)
    left = [n for n in range(0, MANY, 3) if f"canary-other{n}-".encode() in raw]
    assert left == []
    assert b"canary-sam-" not in raw


def test_somebody_reading_does_not_keep_the_bytes_for_ever(
    engine, settings, two_people, monkeypatch
):
    monkeypatch.setattr("matcher.their_data.forgetting.PATIENCE_MS", 50)
    sam, _neighbour = two_people
    with Session(engine) as reader:
        what_goes(reader, sam)
        forgotten = erase(engine, settings, sam)

    later = leave_no_trace(engine)

    assert forgotten is not None
    assert (forgotten.clean, later) == (False, True)
    assert b"canary-sam-" not in files_of(engine)
