"""How the pages of what is kept look: sound at every width, in light and dark."""

from uuid import UUID

import pytest

from matcher.db import writing
from tests.live import LiveServer
from tests.signed_in import an_account, cookie_of, give_page_cookie
from tests.sound import faults_of
from tests.their_data.planted import an_opportunity, plant
from tests.web.test_looks import Open

pytestmark = pytest.mark.browser


@pytest.fixture
def sam(live_server: LiveServer) -> UUID:
    """Somebody with something in every table, and workers who could be let in."""
    an_account(live_server.engine, name="Cat Moss", team="Homes", service="New Start")
    with writing(live_server.engine) as session:
        return plant(session, "sam", an_opportunity(session))


@pytest.mark.parametrize("rest", ["", "/all", "/erase"])
def test_a_page_of_what_is_kept_is_sound(
    open_page: Open, live_server: LiveServer, sam: UUID, now, rest: str
) -> None:
    page = open_page("/about", width=320)
    value = cookie_of(live_server.engine, now, person_id=sam)
    give_page_cookie(page, live_server, value)

    page.goto(f"{live_server.url}/people/{sam}/data{rest}")
    for closed in page.query_selector_all("details"):
        closed.evaluate("one => one.open = true")

    assert faults_of(page) == []


def test_one_press_erases_and_leaves_nobody_signed_in(
    open_page: Open, live_server: LiveServer, sam: UUID, now
) -> None:
    page = open_page("/about", width=320)
    value = cookie_of(live_server.engine, now, person_id=sam)
    give_page_cookie(page, live_server, value)

    page.goto(f"{live_server.url}/people/{sam}/data/erase")
    page.click("text=Erase it all now")
    page.locator("text=It is erased").first.wait_for()

    assert page.context.cookies() == []
    assert faults_of(page, [(320, "light")]) == []
