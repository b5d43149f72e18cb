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
"""Phrases whose answers are in memory: about a hundred megabytes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ahead:
    """What was worked out ahead, in one run."""

    lexicon: Lexicon
    _crowds: dict[object, tuple[Fresh, Crowd, Crowd | None]] = field(
        default_factory=dict
    )

    def crowd(
        self, session: Session, since: datetime | None, today: date
    ) -> tuple[Fresh, Crowd, Crowd | None]:
        """What is new since a moment, ready for many; and how it was before."""
        key = (opportunities.version(session), since, today)
        if key not in self._crowds:
            fresh = news.fresh_since(session, since, today=today)
            self._crowds[key] = (fresh, *crowds_of(fresh, since, today, self.lexicon))
        fresh, now, before = self._crowds[key]
        for one in (now, before):
            if one is not None:
                one.forget_beyond(MOST_KNOWN)
        return fresh, now, before


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
    questions = questions_of(session, ids, lexicon=ahead.lexicon, today=today)
    known = 0
    for since, asked in _by_moment(questions.values()).items():
        fresh, now, before = ahead.crowd(session, since, today)
        together = [one for one in asked if can_go_together(one)]
        for some in _blocks(together):
            for one, matches in zip(
                some, new_of(some, fresh, now, before), strict=True
            ):
                if matches is not None:
                    news.remember(session, one, since, today, matches)
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
