"""Text becomes the pieces of words that the model was taught with.

WordPiece as BERT has it (Schuster and Nakajima 2012; Devlin et al. 2018): a word is
known whole or cut into the longest pieces known; a piece that does not begin its word
is written with ``##``. Nothing here knows what a piece means, and no word is
remembered: one that is known whole is found at once, and any other, a name or a number
perhaps, is cut anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.activities.words import fold

BEGIN, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
INNER = "##"
LONGEST_WORD = 40
"""Letters beyond which a "word" is a slip of the keyboard."""

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


def is_no_word(letters: str) -> bool:
    """Whether these letters without a gap are only a slip of the keyboard: more than a
    word has, or one of them again and again (but "AA" and "III" are said)."""
    is_one_again = len(letters) > 3 and letters == letters[0] * len(letters)
    return is_one_again or len(letters) > LONGEST_WORD


class Piece(NamedTuple):
    """One piece, and where its word stands in the text (characters)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Pieces:
    """Cuts text into the pieces of one vocabulary."""

    numbers: Mapping[str, int]
    """piece -> its row among the model's vectors."""

    @classmethod
    def of(cls, pieces: Sequence[str]) -> "Pieces":
        """The vocabulary in its order."""
        return cls(numbers={piece: row for row, piece in enumerate(pieces)})

    def cut(self, text: str) -> Iterator[Piece]:
        """The pieces of a text, word after word; no further than they are asked for."""
        known = self.numbers
        for word in _WORD.finditer(fold(text)):
            start, end = word.span()
            if (whole := known.get(word.group())) is not None:
                yield Piece(whole, start, end)
                continue
            for number in _cut(known, word.group()):
                yield Piece(number, start, end)


def _cut(numbers: Mapping[str, int], word: str) -> tuple[int, ...]:
    """The longest known piece, then the longest of the rest; else one unknown."""
    found: list[int] = []
    start = 0
    while start < len(word) <= LONGEST_WORD:
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else INNER + word[start:end]
            if piece in numbers:
                found.append(numbers[piece])
                start = end
                break
        else:
            return (numbers[UNKNOWN],)
    return tuple(found) or (numbers[UNKNOWN],)
