"""A person's words: kept as said, theirs to change, and never lost between screens."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from matcher.access import Visitor
from matcher.db import writing
from matcher.errors import BadInput, NotFound
from matcher.models import (
    AccessEvent,
    Account,
    Consent,
    ConsentTo,
    Look,
    Person,
    Phrase,
    Trust,
    Understanding,
)
from matcher.people import (
    ChangedMeanwhile,
    mark_of,
    move,
    people_of,
    phrase_of,
    phrases_of,
    put_back,
    reword,
    say,
    say_of_reading,
    take_away,
    touch,
    welcome,
)

WORDING = "May we keep this page for you?"


def as_worker(worker: Account) -> Visitor:
    return Visitor(
        sign_in_id="x",
        account_id=worker.id,
        name=worker.name,
        role=worker.role,
        team_id=worker.team_id,
        service="Mill Street",
    )


@pytest.fixture
def sam(session: Session, worker: Account, now: datetime) -> Person:
    return welcome(
        session, called="Sam", by=as_worker(worker), wording=WORDING, now=now
    )


def words_of(session: Session, person: Person) -> list[str]:
    return [phrase.words for phrase in phrases_of(session, person)]


def test_a_page_begins_with_a_name_a_yes_and_the_worker_who_was_there(
    session: Session, worker: Account, sam: Person, now: datetime
):
    trust = session.exec(select(Trust)).one()
    consent = session.exec(select(Consent)).one()
    event = session.exec(select(AccessEvent)).one()

    assert (sam.called, sam.created_at, sam.active_at) == ("Sam", now, now)
    assert (trust.person_id, trust.account_id, trust.until) == (
        sam.id,
        worker.id,
        None,
    )
    assert (consent.purpose, consent.given, consent.wording, consent.asked_by) == (
        ConsentTo.KEEP_PROFILE,
        True,
        WORDING,
        "Ana Reyes",
    )
    assert (event.who, event.what) == ("Ana Reyes, Mill Street", Look.WELCOMED)


@pytest.mark.parametrize("called", ["", "   ", "S" * 81])
def test_somebody_has_to_be_called_something(
    session: Session, worker: Account, now: datetime, called: str
):
    with pytest.raises(BadInput):
        welcome(session, called=called, by=as_worker(worker), wording=WORDING, now=now)


def test_a_worker_sees_the_people_who_chose_them_by_name(
    session: Session, worker: Account, lead: Account, sam: Person, now: datetime
):
    for called in ("bea", "Ali"):
        welcome(session, called=called, by=as_worker(worker), wording=WORDING, now=now)
    welcome(session, called="Kim", by=as_worker(lead), wording=WORDING, now=now)

    seen = people_of(session, as_worker(worker), now=now)

    assert [person.called for person in seen] == ["Ali", "bea", "Sam"]


def test_a_page_that_is_used_is_not_one_that_nobody_needs(
    session: Session, sam: Person, now: datetime
):
    sam.told_at = now
    touch(sam, now + timedelta(days=1))

    assert (sam.active_at, sam.told_at) == (now + timedelta(days=1), None)


def test_words_stand_in_the_order_they_were_said(
    session: Session, sam: Person, now: datetime
):
    for words in ("choir", "steam trains", "choir"):
        say(session, sam, words, "enjoy_now", now=now)
    say(session, sam, "choir", "strength", now=now)

    assert words_of(session, sam) == ["choir", "steam trains", "choir"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("", "goal"), (" \n", "goal"), ("x" * 501, "goal"), ("x", "diagnosis")],
)
def test_nothing_too_much_and_unasked_questions_are_refused(
    session: Session, sam: Person, now: datetime, words: str, kind: str
):
    with pytest.raises(BadInput):
        say(session, sam, words, kind, now=now)


def test_a_page_holds_no_more_than_anybody_says(
    session: Session, sam: Person, now: datetime
):
    for number in range(60):
        say(session, sam, f"thing {number}", "enjoy_now", now=now)

    with pytest.raises(BadInput):
        say(session, sam, "one more", "enjoy_now", now=now)


def test_words_can_be_said_otherwise(session: Session, sam: Person, now: datetime):
    phrase = say(session, sam, "footie", "enjoy_now", now=now)

    reword(session, sam, phrase.id, "five-a-side", seen=mark_of("footie"))

    assert words_of(session, sam) == ["five-a-side"]


def test_of_two_screens_that_change_the_same_words_none_is_overruled(
    session: Session, sam: Person, now: datetime
):
    phrase = say(session, sam, "footie", "enjoy_now", now=now)
    reword(session, sam, phrase.id, "five-a-side", seen=mark_of("footie"))

    with pytest.raises(ChangedMeanwhile) as both:
        reword(session, sam, phrase.id, "walking football", seen=mark_of("footie"))

    assert both.value.phrase is not None
    assert (both.value.phrase.words, both.value.ours) == (
        "five-a-side",
        "walking football",
    )
    assert words_of(session, sam) == ["five-a-side"]


def test_the_same_change_on_two_screens_is_one_change(
    session: Session, sam: Person, now: datetime
):
    phrase = say(session, sam, "footie", "enjoy_now", now=now)

    for _ in range(2):
        reword(session, sam, phrase.id, "five-a-side", seen=mark_of("footie"))

    assert words_of(session, sam) == ["five-a-side"]


def test_words_that_were_taken_away_meanwhile_are_handed_back(
    session: Session, sam: Person, now: datetime
):
    phrase = say(session, sam, "footie", "enjoy_now", now=now)
    take_away(session, sam, phrase.id, seen=mark_of("footie"))

    with pytest.raises(ChangedMeanwhile) as handed_back:
        reword(session, sam, phrase.id, "five-a-side", seen=mark_of("footie"))

    assert (handed_back.value.phrase, handed_back.value.ours) == (None, "five-a-side")


def test_words_nobody_has_seen_are_not_taken_away(
    session: Session, sam: Person, now: datetime
):
    phrase = say(session, sam, "footie", "enjoy_now", now=now)
    reword(session, sam, phrase.id, "five-a-side", seen=mark_of("footie"))

    with pytest.raises(ChangedMeanwhile):
        take_away(session, sam, phrase.id, seen=mark_of("footie"))

    assert words_of(session, sam) == ["five-a-side"]


def test_line_ends_that_a_browser_changed_are_no_change(
    session: Session, sam: Person, now: datetime
):
    phrase = say(session, sam, "choir\nand tea", "enjoy_now", now=now)

    reword(session, sam, phrase.id, "choir", seen=mark_of("choir\r\nand tea"))

    assert words_of(session, sam) == ["choir"]


def test_what_was_taken_away_leaves_nothing_and_can_be_put_back_where_it_was(
    session: Session, sam: Person, now: datetime
):
    for words in ("choir", "bass", "trains"):
        say(session, sam, words, "enjoy_now", now=now)
    bass = phrases_of(session, sam)[1]
    say_of_reading(session, bass, "fishing", meant=False)

    gone = take_away(session, sam, bass.id, seen=mark_of("bass"))
    assert words_of(session, sam) == ["choir", "trains"]
    assert session.exec(select(Understanding)).all() == []
    assert take_away(session, sam, bass.id, seen=mark_of("bass")) is None

    assert gone is not None
    put_back(
        session,
        sam,
        gone.words,
        gone.kind,
        position=1,
        meant=[("fishing", False)],
        now=now,
    )
    assert words_of(session, sam) == ["choir", "bass", "trains"]
    kept = session.exec(select(Understanding)).one()
    assert (kept.activity, kept.meant) == ("fishing", False)


def test_what_matters_most_moves_up_among_words_of_its_part(
    session: Session, sam: Person, now: datetime
):
    for words, kind in (
        ("choir", "enjoy_now"),
        ("my sister", "people_around"),
        ("trains", "enjoyed_before"),
        ("darts", "want_to_try"),
    ):
        say(session, sam, words, kind, now=now)
    by_words = {one.words: one.id for one in phrases_of(session, sam)}

    move(session, sam, by_words["trains"], "up")
    assert words_of(session, sam) == ["trains", "my sister", "choir", "darts"]
    move(session, sam, by_words["darts"], "first")
    assert words_of(session, sam) == ["darts", "my sister", "trains", "choir"]
    move(session, sam, by_words["choir"], "down")
    move(session, sam, by_words["my sister"], "up")
    move(session, sam, uuid4(), "up")
    assert words_of(session, sam) == ["darts", "my sister", "trains", "choir"]


def test_positions_stay_one_order_without_gaps(
    session: Session, sam: Person, now: datetime
):
    said = [say(session, sam, words, "goal", now=now) for words in "abcd"]
    take_away(session, sam, said[1].id, seen=mark_of("b"))
    move(session, sam, said[3].id, "up")

    rows = session.exec(select(Phrase).order_by(col(Phrase.position))).all()

    assert [(row.words, row.position) for row in rows] == [("a", 0), ("d", 1), ("c", 2)]


def test_another_persons_words_are_not_here(
    session: Session, worker: Account, sam: Person, now: datetime
):
    kim = welcome(session, called="Kim", by=as_worker(worker), wording=WORDING, now=now)
    phrase = say(session, kim, "darts", "goal", now=now)

    with pytest.raises(NotFound):
        phrase_of(session, sam, phrase.id)
    with pytest.raises(ChangedMeanwhile):
        reword(session, sam, phrase.id, "mine", seen=mark_of("darts"))
    assert take_away(session, sam, phrase.id, seen=mark_of("darts")) is None
    move(session, sam, phrase.id, "first")
    assert words_of(session, kim) == ["darts"]


def test_two_screens_that_add_at_once_keep_both(
    engine: sa.Engine, worker: Account, now: datetime
):
    with writing(engine) as session:
        sam = welcome(
            session, called="Sam", by=as_worker(worker), wording=WORDING, now=now
        )

    for words in ("choir", "darts"):
        with writing(engine) as session:
            say(session, session.get_one(Person, sam.id), words, "goal", now=now)

    with writing(engine) as session:
        assert words_of(session, sam) == ["choir", "darts"]
