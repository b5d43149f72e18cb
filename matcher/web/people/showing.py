"""The person's page: one box first, everything else after it, what there is below.

Shown whole, or one thing at a time in large type (``Person.large_type`` remembers
which). Reads and renders; every change is made elsewhere.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from catalogue.activities import Lexicon
from catalogue.places import PlaceProblem
from matcher import matching, people
from matcher.access import Visitor
from matcher.errors import NotFound
from matcher.matching import Departure, Found, PlaceNotFound
from matcher.models import Person, Phrase
from matcher.ranking.clauses import Understood, understand
from matcher.ranking.openness import OPENNESS_ORDER
from matcher.taking import Taking
from matcher.web.counted import notice_results
from matcher.web.deps import CurrentLexicon, Now, Reading, SomebodyKnown, Today
from matcher.web.pages import page
from matcher.web.people.given import read_given
from matcher.web.people.opening import STEPS, PersonToChange, back, looked
from matcher.web.shared_form import TRAVEL_KM
from matcher.web.together import (
    Posted,
    answered_by,
    find_shown,
    on_the_page,
    shown_groups,
)
from matcher.web.whose_list import THEIRS, Whose, save_here

router = APIRouter(prefix="/people/{person_id}")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One phrase as the page shows it."""

    phrase: Phrase
    seen: str
    """The mark of these words, which a change brings back."""
    taking: Taking
    is_a_no: bool
    """Whether they only said what they would rather not: that is never looked for."""
    says_condition: bool
    """Whether they said when, where or how, which they may choose."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """Words that were just taken away: on the page alone, to be put back."""

    words: str
    kind: str
    position: int
    meant: tuple[tuple[str, bool], ...] = ()


@router.get("", response_model=None)
def show(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    lexicon: CurrentLexicon,
    today: Today,
    now: Now,
    person_id: UUID,
    more: str = "",
) -> HTMLResponse | RedirectResponse:
    """The whole page; or the first of one thing at a time, when they like that."""
    person = looked(request, session, visitor, person_id, now=now)
    if person.large_type:
        return back(person_id, STEPS[0])
    return shown(
        request, session, visitor, person, lexicon=lexicon, today=today, now=now,
        more=more,
    )  # fmt: skip


@router.get("/together/{step}")
def show_one_thing(
    request: Request,
    session: Reading,
    visitor: SomebodyKnown,
    lexicon: CurrentLexicon,
    today: Today,
    now: Now,
    person_id: UUID,
    step: str,
    more: str = "",
) -> HTMLResponse:
    """One thing at a time, large, for two people and one screen."""
    if step not in STEPS:
        raise NotFound("There is no such page.")
    person = looked(request, session, visitor, person_id, now=now)
    return shown(
        request, session, visitor, person, lexicon=lexicon, today=today, now=now,
        more=more, at=step,
    )  # fmt: skip


@router.post("/large-type")
def change_type(
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
) -> RedirectResponse:
    """Remember how they like their page: large and one by one, or whole."""
    person.large_type = read_given(fields, {"on": 3}).one("on") == "yes"
    return back(person_id, STEPS[0] if person.large_type else "")


def shown(
    request: Request,
    session: Session,
    visitor: Visitor,
    person: Person,
    *,
    lexicon: Lexicon,
    today: date,
    now: datetime,
    more: str = "",
    at: str = "",
    gone: Gone | None = None,
) -> HTMLResponse:
    """The page whole, or (``at``) one thing of it; ``gone`` was just taken away."""
    one_by_one = at in STEPS
    template = "people/one_thing.html" if one_by_one else "people/page.html"
    with_results = at in ("", "found")
    values = _said(session, person, lexicon)
    values |= _practical(session, person, visitor, today)
    if with_results:
        opened_groups = tuple(group for group in OPENNESS_ORDER if group == more)
        values |= _found(session, person, opened_groups, lexicon=lexicon, today=today)
        values["can_save"] = _can_save(session, visitor, person, at, now)
        results = on_the_page(values["found"], values["groups"])
        notice_results(request, results, today=today, person_id=person.id)
    return page(
        request, template, person=person, today=today, at=at, steps=STEPS, gone=gone,
        **values,
    )  # fmt: skip


def _said(session: Session, person: Person, lexicon: Lexicon) -> dict[str, Any]:
    """Their words in their order, those that are looked up and those in view."""
    meant = people.understandings_of(session, person)
    phrases = people.phrases_of(session, person)
    takings = people.takings_of(phrases, meant, lexicon)
    rows = [_shown(phrase, takings[phrase.id]) for phrase in phrases]
    return {
        "words_to_match": [x for x in rows if people.is_matched(x.phrase.kind)],
        "words_in_view": [x for x in rows if not people.is_matched(x.phrase.kind)],
        "kinds": tuple(kind for kind in people.KINDS if kind != people.PLAIN),
        "longest": people.LONGEST,
    }


def _shown(phrase: Phrase, taking: Taking) -> Shown:
    is_looked_up = people.is_matched(phrase.kind)
    heard = understand(phrase.words) if is_looked_up else Understood()
    says_condition = bool(heard.practical)
    return Shown(
        phrase=phrase,
        seen=people.mark_of(phrase.words),
        taking=taking,
        is_a_no=is_looked_up and not heard.wanted_spans and not says_condition,
        says_condition=says_condition,
    )


def _practical(
    session: Session, person: Person, visitor: Visitor, today: date
) -> dict[str, Any]:
    """What they chose; the places they avoid only for themself."""
    chosen = people.chosen_by(session, person)
    departure, place_problem = _departure(session, person, today)
    is_theirs = visitor.is_person and visitor.whole_page
    return {
        "chosen": sorted(chosen),
        "practical": people.practical_of(chosen),
        "travel_choices": TRAVEL_KM,
        "departure": departure,
        "place_problem": place_problem,
        "avoided": people.avoided_by(session, person, visitor) if is_theirs else None,
    }


def _departure(
    session: Session, person: Person, today: date
) -> tuple[Departure | None, PlaceProblem | None]:
    if not person.place_words:
        return None, None
    words, km = person.place_words, person.travel_km
    try:
        return matching.place_of(session, words, km, today=today), None
    except PlaceNotFound as error:
        return None, error.problem


def _found(
    session: Session,
    person: Person,
    opened_groups: tuple[str, ...],
    *,
    lexicon: Lexicon,
    today: date,
) -> dict[str, Any]:
    """What there is for it; nothing is looked for before anything is said."""
    asked = people.asked_of(session, person, lexicon=lexicon, today=today)
    found: Found | None = None
    if any(people.is_matched(phrase.kind) for phrase in asked.phrases):
        found = find_shown(session, asked, opened_groups, lexicon=lexicon, today=today)
    likes = people.like_these(session, person)
    return {
        "found": found,
        "groups": shown_groups(found, opened_groups) if found else (),
        "said": asked.phrases,
        "own": len(asked.phrases) - len(likes),
        "answered": answered_by(found) if found else frozenset(),
        "likes": likes,
    }


def _can_save(
    session: Session, visitor: Visitor, person: Person, at: str, now: datetime
) -> Any:
    """What the buttons of a card need: the person's list, and the way back here."""
    place = f"/people/{person.id}" + (f"/together/{at}" if at else "")
    address = THEIRS.format(person_id=person.id)
    whose = Whose(visitor=visitor, at=address, person_id=person.id)
    return save_here(session, whose, now=now, back=place)
