"""What the letters are made from, read from the database: plain values, no sentence.

Nothing is written here and nothing is kept. What stood in a letter counts as seen only
once it is ``sent``: what was in one that failed, or may not have arrived, comes back.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.opportunities import Listing
from matcher import people, reports
from matcher.access import Visitor, people_for
from matcher.digests import news
from matcher.digests.asking import Keeper, due_for
from matcher.digests.changes import Change, changes_between, standing, was_back
from matcher.digests.composing import (
    MOST_NEW,
    MOST_TO_CONFIRM,
    Changed,
    ForPartner,
    ForPerson,
    ForWorker,
    Ways,
)
from matcher.digests.weeks import day_of
from matcher.introductions import the_list
from matcher.introductions.going import OVER
from matcher.models import (
    Account,
    ConsentTo,
    Introduction,
    Letter,
    LetterListing,
    LetterState,
    Person,
    RecipientKind,
    Subscription,
)
from matcher.partners.checking import told_at
from matcher.their_data.consenting import said_yes

NOTICE = "gone:"
"""How the occasion of a notice begins: the id of what is gone follows."""

A_YEAR = timedelta(days=365)


def for_person(
    session: Session,
    person: Person,
    ways: Ways,
    *,
    lexicon: Lexicon,
    today: date,
    or_since: datetime | None = None,
) -> ForPerson:
    """What is new for somebody since their last sent letter.

    ``or_since``: since when, for somebody who never got one; everything if left out.
    """
    last = last_sent(session, person.id)
    rows = the_list(session, person)
    asked = people.asked_of(session, person, lexicon=lexicon, today=today)
    saved = _listings_of(session, rows)
    new = news.new_for(
        session,
        asked,
        since=last.planned_at if last else or_since,
        without={str(row.opportunity_id) for row in rows} | _in_letter(session, last),
        lexicon=lexicon,
        today=today,
        most=MOST_NEW + 1,
    )
    return ForPerson(
        called=person.called,
        ways=ways,
        today=today,
        new=new,
        changed=_changed(session, rows, saved, last, today=today),
        still=_still(rows, saved, today),
        activities=names_of(lexicon),
        own_words=person.words_in_letters,
        shared_inbox=_shares_inbox(session, person.id),
        large_type=person.large_type,
    )


def for_notice(
    session: Session, person: Person, gone: UUID, ways: Ways, *, today: date
) -> ForPerson:
    """One thing on somebody's list that is off."""
    rows = [one for one in the_list(session, person) if one.opportunity_id == gone]
    listings = _listings_of(session, rows)
    off = [one for one in listings.values() if is_off(one, today)]
    return ForPerson(
        called=person.called,
        ways=ways,
        today=today,
        changed=tuple(
            Changed(listing=one, changes=(standing(one.draft, today),)) for one in off
        ),
        shared_inbox=_shares_inbox(session, person.id),
        large_type=person.large_type,
    )


def is_off(listing: Listing, today: date) -> bool:
    """Whether somebody who sets out would stand before a closed door."""
    return standing(listing.draft, today) is not Change.BACK


def as_it_was(
    session: Session,
    letter: Letter,
    person: Person,
    ways: Ways,
    *,
    lexicon: Lexicon,
    today: date,
) -> ForPerson:
    """What stood in a letter, as those things are today."""
    keys = _keys_in(session, letter)
    rows = the_list(session, person)
    kept = {row.opportunity_id for row in rows if row.saved_at <= letter.planned_at}
    asked = people.asked_of(session, person, lexicon=lexicon, today=today)
    ranked = news.ranked_among(session, asked, keys, lexicon=lexicon, today=today)
    shown = [
        one for one in opportunities.listings(session, keys) if not is_off(one, today)
    ]
    plain = {one.id: news.without_reason(one) for one in shown}
    before = last_sent(session, person.id, before=letter.planned_at)
    saved = _listings_of(session, rows)
    return ForPerson(
        called=person.called,
        ways=ways,
        today=today,
        changed=_changed(
            session, rows, saved, before, today=today, until=letter.planned_at
        ),
        new=tuple(
            ranked.get(one.id, plain[one.id]) for one in shown if one.id not in kept
        ),
        still=tuple(one for one in shown if one.id in kept),
        activities=names_of(lexicon),
        own_words=person.words_in_letters,
        large_type=person.large_type,
    )


def for_worker(
    session: Session,
    account: Account,
    ways: Ways,
    *,
    week: str,
    lexicon: Lexicon,
    today: date,
    now: datetime,
) -> ForWorker:
    """How many of the people who agreed have something new: a number, never who.

    Whose letter of this ``week`` was sent has; so it does not matter which of the two
    leaves first. For somebody without letters new is what came since the last note.
    """
    before = _last_note(session, account.id, week)
    counted = [
        person
        for person in session.exec(people_for(_as_visitor(account), now=now)).all()
        if said_yes(session, person.id, ConsentTo.COPY_TO_WORKER)
    ]
    told = [
        for_person(session, one, ways, lexicon=lexicon, today=today, or_since=before)
        for one in counted
    ]
    sent = _sent_in(session, [one.id for one in counted], week)
    unchecked = {
        listing.id
        for one in told
        for listing in one.still
        if listing.draft.assured_on is None or today - listing.draft.assured_on > A_YEAR
    }
    return ForWorker(
        ways=ways,
        people=sum(
            person.id in sent or bool(one.new or one.changed)
            for person, one in zip(counted, told, strict=True)
        ),
        unchecked=len(unchecked),
    )


def for_partner(
    session: Session,
    keeper: Keeper,
    ways: Ways,
    *,
    months: Sequence[int],
    now: datetime,
) -> ForPartner:
    """What somebody may confirm as still true, and what people near them look for."""
    today = day_of(now)
    organization_id = keeper.organization_id
    due = due_for(session, keeper, months=months, today=today)
    told = set(told_at(session, keeper.email)) if organization_id is None else set()
    by_phone = any(one.id in told for one in due[:MOST_TO_CONFIRM])
    return ForPartner(
        ways=ways,
        today=today,
        due=due,
        looked_for=reports.looked_for(session, organization_id, now=now)
        if organization_id
        else (),
        by_phone=by_phone,
        nobody_left=organization_id is None and not by_phone,
    )


# --- parts ---------------------------------------------------------------------------


def last_sent(
    session: Session, person_id: UUID, *, before: datetime | None = None
) -> Letter | None:
    """The last letter of theirs that was surely sent; a notice is none."""
    query = select(Letter).where(
        Letter.recipient_kind == RecipientKind.PERSON,
        Letter.recipient_id == person_id,
        Letter.state == LetterState.SENT,
        ~col(Letter.occasion).startswith(NOTICE),
    )
    if before is not None:
        query = query.where(col(Letter.planned_at) < before)
    newest_first = query.order_by(col(Letter.planned_at).desc(), col(Letter.id))
    return session.exec(newest_first).first()


def _last_note(session: Session, account_id: UUID, week: str) -> datetime | None:
    """When a worker's last sent note of an earlier week was planned."""
    return session.exec(
        select(Letter.planned_at)
        .where(
            Letter.recipient_kind == RecipientKind.WORKER,
            Letter.recipient_id == account_id,
            Letter.state == LetterState.SENT,
            Letter.week < week,
        )
        .order_by(col(Letter.planned_at).desc())
    ).first()


def _sent_in(session: Session, people_ids: list[UUID], week: str) -> set[UUID]:
    """Those whose letter of a week was sent; a notice is none."""
    return set(
        session.exec(
            select(Letter.recipient_id).where(
                Letter.recipient_kind == RecipientKind.PERSON,
                col(Letter.recipient_id).in_(people_ids),
                Letter.week == week,
                Letter.state == LetterState.SENT,
                ~col(Letter.occasion).startswith(NOTICE),
            )
        )
    )


def names_of(lexicon: Lexicon) -> dict[str, str]:
    """Activity -> the name people know it by."""
    return {key: one.name for key, one in lexicon.activities.items()}


def _in_letter(session: Session, letter: Letter | None) -> set[str]:
    return {str(key) for key in _keys_in(session, letter)} if letter else set()


def _keys_in(session: Session, letter: Letter) -> list[UUID]:
    return list(
        session.exec(
            select(LetterListing.opportunity_id)
            .where(LetterListing.letter_id == letter.id)
            .order_by(col(LetterListing.position))
        )
    )


def _listings_of(session: Session, rows: Iterable[Introduction]) -> dict[UUID, Listing]:
    found = opportunities.listings(session, [row.opportunity_id for row in rows])
    return {one.id: one for one in found}


def _changed(
    session: Session,
    rows: list[Introduction],
    saved: dict[UUID, Listing],
    last: Letter | None,
    *,
    today: date,
    until: datetime | None = None,
) -> tuple[Changed, ...]:
    """What happened since they last heard of it, or since it was saved, if later.

    They hear of it by a letter, or by a notice before ``until``: what a notice said is
    off is told again only when it is back.
    """
    told: list[Changed] = []
    noticed = _noticed(session, rows, until)
    for row in rows:
        listing = saved.get(row.opportunity_id)
        if listing is None or row.state in OVER:
            continue
        heard = (last.planned_at if last else None, noticed.get(row.opportunity_id))
        since = max([row.saved_at, *filter(None, heard)])
        before = news.drafts_at(session, [listing.id], since).get(listing.id)
        if before is None:
            continue
        changes = _off_once_more(session, listing, since, today) or changes_between(
            before, listing.draft, then=day_of(since), today=today
        )
        if changes:
            told.append(Changed(listing=listing, changes=changes))
    return tuple(told)


def _off_once_more(
    session: Session, listing: Listing, since: datetime, today: date
) -> tuple[Change, ...]:
    """That something is off which was there after ``since``, whatever it was then."""
    if not is_off(listing, today):
        return ()
    versions = news.versions_since(session, listing.id, since)
    is_news = was_back(versions, today)
    return (standing(listing.draft, today),) if is_news else ()


def _noticed(
    session: Session, rows: list[Introduction], until: datetime | None
) -> dict[UUID, datetime]:
    """When a notice last said that something on a list is off."""
    if not rows:
        return {}
    query = select(Letter.occasion, Letter.sent_at).where(
        Letter.recipient_id == rows[0].person_id,
        col(Letter.occasion).startswith(NOTICE),
        Letter.state == LetterState.SENT,
    )
    if until is not None:
        query = query.where(col(Letter.planned_at) < until)
    in_order = session.exec(query.order_by(col(Letter.sent_at)))
    return {UUID(said.removeprefix(NOTICE)): at for said, at in in_order if at}


def _still(
    rows: list[Introduction], saved: dict[UUID, Listing], today: date
) -> tuple[Listing, ...]:
    """What they kept and have not been to; nothing that is closed just now."""
    return tuple(
        saved[row.opportunity_id]
        for row in rows
        if row.state not in OVER
        and row.opportunity_id in saved
        and news.was_shown(saved[row.opportunity_id].draft, today)
    )


def _shares_inbox(session: Session, person_id: UUID) -> bool:
    chosen = session.exec(
        select(Subscription).where(Subscription.person_id == person_id)
    ).first()
    return chosen is not None and chosen.shared_inbox


def _as_visitor(account: Account) -> Visitor:
    """The account as the one filter of who sees whom takes it."""
    return Visitor(account_id=account.id, role=account.role, team_id=account.team_id)
