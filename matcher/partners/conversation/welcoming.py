"""Who can come, what the place and a first visit are like, how to say hello. Pure."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from catalogue.drafts import FirstVisit, Openness, OpportunityDraft
from catalogue.imports.ages import ages_in
from catalogue.outward import (
    ANSWERS,
    LONGEST_ANSWER,
    NotSaidYet,
    answers_of,
    said_openly,
)
from matcher.errors import BadInput
from matcher.mail.addresses import strict_address
from matcher.partners.conversation.said import LINE, Question, Said

STEPS = ("step-free", "not step-free")

ACCESS = (
    "accessible toilet", "hearing loop", "quiet space", "seating", "lift", "parking",
)  # fmt: skip
"""What else a place may have."""

ALL_ACCESS = frozenset({*STEPS, *ACCESS})

_WEB_PAGE = re.compile(
    r"https?://[^\s/?#.]+(\.[^\s/?#.]+)+\.?([/?#]\S*)?", re.IGNORECASE
)
"""A page that a press could lead to: "facebook chair yoga" names none."""

FIRST_VISIT = tuple(one.name for one in fields(FirstVisit))


# --- who can come --------------------------------------------------------------------


def _welcome(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    open_to = said.one("openness")
    if open_to not in {"mainstream", "outward_facing", "in_service"}:
        raise BadInput("Say who can come. Press one of these.")
    is_outward = open_to == "outward_facing"
    return replace(
        draft,
        openness=Openness(open_to),
        outward_note=_outward_note(draft, said) if is_outward else None,
        eligibility=said.text("eligibility"),
        minimum_age=_age(said.one("minimum_age")),
    )


def _outward_note(draft: OpportunityDraft, said: Said) -> str:
    """The three answers as the card says them; a note that nobody touched stays."""
    given = {name: said.one(name) for name in ANSWERS}
    if draft.outward_note and given == answers_of(draft.outward_note):
        return draft.outward_note
    try:
        return said_openly(**given)
    except NotSaidYet:
        raise BadInput(
            "Say what is open, to whom and when, each in a few words. People see it"
            " on the card."
        ) from None


def _age(text: str) -> int | None:
    if not text:
        return None
    youngest, oldest = ages_in(f"over {text}" if text.isdecimal() else text)
    if youngest is None or oldest is not None:
        raise BadInput("Write the age as a number, like 16.")
    return youngest


def _open_to(draft: OpportunityDraft) -> Mapping[str, Any]:
    is_said = draft.openness is not Openness.UNSTATED
    age = draft.minimum_age
    return {
        "openness": draft.openness.value if is_said else "",
        **answers_of(draft.outward_note),
        "eligibility": draft.eligibility,
        "minimum_age": str(age) if age is not None else "",
    }


# --- what the place is like ----------------------------------------------------------


def _access(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    if not draft.venues:
        return draft
    first = draft.venues[0]
    own = [label for label in first.accessibility if label not in ALL_ACCESS]
    steps = said.one("steps")
    labels = [label for label in STEPS if code_of(label) == steps]
    labels += [label for label in ACCESS if code_of(label) in said.all("has")]
    first = replace(first, accessibility=(*labels, *own))
    return replace(draft, venues=(first, *draft.venues[1:]))


def _has(draft: OpportunityDraft) -> Mapping[str, Any]:
    labels = draft.venues[0].accessibility if draft.venues else ()
    return {
        "steps": [code_of(label) for label in labels if label in STEPS][:1],
        "has": [code_of(label) for label in labels if label in ACCESS],
    }


def code_of(label: str) -> str:
    """A label as a form sends it."""
    return label.replace(" ", "-")


# --- a first visit, and hello --------------------------------------------------------


def _first_visit(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    card = FirstVisit(**{name: said.text(name) for name in FIRST_VISIT})
    turn_up = {"yes": True, "no": False}.get(said.one("just_turn_up"))
    return replace(
        draft,
        first_visit=card,
        joining=replace(draft.joining, just_turn_up=turn_up),
        what_to_bring=said.text("what_to_bring"),
    )


def _card(draft: OpportunityDraft) -> Mapping[str, Any]:
    turn_up = draft.joining.just_turn_up
    return {
        **{name: getattr(draft.first_visit, name) for name in FIRST_VISIT},
        "just_turn_up": "" if turn_up is None else "yes" if turn_up else "no",
        "what_to_bring": draft.what_to_bring,
    }


def _hello(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    url = said.text("url")
    if url and "://" not in url:
        url = f"https://{url}"
    if url and not _WEB_PAGE.fullmatch(url):
        raise BadInput("That is no address of a web page. It looks like example.org")
    email = said.text("email")
    return replace(
        draft,
        contact_name=said.text("contact_name"),
        phone=said.text("phone"),
        email=strict_address(email) if email else None,
        url=url,
        how_to_join=said.text("how_to_join"),
    )


def _in_touch(draft: OpportunityDraft) -> Mapping[str, Any]:
    return {name: getattr(draft, name) for name in HELLO.longest}


WELCOME = Question(
    name="welcome",
    longest={
        "openness": 20, **dict.fromkeys(ANSWERS, LONGEST_ANSWER), "eligibility": 1_000,
        "minimum_age": 40,
    },
    read=_welcome,
    show=_open_to,
)  # fmt: skip
ACCESS_THERE = Question(
    name="access", longest={"steps": 20, "has": 40}, read=_access, show=_has
)
A_FIRST_VISIT = Question(
    name="first-visit",
    longest={
        **dict.fromkeys(FIRST_VISIT, 500), "just_turn_up": 5, "what_to_bring": 500,
    },
    read=_first_visit,
    show=_card,
)  # fmt: skip
HELLO = Question(
    name="hello",
    longest={
        "contact_name": LINE, "phone": 40, "email": LINE, "url": LINE,
        "how_to_join": 1_000,
    },
    read=_hello,
    show=_in_touch,
)  # fmt: skip
