"""What waits for a look: a new partner's listing, or a change to one.

Until somebody agrees, people see what was agreed last. Sending back takes a message,
and the draft stays with whoever told it, word for word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_as_dict
from matcher.access import Visitor, may_look_over
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.mail import post
from matcher.models import ListingDraft
from matcher.partners.drafting import content_of, must_be_as_begun, shown
from matcher.partners.leaving import tellers

UNSEEN = frozenset({"source", "source_id", "kept_aside", "licence", "assured_on"})
"""What nobody wrote."""

SAID_TOGETHER = {
    "online": "venues",
    "covers": "venues",
    "cost_text": "prices",
    "schedule_text": "timetables",
}
"""Parts that a page says as one."""

LONGEST_NOTE = 1_000


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One part of a listing, as it was and as it would be."""

    name: str
    before: Any
    after: Any


def waiting(session: Session, visitor: Visitor) -> list[ListingDraft]:
    """What was handed in and is not decided, the longest first."""
    if not may_look_over(visitor):
        return []
    query = (
        select(ListingDraft)
        .where(
            col(ListingDraft.submitted_at).is_not(None),
            col(ListingDraft.decided_at).is_(None),
        )
        .order_by(col(ListingDraft.submitted_at), col(ListingDraft.id))
    )
    return list(session.exec(query))


def one_waiting(session: Session, visitor: Visitor, draft_id: UUID) -> ListingDraft:
    """One of them; raises ``NotFound`` for any other."""
    if not may_look_over(visitor):
        raise NotAllowed("This is for workers and leads.")
    query = (
        select(ListingDraft)
        .where(
            ListingDraft.id == draft_id,
            col(ListingDraft.submitted_at).is_not(None),
            col(ListingDraft.decided_at).is_(None),
        )
        .with_for_update()
    )
    draft = session.exec(query).one_or_none()
    if draft is None:
        raise NotFound("That does not wait any more.")
    return draft


def public_version(session: Session, draft: ListingDraft) -> OpportunityDraft | None:
    """What people see just now; None for a listing that is new."""
    if draft.opportunity_id is None:
        return None
    found = opportunities.listing(session, draft.opportunity_id)
    return found.draft if found else None


def differences(
    before: OpportunityDraft | None, after: OpportunityDraft
) -> list[Difference]:
    """Each part that is not the same, in the order a listing tells them."""
    old = dict(_parts(draft_as_dict(before) if before else {}))
    new = dict(_parts(draft_as_dict(after)))
    told: dict[str, Difference] = {}
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name) and name not in UNSEEN:
            said_as = SAID_TOGETHER.get(name, name)
            one = Difference(name=said_as, before=old.get(name), after=new.get(name))
            told.setdefault(said_as, one)
    return list(told.values())


def _parts(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        if name in {"first_visit", "joining"}:
            yield from value.items()
        elif name == "organization":
            yield name, value["name"]
        else:
            yield name, value


def agree(
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    *,
    seen: int,
    trust: object = False,
    over: int | None = None,
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> UUID:
    """People see it from now on; the listing's id.

    ``seen``: the version that was looked at; a later one is not agreed to unseen.
    ``over``: the revision of the listing it is agreed over, when that is not the one
    the change was begun with. ``trust``: what they tell next is shown at once.
    """
    draft = one_waiting(session, visitor, draft_id)
    if draft.version != seen:
        raise BadInput("They have changed it since. Look at it once more.")
    if over is not None:
        draft.base_revision = over
    must_be_as_begun(session, draft)
    if trust and draft.organization_id:
        organizations.trust(session, draft.organization_id, now=now)
    key = shown(session, draft, by=visitor, now=now, today=today, lexicon=lexicon)
    _write_to(session, draft, "", now=now)
    return key


def send_back(
    session: Session, visitor: Visitor, draft_id: UUID, note: str, *, now: datetime
) -> None:
    """Ask who told it to look once more, with a message. It stays theirs."""
    if not note:
        raise BadInput("Write to them what to look at once more.")
    draft = one_waiting(session, visitor, draft_id)
    draft.submitted_at = None
    draft.note = note[:LONGEST_NOTE]
    draft.version += 1
    _write_to(session, draft, draft.note, now=now)


def _write_to(
    session: Session, draft: ListingDraft, note: str, *, now: datetime
) -> None:
    for email in tellers(session, draft.account_id, draft.organization_id):
        post(
            session,
            letter="looked_at",
            recipient=email,
            values={"title": content_of(draft).title, "note": note},
            now=now,
        )
