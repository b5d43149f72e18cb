"""The benches run, say what they promise to say, and compare like with like.

No test here looks at a time: that is for whoever runs a bench on a quiet machine.
"""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.people_files import read_judgments
from matcher.ranking import Asked, browse
from matcher.ranking.listing_words import text_of
from matcher.ranking.quality import measure
from matcher.trials import match_files
from tests.benchmarks import digest_speed, made_catalogue, relevance
from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure
from tests.benchmarks.lighthouse import slowdown_for
from tests.benchmarks.made_catalogue import make_county, make_drafts, make_facts
from tests.benchmarks.made_profiles import make_profiles
from tests.benchmarks.match_sizes import SEED, TODAY
from tests.benchmarks.match_speed import Field, open_field
from tests.benchmarks.peer_postgres import postgres_at
from tests.benchmarks.peers import FTS5, RAPIDFUZZ, in_reach
from tests.benchmarks.registry import BENCHES, ONLY_BY_NAME
from tests.benchmarks.timing import interleaved

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = {"bench", "figure", "value", "unit"}
WHERE_IT_APPLIES = {"peer", "peer_value", "ratio", "goal", "met", "ndcg10"}
DEMO = ROOT / "catalogue" / "data" / "demo"
JUDGED = ROOT / "tests" / "data" / "evaluation"
FEW = 12
"""People of Wenbrook, enough for a figure of their own."""


@pytest.fixture(scope="module")
def field() -> Field:
    """A small catalogue, in the index and in the peers' database."""
    return open_field(make_facts(120, seed=SEED))


def test_every_bench_prints_one_object_a_figure(capsys, monkeypatch, postgres_server):
    monkeypatch.setenv(
        "MATCHER_TEST_DATABASE_URL",
        postgres_server.render_as_string(hide_password=False),
    )

    status = main(["--json", "--quick"])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 0
    assert {line["bench"] for line in lines} == set(BENCHES)
    assert all(line.keys() >= ALWAYS for line in lines)
    assert all(line.keys() <= ALWAYS | WHERE_IT_APPLIES for line in lines)


def test_without_json_the_same_figures_stand_in_a_table(capsys, monkeypatch):
    slow = Figure(
        bench="waiting", figure="p50, 60 listings", value=8.0, unit="ms",
        peer="FTS5", peer_value=2.0, at_most=5.0, ndcg10=0.7,
    )  # fmt: skip
    many = Figure(bench="waiting", figure="asked", value=1200, unit="")
    monkeypatch.setitem(BENCHES, "waiting", lambda **_: iter([slow, "a line", many]))

    status = main(["waiting", "--quick"])

    printed = capsys.readouterr().out.splitlines()
    said = [" ".join(line.split()) for line in printed]
    assert status == 0
    assert said[0] == "a line"
    assert said[2:5] == [
        "waiting",
        "p50, 60 listings 8.00 ms FTS5 2.00 ms 0.25x <= 5 ms NO 0.70",
        "asked 1,200",
    ]


def test_an_unknown_bench_costs_one_sentence_that_names_the_others():
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "macth-speed", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "There is no bench called macth-speed. There are:"
        f" {', '.join(BENCHES | ONLY_BY_NAME)}.\n"
    )


def test_what_runs_on_a_part_of_the_people_is_scaled_and_its_row_says_so():
    spent = digest_speed.Spent(
        seconds={"reading": 1.0, "matching": 2.0, FTS5: 3.0, RAPIDFUZZ: 8.0},
        people={"reading": 100, "matching": 100, FTS5: 10, RAPIDFUZZ: 100},
    )
    size = replace(digest_speed.QUICK, people=100, listings=50)

    beside_fts5, beside_rapidfuzz = digest_speed._beside(spent, size, None)

    assert (beside_fts5.value, beside_fts5.peer_value) == (3.0, 30.0)
    assert beside_fts5.peer == f"{FTS5}, 10 asked, scaled"
    assert (beside_fts5.goal, beside_fts5.met) == (">= 10x", True)
    assert (beside_rapidfuzz.peer, beside_rapidfuzz.peer_value) == (RAPIDFUZZ, 8.0)


def test_an_unknown_option_costs_one_sentence(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--jsno"])

    assert stopped.value.code == 2
    assert capsys.readouterr().err == "Unrecognized arguments: --jsno. See --help.\n"


def test_a_ratio_says_how_many_times_better_whichever_way_is_better():
    waiting = Figure(
        bench="b", figure="f", value=2.0, unit="ms", peer="p", peer_value=8.0
    )
    letters = Figure(
        bench="b", figure="f", value=900.0, unit="/s", better="higher",
        peer="p", peer_value=300.0,
    )  # fmt: skip

    assert (waiting.ratio, letters.ratio) == (4.0, 3.0)


@pytest.mark.parametrize(
    ("at_most", "times_better", "goal", "met"),
    [
        (2.0, None, "<= 2 ms", True),
        (1.5, None, "<= 1.5 ms", False),
        (None, 4.0, ">= 4x", True),
        (2.0, 5.0, "<= 2 ms and >= 5x", False),
        (None, None, None, None),
    ],
)
def test_a_goal_is_met_when_all_of_it_is(at_most, times_better, goal, met):
    figure = Figure(
        bench="b", figure="f", value=2.0, unit="ms", peer="p", peer_value=8.0,
        at_most=at_most, times_better=times_better,
    )  # fmt: skip

    assert (figure.goal, figure.met) == (goal, met)


def test_what_does_not_apply_is_left_out():
    figure = Figure(bench="digest-faults", figure="letters lost", value=0, unit="")

    assert figure.as_object().keys() == ALWAYS


def test_every_system_answers_a_case_before_any_gets_the_next():
    heard: list[tuple[str, int]] = []
    systems = {
        name: lambda case, name=name: heard.append((name, case))
        for name in ("ours", "theirs")
    }

    taken = interleaved(systems, [1, 2, 3], warm_up=[0], seed=7)

    pairs = [heard[at : at + 2] for at in range(0, len(heard), 2)]
    assert [case for _, case in pairs[0]] == [0, 0]
    assert sorted(sorted(pair) for pair in pairs[1:]) == [
        [("ours", case), ("theirs", case)] for case in (1, 2, 3)
    ]
    assert {name: len(samples) for name, samples in taken.items()} == {
        "ours": 3,
        "theirs": 3,
    }


def test_a_made_catalogue_is_the_same_for_the_same_seed():
    once, again, another = (make_facts(60, seed=seed) for seed in (1, 1, 2))

    assert once == again
    assert once != another


def test_a_larger_made_catalogue_begins_with_the_smaller():
    assert make_facts(60, seed=1)[:20] == make_facts(20, seed=1)


def test_no_name_of_the_demo_town_is_left_and_no_blank_is_open():
    texts = [f"{one.title} {one.description}" for one in make_drafts(300, seed=1)]

    assert [text for text in texts if "Wenbrook" in text or "{" in text] == []


def test_made_profiles_are_the_same_for_the_same_seed():
    towns = make_county(SEED)

    profiles = make_profiles(20, near=towns, seed=3)

    assert profiles == make_profiles(20, near=towns, seed=3)
    assert {len(asked.phrases) for asked in profiles} <= set(range(3, 9))
    assert all(asked.place for asked in profiles)


@pytest.mark.parametrize("near", [True, False])
def test_peers_look_at_the_same_listings_as_ours(field: Field, near):
    towns = make_county(SEED) if near else ()

    for asked in make_profiles(30, near=towns, seed=SEED):
        theirs = {one for _, one, _ in in_reach(field.fts5, asked, TODAY)}
        ours = {match.facts.id for match in browse(asked, field.index, today=TODAY)}
        assert theirs - corners(asked, field, theirs) == ours


def corners(asked: Asked, field: Field, ids: set[str]) -> set[str]:
    """Listings in the box but not in the circle: not online, and too far to go."""
    if asked.place is None or asked.place.travel_km is None:
        return set()
    anywhere = Asked(phrases=(), place=replace(asked.place, travel_km=None))
    return {
        match.facts.id
        for match in browse(anywhere, field.index)
        if match.facts.id in ids
        and not match.facts.online
        and (match.distance_km or 0) > asked.place.travel_km
    }


def test_all_systems_show_one_screen_at_most_and_find_something(field: Field):
    (asked,) = make_profiles(1, seed=SEED)

    shown = [
        len(answer(asked)) for answer in (field.ours, field.by_fts5, field.by_rapidfuzz)
    ]

    assert [0 < count <= 20 for count in shown] == [True, True, True]


def test_postgresql_finds_among_what_is_in_reach_what_full_text_search_finds(
    field: Field, postgres_server: sa.URL
):
    towns = make_county(SEED)
    facts = list(field.index.facts)

    with postgres_at(postgres_server, facts, TODAY) as postgres:
        for asked in make_profiles(8, near=towns, seed=SEED):
            found = postgres.best(asked)
            reach = {one for _, one, _ in in_reach(field.fts5, asked, TODAY)}
            assert len(found) == len(field.by_fts5(asked))
            assert set(found) <= reach


def test_relevance_beside_a_speed_is_that_of_what_match_gives(monkeypatch, tmp_path):
    people = (JUDGED / "people.jsonl").read_text().splitlines(keepends=True)
    few = tmp_path / "people.jsonl"
    few.write_text("".join(people[:FEW]))
    monkeypatch.setattr(relevance, "LISTINGS", DEMO / "listings.jsonl")
    monkeypatch.setattr(relevance, "PEOPLE", few)
    monkeypatch.setattr(relevance, "JUDGMENTS", JUDGED / "judgments.jsonl")
    lines = match_files(relevance.LISTINGS, few, top=20, order="score")
    given = {
        line["person"]: [match["listing"] for match in line["matches"]]
        for line in lines
    }

    ndcg10 = relevance.ndcg_at_10()

    assert ndcg10 == measure(given, read_judgments(relevance.JUDGMENTS)).ndcg_at_10
    assert ndcg10 is not None
    assert ndcg10 > 0


def test_without_the_judgments_nothing_is_said_about_relevance(monkeypatch, tmp_path):
    monkeypatch.setattr(relevance, "JUDGMENTS", tmp_path / "judgments.jsonl")

    assert relevance.ndcg_at_10() is None


def test_a_country_is_counties_side_by_side(monkeypatch):
    monkeypatch.setattr(made_catalogue, "IN_A_COUNTY", 30)

    counties = made_catalogue.make_counties(90, SEED)
    facts = make_facts(90, seed=SEED)

    assert counties[0] == make_county(SEED)
    assert len({town.longitude for towns in counties for town in towns}) == 72
    east = [one.points[0][1] for one in facts[60:] if one.points]
    west = [one.points[0][1] for one in facts[:30] if one.points]
    assert min(east) > max(west)


def test_what_a_made_listing_speaks_of_stands_in_its_words():
    for one in make_facts(40, seed=SEED):
        for reading in one.readings:
            text = text_of(one, reading.where)
            end = reading.found_start + len(reading.found)
            assert text[reading.found_start : end] == reading.found


def test_lighthouse_takes_less_from_a_slow_processor():
    asked = (2400, 1500, 750, 200)

    told = [slowdown_for(index) for index in asked]

    assert told == [4.0, 4.0, 2.0, 1.0]
