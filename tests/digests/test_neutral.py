"""The outside of a letter says nothing of anybody's life, or the letter stays here."""

from uuid import UUID

import pytest

from matcher.digests.composing import letter_for_person
from matcher.digests.neutral import NotNeutral, Outside, reviewed_terms
from matcher.digests.printing import TAGS, one_line_of
from matcher.mail.writing import write
from matcher.models import Mail
from tests.digests.letters import NOW, a_press, for_person

NEUTRAL = a_press().neutral


def outside(**given: str | tuple[str, ...]) -> Outside:
    known: dict[str, object] = {
        "subject": "Your letter for this week",
        "sender": "Together",
        "previews": ("Hello, here is your letter.",),
        "hosts": ("here.example",),
    }
    return Outside(**known | given)  # type: ignore[arg-type]


def test_our_own_outside_is_neutral():
    NEUTRAL.check(outside())

    assert NEUTRAL.found_in("Your note for this week") == ""


@pytest.mark.parametrize(
    "term", [*reviewed_terms(), "pottery", "Mill Street", "choirs"]
)
def test_no_term_passes_in_any_place_that_is_seen(term: str):
    told = f"About {term.upper()}: now"
    for place in ("subject", "sender"):
        with pytest.raises(NotNeutral):
            NEUTRAL.check(outside(**{place: told}))
    for previews in ((told,), ("Hello", told)):
        with pytest.raises(NotNeutral):
            NEUTRAL.check(outside(previews=previews))


@pytest.mark.parametrize(
    "host", ["homelesshelp.example", "mail.hostel.example", "pottery.example"]
)
def test_a_host_may_not_say_it_either(host: str):
    with pytest.raises(NotNeutral) as refused:
        NEUTRAL.check(outside(hosts=("here.example", host)))

    assert refused.value.where == "host name"


@pytest.mark.parametrize(
    "text", ["Hömeless", "HOMELESS!", "home\u00adless homeless", "ｈｏｍｅｌｅｓｓ"]
)
def test_letters_that_only_look_different_hide_nothing(text: str):
    assert NEUTRAL.found_in(text) == "homeless"


@pytest.mark.parametrize("host", ["abundance.example", "here.example", "127.0.0.1"])
def test_an_innocent_host_passes(host: str):
    NEUTRAL.check(outside(hosts=(host,)))


@pytest.mark.parametrize(
    "press",
    [
        {"sender": "Mill Street"},
        {"sender": "The hostel team"},
        {"domain": "recovery.example"},
        {"base_url": "https://homeless-help.example"},
    ],
)
def test_a_letter_from_somewhere_that_tells_does_not_leave(press: dict[str, str]):
    with pytest.raises(NotNeutral):
        letter_for_person(for_person(), a_press(**press))


def test_what_stands_below_the_fold_may_name_what_there_is_to_do():
    letter = letter_for_person(for_person(), a_press())

    assert letter is not None
    assert "pottery" in letter.text


@pytest.mark.parametrize("letter", ["claimed", "looked_at"])
@pytest.mark.parametrize("note", ["", "Please say where"])
def test_the_beginning_of_an_answer_names_nothing(letter: str, note: str):
    values = {"title": "Pottery", "note": note}
    mail = Mail(
        id=UUID(int=1), letter=letter, recipient="jo@good.example", values=values,
        queued_at=NOW, next_try_at=NOW,
    )  # fmt: skip

    message = write(a_press().desk, mail, now=NOW)

    for part in ("plain", "html"):
        body = message.get_body((part,))
        assert body
        text = one_line_of(TAGS.sub(" ", body.get_content()))
        assert "Pottery" in text
        NEUTRAL.check(outside(previews=(text,)))
