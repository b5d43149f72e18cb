"""What a phrase speaks of, however that was found out: activities, sureness, words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.activities.refusing import Span

MOST = 6
"""Activities a phrase may mean, before neighbours."""
FAR_BELOW = 0.4
"""Share of a surer one's sureness below which another reading of the same words is
noise beside it."""
LEAST = 0.15
"""Sureness below which a reading is worth nothing."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The position of an activity, how surely it is meant, and by which words."""

    place: int
    weight: float
    spans: tuple[Span, ...]


def worth_saying(found: Iterable[Said]) -> list[Said]:
    """Of readings, surest first, those that are not noise beside a surer one."""
    said: list[Said] = []
    for one in found:
        if one.weight < LEAST or len(said) == MOST:
            break
        if one.weight >= FAR_BELOW * _surest(said, one.spans):
            said.append(one)
    return said


def together(by_words: Sequence[Said], by_meaning: Sequence[Said]) -> list[Said]:
    """Two opinions on one phrase as one: either is enough, and both are surer."""
    both = {one.place: one for one in by_words}
    for one in by_meaning:
        known = both.get(one.place)
        both[one.place] = one if known is None else _surer(known, one)
    ordered = sorted(both.values(), key=lambda one: (-one.weight, one.place))
    return worth_saying(ordered)


def joined(spans: Iterable[Span], words: str) -> tuple[Span, ...]:
    """Neighbouring words as one span; other words between keep them apart."""
    longer: list[Span] = []
    for start, end in sorted(spans):
        if longer and not words[longer[-1][1] : start].strip(" -"):
            longer[-1] = (longer[-1][0], end)
        else:
            longer.append((start, end))
    return tuple(longer)


def _surer(known: Said, other: Said) -> Said:
    """The words that a reading by telling words rests on say why; they stay."""
    weight = 1 - (1 - known.weight) * (1 - other.weight)
    return Said(place=known.place, weight=round(weight, 4), spans=known.spans)


def _surest(said: Sequence[Said], spans: Iterable[Span]) -> float:
    """How sure the surest reading by any of these words is; 0 when there is none."""
    spans = tuple(spans)
    return max(
        (
            one.weight
            for one in said
            if any(
                start < last and first < end
                for start, end in one.spans
                for first, last in spans
            )
        ),
        default=0.0,
    )
