"""Statements compiled once for all engines of a process that are opened alike.

Each new engine would compile every statement anew, and half of what a short-lived
process does would be that.
"""

from collections.abc import Hashable
from typing import Any

import sqlalchemy as sa

from matcher import db

STATEMENTS = 5000
"""Compiled statements that are kept: more than all there are."""


def compile_once() -> None:
    """From here on, in this process; whoever forks from it has what was compiled."""
    create_engine, first = db.create_engine, dict[Hashable, sa.Engine]()

    def engine(url: str | sa.URL, **options: Any) -> sa.Engine:
        """As SQLAlchemy makes it, with the dialect of the first like it to connect."""
        new = create_engine(url, query_cache_size=STATEMENTS, **options)
        kind = new.url.set(database=""), repr(sorted(options.items()))
        if kind in first:
            new.dialect = first[kind].dialect
            new._compiled_cache = first[kind]._compiled_cache
        else:
            sa.event.listen(new, "connect", lambda *_: first.setdefault(kind, new))
        return new

    db.create_engine = engine
