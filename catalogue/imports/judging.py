"""Rows judged one by one: a draft with warnings, or a refusal with its reason.

A row is refused only when storing it would lose it or tell an untruth; everything
else that is odd is kept as it came, with a warning. Nothing here stores, and the same
row always gets the same judgement.
"""

import re
from dataclasses import dataclass, field, fields
from functools import lru_cache
from hashlib import blake2b
from typing import TypeGuard

from catalogue.costs import read_cost
from catalogue.drafts import (
    FirstVisit,
    Joining,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Timetable,
)
from catalogue.imports.ages import MOST_YEARS, Ages, ages_in, sensible
from catalogue.imports.cells import ORGANIZATION_NAMES, Cells, cells_of
from catalogue.imports.structured import (
    PRICES,
    TIMES,
    Column,
    Pressed,
    T,
    pressed_in,
    stands,
)
from catalogue.imports.values import Refused, kept, openness_of, status_of
from catalogue.imports.venues import venues_in
from catalogue.places import PostcodeTable, load_postcodes
from catalogue.schedules import halves_of, read_schedule
from catalogue.sentences import Sentence
from catalogue.sheets import Row

DEFAULT_SOURCE = "import"
"""Where a listing is from when its row does not say."""

LONGEST = {
    "id": 200,
    "source": 100,
    "title": 1_000,
    "organization": 300,
    "activity": 200,
    "number": 50,
}
"""Characters. All but the title stand in an index of the database, which takes about
2,700 bytes; a title this long is a description in the wrong column."""

LONGEST_READ = 2_000
"""Characters of a schedule or cost that are read; a longer one is kept as text."""

_timetables = lru_cache(maxsize=1_000)(read_schedule)
_prices = lru_cache(maxsize=1_000)(read_cost)
"""The rows of one file say "Free" and "Tuesdays 7pm-9pm" over and over."""

CARD_FIELDS = tuple(f.name for f in fields(FirstVisit))
JOINING_FIELDS = tuple(f.name for f in fields(Joining))


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What became of one row: a draft, or the reason why there is none."""

    line: int
    draft: OpportunityDraft | None = None
    refusal: Sentence | None = None
    """Why it is refused, in half a sentence that can follow "line 12: "."""
    warnings: tuple[Sentence, ...] = ()
    """What the listing lacks or could not keep in its place, though it is stored."""
    notes: tuple[Sentence, ...] = ()
    """Worth knowing, nothing to mend."""


@dataclass(kw_only=True)
class SeenIds:
    """The ids met so far and their lines, sixteen bytes for each whatever its length.

    Two ids of one file share a hash with a chance of 1 in 10^28 at 100,000 rows.
    """

    _lines: dict[bytes, int] = field(default_factory=dict)

    def first_line(self, source_id: str, line: int) -> int | None:
        """The line that had this id before; None (and it is noted) when it is new."""
        key = blake2b(source_id.encode(), digest_size=16).digest()
        first = self._lines.setdefault(key, line)
        return None if first == line else first


def judge(
    row: Row,
    *,
    default_openness: Openness | None = None,
    seen: SeenIds | None = None,
    postcodes: PostcodeTable | None = None,
    by_name: bool = False,
) -> Judged:
    """The row as a draft, or refused; never raises, whatever stands in its cells.

    ``default_openness`` is for rows that do not say; without one it is what the
    organization says of itself, and else unstated. ``by_name``: the file has no column
    for the id, so that its rows are known by their names.
    """
    if row.problem:
        return Judged(line=row.line, refusal=row.problem)
    table = postcodes or load_postcodes()
    try:
        cells = cells_of(row.values)
        new_id = _name_as_id if by_name else _new_id
        source_id = new_id(cells, row.line, seen or SeenIds())
        draft = _draft(cells, source_id, default_openness, table)
    except Refused as refused:
        return Judged(line=row.line, refusal=refused.sentence)
    return Judged(
        line=row.line,
        draft=draft,
        warnings=tuple(cells.warnings),
        notes=tuple(cells.notes),
    )


def _new_id(cells: Cells, line: int, seen: SeenIds) -> str:
    source_id = cells.line("id", longest=LONGEST["id"])
    if source_id is None:
        raise Refused("it has no number or code: give every row its own")
    first = seen.first_line(source_id, line)
    if first is not None:
        raise Refused(
            "its number or code “%(id)s” stands on line %(line)s already",
            id=source_id,
            line=first,
        )
    return source_id


def _name_as_id(cells: Cells, line: int, seen: SeenIds) -> str:
    """An id made of the name. A name alone is a remark below the list."""
    title = cells.line("title", longest=LONGEST["title"])
    if title is None:
        raise Refused("it does not say what it is called")
    said = [name for name in cells.values if cells.values[name] not in (None, "")]
    if said == ["title"] and not cells.aside:
        raise Refused("it says nothing but “%(words)s”", words=title[:80])
    source_id = f"name:{title.casefold()}"
    if len(source_id) > LONGEST["id"]:
        source_id = f"name:{blake2b(source_id.encode(), digest_size=16).hexdigest()}"
    first = seen.first_line(source_id, line)
    if first is not None:
        raise Refused(
            "it is called like line %(line)s: give each a name of its own, or put both"
            " times into one row",
            line=first,
        )
    return source_id


def _draft(
    cells: Cells, source_id: str, default: Openness | None, postcodes: PostcodeTable
) -> OpportunityDraft:
    title = cells.line("title", longest=LONGEST["title"])
    if title is None:
        raise Refused("it does not say what it is called")
    organization = _organization(cells)
    schedule, timetables = _times(cells)
    cost, prices = _cost(cells)
    minimum, maximum = _ages(cells)
    return OpportunityDraft(
        source=cells.line("source", longest=LONGEST["source"]) or DEFAULT_SOURCE,
        source_id=source_id,
        title=title,
        description=cells.words("description") or "",
        organization=organization,
        activities=_activities(cells),
        not_activities=cells.several("not_activities"),
        openness=_openness(cells, default, organization),
        outward_note=cells.words("outward_note"),
        status=status_of(cells.values.get("status")),
        joinable=cells.flag("opportunity") is not False,
        adults=cells.flag("adults") is not False,
        minimum_age=minimum,
        maximum_age=maximum,
        eligibility=_eligibility(cells),
        how_to_join=cells.words("how_to_join"),
        what_to_bring=cells.words("what_to_bring"),
        contact_name=cells.line("contact_name"),
        email=cells.email("email"),
        phone=cells.phone("phone"),
        url=cells.url("url"),
        languages=cells.several("languages", marks=";|,"),
        online=cells.flag("online"),
        venues=venues_in(cells, postcodes),
        covers=cells.several("covers", marks=";|,"),
        timetables=timetables,
        schedule_text=schedule,
        prices=prices,
        cost_text=cost,
        first_visit=FirstVisit(**{f: cells.words(f) for f in CARD_FIELDS}),
        joining=Joining(**{f: cells.flag(f) for f in JOINING_FIELDS}),
        licence=cells.line("licence"),
        assured_on=cells.day("assured_date"),
        visible_from=cells.day("visible_from"),
        visible_to=cells.day("visible_to"),
        closed_note=cells.words("closed_note"),
        rests_until=cells.day("rests_until"),
        off_on=cells.days("off_on"),
        kept_aside=cells.aside,
    )


def _openness(
    cells: Cells, default: Openness | None, organization: OrganizationDraft | None
) -> Openness:
    """The row's own word, else the file's, else the organization's, else unstated."""
    own = openness_of(cells.values.get("openness"))
    if own is not Openness.UNSTATED:
        return own
    if default is not None:
        return default
    return organization.openness if organization else Openness.UNSTATED


def _organization(cells: Cells) -> OrganizationDraft | None:
    name = cells.line("organization", longest=LONGEST["organization"])
    openness = openness_of(
        cells.values.get("organization_openness"), "organization openness"
    )
    if name is None:
        # said of somebody without a name: there is no organization to say it of
        told = {column: cells.words(column) for column in ORGANIZATION_NAMES.values()}
        cells.aside |= {column: text for column, text in told.items() if text}
        return None
    return OrganizationDraft(
        name=name,
        description=cells.words("organization_description"),
        openness=openness,
        charity_number=cells.line("charity_number", longest=LONGEST["number"]),
        company_number=cells.line("company_number", longest=LONGEST["number"]),
        url=cells.url("organization_url"),
        email=cells.email("organization_email"),
        phone=cells.phone("organization_phone"),
    )


def _activities(cells: Cells) -> tuple[str, ...]:
    named = cells.several("categories")
    if any(len(name) > LONGEST["activity"] for name in named):
        raise Refused(
            "a category is longer than %(most)s characters", most=LONGEST["activity"]
        )
    return named


def _eligibility(cells: Cells) -> str | None:
    """What it says of who can come, and the ages beside it, as they stand."""
    said = (cells.words("eligibility"), cells.words("ages"))
    return "; ".join(text for text in said if text) or None


def _ages(cells: Cells) -> Ages:
    """The ages of their own columns, else those that the text says for certain."""
    given = _age(cells, "minimum_age"), _age(cells, "maximum_age")
    if given == (None, None):
        return _ages_said(cells)
    ages = sensible(*given)
    if ages == (None, None):
        for name in ("minimum_age", "maximum_age"):
            why = Sentence(
                "“%(column)s” does not fit the other age: kept aside", column=name
            )
            cells.set_aside(name, why)
    return ages


def _ages_said(cells: Cells) -> Ages:
    ages = cells.line("ages")
    if ages:
        bare = ages[:1].isdigit()
        return ages_in(f"age {ages}" if bare else ages)
    return ages_in(cells.words("eligibility") or "")


def _age(cells: Cells, name: str) -> int | None:
    text = cells.line(name)
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,3}", text) and int(text) <= MOST_YEARS:
        return int(text)
    why = Sentence("“%(column)s” is not an age in years: kept aside", column=name)
    cells.set_aside(name, why)
    return None


def _times(cells: Cells) -> tuple[str | None, tuple[Timetable, ...]]:
    words = _schedule_text(cells)
    pressed = _pressed(cells, TIMES)
    if pressed and stands(TIMES, pressed, words):
        return pressed.words, pressed.values
    found = _timetables(words) if _readable(words) else ()
    if not found and words and halves_of(words):
        cells.warnings.append(
            Sentence(
                "“%(words)s” may be the morning or the evening: write am or pm, and"
                " people find it by day",
                words=words,
            )
        )
    return words, found


def _cost(cells: Cells) -> tuple[str | None, tuple[Price, ...]]:
    words = cells.words("cost")
    pressed = _pressed(cells, PRICES)
    if pressed and stands(PRICES, pressed, words):
        return pressed.words, pressed.values
    return words, _prices(words) if _readable(words) else ()


def _pressed(cells: Cells, column: Column[T]) -> Pressed[T] | None:
    """What was pressed and not written; anything else in the column is kept aside."""
    value = cells.values.get(column.name)
    pressed = pressed_in(column, value)
    if pressed is None and value not in (None, "", [], {}):
        cells.aside[column.name] = kept(value, column.name)
    return pressed


def _schedule_text(cells: Cells) -> str | None:
    """The schedule, else what the columns for day and time say beside each other."""
    schedule = cells.words("schedule")
    if schedule:
        return schedule
    starts, ends = cells.line("start_time"), cells.line("end_time")
    time = cells.line("time") or "-".join(part for part in (starts, ends) if part)
    return " ".join(part for part in (cells.line("day"), time) if part) or None


def _readable(text: str | None) -> TypeGuard[str]:
    return text is not None and len(text) <= LONGEST_READ
