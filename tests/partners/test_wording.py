"""Another way to say it: taken word for word, left for good, and never in the way."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, select

from catalogue.language import load_glossary, reflect
from matcher.models import LeftAsWritten
from matcher.partners import wording
from matcher.partners.conversation import QUESTIONS, Said, after, questions_for
from matcher.partners.wording import Note, Pressed
from tests.partners.builders import CHOIR

TEXT = "A choir for service users. Bring a friend: other service users do, and clients."
WHAT = Said(fields={"title": ["Choir"], "description": [TEXT]})


def on_the_description(session: Session, text: str = TEXT) -> list[Note]:
    said = Said(fields={"description": [text]})
    return wording.notes(session, CHOIR, "what", said).get("description", [])


def press(button: str, said: Said = WHAT) -> Said:
    read = wording.pressed(button)
    assert read
    return wording.said_instead(said, read)


def test_a_note_says_what_else_could_be_said_and_why(session: Session) -> None:
    notes = on_the_description(session)

    found = [one.reflection.found for one in notes]
    assert found == ["service users", "service users", "clients"]
    assert all(one.reflection.why and one.say for one in notes)


def test_one_press_changes_just_those_words(session: Session) -> None:
    second = on_the_description(session)[1]
    button, words = second.say[0]

    changed = press(button)

    assert changed.one("description") == TEXT.replace(
        "other service users", f"other {words}"
    )
    assert changed.one("title") == "Choir"


def test_what_was_left_is_not_brought_up_again_in_this_listing(
    session: Session, now: datetime
) -> None:
    for _ in range(2):
        wording.leave(session, CHOIR, "service-user", now=now)

    left = [one.reflection.found for one in on_the_description(session)]
    other = replace(CHOIR, source_id="another")
    there = wording.notes(session, other, "what", WHAT)["description"]

    assert left == ["clients"]
    assert len(there) == 3


def test_who_left_it_is_not_kept(session: Session, now: datetime) -> None:
    wording.leave(session, CHOIR, "client", now=now)

    [row] = session.exec(select(LeftAsWritten)).all()

    assert set(row.model_dump()) == {"listing_id", "entry", "since"}


def test_three_notes_at_a_field_are_enough(session: Session) -> None:
    notes = on_the_description(session, "service users, clients, " * 40)

    assert len(notes) == wording.MOST_SHOWN


def test_a_note_stays_on_its_page_and_any_other_button_does_not() -> None:
    names = questions_for("an organization")
    [entry, *_] = load_glossary().entries

    stays = [
        after("what", button, names)
        for button in (f"say:title:{entry.id}:0:0", f"leave:title:{entry.id}", "next")
    ]

    assert stays == ["what", "what", "activities"]


def test_every_field_that_is_asked_about_is_one_of_its_question() -> None:
    strange = {
        (step, name)
        for step, names in wording.WRITTEN.items()
        for name in names
        if name not in QUESTIONS[step].longest
    }

    assert strange == set()


def test_no_words_of_a_person_are_ever_asked_about() -> None:
    persons = {"phrase", "understanding", "avoided_place", "person"}
    told_of_a_listing = {name for names in wording.WRITTEN.values() for name in names}

    columns = {
        column.name for name in persons for column in SQLModel.metadata.tables[name].c
    }
    assert told_of_a_listing & columns == set()


@given(button=st.text(max_size=60), text=st.text(max_size=60))
def test_whatever_is_sent_as_a_press_changes_only_what_a_note_was_on(
    button: str, text: str
) -> None:
    said = Said(fields={"title": [text]})
    for sent in (button, f"say:{button}", f"say:title:client:{button}"):
        read = wording.pressed(sent)
        changed = wording.said_instead(said, read) if read else said
        places = [one for one in reflect(text.strip()) if read and one.id == read.entry]
        assert changed == said or places


def test_a_press_on_words_that_are_gone_changes_nothing() -> None:
    gone = Pressed(way="say", field="description", entry="client", nth=7)

    assert wording.said_instead(WHAT, gone) == WHAT
