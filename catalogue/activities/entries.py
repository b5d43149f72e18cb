"""The lexicon's files: readable text in, activities and plain problems out.

One file per field of life. A slip in a file loses the line it stands in and is
reported by file and line; it never loses the lexicon. Nothing here knows how an
activity is found in anybody's words.

::

    # Music: singing together
    # What belongs here in one line.

    == community-choir
    names: choir; singing group
    words: sopranos; altos
    labels: choirs; singing
    wishes: be part of something
    part: join
    gives: company; making
    broader: singing
    near: rock-choir; sea-shanties
    says:
    - belted it out in the back row of the altos
    - drum kit in the loft, neighbours hate it (also drumming)
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

PARTS = ("join", "help", "lead")
"""Take part; help or volunteer; teach, coach, referee or run it."""
GIVES = ("company", "quiet", "outdoors", "making", "helping", "learning", "moving")
"""What an activity gives whoever goes."""
MOST_PHRASES = 60
"""Phrases an activity may have: more would drown its neighbours."""

_LISTS = ("names", "words", "labels", "wishes", "part", "gives", "near")
_FIELDS = (*_LISTS, "broader", "says")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ALSO = re.compile(r"\s*\(also ([^()]*)\)\s*$")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something to take part in, help with or lead, and how people speak of it."""

    id: str
    names: tuple[str, ...]
    """What listings and organisers call it."""
    words: tuple[str, ...] = ()
    """Tell-tale words: tools, places, moves, dishes, songs."""
    labels: tuple[str, ...] = ()
    """What says it as a tag or a whole title, and not inside a sentence: walking."""
    wishes: tuple[str, ...] = ()
    """What it answers that people wish for in everyday words alone: make friends; and
    ways of speaking of it whose words mean something else one by one: am dram."""
    part: tuple[str, ...] = ("join",)
    """``join``, ``help``, ``lead``: one or more."""
    gives: tuple[str, ...] = ()
    broader: str | None = None
    """The id of a wider activity."""
    near: tuple[str, ...] = ()
    """Ids of sideways neighbours."""
    says: tuple[str, ...] = ()
    """What people say who mean it; phrases put under it by others included."""

    @property
    def name(self) -> str:
        """What it is called on screen: the first of its names, else its id."""
        return self.names[0] if self.names else self.id.replace("-", " ")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in a lexicon file that could not be used as it stands."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.says}"


@dataclass(kw_only=True)
class Entry:
    """An activity as one file writes it, with the line each part stands on."""

    id: str
    file: str
    line: int
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    broader: str | None = None
    says: list[str] = field(default_factory=list)
    also: list[tuple[str, str, int]] = field(default_factory=list)
    """(other activity, phrase, line)."""


def lexicon_files(folder_or_file: Path) -> list[Path]:
    """The files of a lexicon, in the order of their names."""
    if folder_or_file.is_dir():
        return sorted(folder_or_file.glob("*.txt"))
    return [folder_or_file]


def read_entries(text: str, file: str, problems: list[Problem]) -> list[Entry]:
    """The entries of one file; what cannot be read is added to ``problems``."""
    entries: list[Entry] = []
    saying = False
    for number, line in enumerate(text.splitlines(), start=1):
        if saying and line[:2] == "- ":
            phrase = line[2:].strip()
            if phrase[-1:] == ")":
                phrase = _shared(entries[-1], phrase, number)
            entries[-1].says.append(phrase)
        elif not line.strip() or line.startswith("#"):
            continue
        elif line.startswith("== "):
            entries.append(Entry(id=line[3:].strip(), file=file, line=number))
            saying = False
        else:
            problem = _read_field(entries, line, number)
            saying = line.startswith("says:") and not problem
            if problem:
                problems.append(Problem(file=file, line=number, says=problem))
    return entries


def _shared(entry: Entry, phrase: str, line: int) -> str:
    """The phrase without the note that others say it also, which is put down."""
    also = _ALSO.search(phrase)
    if not also:
        return phrase
    phrase = phrase[: also.start()]
    others = (other for other in re.split(r"[;,]", also[1]) if other.strip())
    entry.also.extend((other.strip(), phrase, line) for other in others)
    return phrase


def _read_field(entries: list[Entry], line: str, number: int) -> str | None:
    """One ``field: values`` line put into the last entry, or what is wrong with it."""
    name, colon, value = line.partition(":")
    if not entries:
        return "an activity begins with '== its-id'; this line stands before any"
    if not colon or name not in _FIELDS:
        return f"no field is called '{name.strip()}'; there are {', '.join(_FIELDS)}"
    entry = entries[-1]
    if name in entry.lines:
        return f"'{name}' is given twice for {entry.id}; join the two lines"
    entry.lines[name] = number
    if name == "broader":
        entry.broader = None if value.strip() in ("", "-") else value.strip()
    elif name != "says":
        values = (one.strip() for one in value.split(";"))
        entry.lists[name] = tuple(one for one in values if one and one != "-")
    return None


def build_activities(
    entries: Iterable[Entry], problems: list[Problem]
) -> dict[str, Activity]:
    """Entries of one id become one activity, in the order first met.

    What a later entry says is added; its broader activity, parts and gives replace
    those given earlier. Ids nobody has are reported and left out.
    """
    entries = list(entries)
    activities: dict[str, Activity] = {}
    for entry in entries:
        problems.extend(_wrong_values(entry))
        known = activities.get(entry.id, Activity(id=entry.id, names=()))
        activities[entry.id] = _added(known, entry)
    problems.extend(_unknown_ids(entries, activities))
    _put_also(entries, activities)
    return {one.id: _without_orphans(one, activities) for one in activities.values()}


def _added(known: Activity, entry: Entry) -> Activity:
    lists = entry.lists
    part = tuple(one for one in lists.get("part", ()) if one in PARTS)
    gives = tuple(one for one in lists.get("gives", ()) if one in GIVES)
    return replace(
        known,
        names=_joined(known.names, lists.get("names", ())),
        words=_joined(known.words, lists.get("words", ())),
        labels=_joined(known.labels, lists.get("labels", ())),
        wishes=_joined(known.wishes, lists.get("wishes", ())),
        part=part or known.part,
        gives=gives or known.gives,
        broader=entry.broader or known.broader,
        near=_joined(known.near, lists.get("near", ())),
        says=_joined(known.says, entry.says),
    )


def _joined(first: Iterable[str], then: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))


def _wrong_values(entry: Entry) -> Iterator[Problem]:
    def problem(line: int, says: str) -> Problem:
        return Problem(file=entry.file, line=line, says=says)

    if not _ID.fullmatch(entry.id):
        yield problem(entry.line, f"'{entry.id}' should be written like-this")
    for name, allowed in (("part", PARTS), ("gives", GIVES)):
        for value in entry.lists.get(name, ()):
            if value not in allowed:
                known = ", ".join(allowed)
                line = entry.lines[name]
                yield problem(line, f"'{value}' is no value of {name}: {known}")
    if len(entry.says) > MOST_PHRASES:
        says = f"{entry.id} has {len(entry.says)} phrases; {MOST_PHRASES} at most"
        yield problem(entry.line, says)


def _unknown_ids(
    entries: Iterable[Entry], activities: Mapping[str, Activity]
) -> Iterator[Problem]:
    for entry in entries:
        named = [(one, entry.lines["near"]) for one in entry.lists.get("near", ())]
        if entry.broader:
            named.append((entry.broader, entry.lines["broader"]))
        named.extend((other, line) for other, _, line in entry.also)
        for other, line in named:
            if other not in activities:
                says = f"{entry.id} names '{other}', and no activity has that id"
                yield Problem(file=entry.file, line=line, says=says)


def _put_also(entries: Iterable[Entry], activities: dict[str, Activity]) -> None:
    for entry in entries:
        for other, phrase, _ in entry.also:
            if known := activities.get(other):
                says = _joined(known.says, (phrase,))
                activities[other] = replace(known, says=says)


def _without_orphans(one: Activity, known: Mapping[str, Activity]) -> Activity:
    near = tuple(other for other in one.near if other in known and other != one.id)
    broader = one.broader if one.broader in known and one.broader != one.id else None
    return replace(one, near=near, broader=broader)
