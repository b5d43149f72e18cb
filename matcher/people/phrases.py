"""A person's words, for ever theirs: said, reworded, taken away, put back, moved.

What is said is kept letter by letter. Two screens may edit at once: whoever changes
words says which words they saw (``mark_of``), and when those are no longer there both
texts are handed back and neither is lost. Each change holds the person's row, so that
their order is always one order.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from matcher.errors import BadInput, MatcherError, NotFound
from matcher.models import Person, Phrase, Understanding
from matcher.people.kinds import KINDS, is_matched

LONGEST = 500
"""Characters; a long story is better said in a few pieces, each of which can match."""

MOST = 60
"""Phrases on one page: far more than anybody says, few enough to look all up."""


MOVES = ("up", "down", "first")


class ChangedMeanwhile(MatcherError):
    """Somebody changed these words on another screen; carries both texts."""

    def __init__(self, phrase: Phrase | None, *, ours: str | None) -> None:
        """``phrase`` as it stands now, None when it is gone; ``ours`` was to be kept,
        None when the words were to be taken away."""
        super().__init__("These words were changed on another screen just now.")
        self.phrase = phrase
        self.ours = ours


def phrases_of(session: Session, person: Person) -> list[Phrase]:
    """Everything they said, what matters most to them first."""
    query = (
        select(Phrase)
        .where(Phrase.person_id == person.id)
        .order_by(col(Phrase.position), col(Phrase.created_at), col(Phrase.id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def phrase_of(session: Session, person: Person, phrase_id: UUID) -> Phrase:
    """One phrase of theirs; raises ``NotFound`` when it is not (or no longer) there."""
    phrase = session.get(Phrase, phrase_id)
    if phrase is None or phrase.person_id != person.id:
        raise NotFound("Those words are not on this page, or not any more.")
    return phrase


def mark_of(words: str) -> str:
    """A short sign of exactly these words, to say later which words were seen.

    Line ends do not count: browsers change them on the way.
    """
    return sha256("\n".join(words.splitlines()).encode()).hexdigest()[:16]


def say(
    session: Session, person: Person, words: str, kind: str, *, now: datetime
) -> Phrase:
    """Keep what somebody said, after what they said before.

    The same words for the same question are kept once. Raises ``BadInput`` for
    nothing, for too much, and for a question we don't ask.
    """
    _judge(words, kind)
    rows = _held(session, person)
    for known in rows:
        if known.words == words and known.kind == kind:
            return known
    if len(rows) >= MOST:
        raise BadInput(
            "A page holds %(most)s things. Take one away to add another.", most=MOST
        )
    phrase = Phrase(
        id=uuid4(),
        person_id=person.id,
        kind=kind,
        words=words,
        position=len(rows),
        created_at=now,
    )
    _in_order(session, [*rows, phrase])
    return phrase


def reword(
    session: Session, person: Person, phrase_id: UUID, words: str, *, seen: str
) -> Phrase:
    """Say it in other words; ``seen`` is the mark of the words that were on screen.

    Raises ``ChangedMeanwhile`` with both texts when others stand there now.
    """
    rows = _held(session, person)
    phrase = next((one for one in rows if one.id == phrase_id), None)
    if phrase is None or mark_of(phrase.words) not in {seen, mark_of(words)}:
        raise ChangedMeanwhile(phrase, ours=words)
    _judge(words, phrase.kind)
    phrase.words = words
    _in_order(session, rows)
    return phrase


def take_away(
    session: Session, person: Person, phrase_id: UUID, *, seen: str
) -> Phrase | None:
    """Delete their words, with how they were understood; None when they were gone.

    Nothing of them stays; what is given back is what ``put_back`` needs. Raises
    ``ChangedMeanwhile`` when other words than those on screen stand there now.
    """
    rows = _held(session, person)
    phrase = next((one for one in rows if one.id == phrase_id), None)
    if phrase is None:
        return None
    if mark_of(phrase.words) != seen:
        raise ChangedMeanwhile(phrase, ours=None)
    session.delete(phrase)
    session.flush()
    _in_order(session, [one for one in rows if one is not phrase])
    return phrase


def put_back(
    session: Session,
    person: Person,
    words: str,
    kind: str,
    *,
    position: int,
    meant: Sequence[tuple[str, bool]] = (),
    now: datetime,
) -> Phrase:
    """Undo ``take_away``: the same words in the same place, understood as before."""
    phrase = say(session, person, words, kind, now=now)
    rest = [one for one in phrases_of(session, person) if one.id != phrase.id]
    _in_order(session, [*rest[: max(position, 0)], phrase, *rest[max(position, 0) :]])
    for activity, is_meant in meant:
        session.merge(
            Understanding(phrase_id=phrase.id, activity=activity, meant=is_meant)
        )
    session.flush()
    return phrase


def move(session: Session, person: Person, phrase_id: UUID, to: str) -> None:
    """Say what matters more: ``up``, ``down`` or ``first`` among words of its part.

    Words that are looked up stand apart from those kept in view. What can't move any
    further stays; words that are gone are left alone.
    """
    rows = _held(session, person)
    phrase = next((one for one in rows if one.id == phrase_id), None)
    if phrase is None:
        return
    part = [one for one in rows if is_matched(one.kind) == is_matched(phrase.kind)]
    at = part.index(phrase)
    place = {"up": max(at - 1, 0), "down": at + 1, "first": 0}[to]
    part.remove(phrase)
    part.insert(place, phrase)
    turns = iter(part)
    _in_order(
        session,
        [
            next(turns) if is_matched(one.kind) == is_matched(phrase.kind) else one
            for one in rows
        ],
    )


def _judge(words: str, kind: str) -> None:
    if kind not in KINDS:
        raise BadInput("That is not one of the questions on this page.")
    if not words.strip():
        raise BadInput("There are no words in that. Write some, or take it away.")
    if len(words) > LONGEST:
        raise BadInput(
            "That is longer than %(most)s letters. Say it in a few shorter pieces.",
            most=LONGEST,
        )


def _held(session: Session, person: Person) -> list[Phrase]:
    """Their words, with the person's row held until the end of this write."""
    session.flush()
    session.exec(
        select(Person.id).where(Person.id == person.id).with_for_update()
    ).one()
    return phrases_of(session, person)


def _in_order(session: Session, rows: Sequence[Phrase]) -> None:
    for position, row in enumerate(rows):
        row.position = position
        session.add(row)
    session.flush()
