"""The question "when", asked of a volunteer who writes times as they speak."""

from datetime import date, time
from typing import Any

import pytest

from catalogue.drafts import OpportunityDraft, Timetable
from catalogue.schedules import read_schedule
from matcher.errors import BadInput
from matcher.partners.conversation import Said, after, answered, time_to_change
from matcher.partners.conversation.said import said_as
from matcher.partners.times import WhichHalf, pressed_as
from matcher.templates import say

TODAY = date(2026, 11, 24)
BLANK = OpportunityDraft(source="here", source_id="1", title="Chair yoga")


def told(draft: OpportunityDraft, **fields: Any) -> OpportunityDraft:
    return answered(draft, "when", said_as(fields), today=TODAY)


def times(draft: OpportunityDraft) -> list[str]:
    return [str(say("schedule", one, TODAY)) for one in draft.timetables]


def asked(**fields: Any) -> dict[str, list[str]]:
    with pytest.raises(WhichHalf) as asked:
        told(BLANK, **fields)
    return {
        half: [str(say("schedule", one, TODAY)) for one in of]
        for half, of in asked.value.choices.items()
    }


def test_half_seven_may_be_breakfast_or_supper_so_one_press_says_which() -> None:
    typed: dict[str, Any] = {
        "way": "weekly", "day": ["TU"], "starts": "half seven", "ends": "9",
    }  # fmt: skip

    both = asked(**typed, press="next")
    chosen = told(BLANK, **typed, press="add-pm")

    assert both == {
        "am": ["Tuesdays, 7:30am to 9am"],
        "pm": ["Tuesdays, 7:30pm to 9pm"],
    }
    assert times(chosen) == ["Tuesdays, 7:30pm to 9pm"]
    assert after("when", "add-pm", ["when", "where"]) == "when"


def test_of_own_words_the_same_is_asked() -> None:
    both = asked(way="words", words="Tues & Thurs 7-9")
    chosen = told(BLANK, way="words", words="Tues & Thurs 7-9", press="add-am")

    assert both["pm"] == ["Tuesdays and Thursdays, 7pm to 9pm"]
    assert times(chosen) == ["Tuesdays and Thursdays, 7am to 9am"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts": "7ish"}, "can’t read “7ish” as a time"),
        ({"starts": "7pm", "ends": "whenever"}, "can’t read “whenever”"),
        ({"starts": "9pm", "ends": "7pm"}, "ends before it starts"),
        ({"ends": "9pm"}, "when it starts"),
    ],
)
def test_what_can_not_be_a_time_is_named(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        told(BLANK, way="weekly", day=["TU"], **fields)


def test_words_are_heard_though_their_button_was_not_pressed() -> None:
    assert times(told(BLANK, way="weekly", words="Fridays 2-4pm")) == [
        "Fridays, 2pm to 4pm"
    ]


def test_the_next_day_says_which_day_of_the_week_it_is() -> None:
    found = told(BLANK, way="fortnightly", first="2026-12-02", starts="7pm")

    assert times(found) == ["Every other Wednesday, from 7pm, from 2 December 2026"]


def test_term_time_is_ticked_beside_the_buttons_or_written() -> None:
    ticked = told(BLANK, way="weekly", day=["TU"], starts="7pm", terms="yes")
    written = told(BLANK, way="words", words="Tuesdays 7pm term time only")
    both = told(BLANK, way="words", words="Tuesdays 7pm", terms="yes")

    said = ["Tuesdays, from 7pm, term time only"]
    assert [times(ticked), times(written), times(both)] == [said, said, said]


def test_term_time_is_ticked_where_a_time_is_changed() -> None:
    kept = told(BLANK, way="weekly", day=["TU"], starts="7pm", terms="yes")

    assert pressed_as(kept.timetables[0])["terms"] == "yes"


def test_one_day_only_is_in_no_term() -> None:
    fair = told(BLANK, way="once", first="2026-12-24", terms="yes")

    assert not fair.timetables[0].term_time


def test_words_that_nobody_would_see_beside_a_time_are_not_swallowed() -> None:
    weekly = told(BLANK, way="weekly", day=["TU"], starts="7pm")

    with pytest.raises(BadInput, match="under “What is it"):
        told(weekly, way="words", words="only when it is dry")


@pytest.mark.parametrize(
    "text",
    [
        "Tuesdays 7.30pm-9.15pm",
        "Tuesdays",
        "daily 8am-6pm",
        "Fridays 10pm-2am",
        "Fridays 8pm-midnight",
        "Saturdays 10am-10:30pm",
        "1st and last Saturday of the month 2pm",
        "every other Wednesday from 2 December 2026, 7pm",
        "Tuesdays 7pm from 1 December 2026 until 15 December 2026",
        "5 December 2026 noon-2pm",
        "Tuesday evenings",
    ],
)
def test_a_time_to_change_stands_in_the_form_and_comes_back_the_same(
    text: str,
) -> None:
    draft = told(BLANK, way="words", words=text)
    filled = time_to_change(draft, 0)
    assert filled

    again = answered(draft, "when", filled, today=TODAY)

    assert times(again) == times(draft)


def test_only_the_hour_is_changed_when_only_the_hour_is() -> None:
    draft = told(BLANK, way="weekly", day=["TU"], starts="7.30pm", ends="9.15pm")
    filled = time_to_change(draft, 0) or Said(fields={})

    earlier = answered(
        draft, "when", Said(fields={**filled.fields, "starts": ["7pm"]}), today=TODAY
    )

    assert times(earlier) == ["Tuesdays, 7pm to 9:15pm"]
    assert time_to_change(draft, 7) is None


def test_what_no_button_says_is_changed_in_words() -> None:
    odd = Timetable(
        rrule="FREQ=YEARLY;BYMONTH=6;BYDAY=MO", opens_at=time(19), text="Junes"
    )

    assert pressed_as(odd) == {"way": "words", "words": "Junes"}
    assert read_schedule("Junes") == ()
