"""How a person's words were taken: the activities said beside a phrase. Pure.

What we read in words is an opinion. Everybody sees it, says "not that" or "this too",
and is believed: their choice goes before ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from catalogue.activities import Lexicon

MOST_SHOWN = 4
"""Activities said beside a phrase: enough to see whether it was understood."""

NEARLY_AS_SURE = 0.6
"""How sure, beside the surest, an activity must be to be said beside a phrase."""

MOST_PERHAPS = 4
"""Of what was only half heard: enough to choose from, few enough to read."""


class Read(Protocol):
    """An activity that words were read as; the ``Meant`` of lexicon and ranking."""

    @property
    def activity(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def how(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One activity that words were taken as, by the name people know it by."""

    activity: str
    name: str
    """In English."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Language -> the same in it."""

    def called(self, language: str) -> str:
        """Its name for who reads a language; the English one where that has none."""
        return self.names.get(language, self.name)


@dataclass(frozen=True, kw_only=True)
class Taking:
    """How one phrase was taken."""

    taken: tuple[Taken, ...] = ()
    """What we read in it, surest first, without what was not meant."""
    perhaps: tuple[Taken, ...] = ()
    """What else it may mean, heard less surely; surest first."""
    added: tuple[Taken, ...] = ()
    """What the person says they meant besides."""
    not_meant: tuple[Taken, ...] = ()
    """What the person says they did not mean."""


def taking_of(
    meant: Iterable[Read],
    lexicon: Lexicon,
    *,
    also: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Taking:
    """How a phrase was taken, by what was read in it, surest first.

    ``also`` and ``without``: activities the person says they meant, and did not mean.
    """
    said = {*also, *without}
    read = [one for one in meant if one.how == "said" and one.activity not in said]
    least = NEARLY_AS_SURE * max((one.weight for one in read), default=0.0)
    sure = _widest([one.activity for one in read if one.weight >= least], lexicon)
    shown = sure[:MOST_SHOWN]
    others = [one.activity for one in read if one.activity not in shown]
    return Taking(
        taken=named(shown, lexicon),
        perhaps=named(others[:MOST_PERHAPS], lexicon),
        added=named(also, lexicon),
        not_meant=named(without, lexicon),
    )


def named(activities: Iterable[str], lexicon: Lexicon) -> tuple[Taken, ...]:
    """Activities by their names; none that the lexicon no longer has."""
    known = lexicon.activities
    return tuple(
        Taken(activity=one, name=known[one].name, names=lexicon.names_of(one))
        for one in activities
        if one in known
    )


def _widest(activities: list[str], lexicon: Lexicon) -> list[str]:
    """Without kinds of what is there already: "choir" says "rock choir" too."""
    broader = lexicon.neighbours.broader
    return [one for one in activities if broader(one) not in activities]
