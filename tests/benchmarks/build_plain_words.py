"""Makes ``catalogue/data/words/plain.txt``: words that are no slips of others.

    .venv/bin/python -m tests.benchmarks.build_plain_words DICTIONARY

``DICTIONARY`` has a word a line, as Debian's ``wbritish`` (SCOWL) has them. Kept
are those that the lexicon does not know and would have put right to a word of another
stem; all others are no matter. To be made again when the lexicon's words have changed.
"""

import sys
from pathlib import Path

from catalogue.activities import load_lexicon
from catalogue.activities.spelling import PLAIN_WORDS, Speller
from catalogue.activities.words import bare, fold, stem

HEADER = """\
# Plain English words that would be taken for slips of the lexicon's: "sedentary" is no
# sedimentary rock. From SCOWL (Spell Checker Oriented Word Lists), Copyright 2000-2018
# by Kevin Atkinson, who permits use, copying, modification and distribution for any
# purpose provided that this notice appears in all copies; it comes without warranty.
"""


def plain_words(dictionary: Path) -> list[str]:
    """The words to be left alone, by the alphabet."""
    index = load_lexicon()._index
    speller = Speller(index.words, index.how_common)
    words = {
        bare(fold(word))
        for word in dictionary.read_text("utf-8").split()
        if word.isalpha() and word.islower()
    }
    return sorted(one for one in words - index.words if _is_no_slip(one, speller))


def _is_no_slip(word: str, speller: Speller) -> bool:
    """Whether it would be put right, and to a word that is not of its own."""
    right = speller.repair(word)
    if right is None or stem(right) == stem(word):
        return False
    return not (word.startswith(right) or right.startswith(word))


if __name__ == "__main__":
    found = plain_words(Path(sys.argv[1]))
    PLAIN_WORDS.write_text(HEADER + "\n".join(found) + "\n", "utf-8")
