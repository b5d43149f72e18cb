"""A thing for particular people comes after a thing for anybody that fits as well."""

import pytest

from matcher.ranking.audience import is_for_some
from tests.ranking.builders import found, listing, somebody


@pytest.mark.parametrize(
    "title",
    ["Second Wind: the stroke and aphasia choir", "Carers' Café", "Autistic Adults"],
)
def test_a_title_that_names_particular_people_is_for_some(title: str) -> None:
    assert is_for_some(title)


@pytest.mark.parametrize(
    "title", ["Wenbrook Community Choir", "Strokeplay at the links", "Career coaching"]
)
def test_any_other_title_is_for_anybody(title: str) -> None:
    assert not is_for_some(title)


def test_a_choir_for_anybody_comes_before_one_for_some_who_were_not_named() -> None:
    for_some = listing(1, "The stroke choir", cost_pence=0)
    for_anybody = listing(2, "The town choir", cost_pence=300)

    assert found(somebody("singing in a choir"), for_some, for_anybody) == ["2", "1"]


def test_whoever_names_them_finds_their_choir_first() -> None:
    for_some = listing(1, "The stroke choir")
    for_anybody = listing(2, "The town choir")

    assert (
        found(somebody("a choir for people who had a stroke"), for_some, for_anybody)[0]
        == "1"
    )
