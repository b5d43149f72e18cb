"""A phrase becomes activities by meaning: those whose own lines lie nearest to it.

The second opinion beside the words (``phrases``): it hears "somewhere muddy with a
spade" where no line shares a telling word, and knows less of dialect and of names. Each
name and phrase of the lexicon has its vector (``lines``).
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.activities.entries import Activity
from catalogue.activities.meaning.encoder import Encoder, Floats, Read, unit
from catalogue.activities.meaning.lines import FAR, Lines, Places, lay_out, lines_of
from catalogue.activities.meaning.pieces import Piece, is_no_word
from catalogue.activities.refusing import Span
from catalogue.activities.said import LEAST, MOST, Said, joined
from catalogue.activities.words import fold, is_silent

STEEPNESS, EVEN = 18.0, 0.64
"""How sure a likeness makes an activity: a logistic curve, a half at ``EVEN``. Fitted
to how sure the model that was the teacher made the phrases of our own people (21 and
0.635); of what fits as well, where most of the table of phrases holds."""

OF_THE_NEAREST = (0.6, 0.25, 0.15)
"""What the nearest, second and third line of an activity count: one line may be near
by chance, three are not."""

UNLIKE = 0.2
"""The likeness of a line that an activity does not have."""

FAINT = 0.42
"""The likeness of the nearest line below which an activity cannot be ``SLIGHT``ly
sure: at this one it would be 0.019, were all three lines as near."""

COMPARED = 20
"""Activities whose three nearest lines are looked at, by their nearest one."""

SLIGHT = 0.02
"""Sureness below which a likeness adds nothing worth saying to what the words say."""

NEARLY = 0.1
"""How far below ``EVEN`` a likeness is still worth an editor's look."""

AS_TELLING = 0.5
"""Share of the most telling word's part that another word needs to be quoted too."""


Heard = tuple[str, Sequence[Span]]
"""A phrase, and the parts of it that count."""


class Near(NamedTuple):
    """Activities that texts lie near to: text after text, surest first."""

    text: Places
    place: Places
    likeness: NDArray[np.float64]
    """-1 to 1."""
    line: Places
    """The line of the activity that lies nearest to the text."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """Knows where every line of the lexicon lies."""

    encoder: Encoder
    activities: Sequence[Activity]

    def read(
        self, asked: Sequence[Heard], known: Sequence[Container[int]] = ()
    ) -> list[list[Said]]:
        """For each of several phrases the activities it lies near to, surest first.

        ``known``: for each of them, what its words speak of; a likeness too slight to
        be said alone is given of those only. Every step is taken for all phrases at
        once: each alone is too small to be worth its call, and the lines are fetched
        from memory once.
        """
        said: list[list[Said]] = [[] for _ in asked]
        texts = [_only(words, within) for words, within in asked]
        spoken = [place for place, text in enumerate(texts) if text.strip()]
        if not spoken or not len(self._lines.holders):
            return said
        wanted = [texts[place] for place in spoken]
        read = self.encoder.read(wanted)
        near = self._near(read)
        sure = 1 / (1 + np.exp(-STEEPNESS * (near.likeness - EVEN)))
        of, places = near.text.tolist(), near.place.tolist()
        weights = np.round(sure, 4).tolist()
        found = [
            at
            for at, weight in enumerate(weights)
            if weight >= LEAST
            or (weight >= SLIGHT and known and places[at] in known[spoken[of[at]]])
        ]
        by = _telling(
            wanted, read, self._lines.vectors(near.line[found]), near.text[found]
        )
        for at, words in zip(found, by, strict=True):
            if words:
                spans = joined(words, wanted[of[at]])
                one = Said(place=places[at], weight=weights[at], spans=spans)
                said[spoken[of[at]]].append(one)
        return said

    def nearest(self, words: str, within: Sequence[Span]) -> dict[int, str]:
        """The place of each activity a phrase lies near enough to, and the line of it
        that is nearest, surest first."""
        (read,) = self.encoder.read([_only(words, within)])
        if not read.pieces or not len(self._lines.holders):
            return {}
        near = self._near([read])
        lines = [line for one in self.activities for line in lines_of(one)]
        return {
            int(near.place[one]): lines[near.line[one]]
            for one in np.flatnonzero(near.likeness >= EVEN - NEARLY).tolist()
        }

    def _near(self, read: Sequence[Read]) -> Near:
        """The likeliest activities of each text; none whose nearest line is too far
        to matter."""
        said = np.array([one.mean for one in read])
        said[[not one.pieces for one in read]] = 0
        along = self._lines.along(unit(said))
        text, holder, best = self._lines.best_of_each(along, FAINT)
        text, holder = _first_of_each(text, best, COMPARED, holder)
        likeness, line = self._by_the_nearest(along, text, holder)
        text, holder, likeness, line = _first_of_each(
            text, likeness, MOST, holder, likeness, line
        )
        return Near(
            text=text,
            place=self._lines.holders[holder],
            likeness=likeness,
            line=line,
        )

    def _by_the_nearest(
        self, along: Floats, text: Places, holder: Places
    ) -> tuple[NDArray[np.float64], Places]:
        """How near each text lies to an activity, and to which line of it."""
        theirs = self._lines.table[holder]
        near = along.ravel()[theirs + (text * along.shape[1])[:, None]]
        rows = np.arange(len(near))
        nearest = at = near.argmax(axis=1)
        likeness = np.zeros(len(near))
        for share in OF_THE_NEAREST:
            value = near[rows, at]
            likeness += share * np.where(value == FAR, UNLIKE, value)
            near[rows, at] = FAR
            at = near.argmax(axis=1)
        return likeness, theirs[rows, nearest]

    @cached_property
    def _lines(self) -> Lines:
        return lay_out(self.activities, self.encoder)


def _first_of_each(
    text: Places, near: NDArray[np.floating[Any]], most: int, *values: NDArray[Any]
) -> tuple[NDArray[Any], ...]:
    """The nearest of each text, text after text: which text, and ``values`` of them."""
    order = np.argsort(text * (-2 * FAR) - near, kind="stable")
    of = text[order]
    first = np.arange(len(of)) - of.searchsorted(of) < most
    order = order[first]
    return of[first], *(one[order] for one in values)


def _telling(
    texts: Sequence[str], read: Sequence[Read], lines: Floats, of: Places
) -> list[list[Span]]:
    """By line: the words that bring a text near it, ``of`` which text it is.

    No word is told from a line that none brings near.
    """
    if not len(of):
        return []
    words: list[Span] = []
    first: list[int] = []
    tells: list[bool] = []
    counts: list[int] = []
    before = 0
    for text, one in zip(texts, read, strict=True):
        spans, at, may_tell = _words_of(text, one.pieces)
        words += spans
        first += [before + piece for piece in at]
        tells += may_tell
        counts.append(len(spans))
        before += len(one.pieces)
    states = np.concatenate([one.states[1:-1] for one in read])
    theirs = np.repeat(np.arange(len(read)), counts) == of[:, None]
    shares = np.add.reduceat(lines @ states.T, first, axis=1)
    shares *= theirs & np.array(tells)
    most = shares.max(axis=1, keepdims=True)
    told = (shares > 0) & (shares >= AS_TELLING * most)
    return [list(compress(words, one)) for one in told.tolist()]


def _words_of(
    text: str, pieces: Sequence[Piece]
) -> tuple[list[Span], list[int], list[bool]]:
    """Each word that was read, its first piece, and whether it may be quoted at all:
    no mark, no grammar, no slip of the keyboard, and nothing known by its letters
    alone."""
    starts = [-1, *[piece.start for piece in pieces]]
    first = [at for at, (last, start) in enumerate(pairwise(starts)) if start != last]
    words = [pieces[at][1:] for at in first]
    folded = fold(text)
    tells = [
        text[start:end].isalnum()
        and not is_silent(folded[start:end])
        and not is_no_word(folded[start:end])
        and not 1 < end - start == until - since
        for (start, end), (since, until) in zip(
            words, pairwise([*first, len(pieces)]), strict=True
        )
    ]
    return words, first, tells


def _only(words: str, within: Sequence[Span]) -> str:
    """The words with blanks in the place of what does not count."""
    if len(within) == 1:
        ((start, end),) = within
        return " " * start + words[start:end] + " " * (len(words) - end)
    kept = [" "] * len(words)
    for start, end in within:
        kept[start:end] = words[start:end]
    return "".join(kept)
