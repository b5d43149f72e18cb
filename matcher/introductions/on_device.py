"""A stranger's list: ids of listings in their own order, on their own device. Pure.

Nothing else is in it: no words, no name, no day. What a browser sends back is read
kindly, and whatever can't be read is an empty list, never an error.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from uuid import UUID

MOST = 40
"""Listings on a list: 640 bytes, which a cookie of 4,096 holds with room to spare."""

BYTES = 16
"""Of one id."""

LONGEST = 4 * -(-MOST * BYTES // 3)
"""Characters of the longest text that can be one of ours."""

Ids = tuple[UUID, ...]


def to_text(ids: Iterable[UUID]) -> str:
    """The ids as text for a cookie (base64url of their bytes); none is no text."""
    packed = b"".join(one.bytes for one in list(ids)[:MOST])
    return urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def from_text(text: str | None) -> Ids:
    """The ids that a text holds, each once; a text that is not ours holds none."""
    if not text or len(text) > LONGEST:
        return ()
    try:
        packed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (NotBase64, UnicodeEncodeError):
        return ()
    if len(packed) % BYTES:
        return ()
    ids = (UUID(bytes=packed[at : at + BYTES]) for at in range(0, len(packed), BYTES))
    return tuple(dict.fromkeys(ids))


def added(ids: Ids, one: UUID, *, at: int | None = None) -> Ids:
    """The list with ``one`` at its end, or at a place; the same when there already.

    A full list stays as it is: nothing that somebody saved leaves by itself.
    """
    if one in ids or len(ids) >= MOST:
        return ids
    place = len(ids) if at is None else at
    return (*ids[:place], one, *ids[place:])


def without(ids: Ids, one: UUID) -> Ids:
    """The list without ``one``."""
    return tuple(other for other in ids if other != one)


def moved(ids: Ids, one: UUID, step: int) -> Ids:
    """The list with ``one`` a step further up (-1) or down (1); at an end it stays."""
    if one not in ids:
        return ids
    rest = without(ids, one)
    to = min(max(ids.index(one) + step, 0), len(rest))
    return (*rest[:to], one, *rest[to:])
