"""Who is counted when a listing is met, and what is counted of a page of results.

A visitor is told apart for the week alone, and nowhere but in memory
(``matcher.reports.counting``): by their page or sign-in, else by where their request
came from. Organizations that keep listings here are not counted, and neither is a
program that reads the web.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from fastapi import Request

from matcher.access import STRANGER, Visitor
from matcher.matching import Result
from matcher.models import Noticed, Role
from matcher.reports.counting import counts_of

PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|curl|wget", re.IGNORECASE
)
"""How programs that read the web call themselves."""


def notice(
    request: Request,
    what: Noticed,
    found: Mapping[UUID, Iterable[str]],
    *,
    today: date,
    person_id: UUID | None = None,
) -> None:
    """Count these listings, met on somebody's page or by whoever is looking."""
    who = _who(request, person_id)
    if who and found:
        counts_of(request.app.state.engine).notice(who, what, found, today=today)


def notice_results(
    request: Request,
    results: Iterable[Result],
    *,
    today: date,
    person_id: UUID | None = None,
) -> None:
    """Count the listings of a page of results, with what each was found by."""
    found = {one.listing.id: _activities(one) for one in results}
    notice(request, Noticed.SHOWN, found, today=today, person_id=person_id)


def _activities(result: Result) -> frozenset[str]:
    """The activities that the words it answers best rest on."""
    answers = result.match.answers[:1]
    return frozenset(
        evidence.activity
        for answer in answers
        for evidence in answer.evidence
        if evidence.activity
    )


def _who(request: Request, person_id: UUID | None) -> str:
    """A name for whoever looks, to tell them from others; "" for who is not counted."""
    visitor: Visitor = getattr(request.state, "visitor", STRANGER)
    if visitor.role is Role.PARTNER:
        return ""
    known = person_id or visitor.person_id or visitor.account_id
    if known:
        return str(known)
    agent = request.headers.get("user-agent", "")
    if not agent or PROGRAMS.search(agent):
        return ""
    return f"{request.client.host if request.client else ''} {agent}"
