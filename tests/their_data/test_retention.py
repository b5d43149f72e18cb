"""A page unused for a year: told, then erased; used meanwhile, it stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from matcher import logs
from matcher.db import writing
from matcher.mail import deliver
from matcher.models import Mail, Person
from matcher.people import touch
from matcher.their_data.retention import NOTICE, UNUSED_AFTER, erased_on, retain

HOUR = timedelta(hours=1)


@pytest.fixture
def sam(engine, now):
    """Somebody who was here just now."""
    return kept(engine, now, email="sam@good.example")


@pytest.fixture(autouse=True)
def live_log():
    """Logs go to this test's own stream: another test's may be closed by now."""
    logs.configure("INFO")


def kept(engine, now, **values):
    """The id of a person whose page was used at ``now``."""
    with writing(engine) as session:
        person = Person(
            id=uuid4(), called="Sam", created_at=now, active_at=now, **values
        )
        session.add(person)
        return person.id


def found(engine, person_id) -> Person | None:
    with Session(engine) as session:
        return session.get(Person, person_id)


def test_nothing_is_said_before_a_year_has_passed(engine, settings, now, sam):
    done = retain(engine, settings, now=now + UNUSED_AFTER - HOUR)

    assert (done.told, done.erased) == (0, 0)


def test_after_a_year_they_are_told_by_a_neutral_mail(engine, settings, now, sam):
    then = now + UNUSED_AFTER

    retain(engine, settings, now=then)
    deliver(engine, settings, now=then)

    [file] = (settings.data / "outbox").iterdir()
    assert b"Subject: Something of yours will be removed soon" in file.read_bytes()
    assert b"24 December 2027" in file.read_bytes()
    person = found(engine, sam)
    assert person is not None
    assert erased_on(person) == then + NOTICE


def test_who_has_no_address_is_told_on_the_page_alone(engine, settings, now):
    lee = kept(engine, now)

    retain(engine, settings, now=now + UNUSED_AFTER)

    with Session(engine) as session:
        assert session.exec(select(Mail)).all() == []
        assert session.get_one(Person, lee).told_at == now + UNUSED_AFTER


def test_an_address_that_cannot_be_used_holds_nobody_up(engine, settings, now, sam):
    odd = kept(engine, now, email="not an address")

    done = retain(engine, settings, now=now + UNUSED_AFTER)

    assert done.told == 2
    assert found(engine, odd).told_at is not None


def test_a_month_after_being_told_the_page_is_erased(engine, settings, now, sam):
    told = now + UNUSED_AFTER
    retain(engine, settings, now=told)

    too_soon = retain(engine, settings, now=told + NOTICE - HOUR)
    in_time = retain(engine, settings, now=told + NOTICE)

    assert (too_soon.erased, in_time.erased) == (0, 1)
    assert found(engine, sam) is None


def test_nobody_is_told_twice(engine, settings, now, sam):
    for days in range(20):
        retain(engine, settings, now=now + UNUSED_AFTER + timedelta(days=days))

    with Session(engine) as session:
        assert len(session.exec(select(Mail)).all()) == 1


def test_using_the_page_in_between_keeps_it(engine, settings, now, sam):
    told = now + UNUSED_AFTER
    retain(engine, settings, now=told)
    with writing(engine) as session:
        touch(session.get_one(Person, sam), told + HOUR)

    done = retain(engine, settings, now=told + NOTICE)

    assert (done.told, done.erased) == (0, 0)
    assert found(engine, sam) is not None


def test_a_page_left_again_is_told_again(engine, settings, now, sam):
    first = now + UNUSED_AFTER
    retain(engine, settings, now=first)
    with writing(engine) as session:
        session.get_one(Person, sam).active_at = first + HOUR

    again = retain(engine, settings, now=first + HOUR + UNUSED_AFTER)
    month_later = retain(engine, settings, now=first + HOUR + UNUSED_AFTER + NOTICE)

    assert (again.told, again.erased, month_later.erased) == (1, 0, 1)
