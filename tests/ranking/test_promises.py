"""What holds of the order for every person and every catalogue, whatever they hold."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.ranking import (
    OPENNESS_ORDER,
    Asked,
    Conditions,
    Evidence,
    Facts,
    Index,
    Meant,
    Phrase,
    Ranking,
    Reading,
    rank,
    rank_of,
)
from matcher.ranking.hearing import hear
from matcher.ranking.order import by_promise
from matcher.ranking.scoring import score
from matcher.ranking.words import fold, read
from tests.ranking.builders import listing, reads
from tests.ranking.worlds import FAIRLY_OFTEN, LISTINGS, PEOPLE, catalogues, ids


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_nothing_in_service_stands_above_something_mainstream(
    person: Asked, catalogue: list[Facts]
):
    matches = rank(person, Index.build(catalogue)).matches

    ranks = [rank_of(one.facts.openness) for one in matches if not one.put_first]
    assert ranks == sorted(ranks)
    first = [one.put_first for one in matches]
    assert first == sorted(first, reverse=True)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), st.randoms(use_true_random=False))
def test_the_order_listings_arrive_in_changes_nothing(
    person: Asked, catalogue: list[Facts], chance: object
):
    shuffled = list(catalogue)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    then, now = (
        rank(person, Index.build(catalogue)),
        rank(person, Index.build(shuffled)),
    )
    assert then == now
    assert evidence_of(then) == evidence_of(now)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_the_same_question_gets_the_same_answer(person: Asked, catalogue: list[Facts]):
    index = Index.build(catalogue)

    then, now = rank(person, index), rank(person, index)
    assert then == now
    assert evidence_of(then) == evidence_of(now)


def evidence_of(ranking: Ranking) -> list[tuple[Evidence, ...]]:
    return [one.evidence for match in ranking.matches for one in match.answers]


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_every_branch_is_either_shown_or_one_of_the_others(
    person: Asked, catalogue: list[Facts]
):
    index = Index.build(catalogue)

    folded = rank(person, index).matches
    apart = rank(person, index, branches="apart").matches

    places = [one for match in folded for one in (match.facts.id, *match.others)]
    assert sorted(places) == sorted(match.facts.id for match in apart)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_columns_and_matches_stand_by_the_same_promise(
    person: Asked, catalogue: list[Facts]
):
    one_phrase = replace(person, phrases=person.phrases[:1])

    matches = rank(one_phrase, Index.build(catalogue), branches="apart").matches

    assert list(matches) == by_promise(matches)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_variety_only_reorders_what_the_promise_places_alike(
    person: Asked, catalogue: list[Facts]
):
    matches = rank(person, Index.build(catalogue)).matches

    def tiers(ordered: list[object]) -> list[tuple[bool, int, int]]:
        return [
            (one.put_first, rank_of(one.facts.openness), len(one.ask_first))  # type: ignore[attr-defined]
            for one in ordered
        ]

    assert tiers(list(matches)) == tiers(list(by_promise(matches)))


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), st.integers(1, 4))
def test_a_limit_shows_the_same_best_of_each_openness(
    person: Asked, catalogue: list[Facts], limit: int
):
    index = Index.build(catalogue)

    everything, few = rank(person, index), rank(person, index, limit=limit)

    for openness in OPENNESS_ORDER:
        whole = [one for one in everything.matches if one.facts.openness == openness]
        shown = [one for one in few.matches if one.facts.openness == openness]
        assert shown == whole[:limit]
    assert few.totals == everything.totals


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), LISTINGS)
def test_with_word_statistics_fixed_a_listing_that_answers_nothing_changes_nothing(
    person: Asked, catalogue: list[Facts], new: Facts
):
    before = Index.build(catalogue)
    new = replace(new, id="new")
    after = Index.build([*catalogue, new], statistics=before.statistics)

    then, now = rank(person, before), rank(person, after)

    assume("new" not in answering(person, after))
    assume(len(before.readings) or not len(after.readings))  # else nothing was read yet
    assume(slips(person, before) == slips(person, after))  # nor says it what was a slip
    assert now == then


def slips(person: Asked, index: Index) -> list[str | None]:
    """What each word of a person is a slip of, if it is one."""
    words = " ".join(phrase.words for phrase in person.phrases)
    return [index.meant_by(fold(words[one.start : one.end])) for one in read(words)]


def answering(person: Asked, index: Index) -> set[str]:
    """What answers anything at all, be it shown or not: a weak answer is left out
    beside a better one, and comes back where that one does not fit."""
    scores = score(person, hear(person.phrases), index, None)
    return {index.facts[int(at)].id for at in scores.at}


def test_a_weak_answer_is_shown_where_the_better_one_does_not_fit():
    choir = Meant(activity="choir", weight=0.95, spans=((0, 5),))
    person = Asked(phrases=(Phrase(words="choir", meant=(choir,)),))
    stairs = listing("choir", "Choir", step_free=False, readings=(sung("Choir", 0.95),))
    level = listing("pub", "Loud pub", step_free=True, readings=(sung("Loud", 0.3),))
    index = Index.build([stairs, level])

    anybody = rank(person, index)
    step_free = rank(replace(person, conditions=Conditions(step_free=True)), index)

    assert answering(person, index) == {"choir", "pub"}
    assert ids(anybody) == ["choir"]
    assert ids(step_free) == ["pub"]


def sung(word: str, weight: float) -> Reading:
    return reads("choir", weight, word)
