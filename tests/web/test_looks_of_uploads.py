"""How the pages of spreadsheets and numbers look; all of it works without scripts."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from catalogue import organizations
from catalogue.activities import load_lexicon
from catalogue.opportunities import keeping
from matcher.db import writing
from matcher.models import Account, Role
from matcher.partners.uploads import working
from tests.live import LiveServer
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import an_account, sign_in_page
from tests.sound import Look, faults_of
from tests.web.test_looks import Open

pytestmark = pytest.mark.browser

LOOKS: tuple[Look, ...] = ((320, "light"), (1280, "light"))
SHEET = 'id,title,opportunity\n1,Sewing,yes\n2,"=1+1",perhaps\n3,,yes\n'


@pytest.fixture
def jo(live_server: LiveServer, now: datetime) -> Account:
    """Jo of Mill Lane Arts, which is told at once and has a choir."""
    with writing(live_server.engine) as session:
        arts: UUID = organizations.welcome(session, "here", ARTS, now=now)
        organizations.trust(session, arts, now=now)
        keeping.publish(session, CHOIR, kept_by=arts, now=now)
    return an_account(
        live_server.engine,
        role=Role.PARTNER,
        name="Jo Field",
        team=None,
        organization_id=arts,
    )


def test_a_sheet_is_sent_mended_and_put_in_with_every_page_sound(
    open_page: Open, live_server: LiveServer, jo: Account, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "ours.csv"
    file.write_text(SHEET)
    faults: list[object] = []

    def sound(page) -> None:
        faults.extend((page.url, *one) for one in faults_of(page, LOOKS))

    def clock_works() -> None:
        working.work(live_server.engine, lexicon=load_lexicon(), clock=lambda: now)

    page = open_page("/about", width=320)
    sign_in_page(page, live_server, now, jo)
    for path in ("/uploads", "/reports/listings"):
        page.goto(live_server.url + path)
        sound(page)

    page.goto(f"{live_server.url}/uploads")
    page.set_input_files("#file", file)
    page.click("text=Send it, to look first")
    sound(page)
    clock_works()
    page.locator("text=What would happen").wait_for()  # the page asks by itself
    sound(page)
    page.click("text=Put these in")
    clock_works()
    page.locator("text=Take all of it back").wait_for()
    sound(page)

    assert faults == []


def test_all_of_it_can_be_done_without_scripts(
    open_page: Open, live_server: LiveServer, jo: Account, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "ours.csv"
    file.write_text(SHEET)
    page = open_page("/about", width=320, java_script_enabled=False)
    sign_in_page(page, live_server, now, jo)

    def clock_works() -> None:
        working.work(live_server.engine, lexicon=load_lexicon(), clock=lambda: now)
        page.reload()

    page.goto(f"{live_server.url}/uploads")
    page.set_input_files("#file", file)
    page.click("text=Send it, to look first")
    clock_works()
    page.get_by_label("opportunity").fill("yes")
    page.get_by_label("Name").fill("Knitting")
    page.click("text=Look at these again")
    page.click("text=Put these in")
    clock_works()
    page.click("text=Take all of it back")
    clock_works()

    assert "Taken back" in page.inner_text("main")
    page.goto(f"{live_server.url}/listings")
    assert page.locator(".kept-one h3").all_inner_texts() == ["Tuesday choir"]
