"""Why a listing is shown: only words that matched, verbatim, and the facts."""

import pytest

from matcher.ranking import Asked, Facts, Index, Phrase, Reason, rank, reason_for
from tests.ranking.builders import HOME, firm, listing, somebody


def reason(person: Asked, one: Facts) -> Reason:
    return reason_for(rank(person, Index.build([one])).matches[0], person)


def quoted(words: str, one: Facts) -> list[str]:
    return [quote.text for quote in reason(somebody(words), one).quotes]


def marked(given: Reason) -> list[str]:
    return [given.snippet.text[start:end] for start, end in given.snippet.marks]


CHOIR = listing("choir", "Community choir", description="Come and sing with us.")


@pytest.mark.parametrize(
    ("words", "title", "quotes"),
    [
        ("stopped singing when my son died", "Singing for all", ["singing"]),
        ("used to play five-a-side", "Five a side football", ["five-a-side"]),
        ("loved steam trains and all that", "Steam trains day", ["steam trains"]),
        ("steam engines, old trains", "Steam and trains", ["steam", "trains"]),
        ("Ice-skating with me mates!", "Ice skating", ["Ice-skating"]),
        ("a bit of gardning", "Gardening", ["gardning"]),
        ("the CAFÉ one", "The cafe", ["CAFÉ"]),
    ],
)
def test_only_the_words_that_matched_are_quoted_as_they_were_said(
    words: str, title: str, quotes: list[str]
):
    assert quoted(words, listing("x", title)) == quotes


def test_a_quote_says_where_it_stands_in_the_phrase():
    words = "used to sing in a choir"

    quotes = reason(somebody(words), CHOIR).quotes

    assert [words[quote.start : quote.end] for quote in quotes] == ["sing", "choir"]


def test_a_title_answers_whole():
    given = reason(somebody("a choir"), CHOIR)

    assert (given.snippet.where, given.snippet.text) == ("title", "Community choir")
    assert marked(given) == ["choir"]
    assert (given.snippet.cut_before, given.snippet.cut_after) == (False, False)


def test_one_of_several_activities_answers():
    given = reason(
        somebody("pottery"),
        listing("x", "Studio", activities=("Glass", "Pottery", "Tea")),
    )

    assert (given.snippet.where, given.snippet.text) == ("activities", "Pottery")
    assert marked(given) == ["Pottery"]


def test_a_description_answers_with_the_sentence_around_the_word():
    given = reason(
        somebody("birdwatching"),
        listing(
            "x", "Friends of the park", description="We meet. We go birdwatching! Tea."
        ),
    )

    assert given.snippet.text == "We go birdwatching!"
    assert marked(given) == ["birdwatching"]
    assert (given.snippet.cut_before, given.snippet.cut_after) == (True, True)


def test_a_long_sentence_is_cut_between_words():
    description = "word " * 60 + "with birdwatching every week " + "more " * 60
    park = listing("x", "Friends of the park", description=description)

    snippet = reason(somebody("birdwatching"), park).snippet

    assert len(snippet.text) <= 120
    assert "birdwatching" in snippet.text
    assert set(snippet.text.split()) <= set(description.split())


def test_further_phrases_and_the_facts_are_told():
    one = listing(
        "x",
        "Singing and gardening",
        openness="outward_facing",
        points=((53.01, -1.75),),
        covers=frozenset({"qx1"}),
    )
    person = somebody(
        "gardening", "skateboarding", "singing", place=HOME, conditions=firm(free=True)
    )

    given = reason(person, one)

    assert (given.phrase, given.words, given.also) == (0, "gardening", (2,))
    assert (given.openness, given.ask_first) == ("outward_facing", ("cost",))
    assert (given.covers_place, given.put_first) == (True, False)
    assert given.distance_km == pytest.approx(1.11, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "description", "looks_for_hands"),
    [
        ("could_bring", "We need a bingo caller, we'll train you.", True),
        ("could_bring", "A caller every week.", False),
        ("enjoy_now", "We need a bingo caller, we'll train you.", False),
    ],
)
def test_what_somebody_could_bring_is_looked_for_when_the_listing_says_so(
    kind, description, looks_for_hands
):
    caller = Phrase(words="I could be the caller", kind=kind)

    given = reason(somebody(caller), listing(1, "Bingo", description=description))

    assert given.looks_for_hands == looks_for_hands


def test_everyday_words_that_are_no_whole_wish_there_are_not_quoted():
    people = listing("choir", "Choir", description="People of all ages.")
    meeting = listing("choir", "Choir", description="Meet people of all ages.")

    assert quoted("meet people, choir", people) == ["choir"]
    said = rank(somebody("meet people, choir"), Index.build([meeting])).matches[0]
    assert {one.said for one in said.answers[0].evidence} >= {"choir", "meet", "people"}


def test_a_wish_said_twice_says_no_more_than_once():
    coffee = listing("coffee", "Coffee morning", description="Come and meet people.")

    once, twice = (
        rank(somebody(said), Index.build([coffee])).matches[0].score
        for said in ("meet people", "meet people, meet people")
    )

    assert twice == once
