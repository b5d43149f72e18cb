"""A listing becomes activities, by the names and tell-tale words it uses.

A name in the title is as good as a statement; a word in the description is a hint,
and several hints are better than one. The longest name wins where names overlap:
walking football is not football. Nothing is read into a listing that says "no".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.activities.entries import Activity
from catalogue.activities.expanding import is_role
from catalogue.activities.index import LexiconIndex
from catalogue.activities.readings import Reading
from catalogue.activities.words import Term, fold, terms_between, terms_of

FIELDS = {
    "title": (0.9, 0.55),
    "activities": (0.85, 0.5),
    "organization": (0.6, 0.3),
    "description": (0.45, 0.2),
}
"""How sure a name, and a tell-tale word, makes a reading, by where it stands."""
SHARED = 0.25
"""How much each further activity that owns the same words takes from their weight."""
PARTLY = 0.6
"""What names keep in a part of the listing's other kind: taking part in a listing
that looks for volunteers, or a role in one that does not."""
REPEATS = 3
"""Mentions in one field after which another says nothing new."""
LEAST = 0.12
"""Sureness below which a reading is noise."""

ACTIVITY_GAP = " · "
"""What stands between activities when they are read as one text."""

_END = re.compile(r"[·.;:!?|\n]")
"""Where no name reaches across."""
_NO = frozenset({"no", "not", "without", "never", "isnt", "arent", "non"})
_ARTICLES = frozenset({"a", "an", "the", "any"})
_VOLUNTEER = re.compile(r"\bvolunt")
_LOOKING = re.compile(
    r"\bvolunteers? (?:needed|wanted|role|opportunit|required)"
    r"|\b(?:looking|appeal\w*|search\w*) for [\w ]{0,30}"
    r"(?:volunteer|help|someone|people to)"
    r"|\bwe (?:urgently )?need\b|\bwe(?: a|')re looking for\b|\bas a volunteer\b"
    r"|\bvolunteer(?:s|ing)? (?:to|with|at|as|for)\b|\bjoin our (?:volunteer|team of)"
)
"""How a listing says that it looks for hands, in folded text."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """An activity that owns some words, and whether as a name."""

    place: int
    is_name: bool


class NameIndex:
    """Every name and tell-tale word of the lexicon as a run of stems."""

    def __init__(self, activities: Sequence[Activity], index: LexiconIndex) -> None:
        self._activities = activities
        self._index = index
        self._owners: dict[tuple[str, ...], tuple[Owner, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        owned: dict[tuple[str, ...], dict[int, bool]] = defaultdict(dict)
        for place, activity in enumerate(activities):
            for is_name, lines in ((False, activity.words), (True, activity.names)):
                for line in lines:
                    if run := tuple(term.stem for term in terms_of(line)):
                        owned[run][place] = is_name or owned[run].get(place, False)
        for run, owners in owned.items():
            self._owners[run] = tuple(
                Owner(place=place, is_name=name) for place, name in owners.items()
            )
        for run in owned:
            lengths = {len(run), *self._lengths.get(run[0], ())}
            self._lengths[run[0]] = tuple(sorted(lengths, reverse=True))

    def read(self, fields: Mapping[str, str]) -> list[Reading]:
        """The activities of a listing's fields, surest first.

        ``fields``: ``title``, ``activities`` ... -> text. Offsets are of that text.
        """
        looks_for_hands = _looks_for_hands(fields)
        doubt: dict[int, float] = defaultdict(lambda: 1.0)
        strongest: dict[int, tuple[float, str, int, int]] = {}
        for where, text in fields.items():
            for place, weight, start, end in self._in_field(where, text):
                weight *= self._suits(place, looks_for_hands=looks_for_hands)
                doubt[place] *= 1 - weight
                if place not in strongest or weight > strongest[place][0]:
                    strongest[place] = (weight, where, start, end)
        readings = [
            Reading(
                activity=self._activities[place].id,
                weight=round(1 - doubt[place], 4),
                where=where,
                found=fields[where][start:end],
                found_start=start,
            )
            for place, (_, where, start, end) in strongest.items()
            if 1 - doubt[place] >= LEAST
        ]
        return sorted(readings, key=lambda one: (-one.weight, one.activity))

    def _suits(self, place: int, *, looks_for_hands: bool) -> float:
        part = self._activities[place].part
        if looks_for_hands:
            return 1.0 if "help" in part or "lead" in part else PARTLY
        return PARTLY if is_role(self._activities[place]) else 1.0

    def _in_field(self, where: str, text: str) -> Iterator[tuple[int, float, int, int]]:
        """(activity, sureness, start, end) of each run found in one field."""
        as_name, as_word = FIELDS[where]
        met: Counter[tuple[int, tuple[str, ...]]] = Counter()
        for run, start, end in self._runs(text):
            owners = self._owners[run]
            share = 1 / (1 + SHARED * (len(owners) - 1))
            for owner in owners:
                met[owner.place, run] += 1
                if met[owner.place, run] <= REPEATS:
                    weight = as_name if owner.is_name else as_word * self._tells(run)
                    yield owner.place, weight * share, start, end

    def _tells(self, run: tuple[str, ...]) -> float:
        """How far a tell-tale word tells: less, the more activities speak of it."""
        return self._index.worth_of(run[0]) if len(run) == 1 else 1.0

    def _runs(self, text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
        folded, start = fold(text), 0
        for sentence_end in (
            *(one.start() for one in _END.finditer(folded)),
            len(text),
        ):
            yield from self._runs_of(terms_between(folded, start, sentence_end))
            start = sentence_end

    def _runs_of(
        self, terms: Sequence[Term]
    ) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """The longest known runs from left to right; none inside another."""
        stems = [term.stem for term in terms]
        place = 0
        while place < len(stems):
            length = self._length_at(stems, place)
            found = terms[place : place + length]
            if not all(term.silent for term in found) and not _refused(stems, place):
                run = tuple(term.stem for term in found)
                yield run, found[0].start, found[-1].end
            place += max(length, 1)

    def _length_at(self, stems: Sequence[str], place: int) -> int:
        for length in self._lengths.get(stems[place], ()):
            run = tuple(stems[place : place + length])
            if len(run) == length and run in self._owners:
                return length
        return 0


def _refused(stems: Sequence[str], place: int) -> bool:
    before = stems[max(0, place - 2) : place]
    if before and before[-1] in _ARTICLES:
        before = before[:-1]
    return bool(before) and before[-1] in _NO


def _looks_for_hands(fields: Mapping[str, str]) -> bool:
    headline = fold(f"{fields.get('title', '')} {fields.get('activities', '')}")
    if _VOLUNTEER.search(headline):
        return True
    return bool(_LOOKING.search(fold(fields.get("description", ""))))
