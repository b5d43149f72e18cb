"""A draft written as JSON and read back is the same draft."""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, time
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.drafts import (
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Status,
    Timetable,
)
from catalogue.drafts_json import digest_of, draft_as_dict, draft_from_dict

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=5,
)

BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(),
    bool: st.booleans(),
    float: FLOATS,
    date: st.dates(),
    time: st.times(),
    dict: st.dictionaries(TEXT, JSON, max_size=3),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Whatever a field of this type can hold."""
    if get_origin(kind) is UnionType:
        return st.one_of(anything(arg) for arg in get_args(kind))
    if get_origin(kind) is tuple:
        return st.lists(anything(get_args(kind)[0]), max_size=2).map(tuple)
    if kind is NoneType:
        return st.none()
    if is_dataclass(kind):
        return filled(kind)
    if kind in (Openness, Status):
        return st.sampled_from(kind)
    return BY_TYPE[get_origin(kind) or kind]


def filled(kind: Any) -> st.SearchStrategy[Any]:
    """A value of the dataclass with some of its optional fields given."""
    types = get_type_hints(kind)
    needed = {
        f.name
        for f in fields(kind)
        if f.default is MISSING and f.default_factory is MISSING
    }
    return st.fixed_dictionaries(
        {name: anything(types[name]) for name in types if name in needed},
        optional={name: anything(types[name]) for name in types if name not in needed},
    ).map(lambda given: kind(**given))


DRAFTS = filled(OpportunityDraft)


def fingerprint(draft: OpportunityDraft) -> str:
    return digest_of(draft_as_dict(draft))


CHESS = OpportunityDraft(source="x", source_id="1", title="Chess")


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(DRAFTS)
def test_every_draft_comes_back_as_it_went(draft: OpportunityDraft):
    written = json.dumps(draft_as_dict(draft), allow_nan=False)

    assert draft_from_dict(json.loads(written)) == draft


def test_what_nobody_said_is_left_out():
    assert draft_as_dict(CHESS) == {"source": "x", "source_id": "1", "title": "Chess"}


def test_times_days_and_choices_are_written_in_plain_words():
    weekly = Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19))
    organization = OrganizationDraft(name="Mill", openness=Openness.IN_SERVICE)
    draft = replace(
        CHESS,
        timetables=(weekly,),
        organization=organization,
        assured_on=date(2026, 10, 1),
    )

    assert draft_as_dict(draft) == {
        "source": "x",
        "source_id": "1",
        "title": "Chess",
        "timetables": [{"rrule": "FREQ=WEEKLY;BYDAY=TU", "opens_at": "19:00:00"}],
        "organization": {"name": "Mill", "openness": "in_service"},
        "assured_on": "2026-10-01",
    }


def test_the_fingerprint_is_the_same_for_the_same_words_for_ever():
    assert fingerprint(CHESS) == (
        "d9372a91abecf11a62439e0a5f43376eb22133003ea2edfcbe20634bac851750"
    )


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(DRAFTS, DRAFTS)
def test_the_fingerprint_tells_drafts_apart(
    one: OpportunityDraft, other: OpportunityDraft
):
    same = json.dumps(draft_as_dict(one)) == json.dumps(draft_as_dict(other))

    assert (fingerprint(one) == fingerprint(other)) is same


def test_the_order_of_what_is_kept_aside_does_not_matter():
    one = replace(CHESS, kept_aside={"a": 1, "b": 2})
    other = replace(CHESS, kept_aside={"b": 2, "a": 1})

    assert fingerprint(one) == fingerprint(other)


def test_a_key_of_a_later_version_is_passed_over():
    assert draft_from_dict(draft_as_dict(CHESS) | {"mood": "sunny"}) == CHESS


def test_a_draft_without_a_title_is_no_draft():
    with pytest.raises(TypeError):
        draft_from_dict({"source": "x", "source_id": "1"})
