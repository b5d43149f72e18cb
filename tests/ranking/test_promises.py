"""What holds for every person and every catalogue, whatever they hold."""

import re
from dataclasses import replace

from hypothesis import assume, given, settings
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
    Place,
    Ranking,
    Reading,
    rank,
    rank_of,
    reason_for,
)
from matcher.ranking.hearing import hear
from matcher.ranking.order import by_promise
from matcher.ranking.scoring import score
from matcher.ranking.words import fold, read
from tests.ranking.builders import listing, reads

FAIRLY_OFTEN = settings(max_examples=60, deadline=None)
"""Enough to meet every pair of rules, and no clock on a busy machine."""

WORDS = st.sampled_from(
    """
    choir sing singing singer football five-a-side gardening gardning garden pottery
    people good time meet café alcohol alcohol-free pub pubs quiz school uncle tram
    tramway steam trains birdwatching knitting loud music evening group club
    """.split()  # noqa: SIM905 - a list of words is easier to read than of strings
)
JOINS = st.sampled_from(
    [" "] * 8 + [", "] * 4 + [" and ", ". ", " but no ", " without "]
)
MAYBE = st.sampled_from([None, True, False])
PENCE = st.sampled_from([None, 0, 200, 500])
POINTS = st.tuples(st.floats(52.9, 53.1), st.floats(-1.9, -1.6))
DAY = st.sampled_from(["MO", "TU", "WE"])
PART = st.sampled_from(["morning", "evening"])
MEETS = st.none() | st.frozensets(st.tuples(DAY, st.none() | PART), max_size=3)


@st.composite
def texts(draw: st.DrawFn, most: int = 8) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=most))
    return words[0] + "".join(draw(JOINS) + word for word in words[1:])


ACTIVITIES = st.sampled_from(["choir", "bell-ringing", "pub-quiz", "steam-railway"])
SURE = st.sampled_from([0.1, 0.3, 0.6, 0.95])
HOW = st.sampled_from(["said", "said", "near", "role", "way_back"])


@st.composite
def readings(draw: st.DrawFn, title: str, description: str) -> tuple[Reading, ...]:
    """What some words of a title or a description might be read as."""
    texts = {"title": title, "description": description or title}
    found = []
    for _ in range(draw(st.integers(0, 3))):
        where = draw(
            st.sampled_from(["title", "description"] if description else ["title"])
        )
        word = draw(st.sampled_from(list(re.finditer(r"\w+", texts[where]))))
        found.append(
            Reading(
                activity=draw(ACTIVITIES),
                weight=draw(SURE),
                where=where,
                found=word.group(),
                found_start=word.start(),
            )
        )
    return tuple(found)


@st.composite
def said(draw: st.DrawFn) -> Phrase:
    """A phrase, sometimes understood as something, sometimes refusing something."""
    words = draw(texts(5))
    spans = [found.span() for found in re.finditer(r"\w+", words)]
    meant = tuple(
        Meant(
            activity=draw(ACTIVITIES),
            weight=draw(SURE),
            spans=tuple(draw(st.lists(st.sampled_from(spans), min_size=1, max_size=2))),
            how=draw(HOW),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    refused = draw(st.sampled_from([(), (), (), meant[:1]]))
    return Phrase(words=words, meant=meant, refused=refused)


@st.composite
def listings(draw: st.DrawFn, identity: str) -> Facts:
    title, description = draw(texts(3)), draw(st.just("") | texts())
    return Facts(
        id=identity,
        title=title,
        description=description,
        readings=draw(readings(title, description)),
        organization=draw(st.sampled_from(["", "Mill Street", "Garden Trust"])),
        activities=tuple(draw(st.lists(WORDS, max_size=2))),
        openness=draw(st.sampled_from(OPENNESS_ORDER)),
        joinable=draw(st.sampled_from([True, True, True, False])),
        points=tuple(draw(st.lists(POINTS, max_size=2))),
        online=draw(MAYBE),
        meets=draw(MEETS),
        cost_pence=draw(PENCE),
        lowest_cost_pence=draw(st.none()),
        step_free=draw(MAYBE),
        quiet=draw(MAYBE),
        just_turn_up=draw(MAYBE),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> list[Facts]:
    size = draw(st.sampled_from([0, 3, 6, 9, 9]))
    return [draw(listings(f"x{number}")) for number in range(size)]


SELDOM = st.sampled_from([False] * 4 + [True])
CONDITIONS = st.builds(
    Conditions,
    free=SELDOM,
    max_cost_pence=st.none() | st.just(300),
    days=st.just(frozenset()) | st.frozensets(DAY, max_size=2),
    parts_of_day=st.frozensets(PART, max_size=1),
    step_free=SELDOM,
    quiet=SELDOM,
    online=SELDOM,
    just_turn_up=SELDOM,
)
FEW_CONDITIONS = st.just(Conditions()) | CONDITIONS
PLACES = st.none() | st.builds(
    Place,
    latitude=st.just(53.0),
    longitude=st.just(-1.75),
    travel_km=st.sampled_from([None, 5.0]),
)
PEOPLE = st.builds(
    Asked,
    phrases=st.lists(said(), min_size=1, max_size=4).map(tuple),
    place=PLACES,
    conditions=FEW_CONDITIONS,
    put_first=st.sampled_from([(), ("Mill Street",), ("x1",), ("nowhere", "x0")]),
)


def ids(ranking: Ranking) -> list[str]:
    return [match.facts.id for match in ranking.matches]


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
@given(PEOPLE, catalogues(), st.data())
def test_removing_a_phrase_never_adds_its_reasons(
    person: Asked, catalogue: list[Facts], data: st.DataObject
):
    gone = data.draw(st.integers(0, len(person.phrases) - 1))
    kept = person.phrases[:gone] + person.phrases[gone + 1 :]
    fewer = Asked(phrases=kept, place=person.place, conditions=person.conditions)

    matches = rank(fewer, Index.build(catalogue)).matches

    answered = {answer.phrase for match in matches for answer in match.answers}
    assert answered <= set(range(len(kept)))
    quoted = {
        (quote.text, kept[reason.phrase].words[quote.start : quote.end])
        for reason in (reason_for(match, fewer) for match in matches)
        for quote in reason.quotes
    }
    assert all(text == stands for text, stands in quoted)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_evidence_stands_where_it_says_on_both_sides(
    person: Asked, catalogue: list[Facts]
):
    for match in rank(person, Index.build(catalogue)).matches:
        assert match.answers
        for answer in match.answers:
            assert answer.evidence
            words = person.phrases[answer.phrase].words
            for one in answer.evidence:
                assert words[one.start : one.start + len(one.said)] == one.said
                assert one.found in text_of_field(match.facts, one.where)


def text_of_field(facts: Facts, where: str) -> str:
    value = getattr(facts, where)
    return value if isinstance(value, str) else " · ".join(value)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), listings("new"))
def test_with_word_statistics_fixed_a_listing_that_answers_nothing_changes_nothing(
    person: Asked, catalogue: list[Facts], new: Facts
):
    before = Index.build(catalogue)
    after = Index.build([*catalogue, new], statistics=before.statistics)

    then, now = rank(person, before), rank(person, after)

    assume("new" not in answering(person, after))
    assume(len(before.readings) or not len(after.readings))  # else nothing was read yet
    assert now == then


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


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_the_unknown_is_never_taken_for_meeting_a_condition(
    person: Asked, catalogue: list[Facts]
):
    firm = person.conditions

    for match in rank(person, Index.build(catalogue)).matches:
        for name in ("step_free", "quiet", "online", "just_turn_up"):
            if getattr(firm, name):
                said = getattr(match.facts, name)
                assert said is not False
                assert (name in match.ask_first) == (said is None)
        if firm.free or firm.max_cost_pence is not None:
            assert ("cost" in match.ask_first) == (match.facts.cost_pence is None)
        if firm.days and not match.facts.meets:
            assert "days" in match.ask_first


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), ACTIVITIES)
def test_a_refused_activity_never_appears_among_results(
    person: Asked, catalogue: list[Facts], activity: str
):
    no = Meant(activity=activity, weight=0.95, spans=((0, 1),))
    phrases = (*person.phrases, Phrase(words="not that", refused=(no,)))

    matches = rank(Asked(phrases=phrases), Index.build(catalogue)).matches

    surely = {
        reading.activity
        for match in matches
        for reading in match.facts.readings
        if reading.weight >= 0.6
    }
    assert activity not in surely


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_evidence_of_an_activity_is_spoken_of_on_both_sides(
    person: Asked, catalogue: list[Facts]
):
    for match in rank(person, Index.build(catalogue)).matches:
        spoken = {(one.activity, one.found) for one in match.facts.readings}
        for answer in match.answers:
            meant = {(x.activity, x.how) for x in person.phrases[answer.phrase].meant}
            for one in (one for one in answer.evidence if one.activity):
                assert (one.activity, one.found) in spoken
                assert (one.activity, one.how) in meant


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_without_readings_or_meanings_words_alone_decide(
    person: Asked, catalogue: list[Facts]
):
    silent = Index.build(replace(one, readings=()) for one in catalogue)
    plain = replace(
        person, phrases=tuple(replace(one, meant=()) for one in person.phrases)
    )

    def order(asked: Asked, index: Index, *without: str) -> list[tuple[str, float]]:
        matches = rank(asked, index, without=without).matches
        return [(match.facts.id, match.score) for match in matches]

    if not any(one.refused for one in person.phrases):
        assert order(person, silent) == order(plain, silent)
        assert order(plain, Index.build(catalogue)) == order(plain, silent)
        assert order(person, Index.build(catalogue), "activities") == order(
            plain, silent
        )


REFUSED = st.sampled_from(["pub", "football", "pottery", "quiz", "knitting"])


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), REFUSED)
def test_a_refused_word_never_appears_among_results(
    person: Asked, catalogue: list[Facts], refused: str
):
    phrases = (*person.phrases, Phrase(words=f"no {refused}"))
    plain = [
        one
        for one in catalogue
        if " no " not in one.title + one.description
        and "without" not in one.title + one.description
    ]

    matches = rank(Asked(phrases=phrases), Index.build(plain)).matches

    (term,) = {word.term for word in read(refused)}
    for match in matches:
        facts = match.facts
        text = " · ".join((facts.title, facts.description, *facts.activities))
        assert term not in {word.term for word in read(fold(text))}


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_choices_never_promise_more_than_they_keep(
    person: Asked, catalogue: list[Facts]
):
    index = Index.build(catalogue)
    ranking = rank(person, index)
    with_it = Conditions(**{**vars(person.conditions), "step_free": True})

    then = rank(
        Asked(phrases=person.phrases, place=person.place, conditions=with_it),
        index,
        branches="apart",
    )

    asking = [match for match in then.matches if "step_free" in match.ask_first]
    assert ranking.choices_to_ask["step_free"] <= len(then.matches)
    assert ranking.choices["step_free"] == len(then.matches) - len(asking)
