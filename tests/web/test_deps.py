"""What a route is given: sessions that keep their promises, and one clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher.web import deps

NOTES = sa.table("tests_notes", sa.column("words"))


@pytest.fixture
def visitor(app: FastAPI, engine: sa.Engine) -> Iterator[TestClient]:
    """A visitor to pages that write, fail while writing, and fail at the end."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE tests_notes (words VARCHAR(20))")

    @app.post("/tests/write")
    def write(session: deps.Writing) -> None:
        session.execute(NOTES.insert().values(words="kept"))

    @app.post("/tests/write-and-fail")
    def write_and_fail(session: deps.Writing) -> None:
        session.execute(NOTES.insert().values(words="dropped"))
        raise RuntimeError

    @app.post("/tests/fail-at-the-end")
    def fail_at_the_end(session: deps.Writing) -> str:
        session.execute(NOTES.insert().values(words="dropped"))
        sa.event.listen(session, "before_commit", fail)
        return "saved"

    @app.post("/tests/write-while-reading")
    def write_while_reading(session: deps.Reading) -> None:
        session.execute(NOTES.insert().values(words="dropped"))

    @app.get("/tests/today")
    def today(today: deps.Today) -> date:
        return today

    with TestClient(app) as client:
        yield client


def fail(_session: object) -> None:
    raise RuntimeError


def notes(engine: sa.Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(NOTES.c.words)))


def test_what_a_route_wrote_is_there_when_the_answer_arrives(
    visitor: TestClient, engine: sa.Engine
) -> None:
    answer = visitor.post("/tests/write")

    assert (answer.status_code, notes(engine)) == (200, ["kept"])


def test_a_route_that_breaks_leaves_nothing_behind(
    visitor: TestClient, engine: sa.Engine
) -> None:
    answer = visitor.post("/tests/write-and-fail")

    assert (answer.status_code, notes(engine)) == (500, [])


def test_nobody_reads_saved_when_it_could_not_be_saved(
    visitor: TestClient, engine: sa.Engine
) -> None:
    answer = visitor.post("/tests/fail-at-the-end")

    assert (answer.status_code, notes(engine)) == (500, [])


def test_a_session_for_looking_keeps_nothing(
    visitor: TestClient, engine: sa.Engine
) -> None:
    visitor.post("/tests/write-while-reading")

    assert notes(engine) == []


def test_late_on_a_summer_evening_it_is_already_tomorrow_in_london(
    visitor: TestClient, app: FastAPI
) -> None:
    app.dependency_overrides[deps.now] = lambda: datetime(
        2026, 7, 1, 23, 30, tzinfo=UTC
    )

    answer = visitor.get("/tests/today")

    assert answer.json() == "2026-07-02"
