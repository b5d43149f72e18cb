"""How far apart two places are, and what that means on foot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.places import Box, Point, bounding_box, distance_km, walk_minutes

LONDON = Point(51.5074, -0.1278)
EDINBURGH = Point(55.9533, -3.1883)

anywhere = st.builds(
    Point,
    st.floats(-90, 90, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
)


def test_london_to_edinburgh_is_534_km():
    assert round(distance_km(LONDON, EDINBURGH)) == 534


def test_here_is_no_way_from_here():
    assert distance_km(LONDON, LONDON) == 0


@given(anywhere, anywhere)
def test_there_is_as_far_as_back(a, b):
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-9)


@given(anywhere, anywhere)
def test_nothing_is_further_than_half_way_round_the_earth(a, b):
    assert 0 <= distance_km(a, b) <= 20_016


@given(anywhere, anywhere, anywhere)
def test_a_detour_is_never_shorter(a, b, c):
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-3


@pytest.mark.parametrize(
    ("km", "minutes"),
    [(0, 1), (0.06, 1), (0.3, 5), (0.6, 10), (0.65, 10), (0.8, 15), (2.4, 40)],
)
def test_a_walk_is_said_in_minutes_and_a_longer_one_in_fives(km, minutes):
    assert walk_minutes(km) == minutes


@given(st.floats(0, 50), st.floats(0, 50))
def test_a_longer_way_never_takes_less_time(a, b):
    near, far = sorted((a, b))

    assert walk_minutes(near) <= walk_minutes(far)


def test_a_box_of_one_degree_at_the_equator_is_111_km_each_way():
    box = bounding_box(Point(0, 0), 111.195)

    assert [round(side, 3) for side in (box.south, box.west, box.north, box.east)] == [
        -1,
        -1,
        1,
        1,
    ]


def test_a_box_at_the_pole_reaches_all_the_way_round():
    box = bounding_box(Point(90, 0), 10)

    assert (box.north, box.west, box.east) == (90, -180, 180)


@given(
    st.builds(Point, st.floats(49, 61), st.floats(-9, 2)),
    st.builds(Point, st.floats(49, 61), st.floats(-9, 2)),
    st.floats(0, 500),
)
def test_whatever_is_near_enough_is_in_the_box(here, there, km):
    box = bounding_box(here, km)

    assert distance_km(here, there) > km - 1e-6 or _holds(box, there)


def _holds(box: Box, point: Point) -> bool:
    return (
        box.south <= point.latitude <= box.north
        and box.west <= point.longitude <= box.east
    )
