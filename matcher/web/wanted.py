"""The page somebody wanted when they were asked to sign in, to be led back to.

It travels as a path of our own and nothing else: no other site, no query, no words.
Anything else is left out, as if nothing had been wanted.
"""

import re
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator
from starlette.requests import Request

OUR_PATH = re.compile(r"/[a-z0-9]+(?:[/-][a-z0-9-]+)*")
"""Small letters, digits and hyphens between single slashes, as our pages have them."""

LONGEST = 200
"""Characters; our longest page has about 130."""

NOT_THERE = re.compile(r"/(?:sign-(?:in|out)|second-step|links|c)(?:/|$)")
"""Ways in and out are no place to be led to."""


def our_page(text: str) -> str:
    """``text`` when it is a page of ours to be led back to, else nothing."""
    ours = len(text) <= LONGEST and OUR_PATH.fullmatch(text)
    return text if ours and not NOT_THERE.match(text) else ""


Wanted = Annotated[str, AfterValidator(our_page)]
"""The field and the part of an address that carry it."""


def wanted_by(request: Request) -> str:
    """The page that a request asked for; a change is nothing to come back to."""
    return our_page(request.url.path) if request.method == "GET" else ""


def sign_in_for(wanted: str) -> str:
    """The address to sign in at, with the way back to what was wanted."""
    return f"/sign-in?to={quote(wanted, safe='')}" if wanted else "/sign-in"
