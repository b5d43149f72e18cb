"""What is new for somebody since their last sent letter, and what changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import Openness, OpportunityDraft, Price, Status, Venue
from catalogue.models import Organization
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import introductions, people
from matcher.digests import loading, planning
from matcher.digests.asking import Keeper
from matcher.digests.changes import Change
from matcher.digests.composing import ForPerson, letter_for_partner
from matcher.digests.recipients import Recipient
from matcher.digests.told import NOTICE, last_letters
from matcher.models import (
    Account,
    ChosenCondition,
    Letter,
    LetterListing,
    LetterState,
    LookedFor,
    Person,
    RecipientKind,
    Trust,
)
from matcher.taking import named
from matcher.their_data.consenting import agree
from tests.accounts.staff import an_account
from tests.digests.letters import WAYS, a_press
from tests.introductions.builders import somebody

LEXICON = load_lexicon()
MONTH_AGO = timedelta(days=30)
DAY = timedelta(days=1)

CHOIR = OpportunityDraft(
    source="test",
    source_id="choir",
    title="Evening choir",
    description="Singing together",
    openness=Openness.MAINSTREAM,
    venues=(Venue(name="Mill Hall", address="1 Mill Lane"),),
    schedule_text="Tuesdays at 7pm",
)


def tell(session: Session, *drafts: OpportunityDraft, at: datetime) -> list[UUID]:
    opportunities.store(session, list(drafts), now=at)
    return [opportunity_id(one.source, one.source_id) for one in drafts]


def choir(name: str, **told: object) -> OpportunityDraft:
    return replace(CHOIR, source_id=name, title=f"{name} choir", **told)  # type: ignore[arg-type]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is read here is plain; the outbox itself is tested on both."""
    return sqlite_url


@pytest.fixture
def sam(session: Session, now: datetime) -> Person:
    """Somebody who likes to sing."""
    person = somebody(session, now=now - MONTH_AGO)
    people.say(session, person, "singing in a choir", "enjoy_now", now=now - MONTH_AGO)
    return person


def a_letter(
    session: Session,
    person: Person,
    *,
    at: datetime,
    state: LetterState = LetterState.SENT,
    holding: tuple[UUID, ...] = (),
    occasion: str = "weekly",
) -> Letter:
    letter = Letter(
        id=uuid4(),
        recipient_kind=RecipientKind.PERSON,
        recipient_id=person.id,
        person_id=person.id,
        week=f"{at:%G-W%V}",
        occasion=occasion,
        state=state,
        message_id=str(uuid4()),
        planned_at=at,
        due_at=at,
        next_try_at=at,
        give_up_at=at,
        changed_at=at,
        sent_at=at if state is LetterState.SENT else None,
    )
    session.add(letter)
    session.flush()
    for position, key in enumerate(holding):
        session.add(
            LetterListing(
                letter_id=letter.id, opportunity_id=key, position=position, revision=1
            )
        )
    session.flush()
    return letter


def load(session: Session, person: Person, now: datetime) -> ForPerson:
    return loading.for_person(session, person, WAYS, lexicon=LEXICON, today=now.date())


def titles(values: ForPerson) -> list[str]:
    return [result.listing.draft.title for result in values.new]


# --- what is new ---------------------------------------------------------------------


def test_the_first_letter_has_the_best_of_everything(session, sam, now):
    tell(session, CHOIR, at=now - 20 * DAY)

    assert titles(load(session, sam, now)) == ["Evening choir"]


def test_after_a_sent_letter_only_what_came_since_is_new(session, sam, now):
    [old] = tell(session, choir("Old"), at=now - 20 * DAY)
    a_letter(session, sam, at=now - 7 * DAY, holding=(old,))
    tell(session, choir("New"), at=now - 3 * DAY)

    assert titles(load(session, sam, now)) == ["New choir"]


@pytest.mark.parametrize("state", [s for s in LetterState if s is not LetterState.SENT])
def test_what_was_in_a_letter_that_may_not_have_arrived_comes_back(
    session, sam, now, state
):
    [one] = tell(session, choir("New"), at=now - 10 * DAY)
    a_letter(session, sam, at=now - 14 * DAY)
    a_letter(session, sam, at=now - 7 * DAY, state=state, holding=(one,))

    assert titles(load(session, sam, now)) == ["New choir"]


def test_what_stood_in_the_letter_and_came_after_it_was_planned_is_not_told_twice(
    session, sam, now
):
    [early] = tell(session, choir("Early"), at=now - 7 * DAY + timedelta(hours=1))
    tell(session, choir("Late"), at=now - 7 * DAY + timedelta(hours=2))
    a_letter(session, sam, at=now - 7 * DAY, holding=(early,))

    assert titles(load(session, sam, now)) == ["Late choir"]


def test_a_notice_is_no_letter_that_makes_things_seen(session, sam, now):
    tell(session, CHOIR, at=now - 20 * DAY)
    a_letter(session, sam, at=now - DAY, occasion=f"{NOTICE}{uuid4()}")

    assert titles(load(session, sam, now)) == ["Evening choir"]


def test_an_edit_of_words_is_no_news(session, sam, now):
    tell(session, CHOIR, at=now - 20 * DAY)
    a_letter(session, sam, at=now - 7 * DAY)
    edited = replace(CHOIR, title="Choir on Tuesdays", description="Sing, sing, sing")
    tell(session, edited, at=now - DAY)

    assert titles(load(session, sam, now)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"openness": Openness.IN_SERVICE}, {}),
        ({"openness": Openness.OUTWARD_FACING}, {}),
        ({"openness": Openness.UNSTATED}, {}),
        ({"status": Status.INACTIVE}, {}),
        ({"status": Status.TEMPORARILY_CLOSED}, {}),
        ({"joinable": False}, {}),
        ({"adults": False}, {}),
        ({"prices": (Price(amount_pence=900),)}, {"prices": (Price(amount_pence=0),)}),
    ],
)
def test_what_is_open_to_them_now_and_was_not_is_new(session, sam, now, before, after):
    if "prices" in before:
        session.add(ChosenCondition(person_id=sam.id, name="free", value="yes"))
    tell(session, replace(CHOIR, **before), at=now - 20 * DAY)
    a_letter(session, sam, at=now - 7 * DAY)
    tell(session, replace(CHOIR, **after), at=now - DAY)

    assert titles(load(session, sam, now)) == ["Evening choir"]


def test_what_closes_its_doors_is_not_new(session, sam, now):
    tell(session, CHOIR, at=now - 20 * DAY)
    a_letter(session, sam, at=now - 7 * DAY)
    tell(session, replace(CHOIR, openness=Openness.IN_SERVICE), at=now - DAY)

    assert titles(load(session, sam, now)) == []


def test_what_begins_to_be_shown_is_new(session, sam, now):
    begins = (now - 2 * DAY).date()
    tell(session, replace(CHOIR, visible_from=begins), at=now - 20 * DAY)
    a_letter(session, sam, at=now - 7 * DAY)

    assert titles(load(session, sam, now)) == ["Evening choir"]


def test_what_anyone_can_join_stands_first_and_what_they_keep_is_not_new(
    session, sam, now
):
    keys = tell(
        session,
        choir("Service", openness=Openness.IN_SERVICE),
        choir("Open"),
        choir("Kept"),
        choir("Refused"),
        at=now - DAY,
    )
    introductions.save(session, sam, keys[2], now=now)
    introductions.steer(session, sam, keys[3], introductions.steering.Steer.NOT_THAT_ONE, now=now)  # noqa: E501  # fmt: skip

    loaded = load(session, sam, now)

    assert titles(loaded) == ["Open choir", "Service choir"]
    assert [one.draft.title for one in loaded.still] == ["Kept choir"]


# --- what changed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "news"),
    [
        ({"schedule_text": "Wednesdays"}, [(Change.NEW_TIME,)]),
        ({"venues": (Venue(address="9 Elm Row"),)}, [(Change.MOVED,)]),
        ({"status": Status.DEFUNCT}, [(Change.CANCELLED,)]),
        ({"title": "Choir, evenings"}, []),
    ],
)
def test_a_change_to_what_they_keep_is_told_once(session, sam, now, edit, news):
    [key] = tell(session, CHOIR, at=now - 20 * DAY)
    introductions.save(session, sam, key, now=now - 10 * DAY)
    tell(session, replace(CHOIR, **edit), at=now - 8 * DAY)

    before = [one.changes for one in load(session, sam, now).changed]
    a_letter(session, sam, at=now - 7 * DAY)
    after = [one.changes for one in load(session, sam, now).changed]

    assert (before, after) == (news, [])


def told(session: Session, person: Person, now: datetime) -> list[tuple[Change, ...]]:
    return [one.changes for one in load(session, person, now).changed]


def test_what_a_notice_told_stands_in_no_letter_until_it_is_back(session, sam, now):
    [key] = tell(session, CHOIR, at=now - 20 * DAY)
    introductions.save(session, sam, key, now=now - 10 * DAY)
    keeping.close(session, key, now=now - 6 * DAY)

    before = told(session, sam, now)
    a_letter(session, sam, at=now - 5 * DAY, occasion=f"{NOTICE}{key}")
    after = told(session, sam, now)
    keeping.open_again(session, key, now=now - 4 * DAY)
    back = told(session, sam, now)
    a_letter(session, sam, at=now - 3 * DAY)
    heard = told(session, sam, now)

    assert (before, after) == ([(Change.CLOSED,)], [])
    assert (back, heard) == ([(Change.BACK,)], [])


@pytest.mark.parametrize(
    ("press", "news"),
    [
        (keeping.close, [(Change.CLOSED,)]),
        (keeping.pause, [(Change.CANCELLED,)]),
        (keeping.withdraw, [(Change.CANCELLED,)]),
    ],
    ids=["closed", "paused", "withdrawn"],
)
def test_what_whoever_keeps_it_pressed_is_news_to_who_saved_it(
    session, sam, now, press, news
):
    [key] = tell(session, CHOIR, at=now - 20 * DAY)
    introductions.save(session, sam, key, now=now - 10 * DAY)
    a_letter(session, sam, at=now - 7 * DAY)

    press(session, key, now=now - DAY)

    assert told(session, sam, now) == news


def test_what_opened_again_since_the_last_letter_is_new(session, sam, now):
    [key] = tell(session, CHOIR, at=now - 20 * DAY)
    keeping.close(session, key, now=now - 10 * DAY)
    a_letter(session, sam, at=now - 7 * DAY)

    closed = titles(load(session, sam, now))
    keeping.open_again(session, key, now=now - 3 * DAY)

    assert (closed, titles(load(session, sam, now))) == ([], ["Evening choir"])


# --- workers and partners ------------------------------------------------------------


def trusting(session: Session, person: Person, account: Account, now: datetime) -> None:
    session.add(
        Trust(id=uuid4(), person_id=person.id, account_id=account.id, given_at=now)
    )
    session.flush()


def test_a_worker_is_told_how_many_of_those_who_agreed(session, sam, now):
    ana = an_account(session, now)
    other = somebody(session, now=now, called="Kim")
    people.say(session, other, "singing in a choir", "enjoy_now", now=now)
    for person in (sam, other):
        trusting(session, person, ana, now)
    agree(session, sam, loading.ConsentTo.COPY_TO_WORKER, given=True, wording="x", now=now)  # noqa: E501  # fmt: skip
    tell(session, CHOIR, at=now - DAY)

    values = loading.for_worker(
        session, ana, WAYS, week="2026-W48", lexicon=LEXICON, today=now.date(), now=now
    )

    assert values.people == 1


def test_a_partner_reads_what_is_due_and_what_people_near_them_look_for(session, now):
    there = (Venue(name="Mill Hall", postal_code="M16 0AB"),)
    [key] = tell(session, choir("Stale", venues=there), at=now - 200 * DAY)
    organization = an_organization(session, now)
    session.add(
        LookedFor(
            outcode="M16",
            activity="pottery",
            name="pottery",
            position=0,
            counted_on=now.date(),
        )
    )
    opportunities.keeping.keep(session, [key], organization_id=organization, now=now)
    keeper = Keeper(id=uuid4(), email="pat@good.example", organization_id=organization)

    values = loading.for_partner(
        session, keeper, WAYS, months=(5, 6, 7), lexicon=LEXICON, now=now
    )

    assert [one.draft.title for one in values.due] == ["Stale choir"]
    assert values.looked_for == named(["pottery"], LEXICON)
    assert not values.by_phone


def test_only_to_whom_somebody_spoke_is_it_said_that_they_did(session, now):
    [key] = tell(session, choir("Stale"), at=now - 200 * DAY)
    organization = an_organization(session, now)
    session.get_one(Organization, organization).email = "pat@good.example"
    opportunities.keeping.keep(session, [key], organization_id=organization, now=now)
    keeper = Keeper(id=uuid4(), email="pat@good.example")

    values = loading.for_partner(
        session, keeper, WAYS, months=(5, 6, 7), lexicon=LEXICON, now=now
    )
    letter = letter_for_partner(values, a_press())

    assert [one.draft.title for one in values.due] == ["Stale choir"]
    assert (values.by_phone, values.nobody_left) == (False, True)
    assert letter
    assert "Nobody looks after what we say about you" in letter.text


def an_organization(session: Session, now: datetime) -> UUID:
    row = Organization(
        id=uuid4(), source="test", name_key="hall", name="Hall",
        openness=Openness.MAINSTREAM, modified_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def test_a_letter_planned_by_the_clock_is_the_one_that_counts(session, sam, now):
    recipient = Recipient(kind=RecipientKind.PERSON, id=sam.id)

    assert planning.plan_extra(
        session, recipient, "gone:1", now=now, domain="here.example"
    )
    assert last_letters(session, [sam.id]) == {}
