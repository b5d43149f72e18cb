"""Coming in by password or by mail: who is known, and what is sent."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from matcher import access
from matcher.accounts import links, own_account, passwords, sign_ins, signing_in
from matcher.errors import BadInput, NotFound, SignInFirst
from matcher.keys import hashed
from matcher.models import Account, Link, LinkPurpose, Mail, SignIn
from tests.accounts.staff import GOOD, KEY, OTHER, a_link_of, a_team, an_account


@pytest.fixture
def worker(session: Session, now: datetime) -> Account:
    return an_account(
        session, now, team=a_team(session), password_hash=passwords.hashed(GOOD)
    )


def test_a_right_password_says_whose_it_is(session: Session, worker: Account) -> None:
    known = [
        signing_in.known_by_password(session, email, password)
        for email, password in [
            (worker.email, GOOD),
            (worker.email.upper(), GOOD),
            (worker.email, OTHER),
            ("nobody@example.org", GOOD),
            ("", ""),
        ]
    ]

    assert known == [worker.id, worker.id, None, None, None]


def test_no_password_opens_an_account_that_has_none(
    session: Session, now: datetime
) -> None:
    without = an_account(session, now, "Sam")

    assert signing_in.known_by_password(session, without.email, "") is None


def test_signing_in_is_noted_with_the_account(
    session: Session, worker: Account, now: datetime
) -> None:
    value = signing_in.begin(session, worker.id, now=now)
    session.flush()

    visitor = access.visitor_of(session, hashed(value), now=now)
    assert (visitor.account_id, worker.signed_in_at) == (worker.id, now)


def test_a_sign_in_that_ended_at_the_same_moment_is_not_begun_anew(
    session: Session, worker: Account, now: datetime
) -> None:
    value = signing_in.begin(session, worker.id, now=now)
    session.flush()
    sign_in = session.get_one(SignIn, hashed(value))
    elsewhere = sa.delete(SignIn).execution_options(synchronize_session=False)
    session.execute(elsewhere)

    with pytest.raises(SignInFirst):
        sign_ins.renewed(session, sign_in)

    assert session.exec(select(SignIn)).all() == []


def test_who_signed_out_at_the_same_moment_changes_nothing_of_the_account(
    session: Session,
) -> None:
    with pytest.raises(SignInFirst):
        own_account.drop_second_step(session, "a sign-in that has ended")


@pytest.mark.parametrize("purpose", [LinkPurpose.SIGN_IN, LinkPurpose.NEW_PASSWORD])
def test_a_known_address_is_sent_a_link_and_an_unknown_one_nothing(
    session: Session, worker: Account, now: datetime, purpose: LinkPurpose
) -> None:
    for address in (worker.email, "nobody@example.org"):
        signing_in.send_link(session, address, purpose=purpose, now=now)

    mail, link = session.exec(select(Mail)).one(), session.exec(select(Link)).one()
    assert (mail.recipient, mail.link_id, mail.values) == (worker.email, link.id, {})
    assert (link.purpose, link.account_id) == (purpose, worker.id)


def test_a_disabled_account_is_sent_nothing(
    session: Session, worker: Account, now: datetime
) -> None:
    worker.disabled_at = now

    signing_in.send_link(session, worker.email, purpose=LinkPurpose.SIGN_IN, now=now)

    assert session.exec(select(Mail)).all() == []


def test_a_password_that_will_not_do_leaves_the_link_as_it_was(
    session: Session, worker: Account, now: datetime
) -> None:
    token = a_link_of(session, worker, now, LinkPurpose.NEW_PASSWORD)

    with pytest.raises(BadInput):
        signing_in.with_new_password(session, KEY, token, "short", now=now)

    assert links.look(session, KEY, token, now=now).used_at is None
    assert signing_in.with_new_password(session, KEY, token, OTHER, now=now)


def test_a_new_password_kills_every_other_link_of_the_account(
    session: Session, worker: Account, now: datetime
) -> None:
    other = a_link_of(session, worker, now)
    token = a_link_of(session, worker, now, LinkPurpose.NEW_PASSWORD)

    signing_in.with_new_password(session, KEY, token, OTHER, now=now)

    with pytest.raises(NotFound):
        signing_in.by_link(session, KEY, other, now=now)
