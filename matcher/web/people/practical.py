"""What makes it easier to go, and what the person keeps to themself.

Each route reads a form strictly, calls one verb and leads back to the page.
"""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from matcher import people
from matcher.errors import BadInput
from matcher.web.deps import SomebodyKnown, Writing
from matcher.web.people.given import Given, read_given
from matcher.web.people.opening import AT, PersonToChange, back
from matcher.web.shared_form import pence_of
from matcher.web.together import Posted

router = APIRouter(prefix="/people/{person_id}")

CHOICE = 60
"""Characters of a choice, written ``name=value``."""


@router.post("/easier")
def choose(
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
) -> RedirectResponse:
    """Make firm what was ticked, and let go of what was unticked."""
    longest = {
        "shown": CHOICE, "choice": CHOICE, "max_cost": 20, "going": CHOICE,
        "language": people.LONGEST_LANGUAGE, "clear": 1, "at": AT,
    }  # fmt: skip
    given = read_given(fields, longest)
    shown = [_pair(one) for one in given.all("shown")]
    wanted = [] if given.one("clear") else _wanted(given)
    people.choose(session, person, shown=shown, wanted=wanted)
    return back(person_id, given.one("at"), "easier")


@router.post("/from")
def set_out_from(
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
) -> RedirectResponse:
    """Keep where they set out from, how far and how they travel."""
    longest = {
        "place": people.LONGEST_PLACE, "travel_km": 10, "travels_by": 10, "at": AT
    }  # fmt: skip
    given = read_given(fields, longest)
    people.set_out_from(
        session,
        person,
        place_words=given.one("place"),
        travel_km=_km(given.one("travel_km")),
        travels_by=given.one("travels_by"),
    )
    return back(person_id, given.one("at"), "from")


@router.post("/put-first")
def put_first(
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
) -> RedirectResponse:
    """Put one place or listing first, or none again."""
    given = read_given(fields, {"put_first": people.LONGEST_PLACE, "at": AT})
    people.put_first(session, person, given.one("put_first"))
    return back(person_id, given.one("at"), "results")


@router.post("/called")
def call(
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
) -> RedirectResponse:
    """Call them something else from now on."""
    given = read_given(fields, {"called": people.LONGEST_CALLED})
    people.call(person, given.one("called"))
    return back(person_id, "")


@router.post("/avoided")
def avoid(
    session: Writing,
    visitor: SomebodyKnown,
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
) -> RedirectResponse:
    """Keep a place away from the results; only the person themself can."""
    given = read_given(fields, {"place": people.LONGEST_AVOIDED, "at": AT})
    people.avoid(session, person, given.one("place"), visitor)
    return back(person_id, given.one("at"), "avoided")


@router.post("/avoided/{place_id}/let-back")
def let_back(
    session: Writing,
    visitor: SomebodyKnown,
    person: PersonToChange,
    person_id: UUID,
    place_id: UUID,
) -> RedirectResponse:
    """Let a place back into the results."""
    people.stop_avoiding(session, person, place_id, visitor)
    return back(person_id, "", "avoided")


def _wanted(given: Given) -> list[people.Choice]:
    wanted = [_pair(one) for one in given.all("choice")]
    if going := given.one("going"):
        wanted.append(("going", going))
    if language := given.one("language"):
        wanted.append(("language", language))
    if cost := given.one("max_cost"):
        pence = pence_of(cost)
        if pence is None or pence > people.MOST_PENCE:
            raise BadInput("Write the most you would pay as a number, like 5 or 2.50.")
        wanted.append(("max_cost_pence", str(pence)))
    return wanted


def _pair(choice: str) -> people.Choice:
    name, _, value = choice.partition("=")
    return name, value


def _km(text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise BadInput("How far would you go? Choose one of the distances.") from None
