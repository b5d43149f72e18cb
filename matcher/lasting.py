"""Pieces of pages that say facts of listings and nothing of anybody: made once, kept.

A piece rests on the values it is given, on nothing else, and is kept under all of them:
a listing that changed has other values, and so has another day. Each environment keeps
its own, so language, look and the note of an invented town are never mixed. The macro
that makes it sees neither a visitor nor a request, because nobody hands it one; what is
a person's own is put between the pieces by whoever asks.

At most ``MOST_KEPT`` of each environment; what nobody asked for longest goes first.
What is longer than ``LONGEST_KEPT`` is made each time, so that all of it has an end.
"""

import re
from collections.abc import Callable, Hashable
from datetime import date
from functools import cache, lru_cache, wraps
from typing import NamedTuple, TypeVar
from uuid import UUID

from jinja2 import Environment
from markupsafe import Markup

from catalogue.drafts import Price, Timetable, Venue
from catalogue.opportunities import Listing
from matcher.compiling import escaped

MOST_KEPT = 3_000
"""The cards of three thousand listings, for all else is a few dozen. A card and the
values it rests on are some 4,000 characters: about 12 MB when all are kept."""

LONGEST_KEPT = 16_000
"""Characters of a piece and its values: no words of anybody make more than 64 million
of all that an environment keeps."""

BEGINNING = 1_000
"""Characters of a long text that a card may look at: it shows at most 160 of them."""

_SLOT = re.compile(r"<\|(\d+)\|>")


@cache
def slot(number: int) -> Markup:
    """Where something of whoever asks comes in. No value of a listing can write it:
    a "<" of theirs is escaped."""
    return Markup("<|{}|>").format(number)


class Pieces(tuple[Markup, ...]):
    """What lasts, as slots part it: one piece more than there are slots."""

    slots: tuple[int, ...]

    def around(self, *values: object) -> Markup:
        """The pieces with these values in their slots, each by its number, escaped."""
        said = [one if type(one) is Markup else escaped(one) for one in values]
        made: list[str] = [self[0]]
        for number, piece in zip(self.slots, self[1:], strict=True):
            made += said[number], piece
        return Markup("".join(made))  # noqa: S704 - all of it is escaped


Lasting = Callable[..., Pieces]

Text = TypeVar("Text", str, str | None)


class Face(NamedTuple):
    """What the lasting part of a card rests on, beside the day."""

    id: UUID
    title: str
    begins: str
    """The description, as far as a card looks at it."""
    run_by: str | None
    openness: str
    outward_note: str | None
    timetables: tuple[Timetable, ...]
    schedule_text: str | None
    venues: tuple[Venue, ...]
    online: bool | None
    covers: tuple[str, ...]
    prices: tuple[Price, ...]
    cost_text: str | None
    who_meets_you: str | None
    rests_until: date | None
    off_on: tuple[date, ...]
    assured_on: date | None


def face(listing: Listing) -> Face:
    """What a card shows of a listing, as values that can be compared."""
    draft = listing.draft
    return Face(
        id=listing.id,
        title=draft.title,
        begins=_beginning(draft.description),
        run_by=draft.organization.name if draft.organization else None,
        openness=draft.openness,
        outward_note=_beginning(draft.outward_note),
        timetables=tuple(draft.timetables),
        schedule_text=_beginning(draft.schedule_text),
        venues=tuple(draft.venues),
        online=draft.online,
        covers=tuple(draft.covers),
        prices=tuple(draft.prices),
        cost_text=_beginning(draft.cost_text),
        who_meets_you=_beginning(draft.first_visit.who_meets_you),
        rests_until=draft.rests_until,
        off_on=draft.off_on,
        assured_on=draft.assured_on,
    )


def _beginning(text: Text) -> Text:
    return text[:BEGINNING] if text else text


class _TooLong(Exception):
    """No error: the way past the cache."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces


def lasting_in(environment: Environment, most: int = MOST_KEPT) -> Lasting:
    """``lasting(template, macro, *values)`` for the templates of one environment.

    The pieces of what the macro says of these values, as its slots part them.
    """

    @lru_cache(maxsize=most)
    def kept(template: str, macro: str, /, *values: Hashable) -> Pieces:
        said = getattr(environment.get_template(template).module, macro)(*values)
        parts = _SLOT.split(said)
        pieces = Pieces(Markup(part) for part in parts[::2])  # noqa: S704 - ours
        pieces.slots = tuple(map(int, parts[1::2]))
        if len(said) + len(repr(values)) > LONGEST_KEPT:
            raise _TooLong(pieces)
        return pieces

    @wraps(kept)
    def lasting(template: str, macro: str, /, *values: Hashable) -> Pieces:
        try:
            return kept(template, macro, *values)
        except _TooLong as one:
            return one.pieces

    return lasting
