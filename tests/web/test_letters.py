"""Letters in the browser: a token opens, looking changes nothing, a press does."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, select

from catalogue import opportunities
from catalogue.drafts import Openness, OpportunityDraft
from catalogue.models import Opportunity, Organization
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import introductions, people
from matcher.accounts import cards
from matcher.db import writing
from matcher.digests import subscribing, told
from matcher.digests.addresses import CHOICES, LETTER
from matcher.digests.planning import suppress
from matcher.digests.recipients import is_suppressed
from matcher.keys import address_token, secret_key, token_for
from matcher.models import (
    Account,
    Consent,
    ConsentTo,
    Letter,
    LetterListing,
    LetterState,
    Mail,
    Person,
    RecipientKind,
    Role,
    Subscription,
    Trust,
)
from matcher.settings import Settings
from tests.signed_in import SignInAs, an_account, cookie_of, give_cookie

DAY = timedelta(days=1)
EMAIL = "sam@good.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@pytest.fixture
def key(settings: Settings) -> bytes:
    return secret_key(settings)


@pytest.fixture
def choir(engine: sa.Engine, now: datetime) -> UUID:
    draft = OpportunityDraft(
        source="test", source_id="1", title="Evening choir", description="Singing",
        openness=Openness.MAINSTREAM, schedule_text="Tuesdays at 7pm",
    )  # fmt: skip
    with writing(engine) as session:
        opportunities.store(session, [draft], now=now - DAY)
    return opportunity_id("test", "1")


@pytest.fixture
def sam(engine: sa.Engine, now: datetime) -> UUID:
    """Somebody who sings, said yes twice and gets letters."""
    with writing(engine) as session:
        person = Person(id=uuid4(), called="Sam", created_at=now, active_at=now)
        session.add(person)
        session.flush()
        people.say(session, person, "singing in a choir", "enjoy_now", now=now)
        subscribing.ask(
            session, person, email=EMAIL, weekday=0, shared_inbox=False,
            wording="Send me one letter a week.", now=now,
        )  # fmt: skip
        subscribing.say_yes(session, person.id, now=now)
    return person.id


def a_letter(
    engine: sa.Engine,
    recipient: UUID,
    now: datetime,
    *,
    kind: RecipientKind = RecipientKind.PERSON,
    state: LetterState = LetterState.SENT,
    holding: tuple[UUID, ...] = (),
    occasion: str = "weekly",
    address: str | None = None,
) -> UUID:
    letter = Letter(
        id=uuid4(), recipient_kind=kind, recipient_id=recipient,
        person_id=recipient if kind is RecipientKind.PERSON else None,
        week="2026-W48", occasion=occasion, state=state, message_id=str(uuid4()),
        planned_at=now, due_at=now, next_try_at=now, give_up_at=now, changed_at=now,
        address=address,
    )  # fmt: skip
    with writing(engine) as session:
        session.add(letter)
        session.flush()
        for position, one in enumerate(holding):
            session.add(
                LetterListing(
                    letter_id=letter.id,
                    opportunity_id=one,
                    position=position,
                    revision=1,
                )
            )
    return letter.id


def everything(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to be held against later."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=repr
            )
            for table in SQLModel.metadata.sorted_tables
        }


def chosen(engine: sa.Engine) -> Subscription:
    with Session(engine) as session:
        return session.exec(select(Subscription)).one()


# --- stopping ------------------------------------------------------------------------


def test_looking_at_the_link_fifty_times_changes_nothing(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    before = everything(engine)

    for at in ("", "/stop"):
        for _ in range(50):
            assert client.get(f"/letters/{token_for(key, CHOICES, sam)}{at}").is_success

    assert everything(engine) == before


def test_a_mail_program_stops_it_with_one_post_and_a_second_one_is_harmless(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    stop = f"/letters/{token_for(key, CHOICES, sam)}/stop"
    body = {"List-Unsubscribe": "One-Click"}

    first = client.post(stop, data=body)
    once = everything(engine)
    second = client.post(stop, data=body)

    assert (first.status_code, second.status_code) == (200, 200)
    assert dict(client.cookies) == {}
    assert everything(engine) == once
    assert chosen(engine).stopped_at is not None
    with Session(engine) as session:
        given = session.exec(select(Consent.given).order_by(Consent.at)).all()  # type: ignore[arg-type]
    assert list(given) == [True, False]


@pytest.mark.parametrize(
    "body", [b"", b"List-Unsubscribe=One-Click", b"\xff\x00garbage"]
)
def test_the_address_alone_is_enough_whatever_the_body_says(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, body: bytes
) -> None:
    answer = client.post(f"/letters/{token_for(key, CHOICES, sam)}/stop", content=body)

    assert answer.status_code == 200
    assert chosen(engine).stopped_at is not None


def test_letters_come_again_without_asking_twice(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    at = f"/letters/{token_for(key, CHOICES, sam)}"

    client.post(f"{at}/stop")
    page = client.post(f"{at}/resume")

    assert page.status_code == 200
    assert chosen(engine).stopped_at is None
    assert chosen(engine).confirmed_at is not None


def test_a_day_fewer_and_a_pause_work_from_the_letter(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, now: datetime
) -> None:
    at = f"/letters/{token_for(key, CHOICES, sam)}"

    client.post(at, data={"weekday": "4", "fewer": "true", "shared_inbox": "true"})
    client.post(f"{at}/pause", data={"weeks": "4"})

    row = chosen(engine)
    assert (row.weekday, row.fewer, row.shared_inbox) == (4, True, True)
    assert row.paused_until == now.date() + timedelta(weeks=4)
    assert "A pause" in client.get(at).text


@pytest.mark.parametrize(
    ("rest", "data"),
    [
        ("", {"weekday": "9"}),
        ("", {"weekday": "1", "role": "lead"}),
        ("/pause", {"weeks": "3"}),
        ("/pause", {}),
    ],
)
def test_what_is_not_offered_is_refused(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, rest: str, data: dict
) -> None:
    before = everything(engine)

    answer = client.post(f"/letters/{token_for(key, CHOICES, sam)}{rest}", data=data)

    assert answer.status_code == 422
    assert everything(engine) == before


def bad_tokens(key: bytes, sam: UUID) -> Iterator[str]:
    """Tokens of another purpose, another machine, another person; and slips."""
    good = token_for(key, CHOICES, sam)
    yield token_for(key, LETTER, sam)
    yield token_for(key, "link", sam)
    yield token_for(b"another key of another machine..", CHOICES, sam)
    yield token_for(key, CHOICES, uuid4())
    yield good[:-2] + ("AA" if good[-2:] != "AA" else "BB")
    yield str(sam)
    yield "x"


def test_only_our_own_token_opens_anything(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes
) -> None:
    before = everything(engine)

    answers = {
        (token, rest): client.post(f"/letters/{token}{rest}", data={}).status_code
        for token in bad_tokens(key, sam)
        for rest in ("", "/stop", "/resume", "/yes")
    }

    assert answers == dict.fromkeys(answers, 404)
    assert everything(engine) == before


# --- saying yes ----------------------------------------------------------------------


def as_themself(
    client: TestClient, engine: sa.Engine, now: datetime, sam: UUID
) -> None:
    give_cookie(client, cookie_of(engine, now, person_id=sam))


def test_nothing_comes_before_a_press_in_the_mail_itself(
    client: TestClient, engine: sa.Engine, sam: UUID, key: bytes, now: datetime
) -> None:
    as_themself(client, engine, now, sam)
    client.post(
        f"/people/{sam}/letters",
        data={"email": "new@good.example", "weekday": "2", "own_words": "true"},
    )
    asked = chosen(engine).confirmed_at
    yes = f"/letters/{address_token(key, sam, 'new@good.example')}/yes"

    client.cookies.clear()
    looked = client.get(yes), chosen(engine).confirmed_at
    pressed = client.post(yes)

    assert (asked, looked[1]) == (None, None)
    assert looked[0].status_code == pressed.status_code == 200
    assert chosen(engine).confirmed_at == now
    with Session(engine) as session:
        assert session.get_one(Person, sam).words_in_letters
        assert "new@good.example" in session.exec(select(Mail.recipient)).all()


def test_the_press_of_another_address_counts_for_nothing(
    client: TestClient, sam: UUID, key: bytes
) -> None:
    yes = f"/letters/{address_token(key, sam, 'old@good.example')}/yes"

    assert client.post(yes).status_code == 404


def test_an_address_that_is_none_is_said_on_the_page(
    client: TestClient, engine: sa.Engine, sam: UUID, now: datetime
) -> None:
    as_themself(client, engine, now, sam)

    answer = client.post(f"/people/{sam}/letters", data={"email": "nowhere"})

    assert answer.status_code == 422
    assert "not a mail address" in answer.text
    assert chosen(engine).confirmed_at is not None


def trusted(engine: sa.Engine, sam: UUID, worker: Account, now: datetime) -> None:
    with writing(engine) as session:
        session.add(
            Trust(id=uuid4(), person_id=sam, account_id=worker.id, given_at=now)
        )


def test_a_worker_sees_the_preview_and_can_not_say_yes_for_somebody(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    trusted(engine, sam, worker, now)
    sign_in_as(client, worker)

    page = client.get(f"/people/{sam}/letters/preview")
    said = client.post(f"/people/{sam}/letters", data={"email": EMAIL})

    assert "Evening choir" in page.text
    assert "Your letter for this week" in page.text
    assert "it begins: “Hello Sam, Here is your letter" in page.text
    assert said.status_code == 403
    assert "/letters/" not in client.get(f"/people/{sam}/letters").text.replace(
        f"/people/{sam}/letters", ""
    )


def test_a_worker_nobody_chose_sees_none_of_it(
    client: TestClient, sam: UUID, worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, worker)

    for rest in ("", "/preview"):
        assert client.get(f"/people/{sam}/letters{rest}").status_code == 404


# --- reading -------------------------------------------------------------------------


def test_a_letter_is_read_at_the_address_that_stands_in_it(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))
    before = everything(engine)

    page = client.get(f"/letter/{token_for(key, LETTER, letter)}")

    assert "Evening choir" in page.text
    assert "It goes with something you told us" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert re.search(r"<title>A letter for you</title>", page.text)
    assert everything(engine) == before


def test_where_others_read_the_mail_the_card_opens_the_letter(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))
    at = f"/letter/{token_for(key, LETTER, letter)}"
    with writing(engine) as session:
        subscribing.choose(
            session, sam, weekday=0, fewer=False, shared_inbox=True, now=now
        )
        cards.make(session, session.get_one(Person, sam), now=now)

    closed = client.get(at).text
    as_themself(client, engine, now, sam)

    assert "Evening choir" not in closed
    assert "Evening choir" in client.get(at).text


def test_what_is_gone_by_now_is_not_offered(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    letter = a_letter(engine, sam, now, holding=(choir,))
    with writing(engine) as session:
        keeping.withdraw(session, choir, now=now)

    page = client.get(f"/letter/{token_for(key, LETTER, letter)}").text

    assert "Evening choir" not in page


def test_a_notice_says_what_is_off(
    client: TestClient, engine: sa.Engine, sam: UUID, choir: UUID, key: bytes, now
) -> None:
    with writing(engine) as session:
        introductions.save(session, session.get_one(Person, sam), choir, now=now)
        keeping.withdraw(session, choir, now=now)
    letter = a_letter(engine, sam, now, occasion=f"{told.NOTICE}{choir}")

    page = client.get(f"/letter/{token_for(key, LETTER, letter)}").text

    assert "This does not happen any more." in page


# --- a partner -----------------------------------------------------------------------


@pytest.fixture
def partner(engine: sa.Engine, choir: UUID, now: datetime) -> Account:
    with writing(engine) as session:
        hall = Organization(
            id=uuid4(), source="test", name_key="hall", name="Hall",
            openness=Openness.MAINSTREAM, modified_at=now,
        )  # fmt: skip
        session.add(hall)
        session.flush()
        keeping.keep(session, [choir], organization_id=hall.id, now=now)
    return an_account(
        engine, role=Role.PARTNER, name="Pat", team=None, organization_id=hall.id
    )


def test_a_partner_presses_once_and_it_is_right_today(
    client: TestClient,
    engine: sa.Engine,
    partner: Account,
    choir: UUID,
    key: bytes,
    now,
) -> None:
    letter = a_letter(
        engine, partner.id, now, kind=RecipientKind.PARTNER, holding=(choir,)
    )
    at = f"/letter/{token_for(key, LETTER, letter)}"

    page = client.get(at)
    answer = client.post(page.url.path, data={"press": "right", "listing": str(choir)})

    assert f'id="listing-{choir}"' in page.text
    assert "Evening choir" in page.text
    assert "Sam" not in page.text
    assert "You said it is right" in answer.text
    with Session(engine) as session:
        assert session.get_one(Opportunity, choir).assured_on == now.date()


def test_a_press_counts_only_for_what_the_letter_asked(
    client: TestClient, engine: sa.Engine, partner: Account, sam: UUID, choir: UUID,
    key: bytes, now: datetime,
) -> None:  # fmt: skip
    empty = a_letter(engine, partner.id, now, kind=RecipientKind.PARTNER)
    persons = a_letter(engine, sam, now, holding=(choir,))
    before = everything(engine)

    answers = [
        client.post(
            f"/still-true/{token_for(key, LETTER, letter)}",
            data={"press": "right", "listing": str(choir)},
        ).status_code
        for letter in (empty, persons)
    ]

    assert answers == [200, 404]
    assert everything(engine) == before


# --- what went wrong -----------------------------------------------------------------


def test_one_press_sends_once_more_and_keeps_the_old_row(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    trusted(engine, sam, worker, now)
    failed = a_letter(engine, sam, now, state=LetterState.FAILED, address=EMAIL)
    with writing(engine) as session:
        suppress(session, EMAIL, why="It came back.", now=now, person_id=sam)
    sign_in_as(client, worker)

    shown = client.get("/undelivered").text
    for _ in range(2):
        client.post(f"/undelivered/{failed}/again")

    assert "Sam" in shown
    with Session(engine) as session:
        assert not is_suppressed(session, EMAIL)
        states = session.exec(
            select(Letter.occasion, Letter.state).order_by(Letter.occasion)  # type: ignore[arg-type]
        ).all()
    assert list(states) == [
        (f"again:{failed}", LetterState.PLANNED),
        ("weekly", LetterState.FAILED),
    ]
    assert "Sent once more" in client.get("/undelivered").text


def test_a_lead_sees_staff_and_counts_and_nobody_elses_people(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account, lead: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    persons = a_letter(engine, sam, now, state=LetterState.UNCERTAIN)
    a_letter(
        engine, worker.id, now, kind=RecipientKind.WORKER, state=LetterState.FAILED
    )
    sign_in_as(client, lead)

    page = client.get("/undelivered").text
    again = client.post(f"/undelivered/{persons}/again")

    assert "Of everybody: 1 did not leave, 1 may not have arrived." in page
    assert worker.name in page
    assert "Sam" not in page
    assert again.status_code == 404


def test_a_worker_sees_only_those_who_chose_them(
    client: TestClient, engine: sa.Engine, sam: UUID, worker: Account,
    sign_in_as: SignInAs, now: datetime,
) -> None:  # fmt: skip
    a_letter(engine, sam, now, state=LetterState.FAILED)
    sign_in_as(client, worker)

    page = client.get("/undelivered").text

    assert "None. All is well." in page
    assert "Of everybody" not in page


def test_being_counted_is_asked_apart(
    client: TestClient, engine: sa.Engine, sam: UUID, now: datetime
) -> None:
    as_themself(client, engine, now, sam)

    def counted() -> list[bool]:
        with Session(engine) as session:
            rows = session.exec(
                select(Consent.given)
                .where(Consent.purpose == ConsentTo.COPY_TO_WORKER)
                .order_by(Consent.at)  # type: ignore[arg-type]
            )
            return list(rows)

    client.post(f"/people/{sam}/letters", data={"email": EMAIL})
    never = counted()
    client.post(f"/people/{sam}/letters", data={"email": EMAIL, "counted": "true"})
    client.post(f"/people/{sam}/letters", data={"email": EMAIL})

    assert never == []
    assert len(counted()) == 2
