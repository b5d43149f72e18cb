"""A listing becomes activities: by the names it uses, and by what it is about.

A name in the title is as good as a statement; a word in the description is a hint,
and several hints are better than one. What no name says is read as a phrase would
be. A listing that looks for volunteers is about roles rather than about joining.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.expanding import is_role
from catalogue.activities.naming import NameIndex, Run
from catalogue.activities.phrases import PhraseReader
from catalogue.activities.prose import PROSE
from catalogue.activities.readings import Reading
from catalogue.activities.refusing import Span, wanted_spans
from catalogue.activities.words import fold

FIELDS = {
    "title": (0.9, 0.55),
    "activities": (0.85, 0.5),
    "organization": (0.35, 0.2),
    "description": (0.45, 0.2),
}
"""How sure a name, and a tell-tale word, makes a reading, by where it stands."""
ABOUT = {"title": 0.6, "description": 0.6}
"""What a reading keeps when a field is read as a phrase would be."""
BEGINNING = 400
"""Characters of a description that say what it is about; the rest is arrangements."""
PARTLY = 0.6
"""What a reading keeps in a listing of the other kind: taking part in one that looks
for volunteers, or a role in one that does not."""
REPEATS = 3
"""Mentions in one field after which another says nothing new."""
LEAST = 0.12
"""Sureness below which a reading is noise."""
ACTIVITY_GAP = " · "
"""What stands between activities when they are read as one text."""

_VOLUNTEER = re.compile(r"\bvolunt")
_LOOKING = re.compile(
    r"\bvolunteers? (?:needed|wanted|role|opportunit|required)"
    r"|\b(?:looking|appeal\w*|search\w*) for [\w ]{0,30}"
    r"(?:volunteer|help|someone|people to)"
    r"|\bwe (?:urgently )?need\b|\bwe(?: a|')re looking for\b|\bas a volunteer\b"
    r"|\bvolunteer(?:s|ing)? (?:to|with|at|as|for)\b|\bjoin our (?:volunteer|team of)"
)
"""How a listing says that it looks for hands, in folded text."""


class Hint(NamedTuple):
    """One thing in a listing that speaks for an activity, by its position."""

    place: int
    weight: float
    where: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class ListingReader:
    """What is needed to read a listing."""

    activities: Sequence[Activity]
    names: NameIndex
    phrases: PhraseReader

    def read(self, fields: Mapping[str, str]) -> list[Reading]:
        """The activities of a listing's fields, surest first.

        ``fields``: ``title``, ``activities`` ... -> text. Offsets are of that text.
        """
        looks_for_hands = _looks_for_hands(fields)
        readings = []
        for place, hints in self._hints(fields).items():
            activity = self.activities[place]
            suits = _suits(activity, looks_for_hands=looks_for_hands)
            reading = _together(activity, hints, suits, fields)
            if reading.weight >= LEAST:
                readings.append(reading)
        return sorted(readings, key=lambda one: (-one.weight, one.activity))

    def _hints(self, fields: Mapping[str, str]) -> Mapping[int, list[Hint]]:
        hints: dict[int, list[Hint]] = defaultdict(list)
        for where, text in fields.items():
            found = self.names.find(text)
            for hint in (*self._named(where, found), *self._about(where, text, found)):
                hints[hint.place].append(hint)
        return hints

    def _named(self, where: str, found: Mapping[Run, Sequence[Span]]) -> Iterator[Hint]:
        as_name, as_word = FIELDS[where]
        for run, spans in found.items():
            times = min(len(spans), REPEATS)
            for place, is_name, tells in self.names.owners(run):
                if not is_name and len(run) == 1 and run[0] in PROSE:
                    continue
                once = (as_name if is_name else as_word) * tells
                yield Hint(place, 1 - (1 - once) ** times, where, spans[0])

    def _is_name(self, run: Run) -> bool:
        return len(run) > 1 or any(one.is_name for one in self.names.owners(run))

    def _about(
        self, where: str, text: str, found: Mapping[Run, Sequence[Span]]
    ) -> Iterator[Hint]:
        if where not in ABOUT or not text:
            return
        beginning = text[:BEGINNING]
        names = [
            span for run, spans in found.items() if self._is_name(run) for span in spans
        ]
        for said in self.phrases.read(beginning, wanted_spans(fold(beginning))):
            if not all(_is_part(span, names) for span in said.spans):
                longest = max(said.spans, key=lambda span: span[1] - span[0])
                yield Hint(said.place, said.weight * ABOUT[where], where, longest)


def _is_part(span: Span, names: Sequence[Span]) -> bool:
    """Whether words are of a name, which has spoken: "football", "golf club"."""
    return any(start <= span[0] and span[1] <= end for start, end in names)


def _together(
    activity: Activity,
    hints: Sequence[Hint],
    suits: float,
    fields: Mapping[str, str],
) -> Reading:
    """All that speaks for one activity: each hint takes its share of the doubt."""
    best = max(hints, key=lambda hint: hint.weight)
    start, end = best.span
    return Reading(
        activity=activity.id,
        weight=round(1 - prod(1 - suits * hint.weight for hint in hints), 4),
        where=best.where,
        found=fields[best.where][start:end],
        found_start=start,
    )


def _suits(activity: Activity, *, looks_for_hands: bool) -> float:
    takes_hands = "help" in activity.part or "lead" in activity.part
    suits = takes_hands if looks_for_hands else not is_role(activity)
    return 1.0 if suits else PARTLY


def _looks_for_hands(fields: Mapping[str, str]) -> bool:
    headline = fold(f"{fields.get('title', '')} {fields.get('activities', '')}")
    if _VOLUNTEER.search(headline):
        return True
    return bool(_LOOKING.search(fold(fields.get("description", ""))))
