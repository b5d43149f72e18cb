"""Letters of every kind as they would leave, of a town where nothing is well named.

Made people over the demo town; among its listings stand some that somebody wrote with
ill will, so that they answer what the people asked for. The letters go nowhere: they
are written as delivery would, and given back as bytes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Venue,
)
from catalogue.models import Opportunity
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import introductions, people
from matcher.db import open_engine, reading, upgrade, writing
from matcher.demo import make_demo
from matcher.digests.told import NOTICE
from matcher.digests.writers import Writer, writer_for
from matcher.models import (
    Account,
    Consent,
    ConsentTo,
    Letter,
    LetterState,
    Person,
    RecipientKind,
    Role,
    Subscription,
    Trust,
)
from matcher.settings import Settings

HOST = "here.example"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BEFORE = NOW - timedelta(days=200)
"""When the town was loaded: whoever keeps a listing there is due to be asked."""

SAID = (
    "singing in a choir", "a kickabout", "baking bread", "mending bikes", "gardening",
    "watercolour painting", "playing chess", "a good film", "walking in the hills",
    "swimming", "knitting", "learning the guitar", "cooking for others", "darts",
    "helping at a food bank", "photography", "dancing", "table tennis", "reading",
    "pottery",
)  # fmt: skip
"""What people of the town asked for; the ill-named listings answer each of them."""

NAMES = (
    "Ama", "Sam O'Neill", "Zoë", "Homeless Joe", "Hostel <b>Kim</b>", "{{ 7*7 }}",
    "=?utf-8?q?Bcc:_spy=40evil.example?=", "Jo\u202e\u200d\x07", "\U0001f600 Bo",
    "A" * 300, '"><img src=x onerror=alert(1)>', "Bob; DROP TABLE letter", "&amp; Lee",
    "https://evil.example Max", "Wendy & Sons", "Ngozi", "  ", "Terry\r\nBcc: a@b.c",
    "spy@evil.example", "Recovery Ray",
)  # fmt: skip

CANARY = "kanarie"
"""Stands in whatever was written with ill will, with the number of the listing."""


def evil(number: int, about: str) -> str:
    """A text that would do something, were it not only shown."""
    wolf = f"{CANARY}{number}"
    return random.Random(number).choice(  # noqa: S311 - made up, not a secret
        (
            f'<b id="{wolf}">{about}</b><script>alert({number})</script>',
            f'{about} "><img src=https://evil.example/{wolf}.gif onerror=alert(1)>',
            f"{about} {{{{ 7*7 }}}} {{% raw %}} &lt;i id={wolf}&gt; {wolf}",
            f"{about} <a href='javascript:alert(1)' id={wolf}>win</a> www.evil.example",
            f"{about} <style>@import url(//evil.example/{wolf})</style> {wolf}",
            f"{about} {wolf}\r\nBcc: spy@evil.example\r\n\r\n<iframe srcdoc=x>",
            f"{about} </title></head><form action=//evil.example><input id={wolf}>",
            f"{about} <!-- {wolf} --> <svg/onload=alert(1)> --></style>",
        )
    )


@dataclass(frozen=True, kw_only=True)
class Written:
    """One letter as it would leave."""

    kind: str
    """``person``, ``worker``, ``partner`` or ``notice``."""
    raw: bytes


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How many letters of each kind."""

    person: int = 321
    notice: int = 80
    worker: int = 60
    partner: int = 40


def letters(folder: Path, wanted: Wanted) -> Iterator[Written]:
    """Write so many letters; the same ones in every run."""
    settings = Settings(
        data=folder, base_url=f"https://{HOST}", mail_from=f"Together <hello@{HOST}>"
    )
    engine = open_engine(f"sqlite:///{folder / 'town.db'}")
    upgrade(engine)
    writer = writer_for(settings)
    _town(engine, wanted)
    with reading(engine) as session:
        for kind, letter in _rows(session, wanted):
            written = _written(session, writer, kind, letter)
            if written is not None:
                yield written
    engine.dispose()


def _written(
    session: Session, writer: Writer, kind: str, letter: Letter
) -> Written | None:
    outgoing = writer(session, letter, now=NOW)
    if outgoing is None:
        return None
    return Written(kind=kind, raw=bytes(outgoing.message))


def _rows(session: Session, wanted: Wanted) -> Iterator[tuple[str, Letter]]:
    people_ids = [_key("person", number) for number in range(wanted.person)]
    for key in people_ids:
        yield "person", _letter(RecipientKind.PERSON, key, f"p{key}@good.example")
    for number in range(wanted.notice):
        gone = opportunity_id("evil", f"gone{number % GONE}")
        key = people_ids[number % len(people_ids)]
        row = _letter(RecipientKind.PERSON, key, f"p{key}@good.example")
        row.occasion = f"{NOTICE}{gone}"
        yield "notice", row
    for role, kind in (
        (Role.WORKER, RecipientKind.WORKER),
        (Role.PARTNER, RecipientKind.PARTNER),
    ):
        for account in session.exec(
            select(Account).where(Account.role == role).order_by(col(Account.email))
        ):
            yield kind.value, _letter(kind, account.id, account.email)


def _letter(kind: RecipientKind, key: UUID, address: str) -> Letter:
    letter_id = uuid5(key, "letter")
    return Letter(
        id=letter_id, recipient_kind=kind, recipient_id=key, week="2026-W48",
        person_id=key if kind is RecipientKind.PERSON else None, address=address,
        state=LetterState.LEASED, message_id=f"{letter_id}@{HOST}", planned_at=NOW,
        due_at=NOW, next_try_at=NOW, give_up_at=NOW, changed_at=NOW,
    )  # fmt: skip


# --- the town ------------------------------------------------------------------------

GONE = 8
"""Listings that end while they stand on lists."""

TOWN = UUID("6b1d3a52-0000-4000-8000-000000000500")


def _key(kind: str, number: int) -> UUID:
    return uuid5(TOWN, f"{kind} {number}")


def _town(engine: sa.Engine, wanted: Wanted) -> None:
    make_demo(engine, BEFORE, load_lexicon())
    lexicon = load_lexicon()
    ill = [_ill(number) for number in range(2 * len(SAID))]
    gone = [replace(_ill(n), source_id=f"gone{n}") for n in range(GONE)]
    with writing(engine) as session:
        opportunities.store(session, [*ill, *gone], now=BEFORE, lexicon=lexicon)
    with writing(engine) as session:
        for number in range(wanted.person):
            _person(session, number, notice=number < wanted.notice)
        for number in range(wanted.worker):
            _worker(session, number, wanted)
        for number in range(wanted.partner):
            _partner(session, number)
    ended = [
        replace(
            one,
            status=Status.DEFUNCT if number % 2 else Status.TEMPORARILY_CLOSED,
        )
        for number, one in enumerate(gone)
    ]
    moved = [
        replace(one, schedule_text=evil(n, "Fridays")) for n, one in enumerate(ill[:6])
    ]
    with writing(engine) as session:
        opportunities.store(session, [*ended, *moved], now=NOW, lexicon=lexicon)


def _ill(number: int) -> OpportunityDraft:
    about = SAID[number % len(SAID)]
    text = evil(number, about)
    return OpportunityDraft(
        source="evil",
        source_id=str(number),
        title=text,
        description=f"{about}. {text}",
        organization=OrganizationDraft(name=f"{text} {number}"),
        openness=tuple(Openness)[number % len(Openness)],
        venues=(Venue(name=text, address=text, city=text, postal_code="QX1 1AA"),),
        schedule_text=text,
        prices=(Price(amount_pence=300, option=text, per=text),),
        first_visit=FirstVisit(who_meets_you=text),
        assured_on=date(2026, 5, 1),
    )


def _person(session: Session, number: int, *, notice: bool) -> None:
    dice = random.Random(number)  # noqa: S311 - made up, not a secret
    key, address = _key("person", number), f"person{number}@good.example"
    person = Person(
        id=key, called=NAMES[number % len(NAMES)], email=address, created_at=BEFORE,
        active_at=NOW, words_in_letters=number % 3 == 0, large_type=number % 5 == 0,
    )  # fmt: skip
    session.add(person)
    session.flush()
    for words in dice.sample(SAID, 1 + number % 4):
        people.say(session, person, words, "enjoy_now", now=BEFORE)
    saved = [opportunity_id("evil", f"gone{number % GONE}")] if notice else []
    saved += [opportunity_id("evil", str(dice.randrange(10)))] * (number % 4 == 1)
    saved += dice.sample(_some(session), 2) * (number % 6 == 2)
    for one in saved:
        introductions.save(session, person, one, now=BEFORE + timedelta(days=1))
    session.add(
        Subscription(
            id=uuid5(key, "subscription"), person_id=key, asked_at=BEFORE,
            confirmed_at=BEFORE, shared_inbox=number % 7 == 3,
        )
    )  # fmt: skip
    for purpose in (ConsentTo.WEEKLY_LETTER, ConsentTo.COPY_TO_WORKER):
        session.add(
            Consent(
                id=uuid5(key, purpose), person_id=key, purpose=purpose, given=True,
                wording="Yes.", at=BEFORE,
            )
        )  # fmt: skip
    session.flush()


def _some(session: Session) -> list[UUID]:
    demo = select(Opportunity.id).where(Opportunity.status == Status.ACTIVE)
    return list(session.exec(demo.order_by(col(Opportunity.id)).limit(20)))


def _worker(session: Session, number: int, wanted: Wanted) -> None:
    account = _account(session, number, Role.WORKER, None)
    for step in range(1 + number % 3):
        person = _key("person", (number * 7 + step) % wanted.person)
        session.add(
            Trust(
                id=uuid5(account.id, str(person)), person_id=person,
                account_id=account.id, given_at=BEFORE,
            )
        )  # fmt: skip
    session.flush()


def _partner(session: Session, number: int) -> None:
    key = opportunity_id("evil", str(number))
    organization = session.exec(
        select(Opportunity.organization_id).where(Opportunity.id == key)
    ).one()
    account = _account(session, number, Role.PARTNER, organization)
    assert account.organization_id
    keeping.keep(
        session,
        [key, *_some(session)[number % 10 : number % 10 + number % 4]],
        organization_id=account.organization_id,
        now=BEFORE,
    )


def _account(
    session: Session, number: int, role: Role, organization_id: UUID | None
) -> Account:
    account = Account(
        id=_key(role, number), role=role, name=NAMES[number % len(NAMES)],
        email=f"{role}{number}@good.example", organization_id=organization_id,
        created_at=BEFORE,
    )  # fmt: skip
    session.add(account)
    session.flush()
    return account
