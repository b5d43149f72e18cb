"""Erased is erased: in every table, in the raw file, in the outbox, in the log."""

import io
import json

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from matcher import logs
from matcher.db import writing
from matcher.mail import deliver
from matcher.models import AccessEvent, Look, Mail, MailState
from matcher.their_data.columns import COLUMNS
from matcher.their_data.exporting import as_json, everything
from matcher.their_data.forgetting import erase, sweep, what_goes
from tests.their_data.planted import (
    NOW,
    canaries,
    snapshot,
)


def test_a_canary_stands_in_every_text_column(engine, two_people):
    with Session(engine) as session:
        said = repr(snapshot(session, "sam"))

    assert len(canaries("sam")) >= 20
    assert [one for one in canaries("sam").values() if one not in said] == []


def test_the_export_holds_every_canary_that_may_leave(engine, two_people):
    sam, _neighbour = two_people
    with Session(engine) as session:
        told = everything(session, sam, for_themself=True)
    file = json.dumps(as_json(told, now=NOW))

    may_leave = {
        word
        for (table, column), word in canaries("sam").items()
        if COLUMNS[table][column].exported
    }
    assert {word for word in may_leave if word not in file} == set()
    assert "canary-neighbour-" not in file
    assert len(may_leave) >= 20


def test_a_worker_gets_all_but_what_is_the_persons_alone(engine, two_people):
    sam, _neighbour = two_people

    with Session(engine) as session:
        told = everything(session, sam, for_themself=False)
    file = json.dumps(as_json(told, now=NOW))

    assert "canary-sam-phrase-words" in file
    assert "canary-sam-avoided" not in file
    assert [table.name for table in told if table.private] == ["avoided_place"]


def test_nothing_of_an_erased_person_is_in_any_table(engine, settings, two_people):
    sam, _neighbour = two_people

    erase(engine, settings, sam)

    with Session(engine) as session:
        left = {name: rows for name, rows in snapshot(session, "sam").items() if rows}
    assert left == {}


def test_the_neighbour_does_not_notice(engine, settings, two_people):
    sam, neighbour = two_people
    with Session(engine) as session:
        before = snapshot(session, "neighbour")
        goes = what_goes(session, neighbour)

    erase(engine, settings, sam)

    with Session(engine) as session:
        assert snapshot(session, "neighbour") == before
        assert what_goes(session, neighbour) == goes


def test_what_was_announced_is_what_was_erased(engine, settings, two_people):
    sam, _neighbour = two_people
    with Session(engine) as session:
        announced = what_goes(session, sam)
        before = rows(session)

    forgotten = erase(engine, settings, sam)

    with Session(engine) as session:
        after = rows(session)
    assert forgotten is not None
    assert forgotten.rows == announced == dict.fromkeys(COLUMNS, 1)
    assert {name: before[name] - after[name] for name in announced} == announced
    assert sum(before.values()) - sum(after.values()) == forgotten.total


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: session.execute(
            sa.select(sa.func.count()).select_from(table)
        ).scalar_one()
        for table in SQLModel.metadata.sorted_tables
    }


def test_nobody_can_be_erased_twice(engine, settings, two_people):
    sam, _neighbour = two_people
    erase(engine, settings, sam)

    assert erase(engine, settings, sam) is None


def test_mail_about_them_leaves_the_outbox_folder(engine, settings, two_people):
    sam, neighbour = two_people
    with writing(engine) as session:
        for person in (sam, neighbour):
            mail = session.exec(select(Mail).where(Mail.person_id == person)).one()
            mail.letter, mail.values = "unused_page", {"erased_on": "2026-12-24"}
            mail.link_id, mail.state = None, MailState.WAITING
            mail.recipient = f"canary-{person}@good.example"
            session.add(mail)
    deliver(engine, settings, now=NOW)
    outbox = settings.data / "outbox"
    before = len(list(outbox.iterdir()))

    forgotten = erase(engine, settings, sam)

    left = b"".join(path.read_bytes() for path in outbox.iterdir())
    assert forgotten is not None
    assert (before, forgotten.files) == (2, 1)
    assert str(sam).encode() not in left
    assert str(neighbour).encode() in left


def test_erasing_says_nothing_in_the_log_but_numbers(engine, settings, two_people):
    logs.configure("DEBUG", stream := io.StringIO())
    sam, _neighbour = two_people

    erase(engine, settings, sam)

    assert json.loads(stream.getvalue())["event"] == "person_erased"
    assert "canary" not in stream.getvalue()
    assert str(sam) not in stream.getvalue()


def test_a_look_written_at_the_very_moment_is_swept_up(engine, settings, two_people):
    sam, neighbour = two_people
    erase(engine, settings, sam)
    with writing(engine) as session:
        session.add(
            AccessEvent(
                id=sam, person_id=sam, who="canary-sam", what=Look.LOOKED, at=NOW
            )
        )

    with writing(engine) as session:
        swept = sweep(session)

    with Session(engine) as session:
        assert swept == 1
        assert snapshot(session, "sam")["access_event"] == []
        assert what_goes(session, neighbour) == dict.fromkeys(COLUMNS, 1)


# --- rows that are only added --------------------------------------------------------


@pytest.mark.parametrize("table", ["access_event", "consent"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_log_and_consents_refuse_every_change_while_the_person_stands(
    engine, two_people, table, change
):
    with (
        pytest.raises(sa.exc.DBAPIError, match="only ever added"),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql(change.format(table))


@pytest.mark.parametrize("table", ["access_event", "consent"])
def test_the_log_and_consents_refuse_to_be_rewritten_even_when_nobody_stands(
    engine, two_people, table
):
    with engine.begin() as connection:
        connection.execute(sa.delete(SQLModel.metadata.tables["person"]))

    with (
        pytest.raises(sa.exc.DBAPIError, match="only ever added"),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql(f"UPDATE {table} SET at = at")  # noqa: S608
