"""What the ranking is timed against: two usual ways, done with care.

Both get the same listings, leave out what is closed or over, apply the same firm
conditions (what nobody has said never excludes), put the community first and give the
best 20. Both are spared work that ours does in the same time: counting what further
conditions would leave, hearing a "no", putting spelling right (rapidfuzz does in its
way). Distance is a box for them, a circle for
ours. Conditions other than place, days and cost are not built.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from math import cos, radians
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils

from matcher.ranking import Asked, Facts, Place, rank_of
from matcher.ranking.words import read
from tests.benchmarks.made_names import KM_PER_DEGREE

SHOWN = 20
"""Results of one screen."""

FTS5 = "SQLite FTS5"
RAPIDFUZZ = "rapidfuzz token_set_ratio"

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

TABLES = """
CREATE TABLE listing (
    number INTEGER PRIMARY KEY, id TEXT, openness INTEGER, closed INTEGER,
    last_day INTEGER, days INTEGER, cost_pence INTEGER, online INTEGER,
    latitude REAL, longitude REAL
);
CREATE VIRTUAL TABLE words USING fts5(
    title, activities, organization, description,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
"""

BEST = f"""
SELECT listing.id FROM words JOIN listing ON listing.number = words.rowid
WHERE words MATCH :words AND {{fits}}
ORDER BY listing.openness, bm25(words, 4.0, 3.0, 1.5, 1.0) LIMIT {SHOWN}
"""
"""Columns weigh as in ``matcher.ranking.index.FIELD_WEIGHTS``."""

Bound = dict[str, float | str]


def open_fts5(facts: Iterable[Facts]) -> sqlite3.Connection:
    """The listings in an SQLite database in memory, indexed and optimized."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    connection.executemany(
        "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row_of(number, one) for number, one in enumerate(facts)),
    )
    connection.executemany(
        "INSERT INTO words (rowid, title, activities, organization, description)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            (n, one.title, " ".join(one.activities), one.organization, one.description)
            for n, one in enumerate(facts)
        ),
    )
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.commit()
    return connection


def best_by_fts5(
    connection: sqlite3.Connection, asked: Asked, today: date
) -> list[str]:
    """Ids of the best by openness, then BM25 of any of the phrases' words."""
    words = _any_of(asked)
    if not words:
        return []
    wanted, bound = fits(asked, today)
    found = connection.execute(BEST.format(fits=wanted), {**bound, "words": words})
    return [one for (one,) in found]


def texts_of(facts: Iterable[Facts]) -> list[str]:
    """Title and description of each listing as rapidfuzz compares them, made once."""
    return [utils.default_process(f"{one.title} {one.description}") for one in facts]


def best_by_rapidfuzz(
    texts: Sequence[str], connection: sqlite3.Connection, asked: Asked, today: date
) -> list[str]:
    """Ids of the best by openness, then ``token_set_ratio`` to the likest phrase."""
    rows = in_reach(connection, asked, today)
    if not rows:
        return []
    phrases = [utils.default_process(phrase.words) for phrase in asked.phrases]
    likeness = process.cdist(
        phrases,
        [texts[number] for number, _, _ in rows],
        scorer=fuzz.token_set_ratio,
        dtype=np.float32,
    ).max(axis=0)
    openness = np.array([openness for _, _, openness in rows])
    best = np.lexsort((-likeness, openness))[:SHOWN]
    return [rows[place][1] for place in best.tolist()]


def in_reach(
    connection: sqlite3.Connection, asked: Asked, today: date
) -> list[tuple[int, str, int]]:
    """(number, id, rank of openness) of every listing that meets what is firm."""
    wanted, bound = fits(asked, today)
    query = f"SELECT number, id, openness FROM listing WHERE {wanted}"
    return connection.execute(query, bound).fetchall()


def row_of(number: int, one: Facts) -> tuple[Any, ...]:
    """A listing as the peers keep it, in the order of the table ``listing``."""
    latitude, longitude = one.points[0] if one.points else (None, None)
    least = one.cost_pence if one.lowest_cost_pence is None else one.lowest_cost_pence
    return (
        number,
        one.id,
        rank_of(one.openness),
        not (one.joinable and one.adults),
        one.last_day and one.last_day.toordinal(),
        _bits(day for day, _ in one.meets) if one.meets else None,
        least,
        one.online,
        latitude,
        longitude,
    )


def _bits(days: Iterable[str]) -> int:
    return sum(1 << DAYS.index(day) for day in set(days))


def _any_of(asked: Asked) -> str:
    """The words of all phrases that say something, joined by OR; stopwords spared."""
    words = {
        phrase.words[word.start : word.end].replace('"', "")
        for phrase in asked.phrases
        for word in read(phrase.words)
    }
    return " OR ".join(f'"{word}"' for word in sorted(words))


def fits(asked: Asked, today: date) -> tuple[str, Bound]:
    """What is firm, as SQL over ``listing``, and what it binds."""
    wanted = ["NOT closed", "(last_day IS NULL OR last_day >= :today)"]
    bound: Bound = {"today": today.toordinal()}
    if asked.conditions.days:
        wanted.append("(days IS NULL OR days & :days)")
        bound["days"] = _bits(asked.conditions.days)
    if asked.conditions.max_cost_pence is not None:
        wanted.append("(cost_pence IS NULL OR cost_pence <= :most_pence)")
        bound["most_pence"] = asked.conditions.max_cost_pence
    if asked.place and asked.place.travel_km is not None:
        wanted.append(
            "(latitude IS NULL OR online OR (latitude BETWEEN :south AND :north"
            " AND longitude BETWEEN :west AND :east))"
        )
        bound |= box_around(asked.place, asked.place.travel_km)
    return " AND ".join(wanted), bound


def box_around(place: Place, travel_km: float) -> dict[str, float]:
    """The smallest box around the circle of ``travel_km``, in degrees."""
    high = travel_km / KM_PER_DEGREE
    wide = high / cos(radians(place.latitude))
    return {
        "south": place.latitude - high,
        "north": place.latitude + high,
        "west": place.longitude - wide,
        "east": place.longitude + wide,
    }
