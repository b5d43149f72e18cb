"""Everything a person said and chose, as the question that matching answers.

Words go in as they stand in the database, in the person's order; position *i* of the
question is the person's phrase *i*. After them come the things they asked for more of.
"""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.opportunities import Listing
from matcher import matching
from matcher.matching import PlaceNotFound
from matcher.models import (
    AvoidedPlace,
    Introduction,
    Person,
    Phrase,
    Steer,
    Understanding,
)
from matcher.people.phrases import phrases_of
from matcher.people.practical import chosen_by, practical_of
from matcher.people.understanding import understandings_of
from matcher.ranking import Asked, Place, facts

SURE = 0.5
"""How sure a reading of that listing must be for more of it to be looked for."""

MOST_LIKE_THESE = 3
"""Listings of which more is looked for; the first on their list count."""


def asked_of(
    session: Session, person: Person, *, lexicon: Lexicon, today: date
) -> Asked:
    """What to ask ``matching.find`` for this person."""
    said = understandings_of(session, person)
    own = [
        phrase_to_ask(phrase, said.get(phrase.id, ()), lexicon)
        for phrase in phrases_of(session, person)
    ]
    likes = [more_like(listing) for listing in like_these(session, person)]
    return Asked(
        phrases=(*own, *likes),
        place=_place(session, person, today),
        conditions=practical_of(chosen_by(session, person)).conditions,
        put_first=(person.put_first,) if person.put_first else (),
        avoid=tuple(
            session.exec(
                select(AvoidedPlace.words)
                .where(AvoidedPlace.person_id == person.id)
                .order_by(col(AvoidedPlace.words))
            )
        ),
        not_these=frozenset(map(str, _steered(session, person, Steer.NOT_THAT_ONE))),
    )


def phrase_to_ask(
    phrase: Phrase, said: tuple[Understanding, ...], lexicon: Lexicon
) -> facts.Phrase:
    """A phrase as ranking takes it, with what the person said of how it was taken."""
    known = [row for row in said if row.activity in lexicon.activities]
    return facts.Phrase(
        words=phrase.words,
        kind=phrase.kind,
        also_meant=tuple(row.activity for row in known if row.meant),
        not_meant=frozenset(row.activity for row in known if not row.meant),
    )


def like_these(session: Session, person: Person) -> list[Listing]:
    """The listings they asked for more of, in the order of their list."""
    wanted = _steered(session, person, Steer.MORE_LIKE_THIS)[:MOST_LIKE_THESE]
    found = {one.id: one for one in opportunities.listings(session, wanted)}
    return [found[one] for one in wanted if one in found]


def more_like(listing: Listing) -> facts.Phrase:
    """More of what a listing is surely about; its name alone finds nothing."""
    return facts.Phrase(
        words=listing.draft.title,
        also_meant=tuple(
            dict.fromkeys(
                one.activity
                for one in listing.readings
                if one.weight >= SURE and one.where in {"title", "activities"}
            )
        ),
    )


def _steered(session: Session, person: Person, steer: Steer) -> list[UUID]:
    query = (
        select(Introduction.opportunity_id)
        .where(
            Introduction.person_id == person.id,
            Introduction.steer == steer,
            col(Introduction.removed_at).is_(None),
        )
        .order_by(col(Introduction.position), col(Introduction.id))
    )
    return list(session.exec(query))


def _place(session: Session, person: Person, today: date) -> Place | None:
    """Where they set out from; words that lead nowhere leave distances out."""
    if not person.place_words:
        return None
    try:
        found = matching.place_of(
            session, person.place_words, person.travel_km, today=today
        )
    except PlaceNotFound:
        return None
    return found.place
