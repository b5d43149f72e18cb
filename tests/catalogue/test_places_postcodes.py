"""How a postcode is written and miswritten, and where the table puts it."""

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.places import (
    Point,
    PostcodeTable,
    find_postcode_in,
    load_postcodes,
    normal_postcode,
    outcode_of,
    sector_of,
)
from catalogue.places.table import centres_of

TABLE = load_postcodes()


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("m160ab", "M16 0AB"),
        (" M16  0AB ", "M16 0AB"),
        ("M16-0AB.", "M16 0AB"),
        ("M16 OAB", "M16 0AB"),
        ("MI6 0AB", "M16 0AB"),
        ("M1O 0AB", "M10 0AB"),
        ("0L1 1AA", "OL1 1AA"),
        ("S014 3AB", "SO14 3AB"),
        ("ec1a 1bb", "EC1A 1BB"),
        ("w1a 0ax", "W1A 0AX"),
        ("qx1 1kd", "QX1 1KD"),
    ],
)
def test_a_postcode_is_put_right(typed, postcode):
    assert normal_postcode(typed) == postcode


@pytest.mark.parametrize(
    "typed", ["", "M16", "M16 0", "M16 0A", "M16 0ABC", "16 0AB", "M16 0A1", "library"]
)
def test_what_is_no_postcode_is_none(typed):
    assert normal_postcode(typed) is None


@pytest.mark.parametrize(
    ("typed", "sector", "outcode"),
    [
        ("m160ab", "M16 0", "M16"),
        ("M16 0a", "M16 0", "M16"),
        ("m160", "M16 0", "M16"),
        ("M16 O", "M16 0", "M16"),
        ("m16", None, "M16"),
        ("M1 6", "M1 6", "M1"),
        ("ec1a1", "EC1A 1", "EC1A"),
        ("Sale", None, None),
        ("", None, None),
    ],
)
def test_a_code_has_its_sector_and_its_outcode(typed, sector, outcode):
    assert (sector_of(typed), outcode_of(typed)) == (sector, outcode)


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("12 High Street, Stretford, M32 0AB", "M32 0AB"),
        ("12 High Street\nStretford m320ab, UK", "M32 0AB"),
        ("formerly M16 0AB, now M32 8AA.", "M32 8AA"),
        ("Unit B1 2nd floor, 3 Mill Lane", None),
        ("Flat B1, 2nd FLOOR", None),
        ("M16 Old Trafford", None),
        ("Room B1 2pm", None),
        ("QX1 3KD", "QX1 3KD"),
        ("", None),
    ],
)
def test_a_postcode_is_found_in_an_address_and_nothing_else_is(address, postcode):
    assert find_postcode_in(address) == postcode


@given(st.from_regex(r"[A-Za-z]{1,2}[0-9OI]{1,2}[A-Za-z]? ?[0-9OI][A-Za-z]{2}"))
def test_putting_right_twice_changes_nothing(typed):
    once = normal_postcode(typed)

    assert once is None or normal_postcode(once) == once


@given(st.text(max_size=60))
def test_any_text_is_read_without_falling_over(typed):
    found = [normal_postcode(typed), find_postcode_in(typed), sector_of(typed)]

    assert all(code is None or code == code.upper() for code in found)


@pytest.mark.parametrize("hostile", ["M16 " * 12_500, "A1" * 25_000, "0AB" * 17_000])
def test_fifty_thousand_characters_take_no_time(hostile):
    started = time.process_time()

    find_postcode_in(hostile)
    normal_postcode(hostile)
    sector_of(hostile)

    assert time.process_time() - started < 0.5


def test_a_sector_is_placed_by_its_centre():
    located = TABLE.locate("m16 0ab")

    assert located is not None
    assert (located.label, located.point) == ("M16 0", Point(53.4535, -2.27652))


def test_an_unknown_sector_is_placed_by_its_outcode():
    located = TABLE.locate("M16 3AB")

    assert located is not None
    assert (located.label, located.precision) == ("M16", "outcode")


@pytest.mark.parametrize("code", ["ZZ1 1AA", "BT1 1AA", "JE2", "Sale", ""])
def test_an_unknown_outcode_is_not_placed(code):
    assert TABLE.locate(code) is None


def test_the_nearest_outcode_of_a_sector_is_its_own():
    located = TABLE.locate("M33 4")

    assert located is not None
    assert TABLE.nearest_outcode(located.point) == "M33"


def test_an_empty_table_has_no_nearest_outcode():
    assert PostcodeTable({}, {}).nearest_outcode(Point(53, -2)) == ""


def test_an_outcode_lies_where_most_of_its_postcodes_are():
    rows = [("QX1 1", Point(53.0, -1.0), 3), ("QX1 2", Point(54.0, -2.0), 1)]

    assert centres_of(rows) == {"QX1": Point(53.25, -1.25)}


def test_the_demo_towns_invented_sectors_stand_beside_the_real_ones():
    if not files("catalogue").joinpath("data", "demo", "sectors.csv").is_file():
        pytest.skip("the demo town has no sectors yet")

    places = [TABLE.locate(code) for code in ("QX1", "QX1 1", "M16 0")]

    assert [place and place.outcode for place in places] == ["QX1", "QX1", "M16"]


def test_the_tables_say_whose_they_are():
    licence = files("catalogue").joinpath("data", "postcodes", "LICENCE.txt")

    text = licence.read_text(encoding="utf-8")

    assert "Contains OS data" in text
    assert "Open Government Licence v3.0" in text
    assert "postcodinator" in text
