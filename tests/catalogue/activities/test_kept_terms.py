"""Terms worked out beforehand are those that would be worked out now, or none."""

import pytest

from catalogue.activities import kept_terms as keeping
from catalogue.activities import load_lexicon
from catalogue.activities.index import all_lines_of, terms_by_line
from catalogue.activities.kept_terms import keep_terms, kept_terms

TEXTS, *_ = all_lines_of(tuple(load_lexicon().activities.values()))
FEW = ["darts", "on the oche", "the", "café d'amis"]


def told(terms):
    return (
        terms.words,
        list(terms.numbers.items()),
        terms.term.tolist(),
        terms.line.tolist(),
    )


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    file = tmp_path / "terms.npz"
    monkeypatch.setattr(keeping, "FILE", file)
    return file


def test_the_shipped_terms_are_those_of_the_shipped_lines():
    kept = kept_terms(TEXTS)

    assert kept is not None, "run python -m tests.benchmarks.build_meaning"
    assert told(kept) == told(terms_by_line(TEXTS))


def test_what_is_kept_comes_back_as_it_was(elsewhere):
    cut = terms_by_line(FEW)

    keep_terms(FEW, cut)

    kept = kept_terms(FEW)
    assert kept is not None
    assert told(kept) == told(cut)


@pytest.mark.parametrize("other", [[], FEW[:-1], [*FEW, "budgies"], FEW[::-1]])
def test_other_lines_have_no_terms_kept(elsewhere, other):
    keep_terms(FEW, terms_by_line(FEW))

    assert kept_terms(other) is None


@pytest.mark.parametrize("spoilt", [b"", b"PK\x03\x04 half a file", None])
def test_a_file_that_is_spoilt_or_gone_is_as_good_as_none(elsewhere, spoilt):
    if spoilt is not None:
        elsewhere.write_bytes(spoilt)

    assert kept_terms(FEW) is None
