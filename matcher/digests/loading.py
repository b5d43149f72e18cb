"""What the letters are made from, read from the database: plain values, no sentence.

Nothing is written here and nothing is kept. What stood in a letter counts as seen only
once it is ``sent``: what was in one that failed, or may not have arrived, comes back.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.opportunities import Listing
from catalogue.schedules import day_of
from matcher import people, reports
from matcher.access import Visitor, people_for
from matcher.digests import news
from matcher.digests.asking import Keeper, due_for
from matcher.digests.changes import standing
from matcher.digests.composing import (
    MOST_NEW,
    MOST_TO_CONFIRM,
    NOWHERE,
    Changed,
    ForPartner,
    ForPerson,
    ForWorker,
    Ways,
)
from matcher.digests.lists import (
    changed_on,
    is_off,
    lists_of,
    saved_on,
    still_on,
)
from matcher.digests.questions import Places, Question, questions_of
from matcher.digests.told import NOTICE, last_letters
from matcher.matching import Result
from matcher.models import (
    Account,
    Consent,
    ConsentTo,
    Letter,
    LetterListing,
    LetterState,
    Person,
    RecipientKind,
    Subscription,
)
from matcher.partners.checking import told_at
from matcher.ranking import Match
from matcher.taking import Taken, named

A_YEAR = timedelta(days=365)

Matching = Callable[[Session, Mapping[UUID, Question]], Mapping[UUID, Sequence[Match]]]
"""Finds for each person what is new for them, best first."""


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """What there is to tell somebody since their last sent letter."""

    new: tuple[Result, ...] = ()
    changed: tuple[Changed, ...] = ()
    still: tuple[Listing, ...] = ()


def to_tell(
    session: Session,
    ids: Sequence[UUID],
    *,
    lexicon: Lexicon,
    today: date,
    or_since: datetime | None = None,
    places: Places | None = None,
    matching: Matching | None = None,
) -> dict[UUID, ToTell]:
    """What is new for each of these people; those who are gone are left out.

    In as many statements for hundreds as for one, unless they are matched one by one,
    as without ``matching``. ``or_since``: since when, for somebody who never got a
    letter; everything if left out.
    """
    lists, last = lists_of(session, ids), last_letters(session, ids)
    saved = saved_on(session, lists.values())
    questions = questions_of(
        session, ids, lexicon=lexicon, today=today, lists=lists, last=last,
        places=places,
    )  # fmt: skip
    questions = {
        key: replace(one, since=one.since or or_since) for key, one in questions.items()
    }
    find = matching or partial(_one_by_one, lexicon=lexicon, today=today)
    found = find(session, questions)
    results = news.results_of_each(
        session, [(found[key], one.asked) for key, one in questions.items()]
    )
    changed = changed_on(session, lists, saved, last, today=today)
    return {
        key: ToTell(
            new=new,
            changed=changed.get(key, ()),
            still=still_on(lists.get(key, ()), saved, today),
        )
        for key, new in zip(questions, results, strict=True)
    }


def _one_by_one(
    session: Session,
    questions: Mapping[UUID, Question],
    *,
    lexicon: Lexicon,
    today: date,
) -> dict[UUID, tuple[Match, ...]]:
    return {
        key: matches_alone(session, one, lexicon=lexicon, today=today)
        for key, one in questions.items()
    }


def matches_alone(
    session: Session, question: Question, *, lexicon: Lexicon, today: date
) -> tuple[Match, ...]:
    """What is new for one person, as many as a letter needs to know of."""
    return news.matches_for(
        session, question.asked, since=question.since, lexicon=lexicon, today=today,
        most=MOST_NEW + 1,
    )  # fmt: skip


def for_people(
    session: Session,
    ids: Sequence[UUID],
    *,
    lexicon: Lexicon,
    today: date,
    places: Places | None = None,
    matching: Matching | None = None,
) -> dict[UUID, ForPerson]:
    """What the letters of these people are made from; where each leads is left open."""
    told = to_tell(
        session, ids, lexicon=lexicon, today=today, places=places, matching=matching
    )
    names = names_of(lexicon)
    rows = session.execute(
        sa.select(
            col(Person.id), col(Person.called), col(Person.words_in_letters),
            col(Person.large_type), col(Subscription.shared_inbox),
        )
        .outerjoin(Subscription, col(Subscription.person_id) == col(Person.id))
        .where(col(Person.id).in_(ids))
    )  # fmt: skip
    return {
        key: ForPerson(
            called=called,
            ways=NOWHERE,
            today=today,
            new=tuple(map(_by_itself, told[key].new)),
            changed=told[key].changed,
            still=told[key].still,
            activities=names,
            own_words=own_words,
            shared_inbox=bool(shared_inbox),
            large_type=large_type,
        )
        for key, called, own_words, large_type, shared_inbox in rows
        if key in told
    }


def _by_itself(result: Result) -> Result:
    """The same without what it was found in: hundreds of letters wait in memory.

    Of its answers the best one stays; the others are named in the reason.
    """
    best = tuple(map(copy, result.match.answers[:1]))
    return replace(result, match=copy(replace(result.match, answers=best)))


def for_person(
    session: Session,
    person: Person,
    ways: Ways,
    *,
    lexicon: Lexicon,
    today: date,
) -> ForPerson:
    """What is new for somebody since their last sent letter."""
    found = for_people(session, [person.id], lexicon=lexicon, today=today)
    return replace(found[person.id], ways=ways)


def for_notice(
    session: Session, person: Person, gone: UUID, ways: Ways, *, today: date
) -> ForPerson:
    """One thing on somebody's list that is off."""
    rows = lists_of(session, [person.id]).get(person.id, [])
    listings = saved_on(session, [[one for one in rows if one.opportunity_id == gone]])
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
    lists = lists_of(session, [person.id])
    rows = lists.get(person.id, [])
    kept = {row.opportunity_id for row in rows if row.saved_at <= letter.planned_at}
    asked = people.asked_of(session, person, lexicon=lexicon, today=today)
    ranked = news.ranked_among(session, asked, keys, lexicon=lexicon, today=today)
    shown = [
        one for one in opportunities.listings(session, keys) if not is_off(one, today)
    ]
    plain = {one.id: news.without_reason(one) for one in shown}
    before = last_letters(session, [person.id], before=letter.planned_at)
    saved = saved_on(session, [rows])
    changed = changed_on(
        session, lists, saved, before, today=today, until=letter.planned_at
    )
    return ForPerson(
        called=person.called,
        ways=ways,
        today=today,
        changed=changed.get(person.id, ()),
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
    seen = session.exec(people_for(_as_visitor(account), now=now)).all()
    counted = _who_agreed(session, [person.id for person in seen])
    told = to_tell(session, counted, lexicon=lexicon, today=today, or_since=before)
    sent = _sent_in(session, counted, week)
    unchecked = {
        listing.id
        for one in told.values()
        for listing in one.still
        if listing.draft.assured_on is None or today - listing.draft.assured_on > A_YEAR
    }
    return ForWorker(
        ways=ways,
        people=sum(
            person_id in sent or bool(one.new or one.changed)
            for person_id, one in told.items()
        ),
        unchecked=len(unchecked),
    )


def for_partner(
    session: Session,
    keeper: Keeper,
    ways: Ways,
    *,
    months: Sequence[int],
    lexicon: Lexicon,
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
        looked_for=reports.looked_for(
            session, organization_id, lexicon=lexicon, now=now
        )
        if organization_id
        else (),
        by_phone=by_phone,
        nobody_left=organization_id is None and not by_phone,
    )


# --- parts ---------------------------------------------------------------------------


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


def _who_agreed(session: Session, ids: Sequence[UUID]) -> list[UUID]:
    """Those whose last word on being counted for their worker is yes, in order."""
    rows = session.execute(
        sa.select(col(Consent.person_id), col(Consent.given))
        .where(
            col(Consent.person_id).in_(ids),
            col(Consent.purpose) == ConsentTo.COPY_TO_WORKER,
        )
        .order_by(col(Consent.at), col(Consent.id).desc())
    )
    last_word: dict[UUID, bool] = dict(rows.all())
    return [one for one in ids if last_word.get(one)]


def _sent_in(session: Session, people_ids: Sequence[UUID], week: str) -> set[UUID]:
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


def names_of(lexicon: Lexicon) -> dict[str, Taken]:
    """Activity -> the names people know it by."""
    return {one.activity: one for one in named(lexicon.activities, lexicon)}


def _keys_in(session: Session, letter: Letter) -> list[UUID]:
    return list(
        session.exec(
            select(LetterListing.opportunity_id)
            .where(LetterListing.letter_id == letter.id)
            .order_by(col(LetterListing.position))
        )
    )


def _shares_inbox(session: Session, person_id: UUID) -> bool:
    chosen = session.exec(
        select(Subscription).where(Subscription.person_id == person_id)
    ).first()
    return chosen is not None and chosen.shared_inbox


def _as_visitor(account: Account) -> Visitor:
    """The account as the one filter of who sees whom takes it."""
    return Visitor(account_id=account.id, role=account.role, team_id=account.team_id)
