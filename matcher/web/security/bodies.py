"""Bodies arrive whole before a page begins: never too much, never too slowly.

So no thread and no database connection waits for a slow visitor, and a page never
meets half a form. The cost is one body in memory for each request under way.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue.sentences import Sentence
from matcher.errors import BadInput, MatcherError, TooMany, TooMuch, TooSlow
from matcher.web.cookies import SIGNED_IN
from matcher.web.errors import answer_problem

POLITE_FACTOR = 8
"""A body too big is still read to the end up to this many times the cap: a browser
that is cut off while it sends shows its own error instead of our sentence."""


MOST_LARGE_AT_ONCE = 3
"""Bodies over the usual cap that are under way at one time: each stands in memory."""

UTF_8 = frozenset({b"utf-8", b"utf8"})
"""What our pages are in, and so what every browser sends."""


@dataclass(frozen=True, kw_only=True)
class Cap:
    """How much may be sent, and how long it may take."""

    max_bytes: int
    seconds: float


class VisitorLeft(Exception):
    """The visitor went away before the body had arrived."""


class Bodies:
    """Reads each body first; too big is 413, too slow is 408, and no page is called.

    Neither is one in another encoding, 422: some make text that no database takes.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_bytes: int,
        seconds: float,
        larger: Mapping[str, Cap] | None = None,
    ) -> None:
        """``larger``: paths to which somebody signed in may post more, and how much."""
        self.app = app
        self.usual = Cap(max_bytes=max_bytes, seconds=seconds)
        self.larger = larger or {}
        self.large_now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body at hand, or answer it here."""
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        cap = self._cap_for(scope)
        is_large = cap is not self.usual
        self.large_now += is_large
        try:
            await self._pass_on(scope, receive, send, cap)
        finally:
            self.large_now -= is_large

    async def _pass_on(
        self, scope: Scope, receive: Receive, send: Send, cap: Cap
    ) -> None:
        try:
            body = await self._whole_body(scope, receive, cap)
        except VisitorLeft:
            return
        except MatcherError as problem:
            await answer_problem(scope, receive, send, problem, close=True)
            return
        await self.app(scope, _replay(body, receive), send)

    def _cap_for(self, scope: Scope) -> Cap:
        """The usual cap, but on a path for files, by somebody who carries a sign-in.

        Whether it is a good one is for the page to say; a stranger costs us no memory.
        """
        cap = self.larger.get(scope["path"]) if scope["method"] == "POST" else None
        if cap is None:
            return self.usual
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        return cap if SIGNED_IN in cookies else self.usual

    async def _whole_body(self, scope: Scope, receive: Receive, cap: Cap) -> bytes:
        if self.large_now > MOST_LARGE_AT_ONCE and cap is not self.usual:
            raise TooMany(
                "Several files are arriving just now. Try once more in a minute.",
                retry_after_seconds=60,
            )
        too_much = TooMuch(
            "What you sent is larger than %(size)s, which is more than we can take in"
            " one go.",
            size=_size(cap.max_bytes),
        )
        if not _is_utf_8(scope):
            raise BadInput("A form is read as UTF-8 alone. Send it as UTF-8.")
        if _declared(scope) > cap.max_bytes and _waits_to_be_asked(scope):
            raise too_much
        try:
            async with asyncio.timeout(cap.seconds):
                return await _read(receive, too_much, cap.max_bytes)
        except TimeoutError:
            raise TooSlow("What you sent did not arrive in time.") from None


async def _read(receive: Receive, too_much: TooMuch, max_bytes: int) -> bytes:
    kept, seen, more = bytearray(), 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise VisitorLeft
        chunk, more = message.get("body", b""), message.get("more_body", False)
        seen += len(chunk)
        if seen <= max_bytes:
            kept += chunk
        elif seen > POLITE_FACTOR * max_bytes:
            raise too_much
    if seen > max_bytes:
        raise too_much
    return bytes(kept)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _is_utf_8(scope: Scope) -> bool:
    """Whether its encoding is ours, or not said; asked as whoever reads forms does."""
    _, said = parse_options_header(Headers(scope=scope).get("content-type"))
    return said.get(b"charset", b"utf-8").lower() in UTF_8


def _declared(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isdecimal() and len(declared) < 20 else 0


def _waits_to_be_asked(scope: Scope) -> bool:
    return Headers(scope=scope).get("expect", "").lower() == "100-continue"


def _size(count: int) -> str:
    if count >= 100_000:
        return f"{count / 1_000_000:g} MB"
    return Sentence("%(count)s bytes", count=f"{count:,}")


def _replay(body: bytes, receive: Receive) -> Receive:
    """A channel that gives ``body`` once, then whatever the real one says."""
    waiting: list[Message] = [
        {"type": "http.request", "body": body, "more_body": False}
    ]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
