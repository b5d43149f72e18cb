"""Text cut into the pieces the model was taught with."""

import gc
from itertools import islice
from types import FunctionType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.activities.meaning import load_encoder

PIECES = load_encoder().pieces
NAMES = {number: piece for piece, number in PIECES.numbers.items()}


def cut(text: str) -> list[str]:
    return [NAMES[piece.number] for piece in PIECES.cut(text)]


def texts_held_by(thing: object) -> set[object]:
    """Every text that is reached from it, in a cache too."""
    seen, waiting = {id(thing): thing}, [thing]
    while waiting:
        held = waiting.pop()
        keys = held if isinstance(held, dict) else ()
        for one in [*keys, *gc.get_referents(held)]:
            if id(one) not in seen and not isinstance(one, (type, FunctionType)):
                seen[id(one)] = one
                waiting.append(one)
    return {one for one in seen.values() if isinstance(one, str)}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a garden", ["a", "garden"]),
        ("oche", ["och", "##e"]),
        ("budgies", ["bud", "##gies"]),
        ("I'd sing", ["i", "'", "d", "sing"]),
        ("I’d sing", ["i", "'", "d", "sing"]),
        ("the elders' club", ["the", "elders", "'", "club"]),
        ("CAFÉ", ["cafe"]),
        ("5-a-side", ["5", "-", "a", "-", "side"]),
        ("knit & natter", ["knit", "&", "nat", "##ter"]),
        ("\N{VIOLIN}", ["[UNK]"]),
        ("", []),
    ],
)
def test_a_word_is_known_whole_or_by_its_longest_pieces(text, pieces):
    assert cut(text) == pieces


def test_a_word_longer_than_any_word_is_one_unknown_piece():
    assert cut("x" * 50_000) == ["[UNK]"]


def test_a_long_text_is_cut_no_further_than_it_is_asked_for():
    first = list(islice(PIECES.cut("garden " * 10_000), 3))

    assert [piece.start for piece in first] == [0, 7, 14]


def test_no_name_or_number_that_is_cut_is_remembered():
    said = "Featherstonehaugh 07700900123"

    pieces = cut(said)

    assert len(pieces) > len(said.split())
    held = texts_held_by(PIECES)
    assert held >= PIECES.numbers.keys()
    assert held.isdisjoint(said.lower().split())


@given(st.text(max_size=80))
def test_every_piece_says_where_its_word_stands(text):
    for piece in PIECES.cut(text):
        assert 0 <= piece.start < piece.end <= len(text)
        assert not text[piece.start : piece.end].isspace()
