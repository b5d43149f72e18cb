"""Is all of this still true? One letter for all listings of somebody, one press each.

The weekly letter asks (``matcher.digests.asking`` says when). Its link is not the
answer: its page shows each listing with buttons, and a press there counts once. Whoever
told a listing by phone is asked at their address; they need no account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.drafts import Timetable
from catalogue.models import KeptBy
from catalogue.opportunities import Listing, keeping
from catalogue.schedules import occurrences_between
from matcher import keys
from matcher.errors import DeadLink, marked
from matcher.models import (
    Account,
    Letter,
    LetterListing,
    ListingDraft,
    RecipientKind,
    Role,
    Subscription,
)
from matcher.partners import remarks

LIVES = timedelta(days=60)
"""Longer than the step between two letters, so that the newest always works."""

DEAD = marked("Its time may be over, or a part of it got lost.")

RIGHT, THIS_WEEK, CHANGED = "right", "not-this-week", "changed"
PRESSES = (RIGHT, THIS_WEEK, CHANGED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One listing of such a letter, and whether it was answered."""

    listing: Listing
    answer: str | None


# --- told by phone -------------------------------------------------------------------


def keep_address(session: Session, email: str, *, now: datetime) -> None:
    """Whoever reads this address keeps a listing without an account: ask them there.

    Again does nothing; who stopped the letters stays stopped, with an account too.
    """
    address = email.lower()
    known = select(Subscription.id).where(Subscription.address == address)
    if session.exec(known).first() is not None:
        return
    stopped_at = session.exec(
        select(sa.func.max(Subscription.stopped_at))
        .join(Account, col(Account.id) == col(Subscription.account_id))
        .where(sa.func.lower(Account.email) == address, Account.role == Role.PARTNER)
    ).one()
    session.add(
        Subscription(id=uuid4(), address=address, asked_at=now, stopped_at=stopped_at)
    )
    session.flush()


def told_at(session: Session, email: str) -> list[UUID]:
    """The listings that workers told for whoever reads this address, by id.

    Of several who were named for one listing it is the last; none once an organization
    keeps it.
    """
    later = sa.orm.aliased(ListingDraft)
    is_kept = sa.exists().where(
        col(KeptBy.opportunity_id) == col(ListingDraft.opportunity_id)
    )
    told_later = sa.exists().where(
        col(later.opportunity_id) == col(ListingDraft.opportunity_id),
        col(later.confirm_email).is_not(None),
        col(later.decided_at) > col(ListingDraft.decided_at),
    )
    rows = session.execute(
        sa.select(col(ListingDraft.opportunity_id))
        .where(
            sa.func.lower(col(ListingDraft.confirm_email)) == email.lower(),
            col(ListingDraft.organization_id).is_(None),
            col(ListingDraft.opportunity_id).is_not(None),
            col(ListingDraft.decided_at).is_not(None),
            ~is_kept,
            ~told_later,
        )
        .distinct()
        .order_by(col(ListingDraft.opportunity_id))
    )
    return list(rows.scalars())


# --- the ladder ----------------------------------------------------------------------


def rung_of(age: int, months: Sequence[int]) -> int:
    """How many of these months have gone by: 0 for none."""
    return sum(age >= month for month in months)


def months_between(since: date, today: date) -> int:
    """Whole months from one day to another."""
    gone = (today.year - since.year) * 12 + today.month - since.month
    return gone - (today.day < since.day)


# --- the link ------------------------------------------------------------------------


def look(session: Session, key: bytes, token: str, *, now: datetime) -> Letter:
    """The letter a link is of; raises ``DeadLink`` alike for dead and unknown."""
    letter_id = keys.id_of(key, keys.LETTER, token)
    letter = session.get(Letter, letter_id) if letter_id else None
    if letter is None or letter.recipient_kind is not RecipientKind.PARTNER:
        raise DeadLink(DEAD)
    if letter.planned_at + LIVES <= now:
        raise DeadLink(DEAD)
    return letter


def asked_about(session: Session, letter: Letter) -> list[Asked]:
    """What stood in it, by title, with what was answered."""
    rows = session.exec(
        select(LetterListing).where(LetterListing.letter_id == letter.id)
    )
    answers = {row.opportunity_id: row.answer for row in rows}
    found = opportunities.listings(session, list(answers))
    return sorted(
        (Asked(listing=one, answer=answers[one.id]) for one in found),
        key=lambda asked: (asked.listing.draft.title.casefold(), asked.listing.id),
    )


def press(
    session: Session,
    letter: Letter,
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
        raise DeadLink(DEAD)
    if not claimed(session, letter, listing_id, pressed, now=now):
        return False
    if pressed == CHANGED:
        remarks.tell_changed(session, listing_id, words, now=now)
    else:
        keeping.confirm(session, [listing_id], today=today)
    if pressed == THIS_WEEK:
        listing = opportunities.listing(session, listing_id)
        times = listing.draft.timetables if listing else ()
        keeping.rest(session, listing_id, until=end_of_rest(times, today))
    return True


def claimed(
    session: Session, letter: Letter, listing_id: UUID, answer: str, *, now: datetime
) -> bool:
    """Write down what was answered about one listing; False when one was before."""
    done = session.execute(
        sa.update(LetterListing)
        .where(
            col(LetterListing.letter_id) == letter.id,
            col(LetterListing.opportunity_id) == listing_id,
            col(LetterListing.answered_at).is_(None),
        )
        .values(answered_at=now, answer=answer)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def end_of_rest(timetables: Sequence[Timetable], today: date) -> date:
    """The Sunday up to which "not this week" holds.

    Who says it on a Saturday, of what meets on Tuesdays, means the Tuesday to come.
    """
    sunday = end_of_week(today)
    following = sunday + timedelta(days=7)
    to_come = occurrences_between(timetables, first_day=today, last_day=following)
    first = next((one.day for one in to_come), today)
    within_days = first - today < timedelta(days=7)
    return following if first > sunday and within_days else sunday


def end_of_week(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())
