"""The quick ways of an index give what looking at everything gives, always."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from zlib import crc32

import numpy as np
import pytest

from matcher.ranking import (
    OPENNESS_ORDER,
    Asked,
    Conditions,
    Facts,
    Index,
    Meant,
    Phrase,
    Place,
    Ranking,
    beside,
    browse,
    joined,
    rank,
    rows,
)
from matcher.ranking import standings as of_standings
from matcher.ranking.index import merging, places, reading, tellings, whole
from matcher.ranking.index.laid import arrays_of, index_of, segment_arrays, segment_of
from matcher.ranking.index.pieces import numbered
from matcher.ranking.index.records import pack, unpack
from matcher.ranking.index.segment import Segment
from matcher.ranking.rows import Lookup, Rows
from tests.benchmarks.seeded import seeded
from tests.ranking.builders import HOME, reads
from tests.ranking.plain_words import read_listing
from tests.ranking.plainly import plainly

TODAY = date(2026, 11, 24)
CASES = 1_000
"""Random questions to random catalogues; a tie somewhere in nearly all of them."""

WORDS = (
    *("choir", "sing", "garden", "pottery", "tram", "quiz", "people", "meet"),
    *("football", "singer", "café", "pub"),
)
ACTIVITIES = ("choir", "allotment", "trams", "pub-quiz")
TOWN = (53.0, -1.75)
MONDAYS, TUESDAY_EVENINGS = frozenset({("MO", None)}), frozenset({("TU", "evening")})


def a_listing(number: int, random: Random) -> Facts:
    """A listing much like others, so that there are ties and twins."""
    title = " ".join(random.choices(WORDS, k=random.randint(1, 2)))
    spread = random.choice([0.001, 0.05, 1.0])
    points = [
        (TOWN[0] + random.gauss(0, spread), TOWN[1] + random.gauss(0, spread))
        for _ in range(random.choice([0, 1, 1, 1, 1, 2]))
    ]
    return Facts(
        id=f"x{number:04}",
        title=title,
        description=" ".join(random.choices(WORDS, k=random.randint(0, 4))),
        organization=random.choice(["", "Mill Street", "Garden Trust"]),
        venues=tuple(random.sample(["The Hall", "Mill Street"], random.randint(0, 1))),
        readings=tuple(
            reads(x, random.choice([0.3, 0.6, 0.9]), title)
            for x in random.sample(ACTIVITIES, random.randint(0, 2))
        ),
        openness=random.choice(OPENNESS_ORDER),
        joinable=random.random() < 0.95,
        points=tuple(points),
        covers=frozenset({"Wenbrook"} if random.random() < 0.05 else ()),
        online=random.choice([None, None, None, True, False]),
        meets=random.choice([None, MONDAYS, TUESDAY_EVENINGS]),
        last_day=random.choice([None, None, TODAY - timedelta(days=1), TODAY]),
        cost_pence=random.choice([None, 0, 300]),
        step_free=random.choice([None, True, False]),
        assured_on=random.choice([None, TODAY - timedelta(days=30)]),
    )  # fmt: skip


def a_question(random: Random) -> Asked:
    def phrase() -> Phrase:
        words = " ".join(random.choices(WORDS, k=random.randint(1, 3)))
        span = (0, len(words))
        means = random.sample(ACTIVITIES, random.randint(0, 2))
        meant = tuple(
            Meant(activity=x, weight=random.choice([0.5, 0.9]), spans=(span,))
            for x in means
        )
        refused = meant[:1] if random.random() < 0.1 else ()
        return Phrase(words=words, meant=meant, refused=refused)

    seldom = lambda: random.random() < 0.15  # noqa: E731 - it reads as a word
    return Asked(
        phrases=tuple(phrase() for _ in range(random.randint(1, 4))),
        place=random.choice(
            [None, replace(HOME, travel_km=random.choice([None, 0.5, 5.0, 30.0]))]
        ),
        conditions=Conditions(
            free=seldom(),
            days=frozenset({"MO"} if seldom() else ()),
            parts_of_day=frozenset({"evening"} if seldom() else ()),
            step_free=seldom(),
            online=seldom(),
        ),
        put_first=random.choice([(), (), ("Mill Street",), ("nowhere", "x0003")]),
        avoid=("the hall",) if seldom() else (),
        not_these=frozenset({"x0001"} if seldom() else ()),
    )  # fmt: skip


def told(ranking: Ranking) -> object:
    matches = [(m.facts.id, m.score, m.others) for m in ranking.matches]
    return (
        matches, dict(ranking.totals), dict(ranking.choices),
        dict(ranking.choices_to_ask), ranking.unanswered,
    )  # fmt: skip


def test_what_is_shown_is_what_putting_everything_in_order_shows(monkeypatch):
    monkeypatch.setattr(of_standings, "FEW", 3)
    monkeypatch.setattr(beside, "LOOKED_AT_FIRST", 6)
    monkeypatch.setattr(rows, "LONG", 4)
    monkeypatch.setattr(places, "WORTH_A_GRID", 1)
    random = seeded(7)

    wrong = []
    for _ in range(CASES // 50):
        index = Index.build(
            a_listing(n, random) for n in range(random.choice([0, 5, 60]))
        )
        for _ in range(50):
            asked, limit = a_question(random), random.choice([None, 2, 5])
            fold = random.random() < 0.5
            ranking = rank(
                asked,
                index,
                today=TODAY,
                limit=limit,
                branches="folded" if fold else "apart",
            )
            if told(ranking) != plainly(asked, index, TODAY, limit, fold=fold):
                wrong.append(asked)

    assert wrong == []


def test_looking_at_a_few_listings_at_a_time_gives_what_all_at_once_give(monkeypatch):
    random = seeded(8)
    index = Index.build(a_listing(n, random) for n in range(60))
    questions = [a_question(random) for _ in range(100)]

    of_all = [told(rank(one, index, today=TODAY)) for one in questions]
    monkeypatch.setattr(joined, "IN_CACHE", 7)

    assert [told(rank(one, index, today=TODAY)) for one in questions] == of_all


def test_a_catalogue_that_changed_is_the_same_as_one_read_anew(monkeypatch):
    monkeypatch.setattr(places, "WORTH_A_GRID", 30)
    random = seeded(8)

    for number in range(25):
        monkeypatch.setattr(whole, "FEW", 2 + number % 3)
        listings = {f"x{n:04}": a_listing(n, random) for n in range(40)}
        index = Index.build(listings.values())
        for _ in range(12):
            told_anew = [
                a_listing(random.randrange(80), random)
                for _ in range(random.randint(0, 3))
            ]
            told_anew = list({one.id: one for one in told_anew}.values())
            gone = random.sample(sorted(listings), 1)
            gone = [one for one in gone if one not in {x.id for x in told_anew}]
            index = index.changed(told_anew, gone)
            listings |= {one.id: one for one in told_anew}
            for one in gone:
                del listings[one]
            anew = replace(
                Index.build(listings.values(), index.statistics), worths=index.worths
            )
            asked = a_question(random)
            assert told(rank(asked, index, today=TODAY, limit=5)) == told(
                rank(asked, anew, today=TODAY, limit=5)
            )
            assert [m.facts for m in browse(asked, index)] == [
                m.facts for m in browse(asked, anew)
            ]
        assert {one.id: one for one in index.facts} == listings


def test_recounting_gives_what_building_gives():
    random = seeded(9)
    listings = [a_listing(n, random) for n in range(30)]
    index = Index.build(listings[:20]).changed(listings[15:], ["x0002"])

    recounted = index.recounted()

    built = Index.build(one for one in listings if one.id != "x0002")
    assert recounted.statistics == built.statistics
    assert recounted.worths == built.worths
    assert (recounted.changes, index.changes > 0) == (0, True)
    for term in built.statistics.document_frequencies:
        for one, other in zip(
            recounted.postings(term), built.postings(term), strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_what_leaves_a_catalogue_as_it_was_leaves_it_in_one_piece_to_be_kept():
    choir, tram = Facts(id="a", title="choir"), Facts(id="b", title="tram")
    index = Index.build([choir])

    unheard_of = index.changed(gone=["nobody"])
    came_and_went = index.changed([tram]).changed(gone=["b"], few=1)
    last_of_all = Index.build([]).changed(gone=["nobody"])

    for one in (unheard_of, came_and_went, last_of_all):
        assert one.changes == 0
        assert list(index_of(arrays_of(one)).facts) == list(one.facts)


def test_a_catalogue_read_in_parts_is_the_one_read_in_one_piece(monkeypatch):
    monkeypatch.setattr(places, "WORTH_A_GRID", 20)
    monkeypatch.setattr(merging, "AT_ONCE", 5)
    monkeypatch.setattr(tellings, "AT_ONCE", 5)
    random = seeded(11)
    listings = [a_listing(n, random) for n in range(60)]

    parts = Index.build(listings, at_once=25, aside=laid_aside)

    at_once = Index.build(listings)
    assert parts.statistics == at_once.statistics
    assert parts.worths == at_once.worths
    assert list(parts.facts) == list(at_once.facts)
    for term in at_once.statistics.document_frequencies:
        assert told_row(parts.terms, term) == told_row(at_once.terms, term)
    for activity in ACTIVITIES:
        several = [x.readings.of(activity) for x in (parts, at_once)]
        assert several[0].positions.tolist() == several[1].positions.tolist()
        assert several[0].weights.tolist() == several[1].weights.tolist()
    with pytest.raises(ValueError, match="share the id"):
        Index.build([*listings, listings[0]], at_once=25)


def laid_aside(segment: Segment) -> Segment:
    """As a file gives it back."""
    return segment_of(segment_arrays(segment))


def told_row(rows: Lookup, key: str) -> object:
    """Everything that is known of one key."""
    row = rows.of(key)
    assert row is not None
    return row.positions.tolist(), [one.tolist() for one in row.values]


def test_an_index_that_changed_leaves_the_one_before_as_it_was():
    before = Index.build([Facts(id="a", title="choir"), Facts(id="b", title="tram")])
    asked = Asked(phrases=(Phrase(words="choir"),))
    then = rank(asked, before)

    after = before.changed([Facts(id="c", title="choir")], ["a"])

    assert [m.facts.id for m in rank(asked, after).matches] == ["c"]
    assert rank(asked, before) == then


@pytest.mark.parametrize("term", ["choir", "tram", "nowhere"])
def test_postings_are_those_of_each_listing_read_by_itself(term):
    random = seeded(10)
    listings = [a_listing(n, random) for n in range(50)]

    positions, tellings, carried = Index.build(listings).postings(term)

    index = Index.build(listings)
    using = [index.facts[int(at)] for at in positions]
    assert {one.id for one in using} == {
        one.id for one in listings if term in read_listing(one).uses
    }
    assert [term in read_listing(one).carried for one in using] == carried.tolist()
    assert all(0 < one <= 1 for one in tellings)


@pytest.mark.parametrize(
    "place", [(53.0, -1.75), (0.0, 179.99), (89.99, 0.0), (-51.7, -57.9)]
)
def test_what_is_left_out_near_a_place_is_too_far_away(monkeypatch, place):
    monkeypatch.setattr(places, "WORTH_A_GRID", 1)
    random = seeded(11)
    listings = [
        Facts(
            id=f"{n:04}",
            title="choir",
            points=(
                (
                    place[0] + random.gauss(0, 0.2),
                    max(-180, min(180, place[1] + random.gauss(0, 0.2))),
                ),
            ),
        )
        for n in range(400)
    ] + [Facts(id=f"far{n}", title="tram", points=((10.0, 10.0),)) for n in range(2000)]
    asked = Asked(
        phrases=(Phrase(words="choir"),),
        place=Place(latitude=place[0], longitude=place[1], travel_km=9.0),
    )
    index = Index.build(listings)

    ranking = rank(asked, index)

    assert told(ranking) == plainly(asked, index, None, None, fold=True)
    assert ranking.matches


TEXTS = (
    *("No alcohol, tea or beer", "alcohol-free", "Alcohol free bar", "non-contact"),
    *(
        "Not just football",
        "five-a-side or 5 a side",
        "the and of",
        "",
        "Café – crêpes",
    ),
    *("no no dogs, but dogs", "never without a crèche", "O'Brien’s \u0130stanbul"),
)


def test_words_counted_together_are_those_of_each_listing_read_by_itself(monkeypatch):
    monkeypatch.setattr(reading, "TOGETHER", 7)
    random = seeded(12)
    listings = [
        Facts(
            id=f"{n:03}",
            title=random.choice(TEXTS),
            description=" ".join(random.choices(TEXTS, k=random.randint(0, 4))),
            activities=tuple(random.choices(TEXTS, k=random.randint(0, 2))),
            organization=random.choice(TEXTS),
        )
        for n in range(60)
    ]

    (segment,) = Index.build(listings)._segments

    for at, one in enumerate(listings):
        read = read_listing(one)
        assert segment.lengths[at].tolist() == read.lengths
        assert _of(segment.words, at).keys() == read.words
        terms = {key: row[1:] for key, row in _of(segment.terms, at).items()}
        assert terms == {
            term: (
                term in read.carried,
                sum(said << bit for bit, said in enumerate(uses)),
            )
            for term, uses in read.uses.items()
        }


def _of(rows: Rows, position: int) -> dict[str, tuple[object, ...]]:
    """What rows say of one listing, by key."""
    found = {key: rows.of(key) for key in rows.keys}
    return {
        key: tuple(value[row.positions == position].tolist()[0] for value in row.values)
        for key, row in found.items()
        if position in row.positions
    }


def test_facts_come_back_from_their_records_as_they_went():
    random = seeded(13)
    many = [
        replace(a_listing(n, random), title="half a pair \ud83d") for n in range(90)
    ]

    kept = [unpack(pack(one)) for one in many]

    assert kept == many
    assert many == kept
    assert [hash(one) for one in kept] == [hash(one) for one in many]
    assert [replace(one, title="") for one in kept] == [
        replace(one, title="") for one in many
    ]
    assert kept[0] != kept[1]
    assert kept[0] != replace(many[0], readings=(reads("quiz", 0.5, "quiz"),))


def test_texts_in_one_stretch_are_found_by_what_they_say():
    texts = ["", "a", "pub\nquiz", "café", "\ud83d", "plumless", "buckeroo"]

    known = numbered(texts)

    assert list(known) == texts
    assert [known[one] for one in texts] == list(range(len(texts)))
    assert crc32(b"plumless") == crc32(b"buckeroo")  # told apart by the text itself
    assert [known.get(one) for one in ("b", "caf", "a ")] == [None, None, None]


def test_a_text_of_more_words_than_are_counted_is_no_short_one():
    counts = np.array([0, 65_535, 65_536, 65_540])

    kept = reading.lengths_of(counts).tolist()

    assert kept == [0, 65_535, 65_535, 65_535]
