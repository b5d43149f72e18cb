"""The catalogue in memory, brought up to date with the database before each question.

The database is the truth: its version is read each time, and only what changed since is
read again. Where it is not known what changed, everything is. A snapshot is never
changed; the next one takes its place, and whoever is asking meanwhile keeps theirs. So
a change is seen by the next question of every process, and one that fell behind says
so in the log when it has to read everything.

While the block of ``followed`` lasts a thread does most of this (``following``): then a
question waits for what its own process changed, and sees what others did up to two
seconds later. Words are counted anew behind it, in nobody's question.

Never older for newer: who still reads the database as it was a moment ago, while
another already saw a change, gets what the other made.

What is in memory is in ``held``; with ``copies.keep_in`` a copy of it lies beside the
database, so that the next start reads what changed and no more.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from functools import partial
from time import perf_counter
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities.versions import announced_in, version_now
from matcher.matching import copies, following, held
from matcher.matching.following import Follower, follower_of
from matcher.matching.snapshot import Snapshot, read_snapshot
from matcher.matching.turns import turns

RECOUNTED_AFTER = 0.05
"""Share of the catalogue that may have changed before words are counted anew: until
then they weigh what they did."""

IN_ONE_TURN = 100
"""Listings that the thread that follows reads while nobody else is matching: a tenth of
a second, which somebody who comes just then waits. Of more it reads while they match.
"""

UNMERGED = 24
"""Parts up to which none are merged for who waits for a change: the thread that follows
merges them a moment later ..."""

MERGED = 3
"""... until there are so many. A question takes no longer for four parts than for one,
a fifteenth more for seven, and a fifth more for thirteen."""

MOST_PARTS = 7
"""Parts from which on they are merged though nothing was read."""

Turn = AbstractContextManager[None]
NO_TURN: Turn = nullcontext()

log = structlog.get_logger()


@contextmanager
def followed(engine: sa.Engine) -> Iterator[None]:
    """Let a thread bring this catalogue up to date for as long as the block lasts.

    Raises ValueError when one does already.
    """
    follower = following.begin(engine)
    steps = partial(_catch_ours, engine, follower), partial(_catch_up, engine, follower)
    thread = threading.Thread(
        target=follower.follow, args=steps, name="following", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        following.end(engine)
        thread.join()
        follower.wait()


def snapshot_of(session: Session, today: date) -> Snapshot:
    """The catalogue in memory, as the database has it now; of a catalogue that is
    ``followed``, with all that this process changed."""
    engine = session.get_bind().engine
    at_once = version_now(session)
    kept = None if at_once is None else held.newest_for(engine, at_once, today)
    if kept:
        return kept
    version = opportunities.version(session)
    kept = held.newest_for(engine, version, today)
    if kept:
        return kept
    follower = follower_of(engine)
    if follower and not follower.owed:
        kept = _relied_on(follower, session, version, today)
        if kept:
            return kept
    with held.building:
        kept = held.newest_for(engine, version, today)
        if kept:
            return kept
        if follower is None:
            return _up_to_date(session, version, today)
        kept = _relied_on(follower, session, version, today)
        kept = kept and _with_ours(follower, kept, session, version)
        return kept or _up_to_our_date(follower, session, version, today)


def _up_to_date(
    session: Session, version: int, today: date, *, turn: Turn = NO_TURN
) -> Snapshot:
    """Everything that this session sees, in memory from now on. ``turn``: what a few
    listings are read in."""
    engine = session.get_bind().engine
    before = held.in_memory.get(engine) or copies.opened(session, version)
    snapshot = _next(session, before, version, today, turn=turn)
    held.in_memory[engine] = snapshot
    copies.keep_when_due(
        session,
        snapshot,
        partial(_go_on_with_copy, engine),
        read_anew=before is None or not snapshot.came_of(before),
    )
    return snapshot


def _next(
    session: Session,
    before: Snapshot | None,
    version: int,
    today: date,
    *,
    turn: Turn = NO_TURN,
) -> Snapshot:
    if before is None:
        return read_snapshot(session, version, today)
    keys = _changed(session, before, version, today)
    if keys is None or len(keys) > _many(before):
        began = perf_counter()
        snapshot = read_snapshot(session, version, today)
        log.info(
            "catalogue_read_again",
            behind=version - before.version,
            listings=len(snapshot.shown),
            seconds=round(perf_counter() - began, 3),
        )
        return snapshot
    with turn if len(keys) <= IN_ONE_TURN else NO_TURN:
        return _changed_by(session, before, keys, version, today)


def _changed(
    session: Session, before: Snapshot, version: int, today: date
) -> frozenset[UUID] | None:
    """The listings to be read again; None for all of them."""
    keys = opportunities.changed_between(session, before.version, version)
    if keys is None or today == before.today:
        return keys
    current = {str(key) for key in opportunities.current_ids(session, today)}
    return keys | {UUID(key) for key in current ^ before.shown.keys()}


def _changed_by(
    session: Session,
    before: Snapshot,
    keys: Collection[UUID],
    version: int,
    today: date,
) -> Snapshot:
    told = list(opportunities.current_listings(session, today, among=keys))
    gone = {str(key) for key in keys} - {str(one.id) for one in told}
    follows = follower_of(session.get_bind().engine)
    few = MERGED if follows else None
    snapshot = before.changed(told, gone, version=version, today=today, few=few)
    return snapshot if follows or not _is_much(snapshot) else snapshot.recounted()


def _is_much(snapshot: Snapshot) -> bool:
    return snapshot.index.changes > _many(snapshot)


def _many(snapshot: Snapshot) -> float:
    return RECOUNTED_AFTER * max(snapshot.index.statistics.listings, 1_000)


# --- while somebody follows -----------------------------------------------------------


def _relied_on(
    follower: Follower, session: Session, version: int, today: date
) -> Snapshot | None:
    """What is in memory, but for what is ``owed``; what others changed just now may be
    missing. None where that is too old, or not enough for who asks."""
    kept = held.in_memory.get(session.get_bind().engine)
    if kept is None or kept.today != today or kept.version > version:
        return None
    if follower.is_late or announced_in(session):
        return None
    return kept


def _with_ours(
    follower: Follower, kept: Snapshot, session: Session, version: int
) -> Snapshot | None:
    """The same with what this process changed; None when that is too much."""
    owed = follower.owed
    if not owed:
        return kept
    keys: set[UUID] = set()
    for one in owed:
        if one.keys is None:
            return None
        keys |= one.keys
    if len(keys) > _many(kept):
        return None
    engine, newest = session.get_bind().engine, max(one.number for one in owed)
    alone = {one.number for one in owed} == {*range(kept.version + 1, newest + 1)}
    after = newest if alone else kept.version  # else others' changes are missing
    if newest > version:  # this unit began before the change was committed
        with held.apart(engine) as anew:
            snapshot = _with_these(anew, kept, keys, after)
    else:
        snapshot = _with_these(session, kept, keys, after)
    held.in_memory[engine] = snapshot
    follower.settle(newest)
    return snapshot


def _with_these(
    session: Session, kept: Snapshot, keys: Collection[UUID], version: int
) -> Snapshot:
    """The same, some listings as they are by now: ``version`` says nothing of them."""
    told = list(opportunities.current_listings(session, kept.today, among=keys))
    gone = {str(key) for key in keys} - {str(one.id) for one in told}
    return kept.changed(told, gone, version=version, today=kept.today, few=UNMERGED)


def _up_to_our_date(
    follower: Follower, session: Session, version: int, today: date
) -> Snapshot:
    """Everything that this session sees; never less than what this process changed."""
    if follower.newest_of_ours > version:
        with held.apart(session.get_bind().engine) as anew:
            snapshot = _up_to_date(anew, opportunities.version(anew), today)
    else:
        snapshot = _up_to_date(session, version, today)
    follower.settle(snapshot.version)
    return snapshot


def _catch_ours(engine: sa.Engine, follower: Follower) -> None:
    """What this process changed, before anybody asks for it."""
    if not follower.owed:
        return  # whoever asked was quicker
    with held.alone(engine) as session:
        kept = held.in_memory.get(engine)
        if kept and follower.owed:
            _with_ours(follower, kept, session, follower.newest_of_ours)


def _catch_up(engine: sa.Engine, follower: Follower) -> None:
    """Everything that changed; words are counted anew behind it if that was much."""
    with held.alone(engine) as session:
        kept = held.in_memory.get(engine)
        if kept is None:
            return  # nobody asked yet
        began = perf_counter()
        version = opportunities.version(session)
        if not held.newest_for(engine, version, kept.today):
            kept = _up_to_date(session, version, kept.today, turn=turns.between())
        elif kept.index.parts > MOST_PARTS:
            with turns.between():
                kept = held.in_memory[engine] = _merged(kept)
        follower.settle(version)
        follower.was_current_at(began)
    _ = kept.index.columns  # laid out now, and not in a question
    if _is_much(kept):
        follower.count(partial(_count_anew, engine, follower, kept))


def _merged(kept: Snapshot) -> Snapshot:
    """The same in few parts."""
    version, today = kept.version, kept.today
    return kept.changed((), (), version=version, today=today, few=MERGED)


def _count_anew(engine: sa.Engine, follower: Follower, kept: Snapshot) -> None:
    """Let words weigh what they do by now."""
    _go_on_with(engine, follower, kept, kept.recounted())


def _go_on_with(
    engine: sa.Engine, follower: Follower, before: Snapshot, same: Snapshot
) -> None:
    """The same, for a thread: where the database gives no answer all stays as it is."""
    try:
        _put_instead(engine, follower, before, same)
    except sa.exc.SQLAlchemyError as problem:
        log.warning("catalogue_not_counted", exc_info=problem)


def _put_instead(
    engine: sa.Engine, follower: Follower, before: Snapshot, same: Snapshot
) -> None:
    """Go on with the same in another shape, once it has what changed meanwhile."""
    with held.alone(engine) as session:
        current = held.in_memory.get(engine)
        if current is None or not current.came_of(before):
            return  # all was read anew meanwhile
        same.know_places_of(current)
        version = opportunities.version(session)
        held.in_memory[engine] = _next(session, same, version, current.today)
        follower.settle(version)


def _go_on_with_copy(engine: sa.Engine, before: Snapshot, laid: Snapshot) -> None:
    """Go on with what lies in a file, instead of the same in memory."""
    if follower := follower_of(engine):
        _go_on_with(engine, follower, before, laid)
        return
    with held.building:
        current = held.in_memory.get(engine)
        if follower_of(engine):
            return  # since just now, and what lies there is older than what it read
        if current and current.came_of(before):
            laid.know_places_of(current)
            held.in_memory[engine] = laid  # the next question brings it up to date
