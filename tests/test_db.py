"""Both engines: migrations both ways, and a writer that never fails half-way."""

import threading

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import Session, col

from catalogue.models import CatalogueVersion
from matcher import db


def test_the_tables_are_those_the_code_expects(engine):
    with db.migrating(engine) as connection:
        command.check(db.migrations(connection))


def test_migrations_go_up_and_down_and_up_again(engine):
    db.downgrade(engine)
    gone = sa.inspect(engine).get_table_names()
    db.upgrade(engine)
    db.upgrade(engine)

    assert gone == ["alembic_version"]
    assert db.is_current(engine)
    with Session(engine) as session:
        assert session.get_one(CatalogueVersion, 1).number == 0


def test_migrations_have_one_head():
    from alembic.script import ScriptDirectory

    assert len(ScriptDirectory.from_config(db.migrations()).get_heads()) == 1


def test_a_database_from_newer_code_is_left_alone_with_a_plain_sentence(engine):
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(db.DatabaseProblem, match="newer version of the matcher"):
        db.upgrade(engine)

    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))


def test_two_processes_may_bring_a_new_database_up_to_date_at_once(engine):
    db.downgrade(engine)
    problems: list[Exception] = []

    def upgrade() -> None:
        try:
            db.upgrade(engine)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert problems == []
    assert db.is_current(engine)


def test_writers_wait_for_each_other_and_lose_nothing(engine):
    def count_up() -> None:
        for _ in range(25):
            with db.writing(engine) as session:
                row = session.get_one(CatalogueVersion, 1, with_for_update=True)
                row.number += 1

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with Session(engine) as session:
        number = session.execute(sa.select(col(CatalogueVersion.number))).scalar_one()
    assert number == 100


def fail_half_way(engine) -> None:
    with db.writing(engine) as session:
        session.execute(sa.update(CatalogueVersion).values(number=7))
        session.flush()
        raise ZeroDivisionError


def test_a_unit_that_fails_leaves_nothing_behind(engine):
    with pytest.raises(ZeroDivisionError):
        fail_half_way(engine)

    with Session(engine) as session:
        assert session.get_one(CatalogueVersion, 1).number == 0


def test_sqlite_keeps_its_promises(tmp_path):
    engine = db.open_engine(f"sqlite:///{tmp_path}/new/folder/a.db")

    with engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "secure_delete")
        }

    assert said == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
    }
    engine.dispose()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://a/b"])
def test_an_address_we_cannot_use_is_named(url):
    with pytest.raises(db.DatabaseProblem, match="MATCHER_DATABASE_URL"):
        db.open_engine(url)


def test_the_newest_file_of_the_migrations_is_what_alembic_calls_the_head():
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(db.migrations()).get_current_head()

    assert db.newest_migration() == head
