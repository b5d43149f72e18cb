"""Whose a row of a spreadsheet is, and who says yes to it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from catalogue import opportunities, organizations
from catalogue.drafts import OrganizationDraft, Status
from catalogue.models import Opportunity
from catalogue.opportunities import keeping
from matcher.db import reading, writing
from matcher.errors import BadInput, NotFound
from matcher.models import (
    Account,
    Mail,
    Role,
    RowOutcome,
    UploadState,
)
from matcher.partners.keeping import theirs
from matcher.partners.uploads import owning, taking
from tests.partners.builders import visitor
from tests.partners.uploads.house import BOTH, House, counts, row, sheet


@BOTH
def test_two_organizations_may_both_have_a_number_7(house: House) -> None:
    with writing(house.engine) as session:
        organizations.trust(session, house.dancers, now=house.now)
    for by in (house.jo, house.kit):
        house.put_in(by, house.send(by, sheet(row(7))))

    stolen = house.their_sheet(house.jo).replace(b"Class 7", b"Mine now")
    upload = house.send(house.kit, stolen)

    assert counts(upload) == (0, 0, 0, 2)
    assert house.titles(house.kit) == ["Class 7"]


def test_a_worker_never_speaks_over_who_keeps_a_listing(house: House) -> None:
    theirs_now = house.their_sheet(house.jo).replace(b"Tuesday", b"Friday")

    upload = house.send(house.ana, theirs_now, run_by="mill lane ARTS")
    for_others = house.send(house.ana, sheet(row(1)), run_by="Bench Choir")
    house.put_in(house.ana, for_others)

    assert counts(upload) == (0, 0, 0, 1)
    with reading(house.engine) as session:
        made = session.exec(select(Opportunity).where(Opportunity.title == "Class 1"))
        [listing] = opportunities.listings(session, [made.one().id])
    assert listing.draft.organization == OrganizationDraft(name="Bench Choir")
    assert listing.draft.assured_on is None


def test_a_new_partners_first_file_waits_for_a_look(house: House) -> None:
    upload = house.put_in(house.kit, house.send(house.kit, sheet(row(1), row(2))))
    waits = (upload.state, house.titles(house.kit))
    with writing(house.engine) as session:
        with pytest.raises(NotFound):
            taking.upload_for(session, house.ana, upload.id)
        taking.send_back(session, house.ana, upload.id, "Which hall?", now=house.now)
    house.put_in(house.kit, house.work(upload.id))
    with writing(house.engine) as session:
        [one] = taking.waiting(session, house.ana)
        taking.agree(
            session,
            house.ana,
            one.id,
            seen=one.changed_at,
            trust=True,
            now=house.now,
        )
    house.work(upload.id)

    assert waits == (UploadState.WAITING, [])
    assert house.titles(house.kit) == ["Class 1", "Class 2"]


def test_no_file_opens_what_a_lead_paused_or_what_has_ended(house: House, now) -> None:
    ours = house.put_in(house.jo, house.send(house.jo, sheet(row(1), row(2))))
    same = house.their_sheet(house.jo)
    new = same.replace(b"All welcome", b"Do come")
    meanwhile = house.send(house.jo, new, name="before.csv")
    with writing(house.engine) as session:
        paused, ended = [
            one.id for one in theirs(session, house.jo) if "Class" in one.draft.title
        ]
        keeping.pause(session, paused, now=now)
        keeping.withdraw(session, ended, now=now)

    late = house.put_in(house.jo, meanwhile)
    upload = house.send(house.jo, new)
    unchanged = house.send(house.jo, same)

    with reading(house.engine) as session:
        refused = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        stands = opportunities.listings(session, [paused, ended])
    assert counts(ours) == (2, 0, 0, 0)
    assert sorted(late.left) == ["Class 1", "Class 2"]
    assert [one.refusal for one in refused] == [owning.PAUSED, owning.ENDED]
    assert counts(upload) == (0, 0, 1, 2)
    assert counts(unchanged) == (0, 0, 2, 1)
    assert [one.draft.status for one in stands] == [Status.INACTIVE, Status.DEFUNCT]


def test_nothing_is_agreed_to_that_was_not_looked_at(house: House) -> None:
    upload = house.put_in(house.kit, house.send(house.kit, sheet(row(1), row(2))))
    looked = upload.changed_at
    house.now += timedelta(minutes=1)
    with writing(house.engine) as session:
        taking.send_back(session, house.ana, upload.id, "Which hall?", now=house.now)
    house.put_in(house.kit, upload)

    with writing(house.engine) as session, pytest.raises(BadInput) as refused:
        taking.agree(session, house.ana, upload.id, seen=looked, now=house.now)

    assert "changed it since" in refused.value.sentence
    assert house.work(upload.id).state is UploadState.WAITING
    assert house.titles(house.kit) == []


def test_the_answer_to_a_file_leads_to_it_and_finds_who_is_still_there(
    house: House, now
) -> None:
    upload = house.put_in(house.kit, house.send(house.kit, sheet(row(1))))
    with writing(house.engine) as session:
        visitor(session, "Una Price", Role.PARTNER, house.dancers)
        session.get_one(Account, house.kit.account_id).disabled_at = now

    with writing(house.engine) as session:
        taking.agree(
            session, house.ana, upload.id, seen=upload.changed_at, now=house.now
        )
        [mail] = session.exec(select(Mail)).all()

    assert (mail.letter, mail.recipient) == (
        "file_looked_at",
        "una.price@example.org",
    )
    assert mail.values["at"] == f"/uploads/{upload.id}"


def test_a_file_of_an_organization_that_is_gone_speaks_for_nobody(house: House) -> None:
    upload = house.send(house.jo, sheet(row(1)))
    upload.organization_id = None

    with reading(house.engine) as session, pytest.raises(NotFound):
        owning.whose(session, upload)
