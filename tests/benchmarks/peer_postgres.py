"""PostgreSQL's full-text search: a GIN index over weighted words, filter and order.

A real server, started as the tests start theirs. Rows are copied in, words are stored
as a ``tsvector`` with the weights of the other peers, the table is analysed. As the
others it is spared what ours counts beside; distance is a box.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
import sqlalchemy as sa

from matcher.ranking import Asked, Facts
from matcher.ranking.words import read
from tests.benchmarks.peers import SHOWN, fits, row_of
from tests.benchmarks.timing import Clock

POSTGRES = "PostgreSQL tsvector"

TABLE = """
CREATE TABLE listing (
    number integer PRIMARY KEY, id text, openness smallint, closed boolean,
    last_day integer, days integer, cost_pence integer, online boolean,
    latitude double precision, longitude double precision,
    title text, activities text, organization text, description text
)
"""
COLUMNS = """number, id, openness, closed, last_day, days, cost_pence, online,
latitude, longitude, title, activities, organization, description"""

INDEXED = (
    "ALTER TABLE listing ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    " setweight(to_tsvector('english', title), 'A') ||"
    " setweight(to_tsvector('english', activities), 'B') ||"
    " setweight(to_tsvector('english', organization), 'C') ||"
    " setweight(to_tsvector('english', description), 'D')) STORED",
    "CREATE INDEX listing_words ON listing USING gin (words)",
    "CREATE INDEX listing_place ON listing (latitude, longitude)",
    "VACUUM ANALYZE listing",
)

WEIGHTS = "'{{0.25, 0.375, 0.75, 1.0}}'"
"""Of D to A: as in ``matcher.ranking.index.FIELD_WEIGHTS``, the title being 1. Braces
are doubled, for the query is filled in."""

BEST = f"""
SELECT id FROM listing, to_tsquery('english', %(words)s) AS asked
WHERE words @@ asked AND {{fits}}
ORDER BY openness, ts_rank({WEIGHTS}, words, asked) DESC LIMIT {SHOWN}
"""


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A server with the listings in it."""

    best: Callable[[Asked], list[str]]
    """Ids of the best by openness, then rank."""
    clock: Clock
    """Seconds of a processor that its process has spent on us."""
    seconds: float
    """Wall time of copying the rows in and indexing them."""


@contextmanager
def open_postgres(facts: Iterable[Facts], today: date) -> Iterator[Postgres]:
    """The listings in a server of their own, while the block lasts."""
    from tests.postgres import a_server  # brings pytest along

    with a_server() as server, postgres_at(server, facts, today) as postgres:
        yield postgres


@contextmanager
def postgres_at(
    server: sa.URL, facts: Iterable[Facts], today: date
) -> Iterator[Postgres]:
    """The listings in a database of a server, while the block lasts."""
    from tests.postgres import made, text_of

    with made(server, f"peer_{os.getpid()}") as url:
        address = text_of(url.set(drivername="postgresql"))
        began = perf_counter()
        with psycopg.connect(address, autocommit=True) as connection:
            _fill(connection, facts)
            yield Postgres(
                best=lambda asked: _best(connection, asked, today),
                clock=clock_of(connection.info.backend_pid),
                seconds=perf_counter() - began,
            )


def clock_of(process: int) -> Clock:
    """Seconds that a process has run, as Linux counts them; always 0 elsewhere."""
    counted = Path(f"/proc/{process}/schedstat")

    def spent() -> float:
        try:
            return int(counted.read_text().split()[0]) / 1e9
        except OSError:
            return 0.0

    return spent


def _fill(connection: psycopg.Connection[Any], facts: Iterable[Facts]) -> None:
    connection.execute(TABLE)
    copying = f"COPY listing ({COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copying) as copy:
        for number, one in enumerate(facts):
            row = row_of(number, one)
            named = " ".join(one.activities)
            words = (one.title, named, one.organization, one.description)
            copy.write_row((*row[:3], bool(row[3]), *row[4:], *words))
    for step in INDEXED:
        connection.execute(step)


def _best(connection: psycopg.Connection[Any], asked: Asked, today: date) -> list[str]:
    words = {
        phrase.words[word.start : word.end]
        for phrase in asked.phrases
        for word in read(phrase.words)
    }
    lexemes = {one for word in words for one in re.findall(r"\w+", word)}
    if not lexemes:
        return []
    wanted, bound = fits(asked, today)
    wanted = wanted.replace("days & :days", "(days & :days) <> 0")
    wanted = re.sub(r":(\w+)", r"%(\1)s", wanted)
    bound["words"] = " | ".join(f"'{one}'" for one in sorted(lexemes))
    found = connection.execute(BEST.format(fits=wanted), bound)
    return [one for (one,) in found]
