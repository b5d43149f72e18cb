"""A sentence is its English, and knows of what it was made."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.sentences import Sentence, said_in

WELSH = {
    "At most %(most)s.": "Dim mwy na %(most)s.",
    "%(file)s is bad: %(why)s.": "Mae %(file)s yn wael: %(why)s.",
    "it is empty": "mae'n wag",
}


def gettext(words: str) -> str:
    return WELSH.get(words, words)


def test_it_is_its_english_and_can_be_said_anew() -> None:
    sentence = Sentence("At most %(most)s.", most=5)

    assert sentence == "At most 5."
    assert said_in(sentence, gettext) == "Dim mwy na 5."


def test_half_of_a_sentence_is_said_in_the_same_language() -> None:
    why = Sentence("it is empty")
    sentence = Sentence("%(file)s is bad: %(why)s.", file="a.csv", why=why)

    assert sentence == "a.csv is bad: it is empty."
    assert said_in(sentence, gettext) == "Mae a.csv yn wael: mae'n wag."
    assert sentence.with_values(file="b.csv") == "b.csv is bad: it is empty."


@given(st.text())
def test_any_other_text_is_left_alone(text: str) -> None:
    assert said_in(text, gettext) == text
    assert Sentence(text) == text
    assert said_in(Sentence("At most %(most)s.", most=text), gettext) == (
        f"Dim mwy na {text}."
    )
