"""A thing for particular people answers less, unless somebody spoke of them."""

from dataclasses import replace

import pytest

from matcher.ranking import Phrase
from matcher.ranking.audience import MEANT_FOR_OTHERS, PARTICULAR, for_whom
from tests.ranking.builders import found, listing, means, ranked, reads, somebody

CHOIRS = (
    listing(1, "The stroke choir", cost_pence=0),
    listing(2, "The town choir", cost_pence=300),
)


@pytest.mark.parametrize(
    "title",
    ["Second Wind: the stroke and aphasia choir", "Carers' Café", "Autistic Adults"],
)
def test_a_title_may_name_particular_people(title: str) -> None:
    assert for_whom(title)


@pytest.mark.parametrize(
    "title",
    [
        "Wenbrook Community Choir",
        "Strokeplay at the links",
        "Career coaching",
        "Volunteers at a stroke café",
        "Befriend a refugee",
    ],
)
def test_any_other_title_is_for_anybody_and_so_is_one_that_looks_for_hands(
    title: str,
) -> None:
    assert for_whom(title) == 0


def test_each_of_them_has_a_bit_of_its_own_in_a_column() -> None:
    assert len(PARTICULAR) < 63


def test_a_choir_for_anybody_comes_before_one_for_some_who_were_not_named() -> None:
    said = Phrase(words="singing", meant=(means("singing", "choir", 0.95, "singing"),))
    sung = [replace(one, readings=(reads("choir", 0.9, "choir"),)) for one in CHOIRS]

    assert found(somebody(said), *sung) == ["2", "1"]


def test_whoever_names_them_finds_their_choir_first() -> None:
    asked = somebody("a choir for people who had a stroke")

    assert found(asked, *CHOIRS)[0] == "1"


def test_it_is_enough_that_they_are_named_in_answer_to_another_question() -> None:
    asked = somebody("singing in a choir", "since my stroke I tire soon")
    asked = replace(
        asked, phrases=(asked.phrases[0], replace(asked.phrases[1], kind="in_the_way"))
    )

    assert found(asked, *CHOIRS)[0] == "1"


def test_whoever_means_them_in_other_words_finds_them_as_well() -> None:
    words = "caring for my mum round the clock"
    breather = listing(
        1, "Carers' Breather", readings=(reads("carers-group", 0.9, "Carers"),)
    )
    said, near = (
        Phrase(words=words, meant=(means(words, "carers-group", 0.9, "caring", how),))
        for how in ("said", "near")
    )

    [meant], [guessed] = (
        ranked(somebody(one), breather).matches for one in (said, near)
    )

    assert guessed.score == pytest.approx(meant.score - MEANT_FOR_OTHERS)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("mornings are best, I'm up with the lark", ["walk"]),
        ("mornings are best, my nerves are bad by noon", ["walk", "anxiety"]),
    ],
)
def test_nobody_is_guessed_to_be_ill_who_says_nothing_of_health(
    words: str, shown: list[str]
) -> None:
    said = Phrase(words=words, meant=(means(words, "morning", 0.5, "mornings"),))
    early = (reads("morning", 0.8, "early"),)

    walk = listing("walk", "The early walk", readings=early)
    group = listing("anxiety", "Anxiety group", readings=early)

    assert found(somebody(said), walk, group) == shown


def test_a_group_for_whom_life_brought_something_is_no_guess_at_health() -> None:
    said = Phrase(
        words="an hour to myself",
        meant=(means("an hour to myself", "rest", 0.5, "hour"),),
    )
    rests = (reads("rest", 0.8, "breather"),)

    assert found(somebody(said), listing(1, "Carers' breather", readings=rests)) == [
        "1"
    ]
