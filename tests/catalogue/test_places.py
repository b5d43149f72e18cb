"""From what somebody typed to a point, or to a plain problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.places import (
    FoundPlace,
    Gazetteer,
    PlaceName,
    PlaceProblem,
    Point,
    find_place,
    load_postcodes,
)

TABLE = load_postcodes()
STRETFORD = Point(53.446, -2.308)
SALE = Point(53.424, -2.322)


def named(name, kind="venue", point=STRETFORD, count=1):
    return PlaceName(name=name, kind=kind, point=point, count=count)


TOWNS = Gazetteer(
    [
        named("Stretford", "town"),
        named("Stretford Library"),
        named("Library Café", point=Point(53.5, -2.2)),
        named("Sale", "town", SALE),
        named("Sale Library (Waterside)", point=SALE),
        named("Old Trafford", "district", Point(53.461, -2.279)),
    ]
)


def find(words, gazetteer=TOWNS):
    return find_place(words, TABLE, gazetteer)


@pytest.mark.parametrize(
    "words",
    [
        "M16 0AB",
        "m160ab",
        "M16 OAB",
        "MI6 0AB",
        "near M16 0AB",
        "M16 0",
        "m160",
        "round by M16 0 please",
        "  m16   0ab ",
    ],
)
def test_a_postcode_is_placed_by_its_sector_however_it_is_typed(words):
    found = find(words)

    assert isinstance(found, FoundPlace)
    assert (found.label, found.precision, found.outcode, found.fell_back) == (
        "M16 0",
        "sector",
        "M16",
        None,
    )


@pytest.mark.parametrize("words", ["M16", "m16", "somewhere in m16"])
def test_an_outcode_alone_is_placed_by_its_centre(words):
    found = find(words)

    assert isinstance(found, FoundPlace)
    assert (found.label, found.precision, found.fell_back) == ("M16", "outcode", None)


def test_an_unknown_sector_falls_back_to_its_outcode_and_says_so():
    found = find("near m16 3ab")

    assert isinstance(found, FoundPlace)
    assert (found.label, found.precision) == ("M16", "outcode")
    assert found.fell_back == PlaceProblem(
        kind="unknown_sector", asked="near m16 3ab", postcode="M16 3", outcode="M16"
    )


def test_a_postcode_nobody_knows_is_said_plainly():
    assert find("zz9 9zz") == PlaceProblem(
        kind="unknown_postcode", asked="zz9 9zz", postcode="ZZ9 9ZZ"
    )


@pytest.mark.parametrize(
    ("words", "postcode", "outside"),
    [
        ("BT1 1AA", "BT1 1AA", "northern_ireland"),
        ("je2", "JE2", "jersey"),
        ("GY1 2", "GY1 2", "guernsey"),
        ("IM1 1AA", "IM1 1AA", "isle_of_man"),
    ],
)
def test_a_postcode_outside_great_britain_says_the_table_does_not_reach_there(
    words, postcode, outside
):
    assert find(words) == PlaceProblem(
        kind="unknown_postcode", asked=words, postcode=postcode, outside=outside
    )


def test_nothing_typed_is_no_place():
    assert find(" \n ") == PlaceProblem(kind="empty", asked="")


def test_a_town_is_found_by_the_catalogues_addresses():
    assert find("somewhere in Stretford, please") == FoundPlace(
        asked="somewhere in Stretford, please",
        point=STRETFORD,
        precision="town",
        label="Stretford",
        outcode="M32",
    )


def test_a_misspelt_town_is_found_and_shows_how_it_was_read():
    found = find("Stretfrod")

    assert isinstance(found, FoundPlace)
    assert (found.label, found.respelt) == ("Stretford", True)


@pytest.mark.parametrize("words", ["Xyzzy", "Hale", "near me", "Salf", "the"])
def test_a_name_that_is_not_in_the_catalogue_is_never_guessed(words):
    assert find(words) == PlaceProblem(kind="unknown_name", asked=words)


def test_two_libraries_are_offered_and_the_library_cafe_is_not():
    problem = find("round by the library")

    assert isinstance(problem, PlaceProblem)
    assert (problem.kind, [place.name for place in problem.candidates]) == (
        "several",
        ["Sale Library (Waterside)", "Stretford Library"],
    )


def test_the_library_in_sale_is_the_one_in_sale():
    found = find("the libary in Sale")

    assert isinstance(found, FoundPlace)
    assert (found.label, found.precision) == ("Sale Library (Waterside)", "venue")


def test_at_most_five_places_are_offered_the_best_known_first():
    halls = [
        named(f"Hall {letter} Church Hall", point=Point(50 + n, -2), count=n)
        for n, letter in enumerate("ABCDEFG", start=1)
    ]

    problem = find("church hall", Gazetteer(halls))

    assert isinstance(problem, PlaceProblem)
    assert [place.count for place in problem.candidates] == [7, 6, 5, 4, 3]


def test_equally_good_places_on_one_spot_need_no_question():
    twins = [named("Mill Lane Library"), named("Old Library", count=2)]

    found = find("the library", Gazetteer(twins))

    assert isinstance(found, FoundPlace)
    assert found.label == "Old Library"


def test_towns_of_one_name_far_apart_are_two_places():
    ashtons = [named("Ashton", "town", Point(50, -2)), named("Ashton", "town")]

    problem = find("Ashton", Gazetteer(ashtons))

    assert isinstance(problem, PlaceProblem)
    assert (problem.kind, len(problem.candidates)) == ("several", 2)


@pytest.mark.parametrize(("count", "kind"), [(100, "several"), (101, "town")])
def test_one_address_gone_astray_asks_nobody_which_town_is_meant(count, kind):
    town = named("Ashton", "town", Point(50, -2), count=count)

    found = find("Ashton", Gazetteer([town, named("Ashton", "town")]))

    said = found.precision if isinstance(found, FoundPlace) else found.kind
    assert said == kind


def test_a_name_that_looks_like_an_outcode_wins_over_it():
    found = find("E1", Gazetteer([named("E1")]))

    assert isinstance(found, FoundPlace)
    assert found.precision == "venue"


def test_an_outcode_beside_a_town_is_the_closer_answer():
    found = find("M16 in Stretford")

    assert isinstance(found, FoundPlace)
    assert found.label == "M16"


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_place_or_a_problem(words):
    assert isinstance(find(words), FoundPlace | PlaceProblem)


@given(st.text(alphabet="qxzjv", min_size=1, max_size=30))
def test_a_word_of_no_place_is_never_found(words):
    assert find(words).asked == words
    assert isinstance(find(words), PlaceProblem)
