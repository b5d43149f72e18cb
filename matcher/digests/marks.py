"""A mark of everything a person's letter rests on: another mark, another letter.

What is read ahead for many is used for a letter only while its mark is the same, so
that who says, saves or refuses something a moment before is heard as if nothing had
been read ahead. One statement, for one person or for hundreds.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue.models import CatalogueVersion
from matcher.models import (
    AvoidedPlace,
    ChosenCondition,
    Introduction,
    Letter,
    LetterState,
    Person,
    Phrase,
    RecipientKind,
    Subscription,
    Understanding,
)

WIDTH = 8
"""Columns of one row of a mark, each as text; what has fewer is filled up."""

Mark = frozenset[tuple[Any, ...]]
"""Rows as they stood; only good for being compared."""


def marks_of(session: Session, ids: Collection[UUID]) -> dict[UUID, Mark]:
    """Person -> the mark of what they said and chose, keep, got, and of the catalogue.

    Who is gone has none.
    """
    rows = session.execute(_statement(), {"ids": list(ids)})
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for person_id, *said in rows:
        found[person_id].append(tuple(said))
    return {person_id: frozenset(said) for person_id, said in found.items()}


@cache
def _statement() -> sa.CompoundSelect[Any]:
    """Made once: making it takes longer than running it."""
    return sa.union_all(*_parts())


def _parts() -> list[sa.Select[Any]]:
    person, phrase, kept = Person, Phrase, Introduction
    version = sa.select(col(CatalogueVersion.number)).scalar_subquery()
    chosen, avoided, understood = ChosenCondition, AvoidedPlace, Understanding
    return [
        _part(
            "person", person.id,
            version, person.called, person.place_words, person.travel_km,
            person.put_first, person.large_type, person.words_in_letters,
        ),
        _part("letters", Subscription.person_id, Subscription.shared_inbox),
        _part(
            "phrase", phrase.person_id,
            phrase.id, phrase.kind, phrase.words, phrase.position, phrase.created_at,
        ),
        _part(
            "understood", phrase.person_id,
            understood.phrase_id, understood.activity, understood.meant,
        ).where(col(phrase.id) == col(understood.phrase_id)),
        _part("chosen", chosen.person_id, chosen.name, chosen.value),
        _part("avoided", avoided.person_id, avoided.words),
        _part(
            "kept", kept.person_id,
            kept.id, kept.opportunity_id, kept.state, kept.steer, kept.position,
            kept.saved_at, kept.removed_at,
        ),
        _part(
            "got", Letter.recipient_id, sa.func.count(),
            sa.func.max(col(Letter.planned_at)), sa.func.max(col(Letter.sent_at)),
        )
        .where(
            col(Letter.recipient_kind) == RecipientKind.PERSON,
            col(Letter.state) == LetterState.SENT,
        )
        .group_by(col(Letter.recipient_id)),
    ]  # fmt: skip


def _part(what: str, whose: Any, *columns: Any) -> sa.Select[Any]:
    nothing = [sa.null()] * (WIDTH - 1 - len(columns))
    texts = [sa.cast(one, sa.String) for one in (sa.literal(what), *columns, *nothing)]
    named = [one.label(f"said_{place}") for place, one in enumerate(texts)]
    ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
    return sa.select(col(whose), *named).where(col(whose).in_(ids))
