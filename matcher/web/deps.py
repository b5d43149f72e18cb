"""What a route may ask for: a session, the time, the pages' environment, the visitor.

The only place that reads the clock and opens sessions for the web. A route says by
the type it asks for who may come in (``Worker``, ``Lead``, ``SomebodyKnown`` ...); what
they may see is ``matcher.access``'s to say. What asks no database is ``async``, so that
it takes no thread.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import jinja2
from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from catalogue.activities import Lexicon, load_lexicon
from catalogue.schedules import day_of
from matcher.access import (
    STAFF_WHO_MEET_PEOPLE,
    STRANGER,
    Visitor,
    may_look_over,
    may_manage_accounts,
    visitor_of,
)
from matcher.db import writing
from matcher.errors import NotAllowed, SignInFirst
from matcher.models import Role, SignIn
from matcher.partners import to_look_over
from matcher.settings import Settings
from matcher.web.cookies import sign_in_id_of
from matcher.web.language import environment_of


async def get_session(request: Request) -> AsyncIterator[Session]:
    """A session for looking; nothing done in it is kept.

    It asks for a connection when it is first used, and takes a thread to give it back
    only where a route did not: closed before a page is rendered, it costs neither.
    """
    session = Session(request.app.state.engine)
    try:
        yield session
    finally:
        if session.in_transaction():
            # Not one of the usual threads: all of those may wait for this connection.
            with CancelScope(shield=True):
                await to_thread.run_sync(session.close, limiter=CapacityLimiter(1))
        session.close()


def get_writing_session(request: Request) -> Iterator[Session]:
    """A session for one change, kept when the route returns, dropped when it raises."""
    with writing(request.app.state.engine) as session:
        yield session


async def now() -> datetime:
    """This moment, in UTC: the one clock of the web."""
    return datetime.now(UTC)


async def today(now: Annotated[datetime, Depends(now)]) -> date:
    """The day it is in London."""
    return day_of(now)


async def get_settings(request: Request) -> Settings:
    """The settings this machine was started with."""
    settings: Settings = request.app.state.settings
    return settings


async def get_key(request: Request) -> bytes:
    """The machine's own key."""
    key: bytes = request.app.state.key
    return key


async def get_environment(request: Request) -> jinja2.Environment:
    """The environment that pages are rendered in, in the visitor's language."""
    return environment_of(request)


async def get_lexicon(request: Request) -> Lexicon:
    """The activity lexicon, with the service's own terms."""
    return load_lexicon(request.app.state.settings.own_terms)


Reading = Annotated[Session, Depends(get_session, scope="function")]
"""A session for looking. ``scope="function"`` closes it before the answer leaves."""

Writing = Annotated[Session, Depends(get_writing_session, scope="function")]
"""A session for one change: committed *before* the answer leaves, so a visitor who
reads "saved" can rely on it."""

Now = Annotated[datetime, Depends(now)]
Today = Annotated[date, Depends(today)]
CurrentSettings = Annotated[Settings, Depends(get_settings)]
CurrentKey = Annotated[bytes, Depends(get_key)]
Environment = Annotated[jinja2.Environment, Depends(get_environment)]

CurrentLexicon = Annotated[Lexicon, Depends(get_lexicon)]
"""What words are understood with."""


SEEN_EVERY = timedelta(minutes=1)
"""How often "last seen" is written down: half an hour of idling needs no better."""


async def get_visitor(request: Request, session: Reading, now: Now) -> Visitor:
    """Who is looking; pages find them in ``request.state.visitor`` too."""
    sign_in_id, visitor = sign_in_id_of(request), STRANGER
    if sign_in_id:
        visitor = await run_in_threadpool(_known, request, session, sign_in_id, now)
    request.state.visitor = visitor
    return visitor


def _known(
    request: Request, session: Session, sign_in_id: str, now: datetime
) -> Visitor:
    visitor = visitor_of(session, sign_in_id, now=now)
    if "HX-Request" not in request.headers:  # the ways are no part of a part
        request.state.to_look_over = to_look_over.how_many(session, visitor)
    if visitor.sign_in_id:
        _note_seen(request, session, visitor.sign_in_id, now)
    return visitor


async def know_visitor(request: Request) -> None:
    """Find out who is looking where no route asked: an address that leads nowhere."""
    async with asynccontextmanager(get_session)(request) as session:
        await get_visitor(request, session, datetime.now(UTC))


def _note_seen(
    request: Request, session: Session, sign_in_id: str, now: datetime
) -> None:
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or now - sign_in.seen_at < SEEN_EVERY:
        return
    session.rollback()  # SQLite: no reader of ours may wait for our own writer
    with writing(request.app.state.engine) as own:
        if row := own.get(SignIn, sign_in_id):
            row.seen_at = now


Anyone = Annotated[Visitor, Depends(get_visitor)]
"""Whoever it is, a stranger too."""


async def get_somebody_known(visitor: Anyone) -> Visitor:
    """Staff or a person; raises ``SignInFirst`` for anybody else."""
    if not (visitor.is_staff or visitor.is_person):
        raise SignInFirst("Sign in first, or open the page with your card.")
    return visitor


async def get_staff(visitor: Anyone) -> Visitor:
    """Anybody with an account, the screen in their own hands."""
    if not visitor.is_staff:
        raise SignInFirst("Sign in first, then open this page again.")
    return visitor


async def get_worker(visitor: Annotated[Visitor, Depends(get_staff)]) -> Visitor:
    """Somebody who meets people."""
    if visitor.role not in STAFF_WHO_MEET_PEOPLE:
        raise NotAllowed("This page is for workers.")
    return visitor


async def get_lead(visitor: Annotated[Visitor, Depends(get_staff)]) -> Visitor:
    """Somebody who manages accounts."""
    if not may_manage_accounts(visitor):
        raise NotAllowed("This page is for leads.")
    return visitor


async def get_partner(visitor: Annotated[Visitor, Depends(get_staff)]) -> Visitor:
    """Somebody of an organization in the catalogue."""
    if visitor.role is not Role.PARTNER:
        raise NotAllowed("This page is for organisations that keep listings here.")
    return visitor


async def get_keeper(visitor: Annotated[Visitor, Depends(get_staff)]) -> Visitor:
    """Somebody who tells listings: a partner theirs, a worker what they hear."""
    if visitor.role is not Role.PARTNER and not may_look_over(visitor):
        raise NotAllowed("This page is for organisations that keep listings here.")
    return visitor


async def get_looker(visitor: Annotated[Visitor, Depends(get_staff)]) -> Visitor:
    """Somebody who looks over what organizations tell, or lets them join."""
    if not (may_look_over(visitor) or may_manage_accounts(visitor)):
        raise NotAllowed("This page is for workers and leads.")
    return visitor


SomebodyKnown = Annotated[Visitor, Depends(get_somebody_known)]
"""Staff, or a person themself: whose page it may be, ``person_for`` says."""

Staff = Annotated[Visitor, Depends(get_staff)]
Worker = Annotated[Visitor, Depends(get_worker)]
Lead = Annotated[Visitor, Depends(get_lead)]
Partner = Annotated[Visitor, Depends(get_partner)]
Keeper = Annotated[Visitor, Depends(get_keeper)]
Looker = Annotated[Visitor, Depends(get_looker)]

ASKS_WHO = frozenset(
    {
        get_somebody_known,
        get_staff,
        get_worker,
        get_lead,
        get_partner,
        get_keeper,
        get_looker,
    }
)
"""A route that asks for none of these must be on the public list; a test says so."""
