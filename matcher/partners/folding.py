"""What one telling of a listing knows that another does not, laid over it part by part.

Pure. For two tellings of one thing: nothing is chosen here, and nothing is lost that
somebody ticks.
"""

from collections.abc import Collection, Mapping
from typing import Any

from catalogue.drafts import OpportunityDraft
from catalogue.drafts_json import draft_as_dict, draft_from_dict
from matcher.partners.deciding import (
    SAID_TOGETHER,
    UNSEEN,
    Difference,
    differences,
)

NOT_FACTS = UNSEEN | frozenset(
    (
        "organization", "not_activities", "status", "closed_note", "rests_until",
        "off_on", "visible_from", "visible_to",
    )
)  # fmt: skip
"""What says who tells it, or something about today."""

NESTED = ("first_visit", "joining")


def new_facts(theirs: OpportunityDraft, ours: OpportunityDraft) -> list[Difference]:
    """What ours says that theirs does not, or says in another way."""
    says = _said(draft_as_dict(ours))
    return [
        one
        for one in differences(theirs, ours)
        if one.name not in NOT_FACTS and one.name in says
    ]


def gaps(theirs: OpportunityDraft, ours: OpportunityDraft) -> set[str]:
    """The names of those of the facts of which theirs says nothing at all."""
    known = _said(draft_as_dict(theirs))
    return {one.name for one in new_facts(theirs, ours)} - known


def folded(
    theirs: OpportunityDraft, ours: OpportunityDraft, names: Collection[str]
) -> OpportunityDraft:
    """Theirs, with these of our facts in place of what it said; it stays theirs."""
    content, told = draft_as_dict(theirs), draft_as_dict(ours)
    wanted = {one.name for one in new_facts(theirs, ours)} & set(names)
    if "openness" in wanted:
        wanted.add("outward_note")
    _lay_over(content, told, wanted)
    for part in NESTED:
        inner = {**content.get(part, {})}
        _lay_over(inner, told.get(part, {}), wanted)
        content |= {part: inner} if inner else {}
    return draft_from_dict(content)


def _lay_over(
    content: dict[str, Any], told: Mapping[str, Any], wanted: set[str]
) -> None:
    for key in {*content, *told} - set(NESTED):
        if SAID_TOGETHER.get(key, key) in wanted:
            content.pop(key, None)
            content |= {key: told[key]} if key in told else {}


def _said(content: Mapping[str, Any]) -> set[str]:
    inner = {name for part in NESTED for name in content.get(part, {})}
    return {SAID_TOGETHER.get(name, name) for name in {*content, *inner}}
