"""Phrases read together are read as each would be alone, afresh or remembered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.activities import Lexicon, Spoken, load_lexicon
from catalogue.activities.remembering import MOST, Memory

LEXICON = load_lexicon()
SAID = [line for one in LEXICON.activities.values() for line in one.says[:2]]
HARDLY_DIFFERENT = 2.01e-4
"""Sums in another order end in another last digit, and sureness keeps four: two of the
last, which as numbers of a computer lie a little further apart."""


def afresh(*spoken):
    LEXICON.forget_phrases()
    return LEXICON.read_phrases(spoken)


def told(meant):
    return {(one.activity, one.how, one.spans): one.weight for one in meant}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SAID) | st.text(max_size=40), max_size=6))
def test_no_phrase_is_read_otherwise_for_the_company_it_is_in(words):
    spoken = [Spoken(words=one) for one in words]

    together = afresh(*spoken)

    alone = [afresh(one)[0] for one in spoken]
    assert [told(one) for one in together] == [
        pytest.approx(told(one), abs=HARDLY_DIFFERENT) for one in alone
    ]


def test_what_is_shown_again_is_remembered_and_the_same():
    spoken = [Spoken(words="bred budgies"), Spoken(words="on the oche")]

    first = afresh(*spoken)

    assert LEXICON.read_phrases(spoken) == first


def test_the_same_words_with_other_parts_that_count_are_read_again():
    words = "darts or knitting"

    darts, knitting = afresh(
        Spoken(words=words, within=[(0, 5)]), Spoken(words=words, within=[(9, 17)])
    )

    assert darts[0].activity == "darts"
    assert knitting[0].activity != "darts"


def test_what_the_person_says_of_a_reading_counts_at_once():
    words = "arrows on a Friday"
    known = afresh(Spoken(words=words))[0][0].activity

    (meant,) = LEXICON.read_phrases([Spoken(words=words, without=[known])])

    assert known not in {one.activity for one in meant}


def test_nothing_that_was_said_stands_in_the_memory():
    lexicon = Lexicon(activities=LEXICON.activities)
    lexicon.read_phrase("quite alone with my budgies")

    kept = repr(vars(lexicon._memory))

    assert "budgies" not in kept


def test_two_memories_call_one_thing_by_two_names():
    first, second = Memory[int](), Memory[int]()

    assert first.fingerprint("darts", ()) != second.fingerprint("darts", ())


def test_a_full_memory_forgets_the_oldest():
    memory = Memory[int]()

    for one in range(MOST + 1):
        memory.keep(str(one).encode(), one)

    assert memory.of(b"0") is None
    assert memory.of(b"1") == 1


def test_words_read_plainly_are_not_taken_for_the_same_words_read_fully():
    words = "hitting a bag"
    fully, plainly = Spoken(words=words), Spoken(words=words, by_words_alone=True)

    together = afresh(fully, plainly, fully)

    assert together == [*afresh(fully), *afresh(plainly), *afresh(fully)]
    assert together[0] != together[1]
    assert LEXICON.read_phrases([plainly]) == together[1:2]
