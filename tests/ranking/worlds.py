"""People and catalogues of every sort, for what holds whoever asks and whatever is on.

Listings and phrases are made by chance that is the same in every run, and hypothesis
chooses among them: drawing each word of each took four fifths of a test's time. The
shortest stand first, so what fails is told of few listings that say little. The same
listing may be chosen twice, which makes branches of one organization.
"""

import re
from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from matcher.ranking import (
    OPENNESS_ORDER,
    Asked,
    Conditions,
    Facts,
    Meant,
    Phrase,
    Place,
    Ranking,
    Reading,
)
from tests.benchmarks.seeded import seeded

FAIRLY_OFTEN = settings(max_examples=60, deadline=None)
"""Enough to meet every pair of rules, and no clock on a busy machine."""

MADE = 2_000
"""Listings, and phrases, among which is chosen."""

WORDS = """
    choir sing singing singer football five-a-side gardening gardning garden pottery
    people good time meet café alcohol alcohol-free pub pubs quiz school uncle tram
    tramway steam trains birdwatching knitting loud music evening group club
    """.split()  # noqa: SIM905 - a list of words is easier to read than of strings
JOINS = [" "] * 8 + [", "] * 4 + [" and ", ". ", " but no ", " without "]
ACTIVITIES = ["choir", "bell-ringing", "pub-quiz", "steam-railway"]
SURE = [0.1, 0.3, 0.6, 0.95]
HOW = ["said", "said", "near", "role", "way_back"]
MAYBE = [None, True, False]
DAYS = ["MO", "TU", "WE"]
PARTS = ["morning", "evening"]


def _text(chance: Random, most: int) -> str:
    words = chance.choices(WORDS, k=chance.randint(1, most))
    return words[0] + "".join(chance.choice(JOINS) + word for word in words[1:])


def _readings(chance: Random, title: str, description: str) -> tuple[Reading, ...]:
    """What some words of a title or a description might be read as."""
    texts = {"title": title} | ({"description": description} if description else {})
    found = []
    for _ in range(chance.randint(0, 3)):
        where = chance.choice(list(texts))
        word = chance.choice(list(re.finditer(r"\w+", texts[where])))
        reading = Reading(
            activity=chance.choice(ACTIVITIES),
            weight=chance.choice(SURE),
            where=where,
            found=word.group(),
            found_start=word.start(),
        )
        found.append(reading)
    return tuple(found)


def _point(chance: Random) -> tuple[float, float]:
    north = chance.choice([52.9, 53.0, 53.1, chance.uniform(52.9, 53.1)])
    return north, chance.choice([-1.9, -1.75, -1.6, chance.uniform(-1.9, -1.6)])


def _meets(chance: Random) -> frozenset[tuple[str, str | None]] | None:
    times = [
        (chance.choice(DAYS), chance.choice([None, *PARTS]))
        for _ in range(chance.randint(0, 3))
    ]
    return chance.choice([None, frozenset(times), frozenset(times)])


def _listing(chance: Random) -> Facts:
    title = _text(chance, 3)
    description = chance.choice(["", _text(chance, 8)])
    return Facts(
        id="",
        title=title,
        description=description,
        readings=_readings(chance, title, description),
        organization=chance.choice(["", "Mill Street", "Garden Trust"]),
        activities=tuple(chance.choices(WORDS, k=chance.randint(0, 2))),
        openness=chance.choice(OPENNESS_ORDER),
        joinable=chance.choice([True, True, True, False]),
        points=tuple(_point(chance) for _ in range(chance.randint(0, 2))),
        online=chance.choice(MAYBE),
        meets=_meets(chance),
        cost_pence=chance.choice([None, 0, 200, 500]),
        step_free=chance.choice(MAYBE),
        quiet=chance.choice(MAYBE),
        just_turn_up=chance.choice(MAYBE),
    )


def _phrase(chance: Random) -> Phrase:
    """A phrase, sometimes understood as something, sometimes refusing something."""
    words = _text(chance, 5)
    spans = [found.span() for found in re.finditer(r"\w+", words)]
    meant = tuple(
        Meant(
            activity=chance.choice(ACTIVITIES),
            weight=chance.choice(SURE),
            spans=tuple(chance.choices(spans, k=chance.randint(1, 2))),
            how=chance.choice(HOW),
        )
        for _ in range(chance.randint(0, 3))
    )
    refused = chance.choice([(), (), (), meant[:1]])
    return Phrase(words=words, meant=meant, refused=refused)


@cache
def _made_listings() -> list[Facts]:
    chance = seeded("listings of worlds")
    return sorted((_listing(chance) for _ in range(MADE)), key=lambda x: len(repr(x)))


@cache
def _made_phrases() -> list[Phrase]:
    chance = seeded("phrases of worlds")
    return sorted((_phrase(chance) for _ in range(MADE)), key=lambda x: len(repr(x)))


LISTINGS = st.deferred(lambda: st.sampled_from(_made_listings()))
PHRASES = st.deferred(lambda: st.sampled_from(_made_phrases()))
CHOSEN_ACTIVITIES = st.sampled_from(ACTIVITIES)


@st.composite
def catalogues(draw: st.DrawFn) -> list[Facts]:
    size = draw(st.sampled_from([0, 3, 6, 9, 9]))
    return [replace(draw(LISTINGS), id=f"x{number}") for number in range(size)]


SELDOM = st.sampled_from([False] * 4 + [True])
CONDITIONS = st.builds(
    Conditions,
    free=SELDOM,
    max_cost_pence=st.sampled_from([None, 300]),
    days=st.just(frozenset()) | st.frozensets(st.sampled_from(DAYS), max_size=2),
    parts_of_day=st.frozensets(st.sampled_from(PARTS), max_size=1),
    step_free=SELDOM,
    quiet=SELDOM,
    online=SELDOM,
    just_turn_up=SELDOM,
)
PLACES = st.sampled_from(
    [
        None,
        Place(latitude=53.0, longitude=-1.75, travel_km=None),
        Place(latitude=53.0, longitude=-1.75, travel_km=5.0),
    ]
)
PEOPLE = st.builds(
    Asked,
    phrases=st.lists(PHRASES, min_size=1, max_size=4).map(tuple),
    place=PLACES,
    conditions=st.just(Conditions()) | CONDITIONS,
    put_first=st.sampled_from([(), ("Mill Street",), ("x1",), ("nowhere", "x0")]),
)


def ids(ranking: Ranking) -> list[str]:
    return [match.facts.id for match in ranking.matches]
