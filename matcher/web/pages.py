"""Renders one page, or only the part of it that htmx asked for.

Both live at one address, so every answer says ``Vary: HX-Request``. Nothing here
decides what is shown.
"""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from matcher.access import STRANGER


def is_part(request: Request, element: str) -> bool:
    """Whether htmx asks only for the element with this id."""
    target = request.headers.get("HX-Target", "")
    return "HX-Request" in request.headers and target.endswith(f"#{element}")


def page(
    request: Request, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A template with these values, in the environment the application was given."""
    environment: Environment = request.app.state.environment
    body = environment.get_template(template).render(
        {"visitor": getattr(request.state, "visitor", STRANGER)} | values
    )
    return HTMLResponse(body, status_code=status, headers={"Vary": "HX-Request"})
