"""Which subjects are open when: those of the first page at once, the others behind it.

A start shows its first page after half the work: what a tired person sees first needs
no uploads, letters or reports. Whoever is quicker than the rest waits for it here; a
page is never said not to be there because it is not open yet.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable
from importlib import import_module

import structlog
from anyio import to_thread
from fastapi import Depends, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web import deps

FIRST = ("together", "language", "easy_read")
"""What the first page and its results need, in order."""

OTHERS = (
    "pictures",
    "opportunities",
    "about",
    "saved",
    "sign_in",
    "account",
    "single_sign_on",
    "team",
    "people",
    "introductions",
    "cards",
    "their_data",
    "their_choices",
    "letters",
    "undelivered",
    "joining",
    "listings",
    "claiming",
    "leaving",
    "outward",
    "alike",
    "telling",
    "looking_over",
    "uploads",
    "reports",
    "still_true",
)
"""The rest: one module for each subject, each with a ``router``."""

OPEN_AT_ONCE = frozenset({"/", "/together", "/language", "/easy-read", "/health"})
"""Addresses that wait for nothing; files in ``/static`` neither."""

log = structlog.get_logger()


def open_subjects(app: FastAPI, names: Iterable[str]) -> None:
    """Put the pages of these modules into the application; each knows who looks."""
    for name in names:
        app.include_router(
            import_module(f"matcher.web.{name}").router,
            include_in_schema=False,
            dependencies=[Depends(deps.get_visitor)],
        )


class Opening:
    """Lets whoever asks for a subject that is not open yet wait until it is."""

    def __init__(self, app: ASGIApp, opened: threading.Event) -> None:
        self.app = app
        self.opened = opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, at once or when everything is open."""
        if not self.opened.is_set() and not _open_at_once(scope):
            await to_thread.run_sync(self.opened.wait)
        await self.app(scope, receive, send)


def _open_at_once(scope: Scope) -> bool:
    path = str(scope.get("path", ""))
    return (
        scope["type"] != "http" or path in OPEN_AT_ONCE or path.startswith("/static/")
    )


def open_behind(rest: Callable[[], None], opened: threading.Event) -> threading.Thread:
    """Do the rest of the opening beside the first visitor; a failure ends the server.

    Half a product would be a lie: whoever started it reads what broke instead.
    """

    def work() -> None:
        try:
            rest()
        except Exception as error:
            log.error("opening_broke", exc_info=error)
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            opened.set()

    thread = threading.Thread(target=work, name="opening", daemon=True)
    thread.start()
    return thread
