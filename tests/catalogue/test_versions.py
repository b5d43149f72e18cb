"""The catalogue's number, asked of the database without beginning a unit of work."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities.versions import version_now


def test_the_number_is_what_others_have_committed_and_no_unit_is_begun(
    engine: sa.Engine,
) -> None:
    with Session(engine) as writer, Session(engine) as reader:
        before = version_now(reader)
        opportunities.announce(writer)
        meanwhile = version_now(reader)
        writer.commit()
        after = version_now(reader)

        assert (meanwhile, after) == (before, opportunities.version(writer))
        assert after != before
        assert not reader.in_transaction()


def test_every_connection_is_given_back(engine: sa.Engine) -> None:
    pool = engine.pool
    assert isinstance(pool, sa.QueuePool)

    with Session(engine) as reader:
        version_now(reader)

    assert pool.checkedout() == 0


def test_a_unit_that_has_begun_is_asked_itself(engine: sa.Engine) -> None:
    with Session(engine) as early, Session(engine) as writer:
        began_with = opportunities.version(early)
        opportunities.announce(writer)
        writer.commit()

        assert version_now(early) is None
        assert opportunities.version(early) in (began_with, began_with + 1)


def test_who_cannot_be_answered_asks_the_usual_way(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE catalogue_version")

    with Session(engine) as reader:
        assert version_now(reader) is None


def test_where_no_database_listens_it_is_left_to_the_usual_way_to_say_so() -> None:
    nowhere = sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")

    with Session(nowhere) as reader:
        assert version_now(reader) is None
        with pytest.raises(sa.exc.OperationalError):
            opportunities.version(reader)
