"""An index as arrays that have names, and such arrays as an index again. Pure.

Whoever keeps them decides where. Arrays that are looked at in a file stay there: of an
index that is opened so, only words and what is counted by them become objects.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.ranking.columns import FLAT, Columns
from matcher.ranking.index.pieces import Numbered, Pieces, Texts, numbered, texts_of
from matcher.ranking.index.records import Records
from matcher.ranking.index.segment import Segment
from matcher.ranking.index.statistics import WordStatistics
from matcher.ranking.index.whole import Index
from matcher.ranking.rows import Rows
from matcher.ranking.spelling import Speller

Arrays = Mapping[str, NDArray[Any]]

PLAIN = ("cells", "lengths")
LOOKED_UP_OFTEN = ("terms", "words", "activities", "areas")
"""Whose keys become a dict when an index is opened; the others are asked for once or
twice in a search, if at all, and have ten times as many."""

LOOKED_UP_SELDOM = ("names", "whereabouts")


def arrays_of(index: Index) -> dict[str, NDArray[Any]]:
    """Everything there is to an index in which nothing changed since it was counted.

    Raises ValueError for another.
    """
    if index.changes:
        raise ValueError("an index that changed is counted anew before it is kept")
    (segment,) = index._segments
    return {
        "listings": np.array([index.statistics.listings], np.int64),
        "averages": np.array(index.statistics.average_lengths, np.float64),
        "worths": np.array(
            [index.worths[one] for one in segment.activities.keys], np.float64
        ),
        **segment_arrays(segment),
    }


def segment_arrays(segment: Segment) -> dict[str, NDArray[Any]]:
    """Everything there is to one segment."""
    columns = {name: getattr(segment.columns, name) for name in _COLUMNS}
    return {
        **{name: getattr(segment, name) for name in PLAIN},
        **_under("columns", columns),
        **_under("ids", laid_pieces(segment.ids.pieces)),
        **_under("records", laid_pieces(segment.facts.pieces)),
        "order": segment.facts.order,
        **{
            name: array
            for rows in (*LOOKED_UP_OFTEN, *LOOKED_UP_SELDOM)
            for name, array in _under(rows, _laid_rows(getattr(segment, rows))).items()
        },
    }


def index_of(arrays: Arrays) -> Index:
    """The index whose ``arrays_of`` these are.

    Raises KeyError when one is missing. What the arrays hold is believed.
    """
    segment = segment_of(arrays)
    statistics = WordStatistics(
        listings=int(arrays["listings"][0]),
        document_frequencies=segment.terms.counts,
        average_lengths=tuple(arrays["averages"].tolist()),
        words=segment.words.counts,
    )
    worths = zip(segment.activities.keys, arrays["worths"].tolist(), strict=True)
    return Index(
        statistics=statistics,
        worths=dict(worths),
        speller=Speller(statistics.words),
        _segments=(segment,),
        _gone=(np.zeros(len(segment), np.bool_),),
        _scopes=(None,),
    )


def segment_of(arrays: Arrays) -> Segment:
    """The segment whose ``segment_arrays`` these are; KeyError."""
    rows: dict[str, Any] = {
        **{name: _rows(arrays, name) for name in LOOKED_UP_OFTEN},
        **{name: _rows_asked_seldom(arrays, name) for name in LOOKED_UP_SELDOM},
    }
    plain: dict[str, Any] = {name: arrays[name] for name in PLAIN}
    columns: dict[str, Any] = {name: arrays[f"columns.{name}"] for name in _COLUMNS}
    return Segment(
        facts=Records(pieces=pieces_in(arrays, "records"), order=arrays["order"]),
        ids=Texts(pieces=pieces_in(arrays, "ids")),
        columns=Columns(**columns),
        **plain,
        **rows,
    )


_COLUMNS = (*FLAT, "points", "point_starts")


def laid_pieces(pieces: Pieces) -> dict[str, NDArray[Any]]:
    """Pieces as arrays."""
    return {"data": pieces.data, "starts": pieces.starts}


def pieces_in(arrays: Arrays, name: str) -> Pieces:
    """The pieces whose arrays stand under this name."""
    return Pieces(data=arrays[f"{name}.data"], starts=arrays[f"{name}.starts"])


def _under(name: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    return {f"{name}.{part}": array for part, array in arrays.items()}


def _laid_rows(rows: Rows) -> dict[str, NDArray[Any]]:
    known = numbered(texts_of(rows.keys))
    return {
        "starts": rows.starts,
        "positions": rows.positions,
        **_under("keys", laid_pieces(known.texts.pieces)),
        "sums": known.sums,
        "numbers": known.numbers,
        **{f"value{at}": value for at, value in enumerate(rows.values)},
    }


def _rows(arrays: Arrays, name: str) -> Rows:
    texts = Texts(pieces=pieces_in(arrays, f"{name}.keys"))
    return _rows_with({key: at for at, key in enumerate(texts)}, arrays, name)


def _rows_asked_seldom(arrays: Arrays, name: str) -> Rows:
    known = Numbered(
        texts=Texts(pieces=pieces_in(arrays, f"{name}.keys")),
        sums=arrays[f"{name}.sums"],
        numbers=arrays[f"{name}.numbers"],
    )
    return _rows_with(known, arrays, name)


def _rows_with(keys: Mapping[str, int], arrays: Arrays, name: str) -> Rows:
    return Rows(
        keys=keys,
        starts=arrays[f"{name}.starts"],
        positions=arrays[f"{name}.positions"],
        values=tuple(_values(arrays, name)),
    )


def _values(arrays: Arrays, name: str) -> Iterator[NDArray[Any]]:
    at = 0
    while (value := arrays.get(f"{name}.value{at}")) is not None:
        yield value
        at += 1
