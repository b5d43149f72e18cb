"""The glossary's files: readable text in, entries and plain problems out.

A slip in a file loses the line it stands in and is named; it never loses the glossary.

::

    == wheelchair-bound
    written: wheelchair bound; confined to a wheelchair
    say: wheelchair user / wheelchair users; using a wheelchair
    why: A wheelchair sets people free to get about, and binds nobody.
    except: phrases with these words in them that are left alone
    beside: words nearby that show another meaning
    only: words without which nothing is said

Spelling is folded and plurals match; ``=`` before a phrase wants exactly that form.
``alone: yes``: "the homeless" is meant, "the homeless shelter" is not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from catalogue.sentences import Sentence

FOLDER = Path(__file__).resolve().parents[1] / "data" / "language"
"""Our own glossary, a file for each field of life."""

WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:['’‘ʼ][^\W_][\w\u0300-\u036f]*)*")
"""A word as written; a hyphen parts words, an apostrophe does not."""

_FIELDS = ("written", "say", "why", "except", "beside", "only", "alone")
_ES = ("ches", "shes", "xes", "sses", "zzes")
_NEVER_PLURAL = ("ss", "us", "is")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Words that are written, and another way to say them."""

    id: str
    written: tuple[str, ...]
    say: tuple[tuple[str, str], ...]
    """(for one, for many); the same twice where there is only one way."""
    why: str
    """A ``Sentence``, where it was read from a file: a page says it in its language."""
    left_alone: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in a glossary file that could not be used as it stands."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.says}"


@dataclass(frozen=True, kw_only=True)
class Sought:
    """A phrase as it is looked for; without an entry it is left alone."""

    words: list[str]
    """Folded, each without its plural."""
    exact: tuple[str, ...] | None = None
    entry: Entry | None = None


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """Every entry, and what could not be read of its files."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_first_words(self) -> Mapping[str, Mapping[str, tuple[Sought, ...]]]:
        """Phrases by their first word and their second ("": there is none).

        The longest come first, and of equal ones those that are left alone.
        """
        found: dict[str, dict[str, tuple[Sought, ...]]] = {}
        longest_first = sorted(
            self.phrases(), key=lambda s: (-len(s.words), s.entry is not None)
        )
        for sought in longest_first:
            first, second = (*sought.words, "")[:2]
            begun = found.setdefault(first, {})
            begun[second] = (*begun.get(second, ()), sought)
        return found

    def phrases(self) -> Iterator[Sought]:
        """Everything that is looked for, in the order of the files."""
        for entry in self.entries:
            for phrase in entry.written:
                yield _sought(phrase, entry)
            for phrase in entry.left_alone:
                yield _sought(phrase, None)


@lru_cache(maxsize=1)
def load_glossary() -> Glossary:
    """Our own glossary."""
    return read_glossary(
        {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    )


def read_glossary(texts: Mapping[str, str]) -> Glossary:
    """The glossary that these files (name -> text) hold."""
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    for file, text in texts.items():
        for entry in _entries(text, file, problems):
            if entry.id in entries:
                says = f"'{entry.id}' is there twice; the first one counts"
                problems.append(Problem(file=file, line=0, says=says))
            entries.setdefault(entry.id, entry)
    return Glossary(entries=tuple(entries.values()), problems=tuple(problems))


@dataclass(kw_only=True)
class _Block:
    """One entry as the file writes it."""

    id: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)


def _entries(text: str, file: str, problems: list[Problem]) -> Iterator[Entry]:
    for block in _blocks(text, file, problems):
        missing = {"written", "say", "why"} - block.fields.keys()
        if missing:
            says = f"'{block.id}' does not say {', '.join(sorted(missing))}"
            problems.append(Problem(file=file, line=block.line, says=says))
        else:
            yield _entry(block)


def _blocks(text: str, file: str, problems: list[Problem]) -> list[_Block]:
    blocks: list[_Block] = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, colon, value = line.partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("== "):
            blocks.append(_Block(id=line[3:].strip(), line=number))
        elif blocks and colon and name in _FIELDS and name not in blocks[-1].fields:
            blocks[-1].fields[name] = value.strip()
        else:
            says = f"'{name[:40]}' is no field, or is there twice"
            problems.append(Problem(file=file, line=number, says=says))
    return blocks


def _entry(block: _Block) -> Entry:
    given = block.fields
    return Entry(
        id=block.id,
        written=tuple(_listed(given["written"])),
        say=tuple(_forms(one) for one in _listed(given["say"])),
        why=Sentence(given["why"]),
        left_alone=tuple(_listed(given.get("except", ""))),
        beside=_words(given.get("beside", "")),
        only=_words(given.get("only", "")),
        alone=given.get("alone") == "yes",
    )


def _listed(value: str) -> Iterable[str]:
    return (part.strip() for part in value.split(";") if part.strip())


def _forms(said: str) -> tuple[str, str]:
    one, slash, many = said.partition(" / ")
    return (one, many) if slash else (said, said)


def _words(value: str) -> frozenset[str]:
    words = WORD.findall(value)
    return frozenset(key_of(word) for word in words)


def _sought(phrase: str, entry: Entry | None) -> Sought:
    exact = tuple(folded(word) for word in WORD.findall(phrase))
    return Sought(
        words=[singular(word) for word in exact],
        exact=exact if phrase.startswith("=") else None,
        entry=entry,
    )


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """A word without case, accents and possessive: ``Client’s`` -> ``client``."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub("[’‘ʼ]", "'", plain)
    return plain.removesuffix("'s") or plain


@lru_cache(maxsize=16_384)
def key_of(word: str) -> str:
    """A word as it is compared: folded, without its plural ending."""
    return singular(folded(word))


def singular(word: str) -> str:
    """A folded word without its plural ending; only ever compared with another."""
    if len(word) < 4 or word.endswith(_NEVER_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_ES):
        return word[:-2]
    return word.removesuffix("s")
