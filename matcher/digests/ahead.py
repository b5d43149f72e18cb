"""What the next few hundred people's letters are made from, read and matched together.

Each letter asks for itself (``Ahead.letter_of``), and finds here what was read ahead,
if everything it rests on is as it was: who said something else a moment ago, who got a
notice meanwhile, or a catalogue that changed, is read anew. All of it is in memory for
the length of a run, and nothing of it is kept or logged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.activities import Lexicon
from matcher.digests import loading, news
from matcher.digests.composing import ForPerson
from matcher.digests.marks import Mark, marks_of
from matcher.digests.printing import Said
from matcher.digests.questions import Places, Question
from matcher.digests.together import Ready, crowds_of, new_of
from matcher.digests.weeks import Week
from matcher.models import Letter, LetterState, RecipientKind
from matcher.ranking import Match
from matcher.ranking.many import BLOCK, can_go_together

AT_ONCE = 500
"""People whose questions are read together; each of them waits for no more."""

MOST_KNOWN = 50_000
"""Phrases whose answers are in memory, of all moments: about a hundred megabytes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ahead:
    """What was read and worked out ahead, in one run."""

    lexicon: Lexicon
    said: Said = field(default_factory=dict)
    """Listings as these letters say them, each said once."""
    _letters: dict[UUID, tuple[Mark, ForPerson]] = field(default_factory=dict)
    """By person, each under the mark of what it was read from."""
    _places: dict[tuple[int, date], Places] = field(default_factory=dict)
    """By version of the catalogue and day: of one, the last."""
    _ready: dict[tuple[int, date, datetime | None], Ready] = field(default_factory=dict)
    """By version, day and moment; what was used last stands last."""

    def look(self, session: Session, ids: Sequence[UUID], *, today: date) -> int:
        """Read ahead what the letters of these people are made from; of how many.

        What was read for others before is forgotten. The marks first: what changes
        while the rest is read has another one by then.
        """
        self._forget_older(opportunities.version(session), today)
        marks = marks_of(session, ids)
        people = loading.for_people(
            session,
            ids,
            lexicon=self.lexicon,
            today=today,
            places=self._places_of(opportunities.version(session), today),
            matching=partial(self._matches, today=today),
        )
        self._letters.update(
            (one, (marks[one], values))
            for one, values in people.items()
            if one in marks
        )
        return len(self._letters)

    def letter_of(
        self, session: Session, person_id: UUID, today: date
    ) -> ForPerson | None:
        """What somebody's letter is made from; None when it is to be read anew."""
        mark, values = self._letters.get(person_id, (None, None))
        if values is None or values.today != today:
            return None
        return values if marks_of(session, [person_id]).get(person_id) == mark else None

    def _places_of(self, version: int, today: date) -> Places:
        if (version, today) not in self._places:
            self._places.clear()
        return self._places.setdefault((version, today), {})

    def _matches(
        self, session: Session, questions: Mapping[UUID, Question], *, today: date
    ) -> dict[UUID, Sequence[Match]]:
        """What is new for each: together, but for those who must go alone."""
        found: dict[UUID, Sequence[Match]] = {}
        for since, keys in _by_moment(questions).items():
            asked = {key: questions[key].asked for key in keys}
            together = [key for key in keys if can_go_together(asked[key])]
            ready = self.ready(session, since, today) if together else None
            if ready is not None:
                ready.learn([asked[key] for key in together])
            for some in _blocks(together):
                assert ready is not None  # noqa: S101 - there are some
                people = [asked[key] for key in some]
                new = new_of(people, ready.fresh, ready.now, ready.before)
                found.update(
                    (key, matches())
                    for key, matches in zip(some, new, strict=True)
                    if matches is not None
                )
        alone = (key for key in questions if key not in found)
        for key in alone:
            found[key] = loading.matches_alone(
                session, questions[key], lexicon=self.lexicon, today=today
            )
        return found

    def ready(self, session: Session, since: datetime | None, today: date) -> Ready:
        """What is new since a moment, ready for many; and how it was before."""
        version = opportunities.version(session)
        key = (version, today, since)
        one = self._ready.pop(key, None)
        if one is None:
            fresh = news.fresh_since(session, since, today=today)
            now, before = crowds_of(fresh, since, today, self.lexicon)
            one = Ready(fresh=fresh, now=now, before=before)
        self._ready[key] = one
        return one

    def _forget_older(self, version: int, today: date) -> None:
        """Forget what nobody asks for any more, and what is too much to be kept.

        Only between two times of looking ahead: what is new is said by its crowd.
        """
        self._letters.clear()
        self.said.clear()
        same = [key for key in self._ready if key[:2] == (version, today)]
        kept = {key: self._ready[key] for key in same[-news.KEPT :]}
        self._ready.clear()
        self._ready.update(kept)
        crowds = [x for one in kept.values() for x in (one.now, one.before) if x]
        if sum(one.known for one in crowds) > MOST_KNOWN:
            for one in crowds:
                one.forget()


def due_people(
    session: Session, *, now: datetime, most: int, week: Week | None = None
) -> list[UUID]:
    """Whose letters are due, first come first."""
    due = (
        sa.select(col(Letter.recipient_id))
        .where(
            col(Letter.recipient_kind) == RecipientKind.PERSON,
            col(Letter.state) == LetterState.PLANNED,
            col(Letter.next_try_at) <= now,
            col(Letter.give_up_at) > now,
        )
        .order_by(col(Letter.next_try_at), col(Letter.id))
        .limit(most)
    )
    if week is not None:
        due = due.where(col(Letter.week) == str(week))
    return list(dict.fromkeys(session.execute(due).scalars()))


def _by_moment(
    questions: Mapping[UUID, Question],
) -> dict[datetime | None, list[UUID]]:
    by_moment: dict[datetime | None, list[UUID]] = {}
    for key, one in questions.items():
        by_moment.setdefault(one.since, []).append(key)
    return by_moment


def _blocks(people: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(people), BLOCK):
        yield people[start : start + BLOCK]
