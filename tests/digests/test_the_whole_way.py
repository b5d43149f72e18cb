"""From a listing to a message on the other side: planned, written, sent, come back."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import Openness, OpportunityDraft, Status
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import introductions, people
from matcher.cli import run as command_line
from matcher.db import writing
from matcher.digests import loading, running, subscribing
from matcher.digests.changes import Change
from matcher.digests.neutral import reviewed_terms
from matcher.digests.printing import LINKS
from matcher.models import (
    Consent,
    ConsentTo,
    Letter,
    LetterState,
    Mail,
    Person,
    RecipientKind,
    Role,
    Trust,
)
from matcher.settings import Settings
from matcher.their_data.consenting import agree
from tests.digests.letters import WAYS
from tests.digests.test_bounces import report
from tests.signed_in import an_account

MONDAY = datetime.fromisoformat("2026-11-23T10:30:00+00:00")
DAY = timedelta(days=1)
CHOIR = OpportunityDraft(
    source="test", source_id="choir", title="Evening choir", description="Singing",
    openness=Openness.MAINSTREAM, schedule_text="Tuesdays at 7pm",
)  # fmt: skip


@pytest.fixture
def now() -> datetime:
    return MONDAY


@pytest.fixture
def sam(engine: sa.Engine) -> UUID:
    """Somebody who sings, gets letters and agreed to be counted for Ana."""
    ana = an_account(engine)
    with writing(engine) as session:
        opportunities.store(session, [CHOIR], now=MONDAY - DAY)
        person = Person(id=uuid4(), called="Sam", created_at=MONDAY, active_at=MONDAY)
        session.add(person)
        session.flush()
        people.say(session, person, "singing in a choir", "enjoy_now", now=MONDAY)
        subscribing.ask(
            session, person, email="sam@good.example", weekday=0, shared_inbox=False,
            wording="Yes.", now=MONDAY - DAY,
        )  # fmt: skip
        subscribing.say_yes(session, person.id, now=MONDAY - DAY)
        agree(
            session, person, ConsentTo.COPY_TO_WORKER, given=True, wording="Yes.",
            now=MONDAY - DAY,
        )  # fmt: skip
        session.add(
            Trust(id=uuid4(), person_id=person.id, account_id=ana.id, given_at=MONDAY)
        )
    return person.id


def sent(engine: sa.Engine, settings: Settings, at: datetime) -> list[EmailMessage]:
    """What is new in the outbox when a moment's letters have left."""
    folder = settings.data / "outbox"
    before = set(folder.glob("*.eml"))
    running.plan(engine, settings, now=at)
    running.send(engine, settings, clock=lambda: at)
    new = sorted(set(folder.glob("*.eml")) - before)
    return [read_message(file) for file in new]


def read_message(file: Path) -> EmailMessage:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def to(messages: list[EmailMessage], address: str) -> EmailMessage:
    [found] = [one for one in messages if one["To"] == address]
    return found


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_letter_leaves_with_everything_a_mail_program_acts_on(engine, settings, sam):
    message = to(sent(engine, settings, MONDAY), "sam@good.example")

    stop = message["List-Unsubscribe"]
    assert re.fullmatch(r"<https://testserver/letters/[\w-]{43}/stop>", stop)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<letters.localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@localhost>")
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    assert "Evening choir" in text_of(message)
    assert {link.split("/")[2] for link in LINKS.findall(text_of(message))} == {
        "testserver"
    }


def test_the_outside_of_every_message_names_nothing(engine, settings, sam):
    messages = sent(engine, settings, MONDAY)

    outside = [
        " ".join(f"{name}: {value}" for name, value in one.items()).lower()
        + text_of(one)[:140].lower()
        for one in messages
    ]
    assert len(outside) == 2
    named = {
        term
        for term in (*reviewed_terms(), "choir", "singing", "mill street")
        for one in outside
        if re.search(rf"\b{re.escape(term)}\b", one)
    }
    assert named == set()


def test_the_worker_is_told_a_number(engine, settings, sam):
    message = to(sent(engine, settings, MONDAY), "ana.reyes@example.org")

    assert "One of those who agreed to be counted" in text_of(message)
    assert "Sam" not in message.as_string()
    assert "hoir" not in message.as_string()


def test_a_second_week_without_news_sends_nothing(engine, settings, sam):
    sent(engine, settings, MONDAY)

    assert sent(engine, settings, MONDAY + 7 * DAY) == []
    with Session(engine) as session:
        states = session.exec(select(Letter.week, Letter.state)).all()
    assert sorted(states) == [
        ("2026-W48", LetterState.SENT),
        ("2026-W48", LetterState.SENT),
        ("2026-W49", LetterState.EMPTY),
        ("2026-W49", LetterState.EMPTY),
    ]


def test_a_cancellation_is_told_on_the_same_day_and_once(engine, settings, sam):
    sent(engine, settings, MONDAY)
    with writing(engine) as session:
        person = session.get_one(Person, sam)
        key = opportunity_id("test", "choir")
        introductions.save(session, person, key, now=MONDAY + DAY)
        gone = replace(CHOIR, status=Status.DEFUNCT)
        opportunities.store(session, [gone], now=MONDAY + 2 * DAY)

    [notice] = sent(engine, settings, MONDAY + 2 * DAY)
    later = [sent(engine, settings, MONDAY + days * DAY) for days in (3, 7, 14)]

    assert notice["Subject"] == "Something has changed"
    assert "Evening choir\nThis does not happen any more." in text_of(notice)
    assert later == [[], [], []]


def test_what_closes_a_second_time_is_told_a_second_time(engine, settings, sam):
    sent(engine, settings, MONDAY)
    key = opportunity_id("test", "choir")
    with writing(engine) as session:
        person = session.get_one(Person, sam)
        introductions.save(session, person, key, now=MONDAY + DAY)
        keeping.close(session, key, now=MONDAY + 2 * DAY)
    first = sent(engine, settings, MONDAY + 2 * DAY)
    with writing(engine) as session:
        keeping.open_again(session, key, now=MONDAY + 3 * DAY)

    weekly = sent(engine, settings, MONDAY + 7 * DAY)
    with writing(engine) as session:
        keeping.close(session, key, now=MONDAY + 8 * DAY)
    second = sent(engine, settings, MONDAY + 8 * DAY)
    later = sent(engine, settings, MONDAY + 14 * DAY)

    subjects = [[one["Subject"] for one in some] for some in (first, second, later)]
    assert subjects == [["Something has changed"], ["Something has changed"], []]
    assert "This is open again." in text_of(to(weekly, "sam@good.example"))


def test_what_rested_until_a_day_and_closes_once_more_is_told_once_more(
    engine, settings, sam
):
    sent(engine, settings, MONDAY)
    key = opportunity_id("test", "choir")
    until = (MONDAY + 4 * DAY).date()
    with writing(engine) as session:
        person = session.get_one(Person, sam)
        introductions.save(session, person, key, now=MONDAY + DAY)
        keeping.close(session, key, until=until, now=MONDAY + 2 * DAY)
    sent(engine, settings, MONDAY + 2 * DAY)

    with writing(engine) as session:
        keeping.close(session, key, now=MONDAY + 8 * DAY)
        person = session.get_one(Person, sam)
        values = loading.for_person(
            session, person, WAYS, lexicon=load_lexicon(),
            today=(MONDAY + 8 * DAY).date(),
        )  # fmt: skip
    notices = sent(engine, settings, MONDAY + 8 * DAY)

    assert [one.changes for one in values.changed] == [(Change.CLOSED,)]
    assert "Something has changed" in [one["Subject"] for one in notices]
    assert sent(engine, settings, MONDAY + 9 * DAY) == []


def test_what_came_back_keeps_the_next_letter_here(
    engine, settings, sam, tmp_path, capsys
):
    sent(engine, settings, MONDAY)
    with Session(engine) as session:
        letter = session.exec(
            select(Letter).where(Letter.recipient_kind == RecipientKind.PERSON)
        ).one()
    raw = report(message_id=letter.message_id)

    taken = running.take_bounces(engine, settings, [raw], now=MONDAY)
    with writing(engine) as session:
        opportunities.store(
            session,
            [replace(CHOIR, source_id="new", title="New choir")],
            now=MONDAY + DAY,
        )

    assert taken.suppressed == 1
    assert [one["To"] for one in sent(engine, settings, MONDAY + 7 * DAY)] == [
        "ana.reyes@example.org"
    ]


def test_a_sender_that_tells_sends_nothing_and_the_lead_is_told_once(
    engine, settings, sam
):
    an_account(engine, role=Role.LEAD, name="Lea Marsh")
    telling = settings.model_copy(update={"mail_from": "Mill Street <a@b.example>"})

    letters = sent(engine, telling, MONDAY)
    running.plan(engine, telling, now=MONDAY + DAY)

    assert letters == []
    with Session(engine) as session:
        told = session.exec(select(Mail).where(Mail.letter == "letters_held")).all()
        failed = Letter.state == LetterState.FAILED
        problems = list(session.exec(select(Letter.problem).where(failed)))
    assert [one.recipient for one in told] == ["lea.marsh@example.org"]
    assert "mill street" in str(told[0].values)
    assert ["mill street" in str(one) for one in problems] == [True, True]


def test_somebody_who_stops_before_it_leaves_gets_none(engine, settings, sam):
    running.plan(engine, settings, now=MONDAY - DAY)
    with writing(engine) as session:
        subscribing.stop(session, sam, now=MONDAY - timedelta(hours=1))

    messages = sent(engine, settings, MONDAY)

    assert "sam@good.example" not in [one["To"] for one in messages]
    with Session(engine) as session:
        assert len(session.exec(select(Consent)).all()) == 3


def test_bounces_are_read_from_a_folder_by_hand(
    tmp_path, sqlite_url, monkeypatch, capsys
):
    monkeypatch.setenv("MATCHER_DATABASE_URL", sqlite_url)
    folder = tmp_path / "came-back"
    folder.mkdir()
    (folder / "1.eml").write_bytes(report())

    with pytest.raises(SystemExit) as done:
        command_line(["digest", "bounces", str(folder), "--data", str(tmp_path)])

    assert done.value.code in (0, None)
    assert capsys.readouterr().out == "suppressed 0, waiting 0, unknown 1\n"
