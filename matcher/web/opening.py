"""Which subjects are open when: those of the first page at once, the others behind it.

A start shows its first page after half the work: what a tired person sees first needs
no uploads, letters or reports. Whoever is quicker than the rest waits for it here; a
page is never said not to be there because it is not open yet.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module

import structlog
from fastapi import Depends, FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web import deps
from matcher.web.errors import problem_of_status, respond

FIRST = ("together", "switches")
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
    "days_off",
    "alike",
    "telling",
    "looking_over",
    "uploads",
    "reports",
    "still_true",
)
"""The rest: one module for each subject, each with a ``router``."""

FIRST_PAGE = "/together"

OPEN_AT_ONCE = frozenset({"/", FIRST_PAGE, "/language", "/easy-read", "/health"})
"""Addresses that wait for nothing; files in ``/static`` neither."""

MOST_EARLY = 200
"""Who may wait for the rest; it costs no thread, but each holds some memory."""

PATIENCE_SECONDS = 30.0
"""How long they wait: the rest is open after one or two on a small machine."""

HEAD_START_SECONDS = 0.3
"""How long the rest leaves the machine to the first page. Nobody there yet? Then it
opens, as it does once somebody asks for a page of the rest."""

RETRY_AFTER_SECONDS = 5
"""When to come again, for those told that it is too early."""

log = structlog.get_logger()


def open_subjects(app: FastAPI, names: Iterable[str]) -> None:
    """Put the pages of these modules into the application; each knows who looks."""
    for name in names:
        app.include_router(
            import_module(f"matcher.web.{name}").router,
            include_in_schema=False,
            dependencies=[Depends(deps.get_visitor)],
        )


class Opened:
    """Whether everything is open by now, or what broke before it was."""

    def __init__(self) -> None:
        self.is_open = False
        self.error: BaseException | None = None
        self.has_answered = threading.Event()
        self._ended = asyncio.Event()
        self._thread: threading.Thread | None = None

    def behind(self, rest: Callable[[], None]) -> None:
        """Do the rest of the opening beside the first visitor; called in their loop.

        A failure ends the server, for half a product would be a lie: ``end`` tells
        whoever started it what broke.
        """
        loop, self._ended = asyncio.get_running_loop(), asyncio.Event()

        def work() -> None:
            try:
                self.has_answered.wait(HEAD_START_SECONDS)
                rest()
                self.is_open = True
            except BaseException as error:  # said again by ``end``
                log.error("opening_broke", exc_info=error)
                self.error = error
                os.kill(os.getpid(), signal.SIGTERM)
            finally:
                with suppress(RuntimeError):  # the loop did not wait for us
                    loop.call_soon_threadsafe(self._ended.set)

        self._thread = threading.Thread(target=work, name="opening", daemon=True)
        self._thread.start()

    async def wait(self, seconds: float) -> bool:
        """Whether everything is open, at the latest after ``seconds``."""
        self.has_answered.set()  # who asks for the rest shares the machine with it
        if not (self.is_open or self.error):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), seconds)
        return self.is_open

    def end(self, seconds: float) -> None:
        """Let what is being opened come to its end; raises what broke it."""
        if self._thread:
            self._thread.join(seconds)
        if self.error:
            raise self.error


class Opening:
    """Lets whoever asks for a subject that is not open yet wait until it is."""

    def __init__(
        self, app: ASGIApp, opened: Opened, *, most_early: int = MOST_EARLY
    ) -> None:
        self.app = app
        self.opened = opened
        self.early, self.most_early = 0, most_early

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, at once or when everything is open, or answer 503."""
        if self.opened.is_open or _open_at_once(scope) or await self._is_open_in_time():
            await self.app(scope, receive, send)
            if scope.get("path") == FIRST_PAGE:
                self.opened.has_answered.set()
            return
        again = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        answer = respond(Request(scope), problem_of_status(503), headers=again)
        await answer(scope, receive, send)

    async def _is_open_in_time(self) -> bool:
        if self.early >= self.most_early:
            return False
        self.early += 1
        try:
            return await self.opened.wait(PATIENCE_SECONDS)
        finally:
            self.early -= 1


def _open_at_once(scope: Scope) -> bool:
    path = str(scope.get("path", ""))
    return (
        scope["type"] != "http" or path in OPEN_AT_ONCE or path.startswith("/static/")
    )
