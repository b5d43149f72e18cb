"""The words of many listings, counted together.

What ``listing_words`` says of one listing, for all of them at once: each distinct word
is looked into once, however many listings use it, and everything after that is
counting numbers. A listing that comes alone is read by ``alone``.
"""

from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.facts import Facts
from matcher.ranking.listing_words import FIELDS, never_plain, text_of
from matcher.ranking.rows import Rows, arranged
from matcher.ranking.words import WORD, fold, spans_of

TOGETHER = 1 << 14
"""Listings whose words are counted in one step: a few megabytes of numbers."""


MOST_COUNTED = 65_535
"""Different words of one field that are counted; a longer one is as long as this. The
largest number of two bytes, which would begin at nought again."""


class Vocabulary(dict[str, int]):
    """Text -> its number, numbered as they come."""

    def __missing__(self, text: str) -> int:
        """A text that was not there gets the next number."""
        number = self[text] = len(self)
        return number


class Counted(NamedTuple):
    """What the words of listings come to."""

    terms: Rows
    """Values: nothing yet, then those of ``Segment.terms``."""
    words: Rows
    lengths: NDArray[np.uint16]


class WordReader:
    """Takes listings one after the other, and gives what they come to at the end."""

    def __init__(self) -> None:
        self._words = Vocabulary()
        self._said = array("i")
        """Each different word of each field of each listing."""
        self._not_plain = array("i")
        """Places in ``_said`` of words that are nowhere but behind a "no"."""
        self._fields = array("i")
        """How many words each field of each listing has."""

    def read(self, facts: Facts) -> None:
        """Every word of one listing."""
        for field in FIELDS:
            folded = fold(text_of(facts, field))
            found = WORD.findall(folded)
            said = set(map(self._words.__getitem__, found))
            turned = {self._words[word] for word in never_plain(found, folded)}
            self._said.extend(said - turned if turned else said)
            if turned:
                at = len(self._said)
                self._not_plain.extend(range(at, at + len(turned)))
                self._said.extend(turned)
            self._fields.append(len(said))

    def counted(self, order: NDArray[np.int64]) -> Counted:
        """All of them, laid out in this order of the listings that were read."""
        meant = _Meant(self._words)
        said = np.frombuffer(self._said, np.int32)
        says = (meant.counts > 0)[said]
        plain = np.ones(len(said), np.bool_)
        plain[np.frombuffer(self._not_plain, np.int32)] = False
        fields = np.concatenate([[0], np.cumsum(np.frombuffer(self._fields, np.int32))])
        until = np.zeros(len(said) + 1, np.int32)
        np.cumsum(says, out=until[1:])
        counts = np.diff(until[fields]).reshape(-1, len(FIELDS))[order]
        del until  # of a million listings each of these is a quarter of a gigabyte
        used, written = [], []
        for before, some in _batches(order):
            at, listing, field = _spread(fields, some)
            kept = np.flatnonzero(says[at])
            at, listing, field = at[kept], listing[kept] + before, field[kept]
            written.append(_distinct(listing, said[at], len(self._words)))
            used.append(meant.entries(listing, said[at], field, plain[at]))
        del said, says, plain
        words = _words(self._words, meant.counts, written)
        return Counted(
            terms=_terms(meant.terms, used), words=words, lengths=lengths_of(counts)
        )


def lengths_of(counts: NDArray[np.integer[Any]]) -> NDArray[np.uint16]:
    """Numbers of words as they are kept: ``MOST_COUNTED`` at most."""
    kept: NDArray[np.uint16] = np.minimum(counts, MOST_COUNTED).astype(np.uint16)
    return kept


class _Meant:
    """The terms of every word of a vocabulary, word after word."""

    def __init__(self, words: Vocabulary) -> None:
        terms = Vocabulary()
        several = [{terms[x.term] for x in spans_of(word)} for word in words]
        self.terms: dict[str, int] = terms
        self.counts = np.array([len(one) for one in several], np.int64)
        self._starts = np.cumsum(self.counts) - self.counts
        self._terms = np.array([x for one in several for x in one], np.int64)

    def entries(
        self,
        listing: NDArray[np.int64],
        word: NDArray[np.int32],
        field: NDArray[np.int64],
        plain: NDArray[np.bool_],
    ) -> "_Used":
        """Each term of each listing once, with what all its words say of it."""
        counts = self.counts[word]
        each = np.repeat(np.arange(len(word)), counts)
        step = np.arange(len(each)) - np.repeat(np.cumsum(counts) - counts, counts)
        term = self._terms[self._starts[word][each] + step]
        # One number says it all, so that plain sorting brings together what belongs
        # together: listing, term, and three bits for the field and "plain".
        keys = (listing[each] * max(len(self.terms), 1) + term) << 3
        keys |= (field[each] << 1) | plain[each]
        keys.sort()
        pairs = keys >> 3
        first = _firsts(pairs)
        at, terms = np.divmod(pairs[first], max(len(self.terms), 1))
        bits = np.left_shift(1, (keys >> 1) & 3).astype(np.uint8)
        if not len(keys):
            nothing = np.zeros(0, np.uint8)
            return _Used(at.astype(np.int32), terms.astype(np.int32), nothing, nothing)
        return _Used(
            at.astype(np.int32),
            terms.astype(np.int32),
            np.bitwise_or.reduceat(bits, first),
            np.bitwise_or.reduceat((keys & 1).astype(np.uint8), first),
        )


class _Used(NamedTuple):
    """Terms of listings: equally long arrays, by rising position."""

    positions: NDArray[np.int32]
    terms: NDArray[np.int32]
    uses: NDArray[np.uint8]
    carried: NDArray[np.uint8]


class _Written(NamedTuple):
    """Words of listings: equally long arrays, by rising position."""

    positions: NDArray[np.int32]
    words: NDArray[np.int32]


def _batches(order: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    for before in range(0, max(len(order), 1), TOGETHER):
        yield before, order[before : before + TOGETHER]


def _spread(
    fields: NDArray[np.int64], listings: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where the words of these listings are, and of which listing and field each is."""
    every = (listings[:, None] * len(FIELDS) + np.arange(len(FIELDS))).ravel()
    counts = fields[every + 1] - fields[every]
    each = np.repeat(np.arange(len(every)), counts)
    step = np.arange(len(each)) - np.repeat(np.cumsum(counts) - counts, counts)
    listing, field = np.divmod(each, len(FIELDS))
    return fields[every][each] + step, listing, field


def _distinct(
    listing: NDArray[np.int64], word: NDArray[np.int32], words: int
) -> _Written:
    keys = listing * max(words, 1) + word
    keys.sort()
    at, numbers = np.divmod(keys[_firsts(keys)], max(words, 1))
    return _Written(at.astype(np.int32), numbers.astype(np.int32))


def _firsts(rising: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where another number begins, of numbers that rise."""
    return np.flatnonzero(np.diff(rising, prepend=rising[:1] - 1))


def _terms(keys: dict[str, int], used: list[_Used]) -> Rows:
    positions, numbers, uses, carried = map(np.concatenate, zip(*used, strict=True))
    used.clear()  # of a million listings these are a gigabyte
    nothing = np.zeros(len(numbers), np.float32)
    return arranged(keys, numbers, positions, nothing, carried.astype(np.bool_), uses)


def _words(
    words: Vocabulary, terms_of: NDArray[np.int64], written: list[_Written]
) -> Rows:
    positions, numbers = map(np.concatenate, zip(*written, strict=True))
    written.clear()
    says = terms_of > 0
    anew = (np.cumsum(says) - 1).astype(np.int32)
    kept = [word for word, one in zip(words, says.tolist(), strict=True) if one]
    keys = {word: number for number, word in enumerate(kept)}
    return arranged(keys, anew[numbers], positions)
