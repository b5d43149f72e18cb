"""Telling a listing: kept at each step, looked at when new, and nothing ever lost."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.models import Organization
from matcher.access import Visitor, draft_for
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.models import Mail, Subscription
from matcher.partners import checking, deciding, drafting
from matcher.partners import keeping as home
from matcher.partners.drafting import content_of
from tests.partners.builders import whole, write
from tests.partners.telling import Publish, Tell


def test_what_was_told_is_there_on_another_device(
    session: Session, jo: Visitor, bea: Visitor, now: datetime, tell: Tell
) -> None:
    draft = drafting.begin(session, jo, now=now)

    onward = tell(draft, "what", title="Tuesday watercolours")
    again = draft_for(session, bea, draft.id)

    assert (onward, again.step) == ("activities", "activities")
    assert content_of(again).title == "Tuesday watercolours"


def test_one_that_was_begun_and_not_told_is_gone_on_with(
    session: Session, jo: Visitor, bea: Visitor, now: datetime, tell: Tell
) -> None:
    first = drafting.go_on_or_begin(session, jo, now=now)

    assert drafting.go_on_or_begin(session, jo, now=now).id == first.id
    assert drafting.go_on_or_begin(session, bea, now=now).id != first.id
    tell(first, "what", title="Tuesday watercolours")
    assert drafting.go_on_or_begin(session, jo, now=now).id != first.id


def test_what_was_begun_before_an_organization_was_renamed_has_its_name_now(
    session: Session, jo: Visitor, arts: UUID, now: datetime
) -> None:
    first = drafting.go_on_or_begin(session, jo, now=now)
    session.get_one(Organization, arts).name = "Mill Lane Studios"
    session.flush()

    again = drafting.go_on_or_begin(session, jo, now=now)
    organization = content_of(again).organization

    assert organization is not None
    assert (again.id, again.version) == (first.id, 1)
    assert organization.name == "Mill Lane Studios"


def test_nobody_else_finds_it(
    session: Session,
    jo: Visitor,
    stranger_partner: Visitor,
    ana: Visitor,
    now: datetime,
) -> None:
    draft = drafting.begin(session, jo, now=now)

    for other in (stranger_partner, ana, Visitor()):
        with pytest.raises(NotFound):
            draft_for(session, other, draft.id)


def test_a_new_partners_first_listing_waits_for_a_look(
    session: Session, jo: Visitor, ana: Visitor, now: datetime, publish: Publish
) -> None:
    draft = drafting.begin(session, jo, now=now)
    whole(draft)

    assert publish(draft, jo) is None
    assert [row.id for row in deciding.waiting(session, ana)] == [draft.id]
    assert (deciding.waiting(session, jo), opportunities.count(session)) == ([], 0)


def test_once_trusted_they_publish_at_once(
    session: Session,
    jo: Visitor,
    lea: Visitor,
    now: datetime,
    today: date,
    lexicon: Lexicon,
    publish: Publish,
) -> None:
    first = drafting.begin(session, jo, now=now)
    whole(first)
    publish(first, jo)

    key = deciding.agree(
        session, lea, first.id, seen=first.version, trust="yes", now=now, today=today,
        lexicon=lexicon,
    )  # fmt: skip
    session.expire_all()
    second = drafting.begin(session, jo, now=now)
    whole(second)
    write(second, title="Friday ceramics")

    assert publish(second, jo) is not None
    assert [one.draft.title for one in home.theirs(session, jo)] == [
        "Friday ceramics",
        "Tuesday watercolours",
    ]
    found = opportunities.listing(session, key)
    assert found
    assert found.draft.assured_on == today
    assert found.organization_id == jo.organization_id


def test_what_is_missing_keeps_it_from_being_shown(
    session: Session, jo: Visitor, now: datetime, publish: Publish
) -> None:
    draft = drafting.begin(session, jo, now=now)

    with pytest.raises(BadInput):
        publish(draft, jo)


def test_the_last_agreed_words_stay_public_while_a_change_waits(
    session: Session,
    jo: Visitor,
    ana: Visitor,
    choir: UUID,
    now: datetime,
    today: date,
    lexicon: Lexicon,
    publish: Publish,
) -> None:
    change = drafting.begin_change(session, jo, choir, now=now)
    write(change, title="Tuesday singers")
    publish(change, jo)

    public = deciding.public_version(session, change)
    told = deciding.differences(public, content_of(change))
    deciding.agree(
        session, ana, change.id, seen=change.version, now=now, today=today,
        lexicon=lexicon,
    )  # fmt: skip
    found = opportunities.listing(session, choir)

    assert public
    assert public.title == "Tuesday choir"
    assert [(one.name, one.before, one.after) for one in told] == [
        ("title", "Tuesday choir", "Tuesday singers")
    ]
    assert found
    assert (found.draft.title, found.revision) == ("Tuesday singers", 2)


def test_sent_back_it_is_theirs_again_with_the_message(
    session: Session,
    jo: Visitor,
    ana: Visitor,
    now: datetime,
    publish: Publish,
) -> None:
    draft = drafting.begin(session, jo, now=now)
    whole(draft)
    publish(draft, jo)

    deciding.send_back(session, ana, draft.id, "Which door is it?", now=now)
    mail = session.exec(select(Mail)).one()

    assert (draft.note, draft.submitted_at) == ("Which door is it?", None)
    assert (mail.letter, mail.recipient) == ("looked_at", "jo.field@example.org")
    assert [one.row.id for one in home.begun(session, jo)] == [draft.id]


def test_a_worker_tells_what_a_choir_said_by_phone(
    session: Session, ana: Visitor, now: datetime, tell: Tell, publish: Publish
) -> None:
    draft = drafting.begin(session, ana, now=now)
    tell(
        draft, "run-by", organization="Bench Choir", confirm_email="bench@choir.example"
    )
    whole(draft)

    key = publish(draft, ana)
    keeper = session.exec(select(Subscription)).one()
    [listing] = home.theirs(session, ana)

    assert (listing.id, listing.draft.assured_on) == (key, None)
    assert listing.draft.organization
    assert listing.draft.organization.name == "Bench Choir"
    assert keeper.address == "bench@choir.example"
    assert checking.told_at(session, "bench@choir.example") == [key]


def test_a_worker_never_speaks_over_who_keeps_a_listing(
    session: Session,
    ana: Visitor,
    stranger_partner: Visitor,
    choir: UUID,
    now: datetime,
) -> None:
    for other in (ana, stranger_partner):
        with pytest.raises(NotFound):
            drafting.begin_change(session, other, choir, now=now)


def test_an_account_without_an_organization_keeps_nothing(
    session: Session, jo: Visitor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        drafting.begin(session, replace(jo, organization_id=None), now=now)
