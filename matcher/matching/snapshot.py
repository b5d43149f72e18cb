"""The catalogue in memory, as it was at one version on one day: ``Snapshot``."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities import Listing
from catalogue.places import Gazetteer, PlaceName, load_postcodes
from matcher.knowing import facts_of, gazetteer_names
from matcher.matching.aside import laid_aside
from matcher.matching.shown import Shelf, Shown, pack_card, pack_shown, shelf_of
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
        return Gazetteer(self.shown.places())

    def changed(
        self,
        told: Collection[Listing],
        gone: Collection[str],
        *,
        version: int,
        today: date,
        few: int | None = None,
    ) -> "Snapshot":
        """The same after some listings came or were told anew, and others went.

        ``few``: see ``Index.changed``.

        Names of places that went are known until all is read again: who asks by one
        means the place.
        """
        shown = {str(one.id): shown_of(one) for one in told}
        after = Snapshot(
            version=version,
            today=today,
            index=self.index.changed(map(listing_facts, told), gone, few=few),
            shown=self.shown.but(shown, gone),
        )
        if known := vars(self).get("gazetteer"):
            new = [
                place
                for key, one in shown.items()
                for place in one.places
                if place not in self._places_of(key)
            ]
            vars(after)["gazetteer"] = known.with_more(new) if new else known
        return after

    def _places_of(self, key: str) -> tuple[PlaceName, ...]:
        return self.shown[key].places if key in self.shown else ()

    def came_of(self, other: "Snapshot") -> bool:
        """Whether nothing but single changes lies between them."""
        return self.shown.ids is other.shown.ids

    def recounted(self) -> "Snapshot":
        """The same, as if all had been read today."""
        if not self.index.changes:
            return self
        index, shown = self.index.recounted(), self.shown.recounted()
        after = replace(self, index=index, shown=shown)
        after.know_places_of(self)
        return after

    def know_places_of(self, other: "Snapshot") -> None:
        """Begin with the names of places that another of the same listings has made, if
        it has."""
        if known := vars(other).get("gazetteer"):
            vars(self)["gazetteer"] = known


def read_snapshot(session: Session, version: int, today: date) -> Snapshot:
    """Everything, from the database: one listing after the other, and none is kept."""
    shown: dict[str, bytes] = {}

    def told() -> Iterator[Facts]:
        for one in opportunities.current_listings(session, today):
            shown[str(one.id)] = pack_shown(shown_of(one))
            yield listing_facts(one)

    index = Index.build(told(), aside=laid_aside)
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
        off_on=listing.draft.off_on,
        places=tuple(gazetteer_names([listing.draft], load_postcodes())),
        card=pack_card(listing),
    )
