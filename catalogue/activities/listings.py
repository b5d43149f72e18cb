"""A listing becomes activities: by the names it uses, and by what it is about.

A name in the title is as good as a statement; a word in the description is a hint,
and several hints are better than one. What no name says is read as a phrase would
be, by its words and by its gist: "we mend engines and rolling stock" names no railway.
A listing that looks for volunteers is about roles rather than about joining.

The gist speaks only where words do not speak louder. What it added to what words had
said was mostly the kin of what a listing is: badminton and racket sports at tennis,
darts at archery. They were shown to people who had asked for the kin.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import NamedTuple

from catalogue.activities.entries import Activity
from catalogue.activities.expanding import is_role
from catalogue.activities.labels import Label, LabelIndex
from catalogue.activities.meaning import Likeness
from catalogue.activities.naming import SHARED, NameIndex, Run
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.phrases import PhraseReader
from catalogue.activities.prose import is_prose, place_spans, prose
from catalogue.activities.readings import Reading
from catalogue.activities.refusing import Span, overlap, wanted_spans
from catalogue.activities.said import LEAST as WORTH_SAYING
from catalogue.activities.said import Said
from catalogue.activities.words import fold

FIELDS = {
    "title": (0.9, 0.25),
    "activities": (0.85, 0.2),
    "organization": (0.35, 0.2),
    "description": (0.45, 0.15),
}
"""How sure a name, and a tell-tale word, makes a reading, by where it stands. Of 1,400
listings that were read one by one, a name in the title was right 96 times in a hundred,
a word in it 30 times, and 19 times in a description. With .55, .5, .2 and .2 for the
words, as guessed before, nDCG@10 is .010 lower over four sets of people, and of what is
said on a listing's page 74 in a hundred are right in place of 78."""
LABELLED = {"title": 0.9, "activities": 0.6}
"""How sure a label makes a reading: in a title 89 in a hundred were right, as a tag 92
of those that say one thing and 67 of those that say several. At .85 for tags
scores say more than they hold: the calibration gap of the people of Wenbrook is .04
wider, and nDCG@10 no higher."""
UNHEARD_OF = 0.5
"""What a reading keeps of a tag that no list has, read as a phrase would be."""
ABOUT = {"title": 0.6, "description": 0.6}
"""What a reading keeps when a field is read as a phrase would be."""
ABOUT_AT_MOST = {"title": 1.0, "description": 0.35}
"""The most that such a reading is sure of: less than a name in the same field, where
that field is prose. At 0.45, as sure as a name, nDCG@10 is 0.010 lower on the
evaluation people, 0.003 on 36 looked at, the same on 36 others and 0.004 higher for
Wenbrook, and a hundredth less of what is said on pages is right. Sentences read one by
one gain more for twelve of the 24, but then boxing pads are shown a gym, and the
Perseids birds."""
BEGINNING = 400
"""Characters of a description that say what it is about; the rest is arrangements."""
GIST = 0.55
"""What a reading keeps that rests on nothing but what a listing is like as a whole. On
the evaluation people nDCG@10 rises by 0.015 and recall by 0.027 (those of Wenbrook:
0.004 and 0.015), the calibration gap falls from 0.115 to 0.088. From 0.45 to 0.55 it
is much the same; at 0.6 a potters' evening is shown to whoever would learn plastering.
"""
GIST_OF = 300
"""Characters of a description that its gist is taken from: as much as the model reads
at once, with the title before it."""
AT_ONCE = 32
"""Listings whose gist is taken together: one by one takes twice as long, and more only
take more memory."""
PARTLY = 0.6
"""What a reading keeps in a listing of the other kind: taking part in one that looks
for volunteers, or a role in one that does not."""
REPEATS = 3
"""Mentions in one field after which another says nothing new."""
BY_THE_WAY = frozenset({"title", "organization"})
"""Where words also make up names of people, places and clubs: the Shuttle and Loom."""
UNBORNE = 0.3
"""What a reading keeps by nothing but words in a name like that, no name of its own
among them, when something else is surer and nothing akin is spoken of: badminton at
"ABC", no spotting of trains. On the evaluation people nDCG@10 rises by 0.009 and noise
falls by 0.013 (those of Wenbrook: 0.001 and 0.005)."""
AKIN, SURER = 0.3, 0.5
"""How sure something akin has to be to bear a reading out, and a stranger to doubt
it; from 0.3 to 0.5 it is the same."""
LEAST = 0.12
"""Sureness below which a reading is noise."""
FULL_STOP = ". "
"""What stands between title and description when they are read as one text."""
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


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a listing says of itself, as far as it is read."""

    title: str
    activities: Sequence[str] = ()
    organization: str = ""
    description: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Its texts by name; ``activities`` as one, joined by ``ACTIVITY_GAP``."""
        return {
            "title": self.title,
            "activities": ACTIVITY_GAP.join(self.activities),
            "organization": self.organization,
            "description": self.description,
        }


class Hint(NamedTuple):
    """One thing in a listing that speaks for an activity, by its position."""

    place: int
    weight: float
    where: str
    span: Span
    by_name: bool = False


@dataclass(frozen=True, kw_only=True)
class ListingReader:
    """What is needed to read a listing."""

    activities: Sequence[Activity]
    names: NameIndex
    labels: LabelIndex
    phrases: PhraseReader
    neighbours: Neighbours

    likeness: Likeness | None = None
    """None: by names and words alone."""

    def read(self, listings: Sequence[Written]) -> list[list[Reading]]:
        """The activities of each of several listings, surest first.

        Offsets are of the texts in ``Written.fields``. Nothing is concluded from one
        listing about another.
        """
        return [
            self._read(listing.fields, gist)
            for at in range(0, len(listings), AT_ONCE)
            for some in [listings[at : at + AT_ONCE]]
            for listing, gist in zip(some, self._gists(some), strict=True)
        ]

    def _read(self, fields: Mapping[str, str], gist: Sequence[Hint]) -> list[Reading]:
        looks_for_hands = _looks_for_hands(fields)
        tags = self.labels.without_kinds(fields["activities"])
        fields = {**fields, "activities": tags}
        found = {where: self.names.find(text) for where, text in fields.items()}
        hints = self._hints(fields, found)
        for hint in gist:
            suits = _suits(self.activities[hint.place], looks_for_hands=looks_for_hands)
            if suits == 1 and _adds(hint, hints.get(hint.place), found[hint.where]):
                hints[hint.place].append(hint)
        suited = {
            place: _suits(self.activities[place], looks_for_hands=looks_for_hands)
            for place in hints
        }
        readings = []
        for place, spoken in self._borne_out(hints, suited).items():
            activity, suits = self.activities[place], suited[place]
            reading = _together(activity, spoken, suits, fields)
            if reading.weight >= LEAST:
                readings.append(reading)
        return sorted(readings, key=lambda one: (-one.weight, one.activity))

    def _borne_out(
        self, hints: Mapping[int, Sequence[Hint]], suited: Mapping[int, float]
    ) -> dict[int, Sequence[Hint]]:
        """The hints, less of what only words in a name by the way speak for."""
        sure = {place: _sure(spoken, suited[place]) for place, spoken in hints.items()}
        return {
            place: [one._replace(weight=UNBORNE * one.weight) for one in spoken]
            if all(x.where in BY_THE_WAY and not x.by_name for x in spoken)
            and self._is_strange(place, sure)
            else spoken
            for place, spoken in hints.items()
        }

    def _is_strange(self, place: int, sure: Mapping[int, float]) -> bool:
        """Whether nothing akin is spoken of, and something else is surer than not."""
        akin = self.neighbours.relatives(self.activities[place].id)
        others = [
            (self.activities[other].id in akin, weight)
            for other, weight in sure.items()
            if other != place
        ]
        return max((x for is_akin, x in others if is_akin), default=0.0) < AKIN and (
            max((x for is_akin, x in others if not is_akin), default=0.0) >= SURER
        )

    def _gists(self, listings: Sequence[Written]) -> list[list[Hint]]:
        """What each listing lies near to as a whole."""
        if self.likeness is None:
            return [[] for _ in listings]
        texts = [
            f"{one.title}{FULL_STOP}{one.description[:GIST_OF]}" for one in listings
        ]
        near = self.likeness.read([(text, [(0, len(text))]) for text in texts])
        return [
            list(_gists_in(text, listing.title, said))
            for listing, text, said in zip(listings, texts, near, strict=True)
        ]

    def _hints(
        self,
        fields: Mapping[str, str],
        found: Mapping[str, Mapping[Run, Sequence[Span]]],
    ) -> dict[int, list[Hint]]:
        hints: dict[int, list[Hint]] = defaultdict(list)
        for where, text in fields.items():
            labels = self._labels_of(where, text)
            said = [label.span for label in labels if label.places]
            for hint in (
                *self._labelled(where, text, labels),
                *self._named(where, found[where]),
                *self._about(where, text, found[where]),
            ):
                if hint.by_name or not _is_part(hint.span, said):
                    hints[hint.place].append(hint)
        return hints

    def _labels_of(self, where: str, text: str) -> list[Label]:
        if where == "title":
            return self.labels.of_title(text)
        return self.labels.of_tags(text) if where == "activities" else []

    def _labelled(
        self, where: str, text: str, labels: Sequence[Label]
    ) -> Iterator[Hint]:
        """What labels say; a tag that none is read as a phrase would be."""
        for span, places in labels:
            if places:
                sure = LABELLED[where] / (1 + SHARED * (len(places) - 1))
                for place in places:
                    yield Hint(place, sure, where, span, by_name=True)
            elif places is None and where == "activities":
                yield from self._unheard_of(text, span)

    def _unheard_of(self, tags: str, span: Span) -> Iterator[Hint]:
        """What a tag speaks of that no list has, and in which no name has spoken."""
        if any(map(self._is_name, self.names.find(tags[slice(*span)]))):
            return
        for said in self.phrases.read(tags, [span])[:1]:
            yield Hint(said.place, UNHEARD_OF * said.weight, "activities", span)

    def _named(self, where: str, found: Mapping[Run, Sequence[Span]]) -> Iterator[Hint]:
        as_name, as_word = FIELDS[where]
        for run, spans in found.items():
            times = min(len(spans), REPEATS)
            for place, is_name, tells in self.names.owners(run):
                if not is_name and run in prose():
                    continue
                once = (as_name if is_name else as_word) * tells
                yield Hint(place, 1 - (1 - once) ** times, where, spans[0], is_name)

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
        folded = fold(beginning)
        telling = overlap(wanted_spans(folded), _between_places(folded))
        for said in self.phrases.read(beginning, telling):
            if not all(_is_part(span, names) for span in said.spans):
                longest = max(said.spans, key=lambda span: span[1] - span[0])
                sure = min(said.weight * ABOUT[where], ABOUT_AT_MOST[where])
                yield Hint(said.place, sure, where, longest)


def _between_places(folded: str) -> list[Span]:
    """The stretches of a folded text that lie between the places it names."""
    starts, ends = [0], []
    for start, end in place_spans(folded):
        ends.append(start)
        starts.append(end)
    return list(zip(starts, [*ends, len(folded)], strict=True))


def _gists_in(text: str, title: str, near: Sequence[Said]) -> Iterator[Hint]:
    """What a text is like, as far as it rests on more than any listing says."""
    near = [one for one in near if one.weight >= WORTH_SAYING]
    spans = {span for one in near for span in one.spans}
    telling = {span for span in spans if not is_prose(text[slice(*span)])}
    for one in near:
        if kept := tuple(span for span in one.spans if span in telling):
            yield _gist(one._replace(spans=kept), title)


def _is_part(span: Span, names: Sequence[Span]) -> bool:
    """Whether words are of a name, which has spoken: "football", "golf club"."""
    return any(start <= span[0] and span[1] <= end for start, end in names)


def _gist(said: Said, title: str) -> Hint:
    """What is said by a title and a description read as one, by the longest words.

    A listing says in many words what a phrase says in few, so half as near is near:
    hence the root.
    """
    start, end = max(said.spans, key=lambda span: span[1] - span[0])
    sure = GIST * sqrt(said.weight)
    begins = len(title) + len(FULL_STOP)
    if start < begins:
        return Hint(said.place, sure, "title", (start, end))
    return Hint(said.place, sure, "description", (start - begins, end - begins))


def _adds(
    gist: Hint, known: Sequence[Hint] | None, found: Mapping[Run, Sequence[Span]]
) -> bool:
    """Whether a gist says more of an activity than words do, and rests on none of a
    name of several words that spoke of something else: walking football."""
    if known:
        return gist.weight > _sure(known, 1)
    names = [span for run, spans in found.items() if len(run) > 1 for span in spans]
    return not _is_part(gist.span, names)


def _sure(hints: Sequence[Hint], suits: float) -> float:
    """How sure hints make an activity: each takes its share of the doubt."""
    return 1 - prod(1 - suits * hint.weight for hint in hints)


def _together(
    activity: Activity,
    hints: Sequence[Hint],
    suits: float,
    fields: Mapping[str, str],
) -> Reading:
    """All that speaks for one activity, with the strongest of it."""
    best = max(hints, key=lambda hint: hint.weight)
    start, end = best.span
    return Reading(
        activity=activity.id,
        weight=round(_sure(hints, suits), 4),
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
