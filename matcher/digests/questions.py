"""What many people ask for, read from the database in a few statements.

The same as ``people.asked_of`` and ``loading`` read of one person; a test holds them
to each other. For the length of one run, in memory; nothing here is kept or logged.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.activities import Lexicon
from matcher import matching, people
from matcher.digests.loading import NOTICE
from matcher.matching import PlaceNotFound
from matcher.models import (
    AvoidedPlace,
    ChosenCondition,
    Introduction,
    Letter,
    LetterListing,
    LetterState,
    Person,
    Phrase,
    RecipientKind,
    Steer,
    Understanding,
)
from matcher.ranking import Asked, Conditions, Place, facts


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for, for one person."""

    asked: Asked
    """Without what they keep, and what stood in their last letter."""
    since: datetime | None
    """When their last sent letter was planned; None when they never got one."""


def questions_of(
    session: Session, ids: Sequence[UUID], *, lexicon: Lexicon, today: date
) -> dict[UUID, Question]:
    """What these people ask for; those who are gone are left out."""
    phrases, lists = _phrases(session, ids, lexicon), _lists(session, ids)
    conditions, avoided = _conditions(session, ids), _avoided(session, ids)
    last = _last_letters(session, ids)
    stood = _stood_in(session, [letter for letter, _ in last.values()])
    places: dict[tuple[str, float | None], Place | None] = {}
    found = {}
    for person_id, put_first, words, travel_km in _rows(
        session,
        [col(Person.id), col(Person.put_first), col(Person.place_words),
         col(Person.travel_km)],
        col(Person.id).in_(ids),
    ):  # fmt: skip
        letter, since = last.get(person_id, (None, None))
        kept = lists.get(person_id, _List())
        asked = Asked(
            phrases=tuple(phrases.get(person_id, ())),
            place=_place(session, words, travel_km, today, places),
            conditions=conditions.get(person_id, Conditions()),
            put_first=(put_first,) if put_first else (),
            avoid=tuple(avoided.get(person_id, ())),
            not_these=frozenset(map(str, kept.not_these)),
        )
        if kept.wants_more:
            person = session.get_one(Person, person_id)
            asked = people.asked_of(session, person, lexicon=lexicon, today=today)
        without = {*map(str, kept.all), *(stood.get(letter, ()) if letter else ())}
        asked = replace(asked, not_these=asked.not_these | without)
        found[person_id] = Question(asked=asked, since=since)
    return found


@dataclass(kw_only=True)
class _List:
    """The ids on somebody's list, and what they said of them."""

    all: tuple[UUID, ...] = ()
    not_these: tuple[UUID, ...] = ()
    wants_more: bool = False


def _rows(
    session: Session,
    columns: Sequence[Any],
    where: sa.ColumnElement[bool],
    *order: Any,
) -> Iterable[Any]:
    return session.execute(sa.select(*columns).where(where).order_by(*order))


def _phrases(
    session: Session, ids: Sequence[UUID], lexicon: Lexicon
) -> dict[UUID, list[facts.Phrase]]:
    said: dict[UUID, list[Understanding]] = defaultdict(list)
    understandings = session.execute(
        sa.select(Understanding)
        .join(Phrase, col(Phrase.id) == col(Understanding.phrase_id))
        .where(col(Phrase.person_id).in_(ids))
        .order_by(col(Understanding.activity))
    ).scalars()
    for row in understandings:
        said[row.phrase_id].append(row)
    phrases: dict[UUID, list[facts.Phrase]] = defaultdict(list)
    for key, person_id, kind, words in _rows(
        session,
        [col(Phrase.id), col(Phrase.person_id), col(Phrase.kind), col(Phrase.words)],
        col(Phrase.person_id).in_(ids),
        col(Phrase.person_id), col(Phrase.position), col(Phrase.created_at),
        col(Phrase.id),
    ):  # fmt: skip
        known = [row for row in said.get(key, ()) if row.activity in lexicon.activities]
        phrases[person_id].append(
            facts.Phrase(
                words=words,
                kind=kind,
                also_meant=tuple(row.activity for row in known if row.meant),
                not_meant=frozenset(row.activity for row in known if not row.meant),
            )
        )
    return phrases


def _conditions(session: Session, ids: Sequence[UUID]) -> dict[UUID, Conditions]:
    chosen: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    table = ChosenCondition
    for person_id, name, value in _rows(
        session,
        [col(table.person_id), col(table.name), col(table.value)],
        col(table.person_id).in_(ids),
    ):
        chosen[person_id].add((name, value))
    return {
        key: people.practical_of(choices).conditions for key, choices in chosen.items()
    }


def _avoided(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    avoided: dict[UUID, list[str]] = defaultdict(list)
    for person_id, words in _rows(
        session,
        [col(AvoidedPlace.person_id), col(AvoidedPlace.words)],
        col(AvoidedPlace.person_id).in_(ids),
        col(AvoidedPlace.words),
    ):
        avoided[person_id].append(words)
    return avoided


def _lists(session: Session, ids: Sequence[UUID]) -> dict[UUID, _List]:
    lists: dict[UUID, _List] = defaultdict(_List)
    table = Introduction
    for person_id, key, steer in _rows(
        session,
        [col(table.person_id), col(table.opportunity_id), col(table.steer)],
        sa.and_(col(table.person_id).in_(ids), col(table.removed_at).is_(None)),
    ):
        one = lists[person_id]
        one.all = (*one.all, key)
        if steer is Steer.NOT_THAT_ONE:
            one.not_these = (*one.not_these, key)
        one.wants_more |= steer is Steer.MORE_LIKE_THIS
    return lists


def _last_letters(
    session: Session, ids: Sequence[UUID]
) -> dict[UUID, tuple[UUID, datetime]]:
    """Person -> their last sent letter, and when it was planned; a notice is none."""
    last: dict[UUID, tuple[UUID, datetime]] = {}
    for person_id, key, planned_at in _rows(
        session,
        [col(Letter.recipient_id), col(Letter.id), col(Letter.planned_at)],
        sa.and_(
            col(Letter.recipient_kind) == RecipientKind.PERSON,
            col(Letter.recipient_id).in_(ids),
            col(Letter.state) == LetterState.SENT,
            ~col(Letter.occasion).startswith(NOTICE),
        ),
        col(Letter.planned_at).desc(), col(Letter.id),
    ):  # fmt: skip
        last.setdefault(person_id, (key, planned_at))
    return last


def _stood_in(session: Session, letters: Collection[UUID]) -> Mapping[UUID, list[str]]:
    stood: dict[UUID, list[str]] = defaultdict(list)
    for letter, key in _rows(
        session,
        [col(LetterListing.letter_id), col(LetterListing.opportunity_id)],
        col(LetterListing.letter_id).in_(letters),
    ):
        stood[letter].append(str(key))
    return stood


def _place(
    session: Session,
    words: str | None,
    travel_km: float | None,
    today: date,
    known: dict[tuple[str, float | None], Place | None],
) -> Place | None:
    if not words:
        return None
    if (words, travel_km) not in known:
        try:
            found = matching.place_of(session, words, travel_km, today=today).place
        except PlaceNotFound:
            found = None
        known[words, travel_km] = found
    return known[words, travel_km]
