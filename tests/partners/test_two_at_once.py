"""Two people of one organization at the same moment: both texts are there, always."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa

from catalogue import organizations
from catalogue.activities import Lexicon
from catalogue.drafts_json import draft_as_dict
from catalogue.opportunities import keeping, listing
from matcher.access import Visitor
from matcher.db import reading, writing
from matcher.models import ListingDraft, Role
from matcher.partners import drafting
from matcher.partners.conversation import Said
from matcher.partners.drafting import Changed, content_of
from tests.partners.builders import ARTS, CHOIR, visitor

ANSWERS, CHANGES = 75, 25
"""Conflicts of each kind: a hundred are tried on each database."""

Told = str | Changed


@pytest.fixture
def two(engine: sa.Engine, now: datetime) -> tuple[Visitor, Visitor]:
    """Jo and Bea of Mill Lane Arts, whom everybody trusts."""
    with writing(engine) as session:
        arts = organizations.welcome(session, "here", ARTS, now=now)
        organizations.trust(session, arts, now=now)
        keeping.publish(session, CHOIR, kept_by=arts, now=now)
        return (
            visitor(session, "Jo Field", Role.PARTNER, arts),
            visitor(session, "Bea Lunn", Role.PARTNER, arts),
        )


def at_once(first: Callable[[], Told], second: Callable[[], Told]) -> list[Told]:
    """What each of two threads was told that began at the same moment."""
    both_here = Barrier(2)

    def run(do: Callable[[], Told]) -> Told:
        both_here.wait(timeout=60)
        return do()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(run, (first, second)))


def titles(told: list[Told]) -> tuple[str, str, str]:
    """Of one that stood and one that did not: who won, and the two texts shown."""
    [won] = [one for one in told if isinstance(one, str)]
    [lost] = [one for one in told if isinstance(one, Changed)]
    return won, lost.theirs.title, lost.ours.title


def test_of_many_answers_given_at_once_none_is_lost(
    engine: sa.Engine, two: tuple[Visitor, Visitor], now: datetime, today: date
) -> None:
    with writing(engine) as session:
        draft_id = drafting.begin(session, two[0], now=now).id

    def answering(title: str, seen: int) -> Callable[[], Told]:
        def answer() -> Told:
            said = Said(fields={"title": [title]})
            try:
                with writing(engine) as session:
                    drafting.answer(
                        session, session.get_one(ListingDraft, draft_id), "what", said,
                        seen=seen, now=now, today=today,
                    )  # fmt: skip
            except Changed as both:
                return both
            return title

        return answer

    lost = []
    for number in range(ANSWERS):
        seen = 2 * number + 1
        mine, hers = f"Jo’s {number}", f"Bea’s {number}"
        won, theirs, ours = titles(
            at_once(answering(mine, seen), answering(hers, seen))
        )
        kept = answering(ours, seen + 1)()
        if (theirs, {theirs, ours}, kept) != (won, {mine, hers}, ours):
            lost.append(number)

    with reading(engine) as session:
        row = session.get_one(ListingDraft, draft_id)
        assert (lost, row.version) == ([], 2 * ANSWERS + 1)


def test_of_many_changes_published_at_once_none_is_lost(
    engine: sa.Engine,
    two: tuple[Visitor, Visitor],
    now: datetime,
    today: date,
    lexicon: Lexicon,
) -> None:
    def begun(by: Visitor, key: UUID, title: str) -> UUID:
        with writing(engine) as session:
            row = drafting.begin_change(session, by, key, now=now)
            row.content = draft_as_dict(replace(content_of(row), title=title))
            return row.id

    def publishing(by: Visitor, draft_id: UUID, over: int | None) -> Callable[[], Told]:
        def publish() -> Told:
            try:
                with writing(engine) as session:
                    row = session.get_one(ListingDraft, draft_id)
                    title = content_of(row).title
                    drafting.publish(
                        session, row, by=by, seen=1, over=over, now=now, today=today,
                        lexicon=lexicon,
                    )  # fmt: skip
            except Changed as both:
                return both
            return title

        return publish

    with reading(engine) as session:
        [key] = keeping.kept_listings(session, two[0].organization_id or UUID(int=0))
    jo, bea = two
    lost = []
    for number in range(CHANGES):
        mine, hers = f"Jo’s {number}", f"Bea’s {number}"
        rows = {mine: begun(jo, key, mine), hers: begun(bea, key, hers)}
        won, theirs, ours = titles(
            at_once(publishing(jo, rows[mine], None), publishing(bea, rows[hers], None))
        )
        kept = publishing(jo, rows[ours], 2 * number + 2)()
        if (theirs, {theirs, ours}, kept) != (won, {mine, hers}, ours):
            lost.append(number)

    with reading(engine) as session:
        said = {one.draft.title for one in keeping.versions(session, key)}
        found = listing(session, key)
    texts = {f"{who}’s {n}" for who in ("Jo", "Bea") for n in range(CHANGES)}
    assert (lost, texts - said) == ([], set())
    assert found
    assert found.revision == 2 * CHANGES + 1
