"""Columns for sentences that a page says in the language of whoever reads it.

A sentence is stored as its message and its values; what was stored as plain text comes
back as that. Nothing here says anything in another language.
"""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from catalogue.sentences import Sentence

BEGINS = '{"message"'
"""How a stored sentence begins; no text of ours does."""


class Said(sa.types.TypeDecorator[str]):
    """Text that may be a ``Sentence``; it comes back as one."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> str | None:
        """A sentence as JSON, other text as it is."""
        if not isinstance(value, Sentence):
            return value
        return json.dumps(_stored(value), ensure_ascii=False)

    def process_result_value(
        self,
        value: str | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> str | None:
        """What was stored."""
        if value is None or not value.startswith(BEGINS):
            return value
        said: str = _read(json.loads(value))
        return said


class AllSaid(sa.types.TypeDecorator[list[str]]):
    """A list of texts that may be sentences."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: Iterable[str] | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> Any:
        """Each as it is stored."""
        return None if value is None else [_stored(one) for one in value]

    def process_result_value(
        self,
        value: Any,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> list[str] | None:
        """Each as it was."""
        return None if value is None else [_read(one) for one in value]


def _stored(value: Any) -> Any:
    if not isinstance(value, Sentence):
        return value
    values = {name: _stored(one) for name, one in value.values.items()}
    return {"message": value.message, "values": values}


def _read(stored: Any) -> Any:
    if not isinstance(stored, dict):
        return stored
    values = {name: _read(one) for name, one in stored["values"].items()}
    return Sentence(stored["message"], **values)
