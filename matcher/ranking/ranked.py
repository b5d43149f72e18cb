"""A person's question and a catalogue's index become a ranking, with the evidence.

The way through: ``hearing`` says what is wanted and refused, ``score`` finds what
answers, ``conditions`` what fits, ``ease`` what is near, ``order`` what comes first,
``evidence`` why. Same question, same index, same answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.ranking import conditions
from matcher.ranking.conditions import MEETS, UNSAID, Judged, Positions
from matcher.ranking.ease import ease_of
from matcher.ranking.facts import Asked, Match
from matcher.ranking.hearing import Heard, hear
from matcher.ranking.index import Index
from matcher.ranking.matches import Shown, matches_of
from matcher.ranking.openness import OPENNESS_ORDER
from matcher.ranking.order import (
    BAND_WIDTH,
    Standings,
    by_score_alone,
    folded,
    promised,
    varied,
)
from matcher.ranking.refusing import refused_words
from matcher.ranking.scoring import Scores, score, worth_showing
from matcher.ranking.signals import check

Left = NDArray[np.bool_]
"""By candidate: whether it is still there."""

Order = Literal["promise", "score"]
Branches = Literal["folded", "apart"]
"""Whether places of the same thing are one match, or each its own."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """What fits, in order, and what is to be said plainly beside it."""

    matches: tuple[Match, ...]
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
    choices: Mapping[str, int]
    """Further condition -> how many of what fits are known to meet it."""
    choices_to_ask: Mapping[str, int]
    """Further condition -> how many would stay as "ask first"."""


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
    scores = score(asked, heard, index, today, without)
    reach = conditions.reach_of(index.columns, scores.at, asked.place)
    firm = (asked.conditions, asked.place, reach)
    judged = conditions.judge(index.columns, scores.at, *firm)
    worthwhile = partial(_worthwhile, asked, index, scores)
    left = conditions.remaining(judged, len(scores.at))
    fits = np.flatnonzero(worthwhile(left, judged))
    ease = ease_of(index.columns, scores.at, judged, reach, today)
    standings = _standings(asked, index, scores, judged, ease, fits)
    shown = _shown(standings, order, branches, limit)
    offered = conditions.choices(index.columns, scores.at, *firm, judged, worthwhile)
    return Ranking(
        matches=matches_of(shown, index, scores.looked, standings, reach, judged, fits),
        totals=_totals(standings),
        unanswered=_unanswered(heard, scores, index, fits),
        kept_in_view=heard.kept_in_view,
        only_refusals=heard.only_refusals,
        refused=refused_words(asked.phrases, heard),
        choices=offered.meets,
        choices_to_ask=offered.ask_first,
    )


def _worthwhile(
    asked: Asked, index: Index, scores: Scores, left: Left, judged: Judged
) -> Left:
    """Of the candidates left, those worth showing; what is put first always is."""
    at = np.flatnonzero(left)
    position = scores.at[at]
    sure = index.columns.openness_rank[position] == 0
    for verdicts in judged.values():
        sure &= verdicts[at] == MEETS
    shown = worth_showing(scores.by_phrase.take(at, axis=1), sure)
    shown |= np.isin(position, _put_first(asked, index))
    kept = np.zeros(len(left), np.bool_)
    kept[at[shown]] = True
    return kept


def _standings(
    asked: Asked,
    index: Index,
    scores: Scores,
    judged: Judged,
    ease: NDArray[np.float64],
    fits: Positions,
) -> Standings:
    """Of everything that fits, what its place in the order rests on."""
    position = scores.at[fits]
    unsaid = np.zeros((len(judged), len(fits)), np.int64)
    for row, name in enumerate(sorted(judged)):
        unsaid[row] = judged[name][fits] == UNSAID
    return Standings(
        position=position,
        put_first=np.isin(position, _put_first(asked, index)),
        openness_rank=index.columns.openness_rank[position],
        ask_first=(unsaid << np.arange(len(unsaid))[:, None]).sum(axis=0),
        to_ask=unsaid.sum(axis=0),
        band=(scores.whole[fits] / BAND_WIDTH).astype(np.int64),
        ease=ease[fits],
        score=scores.whole[fits],
        by_phrase=scores.by_phrase.take(fits, axis=1),
        best_phrase=scores.best_phrase[fits],
        thing=index.columns.thing[position],
    )


def _put_first(asked: Asked, index: Index) -> Positions:
    """Where the one thing stands that the person put first."""
    for name in asked.put_first:
        found = index.named.get(name)
        found = index.named.get(name.casefold().strip()) if found is None else found
        if found is not None:
            return found.astype(np.int64)
    return np.empty(0, np.int64)


def _shown(s: Standings, order: Order, branches: Branches, limit: int | None) -> Shown:
    if order == "score":
        return Shown(places=by_score_alone(s)[:limit].tolist(), others={})
    places = promised(s)
    others: Mapping[int, list[int]] = {}
    if branches == "folded":
        places, others = folded(s, places)
    return Shown(places=list(varied(s, places, limit)), others=others)


def _totals(s: Standings) -> dict[str, int]:
    counts = np.bincount(s.openness_rank, minlength=len(OPENNESS_ORDER)).tolist()
    return {one: n for one, n in zip(OPENNESS_ORDER, counts, strict=True) if n}


def _unanswered(
    heard: Heard, scores: Scores, index: Index, fits: Positions
) -> tuple[int, ...]:
    """Phrases to look for that no mainstream listing among what fits answers."""
    open_to_all = fits[index.columns.openness_rank[scores.at[fits]] == 0]
    by_phrase = scores.by_phrase[:, open_to_all]
    return tuple(phrase for phrase in heard.wanting if not by_phrase[phrase].any())
