"""Listings as a spreadsheet: .csv and .xlsx that upload again unchanged. Pure.

The columns are those of ``imports``, so what leaves can come back: a file nobody has
touched changes nothing. No cell can be taken for a formula: what begins like one gets
an apostrophe before it, which the import takes off again.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from io import BytesIO, StringIO

from catalogue.drafts import (
    FirstVisit,
    Joining,
    OpportunityDraft,
    OrganizationDraft,
    Venue,
)
from catalogue.imports.cells import ORGANIZATION_NAMES
from catalogue.imports.columns import SYNONYMS
from catalogue.imports.structured import PRICES, TIMES, cells_for
from catalogue.rows import days_written
from catalogue.sheets.rows import MOST_COLUMNS

MOST_IN_A_CELL = 32_767
"""Characters Excel holds in one cell; more would be cut without a word."""

COLUMNS = tuple(
    name
    for name in SYNONYMS
    if name not in ("first_visit", "joining", "ages", "day", "time", "start_time")
    and name != "end_time"
)
"""What is written, in the order of the import format; ages and times in one way."""

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,15})?")

CARD = tuple(f.name for f in fields(FirstVisit))
JOINING = tuple(f.name for f in fields(Joining))
SAME = (
    *("title", "description", "outward_note", "eligibility", "how_to_join"),
    *("what_to_bring", "contact_name", "email", "phone", "url", "licence", "source"),
    "closed_note",
)
"""Columns that are called as the draft's fields and hold their words."""


class TooLongForExcel(ValueError):
    """A text is longer than a cell of Excel holds: the .csv has room for it."""


def row_of(draft: OpportunityDraft) -> dict[str, str]:
    """A draft under the import's column names; what nobody said is left out."""
    row = {name: getattr(draft, name) for name in SAME}
    row |= {
        "id": draft.source_id,
        "openness": draft.openness.value,
        "status": draft.status.value,
        "opportunity": _flag(draft.joinable),
        "adults": _flag(draft.adults),
        "online": _flag(draft.online),
        "categories": "; ".join(draft.activities),
        "languages": "; ".join(draft.languages),
        "covers": "; ".join(draft.covers),
        "not_activities": "; ".join(draft.not_activities),
        "minimum_age": draft.minimum_age,
        "maximum_age": draft.maximum_age,
        "assured_date": draft.assured_on,
        "visible_from": draft.visible_from,
        "visible_to": draft.visible_to,
        "rests_until": draft.rests_until,
        "off_on": "; ".join(days_written(draft.off_on)),
    }
    row |= {name: getattr(draft.first_visit, name) for name in CARD}
    row |= {name: _flag(getattr(draft.joining, name)) for name in JOINING}
    row |= _organization(draft.organization) | _places(draft.venues)
    row["schedule"], row[TIMES.name] = cells_for(
        TIMES, draft.schedule_text, draft.timetables
    )
    row["cost"], row[PRICES.name] = cells_for(PRICES, draft.cost_text, draft.prices)
    said = {name: str(value) for name, value in row.items() if value not in (None, "")}
    return _aside(draft.kept_aside) | said


def _flag(value: bool | None) -> str | None:  # noqa: FBT001 - it is the value itself
    return None if value is None else ("yes" if value else "no")


def _organization(runs: OrganizationDraft | None) -> dict[str, object]:
    if runs is None:
        return {}
    return {column: getattr(runs, name) for name, column in _NAMES.items()}


_NAMES: Mapping[str, str] = {
    "name" if name == "title" else name: column
    for name, column in ORGANIZATION_NAMES.items()
}


def _places(venues: Sequence[Venue]) -> dict[str, object]:
    """The first place in columns of its own, the others in one cell as JSON."""
    if not venues:
        return {}
    more = [_place(venue) for venue in venues[1:]]
    others = json.dumps(more, ensure_ascii=False) if more else None
    return _place(venues[0]) | {"locations": others}


def _place(venue: Venue) -> dict[str, object]:
    said: dict[str, object] = {
        "venue": venue.name,
        "address": venue.address,
        "city": venue.city,
        "district": venue.district,
        "postcode": venue.postal_code,
        "lat": venue.latitude,
        "lon": venue.longitude,
        "accessibility": "; ".join(venue.accessibility),
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def _aside(kept: Mapping[str, object]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in kept.items()
    }


def headers_for(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The columns that some row uses, in our order, then those kept aside.

    Beyond ``MOST_COLUMNS``, which no import would take, they are left out.
    """
    used = {name: None for row in rows for name in row}
    ours = ("id", "title", *(name for name in COLUMNS if name in used))
    return tuple(dict.fromkeys((*ours, *used)))[:MOST_COLUMNS]


def as_csv(drafts: Iterable[OpportunityDraft]) -> bytes:
    """A .csv in UTF-8 with the mark that tells Excel so; every cell is text."""
    rows = [row_of(draft) for draft in drafts]
    headers = headers_for(rows)
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(safe(name) for name in headers)
    writer.writerows([safe(row.get(name, "")) for name in headers] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def as_workbook(drafts: Iterable[OpportunityDraft]) -> bytes:
    """An .xlsx of one sheet; raises ``TooLongForExcel``. No cell is a formula."""
    import openpyxl  # seldom needed, and slow to open

    rows = [row_of(draft) for draft in drafts]
    headers = headers_for(rows)
    named = [_held(name) for name in headers]
    cells = [[_held(row.get(name, "")) for name in headers] for row in rows]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Listings")
    for line in (named, *cells):
        sheet.append(line)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _held(text: str) -> str:
    held = safe(_NOT_IN_XML.sub("", text))
    if len(held) > MOST_IN_A_CELL:
        raise TooLongForExcel(f"{len(held):,} characters do not fit into one cell")
    return held


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain number stays one."""
    is_formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
