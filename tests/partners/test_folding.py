"""One telling laid over another: what is ticked comes over, and all else stays."""

from dataclasses import fields, replace
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import (
    FirstVisit,
    Joining,
    Openness,
    OpportunityDraft,
    Price,
    Timetable,
    Venue,
)
from matcher.partners.folding import NESTED, NOT_FACTS, folded, gaps, new_facts
from matcher.templates import page_environment

TEXT = st.sampled_from(("", "a", "b"))
MAYBE = st.sampled_from((None, "a", "b"))
TIMES = (
    Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19)),
    Timetable(rrule="FREQ=WEEKLY;BYDAY=TH"),
)


def several(values: tuple[object, ...]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


TELLINGS = st.builds(
    OpportunityDraft,
    source=st.just("x"),
    source_id=st.just("1"),
    title=st.sampled_from(("a", "b")),
    description=TEXT,
    openness=st.sampled_from(list(Openness)),
    outward_note=MAYBE,
    eligibility=MAYBE,
    online=st.sampled_from((None, True, False)),
    venues=several((Venue(name="Hall"), Venue(postal_code="QX1 1AA"))),
    timetables=several(TIMES),
    schedule_text=MAYBE,
    prices=several((Price(amount_pence=0), Price(amount_pence=300))),
    cost_text=MAYBE,
    first_visit=st.builds(FirstVisit, who_meets_you=MAYBE, how_long=MAYBE),
    joining=st.builds(
        Joining, just_turn_up=st.sampled_from((None, True, False)),
        asks_form=st.sampled_from((None, True, False)),
    ),
    phone=MAYBE,
)  # fmt: skip


@given(theirs=TELLINGS, ours=TELLINGS)
def test_nothing_that_was_told_is_lost_when_all_is_ticked(
    theirs: OpportunityDraft, ours: OpportunityDraft
) -> None:
    names = [one.name for one in new_facts(theirs, ours)]

    both = folded(theirs, ours, names)

    assert new_facts(both, ours) == []
    assert folded(theirs, ours, []) == theirs


@given(theirs=TELLINGS, ours=TELLINGS)
def test_filling_the_gaps_changes_nothing_that_was_said(
    theirs: OpportunityDraft, ours: OpportunityDraft
) -> None:
    both = folded(theirs, ours, gaps(theirs, ours))

    changed = {one.name for one in new_facts(both, theirs)}
    assert changed <= {"outward_note"}


@given(theirs=TELLINGS, ours=TELLINGS)
def test_it_stays_the_listing_that_it_was(
    theirs: OpportunityDraft, ours: OpportunityDraft
) -> None:
    other = replace(ours, source="y", source_id="2")

    both = folded(theirs, other, [one.name for one in new_facts(theirs, other)])

    assert (both.source, both.source_id) == ("x", "1")


def test_every_part_that_may_be_taken_over_has_a_name_in_words() -> None:
    say = page_environment().get_template("partners/parts.html").module
    names = {
        one.name
        for told in (OpportunityDraft, FirstVisit, Joining)
        for one in fields(told)
    }

    bare = [
        name
        for name in names - NOT_FACTS - set(NESTED)
        if str(say.label(name)).strip() == name  # type: ignore[attr-defined]
    ]
    assert bare == []
