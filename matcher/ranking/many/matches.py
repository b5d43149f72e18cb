"""One entry of a block as the match that ``rank`` gives, ready to say why."""

from functools import partial

import numpy as np

from matcher.ranking.conditions import UNSAID
from matcher.ranking.evidence import Asking, gather
from matcher.ranking.facts import Answer, Asked, Match
from matcher.ranking.many.crowd import Crowd
from matcher.ranking.many.turns import Few, First


def match_of(found: First, entry: int, crowd: Crowd) -> Match:
    """One entry as ``rank`` gives it, ready to say why."""
    fit = found.few
    asked = found.people[int(fit.person[entry])]
    position = int(fit.position[entry])
    distance_km = float(found.reach.distance_km[entry])
    return Match(
        facts=crowd.index.facts[position],
        score=float(fit.whole[entry]),
        band=int(fit.band[entry]),
        ease=float(found.ease[entry]),
        answers=_answers(fit, entry, asked, crowd),
        ask_first=_ask_first(fit, entry, asked, crowd),
        distance_km=None if np.isnan(distance_km) else distance_km,
        covers_place=bool(found.reach.covers_place[entry]),
    )


def _answers(fit: Few, entry: int, asked: Asked, crowd: Crowd) -> tuple[Answer, ...]:
    scored = fit.by_phrase[:, entry].tolist()
    best, position = int(fit.best_phrase[entry]), int(fit.position[entry])
    others = (one for one, score in enumerate(scored) if score > 0 and one != best)
    answers = []
    for phrase in (best, *sorted(others, key=lambda one: -scored[one])):
        looked = crowd.of(asked.phrases[phrase]).looked
        assert looked is not None  # noqa: S101 - it answers, so it was looked for
        answers.append(
            Answer(
                phrase=phrase,
                score=scored[phrase],
                gather=partial(gather, Asking(looked), crowd.index, position),
            )
        )
    return tuple(answers)


def _ask_first(fit: Few, entry: int, asked: Asked, crowd: Crowd) -> tuple[str, ...]:
    position = int(fit.position[entry])
    verdicts = crowd.firm(asked.conditions).verdicts
    unsaid = [name for name, of in verdicts.items() if of[position] == UNSAID]
    if len(unsaid) < int(fit.to_ask[entry]):
        unsaid.append("place")
    return tuple(sorted(unsaid))
