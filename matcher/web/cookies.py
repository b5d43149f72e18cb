"""The cookies there are: who is signed in, what a stranger saved, who went to sign in,
which language was chosen, and whether easy read was.

The third lasts ten minutes, for the way to a single sign-on's provider and back: it
shows that who comes back is who went. All are ``__Host-``: this host only, never by
plain HTTP (browsers take 127.0.0.1 for safe), out of reach of scripts. Another
needs a reason on the page "what this is".
"""

from fastapi import Request, Response

from matcher.access import LONGEST
from matcher.keys import hashed

SIGNED_IN = "__Host-signed-in"
SAVED = "__Host-saved"
"""Ids of listings and nothing else: no words, no name."""

GOING = "__Host-going"
"""What a single sign-on was begun with."""

GOING_SECONDS = 600
"""Long enough to type a password at the provider."""

LANGUAGE = "__Host-language"
"""The code of a language, such as ``cy``."""

EASY = "__Host-easy"
"""``yes``, where somebody chose easy read."""

KEPT_LANGUAGE_SECONDS = 365 * 24 * 3600
"""A year: who reads Welsh today will next month."""

KEPT_SAVED_SECONDS = 30 * 24 * 3600
"""How long a stranger's list stays on their device: a month."""


def sign_in_id_of(request: Request) -> str | None:
    """The id of the row that the cookie's value stands for."""
    value = request.cookies.get(SIGNED_IN)
    return hashed(value) if value else None


def set_signed_in(response: Response, value: str) -> None:
    """Hand a browser the value of its new sign-in."""
    _set(response, SIGNED_IN, value, max_age=int(LONGEST.total_seconds()))


def forget_signed_in(response: Response) -> None:
    """Take it back, and ask the browser to drop what it keeps of our pages: those gone
    through, and a list that could be read without a signal."""
    response.delete_cookie(SIGNED_IN, path="/", secure=True, httponly=True)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def set_saved(response: Response, value: str) -> None:
    """Keep a stranger's list on their own device; an empty one is dropped."""
    if value:
        _set(response, SAVED, value, max_age=KEPT_SAVED_SECONDS)
    else:
        response.delete_cookie(SAVED, path="/", secure=True, httponly=True)


def kept_going(request: Request) -> str:
    """What this browser went to the provider with; empty when it did not."""
    return request.cookies.get(GOING, "")


def set_going(response: Response, value: str) -> None:
    """Know the browser again when the provider sends it back."""
    _set(response, GOING, value, max_age=GOING_SECONDS)


def forget_going(response: Response) -> None:
    """It is back."""
    response.delete_cookie(GOING, path="/", secure=True, httponly=True)


def chosen_language(request: Request) -> str:
    """The language chosen on this device; empty when none was."""
    return request.cookies.get(LANGUAGE, "")


def set_language(response: Response, code: str) -> None:
    """Keep the choice on the device it was made on."""
    _set(response, LANGUAGE, code, max_age=KEPT_LANGUAGE_SECONDS)


def chose_easy(request: Request) -> bool:
    """Whether easy read was chosen on this device."""
    return request.cookies.get(EASY) == "yes"


def set_easy(response: Response, *, is_easy: bool) -> None:
    """Keep the choice on the device it was made on; the usual pages need no cookie."""
    if is_easy:
        _set(response, EASY, "yes", max_age=KEPT_LANGUAGE_SECONDS)
    else:
        response.delete_cookie(EASY, path="/", secure=True, httponly=True)


def _set(response: Response, name: str, value: str, *, max_age: int) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=True, httponly=True,
        samesite="lax",
    )  # fmt: skip
