"""A country is read part by part, each on the disk until the others are read too."""

import tempfile

import pytest

from matcher.matching import aside
from matcher.matching.aside import laid_aside
from matcher.ranking import Asked, Facts, Index, Phrase, rank

LISTINGS = [Facts(id=str(n), title=t) for n, t in enumerate(("Choir", "Pottery") * 3)]


def test_what_was_laid_aside_is_found_like_what_was_not():
    in_parts = Index.build(LISTINGS, aside=laid_aside, at_once=2)

    asked = Asked(phrases=(Phrase(words="pottery"),))
    assert list(in_parts.facts) == list(Index.build(LISTINGS).facts)
    assert {match.facts.id for match in rank(asked, in_parts).matches} == {
        "1",
        "3",
        "5",
    }


@pytest.fixture
def nowhere_to_write(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))


@pytest.fixture
def nothing_comes_back(monkeypatch):
    def written(path, arrays, said):
        path.write_bytes(b"")

    monkeypatch.setattr(aside, "write_arrays", written)


@pytest.mark.parametrize("trouble", ["nowhere_to_write", "nothing_comes_back"])
def test_what_can_not_be_laid_aside_stays_in_memory(trouble, request):
    request.getfixturevalue(trouble)

    in_parts = Index.build(LISTINGS, aside=laid_aside, at_once=2)

    assert list(in_parts.facts) == list(Index.build(LISTINGS).facts)
