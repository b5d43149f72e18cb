"""Opens the lexicon: from its text files, or from what was kept of reading them.

Each language besides English has a folder of its own beside our files, by its code:
``cy/``. Opening never fails for a slip in a file: what cannot be used is left out and
named in ``problems``.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from catalogue.activities.entries import (
    Activity,
    Entry,
    Problem,
    build_activities,
    lexicon_files,
    read_entries,
)
from catalogue.activities.kept import kept_activities, mark_of
from catalogue.activities.lexicon import Lexicon
from catalogue.activities.tongues import TONGUES

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "activities"
"""Our own files, one per field of life."""


def load_lexicon(own_terms: Path | None = None) -> Lexicon:
    """The shipped lexicon, with a service's own terms added to it; cached.

    ``own_terms`` is a file, or a folder of ``.txt`` files, in the same format: an id
    that exists gains names, words and phrases; a new id is a new activity. A folder may
    hold one for each language (``cy``), as ours does.
    """
    return _load(own_terms)


@lru_cache(maxsize=4)
def _load(own_terms: Path | None) -> Lexicon:
    mark = "" if own_terms else mark_of(SHIPPED)
    problems: list[Problem] = []
    folders = [SHIPPED, *([own_terms] if own_terms else [])]
    activities = kept_activities(mark)
    if activities is None:
        entries = [one for path in folders for one in _entries_in(path, problems)]
        activities = build_activities(entries, problems)
    return Lexicon(
        activities=activities,
        said_in=_said_in(folders, activities, problems),
        problems=tuple(problems),
        kept_as=mark,
    )


def _said_in(
    folders: list[Path], known: Mapping[str, Activity], problems: list[Problem]
) -> dict[str, dict[str, Activity]]:
    """Language -> its names and ways of saying of the activities there are."""
    said: dict[str, dict[str, Activity]] = {}
    for code in TONGUES:
        entries = [
            entry
            for folder in folders
            if (folder / code).is_dir()
            for entry in _entries_in(folder / code, problems, f"{code}/")
        ]
        for entry in entries:
            if entry.id not in known:
                says = f"no activity has the id '{entry.id}'"
                problem = Problem(file=entry.file, line=entry.line, says=says)
                problems.append(problem)
        ours = [entry for entry in entries if entry.id in known]
        said[code] = build_activities(ours, problems)
    return said


def _entries_in(
    folder_or_file: Path, problems: list[Problem], within: str = ""
) -> list[Entry]:
    """``within``: what a problem says before the name of its file."""
    entries: list[Entry] = []
    for path in lexicon_files(folder_or_file):
        name = within + path.name
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            says = f"the file cannot be read as UTF-8 text ({type(error).__name__})"
            problems.append(Problem(file=name, line=1, says=says))
            continue
        entries += read_entries(text, name, problems)
    return entries
