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
from matcher.web.pages import ASKED_AGAIN

AT_ONCE = 8
"""Pages under way: fewer than there are database connections (15), so that none waits
for another's; more than a processor has use for, since some wait for the disk."""

CHANGES_AT_ONCE = 4
"""Of these, how many may store something. SQLite lets one write at a time: those who
wait for it, or for mail or a sign-on provider, must not keep out who only reads."""

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
        changes_at_once: int = CHANGES_AT_ONCE,
        most_waiting: int = MOST_WAITING,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.app = app
        self.turns = asyncio.Semaphore(at_once)
        self.changes = asyncio.Semaphore(changes_at_once)
        self.waiting, self.most_waiting = 0, most_waiting
        self.patience_seconds = patience_seconds
        self.said: dict[tuple[object, ...], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its turn comes, or answer 503 here."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS_OPEN):
            await self.app(scope, receive, send)
            return
        turns = [self.changes, self.turns] if may_store(scope) else [self.turns]
        if await self._is_our_turn(turns):
            await self._pass_on(turns, scope, receive, send)
        else:
            await self._turned_away(Request(scope))(scope, receive, send)

    async def _is_our_turn(self, turns: list[asyncio.Semaphore]) -> bool:
        if not any(turn.locked() for turn in turns):
            return await _taken(turns)
        if self.waiting >= self.most_waiting:
            return False
        self.waiting += 1
        try:
            async with asyncio.timeout(self.patience_seconds):
                return await _taken(turns)
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1

    async def _pass_on(
        self,
        turns: list[asyncio.Semaphore],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """The turn ends when the page is made: who reads slowly holds up nobody."""
        end = _once(lambda: _given_back(turns))

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


def may_store(scope: Scope) -> bool:
    """Whether this asks for a change; a search is posted, and stores nothing."""
    reads = scope["method"] in ("GET", "HEAD", "OPTIONS")
    return not reads and ASKED_AGAIN.fullmatch(scope["path"]) is None


async def _taken(turns: list[asyncio.Semaphore]) -> bool:
    """Each in its order; none is kept when patience ends before the last."""
    taken: list[asyncio.Semaphore] = []
    try:
        for turn in turns:
            await turn.acquire()
            taken.append(turn)
    except BaseException:
        _given_back(taken)
        raise
    return True


def _given_back(turns: list[asyncio.Semaphore]) -> None:
    for turn in turns:
        turn.release()


def _once(act: Callable[[], None]) -> Callable[[], None]:
    """Does it the first time it is asked."""
    done = False

    def first_time() -> None:
        nonlocal done
        if not done:
            done = True
            act()

    return first_time
