"""The facts of many listings as bytes: each is made when somebody looks at it.

As objects the facts of a hundred thousand listings take most of a gigabyte, and a
question looks at a few dozen of them. A record holds plain values and nothing that
could be carried out; who writes records to a file sees to it that they come back as
they went (``marshal`` trusts its bytes).
"""

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Facts, Reading
from matcher.ranking.index.pieces import Pieces, pieces_of

LOOKED_AT = 1 << 9
"""Facts that are kept as objects, those looked at last: an answer asks for the same
listing several times."""

NAMES = tuple(one.name for one in fields(Facts))
_READINGS = NAMES.index("readings")
_SETS = tuple(map(NAMES.index, ("covers", "meets")))
_DAYS = tuple(map(NAMES.index, ("last_day", "assured_on")))
_OPENNESS = NAMES.index("openness")
_UNREAD = "_unread"


def pack(facts: Facts) -> bytes:
    """Everything that is known of a listing, as bytes."""
    values: list[Any] = [getattr(facts, name) for name in NAMES]
    values[_READINGS] = marshal.dumps([tuple(vars(x).values()) for x in facts.readings])
    values[_OPENNESS] = str(facts.openness)
    for at in _SETS:
        values[at] = None if values[at] is None else tuple(values[at])
    for at in _DAYS:
        values[at] = None if values[at] is None else values[at].toordinal()
    return marshal.dumps(values)


def unpack(record: bytes | memoryview) -> Facts:
    """What ``pack`` was given."""
    values: list[Any] = marshal.loads(record)  # noqa: S302 - see above
    for at in _SETS:
        values[at] = None if values[at] is None else frozenset(values[at])
    for at in _DAYS:
        values[at] = None if values[at] is None else date.fromordinal(values[at])
    known = dict(zip(NAMES, values, strict=True))
    known[_UNREAD] = known.pop("readings")
    facts = _Kept.__new__(_Kept)
    # A frozen value is filled in field by field otherwise, in three times the time.
    vars(facts).update(known)
    return facts


class _Kept(Facts):
    """Facts whose readings, which most questions never ask for, are still bytes."""

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        several = marshal.loads(vars(self)[_UNREAD])  # noqa: S302 - see above
        return tuple(map(_reading, several))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in NAMES)

    __hash__ = Facts.__hash__


def _reading(values: tuple[Any, ...]) -> Reading:
    activity, weight, where, found, found_start = values
    return Reading(
        activity=activity,
        weight=weight,
        where=where,
        found=found,
        found_start=found_start,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Records:
    """Facts by position."""

    pieces: Pieces
    order: NDArray[np.int32]
    """Which piece is the record of each position."""

    def __getitem__(self, position: int) -> Facts:
        """What is known of the listing there."""
        return self._looked_at(position)

    def __iter__(self) -> Iterator[Facts]:
        return (unpack(self.pieces[at]) for at in self.order.tolist())

    def __len__(self) -> int:
        return len(self.order)

    def of(self, positions: Iterable[int]) -> Iterator[memoryview]:
        """The records at these positions."""
        return (self.pieces[int(self.order[at])] for at in positions)

    @cached_property
    def _looked_at(self) -> Callable[[int], Facts]:
        pieces, order = self.pieces, self.order
        return lru_cache(LOOKED_AT)(lambda at: unpack(pieces[int(order[at])]))


def together(several: Sequence[tuple[Records, NDArray[np.int64]]]) -> Pieces:
    """The records at some positions of each, one after the other."""
    return pieces_of(
        one for records, positions in several for one in records.of(positions.tolist())
    )
