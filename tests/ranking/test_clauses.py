"""What a phrase wants and what it refuses, in the person's own words."""

import re
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import Phrase
from matcher.ranking.clauses import understand
from matcher.ranking.hearing import hear
from matcher.ranking.idioms import IDIOM, without_idioms

SPOKEN = re.split(
    r"\|(?![^(]*\))", IDIOM.pattern.removeprefix(r"\b(?:")[: -len(r")\b")]
)
"""Each way of speaking, as its pattern is written."""


def wanted(words: str) -> list[str]:
    return [
        words[word.start : word.end]
        for clause in understand(words).clauses
        for word in clause
    ]


def refused(words: str) -> list[str]:
    return [words[run[0].start : run[-1].end] for run in understand(words).refused]


@pytest.mark.parametrize(
    ("words", "also_refuses_what_is_done_there"),
    [
        ("not at the Red Lion", False),
        ("nothing in a church hall", False),
        ("not in a church", False),
        ("not at the gym", True),
        ("no football", True),
        ("no Morris dancing", True),
    ],
)
def test_no_to_a_place_is_no_to_nothing_done_there(
    words, also_refuses_what_is_done_there
):
    heard = understand(words)

    assert heard.refused
    assert bool(heard.refused_spans) is also_refuses_what_is_done_there


@pytest.mark.parametrize(
    ("words", "wants", "refuses"),
    [
        ("meet people but no pubs", ["meet", "people"], ["pubs"]),
        ("meet people without alcohol", ["meet", "people"], ["alcohol"]),
        ("walking, not running", ["walking"], ["running"]),
        ("I don't like football and I love cricket", ["cricket"], ["football"]),
        ("never liked football, loved cricket", ["cricket"], ["football"]),
        ("can't stand loud music", [], ["loud music"]),
        ("no pubs, bars or night clubs", [], ["pubs", "bars", "night clubs"]),
        ("no pubs, singing", ["singing"], ["pubs"]),
        ("no running or football please", [], ["running", "football"]),
        ("anything but bingo", [], ["bingo"]),
        ("owt except bingo", [], ["bingo"]),
        ("something outdoors that isn't running", ["outdoors"], ["running"]),
        ("a night that's not bingo, please", ["night"], ["bingo"]),
        ("tea in a place that is not a pub", ["tea", "place"], ["pub"]),
        ("bored of darts now", [], ["darts"]),
        ("I'm bored with crosswords, want music", ["music"], ["crosswords"]),
        ("done with football", [], ["football"]),
        ("I'm so done with the gym", [], ["gym"]),
        ("I've had it with running", [], ["running"]),
        ("I've gone off knitting", [], ["knitting"]),
        ("sick and tired of bingo", [], ["bingo"]),
        ("I no longer enjoy bingo", [], ["bingo"]),
        ("nothing in a church hall", [], ["church hall"]),
        ("sport that isn't football or rugby", ["sport"], ["football", "rugby"]),
        ("a dance that isn't line dancing", ["dance"], ["line dancing"]),
        ("tea that ain't in the pub", ["tea"], []),
        ("tea with people who aren't in the pub", ["tea", "people"], []),
        ("tea that isn't out of a tin", ["tea"], []),
        ("music, apart from opera", ["music"], ["opera"]),
        ("pubs aren't for me", [], ["pubs"]),
        ("not interested in sport", [], ["sport"]),
        ("I hate bingo", [], ["bingo"]),
        ("I’d rather not go to church", [], ["church"]),
        ("alcohol-free dancing", ["alcohol-free", "dancing"], ["alcohol"]),
        ("never again football", [], ["football"]),
        ("never pubs, but quizzes", ["quizzes"], ["pubs"]),
        ("crafts and never football please", ["crafts"], ["football"]),
        ("I never drink", [], ["drink"]),
        ("I don't drink anymore", [], ["drink"]),
        ("nothing on a computer", [], ["computer"]),
        ("darts, nothing for toddlers", ["darts"], ["toddlers"]),
        ("I never go to church", [], ["church"]),
        ("I'd never go to the pub", [], ["pub"]),
        ("I will never do bingo again", [], ["bingo"]),
        ("I was never into football", [], ["football"]),
        ("never cared much for golf", [], ["golf"]),
        ("walking but never with dogs", ["walking"], ["dogs"]),
        ("I never go to pubs, bars or clubs", [], ["pubs", "bars", "clubs"]),
        ("never in pubs or churches", [], ["pubs", "churches"]),
        ("no bingo we don't like it", [], ["bingo"]),
        ("crosswords but no word searches", ["crosswords"], ["word searches"]),
        ("relaxing, no sound baths", ["relaxing"], ["sound baths"]),
        ("knitting, but not bingo", ["knitting"], ["bingo"]),
        ("not letter writing", [], ["letter writing"]),
        ("meet people without going to the pub", ["meet", "people"], ["pub"]),
        ("no pubs, not without my wife", [], ["pubs"]),
        ("I won't join a choir without my friend", [], ["choir"]),
        ("never go to bingo without my nan", [], ["bingo"]),
        ("can't do crowds without my headphones", [], ["crowds"]),
        ("can't stand pubs without gardens", [], ["pubs", "gardens"]),
        ("not a church hall without heating", [], ["church hall", "heating"]),
        ("not keen on gyms without a pool", [], ["gyms", "pool"]),
    ],
)
def test_a_no_turns_what_follows_round(
    words: str, wants: list[str], refuses: list[str]
):
    assert (wanted(words), refused(words)) == (wants, refuses)


@pytest.mark.parametrize(
    ("words", "wants"),
    [
        ("nothing serious", []),
        ("badminton, nothing serious", ["badminton"]),
        ("no experience but would love pottery", ["pottery"]),
        ("not bad at cooking", ["cooking"]),
        ("no matter what, singing", ["singing"]),
        ("not just football", ["football"]),
        ("marshal a race, I'm too stiff to run", ["marshal", "race"]),
        ("too old for tackles but I miss passing", ["passing"]),
        ("never too old to dance", ["dance"]),
        (
            "deafness, which is not a barrier to sailing",
            ["deafness", "barrier", "sailing"],
        ),
        ("a stroke that isn't the end of gardening", ["stroke", "end", "gardening"]),
        ("why not try darts", ["darts"]),
        ("couldn't stop dancing", ["dancing"]),
        ("couldn’t stop dancing", ["dancing"]),
        ("can't live without music", ["music"]),
        ("never go out without my camera", ["camera"]),
        ("not without my dog", ["dog"]),
        ("I wouldn't be without my sewing machine", ["sewing", "machine"]),
        ("no day without a crossword", ["crossword"]),
        ("somewhere step-free", []),
        ("a stress-free afternoon", ["stress-free"]),
        ("couldn't get through a week without my choir", ["choir"]),
        ("can't get enough of gardening", ["gardening"]),
        ("never tried pottery", ["pottery"]),
        ("never missed a match at cricket", ["match", "cricket"]),
        ("nothing but football", ["football"]),
        ("nothing beats a curry", ["curry"]),
        ("I don't mind dogs", ["dogs"]),
        ("haven't danced since school", ["danced"]),
        ("I was bored until I found darts", ["bored", "found", "darts"]),
        ("never bored at bingo", ["bingo"]),
        ("you can't get bored of the sea", ["sea"]),
        ("not tired of dancing yet", ["dancing"]),
        ("bored with nothing to do", ["bored"]),
        ("embroidery, done with silk", ["embroidery", "silk"]),
        ("I no longer play football", ["play", "football"]),
        ("gone off to sea", ["sea"]),
        ("it's never too late to learn piano", ["learn", "piano"]),
        ("no good at football, better at chess", ["football", "better", "chess"]),
        ("spreadsheets dont scare me", ["spreadsheets"]),
        ("I never forget a scorecard", ["scorecard"]),
        ("driving, never a point on my licence", ["driving"]),
        ("there's no horse I can't settle", ["horse"]),
        ("a rod and not one word till dinner", ["rod"]),
        ("go shopping without my daughter", ["shopping"]),
        ("wouldn't say no to a dance", ["dance"]),
    ],
)
def test_what_only_sounds_like_a_no_refuses_nothing(words: str, wants: list[str]):
    assert wanted(words)[: len(wants)] == wants
    assert refused(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "I don't want to be lonely",
        "hate being alone",
        "I can't swim",
        "don't drive",
        "where I needn't lipread",
        "never once fell off",
        "I can't swim or dive",
        "not good with crowds",
        "I won't go anywhere without a ramp",
        "never been without work",
        "I don't leave the house without my walking stick",
        "can't live without a drink",
    ],
)
def test_what_is_unclear_is_neither_wanted_nor_refused(words: str):
    assert (wanted(words), refused(words)) == ([], [])


@pytest.mark.parametrize(
    ("words", "wants"),
    [
        ("stopped singing when my son died", ["singing"]),
        ("on the oche till the club shut", ["oche"]),
        ("belting it out in chapel when I was a girl", ["belting", "chapel"]),
        ("since the stroke I want to paint", ["paint"]),
        ("after my wife died I started bowls", ["bowls"]),
    ],
)
def test_how_life_was_is_no_wish(words: str, wants: list[str]):
    assert wanted(words) == wants


@given(st.text(alphabet=st.sampled_from("no pubs,but not I love-’'é.\n"), max_size=60))
def test_every_word_heard_stands_in_the_phrase(words: str):
    understood = understand(words)

    heard = [*understood.clauses, *understood.refused]
    assert all(heard)
    assert all(0 <= one.start < one.end <= len(words) for run in heard for one in run)


def test_what_somebody_would_not_do_to_a_thing_is_no_refusal():
    words = "not chuck things out that still work"

    heard = understand(words)

    assert heard.refused == ()
    assert [words[start:end].strip() for start, end in heard.wanted_spans] == [words]


def test_whoever_ran_a_bar_is_looking_for_no_race():
    def terms(words: str) -> set[str]:
        return {word.term for clause in understand(words).clauses for word in clause}

    assert "run" not in terms("I ran a bar for ten years") | terms("run a stall")
    assert "run" in terms("ran the London marathon") & terms("run in the park")


def test_looking_after_somebody_begins_no_tale_of_the_past():
    words = "time off from looking after my husband"

    (span,) = understand(words).wanted_spans

    assert words[slice(*span)] == words


def test_what_was_read_of_other_words_is_not_heard():
    said = Phrase(words="singing, no pubs", parts=understand("singing, no pubs"))

    changed = replace(said, words="darts, no singing")

    assert replace(said, kind="goal").parts == said.parts
    assert hear([changed]).understood == (understand("darts, no singing"),)


def test_a_way_of_speaking_is_about_nothing_that_its_words_name():
    words = "a bit of a dark horse, me, I paint to let off steam"

    understood = understand(words)

    heard = [word.term for clause in understood.clauses for word in clause]
    spoken = [words[start:end].strip() for start, end in understood.wanted_spans]
    assert heard == ["bit", "paint"]
    assert spoken == ["a bit of a", "me", "I paint to"]


def test_whoever_is_dying_to_sing_would_sing():
    assert wanted("dying to sing") == ["sing"]
    assert wanted("I'm dying to get out") == wanted("I'm to get out")


def test_every_way_of_speaking_is_looked_for():
    said = {re.sub(r"\(\?:([^)|]*)[^)]*\)\??", r"\1", one) for one in SPOKEN}

    overlooked = {one for one in said if without_idioms(one) == one}

    assert overlooked == set()


def test_whoever_would_not_be_alone_refuses_nothing():
    hoped, feared = understand("not be on my own"), understand("not be alone with men")

    assert hoped.wanted_spans == ((0, len("not be on my own")),)
    assert feared.wanted_spans == ()
    assert refused("not be alone with men") == ["alone", "men"]


@pytest.mark.parametrize(
    ("words", "wants"),
    [
        ("up the allotment with my dad", ["allotment"]),
        ("allotment with my late father-in-law", ["allotment"]),
        ("baking with the grandkids", ["baking", "grandkids"]),
        ("help with my mum", ["help", "mum"]),
        ("my nan's recipes", ["nan's", "recipes"]),
    ],
)
def test_who_somebody_did_it_with_is_no_wish(words: str, wants: list[str]):
    assert wanted(words) == wants


@pytest.mark.parametrize(
    "words",
    [
        "don't know anyone round here",
        "never see a soul",
        "sick of my own company",
        "keep out of trouble",
        "stay off the drink",
        "the days are too long",
        "no hobbies",
        "not really into anything",
    ],
)
def test_a_no_that_longs_for_the_contrary_is_a_wish(words: str):
    understood = understand(words)

    assert understood.wanted_spans == ((0, len(words)),)
    assert understood.refused == ()


@pytest.mark.parametrize(
    ("words", "wants", "refuses"),
    [
        ("we've no garden, I'd love to grow things", ["grow"], []),
        ("I've got no dog but I like walking", ["walking"], []),
        ("i got no mates to play pool with", ["play", "pool"], []),
        ("I've got no football boots", [], []),
        ("I've no time for bingo", [], ["time", "bingo"]),
        ("I have no interest in football", [], ["football"]),
        ("with no telly", [], ["telly"]),
    ],
)
def test_what_somebody_does_not_have_is_not_refused(
    words: str, wants: list[str], refuses: list[str]
):
    assert (wanted(words), refused(words)) == (wants, refuses)


def test_a_no_beside_it_refuses_as_before():
    words = "don't know anyone, no bingo"

    assert refused(words) == ["bingo"]
    assert understand(words).wanted_spans == ((0, len("don't know anyone")),)


def test_many_blanks_are_read_as_quickly_as_few():
    words = "don't know what I" + " " * 20_000 + "!"

    began = perf_counter()
    understand(words)

    assert perf_counter() - began < 2, "a few hundredths; four seconds when it was slow"
