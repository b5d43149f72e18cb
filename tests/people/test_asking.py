"""What a person said and chose becomes the question, with nothing added or lost."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import Session

from catalogue.activities import load_lexicon
from matcher import matching
from matcher.access import Visitor
from matcher.db import open_engine, reading, writing
from matcher.errors import BadInput, NotAllowed
from matcher.introductions import steer
from matcher.knowing import understood
from matcher.models import Person, Steer
from matcher.people import (
    KINDS,
    activities_called,
    asked_of,
    avoid,
    avoided_by,
    choose,
    like_these,
    phrases_of,
    put_first,
    say,
    say_of_reading,
    set_out_from,
    stop_avoiding,
    takings_of,
    understandings_of,
    welcome,
)
from matcher.people.practical import chosen_by, practical_of
from matcher.ranking import Conditions

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
LEXICON = load_lexicon()
STRANGER_TO_IT = Visitor()

LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
"""Every letter, sign and picture there is; control characters are no words."""

WORDS = st.text(LETTERS, min_size=1, max_size=60).filter(str.strip)


@pytest.fixture(scope="module")
def town(
    town_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sa.Engine]:
    """The invented town, to which every test adds people of its own."""
    file = shutil.copy(town_file, tmp_path_factory.mktemp("asking") / "town.db")
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def somebody(session: Session) -> Person:
    """Somebody with an empty page of their own."""
    return welcome(session, called="Sam", by=STRANGER_TO_IT, wording="Yes?", now=NOW)


def theirs(person: Person) -> Visitor:
    return Visitor(sign_in_id="x", person_id=person.id, whole_page=True)


def found(session: Session, person: Person) -> list[str]:
    """The titles of what there is for them, best first."""
    asked = asked_of(session, person, lexicon=LEXICON, today=TODAY)
    answer = matching.find(
        session, asked, lexicon=LEXICON, today=TODAY, limit_per_group=30
    )
    groups = [*answer.first, *(r for group in answer.groups for r in group.results)]
    return [result.listing.draft.title for result in groups]


@given(said=st.lists(st.tuples(WORDS, st.sampled_from(KINDS)), max_size=8, unique=True))
@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_somebody_says_is_asked_letter_by_letter_in_their_order(
    town: sa.Engine, said: list[tuple[str, str]]
):
    with writing(town) as session:
        person = somebody(session)
        for words, kind in said:
            say(session, person, words, kind, now=NOW)

    with reading(town) as session:
        asked = asked_of(session, person, lexicon=LEXICON, today=TODAY)

    assert [(one.words, one.kind) for one in asked.phrases] == said


@given(
    words=st.sampled_from(("bass", "used to sing in the school choir", "darts", "🎣")),
    meant=st.dictionaries(
        st.sampled_from(sorted(LEXICON.activities)), st.booleans(), max_size=4
    ),
)
@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_not_that_removes_an_activity_and_this_too_adds_it(
    town: sa.Engine, words: str, meant: dict[str, bool]
):
    with writing(town) as session:
        person = somebody(session)
        phrase = say(session, person, words, "enjoy_now", now=NOW)
        for activity, is_meant in meant.items():
            say_of_reading(session, phrase, activity, meant=is_meant)
        asked = asked_of(session, person, lexicon=LEXICON, today=TODAY)

    understood_as = {
        one.activity for one in understood(asked, LEXICON).phrases[0].meant
    }
    assert {a for a, is_meant in meant.items() if is_meant} <= understood_as
    assert not {a for a, is_meant in meant.items() if not is_meant} & understood_as


def test_what_was_not_meant_is_not_found_until_it_is_taken_back(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        phrase = say(session, person, "darts", "enjoy_now", now=NOW)
        assert "Darts and dominoes" in found(session, person)

        say_of_reading(session, phrase, "darts", meant=False)
        assert "Darts and dominoes" not in found(session, person)

        say_of_reading(session, phrase, "darts", meant=None)
        assert "Darts and dominoes" in found(session, person)


def test_what_was_meant_besides_is_found_too(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        phrase = say(session, person, "that thing our Pete does", "enjoy_now", now=NOW)
        assert "Darts and dominoes" not in found(session, person)

        say_of_reading(session, phrase, "darts", meant=True)

        assert "Darts and dominoes" in found(session, person)


def test_what_was_read_is_said_and_can_be_put_right(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        phrase = say(session, person, "bass", "enjoy_now", now=NOW)
        say_of_reading(session, phrase, "sea-fishing", meant=False)
        say_of_reading(session, phrase, "darts", meant=True)
        meant = understandings_of(session, person)[phrase.id]

        taking = takings_of([phrase], {phrase.id: meant}, LEXICON)[phrase.id]

    assert "guitar" in [one.activity for one in taking.taken]
    assert [one.name for one in taking.added] == ["darts"]
    assert [one.activity for one in taking.not_meant] == ["sea-fishing"]
    assert "sea-fishing" not in [one.activity for one in taking.taken]


def test_what_is_kept_in_view_is_read_as_nothing(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        phrase = say(session, person, "my sister who sings", "people_around", now=NOW)

        taking = takings_of([phrase], {}, LEXICON)[phrase.id]

    assert (taking.taken, taking.added, taking.not_meant) == ((), (), ())


def test_phrases_read_together_are_taken_as_each_alone(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        say(session, person, "bass", "enjoy_now", now=NOW)
        say(session, person, "my sister who sings", "people_around", now=NOW)
        say(session, person, "on the oche", "enjoyed_before", now=NOW)
        phrases = phrases_of(session, person)

        together = takings_of(phrases, {}, LEXICON)

    assert together == {
        one.id: takings_of([one], {}, LEXICON)[one.id] for one in phrases
    }


@pytest.mark.parametrize(
    ("typed", "activity"),
    [("darts", "darts"), ("dats", "darts"), ("Choir", "choir"), ("guitar", "guitar")],
)
def test_an_activity_is_found_by_its_name_slips_forgiven(typed: str, activity: str):
    offered = [one.activity for one in activities_called(typed, LEXICON)]

    assert any(activity in one for one in offered[:4])
    assert len(offered) <= 12


@pytest.mark.parametrize("typed", ["", "   ", "\N{FISHING POLE AND FISH}", "zqxj"])
def test_a_name_nobody_knows_offers_nothing(typed: str):
    assert activities_called(typed, LEXICON) == ()


def test_people_in_their_corner_are_never_looked_up(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        for kind in ("people_around", "what_they_bring", "in_the_way",
                     "what_would_help", "independence_wanted"):  # fmt: skip
            say(session, person, "singing in a choir", kind, now=NOW)

        assert found(session, person) == []


def test_a_place_they_avoid_quietly_leaves_the_results(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        say(session, person, "used to sing in the school choir", "goal", now=NOW)
        put_first(session, person, "Mill Street Day Centre")
        assert found(session, person)[0] == "Mill Street Singers"

        avoid(session, person, "the Mill Street Day Centre ", theirs(person))

        assert "Mill Street Singers" not in found(session, person)


def test_only_the_person_themself_sees_or_changes_what_they_avoid(town: sa.Engine):
    with writing(town) as session:
        person, other = somebody(session), somebody(session)
        avoid(session, person, "The Legion", theirs(person))
        kept = avoided_by(session, person, theirs(person))
        by_card = Visitor(sign_in_id="x", person_id=person.id)

        for visitor in (Visitor(), by_card, theirs(other)):
            with pytest.raises(NotAllowed):
                avoided_by(session, person, visitor)
            with pytest.raises(NotAllowed):
                avoid(session, person, "Elsewhere", visitor)
            with pytest.raises(NotAllowed):
                stop_avoiding(session, person, kept[0].id, visitor)
        stop_avoiding(session, other, kept[0].id, theirs(other))
        assert [one.words for one in avoided_by(session, person, theirs(person))] == [
            "The Legion"
        ]
        stop_avoiding(session, person, kept[0].id, theirs(person))
        assert avoided_by(session, person, theirs(person)) == []


@pytest.mark.parametrize("words", ["", "  ", "x" * 121])
def test_a_place_to_avoid_has_a_name(town: sa.Engine, words: str):
    with writing(town) as session:
        person = somebody(session)
        with pytest.raises(BadInput):
            avoid(session, person, words, theirs(person))


def test_not_that_one_stays_away_and_more_like_this_is_looked_for(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        say(session, person, "darts", "enjoy_now", now=NOW)
        titles = {
            r.listing.draft.title: r.listing.id
            for r in matching.find(
                session,
                asked_of(session, person, lexicon=LEXICON, today=TODAY),
                lexicon=LEXICON, today=TODAY,
            ).groups[0].results
        }  # fmt: skip
        darts = titles["Darts and dominoes"]

        steer(session, person, darts, Steer.NOT_THAT_ONE, now=NOW)
        assert "Darts and dominoes" not in found(session, person)

        steer(session, person, darts, Steer.MORE_LIKE_THIS, now=NOW)
        assert [one.id for one in like_these(session, person)] == [darts]
        asked = asked_of(session, person, lexicon=LEXICON, today=TODAY)
        assert [one.words for one in asked.phrases] == ["darts", "Darts and dominoes"]
        assert "Darts and dominoes" in found(session, person)


def test_practical_choices_are_what_listings_are_held_against(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        wanted = [
            ("free", "yes"), ("day", "TU"), ("part_of_day", "evening"),
            ("max_cost_pence", "250"), ("women_only", "yes"), ("going", "first_time"),
            ("language", "Urdu"),
        ]  # fmt: skip
        choose(session, person, shown=(), wanted=wanted)
        set_out_from(
            session, person, place_words="QX1 1AA", travel_km=3.0, travels_by="bus"
        )

        asked = asked_of(session, person, lexicon=LEXICON, today=TODAY)
        practical = practical_of(chosen_by(session, person))

    assert asked.conditions == Conditions(
        free=True,
        max_cost_pence=250,
        days=frozenset({"TU"}),
        parts_of_day=frozenset({"evening"}),
    )
    assert (practical.to_ask, practical.languages, practical.going) == (
        ("women_only",),
        ("Urdu",),
        "first_time",
    )
    assert asked.place is not None
    assert asked.place.travel_km == 3.0


def test_two_screens_that_choose_at_once_keep_both_choices(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        choose(session, person, shown=(), wanted=[("free", "yes")])
        shown = chosen_by(session, person)

        choose(session, person, shown=shown, wanted=[*shown, ("quiet", "yes")])
        choose(session, person, shown=shown, wanted=[("day", "MO")])

        assert chosen_by(session, person) == {("quiet", "yes"), ("day", "MO")}


def test_of_prices_and_companions_there_is_one(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        choose(session, person, shown=(), wanted=[("max_cost_pence", "500")])
        choose(session, person, shown=(), wanted=[("max_cost_pence", "300")])
        choose(session, person, shown=(), wanted=[("going", "alone")])
        choose(session, person, shown=(), wanted=[("going", "each_time")])

        assert chosen_by(session, person) == {
            ("max_cost_pence", "300"),
            ("going", "each_time"),
        }


@pytest.mark.parametrize(
    "choice",
    [
        ("free", "no"), ("day", "Monday"), ("role", "admin"), ("", ""),
        ("max_cost_pence", "-1"), ("max_cost_pence", "9999999"), ("language", " "),
        ("going", "with a minder"), ("max_cost_pence", "٥"),
    ],
)  # fmt: skip
def test_what_is_not_offered_cannot_be_chosen(town: sa.Engine, choice: tuple[str, str]):
    with writing(town) as session:
        person = somebody(session)
        with pytest.raises(BadInput):
            choose(session, person, shown=(), wanted=[choice])


@pytest.mark.parametrize(
    "wrong",
    [
        {"place_words": "x" * 201}, {"travel_km": 0.0}, {"travel_km": float("nan")},
        {"travel_km": 5000.0}, {"travels_by": "rocket"},
    ],
)  # fmt: skip
def test_a_journey_is_one_that_can_be_made(town: sa.Engine, wrong: dict[str, object]):
    journey = {"place_words": "", "travel_km": None, "travels_by": ""} | wrong
    with writing(town) as session:
        person = somebody(session)
        with pytest.raises(BadInput):
            set_out_from(session, person, **journey)  # type: ignore[arg-type]


def test_a_place_nobody_knows_leaves_only_distances_out(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        say(session, person, "darts", "enjoy_now", now=NOW)
        set_out_from(
            session, person, place_words="ZZ99 9ZZ", travel_km=None, travels_by=""
        )

        assert asked_of(session, person, lexicon=LEXICON, today=TODAY).place is None
        assert "Darts and dominoes" in found(session, person)


def test_an_activity_that_the_lexicon_lost_is_passed_over(town: sa.Engine):
    with writing(town) as session:
        person = somebody(session)
        phrase = say(session, person, "darts", "enjoy_now", now=NOW)
        say_of_reading(session, phrase, f"gone-{uuid4()}", meant=True)

        asked = asked_of(session, person, lexicon=LEXICON, today=TODAY)

        assert asked.phrases[0].also_meant == ()
        assert [one.words for one in phrases_of(session, person)] == ["darts"]
        assert isinstance(phrase.id, UUID)
