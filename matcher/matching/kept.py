"""The catalogue in memory, kept beside the database, so that a start need not read it.

The database is the truth, and what is kept is a copy that may be deleted at any time.
It counts for the code that made it and the database it was made of; in any doubt it is
left alone and everything is read. It holds what everybody may see, and nobody: no
person, no question, no letter.

That it was made of this database is seen by the token of the change that made its
version. So a database put back by hand, or another one of the same name, is noticed
though its numbers go on.
"""

import hashlib
import platform
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from sqlmodel import Session

import catalogue
from catalogue.opportunities import versions
from matcher import knowing, ranking
from matcher.matching.array_file import Unusable, read_arrays, write_arrays
from matcher.matching.shown import Shelf
from matcher.matching.snapshot import Snapshot
from matcher.ranking.index.laid import arrays_of, index_of, laid_pieces, pieces_in
from matcher.ranking.index.pieces import Texts

Said = Mapping[str, Any]


def file_in(folder: Path, database: str) -> Path:
    """Where the copy of a database of this name belongs."""
    return folder / f"{Path(database).name or 'catalogue'}.arrays"


def said_of(session: Session, snapshot: Snapshot) -> dict[str, Any]:
    """What is written beside the arrays of a snapshot: whose they are, as this session
    sees the database."""
    return {
        "made_by": code_mark(),
        "version": snapshot.version,
        "today": snapshot.today.isoformat(),
        "token": str(versions.token_of(session, snapshot.version) or ""),
    }


def keep(path: Path, snapshot: Snapshot, said: Said) -> None:
    """Write a snapshot in which nothing changed since it was counted; OSError."""
    shown = snapshot.shown
    arrays = arrays_of(snapshot.index)
    for name, pieces in (("shown", shown.records), ("shown.ids", shown.ids.pieces)):
        arrays |= {f"{name}.{part}": x for part, x in laid_pieces(pieces).items()}
    write_arrays(path, arrays, said)


def open_kept(path: Path, session: Session, version_now: int) -> Snapshot:
    """The snapshot that is kept there, as it was then: an older one than the database.

    Raises ``Unusable`` when it can't be, or may not be, what it was made of.
    """
    said, arrays = read_arrays(path)
    if said["made_by"] != code_mark():
        raise Unusable("it was made by another version")
    doubt(session, said, version_now)
    return Snapshot(
        version=said["version"],
        today=date.fromisoformat(said["today"]),
        index=index_of(arrays),
        shown=Shelf(
            ids=Texts(pieces=pieces_in(arrays, "shown.ids")),
            records=pieces_in(arrays, "shown"),
        ),
    )


def doubt(session: Session, said: Said, version_now: int) -> None:
    """Raises ``Unusable`` when it is not sure that the copy is one of this database."""
    then = said["version"]
    if then > version_now:
        raise Unusable("it is newer than the database")
    token = versions.token_of(session, then)
    if token is None:
        raise Unusable("it is not known which change made it")
    if str(token) != said["token"]:
        raise Unusable("it was made of another database")
    if versions.changed_between(session, then, version_now) is None:
        raise Unusable("it is not known what changed since")


@cache
def code_mark() -> str:
    """A name for everything that decides how a listing is read and laid out.

    Our own code and word lists, and the Python, numpy and stemmer they run on. Not the
    lexicon: what it made of a listing is in the database, a change like any other.
    """
    mark = hashlib.sha256()
    for used in (sys.byteorder, platform.python_version(), np.__version__):
        mark.update(used.encode())
    mark.update(version("snowballstemmer").encode())
    home = Path(catalogue.__file__).parent
    code = [Path(one).parent for one in (ranking.__file__, __file__)]
    files = chain(*(x.rglob("*.py") for x in [home, *code]), [Path(knowing.__file__)])
    for path in chain(sorted(files), sorted((home / "data" / "postcodes").iterdir())):
        text = path.read_bytes()
        mark.update(f"{path.name} {len(text)} ".encode())
        mark.update(text)
    return mark.hexdigest()
