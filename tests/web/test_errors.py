"""Whatever goes wrong, the visitor reads one plain page, and nothing of our insides."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from matcher.errors import BadInput, MatcherError, NotFound
from matcher.models import Account
from matcher.web.errors import (
    AGAIN_SECONDS,
    HELD_UP,
    PROBLEMS,
    problem_of,
    problem_of_status,
)
from tests.signed_in import SignInAs

HIDDEN = "a person's own words"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@pytest.fixture
def now() -> datetime:
    """This moment: where no route is reached, the clock on the wall is read."""
    return datetime.now(UTC)


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[TestClient]:
    """A visitor to the application with pages that fail in every way."""

    @app.get("/tests/things/{thing}")
    def thing(thing: UUID, day: int = 0) -> str:
        return f"{thing} {day}"

    @app.get("/tests/broken")
    def broken() -> None:
        raise RuntimeError(HIDDEN)

    @app.get("/tests/gone")
    def gone() -> None:
        raise NotFound("That listing has been taken down.")

    @app.get("/tests/nowhere")
    def nowhere() -> None:
        raise BadInput("We don't know where <that> is.")

    @app.get("/tests/unset")
    def unset() -> None:
        raise MatcherError("MATCHER_SECRET_KEY is not set.")

    @app.get("/tests/teapot")
    def teapot() -> None:
        raise HTTPException(418, detail=HIDDEN)

    with TestClient(app) as client:
        yield client


def test_an_unknown_page_is_a_plain_404(visitor: TestClient) -> None:
    answer = visitor.get("/no-such-page")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert PROBLEMS[404].heading in answer.text


def test_an_address_that_is_no_id_is_a_page_that_is_not_here(
    visitor: TestClient,
) -> None:
    answer = visitor.get("/tests/things/xyz")

    assert answer.status_code == 404
    assert PROBLEMS[404].heading in answer.text


def test_a_wrong_value_elsewhere_is_a_422_that_does_not_repeat_it(
    visitor: TestClient,
) -> None:
    thing = "00000000-0000-0000-0000-000000000000"

    answer = visitor.get(f"/tests/things/{thing}?day=canary")

    assert answer.status_code == 422
    assert PROBLEMS[422].heading in answer.text
    assert "canary" not in answer.text


def test_whoever_is_signed_in_keeps_their_ways_where_nothing_is(
    visitor: TestClient, worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(visitor, worker)

    signed_in = visitor.get("/no-such-page").text
    visitor.cookies.clear()
    stranger = visitor.get("/no-such-page").text

    assert ('href="/people"' in signed_in, worker.name in signed_in) == (True, True)
    assert ('href="/sign-in"' in stranger, worker.name in stranger) == (True, False)


def test_a_database_that_fails_still_leaves_the_page_for_nothing_there(
    visitor: TestClient, worker: Account, sign_in_as: SignInAs, app: FastAPI
) -> None:
    sign_in_as(visitor, worker)
    app.state.engine = sa.create_engine("sqlite:////no/such/folder/there.db")

    answer = visitor.get("/no-such-page")

    assert (answer.status_code, "That page is not here" in answer.text) == (404, True)


def test_the_wrong_method_says_which_would_do(visitor: TestClient) -> None:
    answer = visitor.delete("/tests/gone")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_an_error_speaks_its_own_sentence(visitor: TestClient) -> None:
    answer = visitor.get("/tests/gone")

    assert answer.status_code == 404
    assert "That listing has been taken down." in answer.text


def test_a_sentence_is_escaped(visitor: TestClient) -> None:
    answer = visitor.get("/tests/nowhere")

    assert answer.status_code == 422
    assert "&lt;that&gt;" in answer.text


def test_a_page_that_breaks_says_nothing_but_a_number(visitor: TestClient) -> None:
    answer = visitor.get("/tests/broken", headers={"Accept": "application/json"})

    assert answer.status_code == 500
    assert len(answer.json()["number"]) == 32
    assert HIDDEN not in answer.text
    assert "RuntimeError" not in answer.text


def test_whoever_was_in_anothers_way_is_told_to_try_again_in_a_moment(
    visitor: TestClient, app: FastAPI, sqlite_url: str
) -> None:
    states = ("40001", "40P01", "55P03", "57P01")
    held_up = [psycopg.errors.lookup(state)(HIDDEN) for state in states]
    troubles = [locked(sqlite_url), of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), *held_up]

    answers = [answer_to(trouble, visitor, app) for trouble in troubles]

    again = (503, str(AGAIN_SECONDS))
    told = [(one.status_code, one.headers.get("Retry-After")) for one in answers]
    assert told == [again] * len(troubles)
    assert all(HELD_UP.sentence in one.text for one in answers)
    assert [
        one.text for one in answers if HIDDEN in one.text or "UPDATE" in one.text
    ] == []


def test_any_other_trouble_of_a_database_is_ours(
    visitor: TestClient, app: FastAPI
) -> None:
    full = psycopg.errors.lookup("53100")(HIDDEN)
    troubles = [full, of_sqlite(sqlite3.SQLITE_IOERR), sqlite3.OperationalError(HIDDEN)]

    answers = [answer_to(trouble, visitor, app) for trouble in troubles]

    assert [one.status_code for one in answers] == [500] * len(troubles)
    assert [
        one.text for one in answers if HIDDEN in one.text or "UPDATE" in one.text
    ] == []


def answer_to(trouble: Exception, visitor: TestClient, app: FastAPI) -> Any:
    """What a page says whose statement the database refused like this."""

    def refused() -> None:
        raise sa.exc.OperationalError("UPDATE person", {"words": HIDDEN}, trouble)

    path = f"/tests/refused/{len(app.routes)}"
    app.add_api_route(path, refused)
    return visitor.get(path)


def locked(sqlite_url: str) -> sqlite3.OperationalError:
    """As SQLite says it of a lock that another holds."""
    file = str(sa.make_url(sqlite_url).database)
    with closing(sqlite3.connect(file)) as one, closing(_impatient(file)) as other:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as refused:
            other.execute("BEGIN IMMEDIATE")
    return refused.value


def _impatient(file: str) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=0)


def of_sqlite(code: int) -> sqlite3.OperationalError:
    """A fault of SQLite by its number."""
    fault = sqlite3.OperationalError(HIDDEN)
    fault.sqlite_errorcode = code
    return fault


def test_an_operators_sentence_is_not_for_visitors(visitor: TestClient) -> None:
    answer = visitor.get("/tests/unset")

    assert answer.status_code == 500
    assert "MATCHER_SECRET_KEY" not in answer.text


def test_the_framework_never_speaks_for_us(visitor: TestClient) -> None:
    answer = visitor.get("/tests/teapot")

    assert answer.status_code == 418
    assert HIDDEN not in answer.text


def test_a_program_is_answered_in_json(visitor: TestClient) -> None:
    answer = visitor.get("/tests/gone", headers={"Accept": "application/json"})

    assert answer.json() == {
        "status": 404,
        "heading": "That page is not here",
        "sentence": "That listing has been taken down.",
        "way_on": PROBLEMS[404].way_on,
        "number": None,
    }


def test_htmx_gets_a_part_of_a_page_not_a_page_in_a_page(visitor: TestClient) -> None:
    whole = visitor.get("/tests/gone")
    part = visitor.get("/tests/gone", headers={"HX-Request": "true"})

    assert part.status_code == 404
    assert "That listing has been taken down." in part.text
    assert "<html" in whole.text
    assert "<html" not in part.text


def test_a_template_that_breaks_still_leaves_a_page(
    visitor: TestClient, app: FastAPI
) -> None:
    app.state.environments = {}

    answer = visitor.get("/tests/gone")

    assert answer.status_code == 404
    assert "That listing has been taken down." in answer.text


def test_every_status_has_words_even_one_we_never_thought_of() -> None:
    told = {status: problem_of_status(status) for status in range(400, 600)}

    assert [
        status for status, problem in told.items() if problem.status != status
    ] == []
    assert told[451].heading == PROBLEMS[400].heading
    assert told[599].heading == PROBLEMS[500].heading


def test_a_kind_of_bad_input_is_answered_as_bad_input() -> None:
    class PlaceNotFound(BadInput):
        pass

    assert problem_of(PlaceNotFound("Nobody knows ZZ9.")).status == 422


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_page_is_dressed_and_fits_on_a_phone(
    open_page: Callable[..., Any], complaints: list[str], scheme: str
) -> None:
    page = open_page("/no-such-page", width=320, color_scheme=scheme)

    assert page.get_by_role("heading", level=1).inner_text() == PROBLEMS[404].heading
    assert page.evaluate("document.fonts.ready.then(fonts => fonts.size)") > 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [said for said in complaints if "/no-such-page" not in said] == []
    complaints.clear()
