"""The lexicon, opened once: activities, and the two ways of reading with them.

Files are read when the lexicon is asked for (``opening``), indexes built when the first
phrase or listing is read. What is said in another language than English is read in that
(``tongues``), and English is read as if there were none.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from operator import itemgetter

from catalogue.activities.asked import Asked, Spoken, clauses_of
from catalogue.activities.entries import Activity, Problem
from catalogue.activities.everyday import SILENT
from catalogue.activities.expanding import Expander
from catalogue.activities.hearing import Hearing
from catalogue.activities.index import LexiconIndex, build_index
from catalogue.activities.kept import kept_index
from catalogue.activities.labels import LabelIndex
from catalogue.activities.listings import ListingReader, Written
from catalogue.activities.meaning import Likeness, load_encoder
from catalogue.activities.naming import NameIndex
from catalogue.activities.neighbours import Neighbours
from catalogue.activities.phrases import PhraseReader
from catalogue.activities.prose import prose_mark, prose_stems
from catalogue.activities.readings import Meant, Reading
from catalogue.activities.refusing import Span
from catalogue.activities.remembering import Memory
from catalogue.activities.said import (
    FAR_BELOW_IN_LISTINGS,
    LEAST,
    Said,
    together,
)
from catalogue.activities.spelling import Speller, plain_words
from catalogue.activities.tongues import Told, Tongues, TongueTitles
from catalogue.activities.wishes import Wishes
from catalogue.activities.words import fold, stem, telling_stems

SAID_SO = 0.99
"""How sure an activity is that somebody says they meant: as sure as reading gets."""

WAY_OF_READING = 18
"""Count it up when listings are read otherwise than before: they are read again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """All activities by id, and what was wrong in the files they were read from."""

    activities: Mapping[str, Activity]
    problems: tuple[Problem, ...] = ()
    said_in: Mapping[str, Mapping[str, Activity]] = field(default_factory=dict)
    """Language -> the same activities by what they are called and how they are asked
    for in it."""
    kept_as: str = ""
    """The name of the files it was read from, as ``kept`` has it; "" where a service's
    own terms are in it."""

    def read_phrase(
        self,
        words: str,
        kind: str = "enjoy_now",
        *,
        within: Sequence[Span] | None = None,
        also: Sequence[str] = (),
        without: Collection[str] = (),
    ) -> tuple[Meant, ...]:
        """What a person's phrase is understood as, surest first: see ``Spoken``."""
        spoken = Spoken(
            words=words, kind=kind, within=within, also=also, without=without
        )
        (meant,) = self.read_phrases([spoken])
        return meant

    def read_phrases(self, spoken: Sequence[Spoken]) -> list[tuple[Meant, ...]]:
        """What each of several phrases is understood as, surest first.

        In less than half the time they take one by one, for they go through the
        model together; nothing is concluded from one about another.
        """
        asked = [
            Asked(one.words, self._clauses(one), one.by_words_alone) for one in spoken
        ]
        return [
            self._meant(one, within, heard)
            for one, (_, within, _), heard in zip(
                spoken, asked, self._heard(asked), strict=True
            )
        ]

    def _meant(
        self, spoken: Spoken, clauses: Sequence[Span], heard: Sequence[Said]
    ) -> tuple[Meant, ...]:
        if not heard and not spoken.also:
            return ()
        left_out, ids = {*spoken.also, *spoken.without}, self._ids
        kept = [one for one in heard if ids[one.place] not in left_out]
        sure = self._expander.as_asked(
            [(ids[one.place], one.weight) for one in kept], spoken.kind
        )
        said = [
            Meant(ids[one.place], weight, one.spans)
            for one, weight in zip(kept, sure, strict=True)
            if weight >= LEAST
        ]
        if spoken.also:
            whole = tuple(clauses) or ((0, len(spoken.words)),)
            said += [
                Meant(activity=one, weight=SAID_SO, spans=whole)
                for one in spoken.also
                if one in self.activities
            ]
        said.sort(key=itemgetter(1), reverse=True)
        steps = self._expander.expand([one[:2] for one in said], spoken.kind)
        reached = [
            Meant(activity, round(weight, 4), said[place].spans, how)
            for place, activity, how, weight in steps
            if activity not in spoken.without
        ]
        return (*said, *reached)

    def lines_like(
        self, words: str, within: Sequence[Span] | None = None
    ) -> dict[str, str]:
        """Activity -> its own line that a phrase lies nearest to, for whoever edits
        the lexicon; only those near enough to be meant."""
        if self.told(words):
            return {}
        clauses = clauses_of(Spoken(words=words, within=within))
        return {
            self._ids[place]: line
            for place, line in self._likeness.nearest(words, clauses).items()
        }

    def told(self, words: str, left: str | None = None) -> Told | None:
        """What a phrase in another language wants and refuses; None of one in
        English. ``left``: the same text, blank where it speaks of no activity."""
        return self._tongues.told(words, left)

    def names_of(self, activity: str) -> dict[str, str]:
        """Language -> what an activity is called in it; English goes without saying."""
        return {
            language: said[activity].name
            for language, said in self.said_in.items()
            if activity in said and said[activity].names
        }

    def forget_phrases(self) -> None:
        """Read every phrase afresh from now on."""
        self._memory.forget()

    def _heard(self, asked: Sequence[Asked]) -> list[tuple[Said, ...]]:
        """What each text speaks of; only what is not remembered is read."""
        marks = [
            self._memory.fingerprint(one.words, (*one.within, one.by_words_alone))
            for one in asked
        ]
        heard = {mark: self._memory.of(mark) for mark in marks}
        new = {
            mark: one
            for mark, one in zip(marks, asked, strict=True)
            if heard[mark] is None
        }
        for mark, said in zip(new, self._read(list(new.values())), strict=True):
            self._memory.keep(mark, said)
            heard[mark] = said
        return [heard[mark] or () for mark in marks]

    def _read(self, asked: Sequence[Asked]) -> list[tuple[Said, ...]]:
        """What each text speaks of; of one in another language, what of it is English
        as well."""
        readers = [self._tongues.reader_of(one.words) for one in asked]
        said = self._read_english(
            [
                reader.english_of(one) if reader else one
                for one, reader in zip(asked, readers, strict=True)
            ]
        )
        return [
            reader.read_beside(one, english) if reader else english
            for one, reader, english in zip(asked, readers, said, strict=True)
        ]

    def _read_english(self, asked: Sequence[Asked]) -> list[tuple[Said, ...]]:
        """What each text speaks of, and what it lies near to, as one."""
        texts = [(one.words, one.within) for one in asked]
        hearings = self._reader.hear(texts)
        heard = self._reader.said(texts, hearings)
        telling = [
            at
            for at, one in enumerate(hearings)
            if not asked[at].by_words_alone and self._tells(one)
        ]
        near = self._likeness.read(
            [texts[at] for at in telling],
            known=[{one.place for one in heard[at]} for at in telling],
        )
        for at, by_meaning in zip(telling, near, strict=True):
            heard[at] = together(
                heard[at],
                [one for one in by_meaning if not self._is_half(one, hearings[at])],
            )
        return [
            tuple(said if one.by_words_alone else self._or_wished(one, hearing, said))
            for one, hearing, said in zip(asked, hearings, heard, strict=True)
        ]

    def _or_wished(
        self, asked: Asked, hearing: Hearing, said: Sequence[Said]
    ) -> Sequence[Said]:
        """What is said, or the wish that is all a phrase says."""
        wished = self._wishes.read(asked.words, asked.within, hearing.telling)
        return wished.instead_of(said)

    def _is_half(self, said: Said, hearing: Hearing) -> bool:
        """Whether a phrase says only half of another's name: tennis, at table tennis.

        It is called by that half, or rests on nothing but halves; and its own name is
        not the whole.
        """
        halves = hearing.halves
        if not halves:
            return False
        called = self._names_of_one_word[said.place]
        if called.isdisjoint(halves.values()) and not halves.keys() >= {*said.spans}:
            return False
        return hearing.names.isdisjoint(self._names_of(said.place))

    @cached_property
    def _names_of(self) -> Callable[[int], frozenset[tuple[str, ...]]]:
        """By position of an activity: its names as stems, worked out when asked for."""
        activities = tuple(self.activities.values())
        return cache(
            lambda place: frozenset(map(telling_stems, activities[place].names))
        )

    @cached_property
    def _names_of_one_word(self) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset(stem(fold(name)) for name in one.names if name.isalnum())
            for one in self.activities.values()
        )

    def _tells(self, hearing: Hearing) -> bool:
        """Whether more is left than one word of everyday talk: "the rain"."""
        telling = hearing.telling
        return len(telling) > 1 or not all(map(self._index.is_weak, telling))

    def read_listing(
        self,
        title: str,
        activities: Sequence[str] = (),
        organization: str = "",
        description: str = "",
    ) -> tuple[Reading, ...]:
        """What a listing's words speak of, surest first, each with its best evidence.

        Offsets in ``activities`` are those of its values joined by ``ACTIVITY_GAP``.
        """
        (readings,) = self.read_listings(
            [
                Written(
                    title=title,
                    activities=activities,
                    organization=organization,
                    description=description,
                )
            ]
        )
        return readings

    def read_listings(self, listings: Sequence[Written]) -> list[tuple[Reading, ...]]:
        """The same for several listings, in two thirds of the time."""
        titles = self._titles
        read = self._listings.read([titles.without(one) for one in listings])
        return [
            titles.read(listing, readings)
            for listing, readings in zip(listings, read, strict=True)
        ]

    @cached_property
    def edition(self) -> str:
        """A short name for exactly this lexicon, read by exactly this way of reading.

        Listings keep it with what was read from them; another one reads them again.
        """
        lexicon = self.kept_as or tuple(self.activities.values())
        said = repr((WAY_OF_READING, prose_mark(), lexicon, self.said_in))
        return blake2b(said.encode(), digest_size=8).hexdigest()

    @cached_property
    def neighbours(self) -> Neighbours:
        """Who is broader, narrower and near of whom."""
        return Neighbours(self.activities)

    def _clauses(self, spoken: Spoken) -> Sequence[Span]:
        """The wanted stretches of a phrase, none of them across a clause's end."""
        if told := self.told(spoken.words):
            return told.wanted if spoken.within is None else spoken.within
        return clauses_of(spoken)

    @cached_property
    def _tongues(self) -> Tongues:
        return Tongues.of(self.said_in, self.activities, self._index)

    @cached_property
    def _titles(self) -> TongueTitles:
        return TongueTitles(tongues=self._tongues, ids=self._ids)

    @cached_property
    def _wishes(self) -> Wishes:
        return Wishes.of(tuple(self.activities.values()))

    @cached_property
    def _memory(self) -> Memory[tuple[Said, ...]]:
        return Memory()

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(self.activities)

    @cached_property
    def _reader(self) -> PhraseReader:
        return PhraseReader(
            index=self._index,
            neighbours=self.neighbours,
            speller=Speller(
                self._index.words | SILENT, self._index.how_common, plain_words
            ),
        )

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(
            encoder=load_encoder(), activities=tuple(self.activities.values())
        )

    @cached_property
    def _index(self) -> LexiconIndex:
        return kept_index(self.kept_as) or build_index(tuple(self.activities.values()))

    @cached_property
    def _expander(self) -> Expander:
        return Expander(self.activities, self.neighbours)

    @cached_property
    def _listings(self) -> ListingReader:
        activities = tuple(self.activities.values())
        return ListingReader(
            activities=activities,
            names=NameIndex(activities, self._index),
            labels=LabelIndex(activities),
            phrases=PhraseReader(
                index=self._index,
                neighbours=self.neighbours,
                unheard=prose_stems(),
                far_below=FAR_BELOW_IN_LISTINGS,
            ),
            neighbours=self.neighbours,
            likeness=self._likeness,
        )
