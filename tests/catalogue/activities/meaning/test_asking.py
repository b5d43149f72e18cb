"""What a piece asks is worked out once, and is the same whoever says it again."""

import numpy as np

from catalogue.activities.meaning import asking, load_encoder
from catalogue.activities.meaning.asking import Asking

PIECES, WIDTH, PLACES = 50, 8, 6
GIVEN = np.random.default_rng(7)
ROWS = GIVEN.integers(-127, 128, (PIECES, WIDTH)).astype(np.int8)
SCALES = GIVEN.random(PIECES, np.float32)
POSITIONS = GIVEN.standard_normal((PLACES, WIDTH), np.float32)
ATTEND = GIVEN.standard_normal((WIDTH, 3 * WIDTH), np.float32)


def worked_out(pieces, places):
    states = ROWS[pieces] * SCALES[pieces, None] + POSITIONS[places]
    return states, states @ ATTEND


def agree(one, other):
    for given, expected in zip(one, other, strict=True):
        np.testing.assert_allclose(given, expected, rtol=1e-4, atol=1e-4)


def model_asking():
    model = load_encoder()
    return Asking(model.rows, model.scales, model.positions, model.layer.attend)


def test_a_piece_asks_what_it_and_its_place_ask_together():
    pieces, places = [3, 1, 3, 49], np.array([0, 1, 2, 5])
    remembering = Asking(ROWS, SCALES, POSITIONS, ATTEND)

    first, again = (remembering.of(pieces, places) for _ in range(2))

    agree(first, worked_out(pieces, places))
    agree(again, first)


def test_what_is_remembered_has_an_end_and_nothing_is_read_otherwise(monkeypatch):
    monkeypatch.setattr(asking, "MOST", 10)
    remembering = Asking(ROWS, SCALES, POSITIONS, ATTEND)

    for start in range(0, 45, 5):
        pieces, places = list(range(start, start + 5)), np.arange(5)
        agree(remembering.of(pieces, places), worked_out(pieces, places))

    assert len(remembering._known) <= 10


def test_what_was_asked_before_changes_no_bit_of_what_a_piece_asks():
    alone, together = model_asking(), model_asking()
    pieces = list(range(2000, 2024))
    places = np.arange(len(pieces))

    for piece in reversed(pieces):
        alone.of([piece], places[:1])

    for one, other in zip(
        alone.of(pieces, places), together.of(pieces, places), strict=True
    ):
        assert one.tobytes() == other.tobytes()
