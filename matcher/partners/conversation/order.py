"""The questions in their order: what comes after what, what is missing. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from catalogue.drafts import FirstVisit, Joining, Openness, OpportunityDraft
from catalogue.outward import only_relabelled
from matcher.partners.conversation.meeting import COST, OF_HALF, WHEN, WHERE
from matcher.partners.conversation.naming import ACTIVITIES, RUN_BY, WHAT
from matcher.partners.conversation.said import Question, Said, said_as
from matcher.partners.conversation.welcoming import (
    A_FIRST_VISIT,
    ACCESS_THERE,
    HELLO,
    WELCOME,
)

QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        RUN_BY,
        WHAT,
        ACTIVITIES,
        WHEN,
        WHERE,
        COST,
        WELCOME,
        ACCESS_THERE,
        A_FIRST_VISIT,
        HELLO,
    )
}
"""In the order they are asked. The first is asked of workers alone: an organization
that keeps its own listings is known."""

CHECK = "check"
"""The page after the last question: everything once more, and the card."""

COMMON = {"press": 100, "seen": 10}
"""What every question's form has besides: its button, and the version it shows."""

STAYS = ("add", "unsaid")
"""Buttons that keep the question open: what was told is said back first."""

STAY_WITH = ("away-", OF_HALF, "say:", "leave:")
"""How other such buttons begin: a time taken away, or said to be of the morning; words
said otherwise or left."""


def questions_for(organization: object) -> list[str]:
    """The questions in order, for one of an organization here or for a worker."""
    return [name for name in QUESTIONS if name != "run-by" or organization is None]


def after(step: str, press: str, names: Sequence[str]) -> str:
    """The page to go on with."""
    if press in STAYS or press.startswith(STAY_WITH):
        return step
    if press == CHECK:
        return CHECK
    at = names.index(step) + 1
    return names[at] if at < len(names) else CHECK


def before(step: str, names: Sequence[str]) -> str | None:
    """The question before; None for the first."""
    at = len(names) if step == CHECK else names.index(step)
    return names[at - 1] if at else None


def answered(
    draft: OpportunityDraft, step: str, said: Said, *, today: date
) -> OpportunityDraft:
    """The draft with the answers of one question.

    Raises ``BadInput`` with what to write instead; the draft is as it was then.
    """
    return QUESTIONS[step].read(draft, said, today)


def shown_fields(
    draft: OpportunityDraft, step: str, *, confirm_email: str | None = None
) -> Said:
    """What the form of a question shows: the answers there are, as they were given."""
    given = dict(QUESTIONS[step].show(draft))
    if step == "run-by":
        given["confirm_email"] = confirm_email
    return said_as(given)


def missing(draft: OpportunityDraft) -> list[str]:
    """The questions without which nobody could go; the rest may stay unsaid."""
    wanting = {
        "run-by": draft.organization is None or not draft.organization.name,
        "what": not draft.title,
        "where": not (draft.venues or draft.online or draft.covers),
        "welcome": draft.openness is Openness.UNSTATED or only_relabelled(draft),
    }
    return [name for name, is_wanting in wanting.items() if is_wanting]


def unsaid(draft: OpportunityDraft) -> list[str]:
    """The questions nobody has answered yet: the card says "ask first" there."""
    open_ends = {
        "when": not (draft.timetables or draft.schedule_text),
        "cost": not (draft.prices or draft.cost_text),
        "access": bool(draft.venues) and not draft.venues[0].accessibility,
        "first-visit": draft.first_visit == FirstVisit() and draft.joining == Joining(),
        "hello": not (draft.phone or draft.email or draft.url),
    }
    return [name for name, is_open in open_ends.items() if is_open]
