"""A person's question and a catalogue's index become a ranking, with the evidence.

The way through: ``hearing`` says what is wanted and refused, ``scoring`` finds what
answers, ``choices`` what fits, in every case that filters offer, ``beside`` what of it
is worth showing, ``order`` what comes first, ``matches`` why. Same question, same
index, same answer.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.beside import worth_showing
from matcher.ranking.choices import (
    Cases,
    Choices,
    as_asked,
    cases_of,
    count_choices,
)
from matcher.ranking.columns import Columns
from matcher.ranking.conditions import UNSAID, Positions
from matcher.ranking.ease import ease_of
from matcher.ranking.facts import Asked
from matcher.ranking.further import WITHIN_KM
from matcher.ranking.hearing import Heard, hear
from matcher.ranking.index import Index
from matcher.ranking.joined import Answered
from matcher.ranking.matches import Matches, matches_of
from matcher.ranking.openness import OPENNESS_ORDER
from matcher.ranking.order import Shown, in_promised_order
from matcher.ranking.refusing import refused_words
from matcher.ranking.scoring import all_together, score
from matcher.ranking.signals import check
from matcher.ranking.standings import Standings, by_score_alone

Order = Literal["promise", "score"]
Branches = Literal["folded", "apart"]
"""Whether places of the same thing are one match, or each its own."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """What fits, in order, and what is to be said plainly beside it."""

    matches: Matches
    """Each is made when somebody looks at it."""
    totals: Mapping[str, int]
    """Openness -> how many fit, shown or not."""
    unanswered: tuple[int, ...]
    """Phrases with something to look for that nothing mainstream answers."""
    kept_in_view: tuple[int, ...]
    """Phrases never matched: independence, people, goals about support."""
    only_refusals: bool
    """The person said only what they do not want: ask "what instead?"."""
    refused: tuple[str, ...]
    """What they do not want, in their own words."""
    count: Callable[[], Choices] = field(repr=False, compare=False)
    """Counts choices, which only a page with filters asks for."""

    @cached_property
    def _counted(self) -> Choices:
        return self.count()

    @property
    def choices(self) -> Mapping[str, int]:
        """Further condition -> how many of what fits are known to meet it."""
        return self._counted.meets

    @property
    def choices_to_ask(self) -> Mapping[str, int]:
        """Further condition -> how many would stay as "ask first"."""
        return self._counted.ask_first


def rank(
    asked: Asked,
    index: Index,
    *,
    today: date | None = None,
    order: Order = "promise",
    branches: Branches = "folded",
    limit: int | None = None,
    without: Collection[str] = (),
) -> Ranking:
    """What fits a person, best first.

    ``today`` leaves out what is over; without it dates exclude nothing. ``limit`` is
    how many matches of each openness are returned (of all of them with
    ``order="score"``); totals and choices count everything that fits, each place by
    itself. ``branches`` are folded only in the order of the promise. ``without`` names
    signals to do without, for measuring (``signals``; ValueError for another).
    """
    check(without)
    heard = hear(asked.phrases)
    index = _within_reach(index, asked)
    scores = score(asked, heard, index, today, without)
    whole, at = index.whole, index.in_whole(scores.at)
    columns, phrases = whole.columns, len(asked.phrases)
    put_first = _is_put_first(asked, whole, at)
    opens = columns.openness_rank.take(at)
    cases = cases_of(columns, at, asked)
    worth = worth_showing(scores.answered, opens == 0, cases, asked)
    worth[put_first] = -1
    shown_in = cases.left & worth
    (fits,) = (shown_in >> as_asked(asked) != 0).nonzero()
    fitting = cases.of(fits)
    standings = _standings(
        columns,
        at.take(fits),
        scores.answered.among(fits, len(at)),
        phrases,
        fitting,
        put_first.take(fits),
        today,
    )
    shown = _shown(standings, order, branches, limit)
    return Ranking(
        matches=matches_of(shown, whole, scores.looked, standings, fitting),
        totals=_totals(standings),
        unanswered=_unanswered(heard, standings),
        kept_in_view=heard.kept_in_view,
        only_refusals=heard.only_refusals,
        refused=refused_words(asked.phrases, heard),
        count=partial(count_choices, cases, shown_in, asked),
    )


def _within_reach(index: Index, asked: Asked) -> Index:
    """What may fit or be counted: as far as they would go, or a filter reaches."""
    place = asked.place
    if place is None or place.travel_km is None:
        return index
    return index.near(place, max(place.travel_km, *WITHIN_KM))


def _standings(
    columns: Columns,
    at: Positions,
    answered: Answered,
    phrases: int,
    cases: Cases,
    put_first: NDArray[np.bool_],
    today: date | None,
) -> Standings:
    """Of everything that fits, what its place in the order rests on."""
    ask_first, to_ask = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    for bit, name in enumerate(sorted(cases.judged)):
        unsaid = cases.judged[name] == UNSAID
        ask_first += unsaid * (1 << bit)
        to_ask += unsaid
    score, best_phrase = all_together(answered, len(at))

    def ease(some: Positions) -> NDArray[np.float64]:
        judged = {name: verdicts[some] for name, verdicts in cases.judged.items()}
        return ease_of(columns, at[some], judged, cases.reach.of(some), today)

    return Standings(
        position=at,
        put_first=put_first,
        openness_rank=columns.openness_rank[at],
        ask_first=ask_first,
        to_ask=to_ask,
        score=score,
        answered=answered,
        phrases=phrases,
        best_phrase=best_phrase,
        thing=columns.thing[at],
        by_id=columns.by_id[at],
        work_out_ease=ease,
    )


def _is_put_first(asked: Asked, index: Index, at: Positions) -> NDArray[np.bool_]:
    """Which candidates are the one thing that the person put first."""
    for name in asked.put_first:
        found = index.named.get(name)
        found = index.named.get(name.casefold().strip()) if found is None else found
        if found is not None:
            return np.isin(at, found)
    return np.zeros(len(at), np.bool_)


def _shown(s: Standings, order: Order, branches: Branches, limit: int | None) -> Shown:
    if order == "score":
        return Shown(places=by_score_alone(s)[:limit].tolist(), others={})
    return in_promised_order(s, limit, fold=branches == "folded")


def _totals(s: Standings) -> dict[str, int]:
    counts = np.bincount(s.openness_rank, minlength=len(OPENNESS_ORDER)).tolist()
    return {one: n for one, n in zip(OPENNESS_ORDER, counts, strict=True) if n}


def _unanswered(heard: Heard, s: Standings) -> tuple[int, ...]:
    """Phrases to look for that no mainstream listing among what fits answers."""
    is_open = s.openness_rank.take(s.answered.positions) == 0
    answered = np.zeros(s.phrases, np.bool_)
    answered[s.answered.phrases[is_open]] = True
    return tuple(phrase for phrase in heard.wanting if not answered[phrase])
