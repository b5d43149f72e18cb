"""What a page asks of the database does not grow with what stands on it.

Every page, for each kind of visitor who may come in, first with a few rows of
everything and then with many: the number of statements stays, and stays small. A page
that asks once for each of its rows fails here, whichever rows they are.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue.drafts import OrganizationDraft
from catalogue.opportunities import keeping
from matcher import introductions, people
from matcher.access import Visitor
from matcher.db import writing
from matcher.models import (
    Account,
    ListingClaim,
    Person,
    RemarkKind,
    Role,
    RowOutcome,
    Trust,
    UploadRow,
)
from matcher.partners import drafting, joining, remarks
from matcher.web.tries import Tries
from tests.introductions.builders import things_to_do
from tests.signed_in import added
from tests.web.doors import knock
from tests.web.everybody import RUN_BY, World
from tests.web.test_every_route import routes
from tests.web.test_who_may_see import LET_IN, read_table

KINDS = ("stranger", "whole", "worker", "lead", "partner")
FEW, MANY = 3, 12
"""Rows of each sort: more prove no more, and cost more."""

AMONG = re.compile(r"\(\?(?:, \?)*\)")
"""However many are asked for by one statement, it is the same one."""

MOST = 40
"""Statements of one page, to know who looks and to note the look included."""

MORE = {
    "/listings/{listing_id}/alike": 50,
    "/people/{person_id}/data/all": 100,
    "/people/{person_id}/data/export.json": 100,
    "/people/{person_id}/letters/this-week": 60,
}
"""Pages that look into every table there is, write a whole letter, or ask of three
listings that may be one whether this visitor may see, take and merge each."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is asked is the same on both databases: one is enough."""
    return sqlite_url


@contextmanager
def counted(engine: sa.Engine) -> Iterator[Counter[str]]:
    told: Counter[str] = Counter()

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            told[AMONG.sub("(?)", statement)] += 1

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def grow(engine: sa.Engine, world: World, numbers: range, now: datetime) -> None:
    """One more of everything for each number."""
    with writing(engine) as session:
        partner = session.exec(
            select(Account).where(Account.role == Role.PARTNER)
        ).first()
        assert partner is not None
        run_by = OrganizationDraft(name=RUN_BY)
        titles = [f"Choir {number}" for number in numbers]
        keys = things_to_do(session, *titles, now=now, organization=run_by)
        assert partner.organization_id is not None
        keeping.keep(session, keys, organization_id=partner.organization_id, now=now)
        for number, key in zip(numbers, keys, strict=True):
            _on_the_pages_of_staff(session, world, partner, number, now)
            sam = session.get_one(Person, world.sam.person_id)
            introductions.save(session, sam, key, now=now)
            people.say(session, sam, f"sing choir {number}", people.PLAIN, now=now)
            remarks.tell(session, key, RemarkKind.CHANGED, "It moved", now=now)


def _on_the_pages_of_staff(
    session: Session, world: World, partner: Account, number: int, now: datetime
) -> None:
    worker = session.exec(
        select(Account).where(Account.email == "worker.reyes@example.org")
    ).one()
    added(session, role=Role.WORKER, name=f"Colleague {number}")
    person = Person(
        id=uuid4(), called=f"Person {number}", created_at=now, active_at=now
    )
    session.add(person)
    session.flush()
    session.add(
        Trust(id=uuid4(), person_id=person.id, account_id=worker.id, given_at=now)
    )
    session.add(
        UploadRow(
            upload_id=world.ids["upload_id"], line=10 + number,
            outcome=RowOutcome.REFUSED, title=f"Row {number}", cells={"title": "x"},
            refusal="No title.",
        )
    )  # fmt: skip
    asking = joining.Asking(
        organization=f"Choirs {number}", name="Bo", email=f"bo{number}@bench.example",
        voucher="Ana",
    )  # fmt: skip
    joining.ask(session, asking, now=now)
    by = Visitor(
        sign_in_id="x", account_id=partner.id, role=Role.PARTNER,
        organization_id=partner.organization_id,
    )  # fmt: skip
    drafting.begin(session, by, now=now).submitted_at = now
    [claimed] = things_to_do(
        session, f"Band {number}", now=now, organization=OrganizationDraft(name="Bands")
    )
    session.add(
        ListingClaim(
            id=uuid4(), opportunity_id=claimed, account_id=partner.id,
            organization_id=partner.organization_id, asked_at=now,
        )
    )  # fmt: skip
    session.flush()


Asked = dict[tuple[str, str], Counter[str]]


def asked_by_every_page(
    app: FastAPI, client: TestClient, engine: sa.Engine, world: World
) -> Asked:
    """By page and visitor, the statements of every page they may see."""
    knock(client, world, "stranger", ("POST", "/together"))  # brings the index here
    table, found = read_table(), {}
    for route in routes(app):
        if route[0] != "GET" or route[1].startswith("/static"):
            continue
        for who in KINDS:
            if table[route][who] != "ok":
                continue
            app.state.tries = Tries()
            with counted(engine) as told:
                answer = knock(client, world, who, route)
            if answer.status_code in LET_IN:
                found[route[1], who] = told
    return found


def test_no_page_asks_more_of_the_database_for_more_rows(
    app: FastAPI, client: TestClient, world: World, engine: sa.Engine, now: datetime
) -> None:
    grow(engine, world, range(FEW), now)
    few = asked_by_every_page(app, client, engine, world)
    grow(engine, world, range(FEW, MANY), now)
    many = asked_by_every_page(app, client, engine, world)

    grown = {
        page: asked_again
        for page in many.keys() & few.keys()
        if (asked_again := _asked_again(few[page], many[page]))
    }
    assert grown == {}
    assert {
        page: told.total()
        for page, told in many.items()
        if told.total() > MORE.get(page[0], MOST)
    } == {}


def _asked_again(few: Counter[str], many: Counter[str]) -> dict[str, tuple[int, int]]:
    """Statements that are told more often, and more than once, where there is more."""
    return {
        statement: (few[statement], count)
        for statement, count in many.items()
        if count > max(few[statement], 1)
    }
