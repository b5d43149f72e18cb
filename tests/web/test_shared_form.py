"""What the shared form holds after each press; words stay as they were said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.pictures import pictures
from matcher.ranking import Conditions, Phrase
from matcher.web.shared_form import (
    KINDS,
    LONGEST_PHRASE,
    MOST_PHRASES,
    SharedForm,
    read_form,
    travelling,
)

SINGING = Phrase(words="used to sing")
PAINTING = Phrase(words="painting")
BIKES = Phrase(words="fixing bikes", kind="could_bring")
CHIPS = [
    ("phrase", "used to sing"),
    ("kind", "enjoy_now"),
    ("phrase", "painting"),
    ("kind", "enjoy_now"),
    ("phrase", "fixing bikes"),
    ("kind", "could_bring"),
]


def said(*presses: tuple[str, str]) -> tuple[Phrase, ...]:
    return read_form([*CHIPS, *presses]).phrases


def test_an_empty_form_holds_nothing() -> None:
    assert read_form([]) == SharedForm()


def test_find_with_nothing_said_leads_back_to_the_box() -> None:
    shared = read_form([("add", " "), ("go", "1")])

    assert (shared.problems, shared.focus) == (("nothing_said",), "add")


@pytest.mark.parametrize(
    "given",
    [[*CHIPS, ("go", "1")], [("view", "week"), ("go", "1")], [("place", "QX1 2AA")]],
    ids=["something is said already", "a week was asked for", "not pressed"],
)
def test_nothing_more_to_say_is_no_problem(given: list[tuple[str, str]]) -> None:
    assert read_form(given).problems == ()


def test_words_in_the_box_become_the_last_phrase() -> None:
    shared = read_form([*CHIPS, ("add", " darts \n"), ("go", "1")])

    assert shared.phrases == (SINGING, PAINTING, BIKES, Phrase(words="darts"))
    assert (shared.typed, shared.focus) == ("", "add")


def test_words_still_being_typed_stay_in_the_box_and_are_searched_for() -> None:
    shared = read_form([*CHIPS, ("add", "dar")], as_typed=True)

    assert shared.phrases == (SINGING, PAINTING, BIKES)
    assert shared.said == (SINGING, PAINTING, BIKES, Phrase(words="dar"))


def test_a_single_letter_is_not_searched_for() -> None:
    assert read_form([("add", "d")], as_typed=True).said == ()


def test_a_phrase_said_twice_is_kept_once() -> None:
    assert said(("add", "painting")) == (SINGING, PAINTING, BIKES)


def test_a_capital_letter_makes_no_other_phrase() -> None:
    typed = read_form([("phrase", "Singing"), ("picked", "singing")])
    asked = read_form([("phrase", "Singing"), ("add_goal", "singing")])

    assert (typed.phrases, typed.chosen) == ((Phrase(words="Singing"),), ())
    assert asked.phrases[1:] == (Phrase(words="singing", kind="goal"),)


def test_a_picture_that_is_let_go_takes_its_phrase_along_and_no_other() -> None:
    said = [("phrase", "Cooking"), ("kind", "enjoy_now"), ("phrase", "cooking"),
            ("kind", "goal"), ("phrase", "chess"), ("kind", "enjoy_now")]  # fmt: skip

    shared = read_form([*said, ("pointing", "1"), ("picked", "singing")])

    left = [(phrase.words, phrase.kind) for phrase in shared.phrases]
    assert left == [
        ("cooking", "goal"),
        ("chess", "enjoy_now"),
        ("singing", "enjoy_now"),
    ]


@pytest.mark.parametrize(
    ("press", "left", "focus"),
    [
        (("remove", "1"), (SINGING, BIKES), "remove-1"),
        (("remove", "2"), (SINGING, PAINTING), "remove-1"),
        (("up", "2"), (SINGING, BIKES, PAINTING), "up-1"),
        (("up", "1"), (PAINTING, SINGING, BIKES), "down-0"),
        (("up", "0"), (SINGING, PAINTING, BIKES), "down-0"),
        (("down", "0"), (PAINTING, SINGING, BIKES), "down-1"),
        (("down", "1"), (SINGING, BIKES, PAINTING), "up-2"),
        (("down", "2"), (SINGING, PAINTING, BIKES), "up-2"),
    ],
)
def test_a_press_on_a_chip_moves_it_and_focus_goes_along(press, left, focus) -> None:
    shared = read_form([*CHIPS, press])

    assert (shared.phrases, shared.focus) == (left, focus)


@pytest.mark.parametrize("where", ["3", "-1", "x", "", "99999999999", "²"])
def test_a_press_on_a_chip_that_is_not_there_changes_nothing(where: str) -> None:
    assert said(("remove", where)) == (SINGING, PAINTING, BIKES)


def test_taking_the_last_chip_away_leads_back_to_the_box() -> None:
    shared = read_form([("phrase", "darts"), ("kind", "enjoy_now"), ("remove", "0")])

    assert (shared.phrases, shared.focus) == ((), "add")


def test_words_in_the_box_survive_a_press_on_a_chip() -> None:
    shared = read_form([*CHIPS, ("add", "darts"), ("up", "1")])

    assert shared.typed == "darts"


@pytest.mark.parametrize("kind", KINDS)
def test_an_open_question_gives_its_kind_to_the_answer(kind: str) -> None:
    shared = read_form([(f"add_{kind}", "my own words")])

    assert shared.phrases == (Phrase(words="my own words", kind=kind),)


def test_a_kind_we_do_not_know_is_the_plain_one() -> None:
    shared = read_form([("phrase", "darts"), ("kind", "diagnosis"), ("phrase", "tea")])

    assert shared.phrases == (Phrase(words="darts"), Phrase(words="tea"))


def test_a_phrase_too_long_stays_in_the_box_with_a_plain_word() -> None:
    story = "a" * (LONGEST_PHRASE + 1)

    shared = read_form([("add", story)])

    assert (shared.phrases, shared.typed, shared.problems) == ((), story, ("too_long",))
    assert shared.said == ()


def test_one_phrase_too_many_stays_in_the_box_with_a_plain_word() -> None:
    chips = [("phrase", f"thing {i}") for i in range(MOST_PHRASES)]

    shared = read_form([*chips, ("add", "one more")])

    assert len(shared.phrases) == len(shared.said) == MOST_PHRASES
    assert (shared.typed, shared.problems) == ("one more", ("too_many",))


def test_all_that_does_not_fit_stays_in_the_box() -> None:
    pointed = [("picked", picture.words) for picture in pictures()]
    kept = [picture.words for picture in pictures()[MOST_PHRASES:]]

    shared = read_form([*pointed, ("add", "chess")])

    assert shared.typed == ", ".join([*kept, "chess"])
    assert shared.problems == ("too_many",)


def test_conditions_are_read_from_their_fields() -> None:
    shared = read_form(
        [
            ("free", "1"),
            ("max_cost", "£2.50"),
            ("day", "TU"),
            ("day", "SU"),
            ("day", "XX"),
            ("part", "evening"),
            ("part", "night"),
            ("step_free", "1"),
            ("just_turn_up", "on"),
            ("quiet", "0"),
        ]
    )

    assert shared.conditions == Conditions(
        free=True,
        max_cost_pence=250,
        days=frozenset({"TU", "SU"}),
        parts_of_day=frozenset({"evening"}),
        step_free=True,
        just_turn_up=True,
    )


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("5", 500), ("£5", 500), ("2.5", 250), ("2,05", 205), ("0", 0), ("٥", 500)],
)
def test_a_price_is_read_as_people_write_it(typed: str, pence: int) -> None:
    shared = read_form([("max_cost", typed)])

    assert (shared.conditions.max_cost_pence, shared.problems) == (pence, ())


@pytest.mark.parametrize("typed", ["a fiver", "-3", "1e9", "5.123"])
def test_a_price_that_is_none_is_named_and_shown_again(typed: str) -> None:
    shared = read_form([("max_cost", typed)])

    assert (shared.max_cost, shared.problems) == (typed, ("max_cost",))
    assert shared.conditions == Conditions()


@pytest.mark.parametrize("typed", ["", "far", "-1", "0", "nan", "inf", "1e400", "2000"])
def test_a_distance_that_is_none_means_any_distance(typed: str) -> None:
    assert read_form([("travel_km", typed)]).travel_km == ""


def test_a_distance_from_elsewhere_is_offered_too() -> None:
    shared = read_form([("travel_km", "5")])

    assert "5" in shared.travel_choices


def test_clearing_the_choices_keeps_the_words() -> None:
    shared = read_form([*CHIPS, ("free", "1"), ("max_cost", "5"), ("clear", "choices")])

    assert shared.phrases == (SINGING, PAINTING, BIKES)
    assert (shared.conditions, shared.max_cost) == (Conditions(), "")


def test_starting_again_leaves_nothing() -> None:
    shared = read_form([*CHIPS, ("place", "QX1 1AA"), ("clear", "everything")])

    assert shared == SharedForm(focus="add")


def test_a_button_wins_over_the_hidden_field_it_changes() -> None:
    shared = read_form([("put_first", "Mill Street"), ("view", "list"),
                        ("put_first", ""), ("view", "week")])  # fmt: skip

    assert (shared.put_first, shared.view) == ("", "week")


def test_what_travels_to_another_page_leaves_the_press_behind() -> None:
    assert travelling([*CHIPS, ("remove", "1"), ("go", "1"),
                       ("back", "/together"), ("easy", "yes")]) == CHIPS  # fmt: skip


FIELDS = st.lists(
    st.tuples(
        st.sampled_from(
            ["phrase", "kind", "add", "add_goal", "up", "down", "remove", "clear",
             "place", "travel_km", "max_cost", "day", "part", "more", "view", "free"]
        ),
        st.one_of(st.text(max_size=12), st.sampled_from(["0", "1", "2", "goal"])),
    ),
    max_size=40,
)  # fmt: skip


@given(FIELDS, st.booleans())
def test_whatever_is_posted_the_form_can_be_read(fields, as_typed) -> None:
    shared = read_form(fields, as_typed=as_typed)

    assert len(shared.phrases) <= MOST_PHRASES
    assert all(phrase.kind in KINDS and phrase.words for phrase in shared.phrases)


@given(FIELDS)
def test_what_the_page_holds_is_what_it_was_given(fields) -> None:
    shared = read_form(fields)
    chips = [
        field
        for p in shared.phrases
        for field in (("phrase", p.words), ("kind", p.kind))
    ]

    assert read_form(chips).phrases == shared.phrases
