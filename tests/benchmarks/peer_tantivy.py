"""tantivy, the search engine: every word with one slip forgiven, and what is firm.

A bench extra, never needed: ``pip install tantivy`` beside the tests' packages, and its
rows are there. It is spared the order by openness, which it has no cheap way for, and
the counts of filters. Distance is a box, as for the other peers.
"""

from collections.abc import Callable, Iterable
from datetime import date
from importlib.util import find_spec
from typing import Any

from matcher.ranking import Asked, Facts
from matcher.ranking.words import fold, read
from tests.benchmarks.peers import SHOWN, box_around, row_of

TANTIVY = "tantivy, fuzzy 1"
FIELDS = ("title", "activities", "organization", "description")
NOBODY_SAID = -1


def open_tantivy(
    facts: Iterable[Facts], today: date
) -> Callable[[Asked], list[str]] | None:
    """The listings in an index in memory, ready to be asked; None without tantivy."""
    if find_spec("tantivy") is None:
        return None
    import tantivy  # type: ignore[import-not-found]

    schema = _schema(tantivy)
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for number, one in enumerate(facts):
        _, key, _, closed, last_day, _, cost_pence, online, *point = row_of(number, one)
        if closed or (last_day or today.toordinal()) < today.toordinal():
            continue
        latitude, longitude = point
        anywhere = latitude is None or bool(online)
        writer.add_document(
            tantivy.Document(
                id=key,
                title=one.title,
                activities=" ".join(one.activities),
                organization=one.organization,
                description=one.description,
                cost=NOBODY_SAID if cost_pence is None else cost_pence,
                anywhere=int(anywhere),
                latitude=float(latitude or 0),
                longitude=float(longitude or 0),
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def best(asked: Asked) -> list[str]:
        query = _query(tantivy, schema, asked)
        hits = searcher.search(query, SHOWN).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return best


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="default")
    for field in ("cost", "anywhere"):
        builder.add_integer_field(field, indexed=True, fast=True)
    for field in ("latitude", "longitude"):
        builder.add_float_field(field, indexed=True, fast=True)
    return builder.build()


def _query(tantivy: Any, schema: Any, asked: Asked) -> Any:
    words = {
        fold(phrase.words[word.start : word.end])
        for phrase in asked.phrases
        for word in read(phrase.words)
    }
    query, occur = tantivy.Query, tantivy.Occur
    any_word = query.boolean_query(
        [
            (occur.Should, query.fuzzy_term_query(schema, field, word, 1))
            for word in sorted(words)
            for field in FIELDS
        ]
    )
    parts = [(occur.Must, any_word)]

    def between(field: str, least: float, most: float, kind: Any) -> Any:
        return query.range_query(schema, field, kind, least, most)

    if asked.conditions.max_cost_pence is not None:
        most = asked.conditions.max_cost_pence
        kind = tantivy.FieldType.Integer
        parts.append((occur.Must, between("cost", NOBODY_SAID, most, kind)))
    if asked.place and asked.place.travel_km is not None:
        box = box_around(asked.place, asked.place.travel_km)
        kind = tantivy.FieldType.Float
        inside = query.boolean_query(
            [
                (occur.Must, between("latitude", box["south"], box["north"], kind)),
                (occur.Must, between("longitude", box["west"], box["east"], kind)),
            ]
        )
        anywhere = query.term_query(schema, "anywhere", 1)
        near = [(occur.Should, inside), (occur.Should, anywhere)]
        parts.append((occur.Must, query.boolean_query(near)))
    return query.boolean_query(parts)
