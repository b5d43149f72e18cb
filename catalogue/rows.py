"""A draft as table rows, and table rows as a draft again. Pure: no session here.

Writing and reading meet in this one file, so that a field added to the draft is
added to both at once (a test sends every field round).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from catalogue.drafts import (
    FirstVisit,
    Joining,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from catalogue.places import normal_postcode

RowValues = dict[str, Any]

OURS = uuid5(NAMESPACE_URL, "urn:community-opportunity-matcher")
"""The name space of every id made from a source; changing it orphans all links."""

ACTIVITY = "activity"
"""Our one taxonomy so far: what people do, as listings name it."""

LONGEST_KEY = 200
"""Characters of a title's key: an index entry of PostgreSQL takes 2,700 bytes."""

TIMEZONE = "Europe/London"

CARD_FIELDS = tuple(f.name for f in fields(FirstVisit))
JOINING_FIELDS = tuple(f.name for f in fields(Joining))
NESTED = frozenset(
    {
        "organization",
        "activities",
        "venues",
        "timetables",
        "prices",
        "first_visit",
        "joining",
    }
)
PLAIN_FIELDS = tuple(f.name for f in fields(OpportunityDraft) if f.name not in NESTED)
"""Fields that the draft and the opportunity's row hold under the same name."""


def opportunity_id(source: str, source_id: str) -> UUID:
    """The id of an imported opportunity: the same for the same source, for ever."""
    return uuid5(OURS, f"opportunity\0{source}\0{source_id}")


def days_written(days: Iterable[date]) -> list[str]:
    """Days as a column holds them: 2026-12-24, rising, each once."""
    return [day.isoformat() for day in sorted(set(days))]


def name_key(name: str) -> str:
    """A name as it is compared: casefolded, with single spaces."""
    return " ".join(name.casefold().split())


def title_key(title: str) -> str:
    """A title as it is looked up: like a name, cut so that an index can hold it."""
    return name_key(title)[:LONGEST_KEY]


def organization_id(source: str, name: str) -> UUID:
    """The id of an organization that a source names."""
    return uuid5(OURS, f"organization\0{source}\0{name_key(name)}")


def term_id(name: str) -> UUID:
    """The id of what people do there: one for all spellings of its name."""
    return uuid5(OURS, f"term\0{ACTIVITY}\0{name_key(name)}")


def _part_id(opportunity: UUID, kind: str, position: int) -> UUID:
    return uuid5(opportunity, f"{kind}\0{position}")


@dataclass(frozen=True, kw_only=True)
class ListingRows:
    """The rows of one opportunity, by table; the organization's row is apart."""

    opportunity: RowValues
    locations: list[RowValues] = field(default_factory=list)
    schedules: list[RowValues] = field(default_factory=list)
    cost_options: list[RowValues] = field(default_factory=list)
    terms: list[RowValues] = field(default_factory=list)
    opportunity_terms: list[RowValues] = field(default_factory=list)

    def with_opportunity(self, **columns: Any) -> "ListingRows":
        """The same rows, with these columns of the opportunity set."""
        return replace(self, opportunity=self.opportunity | columns)


def rows_of(draft: OpportunityDraft) -> ListingRows:
    """The rows that hold a draft, without digest, revision number and times."""
    key = opportunity_id(draft.source, draft.source_id)
    row: RowValues = {name: getattr(draft, name) for name in PLAIN_FIELDS}
    row |= {name: getattr(draft.first_visit, name) for name in CARD_FIELDS}
    row |= {name: getattr(draft.joining, name) for name in JOINING_FIELDS}
    row |= {
        "id": key,
        "not_activities": list(draft.not_activities),
        "title_key": title_key(draft.title),
        "languages": list(draft.languages),
        "covers": list(draft.covers),
        "off_on": days_written(draft.off_on),
        "organization_id": draft.organization
        and organization_id(draft.source, draft.organization.name),
    }
    terms = {term_id(name): name for name in draft.activities if name_key(name)}
    return ListingRows(
        opportunity=row,
        locations=[
            part | {"postcode_key": normal_postcode(part["postal_code"] or "") or ""}
            for part in _parts(key, "location", draft.venues)
        ],
        schedules=[
            part | {"timezone": TIMEZONE}
            for part in _parts(key, "schedule", draft.timetables)
        ],
        cost_options=_parts(key, "cost", draft.prices),
        terms=[
            {"id": term, "taxonomy": ACTIVITY, "code": name_key(name), "name": name}
            for term, name in terms.items()
        ],
        opportunity_terms=[
            {"opportunity_id": key, "term_id": term, "position": position}
            for position, term in enumerate(terms)
        ],
    )


def _parts(key: UUID, kind: str, values: Sequence[Any]) -> list[RowValues]:
    return [
        {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        | {
            "id": _part_id(key, kind, position),
            "opportunity_id": key,
            "position": position,
        }
        for position, value in enumerate(values)
    ]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def organization_row(source: str, draft: OrganizationDraft) -> RowValues:
    """The row of an organization that a source names."""
    return {f.name: getattr(draft, f.name) for f in fields(draft)} | {
        "id": organization_id(source, draft.name),
        "source": source,
        "name_key": name_key(draft.name),
    }


def draft_of(
    opportunity: Mapping[str, Any],
    *,
    organization: Mapping[str, Any] | None,
    activities: Sequence[str],
    locations: Sequence[Mapping[str, Any]],
    schedules: Sequence[Mapping[str, Any]],
    cost_options: Sequence[Mapping[str, Any]],
) -> OpportunityDraft:
    """The draft that these rows hold; parts come in the order of their position."""
    plain = {name: opportunity[name] for name in PLAIN_FIELDS}
    return OpportunityDraft(
        **plain
        | {
            "not_activities": tuple(plain["not_activities"]),
            "languages": tuple(plain["languages"]),
            "covers": tuple(plain["covers"]),
            "off_on": tuple(map(date.fromisoformat, plain["off_on"])),
            "activities": tuple(activities),
            "organization": organization
            and OrganizationDraft(**_only(OrganizationDraft, organization)),
            "venues": tuple(
                Venue(
                    **_only(Venue, row) | {"accessibility": tuple(row["accessibility"])}
                )
                for row in locations
            ),
            "timetables": tuple(
                Timetable(**_only(Timetable, row)) for row in schedules
            ),
            "prices": tuple(Price(**_only(Price, row)) for row in cost_options),
            "first_visit": FirstVisit(**_only(FirstVisit, opportunity)),
            "joining": Joining(**_only(Joining, opportunity)),
        }
    )


@cache
def _names(value_type: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(value_type))


def _only(value_type: Any, row: Mapping[str, Any]) -> RowValues:
    return {name: row[name] for name in _names(value_type)}
