"""The reader says what the model said that was taught, and the model means things."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.activities.meaning import load_encoder
from catalogue.activities.meaning.encoder import DATA, LONGEST, encoder_in

ENCODER = load_encoder()
NAMES = {number: piece for piece, number in ENCODER.pieces.numbers.items()}
FILE = Path(__file__).parents[3] / "data" / "meaning" / "references.jsonl"
REFERENCES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]

AS_TAUGHT = 0.999
"""Cosine to the vectors of the model as it was taught, before it was kept in bytes."""

ALIKE = [
    ("hitting a bag", "boxing", "bird watching"),
    ("budgies and their rosettes", "cage birds", "boxing"),
    ("on the oche", "darts", "ballroom dancing"),
    ("belting out hymns with everyone", "choir", "bowls"),
    ("hands in the soil", "gardening", "computer club"),
    ("a spanner and a puncture kit", "fixing bicycles", "singing"),
    ("casting off at the canal", "fishing", "history talks"),
    ("waltzing at the Palais", "ballroom dancing", "allotments"),
    ("proving dough overnight", "baking bread", "chess"),
    ("en passant and castling", "chess", "swimming"),
    ("a few lengths of the pool", "swimming", "knitting"),
    ("purl and cast off", "knitting", "running"),
]
"""What somebody says, what it is like, and what it is not."""

HOSTILE = ["", " \n", "\0\0", "a\0b", "\N{VIOLIN}" * 500, "x" * 50_000, "mud " * 12_500]


@pytest.mark.parametrize("one", REFERENCES, ids=lambda one: one["text"])
def test_a_text_is_cut_as_the_model_cuts_it(one):
    assert [NAMES[piece.number] for piece in ENCODER.pieces.cut(one["text"])] == one[
        "pieces"
    ]


@pytest.mark.parametrize("one", REFERENCES, ids=lambda one: one["text"])
def test_a_vector_lies_where_the_model_was_taught_to_put_it(one):
    (vector,) = ENCODER.vectors([one["text"]])

    assert float(vector @ np.array(one["vector"])) >= AS_TAUGHT


def test_what_people_say_lies_nearer_to_what_they_mean():
    said, meant, other = (ENCODER.vectors(texts) for texts in zip(*ALIKE, strict=True))

    nearer = (said * meant).sum(axis=1) > (said * other).sum(axis=1)

    assert [one for one, is_so in zip(ALIKE, nearer, strict=True) if not is_so] == []


def test_the_mean_of_what_its_pieces_say_is_what_a_text_says():
    (read,) = ENCODER.read(["on the oche every Friday"])

    np.testing.assert_allclose(read.states.mean(axis=0), read.mean, atol=1e-5)


def test_texts_read_together_are_read_as_they_are_alone():
    texts = [one["text"] for one in REFERENCES]

    together, alone = ENCODER.vectors(texts), [ENCODER.vectors([one]) for one in texts]

    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-5)


def test_a_model_of_two_layers_is_refused_and_not_run_as_one(tmp_path):
    with np.load(DATA / "encoder.npz") as file:
        kept = {name: file[name] for name in file.files}
    np.savez(tmp_path / "encoder.npz", **kept | {"layers": np.array(2)})

    with pytest.raises(ValueError, match="one layer is run here, not 2"):
        encoder_in(tmp_path)


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
