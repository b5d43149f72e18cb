"""The rim: the only code that knows HTTP. ``create_app`` puts it together.

A request passes, from the outside in: the log line, the headers, the last resort for
a page that broke, the body (whole, in time, not too big), the check that a change
comes from our own pages, a turn; then one route reads, calls one verb and renders one
page.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from matcher import logs
from matcher.db import open_engine
from matcher.keys import secret_key
from matcher.languages import languages
from matcher.settings import Settings
from matcher.templates import page_environment
from matcher.web import (
    about,
    account,
    alike,
    cards,
    claiming,
    deps,
    easy_read,
    health,
    introductions,
    joining,
    language,
    leaving,
    letters,
    listings,
    look_round,
    looking_over,
    offline,
    opportunities,
    outward,
    people,
    pictures,
    reports,
    saved,
    sign_in,
    single_sign_on,
    still_true,
    team,
    telling,
    their_choices,
    their_data,
    together,
    undelivered,
    uploads,
)
from matcher.web.errors import HANDLERS, LastResort
from matcher.web.request_log import RequestLog
from matcher.web.security import Bodies, Crowds, Headers, SameOrigin
from matcher.web.static_files import FOLDER, KeptFiles, static_url
from matcher.web.tries import Tries

ROUTERS: tuple[APIRouter, ...] = (
    together.router,
    pictures.router,
    language.router,
    easy_read.router,
    opportunities.router,
    about.router,
    saved.router,
    sign_in.router,
    account.router,
    single_sign_on.router,
    team.router,
    people.router,
    introductions.router,
    cards.router,
    their_data.router,
    their_choices.router,
    letters.router,
    undelivered.router,
    joining.router,
    listings.router,
    claiming.router,
    leaving.router,
    outward.router,
    alike.router,
    telling.router,
    looking_over.router,
    uploads.router,
    reports.router,
    still_true.router,
)
"""One for each subject; each page knows who is looking."""

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


def create_app(settings: Settings, engine: sa.Engine | None = None) -> FastAPI:
    """The whole web application, on ``engine`` or on the one of the settings.

    An engine given stays its giver's to dispose of.
    """
    logs.configure(settings.log_level)
    own_engine = engine is None
    engine = engine or open_engine(settings.database)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
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
        middleware=_middleware(settings),
        exception_handlers=HANDLERS,
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.key = secret_key(settings)
    app.state.tries = Tries()
    app.state.watching = health.watching(engine)
    app.state.environments = {
        code: page_environment(language=code, demo=settings.demo, static_url=static_url)
        for code in languages()
    }
    for router in (*ROUTERS, *([look_round.router] if settings.demo else [])):
        app.include_router(
            router, include_in_schema=False, dependencies=[Depends(deps.get_visitor)]
        )
    app.include_router(health.router, include_in_schema=False)
    app.include_router(offline.router, include_in_schema=False)
    # Pages go out as they are: squeezed, their length would tell of what is in them.
    app.mount("/static", GZipMiddleware(KeptFiles(directory=FOLDER)), name="static")
    return app


def _middleware(settings: Settings) -> list[Middleware]:
    """From the outside in."""
    return [
        Middleware(RequestLog),
        Middleware(Headers),
        Middleware(LastResort),
        Middleware(
            Bodies,
            max_bytes=settings.max_body_bytes,
            seconds=settings.body_seconds,
            larger=uploads.LARGER,
        ),
        Middleware(SameOrigin, base_url=settings.base_url),
        Middleware(Crowds),
    ]
