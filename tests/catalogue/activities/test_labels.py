"""A tag, or a title that is nothing else, says what a listing is."""

from collections import Counter

import pytest

from catalogue.activities import load_lexicon
from catalogue.activities.labels import LabelIndex
from catalogue.activities.prose import lines_of
from matcher.web.opportunities import SURE

LEXICON = load_lexicon()
LABELS = LabelIndex(tuple(LEXICON.activities.values()))
IDS = tuple(LEXICON.activities)


def said_by(text):
    """Each label of a text, and the activities it says; None: unheard of."""
    return {
        text[slice(*label.span)]: None
        if label.places is None
        else {IDS[place] for place in label.places}
        for label in LABELS.find(text)
    }


@pytest.mark.parametrize(
    ("tag", "activity"),
    [
        ("Walking", "walking-group"),
        ("Running", "running"),
        ("Ballet", "adult-ballet"),
        ("Athletics", "athletics"),
        ("Zumba® Gold", "dance-fitness"),
        ("Days out", "days-out"),
        ("Boxercise", "boxing-fitness"),
        ("Singing", "singing"),
    ],
)
def test_a_tag_says_by_itself_what_a_listing_is(tag, activity):
    (first, *_) = LEXICON.read_listing("Come along", (tag,))

    assert (first.activity, first.found) == (activity, tag)
    assert first.weight >= SURE


def test_the_same_word_in_a_sentence_may_say_nothing():
    assert LEXICON.read_listing("Come along", (), "", "We are up and running.") == ()


@pytest.mark.parametrize("title", ["Ballet", "Ballet for beginners", "Adult ballet"])
def test_a_title_that_is_nothing_else_says_it_for_whomever_it_is(title):
    (first, *_) = LEXICON.read_listing(title)

    assert first.activity == "adult-ballet"


def test_whoever_helps_somewhere_is_no_visitor_there():
    assert said_by("Museum") == {"Museum": {"museum-visits"}}
    assert said_by("Museum volunteers") == {"Museum volunteers": None}


@pytest.mark.parametrize(
    "tag", ["Women", "Drop-in", "Mental health", "Course", "50+", "Social group"]
)
def test_what_directories_sort_by_that_nobody_does_says_nothing(tag):
    read = LEXICON.read_listing("Come along", (tag,))

    assert said_by(tag) == {tag: set()}
    assert [one for one in read if one.where == "activities"] == []


def test_one_tag_may_say_several_things_and_another_with_an_and_one():
    assert said_by("Cricket, Tennis") == {"Cricket": {"cricket"}, "Tennis": {"tennis"}}
    assert said_by("Arts and crafts") == {"Arts and crafts": {"craft-and-chat"}}
    assert said_by("Knitting and crochet") == {
        "Knitting": {"knitting"},
        "crochet": {"crochet"},
    }


def test_what_may_be_either_is_less_sure_of_each():
    both = LEXICON.read_listing("Come along", ("Bowling",))
    one = LEXICON.read_listing("Come along", ("Croquet",))

    sure = {reading.activity: reading.weight for reading in both}
    assert sure["bowls"] == sure["crown-green-bowls"] < one[0].weight


def test_tags_are_told_apart_by_their_words_and_not_by_their_stems():
    assert said_by("Market") != said_by("Marketing")
    assert said_by("Gardening") != said_by("Gardens")


def test_a_tag_that_no_list_has_is_read_as_a_phrase_would_be():
    tag = "Chucking a frisbee about"

    read = LEXICON.read_listing("Come along", (tag,))

    assert said_by(tag) == {tag: None}
    assert (read[0].activity, read[0].where) == ("ultimate-frisbee", "activities")


def test_other_words_of_a_labelled_tag_speak_of_nothing_else():
    read = LEXICON.read_listing("Come along", ("Ballet",))

    assert {one.activity for one in read if one.where == "activities"} == {
        "adult-ballet"
    }


def test_a_service_adds_labels_of_its_own(tmp_path):
    own_terms = tmp_path / "own.txt"
    own_terms.write_text("== swimming\nlabels: The baths\n", encoding="utf-8")
    lexicon = load_lexicon(own_terms)

    (first, *_) = lexicon.read_listing("Come along", ("The baths",))

    assert first.activity == "swimming"


def test_no_kind_is_listed_twice_or_is_an_activity():
    kinds = [kind.casefold() for kind in lines_of("kinds.txt")]
    twice = [kind for kind, times in Counter(kinds).items() if times > 1]

    assert twice == []
    assert [kind for kind in kinds if said_by(kind).get(kind)] == []
