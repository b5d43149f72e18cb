"""One line in the log for each request: which route, how it went, how long it took.

Neither the path nor the query is written, only the route's template: what somebody
typed into an address is theirs.
"""

from time import perf_counter
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.logs import bound

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Other methods are written as OTHER: anybody may invent a word and send it."""

log = structlog.get_logger()


class RequestLog:
    """Gives each request an id that all its lines carry, and writes its last line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; afterwards write how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status: int | None = None

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = perf_counter()
        scope.setdefault("state", {})["request_id"] = uuid4().hex
        with bound({"request_id": scope["state"]["request_id"]}):
            try:
                await self.app(scope, receive, noting)
            finally:
                _write(scope, status, perf_counter() - started)


def _write(scope: Scope, status: int | None, seconds: float) -> None:
    log.info(
        "request",
        method=scope["method"] if scope["method"] in METHODS else "OTHER",
        route=route_of(scope),
        status=status,
        milliseconds=round(seconds * 1000, 1),
    )


def route_of(scope: Scope) -> str:
    """The template of the route that was chosen, or ``none``."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path_format", "none"))
    return "/static/{path}" if _is_static(scope) else "none"


def _is_static(scope: Scope) -> bool:
    return str(scope.get("root_path", "")).endswith("/static")
