"""Looking only at what a phrase touches finds what looking at everything finds."""

from math import exp, expm1

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ranking import FLOOR, Facts, Index, Meant, Reading, joined
from matcher.ranking.clauses import understand
from matcher.ranking.joined import (
    Looked,
    calibrated,
    doubt,
    score_phrases,
    trust_in_words,
)
from matcher.ranking.meanings import AGREEING, sureness
from matcher.ranking.score import (
    STRENGTH,
    TOGETHER_SHARE,
    sought_in,
)

WORDS = (
    "sing",
    "singer",
    "choir",
    "garden",
    "gardning",
    "people",
    "time",
    "meet",
    "and,",
)
SAID = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
ACTIVITIES = ("choir", "allotment", "trams", "company")
WEIGHTS = st.floats(0.05, 1.0)
READINGS = st.dictionaries(st.sampled_from(ACTIVITIES), WEIGHTS)
CATALOGUES = st.lists(st.tuples(SAID, SAID, READINGS), min_size=1, max_size=12)


def listing(number: int, title: str, description: str, reads: dict[str, float]):
    readings = tuple(
        Reading(activity=x, weight=weight, where="title", found="", found_start=0)
        for x, weight in reads.items()
    )
    return Facts(
        id=f"{number:02}", title=title, description=description, readings=readings
    )


@settings(max_examples=150, deadline=None)
@given(CATALOGUES, SAID, READINGS, st.frozensets(st.sampled_from(ACTIVITIES)))
def test_a_phrase_is_answered_by_the_same_listings_as_one_by_one(
    catalogue: list[tuple[str, str, dict[str, float]]],
    words: str,
    means: dict[str, float],
    not_meant: frozenset[str],
):
    index = Index.build(listing(n, *one) for n, one in enumerate(catalogue))
    meant = tuple(Meant(activity=x, weight=w, spans=()) for x, w in means.items())
    sought = sought_in(words, understand(words), index)
    looked = Looked(words=words, sought=sought, meant=meant, not_meant=not_meant)

    answered = score_phrases([looked], index)

    one_by_one = [plainly(looked, index, position) for position in range(len(index))]
    scores = dict(enumerate(calibrated(np.array(one_by_one)).tolist()))
    found = dict(
        zip(answered.positions.tolist(), answered.scores.tolist(), strict=True)
    )
    assert found == pytest.approx({x: y for x, y in scores.items() if y >= FLOOR})


def plainly(looked: Looked, index: Index, position: int) -> float:
    """The evidence of one listing, by the definitions and nothing clever."""
    shared = [
        one.weight * sure_of(one.activity, index, position) for one in looked.meant
    ]
    best = max(shared, default=0.0)
    wrong = (sure_of(x, index, position) for x in looked.not_meant)
    if max(wrong, default=0.0) > best:
        return 0.0
    by_activity = 1 - (1 - best) * exp(-AGREEING * (sum(shared) - best))
    trust = trust_in_words(best, doubt(sureness(looked.meant)))
    return 1 - (1 - by_activity) * (1 - trust * by_words(looked, index, position))


def sure_of(activity: str, index: Index, position: int) -> float:
    there = index.readings.of(activity)
    return dict(zip(there.positions, there.weights, strict=True)).get(position, 0.0)


def by_words(looked: Looked, index: Index, position: int) -> float:
    every = [one for clause in looked.sought for one in clause]
    tells = {one.term: index.telling(one.term, position) for one in every}
    heaviest = {one.term: one for one in sorted(every, key=lambda one: one.weight)}
    mass = sum(
        STRENGTH * one.weight * tells[term]
        for term, one in heaviest.items()
        if not one.everyday
    )
    for clause in looked.sought:
        pair = {one.term for one in clause if one.everyday}
        if pair and all(tells[term] for term in pair):
            mass += STRENGTH * TOGETHER_SHARE * sum(tells[term] for term in pair)
    return -expm1(-mass)


@settings(max_examples=100, deadline=None)
@given(CATALOGUES, st.lists(st.tuples(SAID, READINGS), max_size=5), st.integers(1, 40))
def test_phrases_scored_a_few_at_a_time_are_answered_as_all_together(
    catalogue: list[tuple[str, str, dict[str, float]]],
    said: list[tuple[str, dict[str, float]]],
    cells: int,
):
    index = Index.build(listing(n, *one) for n, one in enumerate(catalogue))
    looked = [
        Looked(
            words=words,
            sought=sought_in(words, understand(words), index),
            meant=tuple(
                Meant(activity=x, weight=w, spans=()) for x, w in means.items()
            ),
            not_meant=frozenset({"trams"} if "time" in words else ()),
        )
        for words, means in said
    ]
    whole = score_phrases(looked, index)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(joined, "CELLS", cells)
        apart = score_phrases(looked, index)
    assert apart.phrases.tolist() == whole.phrases.tolist()
    assert apart.positions.tolist() == whole.positions.tolist()
    assert apart.scores.tolist() == whole.scores.tolist()


def test_a_word_among_many_of_a_clause_says_less_than_by_itself():
    index = Index.build([])

    def weight(words: str) -> float:
        return sought_in(words, understand(words), index)[0][0].weight

    alone, among, in_its_own_clause = map(
        weight, ("chisel", "chisel leeks cornet", "chisel, leeks, cornet")
    )

    assert among < alone == in_its_own_clause
