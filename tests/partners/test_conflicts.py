"""Two people at one listing: both keep their words, and nobody agrees unseen."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from catalogue.activities import Lexicon
from catalogue.drafts import Price
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.errors import BadInput
from matcher.partners import deciding, drafting
from matcher.partners.drafting import Changed, content_of
from tests.partners.builders import CHOIR, whole, write
from tests.partners.telling import Publish, Tell, trusted


def test_what_was_changed_since_is_not_agreed_to_unseen(
    session: Session,
    jo: Visitor,
    ana: Visitor,
    now: datetime,
    today: date,
    lexicon: Lexicon,
    publish: Publish,
    tell: Tell,
) -> None:
    draft = drafting.begin(session, jo, now=now)
    whole(draft)
    publish(draft, jo)
    seen = draft.version
    tell(draft, "what", title="Something else")
    publish(draft, jo)

    with pytest.raises(BadInput):
        deciding.agree(
            session, ana, draft.id, seen=seen, now=now, today=today, lexicon=lexicon
        )


def test_two_people_at_one_draft_both_keep_their_words(
    session: Session, jo: Visitor, now: datetime, tell: Tell
) -> None:
    draft = drafting.begin(session, jo, now=now)
    seen = draft.version
    tell(draft, "what", title="Jo's words")

    with pytest.raises(Changed) as both:
        tell(draft, "what", seen=seen, title="Bea's words")

    assert (both.value.theirs.title, both.value.ours.title) == (
        "Jo's words",
        "Bea's words",
    )
    assert content_of(draft).title == "Jo's words"


def test_of_two_changes_to_one_listing_the_second_sees_both(
    session: Session,
    jo: Visitor,
    bea: Visitor,
    arts: UUID,
    choir: UUID,
    now: datetime,
    publish: Publish,
) -> None:
    trusted(session, arts, now)
    jos = drafting.begin_change(session, jo, choir, now=now)
    beas = drafting.begin_change(session, bea, choir, now=now)
    write(jos, title="Jo's choir")
    write(beas, title="Bea's choir")
    publish(jos, jo)

    with pytest.raises(Changed) as both:
        publish(beas, bea)
    publish(beas, bea, over=2)

    assert (both.value.theirs.title, both.value.ours.title) == (
        "Jo's choir",
        "Bea's choir",
    )
    assert [one.draft.title for one in keeping.versions(session, choir)] == [
        "Bea's choir",
        "Jo's choir",
        "Tuesday choir",
    ]


def test_of_two_hundred_conflicts_none_loses_a_word(
    session: Session, jo: Visitor, now: datetime, tell: Tell
) -> None:
    draft = drafting.begin(session, jo, now=now)
    kept = []

    for number in range(200):
        seen = draft.version
        tell(draft, "what", title=f"Jo {number}")
        with pytest.raises(Changed) as both:
            tell(draft, "what", seen=seen, title=f"Bea {number}")
        kept.append((both.value.theirs.title, both.value.ours.title))

    assert kept == [(f"Jo {n}", f"Bea {n}") for n in range(200)]


def test_a_difference_is_told_once_however_many_fields_hold_it() -> None:
    free = replace(CHOIR, prices=(Price(amount_pence=0),), cost_text="Free")

    told = deciding.differences(CHOIR, free)

    assert [one.name for one in told] == ["prices"]
