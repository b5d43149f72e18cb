"""What ranking is given, and what it gives back: plain values, and nothing else.

``Facts`` is what ranking knows of a listing; ``Asked`` is what a person asked for;
``Match`` is one listing that fits, with the evidence its place rests on. Nobody here
knows a row, a clock or a page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple

from matcher.ranking.clauses import Understood

Day = str
"""``MO TU WE TH FR SA SU``, as in RFC 5545."""
KINDS = (
    "enjoyed_before",
    "enjoy_now",
    "managed_before",
    "manage_now",
    "independence_before",
    "independence_wanted",
    "goal",
    "want_to_try",
    "strength",
    "could_bring",
)
"""The questions a phrase may answer, in the order in which they are asked."""
PartOfDay = str
"""``morning`` (until 12:00), ``afternoon`` (until 17:00), ``evening``."""


class Reading(NamedTuple):
    """An activity that a listing's words speak of, with the strongest of them."""

    activity: str
    """Its id in the lexicon."""
    weight: float
    """How sure, 0 to 1."""
    where: str
    """``title``, ``activities``, ``organization`` or ``description``."""
    found: str
    """The words, as the listing writes them."""
    found_start: int
    """Where they begin in that text, in characters."""


class Meant(NamedTuple):
    """An activity that a person's phrase is understood as, and by which words."""

    activity: str
    """Its id in the lexicon."""
    weight: float
    """How sure, 0 to 1."""
    spans: tuple[tuple[int, int], ...]
    """(start, end) of the person's words it rests on, in characters."""
    how: str = "said"
    """``said``, or reached from what was said: ``near``, ``broader``, ``narrower``,
    ``role`` (to help, lead or teach it) or ``way_back`` (gentler, watching)."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What ranking knows of one listing. ``None`` means nobody has said."""

    id: str
    title: str
    description: str = ""
    organization: str = ""
    activities: tuple[str, ...] = ()
    """What people do there, as the listing itself names it."""
    readings: tuple[Reading, ...] = ()
    """What people do there, as its words were read."""
    openness: str = "unstated"
    joinable: bool = True
    adults: bool = True
    minimum_age: int | None = None
    maximum_age: int | None = None
    points: tuple[tuple[float, float], ...] = ()
    """(latitude, longitude) of each place it meets, in degrees."""
    venues: tuple[str, ...] = ()
    """Names of the places it meets, for "put first"."""
    addresses: tuple[str, ...] = ()
    """Their streets and parts of town, for places somebody would rather avoid."""
    covers: frozenset[str] = frozenset()
    """Outcodes and place names (casefolded) of the area it says it covers."""
    online: bool | None = None
    meets: frozenset[tuple[Day, PartOfDay | None]] | None = None
    """When it meets; the part is None when only the day is known."""
    last_day: date | None = None
    """The last day it happens, when that is known."""
    cost_pence: int | None = None
    """The full price; 0 is free; None is not given."""
    lowest_cost_pence: int | None = None
    """The lowest price anyone is offered (a concession); None is not given."""
    step_free: bool | None = None
    quiet: bool | None = None
    just_turn_up: bool | None = None
    assured_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A person's own words, and the question they answer."""

    words: str
    kind: str = "enjoy_now"
    meant: tuple[Meant, ...] = ()
    """The activities it is understood as, best first."""
    refused: tuple[Meant, ...] = ()
    """The activities that the words it says no to are understood as."""
    also_meant: tuple[str, ...] = ()
    """Activities the person says they meant, whatever the words say."""
    not_meant: frozenset[str] = frozenset()
    """Activities the person says they did not mean by these words."""
    parts: Understood | None = field(default=None, compare=False, repr=False)
    """What the words want and refuse, when that was read already (``clauses``); left
    out when it was read from other words."""

    def __post_init__(self) -> None:
        if self.parts is not None and self.parts.words != self.words:
            object.__setattr__(self, "parts", None)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the person sets out from, and how far they would go."""

    latitude: float
    longitude: float
    names: frozenset[str] = frozenset()
    """Outcode, town and district (casefolded), to hold against areas covered."""
    travel_km: float | None = None
    """None: any distance."""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What the person made firm. The defaults ask for nothing."""

    free: bool = False
    max_cost_pence: int | None = None
    days: frozenset[Day] = frozenset()
    parts_of_day: frozenset[PartOfDay] = frozenset()
    step_free: bool = False
    quiet: bool = False
    online: bool = False
    just_turn_up: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Everything ranking is told of a person: what they said and what they chose."""

    phrases: tuple[Phrase, ...]
    """In the order of what matters most to them."""
    place: Place | None = None
    conditions: Conditions = field(default_factory=Conditions)
    put_first: tuple[str, ...] = ()
    """The one place, organization or listing (name or id) they want first."""
    avoid: tuple[str, ...] = ()
    """Places and organizations they would rather not meet: left out quietly."""
    not_these: frozenset[str] = frozenset()
    """Ids of listings they said "not that one" of."""


class Evidence(NamedTuple):
    """One of the person's words, and the word of the listing that answers it."""

    said: str
    """As the person wrote it."""
    found: str
    """As the listing writes it."""
    where: str
    """``title``, ``activities``, ``organization`` or ``description``."""
    weight: float
    """Its share of the answer's score."""
    start: int
    """Where ``said`` begins in the person's words, in characters."""
    found_start: int = 0
    """Where ``found`` begins in that field's text (``listing_words.text_of``)."""
    activity: str = ""
    """The activity both sides speak of; "" when they share the word itself."""
    how: str = ""
    """How the person's words reach it (``Meant.how``); "" without an activity."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How well one listing answers one phrase, and by which words."""

    phrase: int
    """Position in ``Asked.phrases``."""
    score: float
    """0 to 1; 0.5 is worth a look."""
    gather: Callable[[], tuple[Evidence, ...]] = field(repr=False, compare=False)
    """Finds the evidence, which nobody asks of most answers."""

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words on both sides that it rests on, heaviest first."""
        return self.gather()

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and packed with its evidence found, without what that is found in."""
        return _told, (self.phrase, self.score, self.evidence)


def _told(phrase: int, score: float, evidence: tuple[Evidence, ...]) -> Answer:
    return Answer(phrase=phrase, score=score, gather=partial(tuple, evidence))


@dataclass(frozen=True, kw_only=True)
class Match:
    """A listing that fits, and everything its place in the order rests on."""

    facts: Facts
    score: float
    band: int
    ease: float
    answers: tuple[Answer, ...]
    """Best first; at least one."""
    ask_first: tuple[str, ...] = ()
    """Firm conditions nobody has said anything about: ``cost``, ``days`` ..."""
    distance_km: float | None = None
    """To the nearest of its places; None when it or the person has no point."""
    covers_place: bool = False
    """It says it covers the person's area, wherever it meets."""
    put_first: bool = False
    others: tuple[str, ...] = ()
    """Ids of further places of the same thing, folded into this one; in order."""

    @property
    def elsewhere(self) -> int:
        """At how many further places it meets: a card needs none of their ids."""
        return len(self.others)

    @property
    def openness(self) -> str:
        """Who it is for, which whoever groups matches asks of more than are shown."""
        return self.facts.openness
