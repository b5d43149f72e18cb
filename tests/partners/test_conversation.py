"""One question at a time: each answer changes its own part and nothing else."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.activities import load_lexicon
from catalogue.drafts import (
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from catalogue.drafts_json import draft_as_dict, draft_from_dict
from catalogue.schedules import next_occurrences
from matcher.errors import BadInput
from matcher.partners.conversation import (
    CHECK,
    QUESTIONS,
    Said,
    after,
    answered,
    before,
    missing,
    questions_for,
    readings_to_correct,
    shown_fields,
    unsaid,
    whole_number,
)
from matcher.templates import say

TODAY = date(2026, 11, 24)
BLANK = OpportunityDraft(
    source="here",
    source_id="1",
    title="",
    organization=OrganizationDraft(name="Mill Lane Arts"),
)
SHOW = {"what_is_open": "The show", "to_whom": "All neighbours", "when": "In May"}
WEEKLY_CLASS: dict[str, dict[str, Any]] = {
    "what": {"title": "Tuesday watercolours", "description": "We paint and chat."},
    "activities": {},
    "when": {"way": "weekly", "day": ["TU"], "starts": "19:00", "ends": "9pm"},
    "where": {"at": ["place"], "venue": "Mill Lane Hall", "postcode": "qx1 1aa"},
    "cost": {"how": "costs", "words": "£3 / £2 concessions"},
    "welcome": {"openness": "mainstream"},
    "access": {"steps": "step-free", "has": ["hearing-loop"]},
    "first-visit": {"who_meets_you": "Jo, by the door", "just_turn_up": "yes"},
    "hello": {"phone": "0161 496 0000"},
}


def said(fields: dict[str, Any]) -> Said:
    return Said(
        fields={k: v if isinstance(v, list) else [v] for k, v in fields.items()}
    )


def told(draft: OpportunityDraft, step: str, **fields: Any) -> OpportunityDraft:
    return answered(draft, step, said(fields), today=TODAY)


def whole() -> OpportunityDraft:
    draft = BLANK
    for step, fields in WEEKLY_CLASS.items():
        draft = told(draft, step, **fields)
    return draft


def test_a_weekly_class_is_told_in_nine_questions() -> None:
    draft = whole()

    assert (missing(draft), unsaid(draft)) == ([], [])
    assert draft.timetables == (
        Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19), closes_at=time(21)),
    )
    assert [price.amount_pence for price in draft.prices] == [300, 200]
    assert draft.openness is Openness.MAINSTREAM
    assert draft_from_dict(draft_as_dict(draft)) == draft


@pytest.mark.parametrize(
    ("pressed", "sentence", "first"),
    [
        (
            {"way": "weekly", "day": ["TU", "TH"], "starts": "7pm"},
            "Tuesdays and Thursdays, from 7pm",
            date(2026, 11, 24),
        ),
        (
            {"way": "fortnightly", "day": ["WE"], "first": "2026-12-02"},
            "Every other Wednesday, from 2 December 2026",
            date(2026, 12, 2),
        ),
        (
            {"way": "monthly", "day": ["SA"], "nth": ["1", "-1"], "starts": "10:00"},
            "First and last Saturday of the month, from 10am",
            date(2026, 11, 28),
        ),
        (
            {"way": "once", "first": "5 December 2026", "starts": "14:00"},
            "Saturday 5 December 2026, from 2pm",
            date(2026, 12, 5),
        ),
        (
            {"way": "words", "words": "Mondays 2-4pm"},
            "Mondays, 2pm to 4pm",
            date(2026, 11, 30),
        ),
    ],
)
def test_the_buttons_of_when_are_said_back_with_the_next_dates(
    pressed: dict[str, Any], sentence: str, first: date, now: datetime
) -> None:
    draft = told(BLANK, "when", **pressed)

    assert say("schedule", draft.timetables[0], TODAY) == sentence
    assert next_occurrences(draft.timetables, now=now)[0].day == first


def test_times_that_no_rule_can_say_stay_words() -> None:
    draft = told(BLANK, "when", way="words", words="when the tide is right")

    assert (draft.timetables, draft.schedule_text) == ((), "when the tide is right")


def test_a_time_is_taken_away_by_its_button() -> None:
    draft = told(BLANK, "when", way="weekly", day=["TU"])
    draft = told(draft, "when", way="weekly", day=["FR"])

    left = told(draft, "when", press="away-0")

    assert [one.rrule for one in left.timetables] == ["FREQ=WEEKLY;BYDAY=FR"]
    assert told(left, "when", press="away-9") == left


@pytest.mark.parametrize(
    ("step", "fields", "sentence"),
    [
        ("what", {"title": " "}, "Give it a name"),
        ("when", {"press": "add"}, "how often"),
        ("when", {"way": "weekly"}, "Press the day"),
        ("when", {"way": "monthly", "day": ["MO"]}, "which week"),
        ("when", {"way": "fortnightly", "day": ["MO"]}, "which weeks"),
        ("when", {"way": "once"}, "which day"),
        ("when", {"way": "weekly", "day": ["MO"], "starts": "late"}, "like 7pm"),
        ("where", {}, "Press where"),
        ("where", {"at": ["place"]}, "what the place is called"),
        ("where", {"at": ["place"], "postcode": "nowhere"}, "no postcode"),
        ("cost", {"how": "costs"}, "what it costs"),
        ("welcome", {}, "who can come"),
        ("welcome", {"openness": "outward_facing"}, "what is open, to whom"),
        (
            "welcome",
            {"openness": "outward_facing", "what_is_open": "The show", "when": "May"},
            "what is open, to whom",
        ),
        ("welcome", {"openness": "mainstream", "minimum_age": "old"}, "number"),
        ("hello", {"email": "nobody"}, "mail address"),
        ("hello", {"url": "javascript://alert(1)"}, "web page"),
        ("hello", {"url": "facebook chair yoga"}, "web page"),
        ("hello", {"url": "@chairyoga"}, "web page"),
        ("cost", {"how": "free", "words": "£3"}, "wrote “£3”"),
        ("cost", {"how": "free", "words": "tea 50p"}, "If it costs something"),
        ("welcome", {"openness": "mainstream", "minimum_age": "5-11"}, "number"),
    ],
)
def test_what_is_missing_is_said_kindly(
    step: str, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        told(BLANK, step, **fields)


def test_outward_facing_says_what_is_open_and_loses_it_when_it_no_longer_is() -> None:
    opened = told(BLANK, "welcome", openness="outward_facing", **SHOW)

    closed = told(opened, "welcome", openness="in_service", **SHOW)

    assert opened.outward_note == "The show · All neighbours · In May"
    assert (closed.openness, closed.outward_note) == (Openness.IN_SERVICE, None)


def test_what_is_open_is_shown_again_as_three_answers() -> None:
    opened = told(BLANK, "welcome", openness="outward_facing", **SHOW)

    shown = shown_fields(opened, "welcome")

    assert {name: shown.one(name) for name in SHOW} == SHOW


def test_a_note_from_elsewhere_stays_as_it_was_written() -> None:
    draft = replace(
        BLANK, openness=Openness.OUTWARD_FACING, outward_note="Open on Fridays"
    )
    shown = {name: list(v) for name, v in shown_fields(draft, "welcome").fields.items()}

    again = told(draft, "welcome", **{**shown, "eligibility": "beginners"})

    assert (again.outward_note, again.eligibility) == ("Open on Fridays", "beginners")


def test_a_new_label_alone_is_not_enough() -> None:
    bare = replace(whole(), openness=Openness.OUTWARD_FACING)

    assert missing(bare) == ["welcome"]


def test_a_word_is_asked_about_once_and_not_for_each_of_its_kinds() -> None:
    lexicon = load_lexicon()
    picnic = replace(BLANK, title="Choir picnic", description="")

    asked = [one.activity for one in readings_to_correct(picnic, lexicon)]
    refused = replace(picnic, not_activities=("gospel-choir",))
    again = [one.activity for one in readings_to_correct(refused, lexicon)]

    assert asked == ["choir"]
    assert again == ["choir", "gospel-choir"]


def test_what_it_is_not_is_read_no_more() -> None:
    lexicon = load_lexicon()
    draft = replace(BLANK, title="Tuesday watercolours")
    read = [one.activity for one in readings_to_correct(draft, lexicon)]

    corrected = told(
        draft, "activities", shown=read, right=read[1:], others="life drawing, ink"
    )
    again = told(corrected, "activities", shown=read, right=read)

    assert corrected.not_activities == (read[0],)
    assert corrected.activities == ("life drawing", "ink")
    assert again.not_activities == ()


def test_a_place_keeps_its_point_until_it_moves() -> None:
    at = Venue(name="Hall", postal_code="QX1 1AA", latitude=53.0, longitude=-1.7)
    draft = replace(BLANK, venues=(at,))

    same = told(draft, "where", at=["place"], venue="The Hall", postcode="QX1 1AA")
    moved = told(draft, "where", at=["place"], venue="Hall", postcode="QX1 2AB")

    assert same.venues[0].latitude == 53.0
    assert moved.venues[0].latitude is None


def test_what_we_do_not_ask_about_a_place_stays() -> None:
    draft = replace(BLANK, venues=(Venue(accessibility=("steps at the back", "lift")),))

    found = told(draft, "access", steps="not-step-free", has=["seating"])

    assert found.venues[0].accessibility == (
        "not step-free", "seating", "steps at the back",
    )  # fmt: skip


def test_free_and_not_said_are_two_things() -> None:
    free = told(BLANK, "cost", how="free")

    assert free.prices == (Price(amount_pence=0),)
    assert told(free, "cost", how="ask").prices == ()


@pytest.mark.parametrize(
    ("fields", "prices", "words"),
    [
        ({"words": "£3/£2 conc"}, [300, 200], "£3/£2 conc"),
        ({"how": "costs", "words": "3"}, [300], "£3"),
        ({"how": "costs", "words": "3.50/2 conc"}, [350, 200], "£3.50/£2 conc"),
        ({"how": "costs", "words": "50p"}, [50], "50p"),
        ({"how": "costs", "words": "5 for 6 books"}, [], "5 for 6 books"),
        ({"how": "ask", "words": "it depends"}, [], "it depends"),
        ({"how": "free", "words": "donations welcome"}, [0], "donations welcome"),
    ],
)
def test_a_price_is_heard_as_it_is_written_and_no_word_of_it_is_lost(
    fields: dict[str, str], prices: list[int], words: str
) -> None:
    draft = told(BLANK, "cost", **fields)

    assert [price.amount_pence for price in draft.prices] == prices
    assert draft.cost_text == words
    assert shown_fields(draft, "cost").one("words") == words


@pytest.mark.parametrize("age", ["50", "50+", "over 50s", "50 and over"])
def test_the_youngest_age_is_heard_as_people_say_it(age: str) -> None:
    draft = told(BLANK, "welcome", openness="mainstream", minimum_age=age)

    assert draft.minimum_age == 50


@pytest.mark.parametrize(
    "url", ["example.org", "https://www.example.org/chair-yoga?day=tue", "a.b.wales"]
)
def test_a_web_page_is_one_that_a_press_could_open(url: str) -> None:
    assert (told(BLANK, "hello", url=url).url or "").endswith(url)


def test_back_and_on_lead_through_every_question() -> None:
    ours, workers = questions_for("an organization"), questions_for(None)

    assert workers[0] == "run-by"
    assert ours == workers[1:]
    assert [after(step, "next", ours) for step in ours] == [*ours[1:], CHECK]
    assert [before(step, ours) for step in (*ours, CHECK)] == [None, *ours]
    assert after("when", "add", ours) == "when"
    assert after("when", "check", ours) == CHECK


@given(
    step=st.sampled_from(sorted(QUESTIONS)),
    data=st.data(),
)
def test_whatever_is_sent_is_read_or_refused_and_can_be_stored(
    step: str, data: st.DataObject
) -> None:
    names = st.sampled_from([*sorted(QUESTIONS[step].longest), "press"])
    texts = st.one_of(
        st.text(max_size=30),
        st.sampled_from(["weekly", "once", "place", "costs", "TU", "away-1", "1"]),
    )
    fields = data.draw(st.dictionaries(names, st.lists(texts, max_size=3)))

    try:
        draft = answered(BLANK, step, Said(fields=fields), today=TODAY)
    except BadInput:
        return

    assert draft_from_dict(draft_as_dict(draft)) == draft


def test_a_number_in_a_field_is_one_that_every_database_holds() -> None:
    sent = ["12", "007", "", "-1", "1.5", "two", "²", "٣", "999999999", "9999999999"]

    assert [whole_number(text) for text in sent] == [
        *(12, 7, 0, 0, 0, 0, 0, 0, 999_999_999, 0),
    ]
