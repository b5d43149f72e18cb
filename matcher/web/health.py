"""Is this machine well? For whoever watches it; says nothing about anybody."""

from functools import partial

import anyio
import sqlalchemy as sa
import structlog
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

router = APIRouter()
log = structlog.get_logger()

PATIENCE_SECONDS = 3.0
"""How long the database may take to answer before we say that it does not."""

THREADS = 2
"""Threads and connections of its own, so that a crowd never makes us look ill."""


@router.api_route("/health", methods=["GET", "HEAD"], include_in_schema=False)
async def health(request: Request) -> JSONResponse:
    """200 when the database answers, else 503 and why."""
    reason = await _what_is_wrong(request.app.state.watching)
    if reason is None:
        return JSONResponse({"status": "ok"})
    return JSONResponse({"status": "unavailable", "reason": reason}, status_code=503)


def watching(engine: sa.Engine) -> sa.Engine:
    """The same database through connections of its own; its maker disposes of it."""
    return sa.Engine(engine.pool.recreate(), engine.dialect, engine.url)


async def _what_is_wrong(engine: sa.Engine) -> str | None:
    try:
        with anyio.fail_after(PATIENCE_SECONDS):
            await to_thread.run_sync(
                partial(_ask, engine), limiter=_limiter(), abandon_on_cancel=True
            )
    except TimeoutError:
        return "The database takes too long to answer."
    except sa.exc.SQLAlchemyError as error:
        log.error("database_silent", exc_info=error)
        return "The database does not answer."
    return None


def _ask(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))


_limiters: RunVar[CapacityLimiter] = RunVar("health_threads")


def _limiter() -> CapacityLimiter:
    """The limiter of this event loop: made on first use, as it belongs to a loop."""
    limiter = _limiters.get(None)
    if limiter is None:
        limiter = CapacityLimiter(THREADS)
        _limiters.set(limiter)
    return limiter
