"""Conditions that people say in their phrases, offered at one press. Pure.

Nothing is made firm but by that press: it is a field of the form like any other, and
what it chooses stands where all choices stand, to be taken back there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matcher.ranking.clauses import Understood, understand
from matcher.ranking.facts import Conditions, Phrase
from matcher.ranking.practical import Practical, without_practical
from matcher.ranking.times import DAYS
from matcher.ranking.words import fold

PRESS = "make_firm"
"""The button; it says what to choose, as fields do: ``day SA SU``, ``free 1``; or
several at once: ``free 1; day TU``."""

ENOUGH_FOR_ALL = 3
"""From so many on there is one press for them all: without scripts each press is a page
to wait for."""

MOST_AT_ONCE = 20
"""More than anybody says."""

FIELDS = frozenset(
    {"day", "part", "free", "step_free", "quiet", "online", "just_turn_up"}
    | {"travel_km", "max_cost"}
)
"""Fields it may fill in; ``max_cost`` alone leads to the field, to be filled in."""

ASKS = frozenset({"enjoy_now", "want_to_try", "goal"})
"""Kinds whose conditions are those of a wish: "on Fridays" of what somebody used to
enjoy is a memory, and "free" of what they could bring is a gift."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """One thing to choose."""

    name: str
    """As ``Practical`` has it, but never ``cheap``: nobody guesses how much that is."""
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """What the button says."""
        if self.name == "most":
            return " ".join(("max_cost", *map(_pounds, self.values)))
        field = "travel_km" if self.name == "near" else self.name
        return " ".join((field, *(self.values or ("1",))))

    @property
    def leads_to(self) -> str:
        """The field that is still to be filled in, if it is one."""
        return "max_cost" if self.name == "most" and not self.values else ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What some words of a phrase may choose."""

    words: str
    """As they were said."""
    presses: tuple[Press, ...]


def offers_of(
    phrase: Phrase, conditions: Conditions, travel_km: str
) -> tuple[Offer, ...]:
    """What a phrase says that is not chosen yet, in its order."""
    if phrase.kind not in ASKS:
        return ()
    offers: dict[tuple[int, int], list[Press]] = {}
    for one in _nearest_only(_said_in(phrase)):
        if not _is_chosen(one, conditions, travel_km):
            offers.setdefault((one.start, one.end), []).extend(_presses_of(one))
    return tuple(
        Offer(words=phrase.words[start:end].strip(), presses=tuple(presses))
        for (start, end), presses in offers.items()
    )


def each_once(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """The same, nothing to choose twice: by the words that say it first."""
    presses: set[Press] = set()
    left = []
    for offer in offers:
        anew = tuple(one for one in offer.presses if one not in presses)
        presses.update(anew)
        left += [Offer(words=offer.words, presses=anew)] if anew else []
    return tuple(left)


def all_at_once(offers: Sequence[Offer]) -> str:
    """What a press on all of them says; nothing where there are few.

    Without those of which somebody still has to say how much.
    """
    presses = [
        press
        for offer in offers
        if not any(one.leads_to for one in offer.presses)
        for press in offer.presses
    ]
    if len(presses) < ENOUGH_FOR_ALL:
        return ""
    return "; ".join(press.value for press in presses)


def with_pressed(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields, and those that a press on an offer fills in."""
    fields = list(fields)
    return fields + [
        (name, value) for name, values in _pressed(fields) for value in values
    ]


def focus_after(given: Sequence[tuple[str, str]]) -> str:
    """Where a press on an offer leads: to what is firm, or to the place that a distance
    is measured from; nowhere where none was pressed."""
    pressed = dict(_pressed(given))
    if "travel_km" in pressed:
        return "place"
    if not pressed:
        return ""
    return "only" if all(pressed.values()) else "max_cost"


def only_conditions(phrases: Sequence[Phrase]) -> bool:
    """Whether all that was said is when, where or how, and nothing of what."""
    return bool(phrases) and all(
        _said_in(one) and _wants_nothing(understand(one.words)) for one in phrases
    )


def _presses_of(one: Practical) -> tuple[Press, ...]:
    if one.name == "cheap":
        return Press(name="free", values=()), Press(name="most", values=())
    return (Press(name=one.name, values=one.values),)


def _pounds(pence: str) -> str:
    """As the page's field has it: 500 -> "5", 250 -> "2.50"."""
    pounds, part = divmod(int(pence), 100)
    return f"{pounds}.{part:02d}" if part else str(pounds)


def _said_in(phrase: Phrase) -> tuple[Practical, ...]:
    _, said = without_practical(fold(phrase.words))
    return said


def _wants_nothing(parts: Understood) -> bool:
    return not (parts.wanted_spans or parts.refused)


def _pressed(given: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    said = ";".join(text for name, text in given if name == PRESS)
    for text in said.split(";")[:MOST_AT_ONCE]:
        field, _, values = text.strip().partition(" ")
        if field in FIELDS and (values or field == "max_cost"):
            yield field, values.split()[: len(DAYS)]


def _nearest_only(said: Iterable[Practical]) -> list[Practical]:
    """Of several distances the shortest: one choice holds them all."""
    said = list(said)
    near = [one for one in said if one.name == "near"]
    nearest = min(near, key=lambda one: float(one.values[0]), default=None)
    return [one for one in said if one.name != "near" or one is nearest]


def _is_chosen(one: Practical, conditions: Conditions, travel_km: str) -> bool:
    """Whether it is firm, or something stricter of its kind; any distance counts."""
    if one.name == "near":
        return bool(travel_km)
    if one.name in {"cheap", "most"}:
        return _is_cheap_enough(conditions, one.values)
    if not one.values:
        return bool(getattr(conditions, one.name))
    chosen = conditions.days if one.name == "day" else conditions.parts_of_day
    asked = set(one.values)
    return bool(chosen) and (chosen <= asked or asked <= chosen)


def _is_cheap_enough(conditions: Conditions, pence: tuple[str, ...]) -> bool:
    if conditions.free or conditions.max_cost_pence is None:
        return conditions.free
    return not pence or conditions.max_cost_pence <= int(pence[0])
