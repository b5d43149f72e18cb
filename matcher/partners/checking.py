"""Is all of this still true? One mail for all listings of somebody, one press for each.

The mail's link is not the answer: its page shows each listing with buttons, and a press
there counts once. Asking is idempotent by listing, address, rung and the day last
checked, so that a job that runs twice asks once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.drafts import Status
from catalogue.models import KeptBy, Opportunity
from catalogue.opportunities import Listing, keeping
from matcher import keys
from matcher.errors import NotFound
from matcher.mail import post
from matcher.models import Account, Checking, CheckingListing, Role
from matcher.partners import remarks

LIVES = timedelta(days=60)
"""Longer than the step between two mails, so that the newest always works."""

KEPT = timedelta(days=2 * 365)
"""How long it is known that something was asked, so that it is not asked again."""

ASKED_ALONG = 2
"""Months before it is due that a listing is asked about along with another."""

DEAD = "This link does not work any more. Its time is over."

RIGHT, THIS_WEEK, CHANGED = "right", "not-this-week", "changed"
PRESSES = (RIGHT, THIS_WEEK, CHANGED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One listing of such a mail, and whether it was answered."""

    listing: Listing
    answer: str | None


def ask(
    session: Session,
    email: str,
    rungs: Mapping[UUID, int],
    *,
    account_id: UUID | None = None,
    now: datetime,
) -> Checking | None:
    """Mail one link for these listings; None when all were asked about before.

    ``rungs``: how often each was due since it was last checked, by listing.
    """
    questions = _not_asked_yet(session, email, rungs)
    if not questions:
        return None
    checking = Checking(
        id=uuid4(),
        email=email,
        account_id=account_id,
        asked_at=now,
        expires_at=now + LIVES,
    )
    session.add(checking)
    session.flush()
    session.add_all(
        CheckingListing(
            id=key,
            checking_id=checking.id,
            opportunity_id=one.id,
            checked_on=one.draft.assured_on,
        )
        for key, one in questions.items()
    )
    post(
        session,
        letter="still_true",
        recipient=email,
        values={
            "checking_id": str(checking.id),
            "count": len(questions),
            "by_phone": account_id is None,
        },
        now=now,
    )
    return checking


def _not_asked_yet(
    session: Session, email: str, rungs: Mapping[UUID, int]
) -> dict[UUID, Listing]:
    """What is new to ask of this address: the listings, by the id of the question."""
    questions = {
        uuid5(one.id, f"{email}\0{rungs[one.id]}\0{one.draft.assured_on}"): one
        for one in opportunities.listings(session, list(rungs))
    }
    asked = select(CheckingListing.id).where(col(CheckingListing.id).in_(questions))
    known = set(session.exec(asked))
    return {key: one for key, one in questions.items() if key not in known}


# --- the ladder ----------------------------------------------------------------------


def ask_everybody(
    session: Session, *, months: Sequence[int], now: datetime, today: date
) -> int:
    """One mail to each partner person whose listings are due; how many mails.

    ``months`` after it was last checked a listing is due, once for each. What would be
    due before long is asked along, so that they hear seldom.
    """
    accounts = session.exec(
        select(Account)
        .where(
            Account.role == Role.PARTNER,
            col(Account.disabled_at).is_(None),
            col(Account.organization_id).is_not(None),
        )
        .order_by(col(Account.id))
    )
    return sum(_ask_one(session, one, months, now, today) for one in accounts)


def _ask_one(
    session: Session,
    account: Account,
    months: Sequence[int],
    now: datetime,
    today: date,
) -> int:
    ages = _ages(session, account.organization_id, today)
    due = {key: rung for key, age in ages.items() if (rung := rung_of(age, months))}
    if not (due and _not_asked_yet(session, account.email, due)):
        return 0
    soon = min(months) - ASKED_ALONG
    along = {key: 0 for key, age in ages.items() if age >= soon}
    ask(session, account.email, along | due, account_id=account.id, now=now)
    return 1


def _ages(
    session: Session, organization_id: UUID | None, today: date
) -> dict[UUID, int]:
    """How many months ago each listing they keep was last checked, or came here."""
    rows = session.execute(
        sa.select(
            col(Opportunity.id),
            col(Opportunity.assured_on),
            col(Opportunity.created_at),
        )
        .join(KeptBy, col(KeptBy.opportunity_id) == col(Opportunity.id))
        .where(
            col(KeptBy.organization_id) == organization_id,
            col(Opportunity.status) == Status.ACTIVE,
        )
        .order_by(col(Opportunity.id))
    )
    return {
        key: months_between(assured_on or created_at.date(), today)
        for key, assured_on, created_at in rows
    }


def rung_of(age: int, months: Sequence[int]) -> int:
    """How many of these months have gone by: 0 for none."""
    return sum(age >= month for month in months)


def months_between(since: date, today: date) -> int:
    """Whole months from one day to another."""
    gone = (today.year - since.year) * 12 + today.month - since.month
    return gone - (today.day < since.day)


# --- the link ------------------------------------------------------------------------


def look(session: Session, key: bytes, token: str, *, now: datetime) -> Checking:
    """What a mail's link asks about; raises ``NotFound`` alike for dead and unknown."""
    checking_id = keys.link_of(key, token)
    checking = session.get(Checking, checking_id) if checking_id else None
    if checking is None or checking.expires_at <= now:
        raise NotFound(DEAD)
    return checking


def asked_about(session: Session, checking: Checking) -> list[Asked]:
    """Its listings, by title, with what was answered."""
    rows = session.exec(
        select(CheckingListing).where(CheckingListing.checking_id == checking.id)
    )
    answers = {row.opportunity_id: row.answer for row in rows}
    found = opportunities.listings(session, list(answers))
    return sorted(
        (Asked(listing=one, answer=answers[one.id]) for one in found),
        key=lambda asked: (asked.listing.draft.title.casefold(), asked.listing.id),
    )


def press(
    session: Session,
    checking: Checking,
    listing_id: UUID,
    pressed: str,
    *,
    words: str = "",
    now: datetime,
    today: date,
) -> bool:
    """One press about one listing; False when it was answered before.

    "Changed" is told to whoever looks over listings here, with what was written.
    """
    if pressed not in PRESSES:
        raise NotFound(DEAD)
    claimed = session.execute(
        sa.update(CheckingListing)
        .where(
            col(CheckingListing.checking_id) == checking.id,
            col(CheckingListing.opportunity_id) == listing_id,
            col(CheckingListing.answered_at).is_(None),
        )
        .values(answered_at=now, answer=pressed)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    if pressed == CHANGED:
        remarks.tell_changed(session, listing_id, words, now=now)
    else:
        keeping.confirm(session, [listing_id], today=today)
    if pressed == THIS_WEEK:
        keeping.rest(session, listing_id, until=end_of_week(today))
    return True


def end_of_week(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())


def sweep(session: Session, *, now: datetime) -> int:
    """Drop very old questions; how many. Till then they are not asked again."""
    gone = sa.delete(Checking).where(col(Checking.asked_at) < now - KEPT)
    return session.execute(gone).rowcount  # type: ignore[attr-defined,no-any-return]
