"""A listing that says what it is in another language: "Clwb Garddio", "Côr Meibion".

Its title and tags are read in that language, by names, and left out of the English
reading, which would make nonsense of them. So is a description in that language; it
says too much at once to be read by names, and is not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.activities.listings import ACTIVITY_GAP, LABELLED, LEAST, Written
from catalogue.activities.readings import Reading
from catalogue.activities.tongues.several import Tongues


@dataclass(frozen=True, kw_only=True)
class TongueTitles:
    """What is needed to read listings in other languages than English."""

    tongues: Tongues
    ids: Sequence[str]
    """Of each activity, by its position."""

    def without(self, listing: Written) -> Written:
        """What is left to be read in English; every word stays where it is."""
        texts = (
            listing.title, listing.organization, listing.description,
            *listing.activities,
        )  # fmt: skip
        if not any(map(self.tongues.reader_of, texts)):
            return listing
        return Written(
            title=self._blanked(listing.title),
            activities=[self._blanked(one) for one in listing.activities],
            organization=self._blanked(listing.organization),
            description=self._blanked(listing.description),
        )

    def read(self, listing: Written, english: Sequence[Reading]) -> tuple[Reading, ...]:
        """What a listing speaks of in any language, surest first."""
        ours = list(self._readings(listing))
        if not ours:
            return tuple(english)
        best: dict[str, Reading] = {}
        for one in sorted((*ours, *english), key=_surest_first):
            best.setdefault(one.activity, one)
        return tuple(best.values())

    def _readings(self, listing: Written) -> Iterator[Reading]:
        yield from self._readings_of(listing.title, "title", 0)
        at = 0
        for tag in listing.activities:
            yield from self._readings_of(tag, "activities", at)
            at += len(tag) + len(ACTIVITY_GAP)

    def _readings_of(self, text: str, where: str, at: int) -> Iterator[Reading]:
        """``at``: where the text begins in its field."""
        reader = self.tongues.reader_of(text)
        for said in reader.read(text, [(0, len(text))]) if reader else ():
            start, end = max(said.spans, key=lambda span: span[1] - span[0])
            weight = LABELLED[where] * said.weight
            if weight >= LEAST:
                yield Reading(
                    activity=self.ids[said.place],
                    weight=round(weight, 4),
                    where=where,
                    found=text[start:end],
                    found_start=at + start,
                )

    def _blanked(self, text: str) -> str:
        return " " * len(text) if self.tongues.reader_of(text) else text


def _surest_first(reading: Reading) -> tuple[float, str]:
    return -reading.weight, reading.activity
