"""The measures themselves, against figures worked out by hand."""

from math import log2

import pytest

from matcher.ranking.baselines import (
    by_bm25,
    by_plain_bm25,
    by_spelt_bm25,
    by_token_set,
    prepare,
)
from matcher.ranking.facts import Phrase
from matcher.ranking.quality import (
    calibration_gap,
    floor_precision,
    measure,
    ndcg_at,
    noise_share,
    openness_inversions,
    precision_at_1,
    recall_at,
)
from tests.ranking.builders import listing

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


def test_the_ideal_order_gains_everything():
    assert ndcg_at(["a", "b", "c", "d"], GRADES) == 1.0


def test_gains_double_with_each_grade_and_fade_with_each_place():
    ideal = 7 + 3 / log2(3) + 1 / log2(4)

    assert ndcg_at(["x", "a"], GRADES) == pytest.approx(7 / log2(3) / ideal)


def test_what_comes_after_the_tenth_gains_nothing():
    assert ndcg_at([*"klmnopqrst", "a"], GRADES) == 0.0


def test_a_person_with_nothing_relevant_is_left_out_of_the_means():
    judgments = {"p": {"a": 1}, "q": {"a": 0}}

    quality = measure({"p": ["a"], "q": ["a"]}, judgments)

    assert (quality.people, quality.ndcg_at_10, quality.precision_at_1) == (1, 1.0, 1.0)


def test_recall_counts_what_is_relevant_among_twenty():
    assert recall_at(["a", "d", "c"], GRADES) == pytest.approx(2 / 3)


def test_the_first_result_is_right_or_it_is_not():
    assert precision_at_1(["c", "d"], GRADES) == 1.0
    assert precision_at_1(["d", "a"], GRADES) == 0.0
    assert precision_at_1([], GRADES) == 0.0


def test_the_floor_is_judged_by_what_was_judged_and_noise_by_all_that_was_shown():
    shown = {"p": ["a", "d", "unjudged"]}

    assert floor_precision(shown, {"p": GRADES}) == pytest.approx(1 / 2)
    assert noise_share(shown, {"p": GRADES}) == pytest.approx(2 / 3)


def test_an_inversion_is_something_more_open_after_something_less_open():
    order = ["mainstream", "in_service", "outward_facing", "mainstream"]

    assert openness_inversions([(one, False) for one in order]) == 2


def test_what_was_put_first_is_no_inversion():
    assert openness_inversions([("in_service", True), ("mainstream", False)]) == 0


def test_a_score_is_held_against_the_share_of_what_is_clearly_relevant():
    shown = {"p": ["a", "b", "c", "d"], "q": ["a"]}
    scores = {"p": [0.75, 0.71, 0.77, 0.15], "q": [1.0]}
    judgments = {"p": GRADES, "q": {"a": 3}}

    gap = calibration_gap(shown, scores, judgments)

    of_seventies = abs(0.75 + 0.71 + 0.77 - 2)
    assert gap == pytest.approx((of_seventies + 0.15 + 0.0) / 5)


def test_what_nobody_judged_counts_against_the_score():
    assert calibration_gap({"p": ["x"]}, {"p": [0.9]}, {"p": GRADES}) == 0.9


def test_without_scores_there_is_no_gap():
    assert calibration_gap({"p": ["a"]}, {}, {"p": GRADES}) == 0.0
    assert measure({"p": ["a"]}, {"p": GRADES}).calibration_gap == 0.0


CATALOGUE = [listing("f", "Walking football"), listing("c", "Community choirs")]


def test_every_baseline_finds_the_choir_first():
    phrases = [Phrase(words="community choirs")]

    assert by_plain_bm25(phrases, CATALOGUE) == ["c"]
    assert by_bm25(phrases, CATALOGUE) == ["c"]
    assert by_spelt_bm25(phrases, CATALOGUE) == ["c"]
    assert by_token_set(phrases, CATALOGUE)[0] == "c"


def test_only_stems_find_another_form_and_only_spelling_a_slip():
    catalogue = prepare(CATALOGUE)
    form, slip = [Phrase(words="choir")], [Phrase(words="fotball")]

    assert (by_plain_bm25(form, catalogue), by_bm25(form, catalogue)) == ([], ["c"])
    assert (by_bm25(slip, catalogue), by_spelt_bm25(slip, catalogue)) == ([], ["f"])
