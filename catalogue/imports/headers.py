"""Which column is what: the file's headers matched to the names of the format.

A header matches exactly, once case, spaces and punctuation are folded away, or not at
all. A near miss is said aloud and never used: a wrong column stored silently is worse
than a column kept aside.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from catalogue.sentences import Sentence

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "ref",
        "reference",
        "reference number",
        "ref no",
        "unique id",
        "identifier",
        "listing id",
        "activity id",
        "service id",
        "source id",
    ),
    "title": (
        "name",
        "service name",
        "activity name",
        "activity title",
        "activity",
        "event name",
        "event",
        "group name",
        "group",
        "club name",
        "club",
        "class",
        "session name",
        "service",
        "what",
    ),
    "description": (
        "activity description",
        "service description",
        "about the activity",
        "about",
        "details",
        "summary",
        "information",
        "more information",
        "what is it",
    ),
    "organization": (
        "organisation",
        "organization name",
        "organisation name",
        "provider",
        "provider name",
        "organiser",
        "organizer",
        "run by",
        "charity",
        "host",
    ),
    "organization_description": (
        "organisation description",
        "about the organisation",
    ),
    "organization_openness": ("organisation openness",),
    "organization_url": ("organisation url", "organisation website"),
    "organization_email": ("organisation email",),
    "organization_phone": ("organisation phone", "organisation telephone"),
    "charity_number": (
        "registered charity number",
        "charity no",
        "charity registration number",
    ),
    "company_number": ("company no", "registered company number"),
    "categories": (
        "category",
        "activities",
        "type of activity",
        "activity type",
        "type",
        "tags",
        "interests",
    ),
    "not_activities": (),
    "openness": (),
    "outward_note": ("what is open",),
    "status": (),
    "opportunity": ("joinable", "can be joined"),
    "adults": ("for adults",),
    "ages": ("age", "age range", "age group"),
    "minimum_age": ("min age", "age from"),
    "maximum_age": ("max age", "age to"),
    "eligibility": (
        "who for",
        "who is it for",
        "who is this for",
        "suitable for",
        "who can join",
        "who can come",
        "open to",
        "audience",
    ),
    "how_to_join": ("how to book", "booking", "booking information", "how to apply"),
    "what_to_bring": ("bring",),
    "contact_name": ("contact", "contact person"),
    "email": ("e-mail", "email address", "contact email"),
    "phone": (
        "telephone",
        "phone number",
        "telephone number",
        "tel",
        "contact number",
        "contact phone",
        "contact telephone",
        "mobile",
    ),
    "url": ("website", "web site", "web address", "web page", "web", "link"),
    "languages": ("language",),
    "online": ("is online", "virtual"),
    "venue": ("venue name", "location", "location name", "where", "place"),
    "address": (
        "full address",
        "venue address",
        "street address",
        "address line 1",
        "address 1",
        "street",
    ),
    "city": ("town", "town or city", "town/city", "city/town"),
    "district": ("neighbourhood", "area", "ward"),
    "postcode": ("postal code", "venue postcode", "zip"),
    "lat": ("latitude",),
    "lon": ("longitude", "lng", "long"),
    "accessibility": ("access", "accessibility information", "access information"),
    "locations": (),
    "covers": ("area covered", "areas covered", "coverage"),
    "schedule": (
        "when",
        "day and time",
        "days and times",
        "day/time",
        "date and time",
        "dates and times",
        "opening times",
        "opening hours",
        "timetable",
    ),
    "day": ("days", "date", "dates", "day of week", "day of the week"),
    "time": ("times",),
    "start_time": ("starts", "start", "time from", "from time"),
    "end_time": ("ends", "end", "finish", "finish time", "time to", "to time"),
    "schedules": (),
    "cost": ("price", "how much", "fee", "fees", "charge", "charges", "prices"),
    "cost_options": (),
    "who_meets_you": ("first visit who meets you",),
    "how_long": ("first visit how long", "duration"),
    "can_i_watch": ("first visit can i watch", "can i just watch"),
    "quiet_times": ("first visit quiet times",),
    "bring_someone": ("first visit bring someone", "can i bring someone"),
    "just_turn_up": ("joining just turn up", "drop in"),
    "asks_form": ("joining asks form", "asks for a form"),
    "asks_id": ("joining asks id", "asks for id"),
    "asks_address": ("joining asks address", "asks for an address"),
    "asks_phone": ("joining asks phone", "asks for a phone"),
    "stores_bag": ("joining stores bag", "bag storage"),
    "dogs_welcome": ("joining dogs welcome", "dogs"),
    "first_visit": (),
    "joining": (),
    "licence": ("license",),
    "source": (),
    "assured_date": (
        "assured on",
        "last checked",
        "date checked",
        "checked on",
        "checked",
        "last verified",
    ),
    "visible_from": ("show from", "publish from"),
    "visible_to": ("show until", "publish until", "visible until"),
    "closed_note": ("closed",),
    "rests_until": ("not meeting until",),
}
"""Names of the import format, and other headers that people give such a column. When
several columns of one file could be the same, the earliest in this list is."""

CLOSE = 86
"""Similarity, 0 to 100, from which an unknown header looks like a slip of a known one:
``Descripton`` is 95, ``Notes`` and ``Ages`` stay below."""

LONGEST_HEADER = 80
"""Characters; a longer one is a sentence, and none of ours."""

HEADERS_SHOWN = 20
"""How many of a file's headers a sentence names."""


IN_WORDS: Mapping[str, Sentence] = {
    "id": Sentence("number or code"),
    "title": Sentence("name"),
    "organization": Sentence("who runs it"),
    "organization_description": Sentence("what those who run it say of themselves"),
    "organization_openness": Sentence("who can come to anything they run"),
    "organization_url": Sentence("web page of those who run it"),
    "organization_email": Sentence("mail of those who run it"),
    "organization_phone": Sentence("phone of those who run it"),
    "categories": Sentence("what people do there"),
    "not_activities": Sentence("what it is not"),
    "openness": Sentence("who can come"),
    "outward_note": Sentence("what is open, to whom and when"),
    "status": Sentence("open or closed"),
    "opportunity": Sentence("something to join"),
    "adults": Sentence("for adults"),
    "minimum_age": Sentence("youngest age"),
    "maximum_age": Sentence("oldest age"),
    "eligibility": Sentence("who it is for"),
    "contact_name": Sentence("who to ask for"),
    "email": Sentence("mail"),
    "url": Sentence("web page"),
    "accessibility": Sentence("what the place is like"),
    "lat": Sentence("latitude"),
    "lon": Sentence("longitude"),
    "covers": Sentence("area it covers"),
    "schedule": Sentence("when"),
    "schedules": Sentence("when"),
    "cost_options": Sentence("prices"),
    "can_i_watch": Sentence("whether one can just watch"),
    "bring_someone": Sentence("whether one can bring someone"),
    "asks_form": Sentence("whether one fills in a form"),
    "asks_id": Sentence("whether one shows who one is"),
    "asks_address": Sentence("whether one gives an address"),
    "asks_phone": Sentence("whether one gives a phone number"),
    "stores_bag": Sentence("whether a bag can be left safely"),
    "dogs_welcome": Sentence("whether dogs are welcome"),
    "visible_from": Sentence("first day it is shown"),
    "visible_to": Sentence("last day it is shown"),
    "assured_date": Sentence("day it was last checked"),
    "closed_note": Sentence("why it is closed for now"),
    "rests_until": Sentence("day until which it rests"),
    "description": Sentence("description"),
    "charity_number": Sentence("charity number"),
    "company_number": Sentence("company number"),
    "ages": Sentence("ages"),
    "how_to_join": Sentence("how to join"),
    "what_to_bring": Sentence("what to bring"),
    "phone": Sentence("phone"),
    "languages": Sentence("languages"),
    "online": Sentence("online"),
    "venue": Sentence("venue"),
    "address": Sentence("address"),
    "city": Sentence("city"),
    "district": Sentence("district"),
    "postcode": Sentence("postcode"),
    "locations": Sentence("locations"),
    "day": Sentence("day"),
    "time": Sentence("time"),
    "start_time": Sentence("start time"),
    "end_time": Sentence("end time"),
    "cost": Sentence("cost"),
    "who_meets_you": Sentence("who meets you"),
    "how_long": Sentence("how long"),
    "quiet_times": Sentence("quiet times"),
    "just_turn_up": Sentence("just turn up"),
    "first_visit": Sentence("first visit"),
    "joining": Sentence("joining"),
    "licence": Sentence("licence"),
    "source": Sentence("source"),
}
"""What the fields are called where somebody reads it."""


@dataclass(frozen=True, kw_only=True)
class HeaderReport:
    """What each header of a file was taken for."""

    matched: Mapping[str, str]
    """Header -> name in the import format."""
    kept_aside: tuple[str, ...] = ()
    """Headers that are none of ours; their cells are kept as they came."""
    suggestions: Mapping[str, str]
    """Header kept aside -> the name it looks like a slip of. Never used."""
    doubled: tuple[tuple[str, str], ...] = ()
    """Two headers that say the same, so that nobody can tell which one counts."""

    def found(self, name: str) -> bool:
        """Whether some column is this field."""
        return name in self.matched.values()


def header_notes(report: HeaderReport) -> tuple[Sentence, ...]:
    """What somebody should know of how the headers were read, a sentence each."""
    renamed = [
        Sentence(
            "“%(header)s” is read as %(name)s.", header=header, name=in_words(name)
        )
        for header, name in report.matched.items()
        if fold(header) not in (fold(name), fold(in_words(name)))
    ]
    slips = [
        Sentence(
            "“%(header)s” is kept aside. If it is the %(name)s, call the column"
            " %(column)s.",
            header=header,
            name=in_words(name),
            column=name,
        )
        for header, name in report.suggestions.items()
    ]
    plain = [h for h in report.kept_aside if h not in report.suggestions]
    if plain:
        slips.append(
            Sentence("Kept aside, not used: %(headers)s.", headers=listed(plain))
        )
    return (*renamed, *slips)


def in_words(name: str) -> Sentence:
    """A field as people speak of it: ``minimum_age`` is the youngest age."""
    return IN_WORDS[name]


def listed(headers: Sequence[str]) -> str:
    """Headers as part of a sentence; long ones and long lists are cut."""
    shown = [f"“{h[:39]}…”" if len(h) > 40 else f"“{h}”" for h in headers]
    first, more = ", ".join(shown[:HEADERS_SHOWN]), len(shown) - HEADERS_SHOWN
    if more <= 0:
        return first
    return Sentence("%(headers)s and %(more)s more", headers=first, more=more)


def match_headers(headers: Iterable[str]) -> HeaderReport:
    """Match headers to the names of the format; pure, the same for the same headers."""
    known = tuple(headers)
    matched = fields_of(known)
    aside = tuple(header for header in known if header not in matched)
    return HeaderReport(
        matched=matched,
        kept_aside=aside,
        suggestions={
            header: slip
            for header in aside
            if (slip := _slip_of(header)) and slip not in matched.values()
        },
        doubled=tuple(_doubled(known, matched)),
    )


def fields_of(headers: tuple[str, ...]) -> dict[str, str]:
    """Header -> name in the format, for the headers that have one."""
    best: dict[str, tuple[int, str]] = {}
    for header in headers:
        name, place = _known().get(fold(header), ("", 0))
        if name and (name not in best or place < best[name][0]):
            best[name] = (place, header)
    return {header: name for name, (_, header) in best.items()}


def fold(header: str) -> str:
    """A header without case, accents, spaces and punctuation: ``E-mail`` -> email."""
    return _fold(header) if len(header) <= LONGEST_HEADER else ""


@lru_cache(maxsize=2048)
def _fold(header: str) -> str:
    plain = unicodedata.normalize("NFKD", header).casefold()
    return re.sub(r"[^a-z0-9]+", "", plain.replace("&", "and"))


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Folded header -> (name in the format, its place among that name's synonyms)."""
    return {
        fold(word): (name, place)
        for name, synonyms in SYNONYMS.items()
        for place, word in enumerate((name, *synonyms))
    }


def _slip_of(header: str) -> str | None:
    if len(fold(header)) < 4:
        return None
    close = process.extractOne(
        fold(header), _known().keys(), scorer=fuzz.ratio, score_cutoff=CLOSE
    )
    return _known()[close[0]][0] if close else None


def _doubled(
    headers: tuple[str, ...], matched: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    by_fold = {fold(header): header for header in matched}
    for header in headers:
        first = by_fold.get(fold(re.sub(r" \(\d+\)$", "", header)))
        if first and header not in matched:
            yield first, header
