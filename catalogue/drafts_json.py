"""A draft as plain JSON values and back, without loss, and its fingerprint. Pure.

What nobody has said is left out, so that a field the draft gains later changes the
fingerprint of no listing that does not use it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from catalogue.drafts import OpportunityDraft

T = TypeVar("T")

_types_of = cache(get_type_hints)
"""Asked for every draft that is read, and the dearest part of reading it."""


def draft_as_dict(draft: OpportunityDraft) -> dict[str, Any]:
    """The draft as JSON values; fields that still have their default are left out."""
    return _mapping_of(draft)


def draft_from_dict(data: Mapping[str, Any]) -> OpportunityDraft:
    """The draft that ``draft_as_dict`` was given; keys it does not know are ignored.

    Raises ``TypeError`` when source, source_id or title are missing, and
    ``ValueError`` for a value that cannot be what its field holds.
    """
    return _built(OpportunityDraft, data)


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of what ``draft_as_dict`` gave, as 64 hex digits: equal says the same."""
    canonical = json.dumps(
        content, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _mapping_of(value: Any) -> dict[str, Any]:
    said = ((field, getattr(value, field.name)) for field in fields(value))
    return {
        field.name: _plain(content)
        for field, content in said
        if content != _default_of(field)
    }


def _default_of(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case date() | time():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return _mapping_of(value)
        case _:
            return value


def _built(kind: type[T], data: Mapping[str, Any]) -> T:
    types = _types_of(kind)  # type: ignore[arg-type]  # classes are
    return kind(**{n: _value(types[n], v) for n, v in data.items() if n in types})


def _value(kind: Any, value: Any) -> Any:
    """A JSON value as what a field of this type holds."""
    if get_origin(kind) is UnionType:
        inner = next(arg for arg in get_args(kind) if arg is not type(None))
        return None if value is None else _value(inner, value)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind) and isinstance(kind, type):
        return _built(kind, value)
    if kind in (date, time):
        return kind.fromisoformat(value)
    if kind is float or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    return value
