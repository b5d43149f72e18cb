"""What the person said, and how it was understood: each change, and back to the page.

Words never stand in an address. Taking words away answers with the page itself, which
holds them until it is left, so that they can be put back though nothing of them stays.
"""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from matcher import people
from matcher.errors import BadInput
from matcher.models import Look
from matcher.web.deps import CurrentLexicon, Now, SomebodyKnown, Today, Writing
from matcher.web.pages import page
from matcher.web.people.given import read_given
from matcher.web.people.opening import AT, PersonToChange, back, opened
from matcher.web.people.showing import Gone, shown
from matcher.web.together import Posted

router = APIRouter(prefix="/people/{person_id}")

ANSWERS = {f"answer_{kind}": people.LONGEST for kind in people.KINDS}
"""One field for each open question."""

SEEN = 16
"""Characters of the mark of the words that were on screen."""

ID = 100
"""Characters of an activity's id, with room to spare."""


@router.post("/words")
def say(
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    now: Now,
    person_id: UUID,
) -> RedirectResponse:
    """Keep what was written in the box or beside any open question."""
    longest = {"words": people.LONGEST, "kind": 40, "at": AT, **ANSWERS}
    given = read_given(fields, longest)
    said = [(given.one("words"), given.one("kind") or people.PLAIN)]
    said += [(given.one(f"answer_{kind}"), kind) for kind in people.KINDS]
    for words, kind in said:
        if words:
            people.say(session, person, words, kind, now=now)
    return back(person_id, given.one("at"), "ask")


@router.post("/words/{phrase_id}/reword", response_model=None)
def reword(
    request: Request,
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
    phrase_id: UUID,
) -> HTMLResponse | RedirectResponse:
    """Say it in other words; both texts come back when somebody else did so too."""
    longest = {"words": people.LONGEST, "seen": SEEN, "at": AT}
    given = read_given(fields, longest)
    try:
        people.reword(
            session, person, phrase_id, given.one("words"), seen=given.one("seen")
        )
    except people.ChangedMeanwhile as met:
        return _both_texts(request, person_id, met, given.one("at"))
    return back(person_id, given.one("at"), f"words-{phrase_id}")


@router.post("/words/{phrase_id}/take-away", response_model=None)
def take_away(
    request: Request,
    session: Writing,
    visitor: SomebodyKnown,
    person: PersonToChange,
    lexicon: CurrentLexicon,
    fields: Posted,
    today: Today,
    now: Now,
    person_id: UUID,
    phrase_id: UUID,
) -> HTMLResponse | RedirectResponse:
    """Delete words; the page that answers can put them back."""
    given = read_given(fields, {"seen": SEEN, "at": AT})
    meant = people.understandings_of(session, person).get(phrase_id, ())
    kept = tuple((row.activity, row.meant) for row in meant)
    try:
        phrase = people.take_away(session, person, phrase_id, seen=given.one("seen"))
    except people.ChangedMeanwhile as met:
        return _both_texts(request, person_id, met, given.one("at"))
    if phrase is None:
        return back(person_id, given.one("at"))
    gone = Gone(
        words=phrase.words, kind=phrase.kind, position=phrase.position, meant=kept
    )
    return shown(
        request, session, visitor, person, lexicon=lexicon, today=today, now=now,
        gone=gone, at=given.one("at"),
    )  # fmt: skip


@router.post("/put-back")
def put_back(
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    now: Now,
    person_id: UUID,
) -> RedirectResponse:
    """Undo ``take_away``, with what the page still held of it."""
    longest = {
        "words": people.LONGEST, "kind": 40, "position": 4, "this_too": ID,
        "not_that": ID, "at": AT,
    }  # fmt: skip
    given = read_given(fields, longest)
    position = given.one("position")
    phrase = people.put_back(
        session,
        person,
        given.one("words"),
        given.one("kind"),
        position=int(position) if position.isascii() and position.isdecimal() else 0,
        meant=[
            *((one, True) for one in given.all("this_too")),
            *((one, False) for one in given.all("not_that")),
        ],
        now=now,
    )
    return back(person_id, given.one("at"), f"words-{phrase.id}")


@router.post("/words/{phrase_id}/move")
def move(
    session: Writing,
    person: PersonToChange,
    fields: Posted,
    person_id: UUID,
    phrase_id: UUID,
) -> RedirectResponse:
    """Say what matters more."""
    given = read_given(fields, {"to": 5, "at": AT})
    to = given.one("to")
    if to not in people.MOVES:
        raise BadInput("Words move up, down or to the front.")
    people.move(session, person, phrase_id, to)
    return back(person_id, given.one("at"), f"words-{phrase_id}")


@router.post("/words/{phrase_id}/reading")
def say_of_reading(
    session: Writing,
    person: PersonToChange,
    lexicon: CurrentLexicon,
    fields: Posted,
    person_id: UUID,
    phrase_id: UUID,
) -> RedirectResponse:
    """Say of an activity "not that", "this too", or take either back."""
    longest = {"not_that": ID, "this_too": ID, "undo": ID, "at": AT}
    given = read_given(fields, longest)
    phrase = people.phrase_of(session, person, phrase_id)
    for answer, meant in people.ANSWERS.items():
        activity = given.one(answer)
        if activity and (meant is None or activity in lexicon.activities):
            people.say_of_reading(session, phrase, activity, meant=meant)
    return back(person_id, given.one("at"), f"words-{phrase_id}")


@router.get("/words/{phrase_id}/meant")
def ask_what_was_meant(
    request: Request,
    session: Writing,
    visitor: SomebodyKnown,
    now: Now,
    person_id: UUID,
    phrase_id: UUID,
) -> HTMLResponse:
    """A box to look for what was meant."""
    person = opened(session, visitor, person_id, Look.LOOKED, now=now)
    phrase = people.phrase_of(session, person, phrase_id)
    return page(
        request, "people/meant.html", person=person, phrase=phrase, find="", offered=()
    )


@router.post("/words/{phrase_id}/meant")
def look_for_what_was_meant(
    request: Request,
    session: Writing,
    visitor: SomebodyKnown,
    lexicon: CurrentLexicon,
    fields: Posted,
    now: Now,
    person_id: UUID,
    phrase_id: UUID,
) -> HTMLResponse:
    """What goes by these words; a press on one says "this too"."""
    person = opened(session, visitor, person_id, Look.LOOKED, now=now)
    given = read_given(fields, {"find": 100})
    phrase = people.phrase_of(session, person, phrase_id)
    return page(
        request,
        "people/meant.html",
        person=person,
        phrase=phrase,
        find=given.one("find"),
        offered=people.activities_called(given.one("find"), lexicon),
    )


@router.post("/said-of-me", response_model=None)
def said_of_me(
    request: Request,
    session: Writing,
    visitor: SomebodyKnown,
    fields: Posted,
    now: Now,
    person_id: UUID,
) -> HTMLResponse | RedirectResponse:
    """Show what somebody said of them; it is kept only when they say "that's me"."""
    person = opened(session, visitor, person_id, Look.LOOKED, now=now)
    given = read_given(fields, {"words": people.LONGEST, "at": AT})
    if not given.one("words"):
        return back(person_id, given.one("at"))
    return page(
        request,
        "people/said_of_me.html",
        person=person,
        words=given.one("words"),
        at=given.one("at"),
    )


def _both_texts(
    request: Request, person_id: UUID, met: people.ChangedMeanwhile, at: str
) -> HTMLResponse:
    """What stands there now and what was to be kept; nothing is lost."""
    return page(
        request,
        "people/both_texts.html",
        status=409,
        person_id=person_id,
        phrase=met.phrase,
        seen=people.mark_of(met.phrase.words) if met.phrase else "",
        ours=met.ours,
        at=at,
    )
