"""A person's question and a catalogue's index become a ranking, with the evidence.

The way through: ``hearing`` says what is wanted and refused, ``score`` finds what
answers, ``conditions`` what fits, ``ease`` what is near, ``order`` what comes first,
``evidence`` why. Same question, same index, same answer.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.ranking import conditions
from matcher.ranking.conditions import UNSAID, Judged, Positions, Reach
from matcher.ranking.ease import ease_of
from matcher.ranking.evidence import answer, weigh
from matcher.ranking.facts import Answer, Asked, Match
from matcher.ranking.hearing import Heard, hear
from matcher.ranking.index import Index
from matcher.ranking.order import (
    BAND_WIDTH,
    Candidate,
    by_promise,
    by_score_alone,
    folded,
    varied,
)
from matcher.ranking.refusing import refused_words
from matcher.ranking.scoring import Scores, score
from matcher.ranking.signals import check

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
    fits = np.flatnonzero(conditions.remaining(judged, len(scores.at)))
    ease = ease_of(index.columns, scores.at, judged, reach, today)
    candidates = _candidates(asked, index, scores, judged, ease, fits)
    shown = _ordered(candidates, order, branches, limit)
    offered = conditions.choices(index.columns, scores.at, *firm, judged)
    return Ranking(
        matches=_matches(shown, index, scores, reach),
        totals=Counter(one.facts.openness for one in candidates),
        unanswered=_unanswered(heard, scores, index, fits),
        kept_in_view=heard.kept_in_view,
        only_refusals=heard.only_refusals,
        refused=refused_words(asked.phrases, heard),
        choices=offered.meets,
        choices_to_ask=offered.ask_first,
    )


def _candidates(
    asked: Asked,
    index: Index,
    scores: Scores,
    judged: Judged,
    ease: NDArray[np.float64],
    fits: Positions,
) -> list[Candidate]:
    first = _put_first(asked, index)
    to_ask = things_to_ask(judged, fits)
    rows = zip(
        scores.at[fits].tolist(),
        scores.whole[fits].tolist(),
        ease[fits].tolist(),
        scores.best_phrase[fits].tolist(),
        scores.by_phrase[:, fits].T.tolist(),
        fits.tolist(),
        strict=True,
    )
    return [
        Candidate(
            facts=index.facts[position],
            score=score,
            band=int(score / BAND_WIDTH),
            ease=easy,
            ask_first=to_ask.get(place, ()),
            put_first=position in first,
            best_phrase=phrase,
            answers=answers,
            place=place,
        )
        for position, score, easy, phrase, answers, place in rows
    ]


def _put_first(asked: Asked, index: Index) -> frozenset[int]:
    """Where the one thing stands that the person put first."""
    for name in asked.put_first:
        found = index.named.get(name)
        found = index.named.get(name.casefold().strip()) if found is None else found
        if found is not None:
            return frozenset(found.tolist())
    return frozenset()


def things_to_ask(judged: Judged, fits: Positions) -> dict[int, tuple[str, ...]]:
    """Candidate -> the firm conditions nobody has said anything about."""
    to_ask: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for name, verdicts in sorted(judged.items()):
        for place in fits[verdicts[fits] == UNSAID].tolist():
            to_ask[place] += (name,)
    return to_ask


def _ordered(
    candidates: Sequence[Candidate],
    order: Order,
    branches: Branches,
    limit: int | None,
) -> list[Candidate]:
    if order == "score":
        return by_score_alone(candidates)[:limit]
    promised = by_promise(candidates)
    apart = promised if branches == "apart" else folded(promised)
    return list(varied(apart, limit))


def _matches(
    shown: Sequence[Candidate],
    index: Index,
    scores: Scores,
    reach: Reach,
) -> tuple[Match, ...]:
    """What is shown, each with the evidence its score rests on."""
    positions = scores.at[np.array([one.place for one in shown], np.int64)]
    weights = {
        phrase: weigh(looked, index, positions)
        for phrase, looked in scores.looked.items()
    }
    return tuple(
        _match(
            candidate,
            reach,
            tuple(
                answer(
                    phrase,
                    float(scores.by_phrase[phrase, candidate.place]),
                    weights[phrase],
                    column,
                    candidate.facts,
                )
                for phrase in _answered(candidate, scores)
            ),
        )
        for column, candidate in enumerate(shown)
    )


def _match(candidate: Candidate, reach: Reach, answers: tuple[Answer, ...]) -> Match:
    distance_km = float(reach.distance_km[candidate.place])
    return Match(
        facts=candidate.facts,
        score=candidate.score,
        band=candidate.band,
        ease=candidate.ease,
        answers=answers,
        ask_first=candidate.ask_first,
        distance_km=None if np.isnan(distance_km) else distance_km,
        covers_place=bool(reach.covers_place[candidate.place]),
        put_first=candidate.put_first,
        others=candidate.others,
    )


def _answered(candidate: Candidate, scores: Scores) -> list[int]:
    """The phrases it answers, best first, by what matters most."""
    scored = scores.by_phrase[:, candidate.place].tolist()
    best = candidate.best_phrase
    others = [
        phrase for phrase, score in enumerate(scored) if score > 0 and phrase != best
    ]
    return [best, *sorted(others, key=lambda phrase: -scored[phrase])]


def _unanswered(
    heard: Heard, scores: Scores, index: Index, fits: Positions
) -> tuple[int, ...]:
    """Phrases to look for that no mainstream listing among what fits answers."""
    open_to_all = fits[index.columns.openness_rank[scores.at[fits]] == 0]
    by_phrase = scores.by_phrase[:, open_to_all]
    return tuple(phrase for phrase in heard.wanting if not by_phrase[phrase].any())
