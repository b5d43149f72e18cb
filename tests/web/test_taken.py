"""What is said of how words were taken travels beside them, and is believed."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import Phrase
from matcher.web.shared_form import read_form, travelling
from matcher.web.taken import MOST, as_field, with_said

BUTTERFLY = "butterfly for the county, years ago"
CHIPS = [
    ("phrase", "darts"), ("kind", "enjoy_now"), ("taken", ""),
    ("phrase", BUTTERFLY), ("kind", "enjoy_now"), ("taken", "-moth-trapping"),
]  # fmt: skip
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is asked is proved on both databases elsewhere; the form needs one."""
    return sqlite_url


def after(*presses: tuple[str, str]) -> tuple[Phrase, ...]:
    return read_form([*CHIPS, *presses]).phrases


def test_what_was_said_of_a_phrase_stays_with_it() -> None:
    darts, butterfly = after(("up", "1"))[::-1]

    assert (darts.not_meant, butterfly.not_meant) == (
        frozenset(), frozenset({"moth-trapping"})
    )  # fmt: skip


def test_a_press_says_what_was_meant_and_comes_back_there() -> None:
    shared = read_form([*CHIPS, ("this_too", "1 swimming"), ("add", "chess")])

    assert shared.phrases[1].also_meant == ("swimming",)
    assert (shared.focus, shared.typed) == ("took-1", "chess")
    assert shared.taken_fields == ("", "+swimming -moth-trapping")


def test_not_that_takes_back_this_too() -> None:
    (_, butterfly) = after(("not_that", "1 moth-trapping"))
    assert butterfly.not_meant == {"moth-trapping"}

    (_, butterfly) = after(("this_too", "1 moth-trapping"))

    assert (butterfly.also_meant, butterfly.not_meant) == (
        ("moth-trapping",), frozenset()
    )  # fmt: skip


def test_undo_leaves_nothing_said() -> None:
    assert after(("undo_that", "1 moth-trapping"))[1] == Phrase(words=BUTTERFLY)


@pytest.mark.parametrize(
    "press", ["", "1", "9 swimming", "-1 swimming", "1 <b>", "٣ swimming", "1 " * 500]
)
def test_a_press_that_makes_no_sense_changes_nothing(press: str) -> None:
    assert after(("this_too", press)) == after()


def test_a_press_is_not_sent_again() -> None:
    assert travelling([*CHIPS, ("this_too", "1 swimming")]) == CHIPS


@given(also=st.lists(IDS, max_size=6, unique=True), no=st.sets(IDS, max_size=6))
def test_a_field_says_what_it_was_made_from(also: list[str], no: set[str]) -> None:
    no -= {*also}
    phrase = Phrase(words="x", also_meant=tuple(also), not_meant=frozenset(no))

    assert with_said(Phrase(words="x"), as_field(phrase)) == phrase


def test_nobody_makes_us_carry_a_load() -> None:
    many = " ".join(f"+a{one}" for one in range(1000))

    assert len(with_said(Phrase(words="x"), many).also_meant) == MOST


def shown(page: str) -> list[str]:
    found = re.findall(r'class="card-link"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in found]


def test_what_somebody_meant_is_found_at_one_press(town: TestClient) -> None:
    before = town.post("/together", data={"add": BUTTERFLY}).text
    assert "wim" not in shown(before)[0]
    assert "We took this as:" in before
    offered = re.findall(r'name="this_too" value="(0 swimming)"', before)

    form = {"phrase": BUTTERFLY, "kind": "enjoy_now", "taken": ""}
    found = town.post("/together", data=form | {"this_too": offered[0]}).text

    assert "wim" in shown(found)[0]
    assert 'name="taken" value="+swimming"' in found
    assert "You said you meant:" in found


def test_nothing_is_said_of_words_that_want_nothing(town: TestClient) -> None:
    kinds = ["goal", "independence_wanted"]
    form = {"phrase": ["no football", "go alone"], "kind": kinds}

    page = town.post("/together", data=form).text

    assert "We took this as:" not in page
    assert "We did not find an activity" not in page


def test_words_that_say_an_activity_by_its_name_are_not_said_again(
    town: TestClient,
) -> None:
    page = town.post("/together", data={"add": "Darts"}).text

    assert shown(page)
    assert 'class="took' not in page


def test_words_that_mean_nothing_to_us_say_so(town: TestClient) -> None:
    page = town.post("/together", data={"add": "zxqv blorf"}).text

    assert "We did not find an activity in this yet." in page
