"""A start begins with what is kept, and reads everything where there is any doubt.

What the database says is asked on both kinds of it; a damaged file is the same on each.
"""

import io
import json
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Timetable, Venue
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import logs
from matcher.db import open_engine
from matcher.matching import array_file, copies, kept, snapshots
from matcher.matching.array_file import MAGIC, Unusable, read_arrays, write_arrays
from matcher.matching.snapshot import read_snapshot
from matcher.ranking import Asked, Phrase, rank

TODAY = date(2026, 11, 24)
TITLES = ("Tuesday choir", "Allotment morning", "Tram museum", "Pub quiz", "Pottery")
ASKED = Asked(phrases=(Phrase(words="sing in a choir"), Phrase(words="pottery")))
LISTINGS = 12


def draft(number: int, title: str = "", **said: object) -> OpportunityDraft:
    return OpportunityDraft(
        source="a sheet",
        source_id=str(number),
        title=title or f"{TITLES[number % len(TITLES)]} {number}",
        organization=OrganizationDraft(name="Mill Lane Arts"),
        venues=(Venue(name=f"Hall {number}", latitude=53.0, longitude=-1.75),),
        timetables=(
            Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", valid_from=date(2026, 1, 6)),
        ),
        **said,
    )  # type: ignore[arg-type]


class World:
    """A database, a folder, and starts of the matcher on them."""

    def __init__(self, url: str, folder: Path, whole: list[int]) -> None:
        self.url, self.folder, self.whole = url, folder, whole

    @property
    def file(self) -> Path:
        (one,) = self.folder.glob("*.arrays")
        return one

    def start(self, today: date = TODAY) -> list[str]:
        """What is found after a start; it is what reading everything finds."""
        engine = open_engine(self.url)
        copies.keep_in(engine, self.folder)
        with Session(engine) as session:
            snapshot = snapshots.snapshot_of(session, today)
            copies.settle(engine)
            laid = snapshots.snapshot_of(session, today)
            read = len(self.whole)
            anew = read_snapshot(session, 0, today)
            del self.whole[read:]
        engine.dispose()
        for one in (snapshot.recounted(), laid.recounted()):
            assert dict(one.shown) == dict(anew.shown)
            assert len(one.shown) == len(anew.shown)
            assert list(one.index.facts) == list(anew.index.facts)
            assert rank(ASKED, one.index, today=today) == rank(
                ASKED, anew.index, today=today
            )
        return sorted(one.title for one in snapshot.index.facts)

    def doubted(self, doubt: Callable[[], object]) -> bool:
        """Whether a start reads everything after this, and the next one nothing."""
        doubt()
        before = len(self.whole)
        self.start()
        read = len(self.whole) - before
        self.start()
        assert len(self.whole) - before == read
        return read == 1


@pytest.fixture
def world(
    session: Session,
    now: datetime,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    whole: list[int] = []

    def counted(*asked):  # type: ignore[no-untyped-def]
        snapshot = read_snapshot(*asked)
        whole.append(len(snapshot.shown))
        return snapshot

    monkeypatch.setattr(snapshots, "read_snapshot", counted)
    opportunities.store(session, [draft(n) for n in range(LISTINGS)], now=now)
    session.commit()
    return World(database_url, tmp_path / "index", whole)


def test_the_next_start_reads_what_changed_and_no_more(
    world: World, session: Session, now: datetime
) -> None:
    first = world.start()
    opportunities.store(session, [draft(3, "Bell ringing")], now=now)
    opportunities.store(session, [draft(LISTINGS, visible_to=TODAY)], now=now)
    keeping.withdraw(session, opportunity_id("a sheet", "5"), now=now)
    session.commit()

    second = world.start()
    tomorrow = world.start(TODAY + timedelta(days=1))

    came, went = {"Bell ringing", "Tram museum 12"}, {"Pub quiz 3", "Tuesday choir 5"}
    assert set(second) == set(first) - went | came
    assert set(tomorrow) == set(second) - {"Tram museum 12"}
    assert world.whole == [LISTINGS]


def test_a_change_of_what_nobody_finds_writes_no_copy_anew(
    world: World, session: Session, now: datetime
) -> None:
    world.start()
    lies_there = world.file.stat().st_ino
    opportunities.store(
        session, [draft(LISTINGS, visible_to=date(2026, 1, 1))], now=now
    )
    session.commit()

    world.start()

    assert world.file.stat().st_ino == lies_there


def test_in_any_doubt_of_what_the_database_says_everything_is_read(
    world: World, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.start()

    def told(**said: object) -> Callable[[], object]:
        def doubt() -> None:
            known, arrays = read_arrays(world.file)
            whole = {name: array.copy() for name, array in arrays.items()}
            write_arrays(world.file, whole, {**known, **said})

        return doubt

    def another_code() -> None:
        made_by = "another"
        monkeypatch.setattr(kept, "code_mark", lambda: made_by)

    def nobody_knows_which() -> None:
        session.execute(sa.text("UPDATE catalogue_change SET token = NULL"))
        session.commit()
        with pytest.raises(AssertionError):  # nor is one kept of such a change
            world.doubted(lambda: None)
        opportunities.store(session, [draft(1, "Told at last")], now=now)
        session.commit()
        world.file.write_bytes(b"")

    def announced() -> None:
        opportunities.announce(session)
        session.commit()

    def many_changes() -> None:
        rows = sa.text("DELETE FROM catalogue_change WHERE opportunity_id IS NULL")
        opportunities.store(session, [draft(1, "Twice told")], now=now)
        session.execute(rows)
        session.execute(sa.text("DELETE FROM catalogue_change"))
        opportunities.store(session, [draft(1, "Thrice told")], now=now)
        session.commit()

    doubts = {
        "newer than the database": told(version=10**6),
        "older than what is remembered": told(version=-5),
        "another database": told(token=str(opportunity_id("x", "y"))),
        "a change without a token": nobody_knows_which,
        "other code": another_code,
        "nobody knows what changed": announced,
        "changes that are forgotten": many_changes,
    }

    trusted = [name for name, doubt in doubts.items() if not world.doubted(doubt)]

    assert trusted == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_a_damaged_file_nothing_is_believed(world: World) -> None:
    world.start()

    def bytes_of(change: Callable[[bytearray], object]) -> Callable[[], object]:
        def doubt() -> None:
            data = bytearray(world.file.read_bytes())
            change(data)
            world.file.write_bytes(data)

        return doubt

    middle = world.file.stat().st_size // 2
    doubts = {
        "gone": lambda: world.file.unlink(),
        "empty": lambda: world.file.write_bytes(b""),
        "another file": lambda: world.file.write_bytes(b"SQLite format 3\0" * 9),
        "cut off": bytes_of(lambda data: data.__delitem__(slice(middle, None))),
        "cut off in its head": bytes_of(lambda data: data.__delitem__(slice(70, None))),
        "longer": bytes_of(lambda data: data.append(0)),
        "a byte of the mark": bytes_of(lambda data: flip(data, 3)),
        "a byte of the digest": bytes_of(lambda data: flip(data, len(MAGIC) + 5)),
        "a byte of the head": bytes_of(lambda data: flip(data, 90)),
        "a byte in the middle": bytes_of(lambda data: flip(data, middle)),
        "the last byte": bytes_of(lambda data: flip(data, -1)),
    }

    trusted = [name for name, doubt in doubts.items() if not world.doubted(doubt)]

    assert trusted == []


def test_a_database_put_back_by_hand_is_told_from_the_one_it_was(
    world: World, session: Session, now: datetime
) -> None:
    resting = opportunity_id("a sheet", "7")
    changes: list[Callable[[date], object]] = [
        lambda day: keeping.rest(session, resting, until=day),
        lambda day: opportunities.store(
            session, [draft(n, f"As of {day}") for n in range(day.day // 3)], now=now
        ),
    ]
    world.start()
    for change in changes:
        before = rows_of(session)
        change(TODAY + timedelta(days=6))
        session.commit()
        world.start()
        world.file.unlink()
        world.start()  # what is kept now is of this change

        put_back(session, before)
        change(TODAY + timedelta(days=1))
        session.commit()
        world.start()  # finds what reading everything finds

    assert len(world.whole) == 1 + 2 * len(changes)


Rows = dict[sa.Table, list[sa.RowMapping]]


def rows_of(session: Session) -> Rows:
    tables = SQLModel.metadata.sorted_tables
    return {x: list(session.execute(sa.select(x)).mappings()) for x in tables}


def put_back(session: Session, rows: Rows) -> None:
    for table in reversed(rows):
        session.execute(sa.delete(table))
    for table, there in rows.items():
        if there:
            session.execute(sa.insert(table), [dict(one) for one in there])
    session.commit()


def flip(data: bytearray, at: int) -> None:
    data[at] ^= 1


def test_nothing_that_was_undone_is_kept(
    world: World, engine: sa.Engine, session: Session, now: datetime
) -> None:
    copies.keep_in(engine, world.folder)
    opportunities.store(session, [draft(90, "Never told")], now=now)
    seen = snapshots.snapshot_of(session, TODAY)
    session.rollback()
    copies.settle(engine)

    found = world.start()

    assert "Never told" in {one.title for one in seen.index.facts}
    assert "Never told" not in found


def test_who_cannot_write_goes_on_without(world: World) -> None:
    world.folder.write_text("a file where a folder should be")

    assert len(world.start()) == LISTINGS
    assert len(world.start()) == LISTINGS
    assert world.whole == [LISTINGS, LISTINGS]


def test_a_half_written_file_is_left_to_its_writer_for_an_hour(tmp_path: Path) -> None:
    path = tmp_path / "a" / "file.arrays"
    write_arrays(path, {}, {})
    at_it = path.with_name(f"{path.name}.1.part")
    left_over = path.with_name(f"{path.name}.2.part")
    at_it.write_bytes(b"half")
    left_over.write_bytes(b"half")
    os.utime(left_over, (0, 0))

    write_arrays(path, {}, {})

    assert sorted(path.parent.iterdir()) == [path, at_it]
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_is_wrong_with_a_copy_is_in_the_log_and_a_first_start_says_nothing(
    world: World,
) -> None:
    stream = io.StringIO()
    logs.configure("INFO", stream)
    world.start()
    first = stream.getvalue()

    world.file.write_bytes(b"")
    world.start()
    logs.configure()

    line = json.loads(stream.getvalue())
    assert first == ""
    assert line["event"] == "catalogue_copy_not_used"
    assert line["error"] == "it is no file of ours"
    assert "places" not in line


def test_there_is_nobody_in_what_is_kept(world: World) -> None:
    world.start()

    said, arrays = read_arrays(world.file)

    assert set(said) == {"made_by", "version", "today", "token"}
    assert {name.split(".")[0] for name in arrays} == {
        *("listings", "averages", "worths", "cells", "lengths", "columns", "ids"),
        *("records", "order", "terms", "words", "activities", "areas", "names"),
        *("whereabouts", "shown"),
    }


def test_arrays_come_back_as_they_went_and_objects_never(tmp_path: Path) -> None:
    path = tmp_path / "a" / "file.arrays"
    arrays = {
        "none": np.zeros((0, 2), np.float64),
        "some": np.arange(6, dtype=np.int16).reshape(2, 3),
        "truths": np.array([True, False]),
    }

    write_arrays(path, arrays, {"said": ["é", 1]})
    said, back = read_arrays(path)

    assert said == {"said": ["é", 1]}
    assert back.keys() == arrays.keys()
    for name, array in arrays.items():
        assert (back[name].dtype, back[name].shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(back[name], array)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    monstrous = SimpleNamespace(dtype=np.dtype("O"), shape=(1,), nbytes=8)
    with pytest.raises(Unusable, match="put together wrongly"):
        array_file._laid_in(_file_of(monstrous))


def _file_of(array: SimpleNamespace) -> bytes:
    described = {"x": [array.dtype.str, list(array.shape), 0]}
    text = json.dumps({"said": {}, "arrays": described}).encode()
    head = bytes(len(MAGIC) + array_file._DIGEST)
    return head + len(text).to_bytes(array_file._LENGTH) + text + bytes(array.nbytes)
