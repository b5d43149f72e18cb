"""Names of places in the catalogue's own addresses, and the areas they cover."""

import time

import pytest

from catalogue.drafts import Venue
from catalogue.places import (
    Gazetteer,
    Located,
    PlaceName,
    Point,
    distance_km,
    find_place,
    load_postcodes,
    names_of,
    place_names,
)

TABLE = load_postcodes()
STRETFORD = Point(53.446, -2.308)
A_STREET_AWAY = Point(53.4465, -2.3085)
SALE = Point(53.424, -2.322)
LEEDS = Point(53.797, -1.544)


def named(name, kind="venue", point=STRETFORD, count=1):
    return PlaceName(name=name, kind=kind, point=point, count=count)


def names(gazetteer, words):
    return [place.name for place in gazetteer.find(words)]


def test_a_town_of_many_addresses_is_one_place_at_their_centre():
    gazetteer = Gazetteer(
        [
            named("Sale", "town", Point(53.40, -2.30)),
            named("SALE", "town", Point(53.43, -2.33), count=2),
        ]
    )

    (sale,) = gazetteer.find("sale")

    assert (sale.name, sale.count) == ("Sale", 3)
    assert sale.point == pytest.approx(Point(53.42, -2.32))


def test_a_town_comes_before_a_venue_of_its_name():
    gazetteer = Gazetteer([named("Sale", "venue", count=9), named("Sale", "town")])

    assert [place.kind for place in gazetteer.find("Sale")] == ["town", "venue"]


def test_a_gazetteer_with_more_names_is_one_of_all_and_the_other_stays():
    kinds = ("town", "venue", "district")
    every = [
        named(f"{word} {kind}", kind, Point(53.4 + at / 50, -2.3 + at / 40))
        for at, word in enumerate(("Sale", "Mill Lane", "Sale", "Leeds Road", "Mill"))
        for kind in kinds
    ]
    first = Gazetteer(every[:8])
    asked = ("sale", "sale town", "mill", "mill lane venue", "leeds road", "leads road")
    then = [first.find(words) for words in asked]

    more = first.with_more(every[8:])

    whole = Gazetteer(every)
    assert [more.find(words) for words in asked] == [whole.find(x) for x in asked]
    assert more.names_near(SALE, km=9) == whole.names_near(SALE, km=9)
    assert [first.find(words) for words in asked] == then


def test_what_stands_around_is_as_far_as_its_nearest_address():
    further = Point(53.4, -2.3)
    every = [
        *(named("Sale", "town", point) for point in (SALE, further, LEEDS)),
        named("Brooklands", "district", further),
        named("Sale Library", "venue", SALE),
    ]

    around = Gazetteer(every).names_near(SALE, km=9)

    assert {(one.kind, one.name): round(km, 2) for one, km in around.items()} == {
        ("town", "sale"): 0.0,
        ("district", "brooklands"): round(distance_km(SALE, further), 2),
    }


def test_the_very_name_comes_before_one_that_only_holds_it():
    gazetteer = Gazetteer([named("Mill Lane Studios"), named("Mill Lane")])

    assert names(gazetteer, "mill lane") == ["Mill Lane"]


def test_little_words_accents_and_apostrophes_do_not_matter():
    gazetteer = Gazetteer([named("St. Mary's Church & Hall")])

    assert names(gazetteer, "near the st marys church and hall") == [
        "St. Mary's Church & Hall"
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Stretfrod", ["Stretford"]),
        ("stretfordd", ["Stretford"]),
        ("Strretfrod", ["Stretford"]),
        ("Bretford", []),
        ("Xyzzy", []),
        ("Bale", []),
        ("", []),
        ("?!", []),
    ],
)
def test_spelling_is_forgiven_and_guesses_are_not_made(typed, expected):
    gazetteer = Gazetteer([named("Stretford", "town"), named("Sale", "town", SALE)])

    assert names(gazetteer, typed) == expected


def test_a_word_that_could_be_two_others_is_left_alone():
    gazetteer = Gazetteer([named("Marton", "town"), named("Morton", "town", SALE)])

    assert names(gazetteer, "Murton") == []


def test_a_name_with_a_comma_is_found_whole_and_by_its_first_part():
    pavilion = "The Pavilion, Victoria Park"
    gazetteer = Gazetteer([named(pavilion), named("Victoria Park", point=SALE)])

    asked = ("the pavilion", "pavilion, victoria park", "victoria park")

    assert [names(gazetteer, words) for words in asked] == [
        [pavilion],
        [pavilion],
        ["Victoria Park"],
    ]


def test_a_venue_called_hub_is_not_found_inside_another_name():
    gazetteer = Gazetteer([named("Hub")])

    assert names(gazetteer, "Meadow community hub") == []


def test_a_place_named_by_little_words_alone_is_still_found():
    assert names(Gazetteer([named("The Place Next Door")]), "place next door") == [
        "The Place Next Door"
    ]
    assert names(Gazetteer([named("Up")]), "Up") == ["Up"]


def test_a_hundred_thousand_names_are_searched_at_once():
    entries = [
        named(f"Hall {n % 20_000} Lane{n % 7}", point=Point(50 + n % 9, -2))
        for n in range(100_000)
    ]
    gazetteer = Gazetteer(entries)
    started = time.process_time()

    for words in ("hall 77 lane3", "the hal on lan4", "Xyzzy", "hall"):
        find_place(words, TABLE, gazetteer)

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        (
            Venue(name="Mill Hall", city="Wenbrook", district="Northside"),
            [("Mill Hall", "venue"), ("Northside", "district"), ("Wenbrook", "town")],
        ),
        (Venue(address="Cecil Avenue, Sale"), [("Sale", "town")]),
        (Venue(address="Cecil Avenue, Sale, M33 5BP"), [("Sale", "town")]),
        (Venue(address="London E1 3DG"), [("London", "town")]),
        (Venue(address="Cecil Avenue, Sale, M33 5BP, UK"), [("Sale", "town")]),
        (Venue(address="Cecil Avenue, Sale, M33"), [("Sale", "town")]),
        (Venue(address="The Scout Hut, Barrs Lane"), []),
        (Venue(address="Mill Lane, Mill Lane Centre"), []),
        (Venue(address="From Home"), []),
        (Venue(address="United Kingdom"), []),
        (Venue(address="3 Mill Lane"), []),
        (Venue(), []),
    ],
)
def test_an_address_offers_the_names_it_holds(venue, expected):
    offered = place_names(venue, SALE)

    assert [(place.name, place.kind) for place in offered] == expected


def test_a_person_is_in_the_towns_and_districts_their_neighbours_write():
    gazetteer = Gazetteer(
        [
            named("Stretford", "district", A_STREET_AWAY),
            named("Manchester", "town", A_STREET_AWAY),
            named("Manchester", "town", Point(53.55, -2.2), count=50),
            named("Stretford Library", "venue", A_STREET_AWAY),
            named("Leeds", "town", LEEDS),
            named("Gorse Hill", "district", Point(53.46, -2.298)),
        ]
    )
    here = Located(point=STRETFORD, precision="sector", label="M32 8", outcode="M32")

    assert names_of(here, gazetteer) == {"m32", "stretford", "manchester"}


def test_a_person_who_names_their_town_is_in_it():
    gazetteer = Gazetteer([named("Leeds", "town", LEEDS), named("Ely", "town", LEEDS)])
    found = find_place("Leeds", TABLE, gazetteer)

    names = names_of(found, gazetteer)

    assert names == {"ls1", "leeds"}
