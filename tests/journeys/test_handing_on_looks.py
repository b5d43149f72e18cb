"""The pages of handing on and of "this is ours" fit, and axe finds nothing on them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from catalogue import organizations
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.db import writing
from matcher.keys import LETTER, token_for
from matcher.models import Role
from matcher.partners import claiming
from tests.live import LiveServer
from tests.partners.asking import asked
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import an_account, sign_in_page
from tests.sound import Fault, misfits, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_the_pages_of_handing_on_fit_and_are_clean(
    open_page: Callable[..., "Page"], live_server: LiveServer, now: datetime
) -> None:
    engine = live_server.engine
    lead = an_account(engine, role=Role.LEAD, name="Lea Marsh")
    with writing(engine) as session:
        arts = organizations.welcome(session, "here", ARTS, now=now)
        gone = organizations.welcome(
            session, "here", replace(ARTS, name="Elm Road Dancers"), now=now
        )
        choir = keeping.publish(session, CHOIR, kept_by=arts, now=now)
        keeping.publish(session, replace(CHOIR, source="y"), kept_by=gone, now=now)
        free = keeping.publish(
            session, replace(CHOIR, source="x", organization=None), now=now
        )
    jo = an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )
    with writing(engine) as session:
        by = Visitor(
            sign_in_id="x", account_id=jo.id, role=Role.PARTNER, organization_id=arts
        )
        claiming.claim(session, by, free, now=now)
        letter = asked(session, jo.id, choir, now=now)
        token = token_for(live_server.app.state.key, LETTER, letter.id)
    page = open_page("/listings/left")
    faults: dict[str, list[Fault]] = {}

    def look(address: str) -> None:
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        if found := [*misfits(page), *violations(page)]:
            faults[address] = found

    for address in ("/listings/left", f"/join?listing={free}", f"/still-true/{token}"):
        look(address)
    sign_in_page(page, live_server, now, jo)
    for address in ("/listings", "/listings/people", f"/opportunities/{free}"):
        look(address)
    sign_in_page(page, live_server, now, lead)
    for address in ("/looking-over", f"/team/{jo.id}"):
        look(address)

    assert faults == {}
