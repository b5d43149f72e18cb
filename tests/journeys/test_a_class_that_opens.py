"""A service's art class is opened to neighbours, and somebody is asked "that's you?".

With a real browser, with scripts and without: three ideas come once, three lines say
what is open, and the class moves up in what people find; a new partner tells what is
here already and takes it over; words are said in another way by one press.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from playwright.sync_api import expect

from catalogue import opportunities, organizations
from catalogue.drafts import Openness, OpportunityDraft, OrganizationDraft, Venue
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher.db import writing
from matcher.models import Role
from tests.live import LiveServer
from tests.signed_in import an_account, sign_in_page
from tests.sound import SMALL_BESIDE_CHOICES, Look, faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
LOOKS: tuple[Look, ...] = ((320, "light"), (1280, "light"))
HAVEN = OrganizationDraft(name="The Haven on Elm Road")
ART = OpportunityDraft(
    source="here",
    source_id="haven-art",
    title="Screen printing at the Haven",
    description="Screen printing together, with tea.",
    organization=HAVEN,
    openness=Openness.IN_SERVICE,
    venues=(Venue(name="Elm Road Hall", postal_code="QX1 1AA"),),
    activities=("Screen printing",),
)
PRINTS = replace(
    ART,
    source="council",
    source_id="77",
    title="Print-making with Ro",
    openness=Openness.MAINSTREAM,
    phone="0161 496 0002",
)
OTHERS = replace(
    ART,
    source="council",
    source_id="76",
    title="Screen printing",
    organization=OrganizationDraft(name="Northgate Day Centre"),
    venues=(Venue(name="Northgate", postal_code="QX1 1AB"),),
)
"""Inside another service, and a better answer to those words."""


def press(page: "Page", name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def settled(server: LiveServer, now: datetime) -> tuple[UUID, UUID]:
    """The Haven, which we trust, with its class; and another's class from elsewhere."""
    with writing(server.engine) as session:
        haven = organizations.welcome(session, "here", HAVEN, now=now)
        organizations.trust(session, haven, now=now)
        key = keeping.publish(session, ART, kept_by=haven, now=now)
        opportunities.store(session, [PRINTS, OTHERS], now=now)
    return haven, key


def groups_for(page: "Page", words: str) -> dict[str, list[str]]:
    """What people find by these words: titles by the group that they stand in."""
    page.goto("/together")
    page.fill("#add", words)
    page.click("button[name=go] >> nth=0")
    page.locator(".chip").first.wait_for()
    return {
        str(group.get_attribute("id")).removeprefix("group-"): [
            title.strip() for title in group.locator(".card-link").all_inner_texts()
        ]
        for group in page.locator(".group").all()
    }


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_service_opens_its_class_and_a_partner_finds_theirs_here_already(
    open_page: Open, live_town: LiveServer, now: datetime, *, scripts: bool
) -> None:
    page = open_page("/about", width=320, java_script_enabled=scripts)
    haven, _ = settled(live_town, now)
    jo = an_account(
        live_town.engine, role=Role.PARTNER, name="Jo", team=None, organization_id=haven
    )
    before = groups_for(page, "screen printing")
    sign_in_page(page, live_town, now, jo)

    open_it(page)
    after = groups_for(page, "screen printing")

    assert before["in_service"][:2] == [OTHERS.title, ART.title]
    assert after["outward_facing"][0] == ART.title
    assert list(after) == ["mainstream", "outward_facing", "in_service"]
    card = page.locator(".card", has_text=ART.title).first
    expect(card.locator(".open-note")).to_contain_text("The show in the library")
    say_it_otherwise(page, scripts=scripts)
    it_is_here_already(page)


def open_it(page: "Page") -> None:
    """Confirm the class; the ideas come, and three lines say what is open."""
    page.goto("/listings")
    press(page, "Still right")
    expect(page.locator("h1")).to_have_text("Could neighbours join in?")
    expect(page.locator(".ideas li")).to_have_count(3)
    page.get_by_label("What is open to everybody?").fill("The show in the library")
    page.get_by_label("To whom?").fill("All neighbours")
    page.get_by_label("When?").fill("The first Saturday of the month")
    press(page, "Open it to neighbours")
    expect(page.locator(".kept-one .open-note")).to_contain_text("All neighbours")
    press(page, "Still right")
    expect(page.locator("h1")).to_have_text("Your listings")


def say_it_otherwise(page: "Page", *, scripts: bool) -> None:
    """Begin another class; a note at its field is taken by one press."""
    page.goto("/listings")
    press(page, "Add something")
    page.get_by_label("Its name").fill("Print-making with Ro")
    described = page.get_by_label("to a neighbour")
    described.fill("Printing for service users and friends.")
    if not scripts:
        press(page, "Next")
        page.goto(re.sub(r"/\w[\w-]*$", "/what", page.url))
    else:
        described.blur()
    press(page, "people who come here")
    expect(described).to_have_value("Printing for people who come here and friends.")


def it_is_here_already(page: "Page") -> None:
    """Say where it is: it is here from elsewhere. That's us, and somebody looks."""
    what = page.url.split("#")[0]
    page.goto(what.replace("/what", "/where"))
    page.get_by_label("What the place is called").fill("Elm Road Hall")
    page.get_by_label("Its postcode").fill("QX1 1AA")
    press(page, "Next")
    expect(page.locator("h1")).to_have_text("Is it here already?")
    page.get_by_role("link", name="Yes, that’s us").first.click()
    expect(page.locator("h1")).to_have_text("So it is this one")
    press(page, "Go on with this one")
    expect(page.locator(".preview h3")).to_have_text("Print-making with Ro")
    expect(page.locator(".preview .blurb")).to_contain_text("people who come here")
    press(page, "Yes, send it to be looked at")
    expect(page.locator("#begun")).to_contain_text("Waiting")


def test_the_pages_of_opening_and_of_what_is_here_twice_fit_and_are_clean(
    open_page: Open, live_town: LiveServer, now: datetime
) -> None:
    page = open_page("/about", width=320)
    haven, art = settled(live_town, now)
    prints = opportunity_id("council", "77")
    with writing(live_town.engine) as session:
        keeping.keep(session, [prints], organization_id=haven, now=now)
        twin = replace(ART, source="council", source_id="78")
        opportunities.store(session, [twin], now=now)
        keeping.keep(
            session, [other := opportunity_id("council", "78")],
            organization_id=haven, now=now,
        )  # fmt: skip
    jo = an_account(
        live_town.engine, role=Role.PARTNER, name="Jo", team=None, organization_id=haven
    )
    sign_in_page(page, live_town, now, jo)
    page.goto("/listings")
    press(page, "Add something")
    what = page.url
    page.get_by_label("Its name").fill(ART.title)
    page.get_by_label("to a neighbour").fill("For service users and clients.")
    press(page, "Next")
    pages = [
        what, page.url, f"{page.url}/{art}", what.replace("/what", "/check"),
        what.replace("/what", "/welcome"), f"/listings/{art}/outward",
        f"/listings/{art}/alike", f"/listings/{art}/merge/{other}",
        f"/listings/{art}/versions",
    ]  # fmt: skip

    faults = {}
    for address in pages:
        page.goto(address)
        faults[address] = faults_of(page, LOOKS, small=SMALL_BESIDE_CHOICES)

    assert page.url.endswith("/versions")
    assert what.replace("/what", "/alike") in pages
    assert [one for one in faults.items() if one[1]] == []
