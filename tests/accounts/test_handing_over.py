"""A screen in a person's hands: what it opens, and who gets it back."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlmodel import Session

from matcher.access import Visitor, people_for, visitor_of
from matcher.accounts import handing_over, sign_ins
from matcher.errors import BadInput, NotFound
from matcher.keys import hashed
from matcher.models import Account, Person, SignIn
from matcher.people import welcome

CODE = "4071"


@pytest.fixture
def sam(session: Session, worker: Account, now: datetime) -> Person:
    by = Visitor(sign_in_id="x", account_id=worker.id, name=worker.name)
    welcome(session, called="Alex", by=by, wording="Yes?", now=now)
    return welcome(session, called="Sam", by=by, wording="Yes?", now=now)


@pytest.fixture
def handed(session: Session, sam: Person, worker: Account, now: datetime) -> str:
    """The cookie of a screen that was handed to Sam."""
    value = sign_ins.begin(session, now=now, account_id=worker.id)
    session.flush()
    handing_over.choose_code(session, worker.id, CODE)
    return handing_over.hand_over(session, hashed(value), sam)


def take_back(session: Session, handed: str, code: str) -> str | None:
    """As the page does: the code is looked at first."""
    is_right = handing_over.is_code_of(session, hashed(handed), code)
    return handing_over.take_back(session, hashed(handed), is_right=is_right)


def test_a_handed_over_screen_is_the_person_and_nobody_else(
    session: Session, handed: str, sam: Person, now: datetime
):
    visitor = visitor_of(session, hashed(handed), now=now)

    seen = session.exec(people_for(visitor, now=now)).all()
    assert [person.called for person in seen] == ["Sam"]
    assert (visitor.handed_over, visitor.is_staff, visitor.name) == (True, False, "")


def test_the_cookie_from_before_opens_nothing_any_more(
    session: Session, sam: Person, worker: Account, now: datetime
):
    value = sign_ins.begin(session, now=now, account_id=worker.id)
    session.flush()
    handing_over.choose_code(session, worker.id, CODE)

    handing_over.hand_over(session, hashed(value), sam)

    assert visitor_of(session, hashed(value), now=now).is_stranger


def test_four_digits_take_the_screen_back(
    session: Session, handed: str, worker: Account, now: datetime
):
    value = take_back(session, handed, CODE)

    assert value is not None
    assert visitor_of(session, hashed(value), now=now).account_id == worker.id
    assert visitor_of(session, hashed(handed), now=now).is_stranger


def test_the_fifth_wrong_code_signs_the_screen_out(session: Session, handed: str):
    tried = [
        take_back(session, handed, code)
        for code in ("0000", "1111", "", "40711", "407")
    ]

    assert tried == [None] * 5
    assert not handing_over.is_signed_in(session, hashed(handed))
    with pytest.raises(NotFound):
        take_back(session, handed, CODE)


def test_four_wrong_codes_still_leave_one_try(session: Session, handed: str):
    for _ in range(4):
        take_back(session, handed, "0000")

    assert handing_over.is_signed_in(session, hashed(handed))
    assert take_back(session, handed, CODE) is not None


def test_without_a_code_a_screen_is_not_given_away(
    session: Session, sam: Person, worker: Account, now: datetime
):
    value = sign_ins.begin(session, now=now, account_id=worker.id)
    session.flush()

    with pytest.raises(BadInput):
        handing_over.hand_over(session, hashed(value), sam)


@pytest.mark.parametrize("code", ["", "407", "40711", "four", "４０７１", "-123"])
def test_a_code_is_four_plain_digits(session: Session, worker: Account, code: str):
    with pytest.raises(BadInput):
        handing_over.choose_code(session, worker.id, code)


def test_the_code_itself_is_nowhere_in_the_database(session: Session, worker: Account):
    handing_over.choose_code(session, worker.id, CODE)

    kept = session.get_one(Account, worker.id).screen_code_hash or ""
    assert kept.startswith("$argon2id$")
    assert CODE not in kept.split("$")[-2:]


def test_a_forgotten_person_leaves_a_screen_that_is_signed_out(
    session: Session, handed: str, sam: Person, now: datetime
):
    session.delete(session.get_one(Person, sam.id))
    session.flush()
    session.expire_all()

    assert session.get(SignIn, hashed(handed)) is None
    assert visitor_of(session, hashed(handed), now=now).is_stranger


def test_a_person_by_their_card_has_no_screen_to_hand_over(
    session: Session, sam: Person, now: datetime
):
    value = sign_ins.begin(session, now=now, person_id=sam.id)
    session.flush()

    with pytest.raises(BadInput):
        handing_over.hand_over(session, hashed(value), sam)
    with pytest.raises(NotFound):
        take_back(session, str(uuid4()), CODE)
