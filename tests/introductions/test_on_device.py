"""A stranger's list in a cookie: what goes in comes out, and garbage breaks nothing."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matcher.introductions.on_device import (
    LONGEST,
    MOST,
    added,
    from_text,
    moved,
    to_text,
    without,
)

LISTS = st.lists(st.uuids(), max_size=MOST, unique=True).map(tuple)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


@given(LISTS)
def test_a_list_comes_back_from_its_cookie_as_it_was(ids: tuple[UUID, ...]) -> None:
    text = to_text(ids)

    assert from_text(text) == ids
    assert len(text) <= LONGEST
    assert text.isascii()
    assert not set(text) & set('=;, "\\')


@given(st.one_of(st.text(), st.text(alphabet="ABCabc019-_", max_size=900)))
def test_whatever_a_browser_sends_is_a_list_or_nothing(text: str) -> None:
    ids = from_text(text)

    assert len(ids) <= MOST
    assert len(set(ids)) == len(ids)


@given(LISTS, st.uuids())
def test_what_was_added_and_taken_away_leaves_the_list_as_it_was(
    ids: tuple[UUID, ...], one: UUID
) -> None:
    ids = without(ids, one)

    assert without(added(ids, one), one) == ids


@given(LISTS.filter(bool), st.data())
def test_what_was_taken_away_goes_back_to_its_place(
    ids: tuple[UUID, ...], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(ids))

    put_back = added(without(ids, one), one, at=ids.index(one))

    assert put_back == ids


@given(LISTS, st.uuids())
def test_a_full_list_loses_nothing_when_more_is_saved(
    ids: tuple[UUID, ...], one: UUID
) -> None:
    saved = added(ids, one)

    assert set(ids) <= set(saved)
    assert len(saved) <= MOST


def test_one_thing_moves_up_and_down_by_a_place() -> None:
    ids = (A, B, C)

    assert moved(ids, C, -1) == (A, C, B)
    assert moved(ids, A, 1) == (B, A, C)
    assert moved(ids, A, -1) == ids
    assert moved(ids, C, 1) == ids
    assert moved(ids, UUID(int=9), 1) == ids
