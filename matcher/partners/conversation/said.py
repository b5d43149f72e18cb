"""What one form brought, and what one question is. Pure values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.drafts import OpportunityDraft

LINE = 200
"""Characters of a name, a place, an address."""

WORDS = 4_000
"""Characters of what is said of it: far more than anybody reads to the end."""

MOST_DIGITS = 9
"""Of a number in a field: more do not fit a column of whole numbers."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The fields of one form; a name may come many times."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The last value of a field, without spaces around it."""
        values = self.fields.get(name, ())
        return values[-1].strip() if values else ""

    def all(self, name: str) -> Sequence[str]:
        """Every value of a field."""
        return self.fields.get(name, ())

    def text(self, name: str) -> str | None:
        """The same as ``one``; None for nothing."""
        return self.one(name) or None


def said_as(given: Mapping[str, Any]) -> Said:
    """What a form would bring that was filled with these: a text, or several."""
    return Said(
        fields={
            name: [value] if isinstance(value, str) else list(value)
            for name, value in given.items()
            if value
        }
    )


def whole_number(text: str) -> int:
    """The number a field says, 0 to 999,999,999, as any database holds; else 0."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_one else 0


Read = Callable[[OpportunityDraft, Said, date], OpportunityDraft]
Show = Callable[[OpportunityDraft], Mapping[str, Any]]


def nothing(_draft: OpportunityDraft) -> Mapping[str, Any]:
    """What a form shows whose answers stand above it."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Question:
    """One page: its name in an address, what its form may bring, how it is read."""

    name: str
    longest: Mapping[str, int]
    """Every field of its form, with its most characters."""
    read: Read
    """The draft with its answers; raises ``BadInput`` with what to write instead."""
    show: Show = nothing
    """The fields as they were answered: a text, or several."""
