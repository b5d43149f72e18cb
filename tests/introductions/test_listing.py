"""A person's list: their order stays theirs, and what goes can come back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from matcher import introductions
from matcher.errors import BadInput, NotFound
from matcher.introductions import listing
from matcher.models import IntroductionState, Person
from tests.introductions.builders import somebody, things_to_do

TITLES = ("Choir", "Darts", "Pottery", "Allotment")


def titles(session: Session, person: Person, ids: list[UUID]) -> list[str]:
    """The titles on the list, in its order."""
    named = dict(zip(ids, TITLES, strict=False))
    rows = introductions.the_list(session, person)
    return [named[row.opportunity_id] for row in rows]


@pytest.fixture
def sam(session: Session, now: datetime) -> Person:
    return somebody(session, now=now)


@pytest.fixture
def ids(session: Session, now: datetime) -> list[UUID]:
    return things_to_do(session, *TITLES, now=now)


@pytest.fixture
def saved(session: Session, sam: Person, ids: list[UUID], now: datetime) -> list[UUID]:
    for one in ids:
        introductions.save(session, sam, one, now=now)
    return ids


def test_what_is_saved_stands_in_the_order_it_was_saved(
    session: Session, sam: Person, saved: list[UUID]
) -> None:
    shown = titles(session, sam, saved)

    assert shown == list(TITLES)


def test_saving_twice_changes_nothing(
    session: Session, sam: Person, saved: list[UUID], now: datetime
) -> None:
    first = introductions.on_the_list(session, sam, saved[0])
    introductions.change_state(session, first, IntroductionState.WENT, now=now)

    again = introductions.save(session, sam, saved[0], now=now)

    assert again.state is IntroductionState.WENT
    assert titles(session, sam, saved) == list(TITLES)


def test_what_we_do_not_have_is_not_saved(
    session: Session, sam: Person, now: datetime
) -> None:
    with pytest.raises(NotFound):
        introductions.save(session, sam, uuid4(), now=now)


def test_a_list_says_when_it_is_full(
    session: Session, sam: Person, ids: list[UUID], now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(listing, "MOST_SAVED", 1)
    introductions.save(session, sam, ids[0], now=now)

    with pytest.raises(BadInput, match="holds 1 things"):
        introductions.save(session, sam, ids[1], now=now)


def test_taking_one_away_from_a_full_list_makes_room_for_another(
    session: Session, sam: Person, ids: list[UUID], now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(listing, "MOST_SAVED", 1)
    introductions.save(session, sam, ids[0], now=now)
    introductions.remove(session, sam, ids[0], now=now)

    introductions.save(session, sam, ids[1], now=now)

    with pytest.raises(BadInput, match="holds 1 things"):
        introductions.put_back(session, sam, ids[0], now=now)
    assert titles(session, sam, ids) == ["Darts"]


def test_what_is_on_the_list_already_takes_no_room_from_what_a_device_brings(
    session: Session, sam: Person, ids: list[UUID], now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(listing, "MOST_SAVED", 3)
    for one in ids[:2]:
        introductions.save(session, sam, one, now=now)

    introductions.adopt(session, sam, ids, now)

    assert titles(session, sam, ids) == list(TITLES[:3])


def test_somebody_moves_what_matters_most_to_the_top(
    session: Session, sam: Person, saved: list[UUID], now: datetime
) -> None:
    for _ in range(3):
        introductions.move(session, sam, saved[3], -1, now=now)
    introductions.move(session, sam, saved[0], 1, now=now)

    assert titles(session, sam, saved) == ["Allotment", "Darts", "Choir", "Pottery"]


def test_a_step_passes_over_what_is_not_for_them(
    session: Session, sam: Person, saved: list[UUID], now: datetime
) -> None:
    darts = introductions.on_the_list(session, sam, saved[1])
    introductions.change_state(session, darts, IntroductionState.NOT_FOR_ME, now=now)

    introductions.move(session, sam, saved[2], -1, now=now)

    assert titles(session, sam, saved) == ["Pottery", "Darts", "Choir", "Allotment"]


def test_what_was_taken_off_comes_back_to_its_place_with_everything_said(
    session: Session, sam: Person, saved: list[UUID], now: datetime
) -> None:
    darts = introductions.on_the_list(session, sam, saved[1])
    introductions.say_why(session, darts, "the lads are kind", now=now)

    introductions.remove(session, sam, saved[1], now=now)
    without = titles(session, sam, saved)
    back = introductions.put_back(session, sam, saved[1], now=now)

    assert without == ["Choir", "Pottery", "Allotment"]
    assert back.word == "the lads are kind"
    assert titles(session, sam, saved) == list(TITLES)


def test_after_an_hour_what_was_taken_off_is_gone_for_good(
    session: Session, sam: Person, saved: list[UUID], now: datetime
) -> None:
    introductions.remove(session, sam, saved[1], now=now)
    later = now + timedelta(minutes=61)

    swept = introductions.sweep(session, now=later)

    assert swept == 1
    with pytest.raises(NotFound):
        introductions.put_back(session, sam, saved[1], now=later)


def test_a_strangers_list_moves_in_with_them_in_its_order(
    session: Session, sam: Person, ids: list[UUID], now: datetime
) -> None:
    introductions.save(session, sam, ids[2], now=now)

    introductions.adopt(session, sam, [ids[3], uuid4(), ids[2], ids[0]], now)

    assert titles(session, sam, ids) == ["Pottery", "Allotment", "Choir"]


def test_one_persons_list_is_not_anothers(
    session: Session, sam: Person, saved: list[UUID], now: datetime
) -> None:
    ash = somebody(session, now=now, called="Ash")

    with pytest.raises(NotFound):
        introductions.on_the_list(session, ash, saved[0])
    introductions.remove(session, ash, saved[0], now=now)

    assert introductions.the_list(session, ash) == []
    assert titles(session, sam, saved) == list(TITLES)
