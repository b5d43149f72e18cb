"""Nobody rises by writing more, and nobody fills the page by being everywhere."""

import pytest

from matcher.ranking import Asked, Facts, Phrase
from tests.ranking.builders import HOME, found, listing, means, ranked, reads, somebody

WORDS = "Come and sing songs old and new with a friendly crowd, tea at half time."
KEYWORDS = " ".join(
    """football gardening pottery choir singing songs guitar knitting bingo chess darts
    walking running swimming painting drawing drama poetry baking cooking sewing crochet
    woodwork metalwork history trains trams buses boats fishing archery cricket tennis
    badminton netball rugby hockey yoga pilates tai-chi dancing salsa ballroom karaoke
    ukulele drums piano violin brass folk""".split()  # noqa: SIM905
)


def choir(identity: str, **facts: object) -> Facts:
    return listing(identity, "Wenbrook Singers", **{"description": WORDS, **facts})


def scores(person: Asked, *listings: Facts) -> dict[str, float]:
    matches = ranked(person, *listings, order="score").matches
    return {match.facts.id: match.score for match in matches}


@pytest.mark.parametrize(
    "padded",
    [f"{WORDS} {WORDS} {WORDS}", f"{WORDS} {KEYWORDS}", f"{WORDS} {'singing ' * 40}"],
    ids=["repeated", "keywords", "one word"],
)
@pytest.mark.parametrize(
    "said", [["singing"], ["old songs"], ["a sing with a friendly crowd", "songs"]]
)
def test_padding_a_description_gains_nothing(padded: str, said: list[str]):
    plain, long = choir("plain"), choir("a-longer-one", description=padded)

    scored = scores(somebody(*said), plain, long)

    assert scored["plain"] >= scored.get("a-longer-one", 0.0)


def test_a_list_of_everything_says_little_about_anything():
    titles = [f"thing-{number}" for number in range(40)]
    every = tuple(
        reads(title, 0.5, "Wenbrook", where="description") for title in titles
    )
    person = somebody(
        Phrase(words="singing", meant=(means("singing", "choir", 0.9, "singing"),))
    )
    plain = choir("plain", readings=(reads("choir", 0.5, "a", where="description"),))
    long = choir(
        "long", readings=(reads("choir", 0.5, "a", where="description"), *every)
    )

    scored = scores(person, plain, long)

    assert scored["plain"] >= scored["long"]


def test_the_order_of_equals_does_not_depend_on_length():
    short = choir("b", description="Songs.")
    long = choir(
        "a", description="Songs. " + "We meet in the hall and all is well. " * 9
    )

    order = found(somebody("the Wenbrook Singers"), short, long)

    assert order == found(somebody("the Wenbrook Singers"), long, short)
    assert scores(somebody("Wenbrook"), short, long)["b"] == pytest.approx(
        scores(somebody("Wenbrook"), short, long)["a"]
    )


def branch(identity: str, north: float, **facts: object) -> Facts:
    return listing(
        identity,
        "Knit and natter",
        **{"organization": "Town Libraries", "points": ((north, -1.75),), **facts},
    )


def test_branches_of_one_organization_are_one_match_the_nearest():
    far, near, other = (
        branch("a-far", 53.2),
        branch("b-near", 53.001),
        branch("c-other", 53.1),
    )
    person = somebody("knitting", place=HOME)

    (match,) = ranked(person, far, near, other).matches

    assert (match.facts.id, match.others) == ("b-near", ("c-other", "a-far"))


def test_branches_stay_apart_when_they_are_asked_for_one_by_one():
    listings = branch("a", 53.1), branch("b", 53.2)

    ranking = ranked(somebody("knitting"), *listings, branches="apart")

    assert [match.facts.id for match in ranking.matches] == ["a", "b"]
    assert [match.others for match in ranking.matches] == [(), ()]


def test_another_organization_is_no_branch():
    listings = branch("a", 53.1), branch("b", 53.1, organization="The Wool Shop")

    assert len(found(somebody("knitting"), *listings)) == 2


def test_a_branch_inside_a_service_is_not_hidden_behind_one_open_to_all():
    listings = branch("a", 53.1, openness="in_service"), branch("b", 53.2)

    assert found(somebody("knitting"), *listings) == ["b", "a"]


def test_every_place_counts_though_places_are_folded():
    ranking = ranked(somebody("knitting"), branch("a", 53.1), branch("b", 53.2))

    assert (len(ranking.matches), dict(ranking.totals)) == (1, {"mainstream": 2})


def test_the_first_ten_answer_every_phrase_that_can_be_answered():
    wishes = ["football", "pottery", "chess", "birdwatching", "beekeeping"]
    football = [
        listing(f"f{number:02}", f"Football {number}", activities=("Football",))
        for number in range(30)
    ]
    mentions = [
        listing(wish, "Open day", description=f"Tea, cakes and {wish} for all.")
        for wish in wishes[1:]
    ]

    matches = ranked(somebody(*wishes), *football, *mentions).matches

    answered = {answer.phrase for match in matches[:10] for answer in match.answers}
    assert answered == set(range(len(wishes)))
