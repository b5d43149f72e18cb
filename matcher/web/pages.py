"""Renders one page, or only the part of it that htmx asked for.

Both live at one address, in every language, so each answer says what it varies by.
Nothing here decides what is shown.
"""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from matcher.access import STRANGER
from matcher.web.language import environment_of, here

VARY = "HX-Request, Accept-Language, Cookie"
"""A part or the whole; the language; who is looking."""


def is_part(request: Request, element: str) -> bool:
    """Whether htmx asks only for the element with this id."""
    target = request.headers.get("HX-Target", "")
    return "HX-Request" in request.headers and target.endswith(f"#{element}")


def page(
    request: Request, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A template with these values, in the environment the application was given."""
    around = {
        "visitor": getattr(request.state, "visitor", STRANGER),
        "here": here(request),
    }
    body = environment_of(request).get_template(template).render(around | values)
    return HTMLResponse(body, status_code=status, headers={"Vary": VARY})
