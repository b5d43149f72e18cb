"""Everybody who may come: two people, who works with them, and what is theirs.

``settle`` puts them into a database, with one visitor of each kind. What a person says
holds the word ``canary`` wherever somebody may write, so that it can be looked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, select

from catalogue import organizations
from catalogue.drafts import OrganizationDraft
from matcher import introductions, mail, people
from matcher.access import Visitor
from matcher.accounts import (
    cards,
    handing_over,
    links,
    passwords,
    sign_ins,
)
from matcher.db import writing
from matcher.keys import hashed, link_token
from matcher.models import (
    Account,
    ConsentTo,
    IntroductionState,
    JoinRequest,
    Link,
    LinkPurpose,
    ListingClaim,
    Person,
    Remark,
    RemarkKind,
    Role,
    RowOutcome,
    SignIn,
    Trust,
    UploadRow,
    UploadState,
)
from matcher.partners import drafting, joining, remarks
from matcher.partners.uploads import taking as uploads
from matcher.their_data import consenting, sharing
from tests.introductions.builders import things_to_do
from tests.signed_in import a_team, added

CANARY = "canary"
PASSWORD = "three quiet green boats"  # noqa: S105 - nobody's
RUN_BY = "Riverside Voices"
HEARD = "used to sing in a choir"
"""The part of what they said that finds something to do."""

VISITORS: Mapping[str, str] = {
    "stranger": "nobody signed in",
    "card": "Sam by card: the list only",
    "whole": "Sam by card and word",
    "turn": "Sam, on the worker's screen that was handed over",
    "worker": "the worker Sam chose",
    "cover": "a team mate of hers, who may cover",
    "other": "a worker whom nobody chose",
    "visit": "a worker of another service, let in until next week",
    "after": "the same, let in until last week",
    "lead": "a lead of Sam's service, whom Sam did not choose",
    "half": "the same lead before the second step",
    "partner": "somebody of an organisation in the catalogue",
    "admin": "an administrator",
    "off": "a worker Sam chose, whose account was switched off since",
}


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person, and the ids of what is theirs."""

    person_id: UUID
    ids: Mapping[str, object]
    """What stands in an address or a form of theirs."""
    planted: tuple[str, ...]
    """Everything they said, and what they are called."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Who is there, and how each visitor shows who they are."""

    sam: Somebody
    kim: Somebody
    """The neighbour: chose one worker, who is none of the visitors."""
    cookies: Mapping[str, str]
    ids: Mapping[str, Any]
    """The rest of what stands in an address or a form."""


def settle(engine: sa.Engine, key: bytes, now: datetime) -> World:
    """Everybody, in an empty database."""
    with writing(engine) as session:
        [listing, other] = things_to_do(
            session,
            "Riverside Choir",
            "Bench Choir",
            now=now,
            organization=OrganizationDraft(name=RUN_BY),
        )
        staff = _staff(session)
        sam = _somebody(session, "sam", staff["worker"], listing, now)
        kim = _somebody(session, "kim", staff["spare"], listing, now)
        _let_in(session, sam, staff, now)
        cookies = {
            who: _cookie(session, who, staff, sam, now)
            for who in VISITORS
            if who != "stranger"
        }
        staff["off"].disabled_at = now
        ids = _other_ids(session, key, staff, listing, other, now)
    return World(sam=sam, kim=kim, cookies=cookies, ids=ids)


def _staff(session: Session) -> dict[str, Account]:
    organization = organizations.called(session, RUN_BY)
    there = {"team": "Visits", "service": "Northgate"}
    above = {"team": "Managers"}
    made: dict[str, tuple[Role, Mapping[str, Any]]] = {
        "worker": (Role.WORKER, {}),
        "cover": (Role.WORKER, {}),
        "other": (Role.WORKER, {"team": "Evenings"}),
        "visit": (Role.WORKER, there),
        "after": (Role.WORKER, there),
        "lead": (Role.LEAD, above),
        "half": (Role.LEAD, above),
        "partner": (Role.PARTNER, {"team": None, "organization_id": organization}),
        "admin": (Role.ADMINISTRATOR, {"team": None}),
        "off": (Role.WORKER, {"team": "Evenings"}),
        "spare": (Role.WORKER, {"team": "Evenings"}),
    }
    accounts = {
        who: added(session, role=role, name=f"{who.title()} Reyes", **told)
        for who, (role, told) in made.items()
    }
    accounts["worker"].password_hash = passwords.hashed(PASSWORD)
    handing_over.choose_code(session, accounts["worker"].id, "4071")
    return accounts


def _somebody(
    session: Session, name: str, worker: Account, listing: UUID, now: datetime
) -> Somebody:
    """A person with something in each place where words are kept."""

    def word(where: str) -> str:
        return f"{CANARY}-{name}-{where}"

    by = Visitor(sign_in_id="x", account_id=worker.id, name=worker.name)
    person = people.welcome(
        session, called=word("called"), by=by, wording=word("wording"), now=now
    )
    themself = Visitor(sign_in_id="x", person_id=person.id, whole_page=True)
    person.email = f"{word('mail')}@good.example"
    phrase = people.say(
        session, person, f"{HEARD} {word('words')}", people.PLAIN, now=now
    )
    people.say(session, person, word("goal"), "goal", now=now)
    people.avoid(session, person, word("avoided"), themself)
    people.set_out_from(
        session, person, place_words=word("place"), travel_km=3.0, travels_by="walking"
    )
    people.put_first(session, person, word("first"))
    _on_the_list(session, person, listing, word, now)
    mail.post(
        session, letter="my_list", recipient=f"{word('to')}@good.example",
        values={"listings": [{"title": word("letter")}]}, now=now, person_id=person.id,
    )  # fmt: skip
    consenting.agree(
        session, person, ConsentTo.COPY_TO_WORKER, given=True, wording=word("yes"),
        now=now,
    )  # fmt: skip
    cards.choose_word(session, person, cards.word_to_keep(person, word("secret")))
    code = cards.make(session, person, now=now)
    session.flush()
    [trust] = sharing.let_in(session, person.id, now=now)
    [place] = people.avoided_by(session, person, themself)
    ids = {
        "person_id": person.id,
        "phrase_id": phrase.id,
        "seen": people.mark_of(phrase.words),
        "place_id": place.id,
        "card_id": cards.cards_of(session, person)[0].id,
        "trust_id": trust.trust_id,
        "code": code,
        "word": word("secret"),
    }
    planted = tuple(word(where) for where in WHERE)
    return Somebody(person_id=person.id, ids=ids, planted=planted)


WHERE = (
    "called", "wording", "mail", "words", "goal", "avoided", "place", "first",
    "with", "hello", "why", "to", "letter", "yes", "secret",
)  # fmt: skip
"""Where words of a person are kept."""


def _on_the_list(
    session: Session, person: Person, listing: UUID, word: Any, now: datetime
) -> None:
    one = introductions.save(session, person, listing, now=now)
    introductions.change_state(session, one, IntroductionState.WANT_TO_GO, now=now)
    introductions.arrange(
        session, one, going_with=word("with"), remind_on=None, ask_me=False, now=now
    )
    introductions.keep_message(session, one, word("hello"), now=now)
    introductions.say_why(session, one, word("why"), now=now)


def _let_in(
    session: Session, sam: Somebody, staff: Mapping[str, Account], now: datetime
) -> None:
    week = timedelta(days=7)
    team = staff["worker"].team_id
    for who, until in (("visit", now + week), ("after", now - week), ("off", None)):
        session.add(
            Trust(
                id=uuid4(), person_id=sam.person_id, account_id=staff[who].id,
                given_at=now - 2 * week, until=until,
            )
        )  # fmt: skip
    session.add(Trust(id=uuid4(), person_id=sam.person_id, team_id=team, given_at=now))
    session.flush()


def _cookie(
    session: Session,
    who: str,
    staff: Mapping[str, Account],
    sam: Somebody,
    now: datetime,
) -> str:
    if who in ("card", "whole"):
        return sign_ins.begin(
            session, now=now, person_id=sam.person_id, whole_page=who == "whole"
        )
    account = staff["worker" if who == "turn" else who]
    value = sign_ins.begin(
        session, now=now, account_id=account.id, second_step_done=who != "half"
    )
    if who == "turn":
        session.get_one(SignIn, hashed(value)).handed_to = sam.person_id
    session.flush()
    return value


def _other_ids(
    session: Session,
    key: bytes,
    staff: Mapping[str, Account],
    listing: UUID,
    other: UUID,
    now: datetime,
) -> dict[str, object]:
    spare, team = staff["spare"], a_team(session, "Mornings", "Mill Street")
    to_sign_in = _link(session, spare, LinkPurpose.SIGN_IN, now)
    invited = links.make(
        session, purpose=LinkPurpose.INVITATION, email="new@example.org", now=now,
        lives=timedelta(hours=72), role=Role.WORKER, team_id=team.id,
    )  # fmt: skip
    return {
        "listing_id": listing,
        "other_listing": other,
        "other_id": other,
        "account_id": spare.id,
        "team": team.id,
        "cover_team": staff["worker"].team_id,
        "link_id": invited.id,
        "token": link_token(key, to_sign_in.id),
        "step": "words",
        "question": "what",
        "number": 1,
        "letter_id": uuid4(),
        "organization_id": uuid4(),
        **_of_partners(session, staff, listing, now),
    }


def _of_partners(
    session: Session, staff: Mapping[str, Account], listing: UUID, now: datetime
) -> dict[str, object]:
    """Listings on their way, somebody who asks to join, and what a visitor told."""
    by = Visitor(
        sign_in_id="x",
        account_id=staff["partner"].id,
        role=Role.PARTNER,
        organization_id=staff["partner"].organization_id,
    )
    begun, waiting = (drafting.begin(session, by, now=now) for _ in range(2))
    waiting.submitted_at = now
    asking = joining.Asking(
        organization="Bench Choir", name="Bo", email="bo@bench.example", voucher="Ana"
    )
    joining.ask(session, asking, now=now)
    remarks.tell(session, listing, RemarkKind.CHANGED, "It moved", now=now)
    claimed = ListingClaim(
        id=uuid4(), opportunity_id=listing, organization_id=by.organization_id,
        account_id=by.account_id, asked_at=now,
    )  # fmt: skip
    session.add(claimed)
    session.flush()
    sent, handed_in = (_sent(session, by, state, now) for state in ("ready", "waiting"))
    return {
        "upload_id": sent,
        "waiting_upload": handed_in,
        "claim_id": claimed.id,
        "draft_id": begun.id,
        "waiting_id": waiting.id,
        "request_id": session.exec(select(JoinRequest.id)).one(),
        "remark_id": session.exec(select(Remark.id)).one(),
    }


def _sent(session: Session, by: Visitor, state: str, now: datetime) -> UUID:
    """A spreadsheet that somebody sent, read already: one row of it is new."""
    sent = uploads.Sent(name="ours.csv", body=b"id,title")
    upload = uploads.take(session, by, sent, now=now)
    upload.state, upload.added = UploadState(state), 1
    session.add(
        UploadRow(
            upload_id=upload.id,
            line=2,
            outcome=RowOutcome.ADDED,
            title="Bench choir",
            cells={},
            content={"source": "here", "source_id": state, "title": "Bench choir"},
            opportunity_id=uuid4(),
        )
    )
    session.flush()
    return upload.id


def _link(
    session: Session, account: Account, purpose: LinkPurpose, now: datetime
) -> Link:
    return links.make(
        session, purpose=purpose, email=account.email, now=now,
        lives=timedelta(minutes=15), account_id=account.id,
    )  # fmt: skip
