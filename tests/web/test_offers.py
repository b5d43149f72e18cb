"""A condition that somebody says in their phrase, offered to them at one press."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from matcher.ranking.facts import Conditions, Phrase
from matcher.templates import page_environment
from matcher.web.offers import (
    FIELDS,
    all_at_once,
    focus_after,
    offers_of,
    only_conditions,
    with_pressed,
)
from matcher.web.shared_form import as_shown, read_form

KNITTING = "knitting on a Tuesday afternoon"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is found is proved on both databases elsewhere; the page needs one."""
    return sqlite_url


def offered(words: str, kind: str = "enjoy_now", **chosen: object) -> list[str]:
    travel_km = str(chosen.pop("travel_km", ""))
    phrase = Phrase(words=words, kind=kind)
    offers = offers_of(phrase, Conditions(**chosen), travel_km)  # type: ignore[arg-type]
    return [press.value for offer in offers for press in offer.presses]


def test_what_is_said_is_offered_in_the_words_of_the_form() -> None:
    assert offered(KNITTING) == ["day TU", "part afternoon"]
    assert offered("swimming, step free") == ["step_free 1"]
    assert offered("not far") == ["travel_km 3"]
    assert offered("under a fiver") == ["max_cost 5"]
    assert offered("nothing over £2.50") == ["max_cost 2.50"]


def test_how_much_is_cheap_is_asked_and_never_guessed() -> None:
    assert offered("a cheap choir") == ["free 1", "max_cost"]


def test_of_two_distances_the_shorter_is_offered() -> None:
    assert offered("not far, I can't walk much") == ["travel_km 1.5"]


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("free", {"free": True}),
        ("under a fiver", {"free": True}),
        ("under a fiver", {"max_cost_pence": 300}),
        ("a cheap choir", {"max_cost_pence": 800}),
        ("Saturdays only", {"days": frozenset({"SA"})}),
        ("Saturdays only", {"days": frozenset({"SA", "SU"})}),
        ("nothing in the evening", {"parts_of_day": frozenset({"morning"})}),
        ("not far", {"travel_km": "8"}),
    ],
)
def test_what_is_chosen_already_is_offered_no_more(words, chosen) -> None:
    assert offered(words, **chosen) == []


def test_another_day_than_the_chosen_one_is_offered_still() -> None:
    assert offered("Saturdays only", days=frozenset({"MO"})) == ["day SA"]
    assert offered("under a fiver", max_cost_pence=800) == ["max_cost 5"]


@pytest.mark.parametrize("kind", ["enjoyed_before", "could_bring", "strength"])
def test_a_memory_and_a_gift_ask_for_nothing(kind: str) -> None:
    assert offered("darts on Fridays, free", kind=kind) == []


@pytest.mark.parametrize(
    ("press", "chosen"),
    [
        ("day SA SU", Conditions(days=frozenset({"SA", "SU"}))),
        ("part morning", Conditions(parts_of_day=frozenset({"morning"}))),
        ("free 1", Conditions(free=True)),
        ("free", Conditions()),
        ("max_cost 2.50", Conditions(max_cost_pence=250)),
        ("max_cost", Conditions()),
        ("day SOON", Conditions()),
        ("phrase darts", Conditions()),
        ("", Conditions()),
    ],
)
def test_a_press_makes_firm_what_it_says_and_nothing_else(press, chosen) -> None:
    form = read_form(with_pressed([("phrase", "singing"), ("make_firm", press)]))

    assert (form.conditions, form.said) == (chosen, (Phrase(words="singing"),))


def test_a_press_adds_to_what_is_firm_and_keeps_what_is_being_typed() -> None:
    fields = [("day", "MO"), ("add", "danc"), ("make_firm", "day SA")]

    form = read_form(with_pressed(fields))

    assert form.conditions.days == {"MO", "SA"}
    assert (form.typed, form.phrases) == ("danc", ())


def test_what_was_pressed_is_shown_once_more_without_the_press() -> None:
    fields = with_pressed([("phrase", "singing"), ("make_firm", "free 1")])

    again = as_shown(read_form(fields), fields)

    assert ("free", "1") in again
    assert [name for name, _ in again if name == "make_firm"] == []


@pytest.mark.parametrize(
    ("press", "control"),
    [
        ("day SA SU", "only"),
        ("free 1", "only"),
        ("travel_km 3", "place"),
        ("max_cost 5", "only"),
        ("max_cost", "max_cost"),
        ("what ever", ""),
    ],
)
def test_one_comes_back_to_what_was_chosen(press: str, control: str) -> None:
    assert focus_after([("make_firm", press)]) == control


def test_when_and_where_alone_are_no_wish() -> None:
    whens = [Phrase(words="Saturdays only"), Phrase(words="not far")]

    assert only_conditions(whens)
    assert not only_conditions([*whens, Phrase(words="darts")])
    assert not only_conditions([Phrase(words="no pubs")])
    assert not only_conditions([])


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("from_a_place", ["", "the library"])
def test_every_offer_is_said(language: str, from_a_place: str) -> None:
    environment = page_environment(language=language)
    words = environment.get_template("together/words.html").module
    values = {"day": ("SA",), "part": ("morning", "afternoon"), "near": ("3",)}
    names = FIELDS - {"travel_km", "max_cost"} | {"near", "most"}

    said = {
        str(words.offer(name, of, from_a_place))  # type: ignore[attr-defined]
        for name, of in (*((n, values.get(n, ())) for n in names), ("most", ("250",)))
    }

    assert len(said) == len(names) + 1


def presses(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'name="make_firm" value="([^"]+)"[^>]*>([^<]+)<', page)
    return [(value, unescape(text)) for value, text in found]


def fitting(page: str) -> int:
    found = re.search(r'data-said="\s*(\d+) things? fit', page)
    return int(found[1]) if found else 0


def test_a_condition_is_offered_with_the_words_that_say_it_and_never_made(
    town: TestClient,
) -> None:
    page = town.post("/together", data={"add": KNITTING}).text

    assert "You said “on a Tuesday afternoon”." in page
    assert presses(page) == [
        ("day TU", "Only Tuesdays?"),
        ("part afternoon", "Only in the afternoon?"),
    ]
    assert "Only:" not in page


def test_one_press_makes_it_firm_and_the_offer_goes(town: TestClient) -> None:
    form = {"phrase": KNITTING, "kind": "enjoy_now", "make_firm": "day TU"}

    page = town.post("/together", data=form).text

    assert re.search(r'id="day-TU"[^>]* checked', page)
    assert re.search(r" autofocus><span>Only: Tuesdays</span>", page)
    assert [value for value, _ in presses(page)] == ["part afternoon"]


def test_something_on_a_saturday_shows_things_and_then_those_on_saturdays(
    town: TestClient,
) -> None:
    form = {"phrase": "something on a Saturday", "kind": "enjoy_now"}

    anything = town.post("/together", data=form).text
    saturdays = town.post("/together", data=form | {"make_firm": "day SA"}).text

    assert presses(anything) == [("day SA", "Only Saturdays?")]
    assert presses(saturdays) == []
    assert 0 < fitting(saturdays) < fitting(anything)


def test_when_alone_shows_what_is_on_then(town: TestClient) -> None:
    form = {"phrase": "Saturdays only", "kind": "enjoy_now"}

    week = town.post("/together", data=form).text
    saturday = town.post("/together", data=form | {"make_firm": "day SA"}).text

    assert "What’s on this week" in week
    assert "Add something you like" in week
    assert len(re.findall(r'id="day-\d', week)) > 1
    assert re.findall(r'id="day-(\d{4}-\d\d-\d\d)"', saturday) == ["2026-11-28"]


def test_how_far_is_measured_from_a_place_that_is_asked_for(town: TestClient) -> None:
    form = {"phrase": "a choir near me", "kind": "enjoy_now"}

    page = town.post("/together", data=form).text
    pressed = town.post("/together", data=form | {"make_firm": "travel_km 3"}).text
    placed = town.post("/together", data=form | {"place": "QX2 1HJ"}).text

    assert presses(page)[0][1] == "Only what is near? Then say where you set out from."
    assert re.search(r'id="place"[^>]* autofocus', pressed)
    assert presses(pressed) == []
    assert presses(placed) == [("travel_km 3", "Only what is up to 3 km away?")]


def test_it_is_offered_while_somebody_types(town: TestClient) -> None:
    part = {"HX-Request": "true", "HX-Target": "section#results"}

    page = town.post("/together", data={"add": KNITTING}, headers=part).text

    assert [value for value, _ in presses(page)] == ["day TU", "part afternoon"]


def test_what_two_phrases_say_alike_is_offered_once(town: TestClient) -> None:
    form = {"phrase": ["singing, not far", "darts, not far"], "kind": ["", ""]}

    page = town.post("/together", data=form).text

    assert [value for value, _ in presses(page)] == ["travel_km 3"]


def test_what_two_ways_of_saying_ask_alike_is_offered_by_the_first(
    town: TestClient,
) -> None:
    form = {"phrase": ["singing, free please", "a free choir"], "kind": ["", ""]}

    page = town.post("/together", data=form).text

    assert [value for value, _ in presses(page)] == ["free 1"]
    assert "You said “free please”." in page


def test_from_three_on_there_is_one_press_for_all(town: TestClient) -> None:
    form = {"phrase": "a free choir on a Tuesday evening", "kind": "enjoy_now"}

    page = town.post("/together", data=form).text
    *each, everything = presses(page)
    pressed = town.post("/together", data=form | {"make_firm": everything[0]}).text

    assert [value for value, _ in each] == ["free 1", "day TU", "part evening"]
    assert everything == ("free 1; day TU; part evening", "All of these?")
    assert "Only: Free · Tuesdays · Evenings" in pressed
    assert presses(pressed) == []


def test_all_of_them_makes_nothing_of_cheap_and_asks_for_the_place_too() -> None:
    words = "a cheap choir on a Tuesday evening near me"
    offers = offers_of(Phrase(words=words), Conditions(), "")

    assert all_at_once(offers) == "day TU; part evening; travel_km 3"
    assert all_at_once(offers[:2]) == ""
    assert focus_after([("make_firm", all_at_once(offers))]) == "place"


def test_one_leads_to_where_an_amount_is_written_and_makes_nothing_firm(
    town: TestClient,
) -> None:
    form = {"phrase": "a cheap choir", "kind": "enjoy_now", "max_cost": ""}

    page = town.post("/together", data=form).text
    pressed = town.post("/together", data=form | {"make_firm": "max_cost"}).text

    assert presses(page) == [
        ("free 1", "Only what is free?"),
        ("max_cost", "Only up to an amount? Then say how much."),
    ]
    assert re.search(r'id="choices" open', pressed)
    assert re.search(r'id="max_cost"[^>]* autofocus', pressed)
    assert "Only:" not in pressed


def test_an_amount_that_was_said_is_firm_at_one_press(town: TestClient) -> None:
    form = {"phrase": "a choir under a fiver", "kind": "enjoy_now", "max_cost": ""}

    page = town.post("/together", data=form).text
    pressed = town.post("/together", data=form | {"make_firm": "max_cost 5"}).text

    assert presses(page) == [("max_cost 5", "Only what costs up to £5?")]
    assert re.search(r" autofocus><span>Only: Up to £5</span>", pressed)
    assert presses(pressed) == []


def test_each_of_several_is_offered_where_it_is_said_in_welsh_too(
    town: TestClient,
) -> None:
    form = {"phrase": "canu am ddim ar nos Fawrth", "kind": "enjoy_now"}

    page = town.post("/together", data=form).text

    assert [value for value, _ in presses(page)] == [
        "free 1",
        "day TU",
        "part evening",
        "free 1; day TU; part evening",
    ]
