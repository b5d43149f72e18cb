"""Two opinions of one phrase become one."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.activities.said import LEAST, MOST, Said, joined, together

OPINIONS = st.lists(
    st.builds(
        Said,
        place=st.integers(0, 12),
        weight=st.floats(0, 1).map(lambda sure: round(sure, 4)),
        spans=st.sampled_from([((0, 4),), ((5, 9),), ((0, 4), (10, 14))]),
    ),
    max_size=8,
    unique_by=lambda one: one.place,
)


def said(place: int, weight: float, start: int = 0) -> Said:
    return Said(place=place, weight=weight, spans=((start, start + 4),))


def sureness(found) -> dict[int, float]:
    return {one.place: one.weight for one in found}


def test_either_opinion_is_enough_and_both_are_surer():
    found = sureness(together([said(1, 0.6), said(2, 0.5, 9)], [said(1, 0.5, 20)]))

    assert found == {1: 0.8, 2: 0.5}


def test_the_telling_words_say_why():
    (one,) = together([said(1, 0.6, 3)], [said(1, 0.9, 20)])

    assert one.spans == ((3, 7),)


def test_what_is_far_less_sure_by_the_same_words_is_noise():
    assert sureness(together([said(1, 0.9), said(2, 0.3)], [])) == {1: 0.9}
    assert sureness(together([said(1, 0.9), said(2, 0.3, 9)], [])) == {1: 0.9, 2: 0.3}


def test_neighbouring_words_are_quoted_together():
    assert joined([(5, 9), (0, 4), (14, 18)], "walk dogs and cats") == (
        (0, 9),
        (14, 18),
    )


def test_what_is_written_as_one_word_is_quoted_whole():
    words = "five-a-side, rock'n'roll"

    assert joined([(0, 4), (7, 11)], words) == ((0, 11),)
    assert joined([(13, 17), (20, 24), (7, 11)], words) == ((7, 11), (13, 24))


@given(OPINIONS, OPINIONS)
def test_two_opinions_are_a_few_sure_activities_each_once(by_words, by_meaning):
    found = together(by_words, by_meaning)

    places = [one.place for one in found]
    weights = [one.weight for one in found]
    assert len(places) == len(set(places)) <= MOST
    assert weights == sorted(weights, reverse=True)
    assert all(LEAST <= weight <= 1 for weight in weights)
    assert set(places) <= {one.place for one in (*by_words, *by_meaning)}


def test_the_surer_one_thing_is_the_less_sure_is_another_by_the_same_words():
    beside, apart = [said(1, 0.99), said(2, 0.8)], [said(1, 0.99), said(2, 0.8, 9)]

    assert sureness(together(beside, []))[2] < 0.65
    assert sureness(together(apart, []))[2] == 0.8


@given(OPINIONS, OPINIONS)
def test_the_surest_of_both_is_never_made_less_sure(by_words, by_meaning):
    surest = max((one.weight for one in (*by_words, *by_meaning)), default=0.0)

    found = together(by_words, by_meaning)

    assert surest < LEAST or found[0].weight >= surest
