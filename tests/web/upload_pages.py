"""Pages of spreadsheets and of what partners see, written by who means harm."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from catalogue.drafts import OpportunityDraft
from catalogue.opportunities import Listing
from matcher.access import Visitor
from matcher.models import Noticed, Role, Upload, UploadState
from matcher.partners.uploads.mending import BadRow
from matcher.reports import Figures, Freshness, GoingStale
from matcher.taking import Taken
from matcher.web.uploads import Change

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

Pages = Mapping[str, tuple[str, Mapping[str, Any]]]


def upload_pages(evil: str, draft: OpportunityDraft) -> Pages:
    """Sending, looking first, putting right, and every state of an upload."""
    lead = Visitor(sign_in_id=evil, name=evil, role=Role.LEAD)
    uploads = {state: _upload(evil, state) for state in UploadState}
    rows = [_row(evil, 3, "title"), _row(evil, 4, None)]
    told = {
        "run_by": evil,
        "percent": 40,
        "undo_until": NOW,
        "problem": evil,
        "bad": rows,
        "more_bad": 4,
        "added": [draft],
        "changes": [Change(title=evil, parts=("title", "prices"))],
        "warnings": [(5, evil)],
        "may_undo": True,
    }
    return {
        "sending a spreadsheet": (
            "uploads/home.html",
            {
                "visitor": lead,
                "uploads": [uploads[UploadState.STORED]],
                "waiting": [_upload(evil, UploadState.WAITING, number=9)],
                "problem": evil,
            },
        ),
        **{
            f"a spreadsheet that is {state}": (
                "uploads/one.html",
                {
                    **told,
                    "visitor": lead,
                    "upload": upload,
                    "at_work": state in ("reading", "storing", "undoing"),
                    "decides": state == "waiting",
                    "waits": True,
                },
            )
            for state, upload in uploads.items()
        },
        "the letter file_looked_at": (
            "email/file_looked_at/body.html",
            {
                "title": evil,
                "note": evil,
                "at": "/uploads/8",
                "base_url": "https://here.example",
            },
        ),
    }


FRESH = Freshness(
    total=1200,
    checked={3: 400, 6: 700, 12: 900},
    longer_ago=200,
    not_known=100,
    told_wrong=1,
    told_unsafe=2,
    drafts=1,
    files=2,
)
STALE = GoingStale(
    id=UUID(int=7),
    name="Mill Lane Arts",
    total=9,
    old=3,
    not_known=2,
    people=0,
    listing_id=UUID(int=8),
    title="Tuesday choir",
    checked_on=date(2026, 2, 3),
)


def report_pages(evil: str, listing: Listing) -> Pages:
    """What partners see of their listings, and leads of everybody's."""
    counts = {what: None if what is Noticed.HELLO else 7 for what in Noticed}
    taken = Taken(activity="x", name=evil)
    return {
        "how listings were met": (
            "reports/listings.html",
            {
                "visitor": Visitor(sign_in_id=evil, name=evil, role=Role.PARTNER),
                "theirs": [listing],
                "figures": {listing.id: Figures(counts=counts, found_by=(taken,))},
                "wished": (taken,),
                "noticed": tuple(Noticed),
                "fewest": 5,
                "fewest_met": 10,
                "weeks": 4,
            },
        ),
        "how fresh it is": (
            "reports/freshness.html",
            {
                "visitor": Visitor(sign_in_id=evil, name=evil, role=Role.LEAD),
                "fresh": FRESH,
                "stale": [
                    replace(STALE, name=evil, title=evil),
                    replace(STALE, name=evil, title=evil, people=2, checked_on=None),
                ],
                "most": 20,
                "months": 6,
            },
        ),
    }


def _upload(evil: str, state: UploadState, *, number: int = 8) -> Upload:
    return Upload(
        id=UUID(int=number),
        of_partner=True,
        file_name=evil,
        state=state,
        problem=evil,
        notes=[evil],
        added=12,
        revised=3,
        refused=300,
        left=[evil],
        note=evil,
        begun_at=NOW,
        changed_at=NOW,
        stored_at=NOW,
    )


def _row(evil: str, line: int, column: str | None) -> BadRow:
    return BadRow(line=line, title=evil, refusal=evil, column=column, cell=evil)
