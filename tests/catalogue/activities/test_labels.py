"""A tag, or a title that is nothing else, says what a listing is."""

from collections import Counter

import pytest

from catalogue.activities import load_lexicon
from catalogue.activities.labels import MOST_WORDS, LabelIndex, _words_of
from catalogue.activities.prose import lines_of
from matcher.web.opportunities import SURE

LEXICON = load_lexicon()
LABELS = LabelIndex(tuple(LEXICON.activities.values()))
IDS = tuple(LEXICON.activities)
KINDS = lines_of("kinds.txt")


def said_by(tags):
    """Each label of some tags, and the activities it says; None: unheard of."""
    return {
        tags[slice(*label.span)]: None
        if label.places is None
        else {IDS[place] for place in label.places}
        for label in LABELS.of_tags(tags)
    }


def readings(title="Come along", tags=()):
    return {one.activity: one for one in LEXICON.read_listing(title, tags)}


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
    "tag", ["Women", "Drop-in", "Walk-in", "Step-free", "Carers", "50+", "Social group"]
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
    (gardening,) = said_by("Gardening").values()
    (gardens,) = said_by("Open gardens").values()

    assert "gardening-club" in gardening
    assert gardens == {"garden-visiting"}


@pytest.mark.parametrize(
    ("tag", "activity"),
    [
        ("Stroke group", "stroke-group"),
        ("Women's drop-in", "womens-group"),
        ("Music therapy group", "inclusive-music"),
    ],
)
def test_a_name_that_is_made_of_kinds_is_still_heard(tag, activity):
    assert activity in readings(tags=(tag,))


@pytest.mark.parametrize(
    ("title", "activity", "other"),
    [
        ("Single parents' group", "lone-parents", "singles-social"),
        ("Rainbow baby group", "baby-loss", "scouts-guides"),
        ("Latin class", "ancient-history", "salsa"),
    ],
)
def test_a_whole_name_is_no_shorter_label(title, activity, other):
    said = readings(title)

    assert activity in said
    assert other not in said or said[other].weight < 0.3


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Chess Club (Library)", "library-visits"),
        ("Yoga - Museum", "museum-visits"),
        ("Pride and Prejudice", "pride-events"),
        ("Bats & Balls", "bats"),
        ("The Bridge - coffee", "bridge"),
    ],
)
def test_a_place_behind_a_title_or_half_of_one_is_no_label(title, other):
    said = readings(title)

    assert other not in said or said[other].weight < 0.5


def test_what_follows_a_colon_may_be_a_label():
    said = readings("Tuesdays at the Legion: boxercise")

    assert said["boxing-fitness"].weight == 0.9
    assert "talks-and-lectures" not in readings("TLC: Talk, Listen, Change")


def test_a_sentence_is_no_label():
    kinds = " ".join(["free"] * (MOST_WORDS - 1))

    assert said_by(f"{kinds} yoga") == {"yoga": {"yoga"}}
    assert list(said_by(f"free {kinds} yoga").values()) == [None]


def test_a_label_is_quoted_without_whom_it_is_for():
    assert readings("Adults Learn to Swim")["swimming-lessons"].found == "Learn to Swim"


def test_a_tag_that_is_a_name_speaks_once():
    (first, *_) = LEXICON.read_listing("Come along", ("Church social",))

    assert first.weight == 0.85


def test_a_tag_that_no_list_has_is_read_as_a_phrase_would_be():
    tag = "Chucking a frisbee about"

    read = LEXICON.read_listing("Come along", (tag,))

    assert said_by(tag) == {tag: None}
    assert (read[0].activity, read[0].where) == ("ultimate-frisbee", "activities")


def test_other_words_of_a_labelled_tag_speak_of_nothing_else():
    tagged = LEXICON.read_listing("Come along", ("Core stability",))
    titled = LEXICON.read_listing("Come along", ("Stability of the core",))

    assert {one.activity for one in tagged} < {one.activity for one in titled} | {
        "exercise-class", "pilates",
    }  # fmt: skip
    assert {one.activity for one in tagged} == {"exercise-class", "pilates"}


def test_a_service_adds_labels_of_its_own(tmp_path):
    own_terms = tmp_path / "own.txt"
    own_terms.write_text("== swimming\nlabels: The baths\n", encoding="utf-8")
    lexicon = load_lexicon(own_terms)

    (first, *_) = lexicon.read_listing("Come along", ("The baths",))

    assert first.activity == "swimming"


def test_no_kind_is_listed_twice_or_is_a_label():
    kinds = Counter(next(iter(said_by(kind).values())) is None for kind in KINDS)
    twice = Counter(map(_words_of, KINDS))

    assert kinds[True] == 0
    assert [kind for kind, times in twice.items() if times > 1] == []
    assert [kind for kind in KINDS if any(said_by(kind).values())] == []


def test_a_kind_that_is_an_activitys_name_is_meant_to_be_silent():
    names = {
        _words_of(name) for one in LEXICON.activities.values() for name in one.names
    }

    assert [kind for kind in KINDS if _words_of(kind) in names] == ["social group"]
