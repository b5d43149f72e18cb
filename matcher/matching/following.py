"""Who follows the changes of a catalogue, so that no question reads those of others.

A thread for each engine that is followed: it brings what is in memory up to date once
a second, and at once with what this process changed itself. A question waits for
the latter alone. What others changed it need not wait for, as long as the thread is not
late; where it is, the question reads for itself as if nobody followed. Nothing is read
here, and nothing is kept but numbers and the ids of listings.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session, SessionTransaction

from catalogue.opportunities.versions import Announced, announced_in, forget_announced

EVERY_SECONDS = 1.0
"""How often the thread looks: fifty changes are read in the time of twenty single ones,
and everybody sees them well within two seconds."""

LATE_SECONDS = 1.6
"""A thread that saw nothing for so long is late, and nobody relies on it: with the
reading itself a change is everywhere within two seconds."""

REST_SECONDS = 5.0
"""How long it leaves a database alone that gave no answer."""

COUNTED_SECONDS = 60.0
"""At least so long lies between two times that words are counted anew: it takes a
processor a third of a second for ten thousand listings, so that less than one question
in a hundred shares it with that."""

log = structlog.get_logger()


@dataclass(kw_only=True, eq=False)
class Follower:
    """What is known of one catalogue that is followed; for the thread and whoever
    asks."""

    newest_of_ours: int = 0
    """The last version that this process made itself, and committed."""
    _current_at: float = float("-inf")
    _ours: tuple[Announced, ...] = ()
    _changing: threading.Lock = field(default_factory=threading.Lock)
    _woken: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _counting: threading.Thread | None = None
    _counted_at: float = float("-inf")

    @property
    def is_late(self) -> bool:
        """Whether what is in memory may be older than anybody may see."""
        return perf_counter() - self._current_at > LATE_SECONDS

    @property
    def owed(self) -> tuple[Announced, ...]:
        """What this process changed, and nobody brought into memory yet."""
        return self._ours

    def owe(self, told: tuple[Announced, ...]) -> None:
        """This process committed these: whoever asks from now on sees them."""
        with self._changing:
            self._ours += told
            self.newest_of_ours = max(self.newest_of_ours, *(x.number for x in told))
        self._woken.set()

    def settle(self, version: int) -> None:
        """All that was changed up to this version is in memory."""
        with self._changing:
            self._ours = tuple(one for one in self._ours if one.number > version)

    def was_current_at(self, moment: float) -> None:
        """At this moment (``perf_counter``) nothing newer was there than what is in
        memory now."""
        self._current_at = moment

    def follow(self, ours: Callable[[], None], everything: Callable[[], None]) -> None:
        """Bring in what this process changed whenever it did, and everything
        once a second, until the end."""
        due = perf_counter()
        while not self._ended.is_set():
            try:
                if perf_counter() < due:
                    ours()
                else:
                    everything()
                    due = perf_counter() + EVERY_SECONDS
            except Exception as problem:  # the next question reads for itself
                log.warning("catalogue_not_followed", exc_info=problem)
                self._ended.wait(REST_SECONDS)
            self._woken.wait(max(0.0, due - perf_counter()))
            self._woken.clear()

    def count(self, anew: Callable[[], None]) -> None:
        """Let another thread count words anew, unless one does or just did: meanwhile
        this one goes on."""
        busy = self._counting is not None and self._counting.is_alive()
        if busy or perf_counter() - self._counted_at < COUNTED_SECONDS:
            return
        self._counted_at = perf_counter()
        self._counting = threading.Thread(target=anew, name="counting", daemon=True)
        self._counting.start()

    def end(self) -> None:
        """Let the thread come to its end."""
        self._ended.set()
        self._woken.set()

    def wait(self) -> None:
        """Until nobody counts any more; after the thread's end."""
        if self._counting is not None:
            self._counting.join()


_followers: WeakKeyDictionary[sa.Engine, Follower] = WeakKeyDictionary()


def follower_of(engine: sa.Engine) -> Follower | None:
    """Who follows this database; None when nobody does."""
    return _followers.get(engine)


def begin(engine: sa.Engine) -> Follower:
    """From now on somebody follows. Raises ValueError when somebody does already."""
    if engine in _followers:
        raise ValueError("this catalogue is followed already")
    follower = _followers[engine] = Follower()
    return follower


def end(engine: sa.Engine) -> None:
    """Nobody follows any more."""
    _followers.pop(engine).end()


@sa.event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if session.in_nested_transaction():
        return  # not there yet for anybody else
    told = announced_in(session)
    if told and (follower := _followers.get(session.get_bind().engine)):
        follower.owe(told)
    forget_announced(session)


@sa.event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        forget_announced(session)
