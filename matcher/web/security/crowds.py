"""A crowd waits its turn: a few pages are made at once, and the rest are told plainly.

Each page under way holds a thread and a database connection, and more of them at once
are no sooner done. So a few are, others wait in the order they came, which costs no
thread, and whoever waited too long, or comes to a full queue, gets a 503 that was made
beforehand. It holds for one process; it stores nothing and looks at nobody.
"""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.errors import problem_of_status, respond
from matcher.web.language import language_of

AT_ONCE = 8
"""Pages under way: fewer than there are database connections (15), so that none waits
for another's; more than a processor has use for, since some wait for the disk."""

MOST_WAITING = 200
"""Who may wait besides: more would be told no in any case, and hold memory."""

PATIENCE_SECONDS = 2.0
"""How long somebody waits for their turn: longer feels broken."""

RETRY_AFTER_SECONDS = 5
"""When to try once more: a crowd that came at one moment has gone by then."""

ALWAYS_OPEN = ("/health", "/static/")
"""Whoever watches this machine, and files that cost next to nothing, never wait."""

KINDS_KEPT = 50
"""Ways in which "busy" may be said: languages, a part or the whole, a page or JSON."""


class Crowds:
    """Lets a few requests through at a time; the others wait, or are turned away."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.app = app
        self.turns = asyncio.Semaphore(at_once)
        self.waiting, self.most_waiting = 0, most_waiting
        self.patience_seconds = patience_seconds
        self.said: dict[tuple[object, ...], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its turn comes, or answer 503 here."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS_OPEN):
            await self.app(scope, receive, send)
        elif await self._is_our_turn():
            await self._pass_on(scope, receive, send)
        else:
            await self._turned_away(Request(scope))(scope, receive, send)

    async def _is_our_turn(self) -> bool:
        if not self.turns.locked():
            return await self.turns.acquire()
        if self.waiting >= self.most_waiting:
            return False
        self.waiting += 1
        try:
            async with asyncio.timeout(self.patience_seconds):
                return await self.turns.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The turn ends when the page is made: who reads slowly holds up nobody."""
        end = _once(self.turns.release)

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                end()
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            end()

    def _turned_away(self, request: Request) -> Response:
        """The 503, made once for each way of saying it."""
        headers = request.headers
        kind = (
            language_of(request),
            "HX-Request" in headers,
            "text/html" in headers.get("accept", "text/html"),
        )
        if kind not in self.said:
            retry_after = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            busy = respond(request, problem_of_status(503), headers=retry_after)
            if len(self.said) >= KINDS_KEPT:
                return busy
            self.said[kind] = busy
        kept = self.said[kind]
        again = Response(kept.body, status_code=kept.status_code)
        again.raw_headers = list(kept.raw_headers)
        return again


def _once(act: Callable[[], None]) -> Callable[[], None]:
    """Does it the first time it is asked."""
    done = False

    def first_time() -> None:
        nonlocal done
        if not done:
            done = True
            act()

    return first_time
