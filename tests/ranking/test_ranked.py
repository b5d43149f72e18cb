"""What fits a person and what is said plainly beside it (the rules of the practice)."""

from copy import copy, deepcopy
from pickle import dumps, loads

import pytest

from matcher.ranking import Index, Match, Phrase, rank
from matcher.ranking.clauses import Understood
from matcher.ranking.words import Word
from tests.ranking.builders import found, listing, ranked, somebody

CHOIR = listing("choir", "Community choir", description="Come and sing with us.")
FOOTBALL = listing("football", "Walking football", description="For over fifties.")
GOOD_PEOPLE = listing(
    "good",
    "Good people group",
    description="Good people have a good time for eight weeks.",
)


def test_used_to_sing_in_the_school_choir_finds_a_choir():
    assert found(somebody("used to sing in the school choir"), CHOIR, FOOTBALL) == [
        "choir"
    ]


def test_one_specific_word_of_a_long_tale_is_enough():
    steel = listing("pan", "Steelband", description="Play steel pan every Friday.")
    tale = (
        "grew up with the sound of pan, my uncle had me on the tenor when i was eight"
    )

    assert found(somebody(tale), steel, CHOIR, FOOTBALL, GOOD_PEOPLE) == ["pan"]


@pytest.mark.parametrize(
    "talk",
    ["good people", "eight of us had a good time", "time for me", "the old days"],
)
def test_everyday_words_alone_find_no_choir(talk: str):
    assert found(somebody(talk), CHOIR, FOOTBALL) == []


def test_everyday_words_add_nothing_to_a_telling_one():
    choir = listing("choir", "Community choir", description="Good people, good time.")

    plainly, at_length = (
        ranked(somebody(said), choir).matches[0]
        for said in ("a choir", "eight of us had a good time and a choir")
    )

    assert at_length.score == plainly.score


def test_two_everyday_words_that_are_a_whole_wish_are_heard_together():
    coffee = listing(
        "coffee", "Coffee morning", description="Meet new people over tea."
    )

    assert found(somebody("meet people"), coffee, FOOTBALL) == ["coffee"]


def test_what_is_called_so_comes_before_what_only_mentions_it():
    mentions = listing(
        "fair", "Summer fair", description="Stalls, cakes, a choir and a tombola."
    )

    assert found(somebody("a choir"), mentions, CHOIR) == ["choir", "fair"]


def test_a_singer_answers_somebody_who_sings():
    singers = listing("s", "The Wenbrook Singers")

    assert found(somebody("singing"), singers) == ["s"]


def test_a_no_counts_for_every_phrase():
    quiz = listing("quiz", "Quiz night", description="In the back room of the pub.")
    library_quiz = listing("library", "Quiz at the library")

    person = somebody("a good quiz", "meet people but no pubs")

    assert found(person, quiz, library_quiz) == ["library"]


def test_a_listing_without_alcohol_is_for_somebody_who_wants_none():
    listings = [
        listing("dry", "Social evening", description="Music, and no alcohol or drugs."),
        listing(
            "free", "Social evening", description="An alcohol-free night of music."
        ),
        listing("wet", "Social evening", description="Music, food and alcohol."),
    ]

    assert found(somebody("music without alcohol"), *listings) == ["dry", "free"]


def test_what_keeps_nothing_out_is_not_said_to():
    choir = listing(1, "Choir")

    ranking = ranked(somebody("choir, no big groups", "no pubs"), choir)

    assert ranking.refused == ("pubs",)


def test_only_what_is_refused_together_is_refused():
    listings = [
        listing("loud", "Loud music night"),
        listing("quiet", "Gentle music afternoon"),
    ]

    assert found(somebody("music", "can't stand loud music"), *listings) == ["quiet"]


def test_a_no_alone_finds_nothing_and_asks_what_instead():
    ranking = ranked(somebody("no pubs", "never football"), CHOIR, FOOTBALL)

    assert (ranking.matches, ranking.only_refusals) == ((), True)
    assert ranking.refused == ("pubs", "football")
    assert ranking.unanswered == ()


def test_what_is_refused_in_another_language_is_no_slip_for_a_word_of_ours():
    paint = listing("paint", "Paint a pot")
    beer = Word("peint", 4, 9)
    no = Understood(refused=((beer,),), in_english=False, words="dim peint")

    asked = somebody("pot", Phrase(words="dim peint", parts=no))

    assert found(asked, paint) == ["paint"]


def test_nothing_serious_is_no_refusal():
    ranking = ranked(somebody("singing, nothing serious"), CHOIR)

    assert [match.facts.id for match in ranking.matches] == ["choir"]
    assert (ranking.only_refusals, ranking.refused) == (False, ())


@pytest.mark.parametrize(
    "kind", ["independence_before", "independence_wanted", "people"]
)
def test_independence_is_kept_in_view_and_never_matched(kind: str):
    bus_club = listing("bus", "Vintage bus club", activities=("Buses",))

    ranking = ranked(somebody(Phrase(words="vintage buses", kind=kind)), bus_club)

    assert (ranking.matches, ranking.kept_in_view, ranking.unanswered) == ((), (0,), ())


@pytest.mark.parametrize(
    "goal",
    ["my own tenancy", "somewhere to live", "get my benefits sorted", "stay clean"],
)
def test_a_goal_about_support_is_never_forced_into_activities(goal: str):
    advice = listing(
        "advice", "Tenancy and benefits advice", description="Clean living."
    )

    ranking = ranked(somebody(Phrase(words=goal, kind="goal")), advice)

    assert (ranking.matches, ranking.kept_in_view, ranking.unanswered) == ((), (0,), ())


def test_a_goal_about_an_activity_is_matched():
    ranking = ranked(somebody(Phrase(words="sing on a stage", kind="goal")), CHOIR)

    assert [match.facts.id for match in ranking.matches] == ["choir"]


def test_a_phrase_nothing_mainstream_answers_is_said_plainly():
    day_centre = listing("dc", "Pottery", openness="in_service")

    ranking = ranked(somebody("singing", "pottery", "skateboarding"), CHOIR, day_centre)

    assert [match.facts.id for match in ranking.matches] == ["choir", "dc"]
    assert ranking.unanswered == (1, 2)


def test_what_answers_two_wishes_comes_before_what_answers_one():
    both = listing("both", "Singing and gardening")
    one = listing("a", "Singing and knitting")

    assert found(somebody("singing", "gardening"), both, one, order="score") == [
        "both",
        "a",
    ]


def test_what_matters_most_weighs_most():
    choir, garden = listing("z", "Singing"), listing("a", "Gardening")

    assert (
        found(somebody("singing", "gardening"), choir, garden, order="score")[0] == "z"
    )
    assert (
        found(somebody("gardening", "singing"), choir, garden, order="score")[0] == "a"
    )


def packed_and_unpacked(match: Match) -> object:
    return loads(dumps(match))  # noqa: S301 - packed by ourselves


@pytest.mark.parametrize("again", [copy, deepcopy, packed_and_unpacked])
def test_a_match_can_be_copied_and_packed_without_what_it_was_found_in(again):
    (match,) = ranked(somebody("used to sing in a choir"), CHOIR, FOOTBALL).matches

    found = again(match)

    assert found == match
    assert type(found) is Match
    assert found.answers[0].evidence == match.answers[0].evidence
    assert found.answers[0].evidence
    assert len(dumps(found)) < 5_000


def test_nobody_who_says_nothing_is_shown_anything():
    ranking = ranked(somebody(), CHOIR)

    assert (ranking.matches, ranking.only_refusals) == ((), False)
    assert ranked(somebody("", "  "), CHOIR).matches == ()


def test_an_empty_catalogue_answers_nothing():
    ranking = rank(somebody("singing"), Index.build([]))

    assert (ranking.matches, ranking.unanswered) == ((), (0,))


def test_two_listings_with_one_id_are_refused():
    with pytest.raises(ValueError, match="share the id 'choir'"):
        Index.build([CHOIR, CHOIR])
