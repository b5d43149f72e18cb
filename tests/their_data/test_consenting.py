"""Yes and no, each purpose apart; what was once said stays said."""

from datetime import timedelta
from uuid import uuid4

import pytest

from matcher.errors import BadInput
from matcher.models import ConsentTo, Person
from matcher.their_data.consenting import agree, consents_of, said_yes, standing

LETTER, COPY = ConsentTo.WEEKLY_LETTER, ConsentTo.COPY_TO_WORKER


@pytest.fixture
def sam(session, now) -> Person:
    """Somebody who keeps a page."""
    person = Person(id=uuid4(), called="Sam", created_at=now, active_at=now)
    session.add(person)
    session.flush()
    return person


def test_a_yes_to_one_thing_is_no_yes_to_another(session, sam, now):
    agree(session, sam, LETTER, given=True, wording="A letter?", now=now)

    assert said_yes(session, sam.id, LETTER)
    assert not said_yes(session, sam.id, COPY)


def test_every_answer_stays_with_its_wording(session, sam, now):
    agree(session, sam, LETTER, given=True, wording="A?", asked_by="Ana", now=now)
    agree(session, sam, LETTER, given=False, wording="A?", now=now)
    agree(session, sam, LETTER, given=True, wording="B?", now=now + timedelta(days=1))

    said = [
        (one.given, one.wording, one.asked_by) for one in consents_of(session, sam.id)
    ]
    assert said == [(True, "B?", None), (False, "A?", None), (True, "A?", "Ana")]


def test_the_last_word_counts_even_when_said_at_the_same_moment(session, sam, now):
    for n in range(9):
        agree(session, sam, LETTER, given=n % 2 == 0, wording="A?", now=now)

    assert said_yes(session, sam.id, LETTER)
    assert len(consents_of(session, sam.id)) == 9


def test_pressing_twice_says_it_once(session, sam, now):
    agree(session, sam, LETTER, given=True, wording="A?", now=now)
    agree(session, sam, LETTER, given=True, wording="A?", now=now)

    assert len(consents_of(session, sam.id)) == 1


def test_a_no_to_what_was_never_asked_adds_nothing(session, sam, now):
    with pytest.raises(BadInput):
        agree(session, sam, LETTER, given=False, wording="A?", now=now)

    assert standing(session, sam.id) == {}


def test_a_no_to_keeping_the_page_is_for_erasing_to_do(session, sam, now):
    keep = ConsentTo.KEEP_PROFILE
    agree(session, sam, keep, given=True, wording="Keep?", now=now)

    with pytest.raises(BadInput, match="Erase"):
        agree(session, sam, keep, given=False, wording="Keep?", now=now)

    assert said_yes(session, sam.id, keep)
