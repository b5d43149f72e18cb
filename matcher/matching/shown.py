"""What pages need of each listing beside its facts, as bytes until it is asked for.

Like the facts of an index: a few hundred of a hundred thousand are looked at. What a
card shows is among it, so that a page of results asks the database for none of its
cards; it is as new as the snapshot it belongs to, and holds what everybody may see.
"""

import marshal
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property, lru_cache, partial
from typing import Any
from uuid import UUID

from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Timetable,
    Venue,
)
from catalogue.opportunities import Listing
from catalogue.places import PlaceName, Point
from matcher.ranking.facts import Facts
from matcher.ranking.index.pieces import Pieces, Texts, pieces_of, texts_of

LOOKED_AT = 1 << 10
"""Cards that are kept as objects, those looked at last: 4,000 bytes each."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What pages need of a listing beside its facts, without asking the database."""

    timetables: tuple[Timetable, ...]
    rests_until: date | None
    """Of one that doesn't meet for a while, the last day of that."""
    off_on: tuple[date, ...]
    """Single days on which it doesn't meet."""
    places: tuple[PlaceName, ...]
    card: bytes = field(repr=False)
    """What else a card shows (``pack_card``), until somebody asks for it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Shelf(Mapping[str, Shown]):
    """Listing -> what is shown of it: a large part that stays, and what changed."""

    ids: Texts
    """Of the part that stays, rising."""
    records: Pieces
    changed: Mapping[str, bytes | None] = field(default_factory=dict)
    """None: gone."""

    def __getitem__(self, key: str) -> Shown:
        """Raises KeyError for what is not on the shelf."""
        if key in self.changed:
            record = self.changed[key]
            if record is None:
                raise KeyError(key)
            return _unpack(record)
        return _unpack(self.records[self._place(key)])

    def listing(self, facts: Facts) -> Listing:
        """A listing as far as a card shows it; ``facts`` hold its words.

        Raises KeyError for what is not on the shelf.
        """
        return self._looked_at(facts.id, facts.title, facts.description)

    @cached_property
    def _looked_at(self) -> Callable[[str, str, str], Listing]:
        # A copy: a shelf that held itself would outlive its snapshot.
        return lru_cache(LOOKED_AT)(partial(_card, replace(self)))

    def __contains__(self, key: object) -> bool:
        if key in self.changed:
            return self.changed[str(key)] is not None
        try:
            return self._place(str(key)) >= 0
        except KeyError:
            return False

    def __iter__(self) -> Iterator[str]:
        yield from (one for one in self.ids if one not in self.changed)
        yield from (key for key, record in self.changed.items() if record is not None)

    def __len__(self) -> int:
        return self._size

    def places(self) -> Iterator[PlaceName]:
        """The places of all listings, and nothing else of them."""
        for key, record in zip(self.ids, self.records, strict=True):
            if key not in self.changed:
                yield from _places(marshal.loads(record)[2])  # noqa: S302
        for told in self.changed.values():
            if told is not None:
                yield from _places(marshal.loads(told)[2])  # noqa: S302

    def but(self, told: Mapping[str, Shown], gone: Collection[str]) -> "Shelf":
        """The same after some came or were told anew, and others went."""
        anew = {key: pack_shown(one) for key, one in told.items()}
        return replace(self, changed={**self.changed, **dict.fromkeys(gone), **anew})

    def recounted(self) -> "Shelf":
        """The same, all of it in the part that stays."""
        return shelf_of({key: self._record(key) for key in self})

    def _record(self, key: str) -> bytes | memoryview:
        return self.changed.get(key) or self.records[self._place(key)]

    def _place(self, key: str) -> int:
        place = bisect_left(range(len(self.ids)), key, key=self.ids.__getitem__)
        if place == len(self.ids) or self.ids[place] != key:
            raise KeyError(key)
        return place

    @cached_property
    def _size(self) -> int:
        there = sum(1 for record in self.changed.values() if record is not None)
        changed = sum(1 for key in self.changed if self._was_there(key))
        return len(self.ids) + there - changed

    def _was_there(self, key: str) -> bool:
        try:
            return self._place(key) >= 0
        except KeyError:
            return False


def shelf_of(records: Mapping[str, bytes | memoryview]) -> Shelf:
    """A shelf of these listings, each as ``pack_shown`` gave it."""
    ids = sorted(records)
    return Shelf(ids=texts_of(ids), records=pieces_of(records[one] for one in ids))


def pack_shown(shown: Shown) -> bytes:
    """What is shown of one listing, as bytes."""
    timetables: list[Any] = [
        tuple(
            x.isoformat() if isinstance(x, time | date) else x
            for x in vars(one).values()
        )
        for one in shown.timetables
    ]
    rests = shown.rests_until.isoformat() if shown.rests_until else None
    off = [day.toordinal() for day in shown.off_on]
    places = [(x.name, str(x.kind), *x.point, x.count) for x in shown.places]
    return marshal.dumps((timetables, rests, places, off, shown.card))


def pack_card(listing: Listing) -> bytes:
    """What a card shows of a listing, but for its times and its own words."""
    draft, run_by = listing.draft, listing.organization_id
    return marshal.dumps(
        (
            run_by.bytes if run_by else None,
            listing.revision,
            listing.modified_at.isoformat(),
            draft.organization.name if draft.organization else None,
            str(draft.openness),
            str(draft.status),
            draft.outward_note,
            draft.online,
            [tuple(vars(venue).values()) for venue in draft.venues],
            draft.covers,
            draft.schedule_text,
            [(x.amount_pence, x.option, x.per) for x in draft.prices],
            draft.cost_text,
            draft.first_visit.who_meets_you,
            draft.assured_on.toordinal() if draft.assured_on else None,
        )
    )


def _unpack(record: bytes | memoryview) -> Shown:
    told = marshal.loads(record)  # noqa: S302 - see array_file
    timetables, rests, places, off, card = told
    return Shown(
        timetables=tuple(_timetable(*one) for one in timetables),
        rests_until=date.fromisoformat(rests) if rests else None,
        off_on=tuple(map(date.fromordinal, off)),
        places=tuple(_places(places)),
        card=card,
    )


def _card(shelf: Shelf, key: str, title: str, description: str) -> Listing:
    shown = shelf[key]
    run_by_id, revision, modified_at, *told = marshal.loads(shown.card)  # noqa: S302
    return Listing(
        id=UUID(key),
        draft=_draft(shown, title, description, told),
        readings=(),
        organization_id=UUID(bytes=run_by_id) if run_by_id else None,
        revision=revision,
        modified_at=datetime.fromisoformat(modified_at),
    )


def _draft(
    shown: Shown, title: str, description: str, told: Sequence[Any]
) -> OpportunityDraft:
    (
        run_by, openness, status, outward_note, online, venues, covers, schedule_text,
        prices, cost_text, who_meets_you, assured_on,
    ) = told  # fmt: skip
    return OpportunityDraft(
        source="",
        source_id="",
        title=title,
        description=description,
        organization=None if run_by is None else OrganizationDraft(name=run_by),
        openness=Openness(openness),
        status=Status(status),
        outward_note=outward_note,
        online=online,
        venues=tuple(_venue(*one) for one in venues),
        covers=covers,
        timetables=shown.timetables,
        schedule_text=schedule_text,
        prices=tuple(
            Price(amount_pence=pence, option=option, per=per)
            for pence, option, per in prices
        ),
        cost_text=cost_text,
        first_visit=FirstVisit(who_meets_you=who_meets_you),
        assured_on=date.fromordinal(assured_on) if assured_on else None,
        rests_until=shown.rests_until,
        off_on=shown.off_on,
    )


def _venue(
    name: str | None,
    address: str | None,
    city: str | None,
    district: str | None,
    postal_code: str | None,
    latitude: float | None,
    longitude: float | None,
    accessibility: tuple[str, ...],
) -> Venue:
    return Venue(
        name=name,
        address=address,
        city=city,
        district=district,
        postal_code=postal_code,
        latitude=latitude,
        longitude=longitude,
        accessibility=accessibility,
    )


def _places(several: list[Any]) -> Iterator[PlaceName]:
    return (
        PlaceName(name=name, kind=kind, point=Point(north, east), count=count)
        for name, kind, north, east, count in several
    )


def _timetable(
    rrule: str | None,
    opens: str | None,
    closes: str | None,
    begins: str | None,
    ends: str | None,
    text: str | None,
    term_time: bool,  # noqa: FBT001 - in the order of its fields
) -> Timetable:
    return Timetable(
        rrule=rrule,
        opens_at=time.fromisoformat(opens) if opens else None,
        closes_at=time.fromisoformat(closes) if closes else None,
        valid_from=date.fromisoformat(begins) if begins else None,
        valid_to=date.fromisoformat(ends) if ends else None,
        text=text,
        term_time=term_time,
    )
