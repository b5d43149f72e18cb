"""What a profile costs, counted instead of timed: the calls that one ranking makes.

A clock on a busy machine says little; how often the interpreter has to begin anew for
one person says how far the work is done in whole columns.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from types import FrameType

import pytest

from catalogue.activities import load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Index, rank
from tests.benchmarks.made_catalogue import make_county, make_facts
from tests.benchmarks.made_profiles import make_profiles

TODAY = date(2026, 11, 24)
SHOWN = 20

MOST_PYTHON_CALLS = 2_000
"""Of one ranking, counts for filters and all, on average of the profiles here."""

MOST_NATIVE_CALLS = 2_300
"""The same of everything that is not written in Python: numpy's passes among them."""


@pytest.fixture(scope="module")
def people() -> list[Asked]:
    lexicon = load_lexicon()
    made = make_profiles(8, near=make_county(3), seed=5) + make_profiles(8, seed=6)
    return [understood(asked, lexicon) for asked in made]


def calls_of(work: Callable[[], object]) -> tuple[int, int]:
    """How many calls are made in Python, and how many of what is not Python."""
    counts = {"call": 0, "c_call": 0}

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        if event in counts:
            counts[event] += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counts["call"], counts["c_call"]


def rank_all(people: Sequence[Asked], index: Index) -> None:
    for asked in people:
        ranking = rank(asked, index, today=TODAY, limit=SHOWN)
        assert ranking.choices


def test_a_profile_takes_few_calls_however_large_the_catalogue(people: list[Asked]):
    for listings in (200, 600):
        index = Index.build(make_facts(listings, seed=3))
        rank_all(people, index)  # words that were read once are known

        python, native = calls_of(lambda: rank_all(people, index))  # noqa: B023

        assert python / len(people) < MOST_PYTHON_CALLS
        assert native / len(people) < MOST_NATIVE_CALLS
