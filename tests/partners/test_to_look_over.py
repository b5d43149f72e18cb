"""How many things wait for a look: the number beside the way to them."""

from datetime import datetime
from uuid import uuid4

from sqlmodel import Session

from catalogue import organizations
from catalogue.drafts import OrganizationDraft
from matcher.access import STRANGER, Visitor
from matcher.models import ListingClaim, RemarkKind, Role, Upload, UploadState
from matcher.partners import drafting, joining, remarks
from matcher.partners.to_look_over import how_many
from tests.introductions.builders import things_to_do
from tests.signed_in import added

WHO = {
    role: Visitor(sign_in_id="x", account_id=uuid4(), role=role)
    for role in (Role.WORKER, Role.LEAD, Role.ADMINISTRATOR, Role.PARTNER)
}


def test_the_number_is_what_the_page_of_what_waits_would_list(
    session: Session, now: datetime
) -> None:
    assert {how_many(session, one) for one in (STRANGER, *WHO.values())} == {0}

    one_of_everything(session, now)

    assert {role: how_many(session, one) for role, one in WHO.items()} == {
        Role.WORKER: 4,  # a listing, a file, a claim, a change
        Role.LEAD: 6,  # who asks to join and what felt unsafe are a lead's
        Role.ADMINISTRATOR: 1,
        Role.PARTNER: 0,
    }


def one_of_everything(session: Session, now: datetime) -> None:
    """One that waits of each sort, and beside it one that does not."""
    bands = organizations.welcome(
        session, "here", OrganizationDraft(name="Bands"), now=now
    )
    partner = added(session, role=Role.PARTNER, name="Bo", organization_id=bands)
    by = Visitor(sign_in_id="x", account_id=partner.id, role=Role.WORKER)
    drafting.begin(session, by, now=now)
    drafting.begin(session, by, now=now).submitted_at = now
    for state in (UploadState.READY, UploadState.WAITING):
        session.add(
            Upload(
                id=uuid4(), account_id=partner.id, of_partner=True, begun_at=now,
                changed_at=now, file_name="ours.csv", state=state,
            )
        )  # fmt: skip
    moved, unsafe = things_to_do(session, "Band", "Choir", now=now)
    for decided in (None, now):
        session.add(
            ListingClaim(
                id=uuid4(), opportunity_id=moved, account_id=partner.id,
                organization_id=bands, asked_at=now,
                decided_at=decided,
            )
        )  # fmt: skip
    remarks.tell(session, moved, RemarkKind.CHANGED, "It moved", now=now)
    remarks.tell(session, unsafe, RemarkKind.UNSAFE, "They shouted", now=now)
    asking = joining.Asking(
        organization="Choirs", name="Bo", email="bo@wait.example", voucher="Ana"
    )
    joining.ask(session, asking, now=now)
    session.flush()
