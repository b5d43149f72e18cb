"""Pictures of kinds of things to do, for whoever would rather point than write.

A picture stands for a few words, which are read like anybody's own. The words and the
activities they must be understood as are data (``data/pictures``). What a picture is
called on screen, and its drawing, are the templates'; nothing is known of who points.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

PICTURES = Path(__file__).parent / "data" / "pictures" / "pictures.txt"
"""One picture a line; its head says how a line is written."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A kind of thing to do that can be pointed at."""

    id: str
    """Which drawing, and which words under it."""
    words: str
    """What is looked for, in English, like somebody's own phrase."""
    activities: tuple[str, ...]
    """Ids of the lexicon that the words must be understood as."""


@cache
def pictures() -> tuple[Picture, ...]:
    """Every picture there is, in the order they are shown."""
    lines = PICTURES.read_text(encoding="utf-8").splitlines()
    return tuple(
        _picture(line) for line in lines if line.strip() and not line.startswith("#")
    )


def _picture(line: str) -> Picture:
    """``tea: tea and a chat | tea-and-chat`` as a picture; ValueError for less."""
    name, _, rest = line.partition(":")
    words, activities = rest.split("|")
    return Picture(
        id=name.strip(),
        words=words.strip(),
        activities=tuple(one.strip() for one in activities.split(",")),
    )
