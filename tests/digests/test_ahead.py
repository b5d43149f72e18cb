"""What is worked out ahead for many is what each letter would find by itself."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import Openness
from matcher import introductions, people
from matcher.db import writing
from matcher.digests import loading, news
from matcher.digests.ahead import due_people, look_ahead, looking_ahead
from matcher.digests.questions import questions_of
from matcher.introductions.steering import Steer
from matcher.models import (
    AvoidedPlace,
    ChosenCondition,
    Person,
    Phrase,
    Understanding,
)
from tests.benchmarks import digest_world as world
from tests.benchmarks.made_catalogue import make_drafts
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


def test_letters_say_the_same_with_and_without_looking_ahead(engine, ids, monkeypatch):
    with Session(engine) as session:
        alone = [new_for(session, one) for one in ids]
        with looking_ahead(engine, LEXICON) as ahead:
            known = look_ahead(session, ahead, ids, today=TODAY)
            monkeypatch.setattr(news, "rank", not_again(news.rank))
            together = [new_for(session, one) for one in ids]

    assert together == alone
    assert sum(map(len, alone)) > PEOPLE
    assert known == PEOPLE - 2 == PEOPLE - len(ASKED_ANEW)  # who goes alone


ASKED_ANEW: list[None] = []


def not_again(rank: object) -> object:
    """The same, counting who is asked for anew."""
    ASKED_ANEW.clear()

    def counted(*given: object, limit: int | None = None, **named: object) -> object:
        if limit is not None:
            ASKED_ANEW.append(None)
        return rank(*given, limit=limit, **named)  # type: ignore[operator]

    return counted


def new_for(session: Session, person_id: UUID) -> list[object]:
    person = session.get_one(Person, person_id)
    loaded = loading.for_person(session, person, WAYS, lexicon=LEXICON, today=TODAY)
    return [(one.listing.id, one.match, one.reason) for one in loaded.new]


def test_who_said_something_else_meanwhile_is_asked_anew(engine, ids):
    with Session(engine) as session, looking_ahead(engine, LEXICON) as ahead:
        look_ahead(session, ahead, ids, today=TODAY)
        for phrase in session.exec(
            sa.select(Phrase).where(Phrase.person_id == ids[8])
        ).scalars():
            session.delete(phrase)
        session.flush()

        assert new_for(session, ids[8]) == []


def test_what_comes_while_many_are_matched_is_missed_by_nobody(
    engine, ids, monkeypatch
):
    index_of = news.matching.index_of

    def and_then_something_came(session: Session, **named: object) -> object:
        found = index_of(session, **named)
        opportunities.announce(session)
        return found

    monkeypatch.setattr(news.matching, "index_of", and_then_something_came)
    with looking_ahead(engine, LEXICON) as ahead, Session(engine) as session:
        before = opportunities.version(session)
        ready = ahead.ready(session, NOW - 7 * DAY, TODAY)
        kept = {version for version, *_ in news._kept[engine]}
        look_ahead(session, ahead, ids[1:4:2], today=TODAY)
        answered = {version for *_, version in news._answers[engine]}
        now = opportunities.version(session)

    assert now > ready.version == before
    assert kept == {before}
    assert answered
    assert now not in answered


def test_no_more_moments_and_phrases_are_kept_than_said(engine, ids, monkeypatch):
    monkeypatch.setattr(news, "KEPT", 1)
    with looking_ahead(engine, LEXICON) as ahead, Session(engine) as session:
        look_ahead(session, ahead, ids, today=TODAY)
        moments = list(ahead._ready)
        look_ahead(session, ahead, [], today=TODAY)
        assert len(moments) == 2
        assert list(ahead._ready) == moments[-1:]

        monkeypatch.setattr("matcher.digests.ahead.MOST_KNOWN", 1)
        (ready,) = ahead._ready.values()
        assert ready.now.known > 1
        look_ahead(session, ahead, [], today=TODAY)
        assert ready.now.known == 0

        look_ahead(session, ahead, [], today=TODAY + DAY)
        assert not ahead._ready


def test_nothing_is_kept_when_the_run_is_over(engine, ids):
    with looking_ahead(engine, LEXICON) as ahead, Session(engine) as session:
        look_ahead(session, ahead, ids[:3], today=TODAY)

    assert engine not in news._answers


def test_those_whose_letters_are_due_come_first(engine, ids):
    from matcher.digests import planning

    with writing(engine) as session:
        planning.plan(session, now=NOW, domain=world.DOMAIN)

        due = due_people(session, now=NOW, most=5)
        none = due_people(session, now=NOW - 7 * DAY, most=5)

    assert len(due) == 5
    assert set(due) <= set(ids)
    assert none == []
