"""What is new for the next few hundred people, matched together before any is written.

Each letter asks for itself what is new (``news.new_for``), and finds here what was
worked out for exactly the question it asks: who said something else a moment ago, or a
catalogue that changed, is asked anew. All of it is in memory for the length of a run,
and nothing of it is kept or logged.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.schedules import LONDON
from matcher.digests import news
from matcher.digests.composing import MOST_NEW
from matcher.digests.news import Fresh
from matcher.digests.questions import Question, questions_of
from matcher.digests.weeks import Week
from matcher.knowing import understood
from matcher.models import Letter, LetterState, RecipientKind
from matcher.ranking import Asked, Match, Phrase
from matcher.ranking.many import (
    BLOCK,
    Crowd,
    First,
    Fitting,
    NotTogether,
    can_go_together,
    first,
    fitting,
    match_of,
)

AT_ONCE = 500
"""People whose questions are read together; each of them waits for no more."""

MOST_KNOWN = 50_000
"""Phrases whose answers are in memory, of all moments: about a hundred megabytes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ready:
    """What is new since a moment, ready for many."""

    version: int
    """Of the catalogue, read before anything else of it."""
    fresh: Fresh
    now: Crowd
    before: Crowd | None
    """How it was then; None where that is nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ahead:
    """What was worked out ahead, in one run."""

    lexicon: Lexicon
    _ready: dict[tuple[int, date, datetime | None], Ready] = field(default_factory=dict)
    """By version, day and moment; what was used last stands last."""

    def ready(self, session: Session, since: datetime | None, today: date) -> Ready:
        """What is new since a moment, ready for many; and how it was before."""
        version = opportunities.version(session)
        key = (version, today, since)
        one = self._ready.pop(key, None)
        if one is None:
            fresh = news.fresh_since(session, since, today=today)
            now, before = crowds_of(fresh, since, today, self.lexicon)
            one = Ready(version=version, fresh=fresh, now=now, before=before)
        self._ready[key] = one
        return one

    def forget_older(self, version: int, today: date) -> None:
        """Forget what nobody asks for any more, and what is too much to be kept.

        Only between two times of looking ahead: an answer that was not fetched yet
        asks its crowd.
        """
        same = [key for key in self._ready if key[:2] == (version, today)]
        kept = {key: self._ready[key] for key in same[-news.KEPT :]}
        self._ready.clear()
        self._ready.update(kept)
        crowds = [x for one in kept.values() for x in (one.now, one.before) if x]
        if sum(one.known for one in crowds) > MOST_KNOWN:
            for one in crowds:
                one.forget()


def crowds_of(
    fresh: Fresh, since: datetime | None, today: date, lexicon: Lexicon
) -> tuple[Crowd, Crowd | None]:
    """What is new, and how what was revised stood before; None for nothing."""

    def read(phrases: Sequence[Phrase]) -> Sequence[Phrase]:
        return understood(Asked(phrases=tuple(phrases)), lexicon).phrases

    now = Crowd(index=fresh.index, today=today, read=read)
    if since is None or not len(fresh.before):
        return now, None
    then = since.astimezone(LONDON).date()
    return now, Crowd(index=fresh.before, today=then, read=read)


@contextmanager
def looking_ahead(engine: sa.Engine, lexicon: Lexicon) -> Iterator[Ahead]:
    """Keep what is worked out ahead until the block ends."""
    with news.remembered(engine):
        yield Ahead(lexicon=lexicon)


def look_ahead(
    session: Session, ahead: Ahead, ids: Sequence[UUID], *, today: date
) -> int:
    """Work out what is new for these people; for how many it is known now.

    What was worked out for others before is forgotten.
    """
    news.forget(session)
    ahead.forget_older(opportunities.version(session), today)
    questions = questions_of(session, ids, lexicon=ahead.lexicon, today=today)
    known = 0
    for since, asked in _by_moment(questions.values()).items():
        ready = ahead.ready(session, since, today)
        together = [one for one in asked if can_go_together(one)]
        for some in _blocks(together):
            found = new_of(some, ready.fresh, ready.now, ready.before)
            for one, matches in zip(some, found, strict=True):
                if matches is not None:
                    key = (one, since, today, ready.version)
                    news.remember(session, *key, matches=matches)
                    known += 1
    return known


def new_of(
    people: Sequence[Asked], fresh: Fresh, crowd: Crowd, before: Crowd | None
) -> list[Callable[[], tuple[Match, ...]] | None]:
    """What ``news.new_for`` finds for each of a block, to be had when it is asked for;
    None for who must go alone."""
    found = first(fitting(people, crowd), crowd)
    then = _then(fitting(people, before), before) if before else None
    return [
        _first_few(turns, found, fresh, crowd, then[person] if then else {})
        for person, turns in enumerate(found.in_turn())
    ]


def _first_few(
    turns: Iterator[int],
    found: First,
    fresh: Fresh,
    crowd: Crowd,
    then: dict[str, str],
) -> Callable[[], tuple[Match, ...]] | None:
    kept: dict[object, int] = {}
    seen = 0
    try:
        for entry in turns:
            seen += 1
            if seen > news.LOOKED_AT:
                return None
            one = crowd.index.facts[int(found.few.position[entry])]
            was = then.get(one.id)
            if one.id in fresh.came or news.is_more_open(one.openness, than=was):
                kept.setdefault(news.thing_of(one), entry)
            if len(kept) > MOST_NEW:
                break
    except NotTogether:
        return None
    return partial(_matches, found, tuple(kept.values()), crowd)


def _matches(found: First, entries: Sequence[int], crowd: Crowd) -> tuple[Match, ...]:
    return tuple(match_of(found, entry, crowd) for entry in entries)


def _then(fit: Fitting, before: Crowd) -> list[dict[str, str]]:
    """For each person, how open what fitted them was."""
    open_then: list[dict[str, str]] = [{} for _ in fit.people]
    for person, position in zip(
        fit.person.tolist(), fit.position.tolist(), strict=True
    ):
        one = before.index.facts[position]
        open_then[person][one.id] = one.openness
    return open_then


def due_people(
    session: Session, *, now: datetime, most: int, week: Week | None = None
) -> list[UUID]:
    """Whose letters are due, first come first."""
    due = (
        sa.select(col(Letter.recipient_id))
        .where(
            col(Letter.recipient_kind) == RecipientKind.PERSON,
            col(Letter.state) == LetterState.PLANNED,
            col(Letter.next_try_at) <= now,
            col(Letter.give_up_at) > now,
        )
        .order_by(col(Letter.next_try_at), col(Letter.id))
        .limit(most)
    )
    if week is not None:
        due = due.where(col(Letter.week) == str(week))
    return list(dict.fromkeys(session.execute(due).scalars()))


def _by_moment(questions: Iterable[Question]) -> dict[datetime | None, list[Asked]]:
    by_moment: dict[datetime | None, list[Asked]] = {}
    for one in questions:
        by_moment.setdefault(one.since, []).append(one.asked)
    return by_moment


def _blocks(people: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    for start in range(0, len(people), BLOCK):
        yield people[start : start + BLOCK]
