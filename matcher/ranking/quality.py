"""How good an order is, measured against graded judgments.

Grades: 3 the very thing, 2 clearly relevant, 1 loosely, 0 not; what nobody judged
counts as 0. Everything here is plain arithmetic over ids: it ranks nothing, reads no
file and prints nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from statistics import fmean

from matcher.ranking.openness import rank_of

Grades = Mapping[str, int]
"""Listing id -> grade, for one person."""

SHOWN = 20
"""How many results one screen holds; recall, noise and the floor are measured there."""

BINS = 10
"""Into how many ranges of score calibration is looked at."""

CLEARLY = 2
"""The grade from which a listing is clearly relevant: what a score is the chance of."""


@dataclass(frozen=True, kw_only=True)
class Quality:
    """The figures of one run, each a mean over people with something relevant."""

    people: int
    """How many people have at least one relevant listing."""
    ndcg_at_10: float
    recall_at_20: float
    precision_at_1: float
    floor_precision: float
    """Of what was shown and judged, the share that is relevant; all people pooled."""
    noise_share: float
    """Of what was shown, the share judged irrelevant or not at all; pooled."""
    calibration_gap: float
    """How far scores lie from the share of grade 2 or better; pooled."""


def measure(
    rankings: Mapping[str, Sequence[str]],
    judgments: Mapping[str, Grades],
    scores: Mapping[str, Sequence[float]] | None = None,
) -> Quality:
    """The figures for ``rankings`` (person -> listing ids, best first).

    ``scores``: person -> the scores of the same listings; without them the
    calibration gap is 0.
    """
    counted = [person for person, grades in judgments.items() if has_relevant(grades)]

    def mean(figure: Callable[[Sequence[str], Grades], float]) -> float:
        values = [figure(rankings.get(one, ()), judgments[one]) for one in counted]
        return fmean(values) if values else 0.0

    return Quality(
        people=len(counted),
        ndcg_at_10=mean(ndcg_at),
        recall_at_20=mean(recall_at),
        precision_at_1=mean(precision_at_1),
        floor_precision=floor_precision(rankings, judgments),
        noise_share=noise_share(rankings, judgments),
        calibration_gap=calibration_gap(rankings, scores or {}, judgments),
    )


def has_relevant(grades: Grades) -> bool:
    """Whether anything at all is relevant to this person."""
    return any(grade >= 1 for grade in grades.values())


def ndcg_at(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Normalized discounted cumulative gain, 0 to 1; 0 when nothing is relevant.

    Gains are 2^grade - 1, discounts log2(rank + 1); the ideal order is that of the
    judgments (Burges et al., "Learning to Rank using Gradient Descent", 2005).
    """
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    if not ideal:
        return 0.0
    return _gain([grades.get(one, 0) for one in ranked[:depth]]) / ideal


def recall_at(ranked: Sequence[str], grades: Grades, depth: int = SHOWN) -> float:
    """Of what is relevant, the share among the first ``depth``."""
    relevant = {one for one, grade in grades.items() if grade >= 1}
    return len(relevant & set(ranked[:depth])) / len(relevant) if relevant else 0.0


def precision_at_1(ranked: Sequence[str], grades: Grades) -> float:
    """1 when the first result is relevant, else 0."""
    return float(bool(ranked) and grades.get(ranked[0], 0) >= 1)


def floor_precision(
    rankings: Mapping[str, Sequence[str]], judgments: Mapping[str, Grades]
) -> float:
    """Of everything shown on first screens and judged, the share that is relevant."""
    judged = [grade for grade in _shown(rankings, judgments) if grade is not None]
    return _share(grade >= 1 for grade in judged)


def noise_share(
    rankings: Mapping[str, Sequence[str]], judgments: Mapping[str, Grades]
) -> float:
    """Of everything shown on first screens, the share irrelevant or not judged."""
    return _share(not grade for grade in _shown(rankings, judgments))


def calibration_gap(
    rankings: Mapping[str, Sequence[str]],
    scores: Mapping[str, Sequence[float]],
    judgments: Mapping[str, Grades],
) -> float:
    """How far, on average over what is shown, a score lies from what it promises.

    What is shown falls into ten bins by score; a bin's gap is that between its mean
    score and its share of grade 2 or better, and each bin counts by what is in it (the
    expected calibration error of Naeini et al., "Obtaining Well Calibrated
    Probabilities Using Bayesian Binning", 2015). What nobody judged counts as 0.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for person, grades in judgments.items():
        listings, of_person = rankings.get(person, ()), scores.get(person, ())
        for listing, score in list(zip(listings, of_person, strict=False))[:SHOWN]:
            relevant = grades.get(listing, 0) >= CLEARLY
            bins[min(int(score * BINS), BINS - 1)].append((score, relevant))
    gaps = [abs(sum(score - relevant for score, relevant in one)) for one in bins]
    shown = sum(map(len, bins))
    return sum(gaps) / shown if shown else 0.0


def openness_inversions(shown: Sequence[tuple[str, bool]]) -> int:
    """Places where something more open follows something less open.

    ``shown``: (openness, whether the person put it first), in order. What was put
    first is exempt: only it may stand above its rank.
    """
    ranks = [rank_of(openness) for openness, put_first in shown if not put_first]
    return sum(after < before for before, after in pairwise(ranks))


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def _shown(
    rankings: Mapping[str, Sequence[str]], judgments: Mapping[str, Grades]
) -> list[int | None]:
    return [
        grades.get(one)
        for person, grades in judgments.items()
        for one in rankings.get(person, ())[:SHOWN]
    ]


def _share(truths: Iterable[bool]) -> float:
    known = list(truths)
    return sum(known) / len(known) if known else 0.0
