"""What is new for many people at once: what ``news`` finds for each of them, sooner.

New listings are the same for all of them, and so is what a phrase answers among them
(``ranking.many``). A test holds it to ``news.matches_for``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from catalogue.activities import Lexicon
from catalogue.schedules import day_of
from matcher.digests import news
from matcher.digests.composing import MOST_NEW
from matcher.digests.news import Fresh
from matcher.knowing import understood
from matcher.ranking import Asked, Match, Phrase
from matcher.ranking.many import (
    Crowd,
    First,
    Fitting,
    NotTogether,
    first,
    fitting,
    match_of,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ready:
    """What is new since a moment, ready for many."""

    fresh: Fresh
    now: Crowd
    before: Crowd | None
    """How it was then; None where that is nothing."""

    def learn(self, people: Sequence[Asked]) -> None:
        """Read what they say, all of it in one go: many are read sooner than few."""
        for crowd in (self.now, self.before):
            if crowd is not None:
                crowd.learn(people)


def crowds_of(
    fresh: Fresh, since: datetime | None, today: date, lexicon: Lexicon
) -> tuple[Crowd, Crowd | None]:
    """What is new, and how what was revised stood before; None for nothing."""

    def read(phrases: Sequence[Phrase]) -> Sequence[Phrase]:
        return understood(Asked(phrases=tuple(phrases)), lexicon).phrases

    now = Crowd(index=fresh.index, today=today, read=read)
    if since is None or not len(fresh.before):
        return now, None
    then = day_of(since)
    return now, Crowd(index=fresh.before, today=then, read=read)


def new_of(
    people: Sequence[Asked], fresh: Fresh, crowd: Crowd, before: Crowd | None
) -> list[Callable[[], tuple[Match, ...]] | None]:
    """What ``news.matches_for`` finds for each of a block, to be had when it is asked
    for; None for who must go alone."""
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
    then: Mapping[str, str],
) -> Callable[[], tuple[Match, ...]] | None:
    kept: dict[int, int] = {}
    glances = fresh.glances
    try:
        for seen, entry in enumerate(turns):
            if seen == news.LOOKED_AT:
                return None
            one = glances[found.few.position[entry]]
            if one.came or news.is_more_open(one.openness, than=then.get(one.id)):
                kept.setdefault(one.number, entry)
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
