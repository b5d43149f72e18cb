"""A new partner joins, adds a weekly class, and somebody finds it by their own words.

With a real browser, with scripts and without: asked to join, agreed to, invited by
mail; nine questions; looked at and published; found; confirmed from a mail without
signing in; changed while people still see the old words, until a lead agrees.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, col, select

from matcher.db import writing
from matcher.keys import LETTER, link_token, token_for
from matcher.models import Account, Link, Role
from tests.live import LiveServer
from tests.partners.asking import asked
from tests.signed_in import an_account, sign_in_page
from tests.sound import SMALL_BESIDE_CHOICES, Look, faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
LOOKS: tuple[Look, ...] = ((320, "light"), (1280, "light"))
TITLE, RENAMED = "Tuesday watercolours", "Tuesday painters"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def press(page: "Page", name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def ask_to_join(page: "Page") -> None:
    page.goto("/join")
    page.get_by_label("Your organisation or group").fill("Elm Road Painters")
    page.get_by_label("Your name").fill("Jo Field")
    page.get_by_label("Your mail address").fill("jo@elmroad.example")
    page.get_by_label("Charity number").fill("1234567")
    press(page, "Ask to join")
    expect(page.locator("h1")).to_have_text("Thank you")


def accept(page: "Page", server: LiveServer) -> None:
    """Take the invitation's link from the mail, as Jo does."""
    with Session(server.engine) as session:
        link = session.exec(select(Link).order_by(col(Link.created_at).desc())).first()
    assert link
    page.context.clear_cookies()
    page.goto(f"/links/{link_token(server.app.state.key, link.id)}")
    page.locator("input[name=name]").fill("Jo Field")
    page.locator("main form button.button").last.click()
    page.wait_for_url("**/listings")


def tell_a_weekly_class(page: "Page") -> None:
    press(page, "Add something")
    page.get_by_label("Its name").fill(TITLE)
    page.get_by_label("to a neighbour").fill("We paint and chat. Beginners welcome.")
    press(page, "Next")
    expect(page.locator("h1")).to_have_text("What do people do there?")
    page.go_back()
    expect(page.get_by_label("Its name")).to_have_value(TITLE)
    press(page, "Next")
    press(page, "Next")
    page.locator("label.toggle", has_text="Tuesday").click()
    page.get_by_label("It starts at").fill("7pm")
    page.get_by_label("It ends at").fill("9pm")
    press(page, "Add this time")
    expect(page.locator("#told")).to_contain_text("Tuesdays, 7pm to 9pm")
    expect(page.locator("#told")).to_contain_text("Tue 24 Nov, Tue 1 Dec, Tue 8 Dec")
    press(page, "Next")
    page.get_by_label("What the place is called").fill("Elm Road Hall")
    press(page, "Next")
    page.get_by_label("It costs something").check()
    page.get_by_label("What it costs, in your words").fill("£3, or £2 concessions")
    press(page, "Next")
    page.get_by_label("Anyone can join").check()
    press(page, "Next")
    page.get_by_label("Yes, it is step-free").check()
    press(page, "Next")
    page.get_by_label("Who meets you, and where?").fill("Jo, by the door")
    page.get_by_label("Yes, just turn up").check()
    press(page, "Next")
    page.get_by_label("Phone").fill("0161 496 0000")
    press(page, "Next")
    expect(page.locator(".preview h3")).to_have_text(TITLE)
    press(page, "Yes, send it to be looked at")


def titles_for(page: "Page", words: str) -> list[str]:
    page.goto("/together")
    page.fill("#add", words)
    page.click("button[name=go] >> nth=0")
    page.locator(".chip").first.wait_for()
    return [title.strip() for title in page.locator(".card-link").all_inner_texts()]


@SCRIPTS
def test_from_asking_to_join_to_a_change_that_is_agreed_to(
    open_page: Open, live_town: LiveServer, now: datetime, *, scripts: bool
) -> None:
    page = open_page("/join", width=320, java_script_enabled=scripts)
    lead = an_account(live_town.engine, role=Role.LEAD, name="Lea Marsh")
    ask_to_join(page)

    sign_in_page(page, live_town, now, lead)
    page.goto("/looking-over")
    press(page, "Agree, and invite them")
    accept(page, live_town)
    tell_a_weekly_class(page)
    expect(page.locator("#begun")).to_contain_text("Waiting")
    before = titles_for(page, "watercolour painting")

    sign_in_page(page, live_town, now, lead)
    page.goto("/looking-over")
    page.get_by_role("link", name="Look at it").click()
    press(page, "Agree, and show it")
    after = titles_for(page, "watercolour painting")

    assert (TITLE in before, TITLE in after) == (False, True)
    listing = confirm_by_mail(page, live_town, now)
    change_it(page, live_town, now, listing)
    agree_to_the_change(page, live_town, now, lead)


def confirm_by_mail(page: "Page", server: LiveServer, now: datetime) -> str:
    """Press yes behind the mail's link, signed in as nobody; the listing's page."""
    page.goto("/together")
    page.fill("#add", "watercolour painting")
    page.click("button[name=go] >> nth=0")
    # Without scripts a button lies over all of the card: whoever taps presses that.
    page.locator(".card-link", has_text=TITLE).first.click(force=True)
    listing = re.sub(r".*/opportunities/", "", page.url)
    jo = Account.email == "jo@elmroad.example"
    with writing(server.engine) as session:
        keeper = session.exec(select(Account).where(jo)).one()
        letter = asked(session, keeper.id, UUID(listing), now=now)
        token = token_for(server.app.state.key, LETTER, letter.id)
    page.context.clear_cookies()
    page.goto(f"/letter/{token}")
    press(page, "Yes, it is right")
    expect(page.locator(".kept-one")).to_contain_text("You said it is right")
    return listing


def change_it(page: "Page", server: LiveServer, now: datetime, listing: str) -> None:
    """Jo changes the name; people see the old one until somebody agrees."""
    with Session(server.engine) as session:
        jo = session.exec(
            select(Account).where(Account.email == "jo@elmroad.example")
        ).one()
    sign_in_page(page, server, now, jo)
    page.goto("/listings")
    press(page, "Change it")
    page.get_by_role("link", name="What is it?").click()
    page.get_by_label("Its name").fill(RENAMED)
    press(page, "Keep, and see it all")
    press(page, "Yes, send it to be looked at")
    expect(page.locator("#begun")).to_contain_text("people see it as it was")

    page.goto(f"/opportunities/{listing}")

    expect(page.locator("h1")).to_have_text(TITLE)


def agree_to_the_change(
    page: "Page", server: LiveServer, now: datetime, lead: Account
) -> None:
    """A lead sees both side by side and agrees; people find the new name then."""
    sign_in_page(page, server, now, lead)
    page.goto("/looking-over")
    page.get_by_role("link", name="Look at it").click()
    expect(page.locator(".beside")).to_contain_text(TITLE)
    expect(page.locator(".beside mark").first).to_have_text(RENAMED)
    press(page, "Agree, and show it")

    titles = titles_for(page, "watercolour painting")

    assert (TITLE in titles, RENAMED in titles) == (False, True)


def test_the_pages_of_organizations_fit_and_are_clean(
    open_page: Open, live_town: LiveServer, now: datetime
) -> None:
    page = open_page("/join", width=320)
    ask_to_join(page)
    lead = an_account(live_town.engine, role=Role.LEAD, name="Lea Marsh")
    sign_in_page(page, live_town, now, lead)
    page.goto("/listings")
    press(page, "Add something")
    draft = page.url.removesuffix("/run-by")
    steps = ("run-by", "what", "activities", "when", "where", "cost", "welcome")
    later = ("access", "first-visit", "hello", "check")
    pages = [f"{draft}/{step}" for step in (*steps, *later)]

    faults = {}
    for address in (*pages, "/join", "/join/asked", "/listings", "/looking-over"):
        page.goto(address)
        faults[address] = faults_of(page, LOOKS, small=SMALL_BESIDE_CHOICES)

    assert [one for one in faults.items() if one[1]] == []
