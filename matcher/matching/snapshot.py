"""The catalogue in memory, as it was at one version on one day: ``Snapshot``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities import Listing
from catalogue.places import Gazetteer, load_postcodes
from matcher.knowing import facts_of, gazetteer_names
from matcher.matching.shown import Shelf, Shown, pack_shown, shelf_of
from matcher.ranking import Facts, Index


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Never changed: another one takes its place."""

    version: int
    today: date
    index: Index
    shown: Shelf
    """By the listing's id."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Every name somebody may ask for a place by; made when somebody does."""
        return Gazetteer(name for one in self.shown.values() for name in one.places)

    def came_of(self, other: "Snapshot") -> bool:
        """Whether nothing but single changes lies between them."""
        return self.shown.ids is other.shown.ids

    def recounted(self) -> "Snapshot":
        """The same, as if all had been read today."""
        if not self.index.changes:
            return self
        index, shown = self.index.recounted(), self.shown.recounted()
        return replace(self, index=index, shown=shown)


def read_snapshot(session: Session, version: int, today: date) -> Snapshot:
    """Everything, from the database: one listing after the other, and none is kept."""
    shown: dict[str, bytes] = {}

    def told() -> Iterator[Facts]:
        for one in opportunities.current_listings(session, today):
            shown[str(one.id)] = pack_shown(shown_of(one))
            yield listing_facts(one)

    index = Index.build(told())
    return Snapshot(version=version, today=today, index=index, shown=shelf_of(shown))


def listing_facts(listing: Listing) -> Facts:
    """What ranking knows of a listing."""
    key, postcodes = str(listing.id), load_postcodes()
    return facts_of(key, listing.draft, listing.readings, postcodes)


def shown_of(listing: Listing) -> Shown:
    """What pages need of it."""
    return Shown(
        timetables=listing.draft.timetables,
        rests_until=listing.draft.rests_until,
        places=tuple(gazetteer_names([listing.draft], load_postcodes())),
    )
