"""Runs the migrations on the connection that ``matcher.db`` hands over.

No ini file and no offline mode: ``python -m matcher migrate`` is the one way in.
"""

from typing import Any

import sqlmodel.sql.sqltypes
from alembic import context
from sqlmodel import SQLModel

import catalogue.models
import matcher.models  # noqa: F401 - its tables, for the comparison


def render(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write SQLModel's and our own column types as plain SQLAlchemy."""
    if kind == "type" and isinstance(item, sqlmodel.sql.sqltypes.AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, catalogue.models.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
