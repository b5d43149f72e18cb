"""One table: what went wrong -> a status and a plain page.

A page for a reader, a fragment for htmx, JSON for a program; none repeats what was
sent, and the page for our own faults says nothing but a number to quote. Nothing
here decides that something is wrong.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from http import HTTPStatus
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue.sentences import Sentence, said_in
from matcher.access import STRANGER
from matcher.errors import (
    BadInput,
    DeadLink,
    MatcherError,
    NotAllowed,
    NotFound,
    SignInFirst,
    TooBusy,
    TooMany,
    TooMuch,
    TooSlow,
)
from matcher.languages import translations_of
from matcher.web.cookies import sign_in_id_of
from matcher.web.deps import know_visitor
from matcher.web.language import environment_of, language_of
from matcher.web.wanted import sign_in_for, wanted_by

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a visitor is told: ``sentence`` what happened, ``way_on`` what to do."""

    status: int
    heading: str
    sentence: str
    way_on: str


def _(words: str) -> Sentence:
    """Marks words for translators; ``respond`` says them in the visitor's language."""
    return Sentence(words)


PROBLEMS = {
    problem.status: problem
    for problem in (
        Problem(
            status=400,
            heading=_("We could not read that"),
            sentence=_(
                "What reached us was not as it should be, so nothing was changed."
            ),
            way_on=_("Go back and try once more."),
        ),
        Problem(
            status=401,
            heading=_("Sign in first"),
            sentence=_("This page is only for people who are signed in."),
            way_on=_("Sign in, or use your card. Then open it again."),
        ),
        Problem(
            status=403,
            heading=_("That can’t be done from here"),
            sentence=_("You may not do this from where you are."),
            way_on=_("Nothing was changed. You can go back, or on to another page."),
        ),
        Problem(
            status=404,
            heading=_("That page is not here"),
            sentence=_("It may have been taken down, or the address has a slip in it."),
            way_on=_("Start from the first page to find what you are looking for."),
        ),
        Problem(
            status=405,
            heading=_("That can’t be done here"),
            sentence=_("This address does not work in that way."),
            way_on=_("Start from the first page to find what you are looking for."),
        ),
        Problem(
            status=408,
            heading=_("That took too long"),
            sentence=_("What you sent did not arrive in time."),
            way_on=_("Your connection may be slow just now. Try once more."),
        ),
        Problem(
            status=413,
            heading=_("That is too big"),
            sentence=_("What you sent is larger than we can take in one go."),
            way_on=_("Nothing was kept. Go back, make it shorter and try once more."),
        ),
        Problem(
            status=422,
            heading=_("Something needs another look"),
            sentence=_("Part of what was filled in is not as we expected."),
            way_on=_("Go back and have another look. Nothing was changed."),
        ),
        Problem(
            status=429,
            heading=_("That was too many tries"),
            sentence=_("It was tried too often in a short while."),
            way_on=_("Wait a little, then try once more."),
        ),
        Problem(
            status=500,
            heading=_("Something went wrong on our side"),
            sentence=_("It is not your fault, and it has been noted."),
            way_on=_("Try once more in a while."),
        ),
        Problem(
            status=503,
            heading=_("It is very busy just now"),
            sentence=_("Too many people are looking at the same moment."),
            way_on=_("Try once more in a minute."),
        ),
    )
}
"""The words for each status; another 4xx borrows those of 400, a 5xx those of 500."""

HELD_UP = Problem(
    status=503,
    heading=_("One moment, please"),
    sentence=_("Something was being put in order, so nothing was changed."),
    way_on=_("Please try again in a moment."),
)
"""Where one writer was in another's way: a lone visitor can meet that too."""

NO_LONGER = Problem(
    status=404,
    heading=_("This link does not work"),
    sentence="",
    way_on=_("Look for a newer mail from us, or ask for a new link."),
)
"""For a link out of a mail: no page was taken down, and there may be a newer one."""

STATUSES: Mapping[type[MatcherError], int] = {
    BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    SignInFirst: HTTPStatus.UNAUTHORIZED,
    TooBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    TooMuch: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TooSlow: HTTPStatus.REQUEST_TIMEOUT,
}
"""Errors whose sentence a visitor may read; any other is a fault of ours."""


class LastResort:
    """Answers for a page that broke: the fault goes to the log, a number to the page.

    The error ends here, because the server would print its message, and that may
    hold somebody's words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whatever breaks becomes a 500 page."""
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            log.error("page_broke", exc_info=error)
            if scope["type"] == "http" and not started:
                answer = respond(Request(scope), problem_of_status(500))
                await answer(scope, receive, send)


async def answer_problem(
    scope: Scope,
    receive: Receive,
    send: Send,
    error: MatcherError,
    *,
    close: bool = False,
) -> None:
    """Answer a request that no page will see; ``close`` ends the connection too."""
    headers = {"Connection": "close"} if close else {}
    answer = respond(Request(scope), problem_of(error), headers=headers)
    await answer(scope, receive, send)


async def on_matcher_error(request: Request, error: MatcherError) -> Response:
    """The page for an error of our own family."""
    problem = problem_of(error)
    if isinstance(error, TooBusy):
        log.warning("too_busy")
    elif problem.status >= 500:
        log.error("page_broke", exc_info=error)
    return respond(request, problem, headers=_headers_of(error))


def _headers_of(error: MatcherError) -> dict[str, str]:
    if isinstance(error, TooBusy | TooMany):
        return {"Retry-After": str(error.retry_after_seconds)}
    return {}


async def on_waiting_in_vain(request: Request, error: OperationalError) -> Response:
    """A page that says to try again, where the database let another go first.

    Nothing of it was kept. Any other trouble of a database is ours to answer for.
    """
    if not _let_another_go_first(error.orig):
        raise error
    log.warning("ended_for_another")
    headers = {"Retry-After": str(AGAIN_SECONDS)}
    return respond(request, HELD_UP, headers=headers)


def _let_another_go_first(trouble: BaseException | None) -> bool:
    if getattr(trouble, "sqlstate", None) in ENDED_FOR_ANOTHER:
        return True
    code = getattr(trouble, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return bool(code & SQLITE_KIND == sqlite3.SQLITE_BUSY)


ENDED_FOR_ANOTHER = frozenset({"40001", "40P01", "55P03", "57P01"})
"""SQLSTATE of a transaction that may simply be tried again: not in one order, waiting
for each other, no lock, ended by an administrator (PostgreSQL, appendix A)."""

SQLITE_KIND = 0xFF
"""The byte of an extended result code of SQLite that says which kind it is of."""

AGAIN_SECONDS = 2
"""A moment, as the page says: by then whoever it was ended for is through."""


async def on_http_exception(request: Request, error: HTTPException) -> Response:
    """The page for what the framework found: no such page, the wrong method.

    No route was reached, so who is looking is found out here: their ways stay theirs.
    """
    if sign_in_id_of(request) and not hasattr(request.state, "visitor"):
        await _find_out_who(request)
    problem = problem_of_status(error.status_code)
    return respond(request, problem, headers=error.headers or {})


async def _find_out_who(request: Request) -> None:
    try:
        await know_visitor(request)
    except Exception as trouble:  # the page has its words without it
        log.error("visitor_not_known", exc_info=trouble)


async def on_validation_error(
    request: Request, error: RequestValidationError
) -> Response:
    """The page for a value of the wrong kind; in the path it means *no such page*."""
    in_path = any(fault["loc"][:1] == ("path",) for fault in error.errors())
    return respond(request, problem_of_status(404 if in_path else 422))


HANDLERS: dict[Any, Any] = {
    MatcherError: on_matcher_error,
    OperationalError: on_waiting_in_vain,
    HTTPException: on_http_exception,
    RequestValidationError: on_validation_error,
}
"""What ``create_app`` hands to the framework."""


def problem_of(error: MatcherError) -> Problem:
    """What a visitor is told of an error: its own sentence, or nothing but a 500."""
    if isinstance(error, DeadLink):
        return replace(NO_LONGER, sentence=error.sentence)
    for kind in type(error).__mro__:
        if kind in STATUSES:
            return replace(problem_of_status(STATUSES[kind]), sentence=error.sentence)
    return problem_of_status(500)


def problem_of_status(status: int) -> Problem:
    """The words of the table for a status, or those of its kind."""
    words = PROBLEMS.get(status) or PROBLEMS[500 if status >= 500 else 400]
    return replace(words, status=status)


def respond(
    request: Request, problem: Problem, *, headers: Mapping[str, str] | None = None
) -> Response:
    """A problem as a page, a fragment or JSON: whichever was asked for."""
    ours = problem.status >= 500 and problem.status != HTTPStatus.SERVICE_UNAVAILABLE
    number = _number(request) if ours else None
    gettext = translations_of(language_of(request)).gettext
    said: dict[str, Any] = {
        "status": problem.status,
        "heading": said_in(problem.heading, gettext),
        "sentence": said_in(problem.sentence, gettext),
        "way_on": said_in(problem.way_on, gettext),
        "number": number,
    }
    if _wants_json(request):
        return JSONResponse(said, status_code=problem.status, headers=headers)
    wanted = wanted_by(request) if problem.status == HTTPStatus.UNAUTHORIZED else ""
    page = _page(request, said | {"sign_in_at": sign_in_for(wanted)})
    return HTMLResponse(page, status_code=problem.status, headers=headers)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _page(request: Request, said: Mapping[str, Any]) -> str:
    """The template's page; a bare one when the template itself is what broke."""
    try:
        template = environment_of(request).get_template("errors/error.html")
        if "HX-Request" in request.headers and "main" in template.blocks:
            return "".join(template.blocks["main"](template.new_context(dict(said))))
        return str(template.render(_around(request) | dict(said)))
    except Exception as error:
        log.error("error_page_broke", exc_info=error)
        return _bare_page(said)


def _around(request: Request) -> dict[str, Any]:
    """Who is looking, where that was found out before it went wrong."""
    visitor = getattr(request.state, "visitor", None)
    if visitor is None and sign_in_id_of(request) is None:
        visitor = STRANGER
    waits = getattr(request.state, "to_look_over", 0)
    return {} if visitor is None else {"visitor": visitor, "to_look_over": waits}


def _bare_page(said: Mapping[str, Any]) -> str:
    heading, sentence, way_on = (
        escape(said[part]) for part in ("heading", "sentence", "way_on")
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{heading}</title>'
        f'<h1>{heading}</h1><p>{sentence}</p><p>{way_on}</p><p><a href="/">Home</a></p>'
    )


def _number(request: Request) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))
