"""Bodies arrive whole before a page begins: never too much, never too slowly.

So no thread and no database connection waits for a slow visitor, and a page never
meets half a form. The cost is one body in memory for each request under way.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.errors import MatcherError, TooMuch, TooSlow
from matcher.web.errors import answer_problem

POLITE_FACTOR = 8
"""A body too big is still read to the end up to this many times the cap: a browser
that is cut off while it sends shows its own error instead of our sentence."""


class VisitorLeft(Exception):
    """The visitor went away before the body had arrived."""


class Bodies:
    """Reads each body first; too big is 413, too slow is 408, and no page is called."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, seconds: float) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body at hand, or answer it here."""
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._whole_body(scope, receive)
        except VisitorLeft:
            return
        except MatcherError as problem:
            await answer_problem(scope, receive, send, problem, close=True)
            return
        await self.app(scope, _replay(body, receive), send)

    async def _whole_body(self, scope: Scope, receive: Receive) -> bytes:
        too_much = TooMuch(
            f"What you sent is larger than {_size(self.max_bytes)}, which is more than"
            " we can take in one go."
        )
        if _declared(scope) > self.max_bytes and _waits_to_be_asked(scope):
            raise too_much
        try:
            async with asyncio.timeout(self.seconds):
                return await self._read(receive, too_much)
        except TimeoutError:
            raise TooSlow("What you sent did not arrive in time.") from None

    async def _read(self, receive: Receive, too_much: TooMuch) -> bytes:
        kept, seen, more = bytearray(), 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise VisitorLeft
            chunk, more = message.get("body", b""), message.get("more_body", False)
            seen += len(chunk)
            if seen <= self.max_bytes:
                kept += chunk
            elif seen > POLITE_FACTOR * self.max_bytes:
                raise too_much
        if seen > self.max_bytes:
            raise too_much
        return bytes(kept)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _declared(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isdecimal() and len(declared) < 20 else 0


def _waits_to_be_asked(scope: Scope) -> bool:
    return Headers(scope=scope).get("expect", "").lower() == "100-continue"


def _size(count: int) -> str:
    return f"{count / 1_000_000:g} MB" if count >= 100_000 else f"{count:,} bytes"


def _replay(body: bytes, receive: Receive) -> Receive:
    """A channel that gives ``body`` once, then whatever the real one says."""
    waiting: list[Message] = [
        {"type": "http.request", "body": body, "more_body": False}
    ]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
