"""What kind of thing keeps the matching from being better, counted over people.

    python -m tests.benchmarks.losses LISTINGS PEOPLE JUDGMENTS

For each wrong answer among the first ten, how it came there; for each good one that is
missing there, where it was lost; and what the best order of the first so many would
come to, which says whether order or reading is to be mended. It names kinds and no
answers, so it may be asked of people whose single results nobody may look at.

Asked of 36 people held back, of 22 November 2026: nDCG@10 of 0.53 would be 0.70 if the
first twenty stood in their best order, and 0.75 if all that is shown did; of the good
answers missing, half rest on an activity that the phrase was hardly understood as.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from matcher.people_files import read_judgments
from matcher.ranking import Asked, Index, Match, rank
from matcher.ranking.facts import Facts
from matcher.ranking.quality import CLEARLY, Grades, has_relevant, ndcg_at
from matcher.trials import open_trial

FIRST = 10
"""Places that are looked at, as nDCG@10 does."""

DEPTHS = (20, 50, 100, 1000)
"""How many of what is shown are put in their best order."""

HARDLY = 0.4
"""Sureness below which a phrase was hardly understood as something, or a listing
hardly read as it."""

SLIGHT = 0.1
"""What both sides together say of an activity below which nothing is shown for it."""


def best_order(ranked: Sequence[str], grades: Grades, depth: int) -> float:
    """nDCG@10 if the first ``depth`` stood in their best order, and nothing else."""
    first = sorted(ranked[:depth], key=lambda one: -grades.get(one, 0))
    return ndcg_at(first, grades)


def why_there(match: Match) -> str:
    """How a listing came to be shown, by its heaviest evidence, and where that is."""
    heaviest = match.answers[0].evidence[0]
    way = heaviest.how or "said" if heaviest.activity else "a shared word"
    return f"{way}, {heaviest.where}"


def why_missing(asked: Asked, facts: Facts, *, shown: bool) -> str:
    """Where a good answer was lost that is not among the first ten."""
    if shown:
        return "shown, but later"
    speaks = {one.activity: one.weight for one in facts.readings}
    shared = [
        (meant.weight * speaks[meant.activity], meant.weight)
        for phrase in asked.phrases
        for meant in phrase.meant
        if meant.activity in speaks
    ]
    if not shared:
        return "no activity in common"
    both, understood = max(shared)
    if understood < HARDLY:
        return "the phrase hardly understood so"
    return "the listing hardly read so" if both < SLIGHT else "below what is shown"


def count_losses(
    index: Index, people: Mapping[str, Asked], judgments: Mapping[str, Grades]
) -> Iterator[str]:
    """Lines to be read: figures, then kinds, the commonest first."""
    facts = {one.id: one for one in index.facts}
    wrong: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    best: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    counted = {one: grades for one, grades in judgments.items() if has_relevant(grades)}
    for person, grades in counted.items():
        matches = list(rank(people[person], index, order="score").matches)
        ids = [match.facts.id for match in matches]
        for depth, values in best.items():
            values.append(best_order(ids, grades, depth))
        wrong.update(
            why_there(match)
            for match in matches[:FIRST]
            if not grades.get(match.facts.id)
        )
        wanted = sorted(grades, key=lambda one: -grades[one])[:FIRST]
        missing.update(
            why_missing(people[person], facts[one], shown=one in ids)
            for one in wanted
            if grades[one] >= CLEARLY and one not in ids[:FIRST] and one in facts
        )
    if not counted:
        return
    yield f"{len(counted)} people, nDCG@10 with the first so many in their best order:"
    for depth, values in best.items():
        yield f"  {fmean(values):.3f}  {depth}"
    for heading, kinds in (("wrong", wrong), ("missing", missing)):
        yield f"{heading} among the first {FIRST}:"
        yield from (f"  {number:5d}  {kind}" for kind, number in kinds.most_common())


def main(listings: Path, people: Path, judgments: Path) -> None:
    """All of it, for people and judgments of files."""
    trial = open_trial(listings, people, own_terms=None)
    asked = {asker.id: asker.asked for asker in trial.askers}
    for line in count_losses(trial.index, asked, read_judgments(judgments)):
        print(line)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
