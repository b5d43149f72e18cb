"""A service's class is opened: at once by those we trust, after a look by others."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon
from catalogue.drafts import Openness
from catalogue.opportunities import keeping
from catalogue.outward import NotSaidYet
from matcher.access import Visitor
from matcher.errors import NotFound
from matcher.models import ListingDraft
from matcher.partners import opening
from matcher.partners.drafting import content_of
from tests.partners.builders import CHOIR

ART = replace(CHOIR, source_id="art", title="Art class", openness=Openness.IN_SERVICE)
SHOW = {"what_is_open": "The show", "to_whom": "All neighbours", "when": "In May"}
NOTE = "The show · All neighbours · In May"


@pytest.fixture
def art(session: Session, arts: UUID, now: datetime) -> UUID:
    """Their art class, for those who use the service."""
    return keeping.publish(session, ART, kept_by=arts, now=now)


def test_it_is_offered_once_to_whoever_keeps_it(
    session: Session,
    jo: Visitor,
    bea: Visitor,
    stranger_partner: Visitor,
    art: UUID,
    now: datetime,
) -> None:
    offered = [
        opening.offer(session, by, art, now=now) for by in (stranger_partner, jo, bea)
    ]

    assert offered == [False, True, False]


def test_not_for_us_is_the_last_of_it(
    session: Session, jo: Visitor, bea: Visitor, art: UUID, now: datetime
) -> None:
    opening.not_for_us(session, jo, art, now=now)

    assert opening.offer(session, bea, art, now=now) is False


def test_those_we_trust_open_it_at_once(
    session: Session,
    jo: Visitor,
    arts: UUID,
    art: UUID,
    now: datetime,
    lexicon: Lexicon,
) -> None:
    organizations.trust(session, arts, now=now)

    is_shown = opening.open_outwards(session, jo, art, SHOW, now=now, lexicon=lexicon)

    listing = opportunities.listing(session, art)
    assert listing
    assert (is_shown, listing.draft.outward_note) == (True, NOTE)
    assert listing.draft.openness is Openness.OUTWARD_FACING


def test_for_others_somebody_looks_first(
    session: Session, jo: Visitor, art: UUID, now: datetime, lexicon: Lexicon
) -> None:
    is_shown = opening.open_outwards(session, jo, art, SHOW, now=now, lexicon=lexicon)

    [row] = session.exec(select(ListingDraft)).all()
    listing = opportunities.listing(session, art)
    assert listing
    assert (is_shown, listing.draft) == (False, ART)
    assert (row.submitted_at, content_of(row).outward_note) == (now, NOTE)


def test_a_label_alone_opens_nothing_and_nobody_else_may(
    session: Session,
    jo: Visitor,
    stranger_partner: Visitor,
    art: UUID,
    now: datetime,
    lexicon: Lexicon,
) -> None:
    with pytest.raises(NotSaidYet):
        opening.open_outwards(
            session, jo, art, {**SHOW, "when": ""}, now=now, lexicon=lexicon
        )
    with pytest.raises(NotFound):
        opening.open_outwards(
            session, stranger_partner, art, SHOW, now=now, lexicon=lexicon
        )

    assert session.exec(select(ListingDraft)).all() == []
