"""What is worked out ahead for many is what each letter would find by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pickle import dumps
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import Openness
from catalogue.opportunities import keeping
from matcher import introductions, matching, people
from matcher.db import writing
from matcher.digests import loading, news, planning
from matcher.digests.ahead import Ahead, due_people
from matcher.digests.composing import MOST_NEW, NOWHERE, ForPerson
from matcher.digests.questions import questions_of
from matcher.digests.together import new_of
from matcher.digests.told import NOTICE
from matcher.digests.writers import writer_for
from matcher.introductions.steering import Steer
from matcher.models import (
    AvoidedPlace,
    ChosenCondition,
    Letter,
    Person,
    Subscription,
    Understanding,
)
from matcher.ranking import Match
from tests.benchmarks import digest_world as world
from tests.benchmarks.made_catalogue import make_county, make_drafts
from tests.benchmarks.made_profiles import make_profiles
from tests.digests.letters import WAYS
from tests.digests.test_loading import a_letter

LEXICON = load_lexicon()
NOW = world.MONDAY
TODAY = NOW.date()
DAY = timedelta(days=1)
PEOPLE = 12


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is asked of the database here is plain."""
    return sqlite_url


@pytest.fixture
def ids(engine: sa.Engine) -> list[UUID]:
    """People with profiles, lists, a last letter, avoided places and steers; and a
    catalogue of which a part is new and a part became open."""
    drafts = list(make_drafts(60, seed=4))
    older, closed = drafts[:30], drafts[30:40]
    with writing(engine) as session:
        for number, one in enumerate(make_profiles(PEOPLE, seed=9)):
            world.add_person(session, number)
            session.flush()
            person = session.get_one(Person, world.person_id(number))
            for phrase in one.phrases[:4]:
                people.say(session, person, phrase.words, phrase.kind, now=NOW)
        shut = [replace(one, openness=Openness.IN_SERVICE) for one in closed]
        opportunities.store(session, [*older, *shut], now=NOW - 20 * DAY)
    with writing(engine) as session:
        opened = [replace(one, openness=Openness.MAINSTREAM) for one in closed]
        opportunities.store(session, [*opened, *drafts[40:]], now=NOW - DAY)
        keys = [one.id for one in opportunities.current_listings(session, TODAY)]
        everybody = [session.get_one(Person, world.person_id(n)) for n in range(PEOPLE)]
        for number, person in enumerate(everybody):
            if number % 2:
                holding = tuple(keys[number : number + 3])
                a_letter(session, person, at=NOW - 7 * DAY, holding=holding)
            if number % 3 == 0:
                introductions.save(session, person, keys[number], now=NOW - 9 * DAY)
        told(session, everybody, keys)
    return [one.id for one in everybody]


def told(session: Session, everybody: list[Person], keys: list[UUID]) -> None:
    """What else somebody may have said."""
    more, less, avoids, puts_first, chose, understood = everybody[:6]
    for person, steer in ((more, Steer.MORE_LIKE_THIS), (less, Steer.NOT_THAT_ONE)):
        introductions.save(session, person, keys[20], now=NOW)
        introductions.steer(session, person, keys[20], steer, now=NOW)
    session.add(AvoidedPlace(id=uuid4(), person_id=avoids.id, words="The Legion"))
    puts_first.put_first = "Mill Hall"
    session.add(ChosenCondition(person_id=chose.id, name="day", value="TU"))
    session.add(ChosenCondition(person_id=chose.id, name="free", value="yes"))
    phrase = people.phrases_of(session, understood)[0]
    session.add(Understanding(phrase_id=phrase.id, activity="darts", meant=True))


def test_what_many_ask_for_is_what_each_asks_for(engine, ids):
    with Session(engine) as session:
        together = questions_of(session, ids, lexicon=LEXICON, today=TODAY)

        for one in ids:
            person = session.get_one(Person, one)
            alone = people.asked_of(session, person, lexicon=LEXICON, today=TODAY)
            asked = together[one].asked
            assert replace(asked, not_these=alone.not_these) == alone
            assert asked.not_these >= alone.not_these


def test_letters_say_the_same_with_and_without_looking_ahead(engine, ids):
    ahead = Ahead(lexicon=LEXICON)
    with Session(engine) as session:
        alone = [letter_of(session, one) for one in ids]
        known = ahead.look(session, ids, today=TODAY)
        together = [ahead.letter_of(session, one, TODAY) for one in ids]

    assert together == [replace(one, ways=NOWHERE) for one in alone]
    assert all(is_plain(one.match) for each in alone for one in each.new)
    assert sum(len(one.new) for one in alone) > PEOPLE
    assert sum(len(one.changed) + len(one.still) for one in alone) > 0
    assert known == PEOPLE


def test_a_first_letter_is_the_same_after_listings_went_or_were_told_anew(engine, ids):
    near = make_profiles(6, near=make_county(4), seed=3)
    asking = [*near, *(replace(one, place=None) for one in near)]
    with Session(engine) as session:
        matching.index_of(session, today=TODAY)
    with writing(engine) as session:
        first, second = sorted(opportunities.current_ids(session, TODAY))[:2]
        keeping.withdraw(session, first, now=NOW)
        keeping.close(session, second, now=NOW)
        revised = [replace(one, cost_text="Free") for one in make_drafts(12, seed=4)]
        opportunities.store(session, revised, now=NOW)
    with Session(engine) as session:
        index = matching.index_of(session, today=TODAY)
        ready = Ahead(lexicon=LEXICON).ready(session, None, TODAY)
        together = new_of(asking, ready.fresh, ready.now, ready.before)
        alone = [
            news.matches_for(
                session,
                one,
                since=None,
                lexicon=LEXICON,
                today=TODAY,
                most=MOST_NEW + 1,
            )
            for one in asking
        ]

        assert index.changes
        assert [matches() for matches in together if matches] == alone
        assert sum(map(len, alone)) > len(asking)


def is_plain(match: Match) -> bool:
    """Whether it can wait in memory without the index it was found in."""
    return type(match) is Match and len(dumps(match)) < 10_000


def letter_of(session: Session, person_id: UUID) -> ForPerson:
    person = session.get_one(Person, person_id)
    return loading.for_person(session, person, WAYS, lexicon=LEXICON, today=TODAY)


def test_hundreds_take_as_many_statements_as_a_few(engine, settings, ids):
    """And each letter two: whether all is as it was, and what no letter may name."""
    writer = replace(writer_for(settings), ahead=Ahead(lexicon=LEXICON))
    with writing(engine) as session:
        planning.plan(session, now=NOW, domain=world.DOMAIN)
    with Session(engine) as session:
        letters = {x.recipient_id: x for x in session.exec(select(Letter)).all()}
        writer.ahead.look(session, ids, today=TODAY)
        with counting(engine) as few:
            writer.ahead.look(session, ids[6:], today=TODAY)
        with counting(engine) as many:
            writer.ahead.look(session, ids, today=TODAY)
        with counting(engine) as writing_them:
            written = [writer.compose(session, letters[x], now=NOW) for x in ids[:8]]

    assert all(written)
    assert len(many) <= MOST_STATEMENTS
    assert len(many) - len(few) <= FOR_SOME
    assert len(writing_them) == 2 * 8


MOST_STATEMENTS = 60
"""To read what the letters of any number of people are made from."""

FOR_SOME = 15
"""Statements that some people need and others don't: listings they want more of (for
all of them together), and two for each who must go alone."""


@contextmanager
def counting(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def another_word(session: Session, person: Person) -> None:
    people.say(session, person, "darts", "enjoy_now", now=NOW)


def another_list(session: Session, person: Person) -> None:
    key = opportunities.current_ids(session, TODAY)[-1]
    introductions.save(session, person, key, now=NOW)


def another_place_to_avoid(session: Session, person: Person) -> None:
    session.add(AvoidedPlace(id=uuid4(), person_id=person.id, words="The Hall"))


def another_condition(session: Session, person: Person) -> None:
    session.add(ChosenCondition(person_id=person.id, name="free", value="yes"))


def others_read_their_mail(session: Session, person: Person) -> None:
    session.exec(
        sa.update(Subscription)
        .where(Subscription.person_id == person.id)
        .values(shared_inbox=True)
    )


def no_words_in_letters(session: Session, person: Person) -> None:
    person.words_in_letters = not person.words_in_letters


def a_notice(session: Session, person: Person) -> None:
    a_letter(session, person, at=NOW, occasion=f"{NOTICE}{uuid4()}")


def another_catalogue(session: Session, _person: Person) -> None:
    opportunities.announce(session)


def another_reading(session: Session, person: Person) -> None:
    phrase = people.phrases_of(session, person)[0]
    session.add(Understanding(phrase_id=phrase.id, activity="chess", meant=False))


def test_whatever_a_letter_rests_on_changes_it_is_read_anew(engine, ids):
    ahead, changes = Ahead(lexicon=LEXICON), [
        another_word, another_list, another_place_to_avoid, another_condition,
        others_read_their_mail, no_words_in_letters, a_notice, another_reading,
        another_catalogue,
    ]  # fmt: skip
    with Session(engine) as session:
        ahead.look(session, ids, today=TODAY)
        for number, change in enumerate(changes):
            one = ids[number]
            assert ahead.letter_of(session, one, TODAY), change

            change(session, session.get_one(Person, one))
            session.flush()

            assert ahead.letter_of(session, one, TODAY) is None, change


def test_what_was_read_ahead_is_for_its_day_and_for_its_people(engine, ids):
    ahead = Ahead(lexicon=LEXICON)
    with Session(engine) as session:
        ahead.look(session, ids[:3], today=TODAY)

        assert ahead.letter_of(session, ids[0], TODAY)
        assert ahead.letter_of(session, ids[0], TODAY + DAY) is None
        assert ahead.letter_of(session, ids[4], TODAY) is None

        ahead.look(session, ids[3:5], today=TODAY)
        assert ahead.letter_of(session, ids[0], TODAY) is None


def test_what_comes_while_many_are_read_is_missed_by_nobody(engine, ids, monkeypatch):
    index_of = news.matching.index_of

    def and_then_something_came(session: Session, **named: object) -> object:
        found = index_of(session, **named)
        opportunities.announce(session)
        return found

    monkeypatch.setattr(news.matching, "index_of", and_then_something_came)
    ahead = Ahead(lexicon=LEXICON)
    with Session(engine) as session:
        before = opportunities.version(session)
        ahead.look(session, ids[1:4:2], today=TODAY)
        kept = {version for version, *_ in news._kept[engine]}

        assert opportunities.version(session) > before
        assert before in kept
        assert ahead.letter_of(session, ids[1], TODAY) is None


def test_no_more_moments_and_phrases_are_kept_than_said(engine, ids, monkeypatch):
    monkeypatch.setattr(news, "KEPT", 1)
    ahead = Ahead(lexicon=LEXICON)
    with Session(engine) as session:
        ahead.look(session, ids, today=TODAY)
        moments = list(ahead._ready)
        ahead.look(session, [], today=TODAY)
        assert len(moments) == 2
        assert list(ahead._ready) == moments[-1:]

        monkeypatch.setattr("matcher.digests.ahead.MOST_KNOWN", 1)
        (ready,) = ahead._ready.values()
        assert ready.now.known > 1
        ahead.look(session, [], today=TODAY)
        assert ready.now.known == 0

        ahead.look(session, [], today=TODAY + DAY)
        assert not ahead._ready


def test_those_whose_letters_are_due_come_first(engine, ids):
    with writing(engine) as session:
        planning.plan(session, now=NOW, domain=world.DOMAIN)

        due = due_people(session, now=NOW, most=5)
        none = due_people(session, now=NOW - 7 * DAY, most=5)

    assert len(due) == 5
    assert set(due) <= set(ids)
    assert none == []
