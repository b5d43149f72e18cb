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
HEAD = ("id", "title", "organization", "openness")
"""What is asked of everything that is shown; the rest is read when it is asked for."""

_READINGS = "_readings"
_REST = tuple(
    _READINGS if name == "readings" else name for name in NAMES if name not in HEAD
)
_SETS = ("covers", "meets")
_DAYS = ("last_day", "assured_on")
_UNREAD = "_unread"


def pack(facts: Facts) -> bytes:
    """Everything that is known of a listing, as bytes."""
    known = {name: getattr(facts, name) for name in NAMES}
    known[_READINGS] = marshal.dumps([tuple(one) for one in facts.readings])
    known["openness"] = str(facts.openness)
    for name in _SETS:
        known[name] = None if known[name] is None else tuple(known[name])
    for name in _DAYS:
        known[name] = None if known[name] is None else known[name].toordinal()
    rest = marshal.dumps([known[name] for name in _REST])
    return marshal.dumps((*(known[name] for name in HEAD), rest))


def unpack(record: bytes | memoryview) -> Facts:
    """What ``pack`` was given."""
    facts = _Kept.__new__(_Kept)
    # A frozen value is filled in field by field otherwise, in three times the time.
    values = marshal.loads(record)  # noqa: S302 - see above
    vars(facts).update(zip((*HEAD, _UNREAD), values, strict=True))
    return facts


class _Unread:
    """A field that is still bytes; the first one asked for brings the others along."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, facts: "_Kept | None", kind: type) -> Any:
        if facts is None:
            return self
        known = vars(facts)
        values = marshal.loads(known[_UNREAD])  # noqa: S302 - see above
        rest = dict(zip(_REST, values, strict=True))
        for name in _SETS:
            rest[name] = None if rest[name] is None else frozenset(rest[name])
        for name in _DAYS:
            rest[name] = None if rest[name] is None else date.fromordinal(rest[name])
        known.update(rest)
        return rest[self._name]


class _Kept(Facts):
    """Facts of which most questions ask for no more than the ``HEAD``."""

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        several = marshal.loads(getattr(self, _READINGS))  # noqa: S302 - see above
        return tuple(map(Reading._make, several))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in NAMES)

    __hash__ = Facts.__hash__


for _name in _REST:
    setattr(_Kept, _name, _Unread(_name))


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
