"""Who lives and works in Wenbrook: all invented, made by the verbs everybody uses.

Two workers of two services, a lead, a partner, and three people: Ama, who wants to get
back to singing; Sam, whose worker's team may cover; Terry, of the other service.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, select

from catalogue import organizations
from catalogue.models import Opportunity
from matcher import db, introductions, people
from matcher.access import Visitor
from matcher.accounts import cards, managing, passwords
from matcher.models import Account, IntroductionState, Person, Role
from matcher.their_data import sharing

PASSWORD = "a walk by the Wen"  # noqa: S105 - an invented town's, said to everybody
AMAS_WORD = "yellow teapot"

OURS, THEIRS = "Mill Street", "Northgate Housing"
"""Two services: Joe and Maureen are of the first, Priya of the second."""

YES = "Keep a page for me, to go on with next time. I can have it erased any day."

HER_CHOIR = "Wenbrook Community Choir"
"""The organization that the partner keeps listings for."""


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Somebody to sign in as."""

    name: str
    email: str
    role: Role
    service: str = ""
    team: str = "Outreach"


STAFF = (
    Staff(name="Joe", email="joe@wenbrook.example", role=Role.WORKER, service=OURS),
    Staff(
        name="Priya", email="priya@wenbrook.example", role=Role.WORKER, service=THEIRS
    ),
    Staff(
        name="Maureen",
        email="maureen@wenbrook.example",
        role=Role.LEAD,
        service=OURS,
        team="Office",
    ),
    Staff(name="Dilys", email="dilys@wenbrook.example", role=Role.PARTNER),
)

AMA = (
    ("enjoyed_before", "used to sing in the school choir"),
    ("enjoy_now", "a good film and a natter after"),
    ("could_bring", "I can cook for a crowd, jollof mostly"),
)
SAM = (
    ("enjoyed_before", "five-a-side every Thursday till my knee went"),
    ("strength", "give me a broken bike and I'm happy"),
)
TERRY = (("enjoy_now", "anything with trains"),)


def make_people(engine: sa.Engine, now: datetime) -> str:
    """Settle the town's people once; Ama's card is made anew and its code given back.

    A code is kept as a hash alone, so each start needs a new one.
    """
    with db.writing(engine) as session:
        if not session.exec(select(Account.id).limit(1)).first():
            _settle(session, now)
        ama = session.exec(select(Person).where(Person.called == "Ama")).first()
        return _new_card(session, ama, now) if ama else ""


def _settle(session: Session, now: datetime) -> None:
    joe, priya, _maureen, _dilys = (_hired(session, one, now) for one in STAFF)
    ama = _welcomed(session, "Ama", AMA, joe, now)
    _saved(session, ama, ("choir-community", "choir-rock", "repair-cafe"), now)
    cards.choose_word(session, ama, cards.word_to_keep(ama, AMAS_WORD))
    sam = _welcomed(session, "Sam", SAM, joe, now)
    _saved(session, sam, ("football-walking",), now)
    if joe.team_id:
        sharing.cover(session, sam, joe.team_id, now=now)
    _welcomed(session, "Terry", TERRY, priya, now)


def _hired(session: Session, one: Staff, now: datetime) -> Visitor:
    team = _team(session, one) if one.service else None
    account = Account(
        id=uuid4(),
        role=one.role,
        name=one.name,
        email=one.email,
        team_id=team,
        organization_id=None if team else organizations.called(session, HER_CHOIR),
        password_hash=passwords.hashed(PASSWORD),
        created_at=now,
    )
    session.add(account)
    session.flush()
    return Visitor(
        sign_in_id="the demo",
        account_id=account.id,
        name=one.name,
        role=one.role,
        team_id=team,
        service=one.service,
    )


def _team(session: Session, one: Staff) -> UUID:
    """Maureen is of no team that may cover for somebody: she sees counts alone."""
    return managing.made_team(session, service=one.service, name=one.team).id


def _welcomed(
    session: Session,
    called: str,
    said: Iterable[tuple[str, str]],
    by: Visitor,
    now: datetime,
) -> Person:
    person = people.welcome(session, called=called, by=by, wording=YES, now=now)
    for kind, words in said:
        people.say(session, person, words, kind, now=now)
    people.set_out_from(
        session, person, place_words="QX1 2AA", travel_km=3.0, travels_by="walking"
    )
    return person


def _saved(
    session: Session, person: Person, listings: Iterable[str], now: datetime
) -> None:
    """On their list, the first of them a step further."""
    saved = [
        introductions.save(session, person, _listing(session, one), now=now)
        for one in listings
    ]
    introductions.change_state(session, saved[0], IntroductionState.WANT_TO_GO, now=now)


def _listing(session: Session, name: str) -> UUID:
    query = select(Opportunity.id).where(Opportunity.source_id == f"wenbrook:{name}")
    return session.exec(query).one()


def _new_card(session: Session, person: Person, now: datetime) -> str:
    for card in cards.cards_of(session, person):
        if card.revoked_at is None:
            cards.revoke(session, person, card.id, now=now)
    return cards.in_fours(cards.make(session, person, now=now))


def how_to_try(base_url: str, card: str) -> str:
    """What to try, and how to sign in as each of them."""
    return "\n".join(
        (
            "",
            f"A short look round, to be followed by clicking: {base_url}/look-round",
            "Searching needs no sign-in, and nothing typed there is kept.",
            f"To try the rest, sign in at {base_url}/sign-in with the password:"
            f" {PASSWORD}",
            "  joe@wenbrook.example      a worker, sitting with Ama and with Sam",
            "  priya@wenbrook.example    a worker of another service, with Terry",
            "  maureen@wenbrook.example  a lead: invites, moves, counts; sees no person"
            " (the second step shows its code, here in the demo)",
            "  dilys@wenbrook.example    a partner, of the community choir",
            f"Ama herself has a card: {base_url}/card, code {card}",
            f"  It opens her list; her words, {AMAS_WORD}, open the rest of her page.",
        )
    )
