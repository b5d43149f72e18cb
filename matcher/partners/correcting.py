"""What changed, told from a letter's page without signing in: a change like any other.

It waits for somebody to look at it, beside what people see meanwhile; from an
organization that is trusted it is shown at once. What can't be laid over the listing
is told in words, as a visitor's would be.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_as_dict
from matcher.access import Visitor, may_keep
from matcher.errors import BadInput, DeadLink
from matcher.models import Account, Letter, ListingDraft
from matcher.partners import checking, drafting, remarks
from matcher.partners.conversation import Said, answered
from matcher.partners.outdated import still_said

MOST_NAMED = 3
"""Sentences that one question quotes."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What is different now, in words; empty is as it was."""

    when: str = ""
    cost: str = ""
    besides: str = ""
    asked: bool = False
    """They were shown what else names the old day, time or price."""


class NamedElsewhere(BadInput):
    """Other words of the listing name what would be changed; asked about once."""


def correct(
    session: Session,
    letter: Letter,
    listing_id: UUID,
    told: Corrected,
    *,
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> None:
    """Hand in what changed; once, as every press. Nothing when it was answered before.

    Raises ``BadInput`` when nothing is said, and ``NamedElsewhere`` once.
    """
    by = _teller(session, letter, listing_id)
    if by is None or not (told.when or told.cost):
        words = " · ".join(x for x in (told.when, told.cost, told.besides) if x)
        checking.press(
            session, letter, listing_id, checking.CHANGED, words=words, now=now,
            today=today,
        )  # fmt: skip
        return
    if not checking.claimed(session, letter, listing_id, checking.CHANGED, now=now):
        return
    opportunities.hold(session, [listing_id])  # what comes between is not undone
    listing = opportunities.listing(session, listing_id)
    if listing is None:
        raise DeadLink(checking.DEAD)
    content = corrected(listing.draft, told, today=today)
    _ask_of_other_words(listing.draft, content, told)
    if told.besides:
        remarks.tell_changed(session, listing_id, told.besides, now=now)
    row = ListingDraft(
        id=uuid4(),
        account_id=by.id,
        organization_id=by.organization_id,
        opportunity_id=listing_id,
        base_revision=listing.revision,
        content=draft_as_dict(content),
        step="check",
        begun_at=now,
        changed_at=now,
        submitted_at=now,
    )
    session.add(row)
    session.flush()
    of = by.organization_id
    if of is not None and not drafting.must_wait(session, of):
        drafting.shown(
            session, row, by=_as_visitor(by), now=now, today=today, lexicon=lexicon
        )


def _ask_of_other_words(
    before: OpportunityDraft, after: OpportunityDraft, told: Corrected
) -> None:
    left = [] if told.asked or told.besides else still_said(before, after)
    if left:
        raise NamedElsewhere(
            "People also read “%(words)s”. Is that still right? If it is, press “Tell"
            " us” once more. If not, write below what it should say.",
            words="” · “".join(one.words for one in left[:MOST_NAMED]),
        )


def corrected(
    draft: OpportunityDraft, told: Corrected, *, today: date
) -> OpportunityDraft:
    """The listing with the time and the cost that were told laid over it."""
    if told.when:
        blank = replace(draft, timetables=(), schedule_text=None)
        said = Said(fields={"way": ["words"], "words": [told.when], "press": ["add"]})
        draft = answered(blank, "when", said, today=today)
    if told.cost:
        said = Said(fields={"how": ["costs"], "words": [told.cost]})
        draft = answered(draft, "cost", said, today=today)
    return draft


def _teller(session: Session, letter: Letter, listing_id: UUID) -> Account | None:
    """Whose change it is: who reads the letter, or the worker who told it for them."""
    account = session.get(Account, letter.recipient_id)
    if account is not None:
        is_theirs = may_keep(session, _as_visitor(account), listing_id)
        return account if is_theirs and account.disabled_at is None else None
    query = (
        select(Account)
        .join(ListingDraft, col(ListingDraft.account_id) == col(Account.id))
        .where(
            ListingDraft.opportunity_id == listing_id,
            col(ListingDraft.organization_id).is_(None),
            col(ListingDraft.confirm_email).is_not(None),
            col(ListingDraft.decided_at).is_not(None),
        )
        .order_by(col(ListingDraft.decided_at).desc())
    )
    return session.exec(query).first()


def _as_visitor(account: Account) -> Visitor:
    return Visitor(
        sign_in_id="letter",
        account_id=account.id,
        name=account.name,
        role=account.role,
        organization_id=account.organization_id,
    )
