"""Which language a page speaks.

What was chosen on this device comes first, then what the browser asks for, then the
setting. How it is chosen: ``switches``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request

from matcher.languages import languages, understood_by
from matcher.web.compiled import compiled_in
from matcher.web.cookies import chosen_language
from matcher.web.wanted import our_page, sign_in_for

MOST_ASKED_FOR = 10
"""So many languages of a browser's wishes are looked at."""


class Environments(dict[str, jinja2.Environment]):
    """The pages' environment in each language, made when it is first asked for.

    Making one reads every sentence of its language: the first page waits for no other.
    """

    def __init__(
        self,
        make: Callable[..., jinja2.Environment],
        *,
        compiled_in: Path | None,
        **look: Any,
    ) -> None:
        super().__init__()
        self._make, self._look = make, look
        self._compiled_in = compiled_in

    def __missing__(self, code: str) -> jinja2.Environment:
        """The environment of a language there is."""
        environment = self._make(language=code, **self._look)
        if self._compiled_in:
            environment.bytecode_cache = compiled_in(self._compiled_in, code)
        return self.setdefault(code, environment)


def environment_of(request: Request) -> jinja2.Environment:
    """The environment of pages in the language of whoever is looking."""
    environments: dict[str, jinja2.Environment] = request.app.state.environments
    return environments[language_of(request)]


def language_of(request: Request) -> str:
    """The code of the language this visitor reads."""
    chosen = chosen_language(request)
    if chosen in languages():
        return chosen
    wished = understood_by(_wishes(request.headers.get("accept-language", "")))
    default: str = request.app.state.settings.language
    return wished or default


def _wishes(header: str) -> list[str]:
    """``cy-GB,cy;q=0.9,en;q=0.8`` -> ``[cy-GB, cy, en]``, the most wanted first."""
    wishes: list[tuple[float, int, str]] = []
    for part in header.split(",")[:MOST_ASKED_FOR]:
        code, _, weight = part.strip().partition(";q=")
        if code.replace("-", "").isalnum():
            wishes.append((-_weight(weight), len(wishes), code.lower()))
    return [code for _, _, code in sorted(wishes)]


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def here(request: Request) -> str:
    """This page, to come back to after a choice.

    Whoever is asked to sign in keeps the page that they wanted.
    """
    path = request.url.path
    is_sign_in = path == sign_in_for("")
    return (
        sign_in_for(our_page(request.query_params.get("to", "")))
        if is_sign_in
        else path
    )
