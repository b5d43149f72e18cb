"""The small reader of the model says what the model itself says."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.activities.meaning import load_encoder
from catalogue.activities.meaning.encoder import LONGEST

ENCODER = load_encoder()
NAMES = {number: piece for piece, number in ENCODER.pieces.numbers.items()}
FILE = Path(__file__).parents[3] / "data" / "meaning" / "references.jsonl"
REFERENCES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]

LIKE_THE_MODEL = 0.98
"""Cosine to the model's own vectors: bytes for floats cost a little."""

HOSTILE = ["", " \n", "\0\0", "a\0b", "\N{VIOLIN}" * 500, "x" * 50_000, "mud " * 12_500]


@pytest.mark.parametrize("one", REFERENCES, ids=lambda one: one["text"])
def test_a_text_is_cut_as_the_model_cuts_it(one):
    assert [NAMES[piece.number] for piece in ENCODER.pieces.cut(one["text"])] == one[
        "pieces"
    ]


@pytest.mark.parametrize("one", REFERENCES, ids=lambda one: one["text"])
def test_a_vector_lies_where_the_model_puts_it(one):
    (vector,) = ENCODER.vectors([one["text"]])

    assert float(vector @ np.array(one["vector"])) >= LIKE_THE_MODEL


def test_texts_read_together_are_read_as_they_are_alone():
    texts = [one["text"] for one in REFERENCES]

    together, alone = ENCODER.vectors(texts), [ENCODER.vectors([one]) for one in texts]

    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-5)


def test_no_text_is_no_vector():
    assert ENCODER.vectors([]).shape == (0, ENCODER.dimensions)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_sent_is_read_no_further_than_a_phrase_goes(text):
    (read,) = ENCODER.read([text])

    assert len(read.pieces) <= LONGEST - 2
    assert read.states.shape == (len(read.pieces) + 2, ENCODER.dimensions)
    assert np.isfinite(read.states).all()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_a_vector_has_length_one(text):
    (vector,) = ENCODER.vectors([text])

    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-4)
