"""Begun while another unit is not done yet: what that one said still stands after."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft, Status
from catalogue.opportunities import Tally, keeping
from matcher.access import Visitor
from matcher.db import open_engine, reading, writing
from matcher.errors import BadInput, NotFound
from matcher.models import Role
from matcher.partners import correcting, merging
from matcher.partners.correcting import Corrected
from tests.partners.asking import asked
from tests.partners.builders import ARTS, CHOIR, visitor
from tests.waiting import until_they_wait

AGAIN = replace(CHOIR, source="council", source_id="7", phone="0161 496 0000")

Do = Callable[[Session], object]


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[sa.Engine]:
    """PostgreSQL: whoever writes on SQLite is alone."""
    engine = open_engine(postgresql_url)
    yield engine
    engine.dispose()


@pytest.fixture
def both(engine: sa.Engine, now: datetime) -> tuple[UUID, UUID]:
    """The choir, and the same choir as the council tells it."""
    with writing(engine) as session:
        one = keeping.publish(session, CHOIR, now=now)
        return one, keeping.publish(session, AGAIN, now=now)


@pytest.fixture
def ana(engine: sa.Engine) -> Visitor:
    """Ana, a worker."""
    with writing(engine) as session:
        return visitor(session, "Ana Reyes", Role.WORKER)


def told(engine: sa.Engine, first: Do, second: Do) -> list[object]:
    """What each of two was told; the second begins before the first is committed."""

    def after() -> object:
        try:
            with writing(engine) as session:
                return second(session)
        except (BadInput, NotFound, ValueError) as problem:
            return type(problem)

    with ThreadPoolExecutor(1) as threads:
        with writing(engine) as session:
            one = first(session)
            session.flush()
            other = threads.submit(after)
            until_they_wait(engine, 1)
        return [one, other.result(timeout=60)]


def draft(engine: sa.Engine, key: UUID) -> OpportunityDraft:
    with reading(engine) as session:
        found = opportunities.listing(session, key)
    assert found
    return found.draft


def merged(
    engine: sa.Engine, by: Visitor, now: datetime, lexicon: Lexicon
) -> Callable[[UUID, UUID], Do]:
    """A merge by somebody who saw both as they stand now."""

    def one(stays: UUID, goes: UUID) -> Do:
        with reading(engine) as session:
            seen = merging.seen_of(*merging.both(session, by, stays, goes))
        return lambda session: merging.merge(
            session, by, stays, goes, facts={"phone"}, seen=seen, now=now,
            lexicon=lexicon,
        )  # fmt: skip

    return one


def test_of_two_merges_in_opposite_directions_one_listing_stays(
    engine: sa.Engine, both: tuple[UUID, UUID], ana: Visitor, now: datetime,
    lexicon: Lexicon,
) -> None:  # fmt: skip
    choir, council = both
    merge = merged(engine, ana, now, lexicon)

    said = told(engine, merge(choir, council), merge(council, choir))

    with reading(engine) as session:
        stand = [opportunities.stands_for(session, key) for key in both]
    assert (said, stand) == ([choir, NotFound], [choir, choir])
    assert draft(engine, choir).status is Status.ACTIVE


def test_the_catalogue_knows_that_two_are_one_already(
    engine: sa.Engine, both: tuple[UUID, UUID], now: datetime
) -> None:
    choir, council = both

    said = told(
        engine,
        lambda session: opportunities.merge(session, choir, council, now=now),
        lambda session: opportunities.merge(session, council, choir, now=now),
    )

    assert said == [choir, ValueError]
    assert draft(engine, choir).status is Status.ACTIVE


def test_a_merge_writes_over_no_change_that_its_page_did_not_show(
    engine: sa.Engine, both: tuple[UUID, UUID], now: datetime, lexicon: Lexicon
) -> None:
    choir, council = both
    newer = replace(CHOIR, title="Wednesday choir")
    with writing(engine) as session:
        lea = visitor(session, "Lea Marsh", Role.LEAD)
    merge = merged(engine, lea, now, lexicon)(choir, council)

    said = told(engine, lambda session: keeping.publish(session, newer, now=now), merge)

    assert said == [choir, BadInput]
    assert draft(engine, choir).title == "Wednesday choir"


def test_a_price_from_a_letter_leaves_a_new_title_as_it_is(
    engine: sa.Engine, now: datetime, today: date, lexicon: Lexicon
) -> None:
    newer = replace(CHOIR, title="Wednesday choir")
    with writing(engine) as session:
        arts = organizations.welcome(session, "here", ARTS, now=now)
        organizations.trust(session, arts, now=now)
        choir = keeping.publish(session, CHOIR, kept_by=arts, now=now)
        jo = visitor(session, "Jo Field", Role.PARTNER, arts)
        assert jo.account_id
        letter = asked(session, jo.account_id, choir, now=now)

    told(
        engine,
        lambda session: keeping.publish(session, newer, now=now, lexicon=lexicon),
        lambda session: correcting.correct(
            session, letter, choir, Corrected(cost="£4"), now=now, today=today,
            lexicon=lexicon,
        ),
    )  # fmt: skip

    said = draft(engine, choir)
    assert said.title == "Wednesday choir"
    assert [one.amount_pence for one in said.prices] == [400]


def test_a_source_that_says_more_writes_over_no_words_told_meanwhile(
    engine: sa.Engine, both: tuple[UUID, UUID], now: datetime
) -> None:
    _, council = both
    here = replace(AGAIN, title="Wednesday choir")
    there = replace(AGAIN, title="Thursday choir")

    said = told(
        engine,
        lambda session: keeping.publish(session, here, now=now),
        lambda session: opportunities.store(session, [there], now=now),
    )

    with reading(engine) as session:
        titles = [one.draft.title for one in keeping.versions(session, council)]
    assert said == [council, Tally(revised=1)]
    assert titles == ["Thursday choir", "Wednesday choir", AGAIN.title]
