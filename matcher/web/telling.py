"""Telling a listing: one question a page, kept at each, then everything once more.

Every address is a page of its own, so Back is the browser's. A form that is older than
what is kept gets both texts side by side (409) and says which to keep.
"""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.schedules import next_occurrences
from matcher.access import Visitor, draft_for
from matcher.errors import BadInput, NotFound
from matcher.models import ListingDraft
from matcher.partners import alike, conversation, deciding, drafting, wording
from matcher.partners.conversation import CHECK, COMMON, QUESTIONS, Said, whole_number
from matcher.partners.drafting import Changed, content_of
from matcher.partners.outdated import still_said
from matcher.partners.times import WhichHalf
from matcher.taking import named
from matcher.web.deps import CurrentLexicon, Keeper, Now, Reading, Today, Writing
from matcher.web.outward import at_home, offered
from matcher.web.pages import page
from matcher.web.people.given import Given, read_given
from matcher.web.together import Posted

router = APIRouter(prefix="/listings/drafts/{draft_id}")

NEXT_DATES = 4
"""Said back with a time: enough to see whether the right weeks are meant."""

PUBLISHING = {"seen": 10, "over": 10}


@router.get(f"/{CHECK}")
def open_check(
    request: Request, draft_id: UUID, visitor: Keeper, session: Reading, today: Today
) -> HTMLResponse:
    """Everything once more, and the card as people will see it."""
    return _check_page(request, session, visitor, draft_id, today)


def _check_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    today: date,
    *,
    problem: str = "",
) -> HTMLResponse:
    row = draft_for(session, visitor, draft_id)
    draft = content_of(row)
    names = conversation.questions_for(row.organization_id)
    public = deciding.public_version(session, row)
    return page(
        request,
        "partners/check.html",
        status=422 if problem else 200,
        row=row,
        draft=draft,
        questions=[
            name for name in names if name != "run-by" or not row.opportunity_id
        ],
        missing=conversation.missing(draft),
        unsaid=conversation.unsaid(draft),
        public=public,
        unchanged=public is not None and not deciding.differences(public, draft),
        found=alike.twins(session, visitor, draft, stored=row.opportunity_id),
        notes=wording.notes_on_all(session, draft),
        still_said=still_said(public, draft) if public else [],
        waits=drafting.waits(session, row.organization_id, row.opportunity_id),
        back=conversation.before(CHECK, names),
        today=today,
        problem=problem,
    )


@router.get("/{question}")
def open_question(
    request: Request,
    draft_id: UUID,
    question: str,
    visitor: Keeper,
    session: Reading,
    lexicon: CurrentLexicon,
    now: Now,
    today: Today,
    change: int | None = None,
) -> HTMLResponse:
    """One question, with what was answered so far; ``change``: which of its times."""
    return _question_page(
        request,
        session,
        visitor,
        draft_id,
        question,
        lexicon=lexicon,
        now=now,
        today=today,
        change=change if question == "when" else None,
    )


def _question_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    step: str,
    *,
    lexicon: Lexicon,
    now: datetime,
    today: date,
    typed: Said | None = None,
    change: int | None = None,
    problem: BadInput | None = None,
) -> HTMLResponse:
    row = draft_for(session, visitor, draft_id)
    names = conversation.questions_for(row.organization_id)
    if step not in names:
        raise NotFound("There is no such question.")
    draft = content_of(row)
    chosen = None if change is None else conversation.time_to_change(draft, change)
    fields = (
        typed
        or chosen
        or conversation.shown_fields(draft, step, confirm_email=row.confirm_email)
    )
    return page(
        request,
        "partners/question.html",
        status=422 if problem else 200,
        row=row,
        draft=draft,
        step=step,
        fields=fields,
        number=names.index(step) + 1,
        count=len(names),
        back=conversation.before(step, names),
        today=today,
        problem=problem.sentence if problem else "",
        halves=problem.choices if isinstance(problem, WhichHalf) else {},
        notes=wording.notes(session, draft, step, fields),
        **_for_step(row, step, draft, lexicon, now),
    )


def _for_step(
    row: ListingDraft, step: str, draft: Any, lexicon: Lexicon, now: datetime
) -> dict[str, Any]:
    if step == "activities":
        found = conversation.readings_to_correct(draft, lexicon)
        is_new = row.opportunity_id is None and row.step == step
        return {
            "doubted": conversation.only_in_the_name(found) if is_new else set(),
            "readings": [
                (called, one.found)
                for one in found
                for called in named([one.activity], lexicon)
            ],
        }
    if step == "when":
        return {
            "times": [
                (one, next_occurrences([one], now=now, limit=NEXT_DATES))
                for one in draft.timetables
            ]
        }
    return {}


@router.post("/{question}", response_model=None)
def answer(
    request: Request,
    draft_id: UUID,
    question: str,
    fields: Posted,
    visitor: Keeper,
    session: Writing,
    lexicon: CurrentLexicon,
    now: Now,
    today: Today,
) -> Response:
    """Keep what was answered, and go on; publishing and dropping come here too."""
    row, step = draft_for(session, visitor, draft_id), question
    if step == "publish":
        return _publish(request, session, visitor, row, fields, lexicon, now, today)
    if step == "drop":
        return _drop(session, row)
    if step not in QUESTIONS:
        raise NotFound("There is no such question.")
    given = read_given(fields, {**QUESTIONS[step].longest, **COMMON})
    said, before = _said(given), content_of(row)
    press = wording.pressed(said.one("press"))
    if press and press.way == wording.LOOK:
        return _notes_part(request, session, before, step, said, press.field)
    said = wording.heeded(session, before, said, press, now=now)
    try:
        onward = drafting.answer(
            session, row, step, said, seen=whole_number(said.one("seen")), now=now,
            today=today,
        )  # fmt: skip
    except BadInput as problem:
        session.rollback()
        wording.heeded(session, before, said, press, now=now)
        return _question_page(
            request, session, visitor, draft_id, step, lexicon=lexicon, now=now,
            today=today, typed=said, problem=problem,
        )  # fmt: skip
    except Changed as both:
        session.rollback()
        return _both_page(request, session, visitor, draft_id, both, step, given)
    if step != onward and alike.is_asked_now(session, visitor, before, row, step):
        onward = "alike"
    at = f"#notes-{press.field}" if press and onward == step else ""
    return RedirectResponse(
        f"/listings/drafts/{draft_id}/{onward}{at}", status_code=303
    )


def _notes_part(
    request: Request,
    session: Session,
    draft: OpportunityDraft,
    step: str,
    said: Said,
    field: str,
) -> HTMLResponse:
    """The notes at one field as it stands in the browser; nothing is kept."""
    found = wording.notes(session, draft, step, said)
    return page(request, "partners/notes.html", several=found.get(field, []))


def _said(given: Given) -> Said:
    fields: dict[str, list[str]] = defaultdict(list)
    for name, value in given.fields:
        fields[name].append(value)
    return Said(fields=fields)


def _both_page(
    request: Request,
    session: Session,
    visitor: Visitor,
    draft_id: UUID,
    both: Changed,
    step: str,
    given: Given,
) -> HTMLResponse:
    row = draft_for(session, visitor, draft_id)
    found = row.opportunity_id and opportunities.listing(session, row.opportunity_id)
    return page(
        request,
        "partners/both.html",
        status=409,
        row=row,
        step=step,
        theirs=both.theirs,
        ours=both.ours,
        differences=deciding.differences(both.theirs, both.ours),
        again=[(n, v) for n, v in given.fields if n not in {"seen", "over"}],
        over=found.revision if found and step == "publish" else None,
    )


def _publish(
    request: Request,
    session: Session,
    visitor: Visitor,
    row: ListingDraft,
    fields: list[tuple[str, str]],
    lexicon: Lexicon,
    now: datetime,
    today: date,
) -> Response:
    given = read_given(fields, PUBLISHING)
    draft_id = row.id
    over = given.one("over")
    try:
        key = drafting.publish(
            session,
            row,
            by=visitor,
            seen=whole_number(given.one("seen")),
            over=whole_number(over) if over else None,
            now=now,
            today=today,
            lexicon=lexicon,
        )
    except BadInput as problem:
        session.rollback()
        return _check_page(
            request, session, visitor, draft_id, today, problem=problem.sentence
        )
    except Changed as both:
        session.rollback()
        return _both_page(request, session, visitor, draft_id, both, "publish", given)
    ideas = offered(session, visitor, key, now=now) if key else None
    at = at_home(key) if key else "/listings#begun"
    return ideas or RedirectResponse(at, status_code=303)


def _drop(session: Session, row: ListingDraft) -> Response:
    drafting.drop(session, row)
    return RedirectResponse("/listings#begun", status_code=303)
