"""An organization, its choir, and a draft with all that somebody needs."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from catalogue.drafts import Openness, OpportunityDraft, OrganizationDraft, Venue
from catalogue.drafts_json import draft_as_dict
from matcher.access import Visitor
from matcher.models import ListingDraft, Role
from matcher.partners.drafting import content_of
from tests.signed_in import added

ARTS = OrganizationDraft(name="Mill Lane Arts")
CHOIR = OpportunityDraft(
    source="here",
    source_id="choir",
    title="Tuesday choir",
    description="We sing songs that everybody knows.",
    organization=ARTS,
    openness=Openness.MAINSTREAM,
    venues=(Venue(name="Mill Lane Hall"),),
    assured_on=date(2026, 6, 1),
)


def visitor(
    session: Session, name: str, role: Role, organization_id: UUID | None = None
) -> Visitor:
    team = None if organization_id else "Outreach"
    account = added(
        session, role=role, name=name, team=team, organization_id=organization_id
    )
    return Visitor(
        sign_in_id=name,
        account_id=account.id,
        name=name,
        role=role,
        team_id=account.team_id,
        organization_id=organization_id,
    )


def write(draft: ListingDraft, **changes: object) -> None:
    """Answer many questions at once."""
    content = replace(content_of(draft), **changes)  # type: ignore[arg-type]
    draft.content = draft_as_dict(content)
    Session.object_session(draft).flush()  # type: ignore[union-attr]


def whole(draft: ListingDraft) -> None:
    """All that somebody needs in order to go."""
    write(
        draft,
        title="Tuesday watercolours",
        description="We paint and chat.",
        openness=Openness.MAINSTREAM,
        venues=(Venue(name="Mill Lane Hall"),),
    )
