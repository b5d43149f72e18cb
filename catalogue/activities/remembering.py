"""What some words were understood as, remembered for a while without the words.

A profile that is shown again need not be read again. What is remembered is found by a
fingerprint under a key that was drawn when this process began and never leaves it:
nobody can tell from the memory what was said or by whom. Nothing is written anywhere,
and the oldest goes when there is no more room.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import Generic, TypeVar

Known = TypeVar("Known")

MOST = 4096
"""Phrases remembered: those of some hundred people, in a few megabytes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Memory(Generic[Known]):
    """What was known of some words; safe for several threads."""

    _known: dict[bytes, Known] = field(default_factory=dict, init=False, repr=False)
    _key: bytes = field(default_factory=token_bytes, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def fingerprint(self, words: str, within: Iterable[object]) -> bytes:
        """A name for these parts of these words, of no use without the key."""
        said = f"{tuple(within)!r}{words}".encode("utf-8", "surrogatepass")
        return blake2b(said, key=self._key, digest_size=16).digest()

    def of(self, fingerprint: bytes) -> Known | None:
        """What is remembered, if anything is."""
        return self._known.get(fingerprint)

    def keep(self, fingerprint: bytes, known: Known) -> None:
        """Remember this, and forget the oldest beyond ``MOST``."""
        with self._lock:
            self._known[fingerprint] = known
            while len(self._known) > MOST:
                del self._known[next(iter(self._known))]

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()
