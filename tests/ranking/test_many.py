"""Many people at once get what each of them would get alone, to the last digit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from catalogue.activities import load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Conditions, Index, Match, Phrase, Place, rank
from matcher.ranking.many import (
    Crowd,
    NotTogether,
    can_go_together,
    first,
    fitting,
    match_of,
)
from tests.benchmarks.made_catalogue import make_county, make_facts
from tests.benchmarks.made_profiles import make_profiles

TODAY = date(2026, 11, 24)
FIRST = 6
LEXICON = load_lexicon()


@pytest.fixture(scope="module")
def index() -> Index:
    """Three hundred listings; some cover an area."""
    facts = make_facts(300, seed=3)
    return Index.build(
        replace(one, covers=frozenset({"anywhere"})) if number % 9 == 0 else one
        for number, one in enumerate(facts)
    )


@pytest.fixture(scope="module")
def people(index: Index) -> list[Asked]:
    """Near and anywhere, with every firm condition, a no, and "not that one"."""
    made = make_profiles(30, near=make_county(3), seed=5) + make_profiles(15, seed=6)
    firm = (
        Conditions(step_free=True, days=frozenset({"TU", "TH"})),
        Conditions(quiet=True, parts_of_day=frozenset({"evening"})),
        Conditions(free=True, just_turn_up=True),
        Conditions(online=True),
    )
    made += [replace(one, conditions=firm[n % 4]) for n, one in enumerate(made[:24])]
    made += [
        replace(one, not_these=frozenset(x.id for x in list(index.facts)[n::5]))
        for n, one in enumerate(made[:4])
    ]
    made += [
        replace(one, place=replace(one.place, names=frozenset({"anywhere"})))
        for one in made[:6]
        if one.place
    ]
    said_no = Phrase(words="meet people, but no singing and not the pub", kind="goal")
    made += [replace(one, phrases=(*one.phrases, said_no)) for one in made[:8]]
    return [*made, Asked(phrases=()), Asked(phrases=(said_no,)), far_north(made[0])]


def far_north(asked: Asked) -> Asked:
    place = Place(latitude=89.0, longitude=0.0, travel_km=5000.0)
    return replace(asked, place=place)


@pytest.fixture(scope="module")
def heard(people: list[Asked]) -> dict[Phrase, Phrase]:
    """Each phrase as it is understood: read once, as in a run."""
    said = tuple(dict.fromkeys(one for asked in people for one in asked.phrases))
    return dict(
        zip(said, understood(Asked(phrases=said), LEXICON).phrases, strict=True)
    )


@pytest.fixture
def crowd(index: Index, heard: dict[Phrase, Phrase]) -> Crowd:
    def read(phrases: Sequence[Phrase]) -> list[Phrase]:
        return [heard[one] for one in phrases]

    return Crowd(index=index, today=TODAY, read=read)


def together(people: list[Asked], crowd: Crowd) -> list[list[Match]]:
    found = first(fitting(people, crowd), crowd)
    return [
        [match_of(found, entry, crowd) for entry in islice(turns, FIRST)]
        for turns in found.in_turn()
    ]


def alone(asked: Asked, index: Index, heard: dict[Phrase, Phrase]) -> list[Match]:
    asked = replace(asked, phrases=tuple(heard[one] for one in asked.phrases))
    ranked = rank(asked, index, today=TODAY, branches="apart", limit=60)
    return list(ranked.matches[:FIRST])


def test_everybody_gets_what_they_would_get_alone(index, people, heard, crowd):
    found = together(people, crowd)

    assert found == [alone(asked, index, heard) for asked in people]
    assert sum(map(len, found)) > 3 * len(people)


def test_listings_that_went_or_came_shift_nobody_s_answers(index, people, heard, crowd):
    first_three, last_three = list(index.facts)[:3], list(index.facts)[-3:]
    gone = index.changed(gone=[one.id for one in first_three])
    told = index.changed(replace(one, title=f"{one.title} II") for one in last_three)

    for later in (gone, told, told.changed(gone=[first_three[0].id])):
        after = replace(crowd, index=later, _known={}, _firm={})
        assert together(people, after) == [alone(one, later, heard) for one in people]


def test_each_match_says_why_as_it_would_alone(index, people, heard, crowd):
    found = together(people[:10], crowd)

    for asked, matches in zip(people[:10], found, strict=True):
        theirs = alone(asked, index, heard)
        assert [[a.evidence for a in one.answers] for one in matches] == [
            [a.evidence for a in one.answers] for one in theirs
        ]


def test_what_fits_is_what_fits_alone(index, people, heard, crowd):
    fit = fitting(people, crowd)

    ids: list[set[str]] = [set() for _ in people]
    for person, position in zip(
        fit.person.tolist(), fit.position.tolist(), strict=True
    ):
        ids[person].add(index.facts[position].id)
    for asked, theirs in zip(people, ids, strict=True):
        asked = replace(asked, phrases=tuple(heard[one] for one in asked.phrases))
        ranked = rank(asked, index, today=TODAY, branches="apart")
        assert theirs == {one.facts.id for one in ranked.matches}


def test_a_phrase_that_many_say_is_read_once(people, crowd):
    crowd.learn(people)

    assert crowd.learn(people) == 0


def test_who_needs_more_than_was_looked_at_is_told_so(people, crowd):
    found = first(fitting(people, crowd), crowd)

    everything = []
    for turns in found.in_turn():
        try:
            everything.append(len(list(turns)))
        except NotTogether:
            everything.append(-1)
    assert -1 in everything
    assert any(number >= 0 for number in everything)


def test_who_wants_what_has_no_column_goes_alone():
    plain = Asked(phrases=(Phrase(words="darts"),))

    assert can_go_together(plain)
    assert not can_go_together(replace(plain, put_first=("Mill Hall",)))
    assert not can_go_together(replace(plain, avoid=("Mill Street",)))
    assert not can_go_together(replace(plain, phrases=plain.phrases * 17))
    assert not can_go_together(Asked(phrases=(Phrase(words="since my stroke"),)))


def test_nobody_and_nothing_are_no_trouble(people, crowd):
    empty = Crowd(index=Index.build([]), today=TODAY, read=crowd.read)

    assert together([], crowd) == []
    assert together(people[:3], empty) == [[], [], []]
