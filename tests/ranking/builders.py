"""Listings and people for the ranking's tests, named in as few words as they need."""

from matcher.ranking import (
    Asked,
    Conditions,
    Facts,
    Index,
    Meant,
    Phrase,
    Place,
    Ranking,
    Reading,
    rank,
)

HOME = Place(latitude=53.0, longitude=-1.75, names=frozenset({"qx1", "wenbrook"}))


def listing(identity: object, title: str, /, **facts: object) -> Facts:
    """A mainstream listing, unless the facts say otherwise."""
    return Facts(
        **{"id": str(identity), "title": title, "openness": "mainstream", **facts}
    )  # type: ignore[arg-type]


def somebody(*phrases: str | Phrase, **asked: object) -> Asked:
    """Somebody who says these things, what matters most first."""
    said = tuple(Phrase(words=one) if isinstance(one, str) else one for one in phrases)
    return Asked(phrases=said, **asked)  # type: ignore[arg-type]


def ranked(person: Asked, *listings: Facts, **asked: object) -> Ranking:
    """The ranking of a catalogue of just these listings."""
    return rank(person, Index.build(listings), **asked)  # type: ignore[arg-type]


def found(person: Asked, *listings: Facts, **asked: object) -> list[str]:
    """The ids of what fits, best first."""
    return [match.facts.id for match in ranked(person, *listings, **asked).matches]


def firm(**conditions: object) -> Conditions:
    """Conditions somebody made firm."""
    return Conditions(**conditions)  # type: ignore[arg-type]


def reads(
    activity: str, weight: float, found: str, *, where: str = "title", at: int = 0
) -> Reading:
    """A listing speaks of this activity, by these words of it."""
    return Reading(
        activity=activity, weight=weight, where=where, found=found, found_start=at
    )


def means(
    words: str, activity: str, weight: float, by: str, how: str = "said"
) -> Meant:
    """These words are understood as this activity, by this part of them."""
    start = words.index(by)
    return Meant(
        activity=activity, weight=weight, spans=((start, start + len(by)),), how=how
    )
