"""The pages of handing on, with everything on them written by who means harm."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalogue.opportunities import Listing
from matcher.access import Visitor
from matcher.models import Account, ListingClaim, Role
from matcher.partners.claiming import Claim
from matcher.partners.leaving import Left

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def left_alone(evil: str) -> list[Left]:
    """Organizations whose last one has left."""
    return [
        Left(id=UUID(int=30), name=evil, email=evil, count=2),
        Left(id=UUID(int=31), name=evil, email=None, count=1),
    ]


def claims(evil: str, listing: Listing) -> list[Claim]:
    """Somebody says that a listing is theirs."""
    row = ListingClaim(
        id=UUID(int=33),
        opportunity_id=listing.id,
        organization_id=UUID(int=30),
        account_id=UUID(int=32),
        asked_at=NOW,
    )
    return [Claim(row=row, listing=listing, organization=evil, name=evil)]


def handing_on_pages(evil: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Who of an organization is here, and goodbye."""
    visitor = Visitor(sign_in_id=evil, name=evil, role=Role.PARTNER)
    other = Account(
        id=UUID(int=32), role=Role.PARTNER, name=evil, email=evil, created_at=NOW
    )
    page = {"visitor": visitor, "problem": evil}
    return {
        "who of them is here": (
            "partners/people.html",
            {**page, "colleagues": [other], "invited": True, "most": 10},
        ),
        "the only one of them": (
            "partners/people.html",
            {**page, "colleagues": [], "invited": False, "most": 10},
        ),
        "asked once more": (
            "partners/leave.html",
            {"visitor": visitor, "email": evil, "colleagues": []},
        ),
        "nobody goes on": (
            "partners/leave.html",
            {"visitor": visitor, "email": "", "colleagues": []},
        ),
        "goodbye": ("partners/left.html", {}),
        "a partner's account": (
            "team/somebody.html",
            {
                "visitor": Visitor(sign_in_id=evil, name=evil, role=Role.LEAD),
                "account": other,
                "teams": [],
                "problem": evil,
            },
        ),
        "the letter about a claim": (
            "email/claimed/body.html",
            {"title": evil, "note": evil, "base_url": "https://here.example"},
        ),
        "the letter that nobody is left": (
            "email/nobody_left/body.html",
            {"organization": evil, "count": 2, "base_url": "https://here.example"},
        ),
    }
