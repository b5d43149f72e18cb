"""Telling a listing: kept at each step, looked at when new, and nothing ever lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from catalogue import opportunities, organizations
from catalogue.activities import Lexicon
from catalogue.drafts import Price, Status
from catalogue.opportunities import keeping
from matcher.access import Visitor, draft_for
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.models import ListingDraft, Mail, Subscription
from matcher.partners import checking, deciding, drafting
from matcher.partners import keeping as home
from matcher.partners.conversation import Said
from matcher.partners.drafting import Changed, content_of
from tests.partners.builders import CHOIR, whole, write

Tell = Callable[..., str]
Publish = Callable[..., UUID | None]


@pytest.fixture
def tell(session: Session, now: datetime, today: date) -> Tell:
    """Answers one question of a draft."""

    def told(
        draft: ListingDraft, step: str, *, seen: int | None = None, **f: str
    ) -> str:
        said = Said(fields={name: [value] for name, value in f.items()})
        seen = draft.version if seen is None else seen
        return drafting.answer(
            session, draft, step, said, seen=seen, now=now, today=today
        )

    return told


@pytest.fixture
def publish(session: Session, now: datetime, today: date, lexicon: Lexicon) -> Publish:
    """Publishes a draft as it stands."""

    def published(
        draft: ListingDraft, by: Visitor, over: int | None = None
    ) -> UUID | None:
        return drafting.publish(
            session, draft, by=by, seen=draft.version, over=over, now=now,
            today=today, lexicon=lexicon,
        )  # fmt: skip

    return published


def choir_of(visitor: Visitor) -> UUID:
    assert visitor.organization_id
    return visitor.organization_id


def trusted(session: Session, arts: UUID, now: datetime) -> None:
    organizations.trust(session, arts, now=now)
    session.expire_all()


def test_what_was_told_is_there_on_another_device(
    session: Session, jo: Visitor, bea: Visitor, now: datetime, tell: Tell
) -> None:
    draft = drafting.begin(session, jo, now=now)

    onward = tell(draft, "what", title="Tuesday watercolours")
    again = draft_for(session, bea, draft.id)

    assert (onward, again.step) == ("activities", "activities")
    assert content_of(again).title == "Tuesday watercolours"


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


def test_one_press_for_each_thing(
    session: Session, jo: Visitor, choir: UUID, now: datetime, today: date
) -> None:
    def said() -> tuple[Status, date | None, date | None]:
        listing = opportunities.listing(session, choir)
        assert listing
        draft = listing.draft
        return draft.status, draft.assured_on, draft.rests_until

    until = today + timedelta(days=9)
    home.still_true(session, jo, [], today=today)
    confirmed = said()
    home.not_this_week(session, jo, choir, today=today)
    resting = said()
    home.close(session, jo, choir, note="The roof", until=until, now=now, today=today)
    closed = said()
    home.open_again(session, jo, choir, now=now)

    assert confirmed == (Status.ACTIVE, today, None)
    assert resting == (Status.ACTIVE, today, date(2026, 11, 29))
    assert closed == (Status.TEMPORARILY_CLOSED, today, until)
    assert said() == confirmed


def test_what_a_lead_paused_is_not_theirs_to_open_nor_to_close(
    session: Session, jo: Visitor, choir: UUID, now: datetime, today: date
) -> None:
    keeping.pause(session, choir, now=now)

    with pytest.raises(BadInput):
        home.open_again(session, jo, choir, now=now)
    with pytest.raises(BadInput):
        home.close(session, jo, choir, note="", until=today, now=now, today=today)
    home.withdraw(session, jo, choir, now=now)
    with pytest.raises(BadInput):
        home.open_again(session, jo, choir, now=now)


def test_a_listing_closed_while_it_was_being_changed_is_no_conflict(
    session: Session, jo: Visitor, choir: UUID, now: datetime, today: date,
    publish: Publish,
) -> None:  # fmt: skip
    trusted(session, choir_of(jo), now)
    change = drafting.begin_change(session, jo, choir, now=now)
    write(change, title="Tuesday singers")
    home.close(session, jo, choir, note="", until=None, now=now, today=today)

    publish(change, jo)
    found = opportunities.listing(session, choir)

    assert found
    assert found.draft.title == "Tuesday singers"
    assert found.draft.status is Status.TEMPORARILY_CLOSED


def test_another_organizations_listing_is_not_theirs_to_press(
    session: Session,
    stranger_partner: Visitor,
    choir: UUID,
    today: date,
    now: datetime,
    lexicon: Lexicon,
) -> None:
    kit = stranger_partner

    with pytest.raises(NotFound):
        home.still_true(session, kit, [choir], today=today)
    with pytest.raises(NotFound):
        home.not_this_week(session, kit, choir, today=today)
    with pytest.raises(NotFound):
        home.roll_back(session, kit, choir, 1, now=now, lexicon=lexicon)
    assert home.theirs(session, kit) == []


def test_rolling_back_is_one_press_and_one_more_version(
    session: Session,
    jo: Visitor,
    arts: UUID,
    choir: UUID,
    now: datetime,
    lexicon: Lexicon,
    publish: Publish,
) -> None:
    trusted(session, arts, now)
    change = drafting.begin_change(session, jo, choir, now=now)
    write(change, title="A slip")
    publish(change, jo)

    home.roll_back(session, jo, choir, 1, now=now, lexicon=lexicon)
    found = opportunities.listing(session, choir)

    assert found
    assert (found.draft.title, found.revision) == (CHOIR.title, 3)


def test_a_difference_is_told_once_however_many_fields_hold_it() -> None:
    free = replace(CHOIR, prices=(Price(amount_pence=0),), cost_text="Free")

    told = deciding.differences(CHOIR, free)

    assert [one.name for one in told] == ["prices"]
