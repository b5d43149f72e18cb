"""The promise: the community first, and what a person put first above it."""

from itertools import pairwise

from matcher.ranking import Facts, rank_of
from tests.ranking.builders import HOME, firm, found, listing, ranked, somebody

PAINTING = somebody("I used to love painting")


def art_class(identity: object, openness: str = "mainstream", **facts: object) -> Facts:
    return listing(identity, "Painting class", openness=openness, **facts)


def test_a_class_at_the_community_centre_comes_before_one_in_the_day_centre():
    day_centre = art_class(1, "in_service", points=((53.0, -1.75),))
    community_centre = art_class(2, points=((53.03, -1.75),))

    person = somebody("I used to love painting", place=HOME)

    assert found(person, day_centre, community_centre) == ["2", "1"]


def test_the_four_kinds_of_openness_stand_in_the_order_of_the_promise():
    kinds = ["in_service", "unstated", "outward_facing", "mainstream"]
    classes = [art_class(place, kind) for place, kind in enumerate(kinds)]

    assert found(PAINTING, *classes) == ["3", "2", "1", "0"]


def test_rank_is_by_table_and_not_by_letters():
    in_letters = sorted(["mainstream", "outward_facing", "unstated", "in_service"])

    assert in_letters[0] == "in_service"
    assert [rank_of(one) for one in in_letters] == [3, 0, 1, 2]


def test_no_score_buys_its_way_past_openness():
    perfect = art_class(
        1, "in_service", activities=("Painting",), description="Painting"
    )
    fair = listing(2, "Open studio", description="Drawing, painting and tea.")

    ranking = ranked(PAINTING, perfect, fair)

    assert [match.facts.id for match in ranking.matches] == ["2", "1"]
    assert ranking.matches[0].score < ranking.matches[1].score


def test_only_the_one_place_put_first_moves_up():
    listings = [
        art_class(1),
        art_class(2, "outward_facing"),
        art_class(3, "in_service", organization="Mill Street Day Centre"),
        art_class(4, "in_service", organization="Another Day Centre"),
    ]
    person = somebody(
        "painting", put_first=("mill street day centre", "Another Day Centre")
    )

    ranking = ranked(person, *listings)

    assert [match.facts.id for match in ranking.matches] == ["3", "1", "2", "4"]
    assert [match.put_first for match in ranking.matches] == [True, False, False, False]


def test_what_is_put_first_may_be_a_listing_or_a_venue():
    one, other = art_class("a"), art_class("b", "in_service", venues=("The Mill",))

    assert found(somebody("painting", put_first=("the mill",)), one, other) == [
        "b",
        "a",
    ]
    assert found(somebody("painting", put_first=("b",)), one, other) == ["b", "a"]


def test_a_name_nobody_knows_leaves_the_next_one_to_be_put_first():
    one, other = art_class("a"), art_class("b", "in_service")

    assert found(somebody("painting", put_first=("Nowhere", "b")), one, other)[0] == "b"


def test_what_is_put_first_must_still_fit():
    bingo = listing("bingo", "Bingo night", organization="Mill Street")

    assert found(somebody("painting", put_first=("Mill Street",)), bingo) == []


def test_of_two_equally_good_answers_the_nearer_comes_first():
    far = art_class(1, points=((53.1, -1.75),))
    near = art_class(2, points=((53.001, -1.75),))

    assert found(somebody("painting", place=HOME), far, near) == ["2", "1"]


def test_what_is_unknown_comes_after_what_is_known_to_meet_a_firm_condition():
    unsaid = listing(1, "Painting painting", activities=("Painting",))
    free = listing(2, "Open studio with painting", cost_pence=0)
    free_in_service = art_class(3, "in_service", cost_pence=0)

    ranking = ranked(
        somebody("painting", conditions=firm(free=True)), unsaid, free, free_in_service
    )

    assert [(match.facts.id, match.ask_first) for match in ranking.matches] == [
        ("2", ()),
        ("1", ("cost",)),
        ("3", ()),
    ]


def test_thirty_football_sessions_do_not_bury_the_only_pottery():
    football = [
        listing(
            f"f{number:02}", f"Football at ground {number}", activities=("Football",)
        )
        for number in range(30)
    ]
    pottery = listing("p", "Evening class", description="Try your hand at pottery.")

    assert "p" in found(somebody("football", "pottery"), *football, pottery)[:2]


def test_variety_never_moves_anything_past_a_more_open_one():
    football = [art_class(f"a{number}") for number in range(5)]
    pottery = listing("p", "Pottery", openness="in_service")

    assert found(somebody("painting", "pottery"), *football, pottery)[-1] == "p"


def test_repeated_sessions_are_kept_apart():
    weekly = [
        listing(f"a{number}", "Walking football", organization="Town FC")
        for number in range(3)
    ]
    others = [
        listing(f"b{number}", f"Football {name}", organization="Town FC")
        for number, name in enumerate(["United", "Rovers", "Albion", "Athletic"])
    ]

    order = found(somebody("football"), *weekly, *others)

    repeats = [place for place, one in enumerate(order) if one.startswith("a")]
    assert all(after - before > 1 for before, after in pairwise(repeats))


def test_by_score_alone_openness_buys_nothing():
    perfect = art_class(1, "in_service", activities=("Painting",))
    fair = listing(2, "Open studio", description="Drawing, painting and tea.")

    assert found(PAINTING, perfect, fair, order="score") == ["1", "2"]


def test_a_limit_counts_each_openness_by_itself():
    classes = [
        art_class(f"{kind}{number}", kind)
        for kind in ("mainstream", "in_service")
        for number in range(4)
    ]

    ranking = ranked(PAINTING, *classes, limit=2)

    assert [match.facts.openness for match in ranking.matches] == [
        "mainstream",
        "mainstream",
        "in_service",
        "in_service",
    ]
    assert dict(ranking.totals) == {"mainstream": 4, "in_service": 4}
