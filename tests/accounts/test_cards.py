"""A person's card: it opens the list until it is revoked; their word opens the rest."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, select

from matcher.access import visitor_of
from matcher.accounts import cards
from matcher.errors import BadInput, NotFound, TooMany
from matcher.keys import hashed
from matcher.models import Person, SignIn
from tests.introductions.builders import somebody

CODES = st.text(cards.ALPHABET, min_size=16, max_size=16)


@pytest.fixture
def sam(session: Session, now: datetime) -> Person:
    return somebody(session, now=now)


def test_a_card_opens_the_list_and_nothing_else(
    session: Session, sam: Person, now: datetime
) -> None:
    code = cards.make(session, sam, now=now)

    value = cards.open_list(session, code, now=now)

    visitor = visitor_of(session, hashed(value), now=now)
    assert (visitor.person_id, visitor.whole_page) == (sam.id, False)


def test_a_code_has_eighty_bits_and_is_not_in_the_database(
    session: Session, sam: Person, now: datetime
) -> None:
    codes = {cards.make(session, sam, now=now) for _ in range(cards.MOST_CARDS)}

    kept = str(
        [
            session.connection().execute(sa.select(table)).all()
            for table in SQLModel.metadata.sorted_tables
        ]
    )

    assert len(codes) == cards.MOST_CARDS
    assert all(len(code) == 16 and set(code) <= set(cards.ALPHABET) for code in codes)
    assert not [code for code in codes if code in kept or cards.in_fours(code) in kept]


@given(CODES, st.sampled_from([" ", "-", "", " - ", "–"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(code: str, gap: str, small: bool) -> None:  # noqa: FBT001
    fours = [code[at : at + 4] for at in range(0, 16, 4)]
    typed = gap.join(fours).replace("0", "O").replace("1", "l")

    read = cards.read_code(typed.lower() if small else typed)

    assert read == code


@given(st.text(max_size=100))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    read = cards.read_code(typed)

    assert read is None or (len(read) == 16 and set(read) <= set(cards.ALPHABET))


def test_a_revoked_card_is_dead_at_once_also_where_it_is_open(
    session: Session, sam: Person, now: datetime
) -> None:
    code = cards.make(session, sam, now=now)
    other = cards.make(session, sam, now=now)
    value = cards.open_list(session, code, now=now)
    [card] = [c for c in cards.cards_of(session, sam) if c.code_hash == hashed(code)]

    cards.revoke(session, sam, card.id, now=now)

    assert visitor_of(session, hashed(value), now=now).is_stranger
    with pytest.raises(NotFound):
        cards.open_list(session, code, now=now)
    assert cards.open_list(session, other, now=now)


def test_what_was_never_a_card_and_what_was_revoked_sound_the_same(
    session: Session, sam: Person, now: datetime
) -> None:
    code = cards.make(session, sam, now=now)
    [card] = cards.cards_of(session, sam)
    cards.revoke(session, sam, card.id, now=now)

    sentences = []
    for typed in (code, "0000-0000-0000-0000", "x", ""):
        with pytest.raises(NotFound) as caught:
            cards.open_list(session, typed, now=now)
        sentences.append(caught.value.sentence)

    assert len(set(sentences)) == 1


def test_nobody_switches_off_somebody_elses_card(
    session: Session, sam: Person, now: datetime
) -> None:
    cards.make(session, sam, now=now)
    [card] = cards.cards_of(session, sam)
    ash = somebody(session, now=now, called="Ash")

    with pytest.raises(NotFound):
        cards.revoke(session, ash, card.id, now=now)

    assert card.revoked_at is None


def test_only_a_few_cards_work_at_one_time(
    session: Session, sam: Person, now: datetime
) -> None:
    for _ in range(cards.MOST_CARDS):
        cards.make(session, sam, now=now)

    with pytest.raises(BadInput, match="Switch one off"):
        cards.make(session, sam, now=now)


# --- the word ------------------------------------------------------------------------


def opened_by_card(session: Session, person: Person, now: datetime) -> str:
    """The id of a sign-in by card."""
    code = cards.make(session, person, now=now)
    return hashed(cards.open_list(session, code, now=now))


def test_their_word_opens_the_rest_however_it_is_written(
    session: Session, sam: Person, now: datetime
) -> None:
    cards.choose_word(session, sam, cards.word_to_keep(sam, "Blue  kettle"))
    sign_in = opened_by_card(session, sam, now)

    is_right = cards.is_word_of(sam, " blue Kettle ")
    spoken = cards.open_rest(session, sign_in, is_right=is_right, now=now)

    visitor = visitor_of(session, hashed(spoken.value or ""), now=now)
    assert visitor.whole_page
    assert visitor_of(session, sign_in, now=now).is_stranger
    assert sam.word_hash is not None
    assert sam.word_hash.startswith("$argon2id$")


@pytest.mark.parametrize("word", ["", "short", "password", " Samson  ", "x" * 300])
def test_a_word_that_many_would_guess_is_not_taken(
    session: Session, now: datetime, word: str
) -> None:
    samson = somebody(session, now=now, called="Samson")

    with pytest.raises(BadInput):
        cards.word_to_keep(samson, word)


def test_without_a_word_nothing_opens_the_rest(
    session: Session, sam: Person, now: datetime
) -> None:
    sign_in = opened_by_card(session, sam, now)

    is_right = cards.is_word_of(sam, "")
    spoken = cards.open_rest(session, sign_in, is_right=is_right, now=now)

    assert (is_right, spoken.value) == (False, None)


def test_twenty_wrong_words_lock_the_word_for_an_hour(
    session: Session, sam: Person, now: datetime
) -> None:
    cards.choose_word(session, sam, cards.word_to_keep(sam, "blue kettle"))
    sign_in = opened_by_card(session, sam, now)

    left = [
        cards.open_rest(session, sign_in, is_right=False, now=now).tries_left
        for _ in range(20)
    ]

    assert left == list(range(19, -1, -1))
    with pytest.raises(TooMany) as caught:
        cards.open_rest(session, sign_in, is_right=True, now=now)
    assert caught.value.retry_after_seconds == 3600
    assert sam.locked_until == now + timedelta(hours=1)
    an_hour_on = now + timedelta(minutes=61)
    spoken = cards.open_rest(session, sign_in, is_right=True, now=an_hour_on)
    assert spoken.value is not None


def test_that_wrong_words_were_tried_is_told_until_it_is_read(
    session: Session, sam: Person, now: datetime
) -> None:
    sam.locked_until = now + timedelta(hours=1)

    cards.was_told(session, sam, now=now)
    while_it_rests = sam.locked_until
    cards.was_told(session, sam, now=now + timedelta(hours=2))

    assert while_it_rests is not None
    assert sam.locked_until is None


def test_a_new_word_closes_what_the_old_one_opened(
    session: Session, sam: Person, now: datetime
) -> None:
    opened_by_card(session, sam, now)

    cards.choose_word(session, sam, cards.word_to_keep(sam, "green kettle"))

    assert session.exec(select(SignIn)).all() == []
