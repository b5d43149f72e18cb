"""A change must come from our own pages, not from somebody else's.

Browsers say where a request comes from (``Sec-Fetch-Site``, and ``Origin``), and a
page cannot make them say otherwise; so there is no token in our forms. Reading is
never checked, because reading changes nothing.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.errors import NotAllowed
from matcher.web.errors import answer_problem

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1; TRACE is not served)."""

OUR_OWN = frozenset({"same-origin", "none"})
"""Our page, or the visitor's own doing (a bookmark, the address bar)."""


class SameOrigin:
    """Refuses every unsafe request that another site's page began: 403."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        self.own_host = urlsplit(base_url).netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is safe or ours; answer the rest here."""
        if scope["type"] != "http" or self.is_ours(scope):
            await self.app(scope, receive, send)
            return
        problem = NotAllowed("That came from another website's page.")
        await answer_problem(scope, receive, send, problem)

    def is_ours(self, scope: Scope) -> bool:
        """Whether a request changes nothing, or began on a page of ours.

        Over plain http (a machine in the same room) browsers leave out
        ``Sec-Fetch-Site``, and because of our own ``no-referrer`` they say
        ``Origin: null`` when a form is sent: that passes only without a cookie, when
        nobody is signed in and a stranger gains nothing by it. Neither header at all
        is a program, not a page.
        """
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if scope["method"] in SAFE_METHODS:
            return True
        if site is not None:
            return site in OUR_OWN
        if origin == "null":
            return "cookie" not in headers
        return origin is None or self._is_own(origin, headers.get("host", ""))

    def _is_own(self, origin: str, host: str) -> bool:
        return urlsplit(origin).netloc.lower() in {host.lower(), self.own_host} - {""}
