"""Every route for everybody: who is let in, who is refused, and with what.

``tests/data/who_may_see.txt`` is the one table. The routes come from the application
itself, so a new one fails here until somebody has written its line. Each visitor goes
to each route with the ids of Sam, and with those of Kim, whom nobody here may see;
first to look, which changes nothing, then to change, and then to look once more.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalogue import opportunities
from matcher.backups import back_up
from matcher.db import reading, writing
from matcher.web.cookies import SIGNED_IN
from matcher.web.tries import Tries
from tests.web.doors import knock
from tests.web.everybody import CANARY, VISITORS, Somebody, World
from tests.web.test_changes import rows
from tests.web.test_every_route import SAFE, routes

TABLE = Path(__file__).parents[1] / "data" / "who_may_see.txt"

Route = tuple[str, str]
Table = dict[Route, dict[str, str]]

REFUSED = {401, 403, 404}
LET_IN = {200, 303}

LET_IN_TO_SAM = frozenset({"whole", "turn", "worker", "cover", "visit"})
"""Who may read what Sam said; by card alone there is only the list."""

LEAVES_THE_WORLD_CHANGED = frozenset(
    {
        "/list/change",
        "/listings/drafts/{draft_id}/alike/{other_id}",
        "/listings/drafts/{draft_id}/{question}",
        "/listings/remarks/{remark_id}/settled",
        "/listings/{listing_id}/close",
        "/listings/{listing_id}/merge/{other_id}",
        "/listings/{listing_id}/outward",
        "/listings/{listing_id}/over",
        "/listings/people/leave",
        "/looking-over/claims/{claim_id}/agree",
        "/looking-over/claims/{claim_id}/decline",
        "/looking-over/drafts/{waiting_id}/agree",
        "/looking-over/drafts/{waiting_id}/send-back",
        "/looking-over/joining/{request_id}/agree",
        "/looking-over/joining/{request_id}/decline",
        "/looking-over/listings/{listing_id}/pause",
        "/people/{person_id}/avoided/{place_id}/let-back",
        "/people/{person_id}/card/{card_id}/off",
        "/people/{person_id}/data/erase",
        "/people/{person_id}/data/shares/{trust_id}/end",
        "/people/{person_id}/words/{phrase_id}/reword",
        "/people/{person_id}/words/{phrase_id}/take-away",
        "/sign-out",
        "/team/{account_id}/hand-on",
        "/team/invitations/{link_id}/take-back",
        "/uploads/waiting/{waiting_upload}/agree",
        "/uploads/waiting/{waiting_upload}/send-back",
        "/uploads/{upload_id}/drop",
        "/uploads/{upload_id}/put-in",
    }
)
"""After these nobody can go to the next door as before."""


def read_table() -> Table:
    """The lines of the table: a route, and what each visitor gets."""
    lines = [
        line.split()
        for line in TABLE.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    _, _, *visitors = lines[0]
    assert visitors == list(VISITORS)
    return {
        (method, path): dict(zip(visitors, outcomes, strict=True))
        for method, path, *outcomes in lines[1:]
    }


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The whole matrix on SQLite; ``test_who_may_see_elsewhere`` has PostgreSQL."""
    return sqlite_url


@pytest.fixture
def put_right(engine: sa.Engine, world: World, tmp_path: Path) -> Callable[[], None]:
    """Makes the world what it was, as ``restore`` does, from a copy that is sound."""
    file = tmp_path / "before.db"
    back_up(engine, file)
    live = engine.url.database or ""

    def back() -> None:
        with reading(engine) as session:
            after = opportunities.version(session)
        with closing(connect(file)) as copy, closing(connect(live)) as target:
            copy.backup(target)
        with writing(engine) as session:
            opportunities.announce(session, after=after)

    return back


def test_every_route_is_in_the_table_and_no_other(app: FastAPI) -> None:
    missing = sorted(set(routes(app)) - set(read_table()))
    too_many = sorted(set(read_table()) - set(routes(app)))

    assert (missing, too_many) == ([], []), (
        "write a line in tests/data/who_may_see.txt for each new route, and a form in"
        " tests/web/doors.py when it takes one"
    )


def test_everybody_gets_what_the_table_says(
    app: FastAPI,
    client: TestClient,
    engine: sa.Engine,
    world: World,
    put_right: Callable[[], None],
) -> None:
    table = read_table()
    looking = [route for route in table if route[0] in SAFE]
    changing = [route for route in table if route[0] not in SAFE]
    met: dict[tuple[str, Route], str] = {}
    leaks: list[tuple[str, Route, str]] = []
    moved: list[str] = []

    def walk(who: str, through: Iterable[Route]) -> None:
        for route in through:
            answer = go(app, client, world, who, route, world.sam, put_right)
            met.setdefault((who, route), outcome(answer.status_code))
            leaks.extend((who, route, word) for word in said_to(who, world, answer))

    for who in VISITORS:
        before = rows(engine)
        walk(who, looking)
        if rows(engine) != before:
            moved.append(who)
        walk(who, changing)
        # Once more for leaks alone: what changed may be shown where it should not be.
        walk(who, looked_at_again(table, who))
        put_right()

    assert met == {(who, route): table[route][who] for who, route in met}
    assert len(met) == len(VISITORS) * len(table)
    assert leaks == []
    assert moved == [], "looking changed something"


def looked_at_again(table: Table, who: str) -> list[Route]:
    """Where they are let in; of each refusal one, for it is one page everywhere."""
    safe = {route: to[who] for route, to in table.items() if route[0] in SAFE}
    refusing = {outcome: route for route, outcome in safe.items() if outcome != "ok"}
    let_in = [route for route, outcome in safe.items() if outcome == "ok"]
    return [*let_in, *refusing.values()]


def test_nobody_gets_to_the_neighbour(
    app: FastAPI, client: TestClient, engine: sa.Engine, world: World
) -> None:
    of_somebody = [route for route in read_table() if "{person_id}" in route[1]]
    before = rows(engine)
    let_in: list[tuple[str, Route, int]] = []
    leaks: list[tuple[str, Route, str]] = []

    for who in VISITORS:
        app.state.tries = Tries()
        for route in of_somebody:
            answer = knock(client, world, who, route, at=world.kim)
            if answer.status_code not in REFUSED:
                let_in.append((who, route, answer.status_code))
            leaks.extend((who, route, word) for word in said_to(who, world, answer))

    assert (let_in, leaks) == ([], [])
    assert rows(engine) == before


def go(
    app: FastAPI,
    client: TestClient,
    world: World,
    who: str,
    route: Route,
    person: Somebody,
    put_right: Callable[[], None],
) -> Any:
    """The answer; whatever it changed for the next one is put right."""
    app.state.tries = Tries()
    answer = knock(client, world, who, route, at=person)
    changes = route[0] not in SAFE and answer.status_code in LET_IN
    own = route[1].replace("/people/{person_id}/list", "/list")
    if changes and (SIGNED_IN in answer.cookies or own in LEAVES_THE_WORLD_CHANGED):
        put_right()
    return answer


def outcome(status: int) -> str:
    return "ok" if status in LET_IN else str(status)


def said_to(who: str, world: World, answer: Any) -> list[str]:
    """Words of a person that this visitor should not have got in this answer."""
    if CANARY not in answer.text:
        return []
    secret = world.kim.planted
    if who not in LET_IN_TO_SAM or answer.status_code in REFUSED:
        secret += world.sam.planted
    return [word for word in secret if word in answer.text]


def test_words_are_there_to_be_found_by_whom_sam_let_in(
    client: TestClient, world: World
) -> None:
    """Else the matrix would be content with pages that say nothing."""
    everything = ("GET", "/people/{person_id}/data/all")

    pages = {who: knock(client, world, who, everything).text for who in LET_IN_TO_SAM}

    avoided = "canary-sam-avoided"
    hidden = {"canary-sam-secret"}
    assert {
        who: {word for word in world.sam.planted if word not in page}
        for who, page in pages.items()
    } == {
        who: hidden if who in ("whole", "turn") else hidden | {avoided}
        for who in LET_IN_TO_SAM
    }
