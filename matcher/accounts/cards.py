"""A person's own way in: a card with a code, and the word that opens the rest.

The code is on paper or a phone and works until it is revoked; it opens the saved list
and nothing else. The word, which only they know, opens their whole page. Neither
stands in the database: of the code its SHA-256, of the word an argon2id hash.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from matcher.accounts import passwords, sign_ins
from matcher.errors import BadInput, NotFound, TooMany, marked
from matcher.keys import hashed
from matcher.models import Card, Person, SignIn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody has to guess which it is."""

CODE_LENGTH = 16
"""Signs of a code: 80 random bits, which nobody finds by trying."""

LOOKALIKES = str.maketrans("OIL", "011")
"""What people read for a sign that looks like it."""

MOST_CARDS = 5
"""Cards that work at one time: paper, phone, purse, and two to spare."""

MOST_WRONG = 20
"""Wrong words before the card opens nothing but the list for an hour."""

LOCKED_FOR = timedelta(hours=1)

SHORTEST_WORD = 6
"""Characters of a word: twenty tries an hour guess none that is not plain."""

NOT_A_CARD = marked(
    "That code opens nothing. Look at it once more, or ask for a new card."
)
"""The same for a code that was never made and for one that was revoked."""

OPEN_FIRST = marked("Open your list with your card first.")
"""The same for a sign-in that ended and for a person who was erased meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What came of a word: the new value for the cookie, or how many tries are left."""

    value: str | None = None
    tries_left: int = 0


def make(session: Session, person: Person, *, now: datetime) -> str:
    """A new card for the person: its code, shown this once.

    Raises ``BadInput`` when they have as many as they may.
    """
    working = [card for card in cards_of(session, person) if card.revoked_at is None]
    if len(working) >= MOST_CARDS:
        raise BadInput(
            "%(most)s cards work already. Switch one off first.", most=MOST_CARDS
        )
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    session.add(
        Card(id=uuid4(), person_id=person.id, code_hash=hashed(code), made_at=now)
    )
    session.flush()
    return code


def cards_of(session: Session, person: Person) -> list[Card]:
    """Every card of the person, the newest first, those that work before others."""
    return list(
        session.exec(
            select(Card)
            .where(Card.person_id == person.id)
            .order_by(
                col(Card.revoked_at).is_not(None),
                col(Card.made_at).desc(),
                col(Card.id),
            )
        )
    )


def in_fours(code: str) -> str:
    """A code as it is written on a card: ``ABCD-EFGH-JKMN-PQRS``."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """The code somebody typed, however they spaced it; None for what can't be one."""
    code = re.sub(r"[\s\-–—.]", "", typed[:60]).upper().translate(LOOKALIKES)
    well_formed = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    return code if well_formed else None


def open_list(session: Session, typed: str, *, now: datetime) -> str:
    """Sign a browser in with a card: the value for its cookie. Opens the list alone.

    Raises ``NotFound`` alike for what is no code, for one never made and a revoked one.
    """
    code = read_code(typed)
    card = session.exec(
        select(Card).where(
            Card.code_hash == hashed(code or ""), col(Card.revoked_at).is_(None)
        )
    ).one_or_none()
    if card is None:
        raise NotFound(NOT_A_CARD)
    person = _held(session, card.person_id)
    if person is None:
        raise NotFound(NOT_A_CARD)
    person.active_at = now
    session.add(person)
    return sign_ins.begin(session, now=now, person_id=person.id)


def revoke(session: Session, person: Person, card_id: UUID, *, now: datetime) -> None:
    """Switch a card off: at once, also wherever a card of theirs is open just now."""
    card = session.get(Card, card_id)
    if card is None or card.person_id != person.id:
        raise NotFound("There is no such card.")
    card.revoked_at = card.revoked_at or now
    session.add(card)
    sign_ins.end_all(session, person_id=person.id)
    session.flush()


def word_to_keep(person: Person, word: str) -> str:
    """A word of theirs as it may be kept. Slow on purpose: ask outside of a write.

    Raises ``BadInput`` for a word that anybody could guess.
    """
    plain = _plain(word)
    if len(plain) < SHORTEST_WORD or len(plain) > passwords.LONGEST:
        raise BadInput(
            "Choose a word or two with at least %(fewest)s letters altogether.",
            fewest=SHORTEST_WORD,
        )
    if plain == _plain(person.called) or plain in passwords.common():
        raise BadInput("Many would guess that one. Two words you like do well.")
    return passwords.hashed(plain)


def choose_word(session: Session, person: Person, word_hash: str) -> None:
    """Keep the word that opens the whole page from a card, as ``word_to_keep`` made it.

    Browsers opened with the old one are signed out, and wrong tries forgotten.
    """
    person.word_hash = word_hash
    person.wrong_words, person.locked_until = 0, None
    session.add(person)
    sign_ins.end_all(session, person_id=person.id)
    session.flush()


def is_word_of(person: Person, word: str) -> bool:
    """Whether it is their word. Slow on purpose: ask outside of a write."""
    return passwords.matches(_plain(word[: passwords.LONGEST]), person.word_hash)


def open_rest(
    session: Session, sign_in_id: str, *, is_right: bool, now: datetime
) -> Spoken:
    """Count a word that was said, and open the whole page when it was right.

    Tries are counted one after the other, so that many at once are no more tries.
    Raises ``TooMany`` while the word is locked, even for the right one.
    """
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.person_id is None:
        raise NotFound(OPEN_FIRST)
    person = _held(session, sign_in.person_id)
    if person is None:
        raise NotFound(OPEN_FIRST)
    if is_locked(person, now=now):
        raise _locked(person, now)
    if is_right and person.word_hash:
        person.wrong_words, person.active_at = 0, now
        session.add(person)
        return Spoken(value=sign_ins.renewed(session, sign_in, whole_page=True))
    person.wrong_words += 1
    left = MOST_WRONG - person.wrong_words
    if left <= 0:
        person.wrong_words, person.locked_until = 0, now + LOCKED_FOR
    session.add(person)
    session.flush()
    return Spoken(tries_left=max(left, 0))


def _held(session: Session, person_id: UUID) -> Person | None:
    """The person, as they are now and until this unit ends; None if just erased."""
    return session.exec(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def is_locked(person: Person, *, now: datetime) -> bool:
    """Whether too many wrong words were said within the last hour."""
    return person.locked_until is not None and now < person.locked_until


def was_told(session: Session, person: Person, *, now: datetime) -> None:
    """They have read that somebody tried wrong words; no need to say it again.

    A word that rests goes on resting.
    """
    if not is_locked(person, now=now):
        person.locked_until = None
        session.add(person)
        session.flush()


def _locked(person: Person, now: datetime) -> TooMany:
    until = person.locked_until or now
    seconds = max(1, round((until - now) / timedelta(seconds=1)))
    return TooMany(
        "Too many wrong words were tried, so your word rests for an hour."
        " Your list is still open to you.",
        retry_after_seconds=seconds,
    )


def _plain(word: str) -> str:
    """A word as it is compared: however it was spaced, or begun with a capital."""
    return " ".join(normalize("NFKC", word).casefold().split())
