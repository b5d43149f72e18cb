"""When it is, where, and what it costs. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from catalogue.costs import read_cost
from catalogue.drafts import OpportunityDraft, Price, Venue
from catalogue.places.postcodes import find_postcode_in
from matcher.errors import BadInput
from matcher.partners.conversation.said import LINE, Question, Said, said_as
from matcher.partners.times import Pressed, pressed_as, with_time, without_time

FREE = "Free"

_NUMBER = re.compile(r"(?<![\w£.])\d{1,3}(?:\.\d\d)?(?![\w.%])")

OF_HALF = "add-"
"""How the buttons begin that say whether the morning or the evening is meant."""


def _when(draft: OpportunityDraft, said: Said, today: date) -> OpportunityDraft:
    press = said.one("press")
    if press.startswith("away-"):
        return _without(draft, press[5:])
    if press == "unsaid":
        return replace(draft, schedule_text=None)
    pressed = Pressed(
        way=said.one("way"),
        days=said.all("day"),
        nths=said.all("nth"),
        starts=said.one("starts"),
        ends=said.one("ends"),
        first=said.one("first"),
        last=said.one("last"),
        words=said.one("words"),
        term_time=said.one("terms") == "yes",
        half=press.removeprefix(OF_HALF) if press.startswith(OF_HALF) else "",
    )
    if press in {"next", "check"} and pressed.is_empty:
        return draft
    return with_time(_without(draft, said.one("instead")), pressed, today=today)


def _without(draft: OpportunityDraft, number: str) -> OpportunityDraft:
    """The draft without the time of that number, as one is changed; nothing else."""
    return without_time(draft, int(number)) if number.isdecimal() else draft


def time_to_change(draft: OpportunityDraft, position: int) -> Said | None:
    """The form of "when" as one of its times fills it; None where there is no such."""
    if not 0 <= position < len(draft.timetables):
        return None
    filled = pressed_as(draft.timetables[position])
    return said_as({"instead": str(position), **filled})


def _words(draft: OpportunityDraft) -> Mapping[str, Any]:
    """Words that no button says are there to be written on."""
    if draft.timetables or not draft.schedule_text:
        return {}
    return {"way": "words", "words": draft.schedule_text}


# --- where ---------------------------------------------------------------------------


def _where(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    at = said.all("at")
    covers = tuple(
        dict.fromkeys(p.strip() for p in said.one("covers").split(",") if p.strip())
    )
    venues = _venues(draft, said) if "place" in at else ()
    if not at:
        raise BadInput("Press where it is first.")
    return replace(
        draft,
        venues=venues,
        online="online" in at,
        covers=covers if "area" in at else (),
    )


def _venues(draft: OpportunityDraft, said: Said) -> tuple[Venue, ...]:
    code = said.one("postcode")
    found = find_postcode_in(code) if code else None
    if code and found is None:
        raise BadInput("That is no postcode we can read. It looks like M16 0AB.")
    if not (said.one("venue") or said.one("address") or found):
        raise BadInput("Say what the place is called, or its address.")
    before = draft.venues[0] if draft.venues else Venue()
    moved = before.postal_code != found or before.address != said.text("address")
    first = replace(
        before,
        name=said.text("venue"),
        address=said.text("address"),
        postal_code=found,
        latitude=None if moved else before.latitude,
        longitude=None if moved else before.longitude,
    )
    return (first, *draft.venues[1:])


def _place(draft: OpportunityDraft) -> Mapping[str, Any]:
    venue = draft.venues[0] if draft.venues else Venue()
    at = {"place": draft.venues, "online": draft.online, "area": draft.covers}
    return {
        "at": [name for name, is_so in at.items() if is_so],
        "venue": venue.name,
        "address": venue.address,
        "postcode": venue.postal_code,
        "covers": ", ".join(draft.covers),
    }


# --- cost ----------------------------------------------------------------------------


def _cost(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    how, words = said.one("how"), said.one("words")
    if how == "free":
        return _free(draft, words)
    if how == "ask" and not words:
        return replace(draft, prices=(), cost_text=None)
    if not words:
        raise BadInput("Say what it costs, or press “Free”.")
    words = _in_pounds(words)
    return replace(draft, prices=read_cost(words), cost_text=words)


def _free(draft: OpportunityDraft, words: str) -> OpportunityDraft:
    """Free, with what else was written; a price beside it is asked about."""
    is_price = any(price.amount_pence for price in read_cost(_in_pounds(words)))
    if is_price or any(one.isdecimal() for one in words):
        raise BadInput(
            "You pressed “Free”, and wrote “%(words)s”. If it costs something, press"
            " that.",
            words=words,
        )
    return replace(draft, prices=(Price(amount_pence=0),), cost_text=words or FREE)


def _in_pounds(words: str) -> str:
    """Numbers alone are pounds, where that makes whole sense of it: 3/2 conc."""
    if read_cost(words):
        return words
    in_pounds = _NUMBER.sub(r"£\g<0>", words)
    return in_pounds if read_cost(in_pounds) else words


def _price(draft: OpportunityDraft) -> Mapping[str, Any]:
    is_free = draft.prices == (Price(amount_pence=0),)
    is_said = draft.prices or draft.cost_text
    words = draft.cost_text or ""
    return {
        "how": "free" if is_free else "costs" if is_said else "",
        "words": "" if is_free and words == FREE else words,
    }


WHEN = Question(
    name="when",
    longest={
        "way": 20, "day": 2, "nth": 2, "starts": 40, "ends": 40, "first": 40,
        "last": 40, "words": 500, "terms": 3, "instead": 2,
    },
    read=_when,
    show=_words,
)  # fmt: skip
WHERE = Question(
    name="where",
    longest={
        "at": 20, "venue": LINE, "address": LINE, "postcode": LINE, "covers": 500,
    },
    read=_where,
    show=_place,
)  # fmt: skip
COST = Question(name="cost", longest={"how": 20, "words": 500}, read=_cost, show=_price)
