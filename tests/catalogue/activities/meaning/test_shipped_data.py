"""The data the wheel carries for meaning: whole, small, and of known origin."""

from hashlib import sha256
from pathlib import Path

import numpy as np

import catalogue
from catalogue.activities import load_lexicon
from catalogue.activities.meaning.encoder import DATA, manifest
from catalogue.activities.meaning.lines import kept_lines, lines_of, mark

MOST_BYTES = 40_000_000
"""What all data in the wheel may weigh: first run works offline and is no download."""


def test_every_file_is_the_one_the_manifest_names():
    sums = {
        one.name: sha256(one.read_bytes()).hexdigest()
        for one in DATA.iterdir()
        if one.name != "manifest.json"
    }

    assert sums == manifest()["files"]


def test_the_manifest_says_what_it_is_made_of():
    said = manifest()

    assert said["licence"].startswith("Apache-2.0")
    assert (DATA / "LICENSE.txt").read_text("utf-8").strip().startswith("Apache")
    here = Path(catalogue.__file__).parents[1]
    assert [(here / said[one]).is_file() for one in ("made_by", "taught_by")] == [
        True,
        True,
    ]


def test_every_line_of_the_lexicon_has_its_vector():
    kept = kept_lines().found
    lines = {
        line for one in load_lexicon().activities.values() for line in lines_of(one)
    }

    missing = sorted(line for line in lines if mark(line) not in kept)

    assert missing == [], "run python -m tests.benchmarks.build_meaning"


def test_no_vector_is_kept_of_a_line_that_is_gone():
    marks = {
        mark(line)
        for one in load_lexicon().activities.values()
        for line in lines_of(one)
    }

    assert set(kept_lines().found) - marks == set()


def test_every_kept_vector_has_length_one():
    kept = kept_lines()

    lengths = np.linalg.norm(kept.rows * kept.scales[:, None], axis=1)

    np.testing.assert_allclose(lengths, 1, atol=0.02)


def test_the_data_of_the_wheel_stays_small():
    data = Path(catalogue.__file__).parent / "data"

    weight = sum(one.stat().st_size for one in data.rglob("*") if one.is_file())

    assert weight <= MOST_BYTES
