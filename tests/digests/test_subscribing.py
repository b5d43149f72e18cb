"""Yes twice, any day, a pause, fewer, stop, again: theirs, harmless when repeated."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from matcher.digests import subscribing
from matcher.digests.recipients import eligible
from matcher.errors import BadInput, NotFound
from matcher.keys import address_token, id_of
from matcher.mail.writing import desk_of, write
from matcher.models import (
    Consent,
    ConsentTo,
    Mail,
    Person,
    RecipientKind,
    Role,
    Subscription,
)
from matcher.settings import Settings
from matcher.their_data.consenting import said_yes
from tests.accounts.staff import an_account
from tests.introductions.builders import somebody

WORDING = "Send me one letter a week."


@pytest.fixture
def sam(session: Session, now) -> Person:
    return somebody(session, now=now)


def ask(session: Session, person: Person, now, email: str = "sam@good.example"):
    return subscribing.ask(
        session, person, email=email, weekday=2, shared_inbox=False, wording=WORDING,
        now=now,
    )  # fmt: skip


def getting_letters(session: Session, now) -> int:
    return len(list(eligible(session, RecipientKind.PERSON, now=now)))


def mails(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail)).all())


def test_nothing_comes_before_the_second_yes(session, sam, now):
    ask(session, sam, now)
    before = getting_letters(session, now)
    subscribing.say_yes(session, sam.id, now=now)

    assert (before, getting_letters(session, now)) == (0, 1)
    assert [(m.letter, m.recipient) for m in mails(session)] == [
        ("letters_confirm", "sam@good.example")
    ]


def test_the_mail_that_asks_proves_the_address_it_went_to(
    session, sam, now, tmp_path: Path
):
    ask(session, sam, now)
    desk = desk_of(Settings(data=tmp_path, base_url="https://here.example"))

    text = write(desk, mails(session)[0], now=now).get_body(("plain",))

    token = address_token(desk.key, sam.id, "sam@good.example")
    assert text is not None
    assert f"https://here.example/letters/{token}/yes" in text.get_content()
    assert id_of(desk.key, "address:kim@good.example", token) is None


def test_another_address_is_asked_anew_and_the_same_one_is_not(session, sam, now):
    ask(session, sam, now)
    subscribing.say_yes(session, sam.id, now=now)
    ask(session, sam, now)
    same = getting_letters(session, now), len(mails(session))
    ask(session, sam, now, email="other@good.example")

    assert same == (1, 1)
    assert (getting_letters(session, now), len(mails(session))) == (0, 2)


def test_stopping_twice_is_one_change_and_resuming_asks_nothing(session, sam, now):
    ask(session, sam, now)
    subscribing.say_yes(session, sam.id, now=now)
    for minutes in (1, 2):
        subscribing.stop(session, sam.id, now=now + timedelta(minutes=minutes))

    chosen = session.exec(select(Subscription)).one()
    assert chosen.stopped_at == now + timedelta(minutes=1)
    assert getting_letters(session, now) == 0
    assert not said_yes(session, sam.id, ConsentTo.WEEKLY_LETTER)
    assert len(session.exec(select(Consent)).all()) == 2

    subscribing.resume(session, sam.id, now=now + timedelta(days=1))

    assert getting_letters(session, now) == 1
    assert said_yes(session, sam.id, ConsentTo.WEEKLY_LETTER)
    assert len(mails(session)) == 1


def test_a_worker_stops_and_resumes_without_ever_having_asked(session, now):
    ana = an_account(session, now)

    def workers() -> int:
        return len(list(eligible(session, RecipientKind.WORKER, now=now)))

    assert workers() == 1
    subscribing.stop(session, ana.id, now=now)
    assert workers() == 0
    subscribing.resume(session, ana.id, now=now)
    assert workers() == 1


def test_a_pause_keeps_its_day_and_no_day_is_too_odd(session, sam, now):
    ask(session, sam, now)
    today = now.date()
    until = today + timedelta(weeks=2)
    subscribing.pause(session, sam.id, until=until, today=today, now=now)

    assert session.exec(select(Subscription.paused_until)).one() == until
    for odd in (today, date(2020, 1, 1), today + timedelta(days=900)):
        with pytest.raises(BadInput):
            subscribing.pause(session, sam.id, until=odd, today=today, now=now)


def test_day_fewer_and_a_shared_inbox_are_kept(session, sam, now):
    ask(session, sam, now)

    subscribing.choose(
        session, sam.id, weekday=4, fewer=True, shared_inbox=True, now=now
    )

    chosen = session.exec(select(Subscription)).one()
    assert (chosen.weekday, chosen.fewer, chosen.shared_inbox) == (4, True, True)


@pytest.mark.parametrize("email", ["", "sam", "sam@x.example\r\nBcc: a@b.example"])
def test_an_address_is_one_address_or_none(session, sam, now, email):
    with pytest.raises(BadInput):
        ask(session, sam, now, email=email)


def test_somebody_who_never_asked_has_nothing_to_stop(session, sam, now):
    partner = an_account(session, now, "Pat", role=Role.PARTNER)

    with pytest.raises(NotFound):
        subscribing.stop(session, sam.id, now=now)
    subscribing.stop(session, partner.id, now=now)
