"""What a route may ask for: a session, the time, the pages' environment.

The only place that reads the clock and opens sessions for the web. Nothing here
decides what a visitor may see.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import jinja2
from fastapi import Depends, Request
from sqlmodel import Session

from catalogue.activities import Lexicon, load_lexicon
from matcher.db import reading, writing
from matcher.settings import Settings

LONDON = ZoneInfo("Europe/London")
"""Where "today" is: what is on is on by the clock on that wall."""


def get_session(request: Request) -> Iterator[Session]:
    """A session for looking; nothing done in it is kept."""
    with reading(request.app.state.engine) as session:
        yield session


def get_writing_session(request: Request) -> Iterator[Session]:
    """A session for one change, kept when the route returns, dropped when it raises."""
    with writing(request.app.state.engine) as session:
        yield session


def now() -> datetime:
    """This moment, in UTC: the one clock of the web."""
    return datetime.now(UTC)


def today(now: Annotated[datetime, Depends(now)]) -> date:
    """The day it is in London."""
    return now.astimezone(LONDON).date()


def get_settings(request: Request) -> Settings:
    """The settings this machine was started with."""
    settings: Settings = request.app.state.settings
    return settings


def get_environment(request: Request) -> jinja2.Environment:
    """The environment that pages are rendered in."""
    environment: jinja2.Environment = request.app.state.environment
    return environment


def get_lexicon(settings: Annotated[Settings, Depends(get_settings)]) -> Lexicon:
    """The activity lexicon, with the service's own terms."""
    return load_lexicon(settings.own_terms)


Reading = Annotated[Session, Depends(get_session, scope="function")]
"""A session for looking. ``scope="function"`` closes it before the answer leaves."""

Writing = Annotated[Session, Depends(get_writing_session, scope="function")]
"""A session for one change: committed *before* the answer leaves, so a visitor who
reads "saved" can rely on it."""

Now = Annotated[datetime, Depends(now)]
Today = Annotated[date, Depends(today)]
CurrentSettings = Annotated[Settings, Depends(get_settings)]
Environment = Annotated[jinja2.Environment, Depends(get_environment)]

CurrentLexicon = Annotated[Lexicon, Depends(get_lexicon)]
"""What words are understood with."""
