"""A time or a price is changed, and words elsewhere still name the old one."""

from dataclasses import replace

import pytest

from catalogue.costs import read_cost
from catalogue.drafts import FirstVisit, OpportunityDraft
from catalogue.schedules import read_schedule
from matcher.partners.outdated import still_said

CHOIR = OpportunityDraft(
    source="here",
    source_id="1",
    title="Tuesday voices",
    description="We sing anything. On Tuesdays there is cake! Founded in 1998.",
    timetables=read_schedule("Tuesdays 7.30pm-9.15pm"),
    prices=read_cost("£4 / £2 concessions"),
    cost_text="£4 / £2 concessions",
    first_visit=FirstVisit(
        quiet_times="Come at 7.15 before it fills up",
        how_long="An hour and three quarters with a tea break at 8.20",
        who_meets_you="Jo, by the door",
    ),
    how_to_join="Ask Jo on Mondays. £4 at the door, tea £1.",
)


def left(**changed: str) -> list[tuple[str, str]]:
    """What is asked about after a change, by the question it stands under."""
    after = CHOIR
    if "when" in changed:
        after = replace(after, timetables=read_schedule(changed["when"]))
    if "cost" in changed:
        after = replace(after, prices=read_cost(changed["cost"]))
    return [(one.question, one.words) for one in still_said(CHOIR, after)]


def test_an_earlier_choir_still_says_come_at_quarter_past_seven() -> None:
    assert left(when="Tuesdays 6.30pm-8.15pm") == [
        ("first-visit", "An hour and three quarters with a tea break at 8.20"),
        ("first-visit", "Come at 7.15 before it fills up"),
    ]


def test_on_another_day_it_is_still_named_after_the_old_one() -> None:
    assert left(when="Wednesdays 7.30pm-9.15pm") == [
        ("what", "Tuesday voices"),
        ("what", "On Tuesdays there is cake!"),
    ]


def test_a_new_price_leaves_the_old_one_in_the_words() -> None:
    assert left(cost="£5 / £2 concessions") == [("hello", "£4 at the door, tea £1.")]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"when": "Tuesdays 7.30pm-9.15pm"},
        {"when": "Tuesdays and Thursdays 7.30pm-9.15pm"},
        {"cost": "£4 / £3 concessions"},
    ],
)
def test_what_holds_as_well_is_not_asked_about(changed: dict[str, str]) -> None:
    assert left(**changed) == []


def test_the_new_time_itself_is_no_old_one() -> None:
    assert ("first-visit", "Come at 7.15 before it fills up") not in left(
        when="Tuesdays 7.15pm-9pm"
    )


def test_words_that_were_looked_at_too_are_theirs() -> None:
    after = replace(
        CHOIR,
        timetables=read_schedule("Tuesdays 6.30pm-8.15pm"),
        first_visit=FirstVisit(quiet_times="Come at 7.15, late is fine"),
    )

    assert still_said(CHOIR, after) == []
