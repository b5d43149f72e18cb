"""What is being told of a listing: kept at each step, changed by whoever is at it.

A draft is a row of its own, so that it is there again on another device. A form says
which version of it was shown (``seen``); when somebody else of the same organization
answered meanwhile, both texts are handed back and neither is lost.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_as_dict, draft_from_dict
from catalogue.models import Opportunity, Organization
from catalogue.opportunities import keeping
from matcher.access import Visitor, drafts_for, may_keep
from matcher.errors import BadInput, MatcherError, NotAllowed, NotFound, marked
from matcher.mail.addresses import strict_address
from matcher.models import ListingDraft, Role
from matcher.partners import checking, wording
from matcher.partners.conversation import (
    CHECK,
    Said,
    after,
    answered,
    missing,
    questions_for,
)
from matcher.partners.joining import HERE

MOST_OPEN = 50
"""Drafts of one organization, or of one worker, that are not decided yet."""


class Changed(MatcherError):
    """Somebody changed this meanwhile; carries both texts."""

    def __init__(self, *, theirs: OpportunityDraft, ours: OpportunityDraft) -> None:
        """``theirs`` as it stands now, ``ours`` as it was about to be kept."""
        super().__init__(marked("Somebody else changed this just now."))
        self.theirs = theirs
        self.ours = ours


def content_of(draft: ListingDraft) -> OpportunityDraft:
    """What a draft says so far."""
    return draft_from_dict({"title": "", **draft.content})


def begin(session: Session, visitor: Visitor, *, now: datetime) -> ListingDraft:
    """A new listing. Raises ``NotAllowed`` for who keeps none."""
    draft_id = uuid4()
    content = _nothing_told(session, visitor, draft_id)
    return _added(session, visitor, draft_id, content, now=now)


def _nothing_told(
    session: Session, visitor: Visitor, draft_id: UUID
) -> OpportunityDraft:
    """No more than who runs it, as they are called now."""
    organization = None
    source = HERE
    if visitor.role is Role.PARTNER:
        row = _own_organization(session, visitor)
        organization, source = organizations.as_draft(row), row["source"]
    return OpportunityDraft(
        source=source,
        source_id=f"told:{draft_id}",
        title="",
        organization=organization,
    )


def go_on_or_begin(
    session: Session, visitor: Visitor, *, now: datetime
) -> ListingDraft:
    """The new listing they began and told nothing of yet, or else a new one."""
    untold = session.exec(
        drafts_for(visitor)
        .where(
            ListingDraft.account_id == visitor.account_id,
            col(ListingDraft.opportunity_id).is_(None),
            ListingDraft.version == 1,
            col(ListingDraft.submitted_at).is_(None),
            col(ListingDraft.decided_at).is_(None),
        )
        .order_by(col(ListingDraft.begun_at), col(ListingDraft.id))
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if untold is None:
        return begin(session, visitor, now=now)
    untold.content = draft_as_dict(_nothing_told(session, visitor, untold.id))
    return untold


def _own_organization(session: Session, visitor: Visitor) -> dict[str, Any]:
    key = visitor.organization_id
    rows = organizations.organization_rows(session, [key]) if key else {}
    if key not in rows:
        raise NotAllowed("Your account belongs to no organisation. Ask a lead.")
    return rows[key]


def begin_change(
    session: Session, visitor: Visitor, key: UUID, *, now: datetime
) -> ListingDraft:
    """A change to a listing; the listing stays as it is until it is published."""
    found = opportunities.listing(session, key)
    if found is None or not may_keep(session, visitor, key):
        raise NotFound("That listing is not yours to change, or not there any more.")
    return _added(
        session, visitor, uuid4(), found.draft, now=now, key=key, base=found.revision
    )


def _added(
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    content: OpportunityDraft,
    *,
    now: datetime,
    key: UUID | None = None,
    base: int = 0,
) -> ListingDraft:
    if visitor.account_id is None:
        raise NotAllowed("Sign in first.")
    _must_have_room(session, visitor)
    of_partner = visitor.role is Role.PARTNER
    organization_id = visitor.organization_id if of_partner else None
    draft = ListingDraft(
        id=draft_id,
        account_id=visitor.account_id,
        organization_id=organization_id,
        opportunity_id=key,
        base_revision=base,
        content=draft_as_dict(content),
        step=CHECK if key else questions_for(organization_id)[0],
        begun_at=now,
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def _must_have_room(session: Session, visitor: Visitor) -> None:
    whose = (
        col(ListingDraft.organization_id) == visitor.organization_id
        if visitor.role is Role.PARTNER
        else col(ListingDraft.account_id) == visitor.account_id
    )
    count = sa.select(sa.func.count()).where(
        whose, col(ListingDraft.decided_at).is_(None)
    )
    if session.execute(count).scalar_one() >= MOST_OPEN:
        raise BadInput("There are many begun already. Finish or drop some first.")


def answer(
    session: Session,
    draft: ListingDraft,
    step: str,
    said: Said,
    *,
    seen: int,
    now: datetime,
    today: date,
) -> str:
    """Keep the answers of one question; the page to go on with.

    Raises ``BadInput`` for what can't be kept, and ``Changed`` when the draft is not
    the one that was ``seen``.
    """
    before = content_of(draft)
    content = answered(before, step, said, today=today)
    press = said.one("press") or "next"
    onward = after(step, press, questions_for(draft.organization_id))
    columns: dict[str, Any] = {
        "content": draft_as_dict(content),
        "step": onward,
        "version": seen + 1,
        "changed_at": now,
        "submitted_at": None,
        "note": None,
    }
    if step == "run-by":
        columns["confirm_email"] = _address(said.one("confirm_email"))
    kept = session.execute(
        sa.update(ListingDraft)
        .where(
            col(ListingDraft.id) == draft.id,
            col(ListingDraft.version) == seen,
            col(ListingDraft.decided_at).is_(None),
        )
        .values(**columns)
        .execution_options(synchronize_session=False)
    )
    session.refresh(draft)
    if kept.rowcount != 1:  # type: ignore[attr-defined]
        theirs = content_of(draft)
        if theirs == content:
            return onward
        raise Changed(theirs=theirs, ours=_answered_over(theirs, step, said, today))
    return onward


def _answered_over(
    theirs: OpportunityDraft, step: str, said: Said, today: date
) -> OpportunityDraft:
    """What would stand there if our answers were kept over theirs."""
    try:
        return answered(theirs, step, said, today=today)
    except BadInput:
        return theirs


def _address(text: str) -> str | None:
    return strict_address(text) if text else None


def drop(session: Session, draft: ListingDraft) -> None:
    """It was not meant; nothing of it stays."""
    if draft.opportunity_id is None:
        key = wording.listing_of(content_of(draft))
        opportunities.untold(session, key)
        wording.forget(session, key)
    session.delete(draft)


# --- publishing ----------------------------------------------------------------------


def publish(
    session: Session,
    draft: ListingDraft,
    *,
    by: Visitor,
    seen: int,
    over: int | None = None,
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> UUID | None:
    """Show it from now on, or hand it in when somebody looks first (None then).

    ``over``: the revision of the listing that the visitor has seen and means to change,
    after being shown both texts. Raises ``Changed`` when the listing is not the one the
    change was made from, and ``BadInput`` while something needed is missing.
    """
    _as_seen(session, draft, seen)
    content = content_of(draft)
    if missing(content):
        raise BadInput("Something is still missing. Look at the questions marked here.")
    if over is not None:
        draft.base_revision = over
    must_be_as_begun(session, draft)
    if must_wait(session, draft.organization_id) or takes_over(session, draft):
        draft.submitted_at = now
        return None
    return shown(session, draft, by=by, now=now, today=today, lexicon=lexicon)


def _as_seen(session: Session, draft: ListingDraft, seen: int) -> None:
    session.refresh(draft, with_for_update=True)
    if draft.decided_at is not None:
        raise NotFound("That is not here, or not any more.")
    if draft.version != seen:
        content = content_of(draft)
        raise Changed(theirs=content, ours=content)


def must_be_as_begun(session: Session, draft: ListingDraft) -> None:
    """Raises ``Changed`` when the listing is another one than the change began with."""
    key = draft.opportunity_id
    if key is None:
        return
    revision = session.execute(
        sa.select(col(Opportunity.revision))
        .where(col(Opportunity.id) == key)
        .with_for_update()
    ).scalar_one()
    if revision == draft.base_revision:
        return
    both = (draft.base_revision, revision)
    said = [one.draft for one in keeping.versions(session, key, numbers=both)]
    if len(said) == len(both) and keeping.same_words(*said):
        return  # closed or opened meanwhile: that stays as it is
    found = opportunities.listing(session, key)
    if found:
        raise Changed(theirs=found.draft, ours=content_of(draft))


def must_wait(session: Session, organization_id: UUID | None) -> bool:
    """Whether somebody looks first at what they tell; None, a worker, need not wait."""
    if organization_id is None:
        return False
    return session.get_one(Organization, organization_id).trusted_at is None


def waits(session: Session, organization_id: UUID | None, key: UUID | None) -> bool:
    """Whether somebody looks first at what they tell of a listing; None: a new one."""
    if must_wait(session, organization_id):
        return True
    return key is not None and not is_theirs(session, organization_id, key)


def takes_over(session: Session, draft: ListingDraft) -> bool:
    """Whether it would make a listing theirs that is not; somebody looks at that first.

    Raises ``BadInput`` when another organization keeps it by now.
    """
    key, ours = draft.opportunity_id, draft.organization_id
    if key is None or ours is None:
        return False
    if keeping.keeper_of(session, key) not in {None, ours}:
        raise BadInput("Another organisation keeps that listing here. Ask them first.")
    return not is_theirs(session, ours, key)


def is_theirs(session: Session, organization_id: UUID | None, key: UUID) -> bool:
    """Whether a listing is this organization's; a worker's are all those they tell."""
    if organization_id is None:
        return True
    keeper = keeping.keeper_of(session, key)
    runs = session.get_one(Opportunity, key).organization_id
    return (keeper or runs) == organization_id


def shown(
    session: Session,
    draft: ListingDraft,
    *,
    by: Visitor,
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> UUID:
    """A draft becomes what the listing says; who runs it has checked it with that.

    What a worker heard by phone is not checked until those who run it press yes.
    """
    takes_over(session, draft)  # and nobody else's
    by_phone = draft.organization_id is None and draft.confirm_email is not None
    checked_on = None if by_phone else today
    key = keeping.publish(
        session,
        replace(content_of(draft), assured_on=checked_on),
        kept_by=draft.organization_id,
        now=now,
        lexicon=lexicon,
    )
    if checked_on:
        keeping.confirm(session, [key], today=checked_on)
    draft.opportunity_id = key
    draft.decided_at = now
    draft.decided_by_id = by.account_id
    if by_phone and draft.confirm_email:
        checking.keep_address(session, draft.confirm_email, now=now)
    return key
