"""Conditions that people say in their phrases: to be offered, and no activity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking.clauses import understand

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")
DAYTIME = ("morning", "afternoon")


def asked(words: str) -> list[tuple[str, ...]]:
    return [(one.name, *one.values) for one in understand(words).practical]


def quoted(words: str) -> list[str]:
    return [words[one.start : one.end] for one in understand(words).practical]


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("something on a Saturday", ("day", "SA")),
        ("Saturdays only", ("day", "SA")),
        ("weekends", ("day", "SA", "SU")),
        ("only weekdays please", ("day", *WEEKDAYS)),
        ("Monday to Friday", ("day", *WEEKDAYS)),
        ("Mondays and Thursdays", ("day", "MO", "TH")),
        ("I'm free on Tuesdays", ("day", "TU")),
        ("I can only do Wednesdays", ("day", "WE")),
        ("singing but not on Sundays", ("day", *WEEKDAYS, "SA")),
        ("any day but Monday", ("day", "TU", "WE", "TH", "FR", "SA", "SU")),
        ("a choir during the week", ("day", *WEEKDAYS)),
        ("a choir that's free", ("free",)),
        ("nothing in the evening", ("part", *DAYTIME)),
        ("no evenings", ("part", *DAYTIME)),
        ("I can't do evenings", ("part", *DAYTIME)),
        ("I don't go out after dark", ("part", *DAYTIME)),
        ("not too late", ("part", *DAYTIME)),
        ("something in the daytime", ("part", *DAYTIME)),
        ("not too early", ("part", "afternoon", "evening")),
        ("mornings are hard", ("part", "afternoon", "evening")),
        ("I work mornings", ("part", "afternoon", "evening")),
        ("mornings are best", ("part", "morning")),
        ("after work", ("part", "evening")),
        ("free", ("free",)),
        ("gardening, free if possible", ("free",)),
        ("it has to be free", ("free",)),
        ("things that are free", ("free",)),
        ("painting that doesn't cost anything", ("free",)),
        ("I can't afford much", ("cheap",)),
        ("it has to be step free", ("step_free",)),
        ("no stairs", ("step_free",)),
        ("swimming, I can't do stairs", ("step_free",)),
        ("somewhere wheelchair accessible", ("step_free",)),
        ("a wheelchair friendly choir", ("step_free",)),
        ("something online", ("online",)),
        ("a quiz on Zoom", ("online",)),
        ("just turn up", ("just_turn_up",)),
        ("no need to book", ("just_turn_up",)),
        ("without filling in forms", ("just_turn_up",)),
        ("not far", ("near", "3")),
        ("a choir near me", ("near", "3")),
        ("close to home", ("near", "3")),
        ("I can't walk far", ("near", "1.5")),
        ("within walking distance", ("near", "1.5")),
        ("nothing noisy", ("quiet",)),
        ("it has to be quiet", ("quiet",)),
    ],
)
def test_a_condition_said_plainly_is_one_to_offer(words, condition):
    assert asked(words) == [condition]


@pytest.mark.parametrize(
    "words",
    [
        "Saturday Night Fever",
        "Saturday Kitchen",
        "Saturday job in a shoe shop",
        "Friday night football",
        "Sheffield Wednesday",
        "the Happy Mondays",
        "Sunday school teacher for years",
        "Sunday roast",
        "used to play darts on Fridays",
        "my mum took me dancing on Saturdays",
        "I play darts on Fridays",
        "no football on Saturdays",
        "Thursday mornings, church hall, star jumps",
        "every Sunday with my nan",
        "evening primrose",
        "good morning",
        "morning glory on a trellis",
        "up at five in the morning",
        "I get lonely in the evenings",
        "evenings drag",
        "night fishing",
        "late starter on the trumpet",
        "it's never too late to learn",
        "free running",
        "free spirit",
        "free and easy",
        "feel free again",
        "freestyle rap",
        "money box making",
        "no money worries",
        "step class",
        "steps to recovery",
        "wheelchair basketball",
        "quiet",
        "somewhere quiet",
        "The Quiet Man",
        "loud music",
        "chat with my grandson online",
        "learn to go online",
        "book club",
        "no books",
        "I work in a library",
        "I work nights",
        "drop in centre",
        "far from the madding crowd",
        "near the sea",
        "local history",
        "a long walk",
        "walking far",
        "close friends",
        "just me and the dog",
        "the dog that's free to a good home",
    ],
)
def test_what_only_has_the_word_in_it_offers_nothing(words):
    assert asked(words) == []


@pytest.mark.parametrize(
    ("words", "conditions"),
    [
        ("knitting on a Tuesday afternoon", [("day", "TU"), ("part", "afternoon")]),
        ("not far, I can't walk much", [("near", "3"), ("near", "1.5")]),
        ("a walk on Sundays, free please", [("day", "SU"), ("free",)]),
        ("not on Sunday mornings", []),
        ("something on tuesday that's free", [("day", "TU"), ("free",)]),
    ],
)
def test_several_conditions_are_each_offered(words, conditions):
    assert asked(words) == conditions


@pytest.mark.parametrize(
    ("words", "quotes", "wishes"),
    [
        ("knitting on a Tuesday", ["on a Tuesday"], ["knitting"]),
        ("swimming, step free", ["step free"], ["swimming"]),
        ("Saturdays only", ["Saturdays only"], []),
        ("no stairs", ["no stairs"], []),
        ("without booking", ["without booking"], []),
        ("I use a wheelchair", ["I use a wheelchair"], []),
        ("nothing noisy", ["nothing noisy"], ["noisy"]),
    ],
)
def test_its_words_are_no_wish_and_refuse_nothing(words, quotes, wishes):
    heard = understand(words)

    wanted = [words[x.start : x.end] for clause in heard.clauses for x in clause]
    assert (quoted(words), wanted, heard.refused) == (quotes, wishes, ())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("something on Sundays", "something"),
        ("Somewhere step-free", "Somewhere"),
        ("Sundays", ""),
        ("something creative on Sundays", ""),
        ("something free on Tuesdays", "something"),
        ("rhywbeth am ddim", "rhywbeth"),
        ("something", ""),
    ],
)
def test_something_under_a_condition_is_anything(words, said):
    at = understand(words).anything

    assert (words[at[0] : at[1]] if at else "") == said


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("singing before noon", "morning"),
        ("singing after 12", "afternoon evening"),
        ("singing after 4", "afternoon evening"),
        ("singing after 5", "evening"),
        ("singing after half past 4pm", "afternoon evening"),
        ("singing before 6", "morning afternoon"),
        ("singing between 9 and 11", "morning"),
        ("singing between 10 and 3", "morning afternoon"),
        ("singing between 12 and 1", "afternoon"),
        ("singing between 6 and 8pm", "evening"),
        ("singing between 7 and 9", "evening"),
        ("singing after 8pm", "evening"),
        ("singing after 8", ""),
        ("singing not before 10", ""),
        ("singing between 8 and 10", ""),
        ("singing between 3 and 3", ""),
    ],
)
def test_an_hour_leaves_each_part_of_the_day_in_which_something_may_begin(words, parts):
    said = [" ".join(one.values) for one in understand(words).practical]

    assert said == ([parts] if parts else [])


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("pay what you can cafe", ["pay", "cafe"]),
        ("singing under a fiver", ["singing"]),
        ("singing, not before ten", ["singing"]),
    ],
)
def test_a_price_that_names_a_place_is_looked_for_too(words, wanted):
    heard = understand(words)

    said = [words[one.start : one.end] for part in heard.clauses for one in part]
    assert (said, heard.refused) == (wanted, ())


@pytest.mark.parametrize("blank", [" ", ", ", "\n", "on a ", "no ", "it has to be "])
def test_a_long_run_is_read_once(blank):
    assert understand("Saturday" + blank * 5_000 + "x").practical == ()


@given(
    st.lists(
        st.sampled_from(
            ["no", "not", "on a", "Saturday", "evening", "free", ",", "and"]
        )
    )
)
def test_whatever_is_said_each_condition_stands_in_the_phrase(said):
    words = " ".join(said)

    ends = [(one.start, one.end) for one in understand(words).practical]
    assert all(0 <= start < end <= len(words) for start, end in ends)
    assert ends == sorted(ends)
