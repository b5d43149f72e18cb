"""Taking turns at matching: one at a time, a short queue, and then "try once more".

Matching is what costs a machine most, and more of it at once is no sooner done. So a
crowd waits its turn for a moment, and whoever comes to a full queue is told so at once
rather than kept waiting. It holds for one process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from matcher.errors import TooBusy

AT_ONCE = 1
"""Matches under way. None waits for anything but a processor, and Python has one: a
second match takes turns with the first at every step, which at 100,000 listings costs
both a third more, and a crowd a fifth of its pages."""

MOST_WAITING = 9
"""Who may wait: fewer than there are connections, and all are done within a second."""

PATIENCE_SECONDS = 2.0
"""How long somebody waits for their turn: longer feels broken."""

ASIDE_SECONDS = 0.05
"""How long work that nobody waits for lets others go first: it has to be done, too."""

RETRY_AFTER_SECONDS = 5
"""When to try once more: a crowd that came at one moment has gone by then."""


class Turns:
    """Who is matching, and who waits."""

    def __init__(
        self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING
    ) -> None:
        self._free = threading.Semaphore(at_once)
        self._places = threading.Semaphore(at_once + most_waiting)

    @contextmanager
    def one(self) -> Iterator[None]:
        """A turn, while the block lasts.

        Raises ``TooBusy`` at once when the queue is full, or when patience ends.
        """
        if not self._places.acquire(blocking=False):
            raise _too_busy()
        try:
            if not self._free.acquire(timeout=PATIENCE_SECONDS):
                raise _too_busy()
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._places.release()

    @contextmanager
    def between(self) -> Iterator[None]:
        """A turn for a moment's work that nobody waits for.

        Two that share a processor are both late, so it comes after whoever is
        matching and before the next; where it can't within ``ASIDE_SECONDS``, beside
        them.
        """
        ours = self._free.acquire(timeout=ASIDE_SECONDS)
        try:
            yield
        finally:
            if ours:
                self._free.release()


def _too_busy() -> TooBusy:
    return TooBusy(
        "Too many people are looking at the same moment.",
        retry_after_seconds=RETRY_AFTER_SECONDS,
    )


turns = Turns()
"""Those of this process."""
