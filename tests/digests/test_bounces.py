"""What came back is read, whatever its shape; and only what is proved is believed."""

from datetime import timedelta
from email.headerregistry import Address
from uuid import UUID

import pytest
from sqlmodel import Session, select

from matcher.digests import bounces, planning
from matcher.digests.addresses import return_path, returned
from matcher.models import Letter, LetterState, Person, Suppression
from tests.digests.test_loading import a_letter
from tests.introductions.builders import somebody

KEY = b"0123456789abcdef0123456789abcdef"
SENDER = Address(display_name="Together", username="hello", domain="here.example")
SAM = "sam@good.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What comes back is read the same on both: one is enough."""
    return sqlite_url


@pytest.fixture
def letter(session: Session, now) -> Letter:
    person = somebody(session, now=now)
    person.email = SAM
    letter = a_letter(session, person, at=now - timedelta(days=1))
    letter.address, letter.message_id = SAM, f"{letter.id}@here.example"
    session.add_all([person, letter])
    session.flush()
    return letter


def report(
    *,
    to: str = "hello@here.example",
    container: str = "multipart/report; report-type=delivery-status",
    action: str = "failed",
    status: str = "5.1.1",
    message_id: str = "x@here.example",
    recipient: str = SAM,
) -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.example>
MIME-Version: 1.0
Content-Type: {container}; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered to {recipient}.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

From: hello@here.example
To: {recipient}
Message-ID: <{message_id}>

--b--
""".replace("\n", "\r\n").encode()


def suppressed(session: Session) -> list[str]:
    return list(session.exec(select(Suppression.address)))


@pytest.mark.parametrize(
    "container",
    ["multipart/report; report-type=delivery-status", "multipart/mixed"],
)
def test_what_is_dead_is_suppressed_once_and_hangs_on_the_person(
    session, letter, now, container
):
    raw = report(to=return_path(SENDER, KEY, letter.id), container=container)

    taken = bounces.take(session, [raw, raw], key=KEY, now=now)

    assert (taken.suppressed, suppressed(session)) == (2, [SAM])
    [row] = session.exec(select(Suppression)).all()
    assert row.person_id == letter.recipient_id
    planning.lift(session, SAM)
    assert suppressed(session) == []


def test_the_message_id_and_its_address_prove_a_letter_too(session, letter, now):
    raw = report(message_id=letter.message_id)

    assert bounces.take(session, [raw], key=KEY, now=now).suppressed == 1


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delayed", "")]
)
def test_what_may_still_arrive_suppresses_nothing(session, letter, now, action, status):
    to = return_path(SENDER, KEY, letter.id)
    raw = report(to=to, action=action, status=status)

    taken = bounces.take(session, [raw], key=KEY, now=now)

    assert (taken.waiting, suppressed(session)) == (1, [])


def test_nobody_can_make_us_drop_an_address_by_writing_to_us(session, letter, now):
    proof = return_path(SENDER, b"another key of another machine..", letter.id)
    forged = [
        report(),
        report(to=proof),
        report(message_id=letter.message_id, recipient="kim@good.example"),
        report(message_id="unknown@here.example"),
        b"From: spy@evil.example\r\nSubject: hello\r\n\r\nsam@good.example is dead",
        b"",
        b"\xff\x00" * 200,
    ]

    taken = bounces.take(session, forged, key=KEY, now=now)

    assert (taken.unknown, suppressed(session)) == (len(forged), [])


def test_mail_that_breaks_the_library_writes_nothing_to_any_log(
    session, letter, now, caplog
):
    taken = bounces.take(session, [b"\xff\x00" * 200], key=KEY, now=now)

    assert (taken.unknown, caplog.records) == (1, [])


def test_a_bounce_of_another_shape_is_read_by_the_library(session, letter, now):
    raw = f"""From: MAILER-DAEMON@qmail.example
To: {return_path(SENDER, KEY, letter.id)}
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{SAM}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.
""".encode()

    assert bounces.take(session, [raw], key=KEY, now=now).suppressed == 1


@pytest.mark.parametrize("number", [0, 1, 2**127 + 17, 2**128 - 1])
def test_a_return_path_is_one_short_address_that_says_its_letter(number):
    path = return_path(SENDER, KEY, UUID(int=number))

    assert returned(KEY, [f"<{path.upper()}>"]) == UUID(int=number)
    assert len(path.split("@")[0]) <= 64


def test_a_return_path_with_a_slip_in_it_says_nothing():
    path = return_path(SENDER, KEY, UUID(int=7))
    at = path.index("+b-") + 3
    slips = [
        path[: at + n] + ("b" if path[at + n] != "b" else "c") + path[at + n + 1 :]
        for n in range(38)
    ]

    assert [returned(KEY, [slip]) for slip in slips] == [None] * 38


def test_what_was_sent_stays_sent(session, letter, now):
    raw = report(to=return_path(SENDER, KEY, letter.id))

    bounces.take(session, [raw], key=KEY, now=now)

    assert session.get_one(Letter, letter.id).state is LetterState.SENT
    assert session.get_one(Person, letter.recipient_id).email == SAM
