"""Change after change over a kept copy: nothing comes late, and nothing is lost.

Each is found by the next question, by a word that no listing had before it. In the end
there is what reading everything gives, and so there is in a process that only looked
on. Parts are merged and words counted anew on the way, as on a busy day.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest
import sqlalchemy as sa

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Status, Venue
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import matching
from matcher.db import open_engine, reading, writing
from matcher.matching import copies, snapshots
from matcher.matching.snapshot import Snapshot, read_snapshot
from matcher.ranking import Asked, Phrase, rank
from tests.unsynced import unsynced

TODAY = date(2026, 11, 24)
LISTINGS = 30
MANY = 25
"""Listings that came or went until words are counted anew."""

CHANGES = 120
"""More than are counted anew, and merged, several times on the way."""
ASKED = Asked(phrases=(Phrase(words="sing in a choir"),))

Change = Callable[[sa.Engine, int, datetime], None]


def draft(number: int, word: str = "", **said: object) -> OpportunityDraft:
    return OpportunityDraft(
        source="a sheet",
        source_id=str(number),
        title=f"{word} choir".strip(),
        organization=OrganizationDraft(name=f"The {number}th"),
        venues=(Venue(name=f"Hall {number}", latitude=53.0, longitude=-1.75),),
        **said,
    )  # type: ignore[arg-type]


def word_of(number: int) -> str:
    """A word like those of other changes, a letter or two apart: ``Qzvbajaha``."""
    letters = "bdfghjklmp"
    return "Qzv" + "".join(f"{letters[int(digit)]}a" for digit in f"{number:03d}")


def tell_anew(engine: sa.Engine, at: int, now: datetime, **said: object) -> None:
    with writing(engine) as session:
        opportunities.store(session, [draft(at % LISTINGS, **said)], now=now)


def withdraw(engine: sa.Engine, at: int, now: datetime) -> None:
    with writing(engine) as session:
        keeping.withdraw(session, opportunity_id("a sheet", str(at)), now=now)


def confirm(engine: sa.Engine, at: int, now: datetime) -> None:
    with writing(engine) as session:
        keys = [opportunity_id("a sheet", str(one)) for one in (at, at + 1)]
        keeping.confirm(session, keys, today=now.date() + timedelta(days=at))


def end(engine: sa.Engine, at: int, now: datetime) -> None:
    tell_anew(engine, at, now, visible_to=TODAY - timedelta(days=1))


def rest(engine: sa.Engine, at: int, now: datetime) -> None:
    tell_anew(engine, at, now, status=Status.TEMPORARILY_CLOSED)


BETWEEN: tuple[Change, ...] = (withdraw, confirm, end, rest)


@pytest.fixture
def started(engine: sa.Engine, now: datetime, tmp_path: Path) -> Iterator[sa.Engine]:
    """A matcher whose catalogue was opened from a kept copy."""
    with writing(engine) as session:
        opportunities.store(session, map(draft, range(LISTINGS)), now=now)
    before = open_engine(engine.url.render_as_string(hide_password=False))
    copies.keep_in(before, tmp_path)
    snapshot(before)
    copies.settle(before)
    before.dispose()
    copies.keep_in(engine, tmp_path)
    yield engine
    copies.settle(engine)


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[sa.Engine]:
    """The engine of another process, which keeps no copy."""
    engine = unsynced(open_engine(database_url))
    yield engine
    engine.dispose()


def snapshot(engine: sa.Engine) -> Snapshot:
    with reading(engine) as session:
        return snapshots.snapshot_of(session, TODAY)


def found(engine: sa.Engine, word: str) -> list[str]:
    """The titles of what a search for one word finds."""
    with reading(engine) as session:
        index = matching.index_of(session, today=TODAY)
    asked = Asked(phrases=(Phrase(words=word),))
    return [match.facts.title for match in rank(asked, index, today=TODAY).matches]


def test_each_of_many_changes_is_found_at_once_and_none_is_lost(
    started: sa.Engine,
    elsewhere: sa.Engine,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshots, "_many", lambda _: MANY)
    counted = calls(monkeypatch, Snapshot, "recounted")
    read = calls(monkeypatch, snapshots, "read_snapshot")
    for one in (started, elsewhere):
        snapshot(one)
    others = cycle(BETWEEN)
    unseen = []

    for number in range(CHANGES):
        at, word, later = 7 * number, word_of(number), now + timedelta(minutes=number)
        if number % 4 == 3:
            next(others)((started, elsewhere)[number % 8 == 3], at % LISTINGS, later)
        tell_anew(started, at + 1, later, word=word)
        if found(started, word) != [f"{word} choir"]:
            unseen.append(word)
        if number % 10 == 9:
            snapshot(elsewhere)
        if number % 30 == 29:
            assert_nothing_is_lost(started)

    assert unseen == []
    assert_nothing_is_lost(elsewhere)
    assert (len(read), len(counted) > 1) == (1, True)


def test_nor_is_any_while_a_thread_follows_them(
    started: sa.Engine,
    elsewhere: sa.Engine,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshots, "_many", lambda _: MANY)
    monkeypatch.setattr(snapshots.following, "COUNTED_SECONDS", 0.0)
    monkeypatch.setattr(snapshots.following, "EVERY_SECONDS", 0.02)
    others = cycle(BETWEEN)
    counted = calls(monkeypatch, Snapshot, "recounted")
    unseen = []
    snapshot(started)

    with matching.followed(started), matching.followed(elsewhere):
        for number in range(CHANGES):
            word, later = word_of(number), now + timedelta(minutes=number)
            if number % 2:
                theirs = (7 * number) % (LISTINGS // 2)
                next(others)(elsewhere, theirs, later)
            ours = LISTINGS // 2 + number % (LISTINGS // 2)
            tell_anew(started, ours, later, word=word)
            if found(started, word) != [f"{word} choir"]:
                unseen.append(word)

    assert (unseen, len(counted) > 1) == ([], True)
    assert_nothing_is_lost(started)
    assert_nothing_is_lost(elsewhere)


def calls(monkeypatch: pytest.MonkeyPatch, of: object, name: str) -> list[object]:
    """What was given each time that something was called by its name."""
    given: list[object] = []
    does = getattr(of, name)

    def called(*what: object) -> object:
        given.append(what)
        return does(*what)

    monkeypatch.setattr(of, name, called)
    return given


def assert_nothing_is_lost(engine: sa.Engine) -> None:
    """What is in memory is what reading everything gives."""
    kept = snapshot(engine)
    with reading(engine) as session:
        anew = read_snapshot(session, 0, TODAY)
    assert {one.id: one for one in kept.index.facts} == {
        one.id: one for one in anew.index.facts
    }
    assert dict(kept.shown) == dict(anew.shown)
    counted = kept.index.recounted()
    assert rank(ASKED, counted, today=TODAY) == rank(ASKED, anew.index, today=TODAY)
