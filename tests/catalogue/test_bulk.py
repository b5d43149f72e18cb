"""Rows that do not all say the same columns, written together."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.bulk import insert_rows, update_rows
from catalogue.models import TaxonomyTerm
from matcher.db import reading, writing

MUSIC, CHOIR, DARTS = (UUID(int=number) for number in (1, 2, 3))


def term(key: UUID, **more: Any) -> dict[str, Any]:
    return {"id": key, "taxonomy": "ours", "code": str(key), "name": "a term", **more}


def told(session: Session) -> dict[UUID, tuple[str, UUID | None]]:
    rows = session.execute(
        sa.select(
            col(TaxonomyTerm.id), col(TaxonomyTerm.name), col(TaxonomyTerm.parent_id)
        )
    )
    return {key: (name, parent) for key, name, parent in rows}


def test_a_row_that_says_more_than_the_first_loses_nothing(engine: sa.Engine) -> None:
    with writing(engine) as session:
        insert_rows(session, TaxonomyTerm, [term(MUSIC), term(CHOIR, parent_id=MUSIC)])

    with reading(engine) as session:
        assert told(session) == {MUSIC: ("a term", None), CHOIR: ("a term", MUSIC)}


def test_what_a_changed_row_does_not_say_stays(engine: sa.Engine) -> None:
    with writing(engine) as session:
        rows = [term(MUSIC), term(CHOIR, parent_id=MUSIC), term(DARTS)]
        insert_rows(session, TaxonomyTerm, rows)

    with writing(engine) as session:
        update_rows(
            session,
            TaxonomyTerm,
            [{"id": CHOIR, "name": "choir"}, {"id": DARTS, "parent_id": MUSIC}],
        )

    with reading(engine) as session:
        assert told(session) == {
            MUSIC: ("a term", None),
            CHOIR: ("choir", MUSIC),
            DARTS: ("a term", MUSIC),
        }
