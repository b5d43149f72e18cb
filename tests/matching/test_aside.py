"""A country is read part by part, each on the disk until the others are read too."""

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
