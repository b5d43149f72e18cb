"""How a person's words were taken, and what they say of that.

What words are taken as is read anew each time and never kept. Kept is only the
person's own "not that" and "this too", which they see and can take back.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from catalogue.activities import Lexicon, Spoken
from matcher.knowing import as_read, heard_as
from matcher.models import Person, Phrase, Understanding
from matcher.people.kinds import is_matched
from matcher.taking import Taken, Taking, named, taking_of

MOST_OFFERED = 12
"""Activities offered when somebody looks for what they meant."""

ALIKE = 75.0
"""How alike (0 to 100) a name must be to what somebody typed to be offered."""

ANSWERS: Mapping[str, bool | None] = {"not_that": False, "this_too": True, "undo": None}
"""What somebody may say of an activity, and what is kept of it."""


def understandings_of(
    session: Session, person: Person
) -> dict[UUID, tuple[Understanding, ...]]:
    """What the person said of how each phrase was taken."""
    query = (
        select(Understanding)
        .join(Phrase)
        .where(Phrase.person_id == person.id)
        .order_by(col(Understanding.activity))
    )
    said: dict[UUID, tuple[Understanding, ...]] = {}
    for row in session.exec(query):
        said[row.phrase_id] = (*said.get(row.phrase_id, ()), row)
    return said


def takings_of(
    phrases: Sequence[Phrase],
    said: Mapping[UUID, Sequence[Understanding]],
    lexicon: Lexicon,
) -> dict[UUID, Taking]:
    """How each of a person's phrases was taken; nothing for one that is only kept in
    view. They go through the lexicon together, for the person waits for them all."""
    matched = [one for one in phrases if is_matched(one.kind)]
    read = lexicon.read_phrases(
        [_spoken(one, said.get(one.id, ()), lexicon) for one in matched]
    )
    takings = {one.id: Taking() for one in phrases}
    for phrase, meant in zip(matched, read, strict=True):
        rows = said.get(phrase.id, ())
        takings[phrase.id] = taking_of(
            meant,
            lexicon,
            also=[row.activity for row in rows if row.meant],
            without=[row.activity for row in rows if not row.meant],
        )
    return takings


def _spoken(phrase: Phrase, said: Sequence[Understanding], lexicon: Lexicon) -> Spoken:
    words, within = as_read(phrase.words, heard_as(phrase.words, lexicon))
    return Spoken(
        words=words,
        kind=phrase.kind,
        within=within,
        without=[row.activity for row in said if not row.meant],
    )


def say_of_reading(
    session: Session, phrase: Phrase, activity: str, *, meant: bool | None
) -> None:
    """Keep "this too" (true) or "not that" (false) of an activity; None forgets it."""
    known = session.get(Understanding, (phrase.id, activity))
    if meant is None:
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(Understanding(phrase_id=phrase.id, activity=activity, meant=meant))
    else:
        known.meant = meant
        session.add(known)
    session.flush()


def activities_called(words: str, lexicon: Lexicon) -> tuple[Taken, ...]:
    """Activities that go by something like these words, the likeliest first.

    By their names in the language of the words, slips forgiven, and then by what the
    words are read as.
    """
    folded = words.strip().casefold()
    if not folded:
        return ()
    told = lexicon.told(words)
    activities = lexicon.said_in[told.language] if told else lexicon.activities
    names = {
        (one.id, name): name.casefold()
        for one in activities.values()
        for name in one.names or (one.name,)
    }
    alike = process.extract(
        folded, names, scorer=fuzz.token_set_ratio, limit=4 * MOST_OFFERED,
        score_cutoff=ALIKE,
    )  # fmt: skip
    alike.sort(key=lambda hit: (-hit[1], len(hit[0]), hit[0]))
    by_name = [key[0] for _name, _score, key in alike]
    by_reading = [
        one.activity for one in lexicon.read_phrase(words) if one.how == "said"
    ]
    found = list(dict.fromkeys([*by_name, *by_reading]))
    return named(found[:MOST_OFFERED], lexicon)
