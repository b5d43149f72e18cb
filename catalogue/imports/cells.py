"""The cells of one row under our own names, and what is to be said about them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from catalogue.drafts import FirstVisit, Joining
from catalogue.imports.headers import fields_of
from catalogue.imports.values import (
    MOST_BYTES,
    MOST_VALUES,
    Refused,
    day_of,
    degrees_of,
    kept,
    line_of,
    list_of,
    words_of,
    yes_or_no,
)
from catalogue.sentences import Sentence

_WITHOUT_NOUGHT = re.compile(r"[1-37]\d{9}")
"""A number of this country as a cell for numbers keeps it: 7700900123."""

ORGANIZATION_NAMES: Mapping[str, str] = {
    "title": "organization",
    "description": "organization_description",
    "openness": "organization_openness",
    "url": "organization_url",
    "email": "organization_email",
    "phone": "organization_phone",
    "charity_number": "charity_number",
    "company_number": "company_number",
}
"""What the keys of an ``organization`` object are called as columns."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "organization": ORGANIZATION_NAMES,
    "first_visit": {field.name: field.name for field in fields(FirstVisit)},
    "joining": {field.name: field.name for field in fields(Joining)},
}
"""Objects of the JSON format, and the columns a spreadsheet has in their place."""

VENUE_NAMES = frozenset(
    {"venue", "address", "city", "district", "postcode", "lat", "lon", "accessibility"}
)
"""What one place of ``locations`` may say; its ``name`` is the venue."""

_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_WEB_BARE = re.compile(r"[a-z0-9][\w-]*(?:\.[\w-]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")


@dataclass(kw_only=True)
class Cells:
    """One row being read: each cell is asked for once, by the name of its field."""

    values: dict[str, Any]
    aside: dict[str, Any] = field(default_factory=dict)
    """What nobody asked for, under the file's own headers, as it came."""
    warnings: list[Sentence] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    def words(self, name: str) -> str | None:
        """What the cell says, with its line breaks."""
        value = self.values.get(name)
        return None if value is None else words_of(value, name)

    def line(self, name: str, *, longest: int = MOST_BYTES) -> str | None:
        """What the cell says, on one line of at most ``longest`` characters."""
        value = self.values.get(name)
        return None if value is None else line_of(value, name, longest=longest)

    def phone(self, name: str) -> str | None:
        """A phone number; Excel takes it for a number and drops its first nought."""
        said = self.line(name)
        return f"0{said}" if said and _WITHOUT_NOUGHT.fullmatch(said) else said

    def several(self, name: str, *, marks: str = ";|") -> tuple[str, ...]:
        """The values of a cell that holds a list."""
        value = self.values.get(name)
        return () if value is None else list_of(value, name, marks=marks)

    def flag(self, name: str) -> bool | None:
        """Yes, no, or nobody has said."""
        return yes_or_no(self.values.get(name), name)

    def day(self, name: str) -> date | None:
        """A date."""
        return day_of(self.values.get(name), name)

    def days(self, name: str) -> tuple[date, ...]:
        """The dates of a cell that holds several, rising, each once."""
        several = (day_of(one, name) for one in self.several(name, marks=";|,"))
        return tuple(sorted({day for day in several if day is not None}))

    def degrees(self, name: str, *, most: float) -> float | None:
        """A latitude or longitude."""
        return degrees_of(self.values.get(name), name, most=most)

    def email(self, name: str) -> str | None:
        """A mail address; anything else is kept aside."""
        text = self.line(name)
        if text is None or _EMAIL.fullmatch(text):
            return text
        why = Sentence("“%(column)s” is not an email address: kept aside", column=name)
        self.set_aside(name, why)
        return None

    def url(self, name: str) -> str | None:
        """A web address; one without http is given it, and anything else kept aside."""
        text = self.line(name)
        if text is None or _WEB.fullmatch(text):
            return text
        bare = text.rstrip(".,;")
        if _WEB_BARE.fullmatch(bare):
            return f"http://{bare}"
        why = Sentence("“%(column)s” is not a web address: kept aside", column=name)
        self.set_aside(name, why)
        return None

    def set_aside(self, name: str, warning: Sentence) -> None:
        """Keep a cell that cannot be used as what it was meant to be, and say so."""
        self.aside[name] = kept(self.values.get(name), name)
        self.warnings.append(warning)

    def places(self) -> list["Cells"]:
        """The cells of each place in ``locations``."""
        given = _unpacked(self.values.get("locations"))
        if given is None or given == "":
            return []
        places = [given] if isinstance(given, Mapping) else given
        if not isinstance(places, list | tuple) or len(places) > MOST_VALUES:
            raise Refused(
                "“%(column)s” is not a list of places: write one place in the columns "
                "venue, address, postcode, or up to %(most)s in JSON Lines",
                column="locations",
                most=MOST_VALUES,
            )
        return [self._place(place, number) for number, place in enumerate(places, 1)]

    def _place(self, place: Any, number: int) -> "Cells":
        if not isinstance(place, Mapping):
            raise Refused(
                "place %(number)s of “%(column)s” is not an object in { }",
                number=number,
                column="locations",
            )
        known = {
            key: "venue" if name == "title" else name
            for key, name in _known_keys(place).items()
        }
        known = {key: name for key, name in known.items() if name in VENUE_NAMES}
        _keep_aside(self.aside, place, known, prefix=f"locations.{number}.")
        values = {name: place[key] for key, name in known.items()}
        return Cells(values=values, warnings=self.warnings, notes=self.notes)


def _unpacked(given: Any) -> Any:
    """A list of places that stands in one cell as JSON, as ``exports`` writes it."""
    if not isinstance(given, str) or not given.lstrip().startswith("["):
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given


def cells_of(values: Mapping[str, Any]) -> Cells:
    """A row's values under our names; columns we do not know are kept aside."""
    known = _known_keys(values)
    cells = Cells(values={name: values[key] for key, name in known.items()})
    _keep_aside(cells.aside, values, known)
    for group, columns in GROUPS.items():
        _spread(cells, group, columns)
    return cells


def _spread(cells: Cells, group: str, columns: Mapping[str, str]) -> None:
    """Write an object of the JSON format as the columns it stands for."""
    inner = cells.values.get(group)
    if not isinstance(inner, Mapping):
        if group != "organization":
            _keep_aside(cells.aside, {group: inner}, {})
        return
    del cells.values[group]
    known = {
        key: columns[name]
        for key, name in _known_keys(inner).items()
        if name in columns
    }
    _keep_aside(cells.aside, inner, known, prefix=f"{group}.")
    cells.values |= {name: inner[key] for key, name in known.items()}


def _known_keys(values: Mapping[str, Any]) -> dict[str, str]:
    return fields_of(tuple(key for key in values if isinstance(key, str)))


def _keep_aside(
    aside: dict[str, Any],
    values: Mapping[str, Any],
    known: Mapping[str, str],
    *,
    prefix: str = "",
) -> None:
    for key, value in values.items():
        if key in known or value in (None, "", [], {}):
            continue
        name = line_of(str(key), "a header") or "column"
        aside[prefix + name] = kept(value, name)
