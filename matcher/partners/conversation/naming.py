"""Who runs it, what it is, and what people do there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from catalogue.activities import Lexicon, Reading
from catalogue.drafts import OpportunityDraft, OrganizationDraft
from catalogue.opportunities import read_draft
from matcher.errors import BadInput
from matcher.partners.conversation.said import LINE, WORDS, Question, Said

WORTH_SHOWING = 0.3
"""How sure a reading must be to be shown for correcting: less than for saying it."""

ECHO_SHARE = 0.6
"""Below this share of the surest reading of the same words it is not asked about."""

MOST_ACTIVITIES = 12


def _who_runs(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    name = said.one("organization")
    if not name:
        raise BadInput("Say who runs it, as people know them.")
    before = draft.organization or OrganizationDraft(name=name)
    return replace(draft, organization=replace(before, name=name))


def _run_by(draft: OpportunityDraft) -> Mapping[str, Any]:
    return {"organization": draft.organization.name if draft.organization else ""}


def _what(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    if not said.one("title"):
        raise BadInput("Give it a name, so that people can ask for it.")
    return replace(draft, title=said.one("title"), description=said.one("description"))


def _called(draft: OpportunityDraft) -> Mapping[str, Any]:
    return {"title": draft.title, "description": draft.description}


def _activities(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    shown, right = set(said.all("shown")), set(said.all("right"))
    wrong = (set(draft.not_activities) | shown) - right
    named = [" ".join(part.split()) for part in said.one("others").split(",")]
    others = tuple(dict.fromkeys(name for name in named if name))
    if len(others) > MOST_ACTIVITIES:
        raise BadInput("Name the %(most)s that matter most.", most=MOST_ACTIVITIES)
    return replace(draft, activities=others, not_activities=tuple(sorted(wrong)))


def _done_there(draft: OpportunityDraft) -> Mapping[str, Any]:
    return {"others": ", ".join(draft.activities)}


def readings_to_correct(draft: OpportunityDraft, lexicon: Lexicon) -> list[Reading]:
    """What its words are read as, the refused ones too, surest first."""
    read = read_draft(replace(draft, not_activities=()), lexicon)
    sure = [one for one in read if one.weight >= WORTH_SHOWING]
    asked = [
        one
        for one in sure
        if one.activity in draft.not_activities or not _is_an_echo(one, sure)
    ]
    return asked[:MOST_ACTIVITIES]


def only_in_the_name(readings: Sequence[Reading]) -> set[str]:
    """What only the name of those who run it says, beside what it says of itself.

    A choir's knitting circle is no choir: that is offered without its tick.
    """
    of_name = {one.activity for one in readings if one.where == "organization"}
    return of_name if len(of_name) < len(readings) else set()


def _is_an_echo(one: Reading, read: Sequence[Reading]) -> bool:
    """Whether the same words say something much surer: of "choir", no gospel choir."""
    return any(
        (other.where, other.found) == (one.where, one.found)
        and one.weight < ECHO_SHARE * other.weight
        for other in read
    )


RUN_BY = Question(
    name="run-by",
    longest={"organization": LINE, "confirm_email": LINE},
    read=_who_runs,
    show=_run_by,
)
WHAT = Question(
    name="what",
    longest={"title": LINE, "description": WORDS},
    read=_what,
    show=_called,
)
ACTIVITIES = Question(
    name="activities",
    longest={"shown": LINE, "right": LINE, "others": 500},
    read=_activities,
    show=_done_there,
)
