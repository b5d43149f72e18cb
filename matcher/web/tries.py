"""How often one may try: passwords, codes, mails. Counted in memory, for this process.

Ten tries in any five minutes; a right one does not count. Nothing is written down:
who tried is known by a hash until the five minutes are over.
"""

from functools import cached_property
from ipaddress import ip_address, ip_network
from threading import Lock
from time import time
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from matcher.errors import TooMany
from matcher.keys import hashed

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

TRIES, MINUTES = 10, 5
"""Enough for somebody who looks for the right one, far too few for guessing."""


class Tries:
    """Counts wrong tries, by what is tried and by who or what it is tried on."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._made: MovingWindowRateLimiter | None = None

    @property
    def _limiter(self) -> "MovingWindowRateLimiter":
        """Made once: two threads with one each would count half of the tries."""
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        with self._one_at_a_time:
            if self._made is None:
                self._made = MovingWindowRateLimiter(MemoryStorage())
            return self._made

    @cached_property
    def _limit(self) -> "RateLimitItem":
        from limits import RateLimitItemPerMinute

        return RateLimitItemPerMinute(TRIES, MINUTES)

    def count(self, what: str, on: object) -> None:
        """One try more. Raises ``TooMany`` at the eleventh."""
        if not self._limiter.hit(self._limit, what, hashed(str(on))):
            raise self._too_many(what, on)

    def check(self, what: str, on: object) -> None:
        """Count nothing. Raises ``TooMany`` when there were ten."""
        if not self._limiter.test(self._limit, what, hashed(str(on))):
            raise self._too_many(what, on)

    def forget(self, what: str, on: object) -> None:
        """It was right: what was tried before does not matter any more."""
        self._limiter.clear(self._limit, what, hashed(str(on)))

    def _too_many(self, what: str, on: object) -> TooMany:
        window = self._limiter.get_window_stats(self._limit, what, hashed(str(on)))
        seconds = max(1, round(window.reset_time - time()))
        return TooMany(
            "That was tried ten times in a few minutes.", retry_after_seconds=seconds
        )


def get_tries(request: Request) -> Tries:
    """The counts of this application."""
    tries: Tries = request.app.state.tries
    return tries


def from_where(request: Request) -> str:
    """The network address that a request comes from.

    Of IPv6 the first 64 bits: one household has as many of the rest as it likes.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64 if address.version == 6 else 32), strict=False))


CountedTries = Annotated[Tries, Depends(get_tries)]
FromWhere = Annotated[str, Depends(from_where)]
