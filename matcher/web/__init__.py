"""The rim: the only code that knows HTTP. ``create_app`` puts it together.

A request passes, from the outside in: the broom, the log line, the headers, the last
resort for a page that broke, the body (whole, in time, not too big), the check that a
change comes from our own pages, a turn; then one route reads, calls one verb and
renders one page.

Around every request: ``request_log``, ``security``, ``errors``, ``tries`` (how often
one may), ``unchanged`` (a page they have already), ``sweeping`` (memory, behind it),
``health``, ``static_files``.
What every route asks: ``deps`` (who, when, a session), ``inputs`` (what a form sent),
``cookies``, ``language``, ``wanted``; and ``pages`` renders. How it starts:
``opening`` (which subjects are open when), ``compiled`` (templates for the next start),
``serving``.

- the shared page: ``together``, ``shared_form`` (what was posted; ``taken``: what
  was meant by it), ``offers`` (conditions to press), ``pictures``, ``counted`` (what
  was met, of nobody)
- one thing to do: ``opportunities``, ``shown`` (what has a page today)
- a list: ``whose_list``, ``saved``, ``introductions``, ``taking_away``, ``offline``
- a person: ``people``, ``cards``, ``their_data``, ``their_choices``, ``letters``
- partners: ``joining``, ``listings`` (their home), ``days_off``, ``telling``,
  ``uploads``, ``outward``, ``claiming``, ``alike``, ``leaving``, ``reports``; without
  an account ``still_true``
- those who work here: ``sign_in``, ``single_sign_on``, ``account``, ``team``,
  ``looking_over`` (what waits), ``undelivered``
- for everybody: ``about``, ``switches`` (language, easy read); ``look_round`` in a demo
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from matcher import logs
from matcher.db import open_engine
from matcher.keys import secret_key
from matcher.languages import languages
from matcher.partners.uploads import MOST_BYTES
from matcher.settings import Settings
from matcher.templates import page_environment
from matcher.web import health
from matcher.web.errors import HANDLERS, LastResort
from matcher.web.language import Environments
from matcher.web.opening import FIRST, OTHERS, Opened, Opening, open_subjects
from matcher.web.request_log import RequestLog
from matcher.web.security import Bodies, Cap, Crowds, Headers, SameOrigin
from matcher.web.static_files import FOLDER, KeptFiles, static_url
from matcher.web.sweeping import Sweeping
from matcher.web.tries import Tries

PUBLIC_ROUTES = frozenset(
    {
        "/",
        "/about",
        "/accessibility",
        "/c/{code}",
        "/card",
        "/easy-read",
        "/health",
        "/join",
        "/join/asked",
        "/language",
        "/letter/{token}",
        "/letters/{token}",
        "/letters/{token}/pause",
        "/letters/{token}/resume",
        "/letters/{token}/stop",
        "/letters/{token}/yes",
        "/links/{token}",
        "/list",
        "/list/change",
        "/list/compare",
        "/list/dates.ics",
        "/list/mail",
        "/list/print",
        "/list/save",
        "/listings/left",
        "/list/take-away",
        "/list/text",
        "/list/{listing_id}/hello",
        "/opportunities/{listing_id}",
        "/opportunities/{listing_id}.ics",
        "/opportunities/{listing_id}/tell",
        "/opportunities/{listing_id}/told",
        "/offline.js",
        "/second-step",
        "/sign-in",
        "/sign-in/link",
        "/sign-in/mailed",
        "/sign-in/new-password",
        "/sign-in/single",
        "/sign-in/single/back",
        "/sign-out",
        "/static",
        "/still-true/{token}",
        "/together",
        "/together/pictures",
    }
)
"""Routes for anybody. Any other must ask for a visitor; a test says so."""


UPLOADS = {"/uploads": Cap(max_bytes=MOST_BYTES, seconds=120.0)}
"""The one route to which a whole file may be posted."""

Then = Callable[[], None]

FAREWELL_SECONDS = 10
"""How long what is under way may take to end when the machine is told to stop."""


def create_app(
    settings: Settings,
    engine: sa.Engine | None = None,
    *,
    then: Then | None = None,
    compiled_in: Path | None = None,
) -> FastAPI:
    """The whole web application, on ``engine`` or on the one of the settings.

    An engine given stays its giver's to dispose of. With ``then`` only what the first
    page needs is open when the server begins; the rest opens behind it, then ``then``
    is called. ``compiled_in`` is a folder that keeps templates as they are compiled.
    """
    logs.configure(settings.log_level)
    own_engine = engine is None
    engine = engine or open_engine(settings.database)
    opened = Opened()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if then:
            opened.behind(partial(_open_the_rest, app, then))
        yield
        if then:
            await opened.wait(FAREWELL_SECONDS)
        app.state.watching.dispose()
        if own_engine:
            engine.dispose()

    app = FastAPI(
        title="Community opportunity matcher",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it would copy the query into a header
        middleware=_middleware(settings, opened),
        exception_handlers=HANDLERS,
    )
    app.state.settings = settings
    app.state.opened = opened
    app.state.engine = engine
    app.state.key = secret_key(settings)
    app.state.tries = Tries()
    app.state.watching = health.watching(engine)
    app.state.environments = Environments(
        page_environment,
        compiled_in=compiled_in,
        demo=settings.demo,
        static_url=static_url,
    )
    open_subjects(app, FIRST)
    app.include_router(health.router, include_in_schema=False)
    # Pages go out as they are: squeezed, their length would tell of what is in them.
    app.mount("/static", GZipMiddleware(KeptFiles(directory=FOLDER)), name="static")
    if then is None:
        _open_the_rest(app, lambda: None)
        opened.is_open = True
    return app


def _open_the_rest(app: FastAPI, then: Then) -> None:
    settings: Settings = app.state.settings
    open_subjects(app, (*OTHERS, *(["look_round"] if settings.demo else [])))
    offline = import_module("matcher.web.offline")
    app.include_router(offline.router, include_in_schema=False)
    for code in languages():
        app.state.environments[code]
    then()


def _middleware(settings: Settings, opened: Opened) -> list[Middleware]:
    """From the outside in."""
    return [
        Middleware(Sweeping),
        Middleware(RequestLog),
        Middleware(Headers),
        Middleware(LastResort),
        Middleware(
            Bodies,
            max_bytes=settings.max_body_bytes,
            seconds=settings.body_seconds,
            larger=UPLOADS,
        ),
        Middleware(SameOrigin, base_url=settings.base_url),
        Middleware(Opening, opened=opened),
        Middleware(Crowds),
    ]
