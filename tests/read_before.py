"""What a listing's words speak of, read once for a process of tests.

Hundreds of tests tell of the same few choirs, and reading one of them costs more than
storing it. Only the shipped lexicon's readings are kept, and only where listings are
stored; ``tests/catalogue/activities`` asks the lexicon itself, and so reads every time.
"""

from collections.abc import Hashable, Sequence
from dataclasses import astuple

import pytest

from catalogue.activities import Lexicon, Reading, Written, load_lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.opportunities import reading


class Remembering:
    """The lexicon as ``read_drafts`` asks it, which reads a text only once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.kept: dict[tuple[Hashable, ...], tuple[Reading, ...]] = {}

    def read_listings(self, listings: Sequence[Written]) -> list[tuple[Reading, ...]]:
        """As ``Lexicon.read_listings``: one listing says nothing of another."""
        marks = [_all_it_says(one) for one in listings]
        new = {
            mark: one
            for mark, one in zip(marks, listings, strict=True)
            if mark not in self.kept
        }
        read = self.lexicon.read_listings(list(new.values())) if new else []
        self.kept.update(zip(new, read, strict=True))
        return [self.kept[mark] for mark in marks]


def _all_it_says(listing: Written) -> tuple[Hashable, ...]:
    """Every field there is, so that a new one parts listings too without a word here.

    One that is neither a text nor several fails, for it cannot be a key.
    """
    return tuple(
        tuple(told) if isinstance(told, list) else told for told in astuple(listing)
    )


def pytest_configure(config: pytest.Config) -> None:
    """Before any listing is stored."""
    whole, kept = reading.read_drafts, dict[int, Remembering]()

    def read_drafts(
        drafts: Sequence[OpportunityDraft], lexicon: Lexicon
    ) -> list[tuple[Reading, ...]]:
        shipped = load_lexicon()
        if lexicon is not shipped:
            return whole(drafts, lexicon)
        remembering = kept.setdefault(id(shipped), Remembering(shipped))
        return whole(drafts, remembering)  # type: ignore[arg-type]

    reading.read_drafts = read_drafts
