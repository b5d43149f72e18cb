"""The matching kept honest by people and judgments of our own over the demo town.

What one phrase must and must not show is read from ``phrases.jsonl``, and the figures
over everyone must not fall below their floors. Nothing here knows the lexicon: see
``tests/data/evaluation/README.md``.
"""

import json
from functools import cache
from pathlib import Path

import pytest

import catalogue
from catalogue.activities import load_lexicon
from catalogue.imports import read_file
from catalogue.opportunities import read_draft
from catalogue.places import load_postcodes
from matcher.knowing import facts_of, understood
from matcher.people_files import read_judgments
from matcher.ranking import Asked, Index, Phrase, rank
from matcher.trials import figures_of, open_trial

EVALUATION = Path(__file__).parent.parent / "data" / "evaluation"
PEOPLE = EVALUATION / "people.jsonl"
JUDGMENTS = EVALUATION / "judgments.jsonl"
LISTINGS = Path(catalogue.__file__).parent / "data" / "demo" / "listings.jsonl"

NDCG_AT_LEAST = 0.75
"""nDCG@10 by score over these people may not fall below this; measured 0.79."""

NOISE_AT_MOST = 0.53
"""Of what these people are shown, at most this share may be graded 0 or unjudged;
measured 0.51. Wished for is 0.4, as the listings of two towns have it."""

PEOPLE_AT_LEAST = 60
"""Fewer people than this say little about a ranking."""


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


@cache
def lexicon():
    return load_lexicon()


@cache
def town() -> Index:
    postcodes = load_postcodes()
    rows = read_file(LISTINGS)
    drafts = [row.draft for row in rows if row.draft]
    rows.close()
    return Index.build(
        facts_of(d.source_id, d, read_draft(d, lexicon()), postcodes) for d in drafts
    )


@cache
def figures() -> dict[str, dict]:
    return figures_of(open_trial(LISTINGS, PEOPLE, None), read_judgments(JUDGMENTS))


def ids_of_the_town() -> set[str]:
    return {listing["id"] for listing in lines(LISTINGS)}


def shown(words: str, kind: str) -> list[str]:
    asked = understood(Asked(phrases=(Phrase(words=words, kind=kind),)), lexicon())
    return [match.facts.id for match in rank(asked, town()).matches]


def rows_of_the_table() -> list:
    """Each line; ``not_yet`` says why one still fails, and must go when it does not."""
    return [
        pytest.param(
            line,
            id=line["words"],
            marks=[pytest.mark.xfail(reason=line["not_yet"], strict=True)]
            if "not_yet" in line
            else [],
        )
        for line in lines(EVALUATION / "phrases.jsonl")
    ]


@pytest.mark.parametrize("line", rows_of_the_table())
def test_a_phrase_shows_what_it_means_and_nothing_it_does_not(line):
    wanted, never = line["first_three"], line["never"]

    found = shown(line["words"], line["kind"])

    assert not wanted or set(wanted) & set(found[:3]), (
        f"“{line['words']}” should show one of {wanted} first, not {found[:3]}"
    )
    assert wanted or not found, f"“{line['words']}” should show nothing, not {found}"
    wrong = [one for one in found if one in never]
    assert not wrong, f"“{line['words']}” should never show {wrong}"


def test_the_table_names_only_listings_of_the_town():
    table = lines(EVALUATION / "phrases.jsonl")

    named = {one for line in table for one in line["first_three"] + line["never"]}

    assert named - ids_of_the_town() == set()


def test_every_judged_listing_is_in_the_town():
    judged = {line["doc"] for line in lines(JUDGMENTS)}

    assert judged - ids_of_the_town() == set()


def test_everybody_has_judgments_and_nobody_else_has():
    people = [person["id"] for person in lines(PEOPLE)]

    assert len(people) >= PEOPLE_AT_LEAST
    assert set(people) == set(read_judgments(JUDGMENTS))
    assert len(people) == len(set(people))


def test_nothing_is_judged_twice():
    pairs = [(line["persona"], line["doc"]) for line in lines(JUDGMENTS)]

    assert len(pairs) == len(set(pairs))


def test_the_ranking_stays_above_its_floor_for_the_people_of_wenbrook():
    by_score = figures()["ours, by score"]

    assert by_score["nDCG@10"] >= NDCG_AT_LEAST
    assert by_score["noise share"] <= NOISE_AT_MOST


def test_no_score_buys_its_way_past_openness_for_anybody_in_wenbrook():
    assert figures()["ours, as shown"]["openness inversions"] == 0
