"""The pages of organizations, with everything on them written by who means harm."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from catalogue.drafts import Openness, OpportunityDraft, Status
from catalogue.duplicates import Alike
from catalogue.language import Reflection
from catalogue.opportunities import Listing
from catalogue.opportunities.keeping import Version
from catalogue.outward import ANSWERS, Idea
from catalogue.schedules import Occurrence
from matcher.access import Visitor
from matcher.models import (
    JoinRequest,
    ListingDraft,
    Remark,
    RemarkKind,
    Role,
    Upload,
    UploadState,
)
from matcher.partners.alike import Twin
from matcher.partners.checking import Asked
from matcher.partners.conversation import CHECK, QUESTIONS, Said, shown_fields
from matcher.partners.days_off import Coming
from matcher.partners.deciding import differences
from matcher.partners.folding import new_facts
from matcher.partners.keeping import Begun, Page
from matcher.partners.outdated import StillSaid
from matcher.partners.wording import WRITTEN, Note
from matcher.taking import Taken
from matcher.web.joining import JoiningInput
from matcher.web.still_true import PressInput
from tests.web.handing_on_pages import claims, handing_on_pages, left_alone

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

Pages = Mapping[str, tuple[str, Mapping[str, Any]]]


def partner_pages(evil: str, listing: Listing) -> Pages:
    """Every page of joining, telling, keeping and looking over."""
    draft = listing.draft
    row = ListingDraft(
        id=UUID(int=11),
        account_id=UUID(int=12),
        organization_id=UUID(int=13),
        opportunity_id=listing.id,
        content={},
        step="what",
        note=evil,
        confirm_email=evil,
        begun_at=NOW,
        changed_at=NOW,
        submitted_at=NOW,
    )
    lead = Visitor(sign_in_id=evil, account_id=UUID(int=9), name=evil, role=Role.LEAD)
    other = OpportunityDraft(source="x", source_id="1", title="Plain")
    told = {"row": row, "draft": draft, "today": TODAY, "problem": evil}
    return {
        **_questions(evil, draft, told),
        **_keeping(evil, listing, row),
        **handing_on_pages(evil),
        "everything once more": (
            "partners/check.html",
            {
                "visitor": lead,
                **told,
                "questions": list(QUESTIONS),
                "missing": [],
                "unsaid": ["when"],
                "unchanged": False,
                "waits": True,
                "public": draft,
                "found": _twins(evil, listing),
                "notes": {"what": {"title": _notes(evil, "title")}},
                "still_said": [StillSaid(field="title", question="what", words=evil)],
                "back": "hello",
            },
        ),
        "both texts of a listing": (
            "partners/both.html",
            {
                "row": row,
                "step": "publish",
                "theirs": other,
                "ours": draft,
                "differences": differences(other, draft),
                "again": [(evil, evil)],
                "over": 3,
            },
        ),
        "what waits": (
            "partners/looking_over.html",
            _waiting(evil, listing, row, lead),
        ),
        "one that waits": (
            "partners/waiting.html",
            {
                "visitor": lead,
                **told,
                "public": other,
                "differences": differences(other, draft),
                "still_said": [StillSaid(field="title", question="what", words=evil)],
                "found": _twins(evil, listing),
                "over": 3,
                "organization": {"trusted_at": None},
            },
        ),
        **_twice(evil, listing, row, lead),
        "notes in place": ("partners/notes.html", {"several": _notes(evil, "title")}),
        "asking to join": (
            "partners/join.html",
            {
                "form": JoiningInput(organization="a", name="b"),
                "listing": listing,
                "problem": evil,
            },
        ),
        "asked to join": ("partners/asked.html", {}),
        **{
            f"the letter {letter}": (
                f"email/{letter}/body.html",
                {
                    "name": evil,
                    "note": evil,
                    "title": evil,
                    "count": 2,
                    "by_phone": False,
                    "link": None,
                    "base_url": "https://here.example",
                },
            )
            for letter in ("has_changed", "looked_at", "joining")
        },
    }


def _questions(evil: str, draft: OpportunityDraft, told: Mapping[str, Any]) -> Pages:
    typed = Said(
        fields={name: [evil] for q in QUESTIONS.values() for name in q.longest}
    )
    return {
        f"the question {step} {how}": (
            "partners/question.html",
            {
                **told,
                "step": step,
                "fields": fields or shown_fields(draft, step, confirm_email=evil),
                "number": 1,
                "count": 9,
                "back": None if step == "run-by" else "what",
                "readings": [(Taken(activity=evil, name=evil), evil)],
                "doubted": {evil},
                "times": [(draft.timetables[0], (Occurrence(day=TODAY),))],
                "halves": {"am": [draft.timetables[0]], "pm": [draft.timetables[0]]},
                "notes": {
                    field: _notes(evil, field) for field in WRITTEN.get(step, ())
                },
            },
        )
        for step in QUESTIONS
        if step != CHECK
        for how, fields in (("kept", None), ("typed", typed))
    }


def _keeping(evil: str, listing: Listing, row: ListingDraft) -> Pages:
    remark = Remark(
        id=UUID(int=14),
        opportunity_id=listing.id,
        kind=RemarkKind.CHANGED,
        words=evil,
        told_at=NOW,
    )
    return {
        "a partner's home": (
            "partners/home.html",
            {
                "visitor": Visitor(sign_in_id=evil, name=evil, role=Role.PARTNER),
                "theirs": Page(listings=[listing], before=listing.id, after=listing.id),
                "asked_for": [listing],
                "begun": [Begun(row=row, content=listing.draft)],
                "files": [
                    Upload(id=UUID(int=14), file_name=evil, state=state)
                    for state in (UploadState.READY, UploadState.WAITING)
                ],
                "told": {listing.id: [remark]},
                "today": TODAY,
                "this_week": TODAY,
                "problem": evil,
            },
        ),
        "versions": (
            "partners/versions.html",
            {
                "listing": listing,
                "versions": [
                    Version(number=n, at=NOW, draft=listing.draft) for n in (2, 1)
                ],
                "others": [(evil, [Version(number=1, at=NOW, draft=listing.draft)])],
            },
        ),
        **{
            f"days it is off, {how}": (
                "partners/days_off.html",
                {
                    "coming": Coming(
                        listing=resting, days=days, later=TODAY if days else None
                    ),
                    "today": TODAY,
                },
            )
            for how, resting, days in (
                ("some to come", _resting(listing), (TODAY, date(2026, 12, 1))),
                ("none to come", listing, ()),
            )
        },
        "is it still true": (
            "partners/still_true.html",
            {
                "asked": [Asked(listing=listing, answer=None)],
                "today": TODAY,
                "problem": evil,
                "form": PressInput.model_construct(
                    listing=listing.id, when=evil, cost=evil, words=evil
                ),
                "asks_once": True,
            },
        ),
        "it is still true": (
            "partners/still_true.html",
            {
                "asked": [Asked(listing=listing, answer="right")],
                "today": TODAY,
                "problem": "",
                "form": PressInput(),
                "asks_once": False,
            },
        ),
        **{
            f"opening outwards, {how}": (
                "partners/outward.html",
                {
                    "listing": one,
                    "ideas": (Idea(way="who", kind="members_teach", activity=evil),),
                    "fields": Said(fields={name: [evil] for name in ANSWERS}),
                    "waits": True,
                    "problem": evil,
                },
            )
            for how, one in (
                ("open already", listing),
                ("inside a service", _inside_a_service(listing)),
            )
        },
        "telling of a listing": (
            "partners/tell.html",
            {"listing": listing, "problem": evil, "kind": ""},
        ),
        **{
            f"told of a listing, {how}": (
                "partners/told.html",
                {"listing": listing, "to_a_lead": to_a_lead},
            )
            for how, to_a_lead in (("changed", False), ("not safe", True))
        },
    }


def _resting(listing: Listing) -> Listing:
    """The same while it does not meet, and off on a day after that."""
    off_on = (date(2026, 12, 1),)
    return replace(
        listing, draft=replace(listing.draft, rests_until=TODAY, off_on=off_on)
    )


def _notes(evil: str, field: str) -> list[Note]:
    one = Reflection(
        start=0, end=9, found=evil, instead=(evil, "people"), why=evil, id="client"
    )
    says = tuple((f"say:{field}:client:0:{n}", evil) for n in range(2))
    return [Note(reflection=one, say=says, leave=f"leave:{field}:client")]


def _twins(evil: str, listing: Listing) -> list[Twin]:
    kinds = (
        "charity_number", "company_number", "name", "postcode", "venue", "near",
        "online", "moved", "time",
    )  # fmt: skip
    reasons = [Alike(kind=kind, ours=evil, theirs="x") for kind in kinds]
    reasons += [Alike(kind="time", weekday="TU"), Alike(kind="name")]
    return [
        Twin(
            listing=replace(listing, id=UUID(int=20 + n)),
            reasons=tuple(reasons),
            kept_by=evil if n else None,
            may_take=not n,
            may_merge=not n,
        )
        for n in range(2)
    ]


def _twice(evil: str, listing: Listing, row: ListingDraft, lead: Visitor) -> Pages:
    plain = OpportunityDraft(source="x", source_id="1", title="Plain")
    facts = new_facts(plain, listing.draft)
    chosen = {
        "visitor": lead,
        "facts": facts,
        "ticked": {one.name for one in facts[::2]},
        "problem": evil,
    }
    found = {
        "visitor": lead,
        "title": evil,
        "at": "/listings/x/alike",
        "merge_at": "/listings/x/merge",
        "onward": "/listings",
        "today": TODAY,
    }
    other = replace(listing, id=UUID(int=21), draft=plain)
    return {
        **{
            f"here {how}, {len(twins)} found": (
                "partners/alike.html",
                {**found, "found": twins, "is_draft": how == "already"},
            )
            for how in ("already", "twice")
            for twins in (_twins(evil, listing), [])
        },
        **{
            f"so it is this one, {len(some)} facts": (
                "partners/same.html",
                {
                    **chosen,
                    "row": row,
                    "listing": other,
                    "ours": listing.draft,
                    "facts": some,
                    "waits": True,
                },
            )
            for some in (facts, [])
        },
        "two become one": (
            "partners/merge.html",
            {**chosen, "stays": other, "goes": listing, "seen": "1-1"},
        ),
    }


def _inside_a_service(listing: Listing) -> Listing:
    return replace(listing, draft=replace(listing.draft, openness=Openness.IN_SERVICE))


def _waiting(
    evil: str, listing: Listing, row: ListingDraft, lead: Visitor
) -> Mapping[str, Any]:
    request = JoinRequest(
        id=UUID(int=15),
        organization=evil,
        charity_number=evil,
        company_number=evil,
        name=evil,
        email=evil,
        voucher=evil,
        opportunity_id=listing.id,
        asked_at=NOW,
    )
    unsafe = Remark(
        id=UUID(int=16),
        opportunity_id=listing.id,
        kind=RemarkKind.UNSAFE,
        words=evil,
        told_at=NOW,
    )
    assert listing.draft.status is Status.TEMPORARILY_CLOSED
    return {
        "visitor": lead,
        "asking": [(request, 2)],
        "came_from": {listing.id: listing},
        "claims": claims(evil, listing),
        "left_alone": left_alone(evil),
        "drafts": [(row, listing.draft)],
        "files": [Upload(id=UUID(int=31), file_name=evil, changed_at=NOW)],
        "remarks": [unsafe],
        "listings": {listing.id: listing},
        "may_pause": True,
        "problem": evil,
    }
