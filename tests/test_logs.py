"""A person's words are never in the log, whichever way they come."""

import ast
import io
import json
import logging
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog
from fastapi import FastAPI, Form
from fastapi.testclient import TestClient

from matcher import logs
from matcher.web import deps

CANARY = "canary"
LISTING = UUID("12345678-1234-5678-1234-567812345678")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes during a test."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    structlog.reset_defaults()
    logs.configure()


@pytest.fixture
def libraries() -> Iterator[logging.Logger]:
    """A library's logger that goes through ours, and nowhere else."""
    logger = logging.getLogger("tests.library")
    logger.addHandler(handler := logs.Libraries())
    logger.propagate = False
    yield logger
    logger.removeHandler(handler)
    logger.propagate = True


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_numbers_and_ids_are_written(stream: io.StringIO) -> None:
    structlog.get_logger().info("letter_sent", listing=LISTING, count=3, ready=None)

    [line] = lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "letter_sent",
        "level": "info",
        "listing": str(LISTING),
        "count": 3,
        "ready": None,
    }


@pytest.mark.parametrize(
    "said",
    [
        {"event": "found", "words": CANARY},
        {"event": "found", "phrases": [CANARY]},
        {"event": "found", "by": {"words": CANARY}},
        {"event": f"nothing for {CANARY}"},
        {"event": "found", "place": CANARY.encode()},
    ],
)
def test_a_careless_line_gives_nothing_away(
    stream: io.StringIO, said: dict[str, Any]
) -> None:
    structlog.get_logger().info(**said)

    assert len(lines(stream)) == 1
    assert CANARY not in stream.getvalue()


def test_an_error_is_its_type_and_its_place_never_its_message(
    stream: io.StringIO,
) -> None:
    def fail() -> None:
        try:
            int(CANARY)
        except ValueError as error:
            raise KeyError(CANARY) from error

    try:
        fail()
    except KeyError:
        structlog.get_logger().exception("page_broke")

    [line] = lines(stream)
    assert line["error"] == "builtins.KeyError"
    assert line["causes"] == ["builtins.ValueError"]
    assert line["places"][-1].startswith("tests/test_logs.py:")
    assert line["places"][-1].endswith(" fail")
    assert CANARY not in stream.getvalue()


def test_a_group_of_errors_names_each_kind(stream: io.StringIO) -> None:
    group = ExceptionGroup(CANARY, [ValueError(CANARY), OSError(CANARY)])

    structlog.get_logger().error("job_broke", exc_info=group)

    [line] = lines(stream)
    assert line["causes"] == ["builtins.ValueError", "builtins.OSError"]
    assert CANARY not in stream.getvalue()


def test_a_library_says_who_spoke_and_where(
    stream: io.StringIO, libraries: logging.Logger
) -> None:
    libraries.warning("GET /?q=%s", CANARY)

    [line] = lines(stream)
    assert (line["event"], line["library"]) == ("library_spoke", "tests.library")
    assert line["places"][0].startswith("test_logs:")
    assert CANARY not in stream.getvalue()


def with_pages(app: FastAPI) -> FastAPI:
    @app.get("/tests/numbers/{number}")
    def number(number: int, day: int = 0) -> int:
        return number + day

    @app.post("/tests/words")
    def words(words: Annotated[str, Form()], day: Annotated[int, Form()] = 0) -> str:
        return words

    @app.post("/tests/broken")
    def broken(words: Annotated[str, Form()]) -> None:
        raise RuntimeError(words)

    return app


def test_no_way_of_asking_puts_words_into_the_log(
    app: FastAPI, stream: io.StringIO
) -> None:
    with TestClient(with_pages(app)) as visitor:
        logs.configure("DEBUG", stream)
        visitor.post("/tests/words", data={"words": CANARY})
        visitor.post("/tests/words", data={"words": "x", "day": CANARY})
        visitor.post("/tests/words", json={"words": CANARY})
        visitor.post("/tests/broken", data={"words": CANARY})
        visitor.get("/tests/numbers/1", params={"day": CANARY})
        visitor.get(f"/tests/numbers/{CANARY}")
        visitor.get(f"/{CANARY}/{CANARY}?{CANARY}={CANARY}")
        visitor.get(f"/static/{CANARY}.css")
        visitor.request(CANARY.upper(), "/health")
        visitor.get("/health", headers={"X-Request-ID": CANARY, "Referer": CANARY})
        visitor.post("/", data={"w": CANARY * 200_000}, headers={"Origin": CANARY})

    written = lines(stream)
    assert len([line for line in written if line["event"] == "request"]) == 11
    assert CANARY not in stream.getvalue().lower()


def test_a_request_is_one_line_with_its_routes_template(
    app: FastAPI, stream: io.StringIO
) -> None:
    with TestClient(with_pages(app)) as visitor:
        logs.configure("INFO", stream)
        visitor.get("/tests/numbers/7?day=1")

    [line] = lines(stream)
    assert isinstance(line.pop("milliseconds"), float)
    assert len(line.pop("request_id")) == 32
    line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/tests/numbers/{number}",
        "status": 200,
    }


def test_a_broken_page_can_be_found_by_its_number(
    app: FastAPI, stream: io.StringIO
) -> None:
    with TestClient(with_pages(app)) as visitor:
        logs.configure("INFO", stream)
        answer = visitor.post(
            "/tests/broken",
            data={"words": CANARY},
            headers={"Accept": "application/json"},
        )

    [fault] = [line for line in lines(stream) if line["event"] == "page_broke"]
    assert fault["request_id"] == answer.json()["number"]
    assert fault["places"][-1].endswith(" broken")


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/health", "/health"),
        ("/static/none.css", "/static/{path}"),
        ("/nothing/here", "none"),
    ],
)
def test_a_line_never_shows_the_path(
    app: FastAPI, stream: io.StringIO, path: str, route: str
) -> None:
    with TestClient(app) as visitor:
        logs.configure("INFO", stream)
        visitor.get(path)

    assert lines(stream)[-1]["route"] == route


def test_a_database_that_complains_does_not_repeat_the_words(
    app: FastAPI, stream: io.StringIO
) -> None:
    @app.post("/tests/search")
    def search(words: Annotated[str, Form()], session: deps.Reading) -> None:
        session.execute(sa.text("SELECT :words FROM nowhere"), {"words": words})

    with TestClient(app) as visitor:
        logs.configure("DEBUG", stream)
        answer = visitor.post("/tests/search", data={"words": CANARY})

    assert answer.status_code == 500
    assert lines(stream)[0]["error"].startswith("sqlalchemy.exc.")
    assert CANARY not in stream.getvalue()


def test_a_search_leaves_no_word_in_the_log_or_in_an_address(
    app: FastAPI, demo_town: sa.Engine, stream: io.StringIO
) -> None:
    said = {
        "phrase": f"{CANARY} singing",
        "kind": "enjoyed_before",
        "add": f"{CANARY} choir",
        "place": f"near {CANARY}",
        "put_first": CANARY,
        "max_cost": CANARY,
    }
    with TestClient(app) as visitor:
        logs.configure("DEBUG", stream)
        answers = [
            visitor.post("/together", data=said),
            visitor.post("/together", data=said, headers={"HX-Request": "true"}),
            visitor.get("/together", params=said),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert CANARY in answers[0].text
    assert CANARY not in answers[2].text
    assert CANARY not in str([answer.headers for answer in answers])
    assert CANARY not in stream.getvalue()


def test_every_event_of_ours_is_one_that_is_written() -> None:
    said = ("debug", "info", "warning", "error", "exception", "critical")
    trees = [
        ast.parse(x.read_text("utf-8")) for x in (logs.CODE / "matcher").rglob("*.py")
    ]
    calls = [x for tree in trees for x in ast.walk(tree) if isinstance(x, ast.Call)]
    events = {
        one.args[0].value
        for one in calls
        if isinstance(one.func, ast.Attribute) and one.func.attr in said and one.args
        if isinstance(one.args[0], ast.Constant) and isinstance(one.args[0].value, str)
    }

    unnamed = {event for event in events if not logs.EVENT.fullmatch(event)}

    assert (len(events) > 10, unnamed) == (True, set())
