"""Sixty hostile texts in every field of a listing, on every page that shows it.

Letters, and the pages of people, are held to the same in ``test_every_page``; what
leaves as a spreadsheet in ``tests/catalogue/test_exports``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session

from catalogue import organizations
from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from catalogue.drafts_json import draft_as_dict
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.db import writing
from matcher.introductions.on_device import MOST, to_text
from matcher.models import (
    Account,
    JoinRequest,
    ListingDraft,
    Remark,
    RemarkKind,
    Role,
)
from matcher.partners.conversation import QUESTIONS
from matcher.web.cookies import SAVED
from tests.live import LiveServer
from tests.partners.builders import ARTS
from tests.signed_in import SignInAs, an_account, sign_in_page
from tests.web.payloads import PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAFE = ("http://", "https://", "mailto:", "tel:", "sms:", "/", "#", "?")
LINKS = ("href", "src", "action", "formaction", "data", "srcdoc")
OPENNESS = (Openness.IN_SERVICE, *(x for x in Openness if x is not Openness.IN_SERVICE))
"""The last one, that says everything, is inside a service."""

ASKED = "We sing in a choir."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is shown is the same from both databases."""
    return sqlite_url


def hostile(number: int, text: str) -> OpportunityDraft:
    """A choir that says this everywhere."""
    return OpportunityDraft(
        source=text[:80],
        source_id=str(number),
        title=f"Choir {text}"[:300],
        description=f"{ASKED} {text}\n\n- {text}\n\n**{text[:150]}** {text}",
        organization=OrganizationDraft(
            name=f"{number} {text}"[:200], description=text, url=text, email=text,
            phone=text, charity_number=text[:60],
        ),
        activities=(text[:100],),
        openness=OPENNESS[number % 4],
        outward_note=text,
        eligibility=text,
        how_to_join=text,
        what_to_bring=text,
        contact_name=text,
        email=text,
        phone=text,
        url=text,
        languages=(text,),
        venues=(
            Venue(
                name=text, address=text, city=text, district=text,
                postal_code=text[:12], accessibility=(text,),
            ),
        ),
        covers=(text,),
        timetables=(Timetable(rrule="FREQ=YEARLY", text=text),),
        schedule_text=text,
        prices=(Price(amount_pence=100, option=text, per=text),),
        cost_text=text,
        first_visit=FirstVisit(
            who_meets_you=text, how_long=text, can_i_watch=text, quiet_times=text,
            bring_someone=text,
        ),
        licence=text,
        closed_note=text,
        kept_aside={text: text},
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A catalogue of nothing but hostile texts."""

    keys: Sequence[UUID]
    """One listing for each text, and a last one that says all of them everywhere."""
    drafts: Sequence[UUID]
    """A change to each, handed in; only the last is still with who began it."""
    partner: Account
    lead: Account


def load(engine: sa.Engine, now: datetime) -> Loaded:
    """All of it, and remarks and requests to join that say the same."""
    lead = an_account(engine, role=Role.LEAD, name="Lea Marsh")
    with writing(engine) as session:
        arts = organizations.welcome(session, "here", ARTS, now=now)
    partner = an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )
    texts = [*PAYLOADS, " ".join(PAYLOADS)]
    with writing(engine) as session:
        told = [hostile(number, text) for number, text in enumerate(texts)]
        keys = [keeping.publish(session, one, kept_by=arts, now=now) for one in told]
        by = Visitor(
            sign_in_id="x", account_id=partner.id, role=Role.PARTNER,
            organization_id=arts,
        )  # fmt: skip
        rows = [
            _change(session, by, key, one, now)
            for key, one in zip(keys, told, strict=True)
        ]
        rows[-1].submitted_at = None
        session.add_all(_told_besides(keys, texts, now))
        return Loaded(
            keys=keys, drafts=[row.id for row in rows], partner=partner, lead=lead
        )


def _change(
    session: Session, by: Visitor, key: UUID, told: OpportunityDraft, now: datetime
) -> ListingDraft:
    row = ListingDraft(
        id=uuid4(),
        account_id=by.account_id,
        organization_id=by.organization_id,
        opportunity_id=key,
        base_revision=1,
        content=draft_as_dict(replace(told, title=f"Another {told.title}"[:300])),
        note=told.how_to_join,
        step="what",
        begun_at=now,
        changed_at=now,
        submitted_at=now,
    )
    session.add(row)
    return row


def _told_besides(
    keys: Sequence[UUID], texts: Sequence[str], now: datetime
) -> Iterator[Remark | JoinRequest]:
    for key, text in zip(keys, texts, strict=True):
        for kind in RemarkKind:
            yield Remark(
                id=uuid4(), opportunity_id=key, kind=kind, words=text, told_at=now
            )
        yield JoinRequest(
            id=uuid4(), organization=text, charity_number=text, company_number=text,
            name=text, email=text, voucher=text, opportunity_id=key, asked_at=now,
        )  # fmt: skip


class Broken(HTMLParser):
    """What a hostile text became on a page; nothing, when all of it stayed text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def by(cls, page: str) -> list[str]:
        """Elements, attributes, links and sums that were not ours."""
        parser = cls()
        parser.feed(page)
        return parser.found + (["a sum"] if str(7191 * 7) in page else [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            is_ours = "canary" not in name and not name.startswith("on")
            leads_out = name in LINKS and not (value or "/").startswith(SAFE)
            if not is_ours or name == "style" or leads_out:
                self.found.append(f"<{tag} {name}={value}>")


def pages_of_all(loaded: Loaded) -> dict[str, list[str]]:
    """Who looks, and where everything is shown at once."""
    key, draft = loaded.keys[-1], loaded.drafts[-1]
    told = [
        f"/listings/drafts/{draft}/{step}" for step in QUESTIONS if step != "run-by"
    ]
    return {
        "stranger": [
            f"/opportunities/{key}",
            f"/opportunities/{key}/tell",
            f"/opportunities/{key}/told",
            f"/join?listing={key}",
            "/list",
            "/list/compare",
            "/list/print",
        ],
        "partner": [
            "/listings",
            f"/listings/{key}/versions",
            f"/listings/{key}/alike",
            f"/listings/{key}/outward",
            f"/listings/{key}/days-off",
            *told,
        ],
        "lead": ["/looking-over", f"/looking-over/drafts/{loaded.drafts[0]}"],
    }


def test_every_hostile_text_stays_text_on_every_page(
    client: TestClient, engine: sa.Engine, now: datetime, sign_in_as: SignInAs
) -> None:
    loaded = load(engine, now)
    broken: dict[str, list[str]] = {}
    seen: set[int] = set()

    def look(address: str, **form: str) -> str:
        answer = client.post(address, data=form) if form else client.get(address)
        seen.add(answer.status_code)
        if found := Broken.by(answer.text):
            broken[address] = found
        return answer.text

    pages = pages_of_all(loaded)
    saved = to_text(loaded.keys[-MOST:])
    client.cookies.set(SAVED, saved, domain="testserver.local", path="/")
    for address in (*pages["stranger"], *(f"/opportunities/{x}" for x in loaded.keys)):
        look(address)
    results = look("/together", phrase="a choir to sing in")
    sign_in_as(client, loaded.partner)
    [home, *_] = [look(address) for address in pages["partner"]]
    sign_in_as(client, loaded.lead)
    for address in (
        *pages["lead"],
        *(f"/looking-over/drafts/{x}" for x in loaded.drafts[:-1]),
    ):
        look(address)

    assert broken == {}
    assert seen == {200}
    assert results.count('class="card ') >= 4
    assert home.count('class="kept-one"') == len(PAYLOADS) + 1


WATCHED = "document.querySelectorAll('[data-canary]').length"


@pytest.mark.browser
def test_a_real_browser_finds_nothing_to_run(
    open_page: Callable[..., "Page"], live_server: LiveServer, now: datetime
) -> None:
    loaded = load(live_server.engine, now)
    page = open_page("/together")
    dialogs: list[str] = []
    page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
    broken = {}

    def look(address: str) -> None:
        page.goto(address)
        met = page.evaluate(WATCHED), page.title() == "canary", list(dialogs)
        if met != (0, False, []):
            broken[address] = met

    pages = pages_of_all(loaded)
    page.fill("#add", "a choir to sing in")
    page.click("button[name=go] >> nth=0")
    page.locator(".card").first.wait_for()
    found = page.locator(".card").count(), page.evaluate(WATCHED), page.title()
    for address in pages["stranger"]:
        look(address)
    sign_in_page(page, live_server, now, loaded.partner)
    for address in pages["partner"]:
        look(address)
    sign_in_page(page, live_server, now, loaded.lead)
    for address in pages["lead"]:
        look(address)

    assert broken == {}
    assert found[0] >= 4
    assert (found[1], found[2] == "canary", dialogs) == (0, False, [])
