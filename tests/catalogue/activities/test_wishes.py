"""What people say first, in everyday words: make friends, get out more, keep fit."""

import pytest

from catalogue.activities import Activity, Spoken, load_lexicon
from catalogue.activities.wishes import WISHED, Wishes

LEXICON = load_lexicon()


def said(words, **more):
    [meant] = LEXICON.read_phrases([Spoken(words=words, kind="goal", **more)])
    return {one.activity: one for one in meant if one.how == "said"}


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("make friends", "social-clubs"),
        ("I just want a bit of company", "tea-and-chat"),
        ("I'd like not to be on my own", "tea-and-chat"),
        ("get out more", "walking-group"),
        ("to keep fit", "exercise-class"),
        ("be outdoors", "nature-walks"),
        ("making things", "craft-and-chat"),
        ("running", "running"),
        ("get a job", "job-club"),
        ("somewhere warm", "warm-spaces"),
        ("have a laugh", "comedy-standup"),
        ("helping others", "volunteering"),
        ("make friends round our way", "social-clubs"),
        ("no singing, no circle of chairs, just a bit of chat", "tea-and-chat"),
        ("just want to get out of the flat", "tea-and-chat"),
        ("get me out the house a bit", "walking-group"),
        ("get out and about again", "days-out"),
        ("move a bit more", "exercise-class"),
        ("something to do with my hands", "craft-and-chat"),
        ("take my mind off it", "wellbeing-mindfulness"),
        ("anything really", "community-centre"),
    ],
)
def test_a_wish_in_everyday_words_is_heard(words, activity):
    assert activity in said(words)


def test_the_words_of_the_wish_are_what_is_quoted():
    words = "I'd love to make friends"

    [span] = said(words)["social-clubs"].spans

    assert words[slice(*span)] == "make friends"


@pytest.mark.parametrize(
    ("words", "wished", "otherwise"),
    [
        ("get a bit fitter", "exercise-class", "metalwork"),
        ("a change of scene", "days-out", "backstage"),
        ("someone to have a brew with", "tea-and-chat", "home-brewing"),
        ("stuck in the flat on my own", "tea-and-chat", "touch-rugby"),
        ("a bit shy, nothing too loud", "quiet-company", "english-conversation"),
    ],
)
def test_a_whole_wish_says_nothing_by_its_single_words(words, wished, otherwise):
    assert wished in said(words)
    assert otherwise not in said(words)


@pytest.mark.parametrize(
    ("words", "meant", "otherwise"),
    [
        ("am dram, always the villain", "drama", "whisky-tasting"),
        ("kept the books for a builder", "treasurer", "book-club"),
        ("walk the dog by the river", "dog-walking", "pet-help"),
        ("my family tree", "family-history", "tree-planting"),
        ("put the world to rights with the lads", "tea-and-chat", "advice-benefits"),
    ],
)
def test_a_way_of_speaking_is_one_beside_whatever_else_is_said(words, meant, otherwise):
    assert meant in said(words)
    assert otherwise not in said(words)


def test_what_else_is_said_stays_beside_a_way_of_speaking():
    assert {"greenhouse-growing", "gardening-club"} <= set(
        said("green fingers and a greenhouse")
    )


def test_what_says_more_than_a_wish_is_read_by_what_it_says():
    assert "social-clubs" not in said("make friends singing in a choir")
    assert "choir" in said("make friends singing in a choir")


def test_a_clause_that_is_nothing_but_a_wish_is_one_whatever_else_is_said():
    words = "I had a stroke last year and I miss company"
    clauses = ((0, words.index("and")), (words.index("I miss"), len(words)))

    assert {"tea-and-chat", "stroke-group"} <= said(words, within=clauses).keys()


@pytest.mark.parametrize(
    "words",
    [
        "friends let me down",
        "running away",
        "run out of luck",
        "get away from my family",
        "my children were taken off me",
        "I miss my kids",
    ],
)
def test_what_goes_on_after_the_words_of_a_wish_or_longs_for_somebody_is_none(words):
    assert WISHED not in {one.weight for one in said(words).values()}


def test_a_wish_may_itself_go_on():
    assert said("get away from it all")["days-out"].weight == WISHED


def test_the_words_of_a_wish_are_quoted_once_though_it_is_written_in_many_forms():
    [span] = said("running")["running"].spans

    assert span == (0, len("running"))


def test_two_wishes_are_both_heard():
    assert {"social-clubs", "exercise-class"} <= said("make friends and get fit").keys()


def test_a_wish_hides_nothing_from_anybody():
    assert said("company", by_words_alone=True) == {}


def test_the_longest_wish_counts():
    quiet = Activity(id="quiet", names=("quiet",), wishes=("somewhere",))
    warm = Activity(id="warm", names=("warm",), wishes=("somewhere warm",))

    wished = Wishes.of([quiet, warm]).read("somewhere warm", [(0, 14)], {"warm"})

    assert [(one.place, one.weight) for one in wished.said] == [(1, WISHED)]
