"""All languages besides English together: which of them a text is in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from catalogue.activities.entries import Activity
from catalogue.activities.everyday import EVERYDAY, SILENT
from catalogue.activities.index import LexiconIndex
from catalogue.activities.spelling import plain_words
from catalogue.activities.tongues.lines import WORD, lines_of
from catalogue.activities.tongues.reading import Told, TongueReader
from catalogue.activities.tongues.recognising import Recogniser
from catalogue.activities.tongues.tongue import Tongue
from catalogue.activities.tongues.welsh import WELSH
from catalogue.activities.words import fold

TONGUES: Mapping[str, Tongue] = {one.code: one for one in (WELSH,)}
"""By the code that their pages have, and their folder."""

OFTEN = 6
"""Lines of the English files that make a word English: of those that say it less often
many are Welsh, in English talk."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tongues:
    """The readers of all languages there are words of."""

    readers: tuple[TongueReader, ...]

    @classmethod
    def of(
        cls,
        said_in: Mapping[str, Mapping[str, Activity]],
        activities: Mapping[str, Activity],
        english: LexiconIndex,
    ) -> "Tongues":
        """The readers of these languages. ``english``: the index of ``activities``."""
        places = {one: place for place, one in enumerate(activities)}
        return cls(
            readers=tuple(
                TongueReader(
                    ear=Recogniser(
                        tongue=TONGUES[code],
                        lines=lines_of(TONGUES[code], said, places),
                        is_english=_plain_in(english),
                        loans=_loans(said, activities),
                        is_heard_in_english=english.words.__contains__,
                    )
                )
                for code, said in said_in.items()
                if said
            )
        )

    def reader_of(self, words: str) -> TongueReader | None:
        """The reader of the language a text is in; None of English."""
        return next((one for one in self.readers if one.ear.is_spoken_in(words)), None)

    def told(self, words: str, left: str | None = None) -> Told | None:
        """What a phrase in another language wants and refuses.

        ``left``: the same text, blank where it speaks of no activity."""
        reader = self.reader_of(words)
        return reader.told(words if left is None else left) if reader else None


def _loans(
    said: Mapping[str, Activity], activities: Mapping[str, Activity]
) -> frozenset[str]:
    """The words that activities go by in both languages."""
    return frozenset(
        word
        for one in said.values()
        for english in (activities[one.id],)
        for word in _words((*one.names, *one.words))
        & _words((*english.names, *english.words))
    )


def _words(texts: Iterable[str]) -> set[str]:
    return set(WORD.findall(fold(" ".join(texts))))


def _plain_in(english: LexiconIndex) -> Callable[[str], bool]:
    """Whether a folded word is plain English, in any of its forms."""
    return lambda word: (
        word in SILENT
        or word in EVERYDAY
        or (word in english.words and english.how_common(word) >= OFTEN)
        or word in plain_words()
    )
