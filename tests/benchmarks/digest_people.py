"""A hundred thousand people who want letters, and a week's new listings, in a database.

People say what ``made_profiles`` says for them: sixty phrases, a fifth with a slip, so
that many say the same and hundreds of readings are left. Four in five set out from a
town of the county; the others go anywhere. Rows are written as bare rows, and listings
as ``made_database`` stores them: this is no measure of how either come in.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import SQLModel

from matcher.db import writing
from matcher.models import ConsentTo
from matcher.ranking import Asked
from tests.benchmarks import digest_world as world
from tests.benchmarks.made_catalogue import make_county
from tests.benchmarks.made_database import open_made
from tests.benchmarks.made_names import town_weights
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.seeded import seeded

SEED = 6_112_026
AT_ONCE = 2_000
NEAR = 0.8

Rows = dict[str, list[dict[str, Any]]]


def open_filled(url: str, *, people: int, listings: int) -> sa.Engine:
    """An empty database, brought up to date, with so many people and new listings."""
    now = world.SUNDAY - timedelta(days=1)
    engine = open_made(url, listings, seed=SEED, now=now)
    for first in range(0, people, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, people))
        with writing(engine) as session:
            for table, rows in _rows(numbers).items():
                session.execute(sa.insert(SQLModel.metadata.tables[table]), rows)
    return engine


def _rows(numbers: Sequence[int]) -> Rows:
    rows: Rows = {
        name: []
        for name in ("person", "subscription", "consent", "phrase", "chosen_condition")
    }
    random = seeded("people", SEED, numbers[0])
    towns = make_county(SEED)
    made = make_profiles(len(numbers), seed=SEED + numbers[0])
    for number, asked in zip(numbers, made, strict=True):
        person_id = world.person_id(number)
        town = random.choices(towns, cum_weights=town_weights()[: len(towns)])[0]
        is_near = random.random() < NEAR
        rows["person"].append(
            {
                "id": person_id,
                "called": f"Person {number}",
                "email": world.address_of(number),
                "place_words": town.name if is_near else None,
                "travel_km": random.choice((2.0, 5.0, 10.0)) if is_near else None,
                "created_at": world.SUNDAY,
                "active_at": world.SUNDAY,
            }
        )
        rows["subscription"].append(_subscription(person_id))
        rows["consent"].append(_consent(person_id))
        rows["phrase"] += _phrases(person_id, asked)
        rows["chosen_condition"] += _chosen(person_id, asked)
    return {name: some for name, some in rows.items() if some}


def _subscription(person_id: UUID) -> dict[str, Any]:
    return {
        "id": person_id,
        "person_id": person_id,
        "asked_at": world.SUNDAY,
        "confirmed_at": world.SUNDAY,
    }


def _consent(person_id: UUID) -> dict[str, Any]:
    return {
        "id": uuid5(person_id, "yes"),
        "person_id": person_id,
        "purpose": ConsentTo.WEEKLY_LETTER,
        "given": True,
        "wording": "A weekly letter?",
        "at": world.SUNDAY,
    }


def _phrases(person_id: UUID, asked: Asked) -> Iterator[dict[str, Any]]:
    for position, phrase in enumerate(asked.phrases):
        yield {
            "id": uuid5(person_id, str(position)),
            "person_id": person_id,
            "kind": phrase.kind,
            "words": phrase.words,
            "position": position,
            "created_at": world.SUNDAY,
        }


def _chosen(person_id: UUID, asked: Asked) -> Iterator[dict[str, Any]]:
    for day in sorted(asked.conditions.days):
        yield {"person_id": person_id, "name": "day", "value": day}
    pence = asked.conditions.max_cost_pence
    if pence is not None:
        yield {"person_id": person_id, "name": "max_cost_pence", "value": str(pence)}
