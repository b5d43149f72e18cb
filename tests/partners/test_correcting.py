"""What changed, told from a letter: beside what people see, until somebody agrees."""

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon
from catalogue.drafts_json import draft_as_dict
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.errors import BadInput
from matcher.models import Letter, ListingDraft, Subscription
from matcher.partners import correcting, deciding, remarks
from matcher.partners.correcting import Corrected
from matcher.templates import say
from tests.partners.asking import asked
from tests.partners.builders import CHOIR

NEW = Corrected(when="Wednesdays 7pm-9pm", cost="£4", besides="Ring the side bell")


@pytest.fixture
def letter(session: Session, jo: Visitor, choir: UUID, now: datetime) -> Letter:
    """The letter that asked Jo about the choir."""
    assert jo.account_id
    return asked(session, jo.account_id, choir, now=now)


def said(session: Session, key: UUID) -> tuple[str, str, date | None]:
    found = opportunities.listing(session, key)
    assert found
    draft = found.draft
    cost = say("cost", draft.prices, draft.cost_text)
    return say("times", draft), cost, draft.assured_on


def test_it_waits_for_a_look_and_people_see_what_was_agreed(
    session: Session, letter: Letter, ana: Visitor, choir: UUID, now: datetime,
    today: date, lexicon: Lexicon,
) -> None:  # fmt: skip
    before = said(session, choir)
    for _ in range(2):
        correcting.correct(
            session, letter, choir, NEW, now=now, today=today, lexicon=lexicon
        )
    meanwhile = said(session, choir)
    [row] = deciding.waiting(session, ana)
    [remark] = remarks.about(session, choir)
    deciding.agree(
        session, ana, row.id, seen=row.version, now=now, today=today, lexicon=lexicon
    )

    assert (meanwhile, remark.words) == (before, "Ring the side bell")
    assert said(session, choir) == ("Wednesdays, 7pm to 9pm", "£4", today)


def test_from_who_is_trusted_it_is_shown_at_once(
    session: Session, letter: Letter, jo: Visitor, ana: Visitor, choir: UUID,
    now: datetime, today: date, lexicon: Lexicon,
) -> None:  # fmt: skip
    assert jo.organization_id
    organizations.trust(session, jo.organization_id, now=now)
    session.expire_all()

    correcting.correct(
        session, letter, choir, Corrected(cost="free"), now=now, today=today,
        lexicon=lexicon,
    )  # fmt: skip

    assert said(session, choir)[1:] == ("Free", today)
    assert deciding.waiting(session, ana) == []


def test_without_an_account_it_waits_under_the_worker_who_told_it(
    session: Session, ana: Visitor, lea: Visitor, now: datetime, today: date,
    lexicon: Lexicon,
) -> None:  # fmt: skip
    key = keeping.publish(session, CHOIR, now=now)
    known = Subscription(id=uuid4(), address="bo@bench.example", asked_at=now)
    told = ListingDraft(
        id=uuid4(), account_id=ana.account_id, opportunity_id=key, step="check",
        content=draft_as_dict(CHOIR), confirm_email="bo@bench.example", begun_at=now,
        changed_at=now, decided_at=now,
    )  # fmt: skip
    session.add_all([known, told])
    session.flush()
    letter = asked(session, known.id, key, now=now)

    correcting.correct(session, letter, key, NEW, now=now, today=today, lexicon=lexicon)
    [row] = deciding.waiting(session, lea)
    deciding.agree(
        session, lea, row.id, seen=row.version, now=now, today=today, lexicon=lexicon
    )

    assert row.account_id == ana.account_id
    assert said(session, key) == ("Wednesdays, 7pm to 9pm", "£4", today)


def test_nothing_said_is_refused(
    session: Session, letter: Letter, choir: UUID, now: datetime, today: date,
    lexicon: Lexicon,
) -> None:  # fmt: skip
    with pytest.raises(BadInput):
        correcting.correct(
            session, letter, choir, Corrected(), now=now, today=today, lexicon=lexicon
        )


def test_a_few_words_alone_are_told_as_a_visitors_would_be(
    session: Session, letter: Letter, ana: Visitor, choir: UUID, now: datetime,
    today: date, lexicon: Lexicon,
) -> None:  # fmt: skip
    told = Corrected(besides="The door is round the back")

    correcting.correct(
        session, letter, choir, told, now=now, today=today, lexicon=lexicon
    )

    assert [one.words for one in remarks.waiting(session, ana)] == [told.besides]
    assert deciding.waiting(session, ana) == []
