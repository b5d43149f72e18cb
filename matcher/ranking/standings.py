"""Everything that fits, before any match is made, and what may come first among it.

``order`` says what the promise is; here is which few have to be put in order for it,
out of thousands.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import UNKNOWN
from matcher.ranking.joined import Answered
from matcher.ranking.openness import OPENNESS_ORDER

BAND_WIDTH = 0.1
"""Scores within one band count as equal, so that what is near and easy to join can
decide between them; words alone cannot tell 0.61 from 0.66."""

BANDS = round(1 / BAND_WIDTH) + 2
"""More than there are: the best score is 1."""

FEW = 400
"""So many are put in order at once: quicker than choosing among them."""

LAST_BITS = (1 << 14) - 1
"""So many things have a flag of their own."""

Places = NDArray[np.int64]
"""Places in ``Standings``, in some order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Standings:
    """The same of everything that fits, before any match is made: one entry each."""

    position: NDArray[np.int64]
    """In the index."""
    put_first: NDArray[np.bool_]
    openness_rank: NDArray[np.int8]
    ask_first: NDArray[np.int64]
    """One bit for each firm condition nobody has said anything about."""
    to_ask: NDArray[np.int64]
    """How many these are."""
    score: NDArray[np.float64]
    answered: Answered
    """Which of them answers which phrase; positions are places here."""
    phrases: int
    """How many there are."""
    best_phrase: NDArray[np.int64]
    """The phrase it answers best, weighed by what matters most."""
    thing: NDArray[np.int64]
    """What it is a place of (``Columns.thing``)."""
    by_id: NDArray[np.int64]
    """Numbers that rise with the ids."""
    work_out_ease: Callable[[Places], NDArray[np.float64]]
    """The ease of some of them (``ease``); it decides only among the first."""

    @cached_property
    def band(self) -> NDArray[np.int64]:
        """Which scores count as equal."""
        return (self.score / BAND_WIDTH).astype(np.int64)

    def by_phrase(self, places: Places) -> NDArray[np.float64]:
        """How well each phrase is answered by some, each there once; 0 is not: shape
        (phrases, places)."""
        there = self.answered.among(places, len(self.score))
        return there.table(self.phrases, len(places))

    def bands(self, places: Places) -> NDArray[np.int64]:
        """The bands of these answers: shape (phrases, places)."""
        return (self.by_phrase(places) / BAND_WIDTH).astype(np.int64)

    @cached_property
    def answers(self) -> tuple[Places, NDArray[np.int64], NDArray[np.int64]]:
        """Of each answer to a phrase: its place, its tier and phrase as one number, and
        its band."""
        at = self.answered.positions
        bands = (self.answered.scores / BAND_WIDTH).astype(np.int64)
        return at, self.tier[at] * self.phrases + self.answered.phrases, bands

    @cached_property
    def tier(self) -> NDArray[np.int64]:
        """Rises with what stands before words in the promise."""
        before_words = ~self.put_first * len(OPENNESS_ORDER) + self.openness_rank
        return before_words.astype(np.int64) * self.asks + self.to_ask

    @cached_property
    def asks(self) -> int:
        """How many tiers there are of each openness."""
        return int(self.to_ask.max(initial=0)) + 1

    @cached_property
    def tiers(self) -> int:
        """How many there may be."""
        return 2 * len(OPENNESS_ORDER) * self.asks

    def openness_of(self, tier: int) -> int:
        """The rank of the openness of a tier."""
        return tier // self.asks % len(OPENNESS_ORDER)

    def ease(self, places: Places) -> NDArray[np.float64]:
        """How easy these are to get to and to join; worked out when first asked for."""
        new = places[np.isnan(self._eases[places])]
        if len(new):
            self._eases[new] = self.work_out_ease(new)
        there: NDArray[np.float64] = self._eases[places]
        return there

    @cached_property
    def _eases(self) -> NDArray[np.float64]:
        """By place, the ease as far as anybody asked for it; NaN until then."""
        return np.full(len(self.score), np.nan)


def promised(s: Standings, places: Places) -> Places:
    """These places in the order of ``by_promise``; a property test holds the two
    together."""
    return places[np.lexsort([s.by_id[places], -s.score[places], -s.ease(places), -s.band[places], s.tier[places]])]  # noqa: E501  # fmt: skip


def by_score_alone(s: Standings) -> Places:
    """Best score first whatever the openness: for measuring, never for people."""
    return np.lexsort((s.by_id, -s.score))


@dataclass(frozen=True, kw_only=True, eq=False)
class Foremost:
    """What may come first, and what was left out of it."""

    here: NDArray[np.bool_]
    """By place of everything."""
    unreached: frozenset[int]
    """Tiers that are left out whole."""
    left_out: Mapping[int, Collection[int]]
    """Tier -> the phrases of which not all that they are best answered by are here."""
    best_bands: NDArray[np.bool_]
    """Those here for their band; nothing left out comes before one of them."""
    openers: Collection[int]
    """Of these answers (place x phrases + phrase) nothing left out comes before one."""
    behind: NDArray[np.int64]
    """Shape (tiers, phrases): the best band of any answer that is left out; or 0."""


def foremost(
    s: Standings, limit: int, enough: int, openers: int, *, fold: bool
) -> Foremost:
    """What may come first while ``limit`` of each openness are wanted.

    Of the first tiers, the best bands of what answers each phrase best, until there are
    ``enough``, and as many as ``openers`` of the best answers to every phrase; of a
    band that holds very many, the easiest. With ``fold``, what these are folded into as
    well.
    """
    phrases, everything = s.phrases, np.ones(len(s.score), np.bool_)
    if len(s.score) <= max(FEW, enough):
        return Foremost(
            here=everything,
            unreached=frozenset(),
            left_out={},
            best_bands=everything,
            openers=(),
            behind=np.zeros((s.tiers, phrases), np.int64),
        )
    wanted = _first_tiers(s, 2 * max(limit, enough))
    group = s.tier * phrases + s.best_phrase
    first = _until(enough, group * BANDS + s.band, s.tiers * phrases)
    first &= wanted.repeat(phrases)[:, None]
    best_bands = first.ravel().take(group * BANDS + s.band)
    opens = _openers(s, wanted, openers)
    opening = np.zeros(len(s.score), np.bool_)
    opening[s.answers[0].take(opens)] = True
    (some,) = best_bands.nonzero()
    best_bands[some[~_easiest(s, some, group.take(some), 2 * enough)]] = False
    if fold:
        things = s.thing[opening & ~best_bands]
        if len(things):
            twins = places_of(s.thing, things[things != UNKNOWN])
            opening[twins[wanted[s.tier[twins]]]] = True
    (behind,) = (~best_bands).nonzero()
    groups, tiers = np.bincount(group[behind], minlength=1), s.tier[behind]
    left_out: dict[int, list[int]] = {}
    for one in groups.nonzero()[0].tolist():
        if wanted[one // phrases]:
            left_out.setdefault(one // phrases, []).append(one % phrases)
    reached = np.bincount(tiers, minlength=s.tiers).astype(np.bool_) & ~wanted
    here = best_bands | opening
    return Foremost(
        here=here,
        unreached=frozenset(reached.nonzero()[0].tolist()),
        left_out=left_out,
        best_bands=best_bands,
        openers=frozenset(
            (
                s.answers[0].take(opens) * phrases + s.answered.phrases.take(opens)
            ).tolist()
        ),
        behind=_best_bands(s, ~here),
    )


def _easiest(
    s: Standings, places: Places, groups: NDArray[np.int64], enough: int
) -> NDArray[np.bool_]:
    """Which of these, each of a group, are the best of it by band and then by ease, so
    many as are enough; what is equal to the last of them as well."""
    kept = np.ones(len(places), np.bool_)
    if len(places) <= FEW:
        return kept
    steps, harder = (groups + 1) * BANDS - s.band.take(places), -s.ease(places)
    order = np.lexsort([harder, steps])
    groups, steps, harder = groups.take(order), steps.take(order), harder.take(order)
    last = groups.searchsorted(groups) + enough - 1
    (behind,) = (np.arange(len(order)) > last).nonzero()
    last = last.take(behind)
    worse = (steps.take(behind) > steps.take(last)) | (
        harder.take(behind) > harder.take(last)
    )
    kept[order.take(behind[worse])] = False
    return kept


def _until(enough: int, steps: NDArray[np.int64], groups: int) -> NDArray[np.bool_]:
    """Shape (groups, BANDS): the best bands of each group, until there are enough.

    ``steps``: group x BANDS + band, one for each that is counted.
    """
    counts = np.bincount(steps, minlength=groups * BANDS).reshape(-1, BANDS)
    better = counts[:, ::-1].cumsum(axis=1)[:, ::-1] - counts
    return np.asarray(better < enough)


def _openers(s: Standings, wanted: NDArray[np.bool_], few: int) -> NDArray[np.int64]:
    """Which of ``answers`` may be the first to each phrase in a tier that is wanted: a
    few of the best, as some are folded into others."""
    at, groups, bands = s.answers
    first = _until(few, groups * BANDS + bands, s.tiers * s.phrases)
    first &= wanted.repeat(s.phrases)[:, None]
    (some,) = first.ravel().take(groups * BANDS + bands).nonzero()
    at, steps = at.take(some), groups.take(some) * BANDS + BANDS - bands.take(some)
    return some[_easiest(s, at, steps, 2 * few)]


def _best_bands(s: Standings, some: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Shape (tiers, phrases): the best band of any answer of some; or 0."""
    at, groups, bands = s.answers
    best = np.zeros(s.tiers * s.phrases, np.int64)
    np.maximum.at(best, groups, bands * some.take(at))
    return best.reshape(s.tiers, s.phrases)


def places_of(things: NDArray[np.int64], few: NDArray[np.int64]) -> Places:
    """Where any of a few things stands among many, rising.

    Things are numbers made by chance, so most are told apart by their last bits.
    """
    last = np.zeros(LAST_BITS + 1, np.bool_)
    last[few & LAST_BITS] = True
    (perhaps,) = last[things & LAST_BITS].nonzero()
    few, wanted = np.sort(few), things[perhaps]
    at = few.searchsorted(wanted)
    at[at == len(few)] = 0
    found: Places = perhaps[few[at] == wanted]
    return found


def _first_tiers(s: Standings, enough: int) -> NDArray[np.bool_]:
    """The tiers before which there are fewer than enough of their openness."""
    counts = np.bincount(s.tier, minlength=s.tiers)
    counts = counts.reshape(2, len(OPENNESS_ORDER), s.asks).swapaxes(0, 1)
    flat = counts.reshape(len(OPENNESS_ORDER), -1)
    before = (flat.cumsum(axis=1) - flat).reshape(counts.shape)
    return np.asarray((before < enough).swapaxes(0, 1).ravel())
