"""Has this public page changed since they have it? Then 304, and nothing is made.

A page's mark is the catalogue's number, which every change of any listing moves, this
code and its words, the language, the address, and the quarter of an hour: dates and
"today" change by the clock. One query answers for all of it.

Only for somebody who brings no cookie at all: they are not signed in, have nothing
saved here and chose nothing, so the page holds nothing of anybody. Every other page
stays ``no-store``.
"""

from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from starlette.responses import Response

from catalogue import opportunities
from matcher.bundled import bundled
from matcher.web.deps import Now, Reading
from matcher.web.language import language_of
from matcher.web.pages import VARY

AnyResponse = TypeVar("AnyResponse", bound=Response)

KEPT = "no-cache"
"""May be kept, and is asked for again each time (RFC 9111, 5.2.2.4)."""

MADE_WITH = frozenset({".py", ".html", ".po", ".css", ".js"})
"""Endings of the files that decide what a page says."""

FRESH = timedelta(minutes=15)
"""How long a page may say "at 7pm" of what has begun: things begin on the quarter."""


def mark_of(request: Request, session: Reading, now: Now) -> str:
    """The mark of this page as it is now; "" for a page that nobody may keep."""
    if "cookie" in request.headers or "hx-request" in request.headers:
        return ""
    settings = request.app.state.settings
    told = (
        code(),
        settings.demo,
        settings.base_url,
        language_of(request),
        request.url.path,
        request.url.query,
        opportunities.version(session),
        int(now.timestamp() // FRESH.total_seconds()),
    )
    return f'"{sha256(repr(told).encode()).hexdigest()[:32]}"'


Mark = Annotated[str, Depends(mark_of, scope="function")]
"""What a route for anybody asks for, to say ``unchanged`` and ``kept`` with."""


def unchanged(request: Request, mark: str) -> Response | None:
    """304 for who has this very page; None for who needs it."""
    asked = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in asked.split(",")}
    return kept(Response(status_code=304), mark) if mark and mark in known else None


def kept(answer: AnyResponse, mark: str) -> AnyResponse:
    """The answer, with its mark; as it is where nobody may keep it."""
    if mark:
        answer.headers["ETag"] = mark
        answer.headers["Cache-Control"] = KEPT
        answer.headers["Vary"] = VARY
    return answer


@cache
def code() -> str:
    """A mark of the files that pages are made with, as they were when first asked."""
    ours, seen = Path(__file__).parents[1], sha256()
    for folder in (ours, ours.parent / "catalogue", Path(str(bundled("templates")))):
        for file in sorted(folder.rglob("*")):
            if file.suffix in MADE_WITH:
                stat = file.stat()
                seen.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()
