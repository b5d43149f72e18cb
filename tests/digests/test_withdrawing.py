"""What changes while a letter is on its way decides what still leaves."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from catalogue.models import Opportunity
from matcher.db import writing
from matcher.digests.outgoing import Outgoing
from matcher.models import (
    Letter,
    LetterListing,
    Person,
)
from matcher.their_data.forgetting import erase
from tests.benchmarks import digest_world as world
from tests.digests.sending import MONDAY, at, change, plan, send, states, this_week


def test_stopping_before_the_intent_keeps_the_letter_from_leaving(engine, folder):
    plan(engine, people=1)

    def stop() -> None:
        with writing(engine) as session:
            change(session, 0, stopped_at=MONDAY)

    send(engine, folder, points=at("data_nodot", stop))

    assert this_week(engine) == ("cancelled", "It was no longer wanted.")
    assert list(folder.iterdir()) == []


def test_so_does_taking_back_the_yes(engine, folder):
    plan(engine, people=1)

    def say_no() -> None:
        with writing(engine) as session:
            world.answer(session, world.person_id(0), given=False, at=MONDAY)

    send(engine, folder, points=at("data_nodot", say_no))

    assert this_week(engine)[0] == "cancelled"
    assert list(folder.iterdir()) == []


def test_stopping_after_the_intent_is_too_late_for_this_one(engine, folder):
    plan(engine, people=1)

    def stop() -> None:
        with writing(engine) as session:
            change(session, 0, stopped_at=MONDAY)

    send(engine, folder, points=at("intent_after", stop))

    assert this_week(engine)[0] == "sent"


def test_a_listing_withdrawn_meanwhile_does_not_leave_and_the_rest_does(engine, folder):
    plan(engine, people=1)

    send(engine, folder, points=at("data_nodot", lambda: world.withdraw(engine, 1)))

    [file] = folder.iterdir()
    assert "Thing 2" in file.read_text()
    assert "Thing 1" not in file.read_text()
    with Session(engine) as session:
        in_it = session.exec(select(LetterListing.opportunity_id)).all()
    assert in_it == [world.listing_ids()[1]]


def test_what_was_revised_while_it_was_written_leaves_as_it_stands(engine, folder):
    plan(engine, people=1)

    def revise() -> None:
        with writing(engine) as session:
            one = session.get_one(Opportunity, world.listing_ids()[0])
            one.title, one.revision = "Thing 1 moved", one.revision + 1

    once = at("written", revise)

    def compose(session: Session, letter: Letter, *, now: datetime) -> Outgoing | None:
        written = world.compose(session, letter, now=now)
        once("written")
        return written

    send(engine, folder, compose=compose)

    [file] = folder.iterdir()
    assert "Thing 1 moved" in file.read_text()


def test_when_all_of_it_is_withdrawn_there_is_no_letter(engine, folder):
    plan(engine, people=1)

    def withdraw_all() -> None:
        world.withdraw(engine, 1)
        world.withdraw(engine, 2)

    send(engine, folder, points=at("data_nodot", withdraw_all))

    assert this_week(engine)[0] == "empty"
    assert list(folder.iterdir()) == []


def test_a_new_address_gets_it_and_not_the_old_one(engine, folder):
    plan(engine, people=1)

    def move() -> None:
        with writing(engine) as session:
            session.get_one(Person, world.person_id(0)).email = "new@good.example"

    send(engine, folder, points=at("data_nodot", move))

    [file] = folder.iterdir()
    assert "To: new@good.example" in file.read_text()


@pytest.mark.parametrize("point", ["data_nodot", "dot_sent"])
def test_somebody_erased_meanwhile_leaves_no_file(engine, settings, folder, point):
    plan(engine, people=1)

    def forget() -> None:
        erase(engine, settings, world.person_id(0))

    send(engine, folder, points=at(point, forget))

    assert states(engine) == {}
    assert list(folder.iterdir()) == []
