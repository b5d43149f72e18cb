"""What is due leaves once, comes back when it must, and is given up in the end."""

import io
import threading
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from matcher import logs
from matcher.db import writing
from matcher.mail import deliver, post
from matcher.mail.carrying import Never, NotNow
from matcher.mail.delivering import CLAIMED_FOR, claim, wait_before
from matcher.models import Link, LinkPurpose, Mail, MailState
from matcher.settings import Settings

DAY = timedelta(days=1)


def posted(engine: sa.Engine, now: datetime, **given: object) -> UUID:
    """A mail in the table."""
    values: dict = {
        "letter": "unused_page",
        "recipient": "sam@good.example",
        "values": {"erased_on": "2026-12-24"},
    }
    with writing(engine) as session:
        return post(session, now=now, **(values | given)).id


def state_of(engine: sa.Engine, mail_id: UUID) -> tuple[MailState, int, str | None]:
    with Session(engine) as session:
        mail = session.get_one(Mail, mail_id)
        return mail.state, mail.tries, mail.problem


class Carried:
    """Takes mail out, or meets trouble as told."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.messages: list[EmailMessage] = []

    def __call__(self, message: EmailMessage, _mail_id: UUID) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.messages.append(message)


def test_a_mail_leaves_once(engine, settings, now):
    mail, carry = posted(engine, now), Carried()

    deliver(engine, settings, now=now, carry=carry)
    deliver(engine, settings, now=now + DAY, carry=carry)

    assert len(carry.messages) == 1
    assert state_of(engine, mail) == (MailState.SENT, 1, None)


def test_a_mail_of_a_unit_that_failed_never_leaves(engine, settings, now):
    carry = Carried()
    with Session(engine) as session:
        post(session, letter="unused_page", recipient="sam@good.example", now=now)
        session.flush()
        session.rollback()

    deliver(engine, settings, now=now, carry=carry)

    assert carry.messages == []


def test_a_mail_that_met_trouble_comes_back_later(engine, settings, now):
    mail = posted(engine, now)
    carry = Carried(NotNow("The other side asks for patience (SMTP 451)."))

    deliver(engine, settings, now=now, carry=carry)
    at_once = deliver(engine, settings, now=now, carry=carry)
    later = deliver(engine, settings, now=now + timedelta(minutes=2), carry=carry)

    assert (at_once.sent, later.sent) == (0, 1)
    assert state_of(engine, mail) == (MailState.SENT, 2, None)


def test_the_waits_grow_to_hours_and_never_pass_a_day(now):
    waits = [wait_before(tries, uuid4()) for tries in range(2, 30)]

    assert timedelta(seconds=45) <= waits[0] <= timedelta(seconds=75)
    assert max(waits) <= timedelta(hours=5)


def test_a_day_of_trouble_is_the_end_of_it(engine, settings, now):
    mail, trouble = posted(engine, now), NotNow("Nobody there.", for_all=True)

    for hours in range(48):
        carry = Carried(trouble)
        deliver(engine, settings, now=now + timedelta(hours=hours), carry=carry)

    state, tries, problem = state_of(engine, mail)
    assert (state, problem) == (MailState.FAILED, "Nobody there.")
    assert 8 <= tries <= 20


def test_a_no_for_good_is_the_end_of_it_at_once(engine, settings, now):
    mail, carry = posted(engine, now), Carried(Never("No such reader."))

    deliver(engine, settings, now=now, carry=carry)

    assert state_of(engine, mail) == (MailState.FAILED, 1, "No such reader.")


def test_trouble_for_all_leaves_the_others_waiting(engine, settings, now):
    mails = [posted(engine, now) for _ in range(3)]
    carry = Carried(NotNow("Nobody there.", for_all=True))

    deliver(engine, settings, now=now, carry=carry)

    assert sorted(state_of(engine, mail)[1] for mail in mails) == [0, 0, 1]


def test_a_mail_that_was_being_sent_when_the_machine_fell_is_sent_again(
    engine, settings, now
):
    mail, carry = posted(engine, now), Carried()
    claim(engine, now=now)

    too_soon = deliver(engine, settings, now=now + CLAIMED_FOR / 2, carry=carry)
    in_time = deliver(engine, settings, now=now + CLAIMED_FOR, carry=carry)

    assert (too_soon.sent, in_time.sent) == (0, 1)
    assert state_of(engine, mail)[:2] == (MailState.SENT, 2)


def test_who_was_slow_does_not_undo_what_another_did_since(engine, settings, now):
    posted(engine, now)
    later = now + CLAIMED_FOR

    def slow(message: EmailMessage, mail_id: UUID) -> None:
        deliver(engine, settings, now=later, carry=Carried())
        raise NotNow("too late")

    deliver(engine, settings, now=now, carry=slow)

    with Session(engine) as session:
        [mail] = session.exec(select(Mail)).all()
    assert (mail.state, mail.tries) == (MailState.SENT, 2)


def test_eight_at_once_send_each_mail_once(engine, settings, now):
    for _ in range(40):
        posted(engine, now)
    carry = Carried()

    def run() -> None:
        while deliver(engine, settings, now=now, carry=carry).sent:
            pass

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len({message["Message-ID"] for message in carry.messages}) == 40
    assert len(carry.messages) == 40


# --- what no longer stands -----------------------------------------------------------


def a_link(engine: sa.Engine, now: datetime, **changes: object) -> UUID:
    values: dict = {
        "id": uuid4(),
        "purpose": LinkPurpose.SIGN_IN,
        "email": "lee@good.example",
        "created_at": now,
        "expires_at": now + timedelta(hours=1),
    }
    with writing(engine) as session:
        link = Link(**values | changes)
        session.add(link)
        return link.id


def test_a_link_that_was_used_or_is_too_old_is_not_sent(engine, settings, now):
    used = posted(engine, now, link_id=a_link(engine, now, used_at=now))
    old = posted(engine, now, link_id=a_link(engine, now, expires_at=now))
    carry = Carried()

    deliver(engine, settings, now=now, carry=carry)

    assert carry.messages == []
    assert [state_of(engine, mail)[0] for mail in (used, old)] == [
        MailState.FAILED,
        MailState.FAILED,
    ]


def test_a_letter_that_is_no_longer_written_is_not_sent(engine, settings, now):
    mail = posted(engine, now, letter="of_an_older_version")

    deliver(engine, settings, now=now, carry=Carried())

    state, _tries, problem = state_of(engine, mail)
    assert (state, problem) == (
        MailState.FAILED,
        "There is no such letter any more, so it was not sent.",
    )


def test_one_letter_that_cannot_be_written_does_not_hold_up_the_next(
    engine, settings, now
):
    broken, well = posted(engine, now, values={}), posted(engine, now)

    deliver(engine, settings, now=now, carry=Carried())

    assert state_of(engine, broken)[0] is MailState.WAITING
    assert state_of(engine, well)[0] is MailState.SENT


def test_a_mail_forgotten_while_it_was_written_leaves_no_file(engine, settings, now):
    posted(engine, now)

    def forgotten_meanwhile(message: EmailMessage, mail_id: UUID) -> None:
        with writing(engine) as session:
            session.exec(sa.delete(Mail).where(col(Mail.id) == mail_id))
        from matcher.mail.carrying import carrier_for

        carrier_for(settings)(message, mail_id)

    deliver(engine, settings, now=now, carry=forgotten_meanwhile)

    assert list((settings.data / "outbox").iterdir()) == []


def test_without_a_server_mail_is_kept_as_files(engine, settings, now):
    mail = posted(engine, now)

    deliver(engine, Settings(data=settings.data), now=now)

    assert [file.stem for file in (settings.data / "outbox").iterdir()] == [str(mail)]


def test_no_address_gets_into_the_log(engine, settings, now):
    logs.configure("DEBUG", stream := io.StringIO())
    posted(engine, now, recipient="canary@good.example", values={})
    posted(engine, now, recipient="canary@good.example")

    deliver(engine, settings, now=now, carry=Carried())

    assert stream.getvalue().count("mail_") == 3
    assert "canary" not in stream.getvalue()


def test_of_a_list_that_left_nothing_is_kept(engine, settings, now):
    listings = [{"title": "Choir", "facts": "When: Tuesdays", "address": "https://x"}]
    posted(engine, now, letter="my_list", values={"listings": listings})
    carry = Carried()

    delivered = deliver(engine, settings, now=now, carry=carry)

    assert delivered.sent == 1
    assert carry.messages[0]["Subject"] == "What you asked for"
    with Session(engine) as session:
        assert session.exec(select(Mail)).all() == []
