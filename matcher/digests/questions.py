"""What many people ask for, read from the database in a few statements.

The same as ``people.asked_of`` reads of one person; a test holds them to each other.
For the length of one run, in memory; nothing here is kept or logged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.activities import Lexicon
from matcher import matching, people
from matcher.digests.lists import Kept, lists_of
from matcher.digests.told import LastLetter, last_letters
from matcher.matching import PlaceNotFound
from matcher.models import (
    AvoidedPlace,
    ChosenCondition,
    Person,
    Phrase,
    Steer,
    Understanding,
)
from matcher.ranking import Asked, Conditions, Place, facts

Places = dict[str, Place | None]
"""Words for a place -> where that is, of one day and one catalogue."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for, for one person."""

    asked: Asked
    """Without what they keep, and what stood in their last letter."""
    since: datetime | None
    """When their last sent letter was planned; None when they never got one."""


def questions_of(
    session: Session,
    ids: Sequence[UUID],
    *,
    lexicon: Lexicon,
    today: date,
    lists: Mapping[UUID, Sequence[Kept]] | None = None,
    last: Mapping[UUID, LastLetter] | None = None,
    places: Places | None = None,
) -> dict[UUID, Question]:
    """What these people ask for; those who are gone are left out.

    ``lists`` and ``last``: what they keep and got, if that was read already.
    ``places``: where words lead, kept from one call to the next.
    """
    lists = lists_of(session, ids) if lists is None else lists
    last = last_letters(session, ids) if last is None else last
    places = {} if places is None else places
    phrases = _phrases(session, ids, lexicon)
    likes = _likes(session, lists)
    conditions, avoided = _conditions(session, ids), _avoided(session, ids)
    found = {}
    for person_id, put_first, words, travel_km in _rows(
        session,
        [col(Person.id), col(Person.put_first), col(Person.place_words),
         col(Person.travel_km)],
        col(Person.id).in_(ids),
    ):  # fmt: skip
        kept, letter = lists.get(person_id, ()), last.get(person_id)
        asked = Asked(
            phrases=(*phrases.get(person_id, ()), *likes.get(person_id, ())),
            place=_place(session, words, travel_km, today, places),
            conditions=conditions.get(person_id, Conditions()),
            put_first=(put_first,) if put_first else (),
            avoid=tuple(avoided.get(person_id, ())),
            not_these=frozenset(
                map(
                    str,
                    [
                        *(one.opportunity_id for one in kept),
                        *(letter.holding if letter else ()),
                    ],
                )
            ),
        )
        since = letter.planned_at if letter else None
        found[person_id] = Question(asked=asked, since=since)
    return found


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


def _likes(
    session: Session, lists: Mapping[UUID, Sequence[Kept]]
) -> dict[UUID, list[facts.Phrase]]:
    """More of what they asked for more of, as phrases."""
    wanted = {
        person_id: [
            one.opportunity_id for one in kept if one.steer is Steer.MORE_LIKE_THIS
        ][: people.MOST_LIKE_THESE]
        for person_id, kept in lists.items()
    }
    keys = dict.fromkeys(key for some in wanted.values() for key in some)
    found = {one.id: one for one in opportunities.listings(session, list(keys))}
    return {
        person_id: [people.more_like(found[key]) for key in some if key in found]
        for person_id, some in wanted.items()
    }


def _place(
    session: Session,
    words: str | None,
    travel_km: float | None,
    today: date,
    known: Places,
) -> Place | None:
    if not words:
        return None
    if words not in known:
        try:
            known[words] = matching.place_of(session, words, None, today=today).place
        except PlaceNotFound:
            known[words] = None
    found = known[words]
    return replace(found, travel_km=travel_km) if found else None
