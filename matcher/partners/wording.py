"""Another way to say it: a quiet note at words that are told of a listing.

Taken by one press, which changes just those words, or left by one press, for good.
Nothing is blocked, scored or reported, and who wrote it is not known here. It is never
asked of a person's own phrases: only the fields below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalogue.drafts import OpportunityDraft
from catalogue.language import Reflection, reflect
from catalogue.outward import ANSWERS
from catalogue.rows import opportunity_id
from matcher.models import LeftAsWritten
from matcher.partners.conversation import Said, shown_fields, whole_number
from matcher.partners.conversation.welcoming import FIRST_VISIT

WRITTEN: Mapping[str, Sequence[str]] = {
    "what": ("title", "description"),
    "activities": ("others",),
    "welcome": (*ANSWERS, "eligibility"),
    "first-visit": (*FIRST_VISIT, "what_to_bring"),
    "hello": ("how_to_join",),
}
"""The fields of each question in which somebody writes as they speak."""

MOST_SHOWN = 3
"""Notes at one field at a time: a full page of them would be no kindness."""

SAY, LEAVE, LOOK = "say", "leave", "look"
"""Take another way, leave it as it is, only look."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """Another way to say some words of a field, with what its buttons send."""

    reflection: Reflection
    say: tuple[tuple[str, str], ...]
    """What each button sends, and the words it puts there."""
    leave: str


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A button of a note, read."""

    way: str
    field: str
    entry: str = ""
    nth: int = 0
    """Which of the places in the field where this entry is met."""
    which: int = 0
    """Which of the other ways."""


def listing_of(draft: OpportunityDraft) -> UUID:
    """The id that a draft's listing has, or will have."""
    return opportunity_id(draft.source, draft.source_id)


def notes(
    session: Session, draft: OpportunityDraft, step: str, said: Said
) -> dict[str, list[Note]]:
    """The notes on what stands in the fields of one question, by field."""
    if step not in WRITTEN:
        return {}
    left = left_as_written(session, listing_of(draft))
    found = {name: _notes(name, said.one(name), left) for name in WRITTEN[step]}
    return {name: several for name, several in found.items() if several}


def notes_on_all(
    session: Session, draft: OpportunityDraft
) -> dict[str, dict[str, list[Note]]]:
    """The notes on everything that is told, by question and field."""
    found = {
        step: notes(session, draft, step, shown_fields(draft, step)) for step in WRITTEN
    }
    return {step: several for step, several in found.items() if several}


def _notes(name: str, text: str, left: set[str]) -> list[Note]:
    met: dict[str, int] = {}
    made = []
    for one in reflect(text):
        nth = met[one.id] = met.get(one.id, -1) + 1
        if one.id not in left:
            made.append(_note(name, one, nth))
    return made[:MOST_SHOWN]


def _note(name: str, one: Reflection, nth: int) -> Note:
    says = tuple(
        (f"{SAY}:{name}:{one.id}:{nth}:{which}", words)
        for which, words in enumerate(one.instead)
    )
    return Note(reflection=one, say=says, leave=f"{LEAVE}:{name}:{one.id}")


def pressed(press: str) -> Pressed | None:
    """What a note's button sent; None for any other button."""
    way, _, rest = press.partition(":")
    if way not in {SAY, LEAVE, LOOK}:
        return None
    name, _, rest = rest.partition(":")
    entry, _, rest = rest.partition(":")
    nth, _, which = rest.partition(":")
    return Pressed(
        way=way,
        field=name,
        entry=entry,
        nth=whole_number(nth),
        which=whole_number(which),
    )


def heeded(
    session: Session,
    draft: OpportunityDraft,
    said: Said,
    press: Pressed | None,
    *,
    now: datetime,
) -> Said:
    """The form after a press on a note; what is left as it is, is remembered."""
    if press and press.way == LEAVE:
        leave(session, draft, press.entry, now=now)
    if press and press.way == SAY:
        return said_instead(said, press)
    return said


def said_instead(said: Said, press: Pressed) -> Said:
    """The form with just those words said in the other way; the same where none are."""
    text = said.one(press.field)
    places = [one for one in reflect(text) if one.id == press.entry]
    if press.nth >= len(places) or press.which >= len(places[press.nth].instead):
        return said
    one = places[press.nth]
    changed = text[: one.start] + one.instead[press.which] + text[one.end :]
    return replace(said, fields={**said.fields, press.field: [changed]})


def leave(
    session: Session, draft: OpportunityDraft, entry: str, *, now: datetime
) -> None:
    """These words stay as they are in this listing; no note on them any more."""
    key = listing_of(draft)
    if entry and entry not in left_as_written(session, key):
        session.add(LeftAsWritten(listing_id=key, entry=entry[:100], since=now))
        session.flush()


def carry(session: Session, before: UUID, after: UUID) -> None:
    """What was left as it is in a draft stays so in the listing it turned out to be."""
    known = left_as_written(session, after)
    rows = session.exec(select(LeftAsWritten).where(_of(before))).all()
    session.add_all(
        LeftAsWritten(listing_id=after, entry=row.entry, since=row.since)
        for row in rows
        if row.entry not in known
    )
    forget(session, before)


def forget(session: Session, key: UUID) -> None:
    """Nothing is known of what was left in something that never became a listing."""
    session.execute(sa.delete(LeftAsWritten).where(_of(key)))


def left_as_written(session: Session, key: UUID) -> set[str]:
    """The entries of the glossary that are not brought up for a listing any more."""
    rows = session.execute(sa.select(col(LeftAsWritten.entry)).where(_of(key)))
    return set(rows.scalars())


def _of(key: UUID) -> sa.ColumnElement[bool]:
    return col(LeftAsWritten.listing_id) == key
