"""A partner changes a time and a lead invites somebody, with a keyboard alone.

Every page they pass shows each of its stops, and what was pressed is said back.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from catalogue import organizations
from catalogue.drafts import Openness, OpportunityDraft, OrganizationDraft, Venue
from catalogue.opportunities import keeping
from matcher.accounts import passwords
from matcher.db import writing
from matcher.models import Account, Role
from matcher.partners.times import Pressed, with_time
from tests.journeys.test_by_keyboard import PASSWORD, stops, tab_to, unseen
from tests.live import LiveServer
from tests.signed_in import an_account, sign_in_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

HALL = OrganizationDraft(name="Hall Singers")
CHOIR = OpportunityDraft(
    source="here",
    source_id="choir",
    title="Hall Choir",
    description="Songs you know, once a week. No notes needed.",
    organization=HALL,
    openness=Openness.MAINSTREAM,
    venues=(Venue(name="Elm Road Hall", postal_code="QX1 1AA"),),
    phone="0161 496 0001",
)
TUESDAYS = Pressed(way="weekly", days=("TU",), starts="7pm", ends="9pm")


def a_partner_of_the_choir(server: LiveServer, now: datetime) -> Account:
    """Jo, whose organization we trust, and its one listing, on Tuesdays."""
    with writing(server.engine) as session:
        hall = organizations.welcome(session, "here", HALL, now=now)
        organizations.trust(session, hall, now=now)
        draft = with_time(CHOIR, TUESDAYS, today=now.date())
        keeping.publish(session, draft, kept_by=hall, now=now)
    jo = an_account(
        server.engine, role=Role.PARTNER, name="Jo", team=None, organization_id=hall
    )
    with writing(server.engine) as session:
        session.get_one(Account, jo.id).password_hash = passwords.hashed(PASSWORD)
    return jo


def press(page: "Page", name: str) -> None:
    """Go to a button or link by Tab, and press it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_partner_signs_in_and_changes_a_time(
    open_page: Open, live_server: LiveServer, now: datetime
) -> None:
    jo = a_partner_of_the_choir(live_server, now)
    page = open_page("/sign-in", width=320)

    tab_to(page, "email")
    page.keyboard.type(jo.email)
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your listings").wait_for()
    hidden = unseen(stops(page))
    press(page, "Change it")
    expect(page.locator("h1")).to_have_text("What would you like to change?")
    hidden += unseen(stops(page))
    press(page, "When is it?")
    press(page, "Change this time")
    hidden += unseen(stops(page))
    tab_to(page, "day")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "starts")
    page.keyboard.press("Control+A")
    page.keyboard.type("half 6 in the evening")
    press(page, "Keep this time")
    told = page.locator("#told").inner_text()
    press(page, "Keep, and see it all")
    expect(page.locator("h1")).to_have_text("Is this right?")
    hidden += unseen(stops(page))
    press(page, "Yes, publish it")

    assert hidden == []
    assert "Wednesdays, 6:30pm to 9pm" in told
    assert "Tuesdays" not in told
    expect(page.locator(".kept-one")).to_contain_text("Wednesdays, 6:30pm to 9pm")


def test_a_lead_invites_somebody(
    open_page: Open, live_server: LiveServer, now: datetime
) -> None:
    lead = an_account(live_server.engine, role=Role.LEAD, name="Maureen Hale")
    page = open_page("/about", width=320)
    sign_in_page(page, live_server, now, lead)
    page.goto("/team")

    hidden = unseen(stops(page))
    page.goto("/team")
    press(page, "Invite somebody")
    hidden += unseen(stops(page))
    page.goto("/team/invite")
    tab_to(page, "email")
    page.keyboard.type("sioned@example.org")
    press(page, "Invite")
    page.locator("#invited").wait_for()

    assert hidden == []
    expect(page.locator("#invited")).to_contain_text("sioned@example.org")
    expect(page.locator("#invited")).to_contain_text("As a worker.")
