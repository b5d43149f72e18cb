"""Joe and Ama, from the first hello to the day she has it all erased.

The whole way with real browsers: a desk that two people share, and a phone of hers. At
the end nothing of Ama is left, and Kim, whose page Joe holds too, has lost no line.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlmodel import Session, SQLModel, select

from matcher import introductions, people
from matcher.access import Visitor
from matcher.db import writing
from matcher.models import Account, Person
from matcher.their_data import exporting
from matcher.their_data.columns import COLUMNS
from tests.live import LiveServer
from tests.signed_in import an_account, sign_in_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SUNG = "used to sing in the school choir"
SAID = ("a good film and a natter after", "steam trains", "cooking jollof", SUNG)
WORD = "yellow teapot"
Open = Callable[..., "Page"]


@pytest.fixture
def joe(live_town: LiveServer) -> Account:
    """A worker, whom Kim chose before Ama came."""
    return an_account(live_town.engine, name="Joe Okoro")


@pytest.fixture
def kim(live_town: LiveServer, joe: Account, now: datetime) -> UUID:
    """The neighbour: a page with words, a place and something saved."""
    by = Visitor(sign_in_id="x", account_id=joe.id, name=joe.name)
    with writing(live_town.engine) as session:
        kim = people.welcome(session, called="Kim", by=by, wording="Yes.", now=now)
        people.say(session, kim, "steam trains", people.PLAIN, now=now)
        people.set_out_from(
            session, kim, place_words="QX1 2AA", travel_km=3.0, travels_by="walking"
        )
        choir = session.execute(sa.text("SELECT id FROM opportunity LIMIT 1")).scalar()
        introductions.save(session, kim, UUID(str(choir)), now=now)
        return kim.id


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_a_welcome_to_everything_erased(
    open_page: Open,
    live_town: LiveServer,
    joe: Account,
    kim: UUID,
    now: datetime,
    tmp_path: Path,
    complaints: list[str],
    *,
    scripts: bool,
) -> None:
    kims = everything_of(live_town, kim)
    desk = open_page("/about", java_script_enabled=scripts)
    sign_in_page(desk, live_town, now, joe)

    address = welcome(desk, "Ama")
    for words in SAID:
        say(desk, words)
    saved = save_two(desk)
    hand_over(desk, "Ama")
    she_puts_singing_first_and_finds_a_choir(desk)
    hello_is_hers_to_send(desk, saved[0])
    the_sheet_is_on_one_page_of_paper(desk, saved)
    code = she_makes_a_card_and_a_word(desk, address)

    phone = open_page("/card", width=320, java_script_enabled=scripts)
    open_by_card(phone, code)
    assert titles_on_list(phone) == saved
    she_went_and_goes_again(phone)
    say_her_word(phone)
    take_back(desk)
    assert desk.url == address
    switch_off(phone, joe.name)
    assert desk.goto(address).status == 404  # type: ignore[union-attr]
    assert "Ama" not in desk.locator("body").inner_text()
    complaints.clear()  # the browser says that the page was refused

    held = export(phone, tmp_path)
    assert set(SAID) <= {row["words"] for row in rows_of(held, "phrase")}
    assert [row["state"] for row in rows_of(held, "introduction")] == [
        "again",
        "interested",
    ]
    erase(phone)
    assert left_of(live_town, UUID(address.rpartition("/")[2])) == []
    assert everything_of(live_town, kim) == kims


# --- at the desk ---------------------------------------------------------------------


def welcome(page: "Page", called: str) -> str:
    """A page for somebody; its address."""
    page.goto("/people")
    page.get_by_role("link", name="Welcome somebody").click()
    page.get_by_label("What would you like to be called?").fill(called)
    page.get_by_role("button", name="Yes, keep a page for me").click()
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}$"))
    return page.url


def say(page: "Page", words: str) -> None:
    page.get_by_label("What do you enjoy, or did you use to?").fill(words)
    page.get_by_role("button", name="Add", exact=True).first.click()
    saying(page, words).wait_for()


def saying(page: "Page", words: str) -> Any:
    return page.locator(".saying", has_text=words)


def save_two(page: "Page") -> list[str]:
    """Two of what was found, saved from their cards; their titles."""
    choir = page.locator(".card", has_text="Wenbrook Community Choir")
    choir.locator("button[name=save]").click()
    expect(page.locator("button[name=unsave]")).to_have_count(1)
    page.locator("button[name=save]").first.click()
    expect(page.locator("button[name=unsave]")).to_have_count(2)
    page.get_by_role("link", name="Ama’s list").first.click()
    page.locator(".on-list").nth(1).wait_for()
    titles = titles_on_list(page)
    page.go_back()
    assert "Wenbrook Community Choir" in titles[0]
    return titles


def titles_on_list(page: "Page") -> list[str]:
    return [one.strip() for one in page.locator(".on-list h2").all_inner_texts()]


def hand_over(page: "Page", name: str) -> None:
    page.get_by_role("button", name=f"Hand the screen to {name}").click()
    page.get_by_label("Four digits").fill("4071")
    page.get_by_label("The same four again").fill("4071")
    page.get_by_role("button", name=f"{name}’s turn").click()
    page.locator(".turn").wait_for()


def she_puts_singing_first_and_finds_a_choir(page: "Page") -> None:
    """Nobody else is on the screen; a choir that anyone can join comes first."""
    shown = page.locator("body").inner_text()
    assert not re.search("Kim|Joe Okoro|Sign out", shown)

    saying(page, SUNG).get_by_role("button", name="Matters most").click()

    expect(page.locator(".saying-words mark").first).to_have_text(SUNG)
    assert page.locator(".group h3").first.inner_text() == "Anyone can join"
    assert "choir" in page.locator(".card-link").first.inner_text().casefold()


def hello_is_hers_to_send(page: "Page", what: str) -> None:
    """A message to change, and ways that lead to her own phone and mail alone."""
    page.get_by_role("link", name="My list").first.click()
    page.get_by_role("link", name=f"Say hello to {what}").click()
    page.get_by_label("When, if you know").fill("next Tuesday")
    page.get_by_role("button", name="Put it into words").click()
    expect(page.get_by_label("Your message")).to_have_value(re.compile("next Tuesday"))
    ways = [
        str(link.get_attribute("href"))
        for link in page.locator("section[aria-labelledby=send] a").all()
    ]
    assert ways
    assert {way.partition(":")[0] for way in ways} <= {"mailto", "sms", "tel"}
    page.get_by_role("button", name="I’ve said hello").click()
    pressed = page.locator(".on-list").first.locator("[aria-pressed=true]")
    expect(pressed.first).to_have_text(re.compile("Said hello"))


def the_sheet_is_on_one_page_of_paper(page: "Page", saved: list[str]) -> None:
    page.goto("/list/print")
    assert page.locator(".printed").count() == len(saved)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 1


def she_makes_a_card_and_a_word(page: "Page", address: str) -> str:
    """The code, in fours, as it stands on the card."""
    page.goto(f"{address}/card")
    page.get_by_label("Your word or two").fill(WORD)
    page.get_by_role("button", name="Choose this word").click()
    page.get_by_role("button", name="Make a card").click()
    return page.locator("#card-code").inner_text()


def take_back(page: "Page") -> None:
    page.goto("/take-back")
    page.get_by_label("Four digits").fill("4071")
    page.get_by_role("button", name="Take the screen back").click()
    page.get_by_role("button", name="Hand the screen to Ama").wait_for()


# --- on her phone --------------------------------------------------------------------


def open_by_card(page: "Page", code: str) -> None:
    page.fill("#code", code.lower())
    page.get_by_role("button", name="Open my list").click()
    page.locator(".on-list").nth(1).wait_for()
    assert page.title() == "My list"
    assert "Ama" not in page.locator("body").inner_text()


def she_went_and_goes_again(page: "Page") -> None:
    for state in ("Went", "Going again"):
        page.locator(".on-list").first.locator(".progress summary").click()
        page.locator(".on-list").first.get_by_role("button", name=state).click()
        pressed = page.locator(".on-list").first.locator("[aria-pressed=true]")
        expect(pressed).to_have_text(state)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def say_her_word(page: "Page") -> None:
    page.get_by_role("link", name="Type my word").click()
    page.get_by_label("What is your word?").fill(WORD)
    page.get_by_role("button", name="Open my page").click()
    page.locator(".saying").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def switch_off(page: "Page", name: str) -> None:
    page.get_by_role("link", name="Everything kept here").click()
    assert name in page.locator("#looks").inner_text()
    page.get_by_role("button", name=re.compile(f"Switch off ?: {name}")).click()
    page.get_by_text("Nobody but you.").wait_for()


def export(page: "Page", folder: Path) -> Any:
    """The file she gets."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="Get it as a file").click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return json.loads(file.read_text("utf-8"))


def rows_of(held: Any, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = held["tables"][table]["rows"]
    return rows


def erase(page: "Page") -> None:
    page.get_by_role("link", name="See what would go").click()
    page.get_by_role("button", name="Erase it all now").click()
    page.get_by_role("heading", name="It is erased").wait_for()
    words = page.get_by_role("rowheader", name="Your words", exact=True)
    said = page.locator(".counts tr", has=words)
    assert said.locator("td").inner_text() == str(len(SAID))
    page.goto("/list")
    assert page.locator(".on-list").count() == 0


# --- what is left --------------------------------------------------------------------


def everything_of(server: LiveServer, person_id: UUID) -> Any:
    """Every line that is kept about somebody, as they would export it."""
    with Session(server.engine) as session:
        assert session.exec(select(Person).where(Person.id == person_id)).one()
        return exporting.everything(session, person_id, for_themself=True)


def left_of(server: LiveServer, person_id: UUID) -> list[str]:
    """The tables in which a line still speaks of somebody."""
    marks = (str(person_id), person_id.hex)
    with Session(server.engine) as session:
        return [
            name
            for name in COLUMNS
            for row in session.execute(sa.select(SQLModel.metadata.tables[name]))
            if any(mark in str(list(row)) for mark in marks)
        ]
