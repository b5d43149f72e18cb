"""What is made once for all tests is what each would have made for itself."""

from datetime import date

import sqlalchemy as sa
from fastapi import FastAPI
from sqlmodel import Session

from catalogue import opportunities
from matcher import db
from matcher.matching import snapshots
from matcher.matching.snapshot import Snapshot, read_snapshot
from matcher.settings import Settings
from matcher.web import create_app
from tests.conftest import ReadOnce
from tests.web.test_every_route import routes

TODAY = date(2026, 11, 24)


def served(engine: sa.Engine) -> Snapshot:
    """By way of what keeps it; a new engine on the same database holds none yet."""
    anew = db.open_engine(engine.url.render_as_string(hide_password=False))
    with Session(anew) as session:
        found = snapshots.snapshot_of(session, TODAY)
    anew.dispose()
    return found


def fresh(engine: sa.Engine) -> Snapshot:
    with Session(engine) as session:
        return read_snapshot(session, opportunities.version(session), TODAY)


def told(snapshot: Snapshot) -> tuple[object, ...]:
    facts = sorted(map(repr, snapshot.index.facts))
    return snapshot.version, snapshot.today, facts, dict(snapshot.shown.items())


def test_a_catalogue_that_was_kept_is_what_the_database_says(
    demo_town: sa.Engine,
) -> None:
    first, second = served(demo_town), served(demo_town)

    assert second is first
    assert told(second) == told(fresh(demo_town))


def test_a_row_that_was_changed_unannounced_is_seen(demo_town: sa.Engine) -> None:
    before = served(demo_town)

    for change in (
        "UPDATE opportunity SET title = 'Another choir' WHERE title LIKE '%Choir'",
        "UPDATE schedule SET timezone = 'Europe/Dublin'",
        "DELETE FROM activity_reading",
    ):
        with demo_town.begin() as connection:
            assert connection.execute(sa.text(change)).rowcount
        after = served(demo_town)
        assert after is not before
        assert told(after) == told(fresh(demo_town))
        before = after


def test_an_application_has_the_routes_of_its_own_settings(
    settings: Settings, read_once: ReadOnce, sqlite_url: str
) -> None:
    engine = db.open_engine(sqlite_url)
    demo = settings.model_copy(update={"demo": True})

    def paths(of: Settings) -> set[str]:
        """Once with the routes of a first one, and once with its own."""
        app: FastAPI = read_once(create_app(of, engine))
        own = create_app(of, engine)
        assert set(routes(app)) == set(routes(own))
        return {path for _, path in routes(app)}

    plain, with_demo, again = paths(settings), paths(demo), paths(settings)

    assert with_demo - plain == {"/look-round"}
    assert again == plain
    engine.dispose()


def test_an_engine_keeps_what_it_was_opened_with(sqlite_url: str) -> None:
    def opened(**options: object) -> sa.Engine:
        engine: sa.Engine = db.create_engine(sqlite_url, **options)
        with engine.connect() as connection:
            connection.execute(sa.select(1))
        return engine

    plain, hiding, again = opened(), opened(hide_parameters=True), opened()
    dumping = opened(json_serializer=repr)

    assert (plain.hide_parameters, hiding.hide_parameters) == (False, True)
    assert again.dialect is plain.dialect
    assert again._compiled_cache is plain._compiled_cache
    assert dumping.dialect._json_serializer is repr
    for engine in (plain, hiding, again, dumping):
        engine.dispose()
