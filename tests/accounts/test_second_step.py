"""Codes from an app on the phone: right, of now, and once."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from matcher import access
from matcher.accounts import own_account, second_step, signing_in
from matcher.db import writing
from matcher.errors import NotAllowed
from matcher.keys import hashed
from matcher.models import Account, Role
from tests.accounts.staff import KEY, a_team, an_account, signed_in


def with_app(session: Session, account: Account) -> pyotp.TOTP:
    """The app on the phone of an account."""
    second_step.prepare(account)
    session.flush()
    return pyotp.TOTP(str(second_step.secret_of(KEY, account)))


@pytest.mark.parametrize(
    ("seconds", "right"), [(-61, 0), (-30, 1), (0, 1), (30, 1), (61, 0)]
)
def test_a_code_may_be_half_a_minute_early_or_late(
    session: Session, now: datetime, seconds: int, right: int
) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)
    code = with_app(session, lead).at(now + timedelta(seconds=seconds))

    assert second_step.confirm(session, KEY, lead.id, code, now=now) is bool(right)


def test_a_code_may_be_typed_with_a_gap(session: Session, now: datetime) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)
    code = with_app(session, lead).at(now)

    assert second_step.confirm(
        session, KEY, lead.id, f" {code[:3]} {code[3:]}", now=now
    )


def test_neither_a_code_nor_an_older_one_works_after_it(
    session: Session, now: datetime
) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)
    app = with_app(session, lead)
    half_a_minute = timedelta(seconds=30)

    used = [
        second_step.confirm(session, KEY, lead.id, app.at(moment), now=now)
        for moment in (now, now, now - half_a_minute, now + half_a_minute)
    ]

    assert used == [True, False, False, True]


@pytest.mark.parametrize("code", ["", "1", "12345", "1234567", "abcdef", "٠١٢٣٤٥"])
def test_what_is_no_code_opens_nothing(
    session: Session, now: datetime, code: str
) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)
    with_app(session, lead)

    assert not second_step.confirm(session, KEY, lead.id, code, now=now)


def test_without_a_secret_no_code_is_right(session: Session, now: datetime) -> None:
    worker = an_account(session, now)

    assert not second_step.confirm(session, KEY, worker.id, "000000", now=now)


def test_of_ten_browsers_with_one_code_one_gets_in(
    engine: sa.Engine, now: datetime
) -> None:
    with writing(engine) as session:
        lead = an_account(session, now, "Lea", role=Role.LEAD)
        code = with_app(session, lead).at(now)
    barrier, inside = Barrier(10), []

    def try_it() -> None:
        barrier.wait(30)
        with writing(engine) as session:
            inside.append(second_step.confirm(session, KEY, lead.id, code, now=now))

    threads = [Thread(target=try_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(inside) == [False] * 9 + [True]


def test_the_second_step_gives_the_browser_a_new_cookie(
    session: Session, now: datetime
) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD, team=a_team(session))
    before = signing_in.begin(session, lead.id, now=now)
    session.flush()
    due = access.visitor_of(session, hashed(before), now=now)

    code = with_app(session, lead).at(now)
    after = own_account.pass_second_step(session, KEY, hashed(before), code, now=now)
    session.flush()

    visitor = access.visitor_of(session, hashed(str(after)), now=now)
    assert (due.is_staff, due.second_step_due) == (False, True)
    assert (visitor.is_staff, visitor.account_id) == (True, lead.id)
    assert access.visitor_of(session, hashed(before), now=now).is_stranger


def test_a_worker_may_do_without_it_and_a_lead_may_not(
    session: Session, now: datetime
) -> None:
    worker = signed_in(session, an_account(session, now), now)
    lead = signed_in(session, an_account(session, now, "Lea", role=Role.LEAD), now)

    dropped = own_account.drop_second_step(session, str(worker.sign_in_id))

    assert dropped
    with pytest.raises(NotAllowed):
        own_account.drop_second_step(session, str(lead.sign_in_id))


def test_the_square_code_holds_no_style_and_no_script(
    session: Session, now: datetime
) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)
    secret = with_app(session, lead).secret

    svg = second_step.as_svg(second_step.app_address(secret, lead))

    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "script" not in svg
    assert second_step.app_address(secret, lead) == (
        f"otpauth://totp/Together:lea%40example.org?secret={secret}&issuer=Together"
    )
