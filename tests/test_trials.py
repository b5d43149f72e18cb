"""Matching, measuring and understanding on the command line, over files alone."""

import json
import re
from pathlib import Path

import pytest

from tests.typed import assert_refused, lines, matcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


SINGING = {
    "id": "p1",
    "phrases": [{"kind": "enjoyed_before", "words": "used to sing in a choir"}],
}
CHOIRS = (
    {"id": "day", "title": "Town choir", "openness": "in_service"},
    {"id": "town", "title": "Singing group, choir", "openness": "mainstream"},
    {"id": "chess", "title": "Chess", "openness": "mainstream"},
)


def test_matching_files_answers_a_line_a_person_with_reasons(folder):
    listings = lines(folder / "l.jsonl", *CHOIRS)
    people = lines(folder / "p.jsonl", SINGING, {"id": "p2", "phrases": []})

    done = matcher("match", "--listings", listings, "--people", people, data=folder)

    first, second = map(json.loads, done.stdout.splitlines())
    assert [match["listing"] for match in first["matches"]] == ["town", "day"]
    assert set(first["matches"][0]) == {
        "listing", "openness", "score", "phrase", "reason",
    }  # fmt: skip
    assert first["matches"][0]["phrase"] == "used to sing in a choir"
    assert "choir" in first["matches"][0]["reason"]
    assert second == {"person": "p2", "matches": []}


def test_matching_by_score_alone_is_for_measuring(folder):
    listings = lines(folder / "l.jsonl", *CHOIRS)
    people = lines(folder / "p.jsonl", SINGING)
    options = ("--listings", listings, "--people", people, "--ignore-openness")

    done = matcher("match", *options, "--top", "1", data=folder)

    assert [m["listing"] for m in json.loads(done.stdout)["matches"]] == ["day"]


@pytest.mark.parametrize(
    ("person", "named"),
    [
        ({"phrases": []}, "id: it is left out"),
        ({"id": "p", "phrases": "choir"}, "phrases: write a list"),
        ({"id": "p", "phrases": [], "place": "M16 0AB"}, "place: write an object"),
        ({"id": "p", "phrases": [{"words": "a", "kind": "need"}]}, "kind"),
        ({"id": "p", "phrases": [], "diagnosis": "x"}, "diagnosis"),
        ("not an object", "line 1"),
    ],
)
def test_a_person_who_cannot_be_read_is_named_by_line(folder, person, named):
    listings = lines(folder / "l.jsonl", *CHOIRS)
    people = lines(folder / "p.jsonl", person)

    done = matcher("match", "--listings", listings, "--people", people, data=folder)

    assert_refused(done, "line 1", named)


def test_a_place_nobody_knows_is_said_and_the_rest_is_matched(folder):
    listings = lines(folder / "l.jsonl", *CHOIRS)
    people = lines(folder / "p.jsonl", SINGING | {"place": {"postcode": "ZZ99 9ZZ"}})

    done = matcher("match", "--listings", listings, "--people", people, data=folder)

    assert "ZZ99 9ZZ" in done.stderr
    assert len(json.loads(done.stdout)["matches"]) == 2


def test_evaluating_prints_the_table_and_no_inversion(folder):
    listings = lines(folder / "l.jsonl", *CHOIRS)
    people = lines(folder / "p.jsonl", SINGING)
    judged = lines(
        folder / "j.jsonl",
        {"persona": "p1", "doc": "town", "grade": 3},
        {"persona": "p1", "doc": "day", "grade": 2},
    )
    files = ("--listings", listings, "--people", people, "--judgments", judged)

    table = matcher("evaluate", *files, data=folder)
    figures = json.loads(matcher("evaluate", *files, "--json", data=folder).stdout)

    assert "nDCG@10" in table.stdout
    assert figures["ours, as shown"]["nDCG@10"] == 1.0
    assert figures["ours, as shown"]["openness inversions"] == 0


def test_grades_of_other_people_are_refused_rather_than_measured_as_nothing(folder):
    listings = lines(folder / "l.jsonl", *CHOIRS)
    people = lines(folder / "p.jsonl", SINGING)
    judged = lines(folder / "j.jsonl", {"persona": "p2", "doc": "town", "grade": 3})

    done = matcher(
        "evaluate", "--listings", listings, "--people", people, "--judgments", judged,
        data=folder,
    )  # fmt: skip

    assert_refused(done, "j.jsonl", "belong together")


def test_a_question_nobody_asks_is_named_on_the_command_line(folder):
    done = matcher("understand", "choir", "--kind", "need", data=folder)

    assert_refused(done, "--kind need", "want_to_try")


def test_the_real_people_see_no_openness_inversion(folder, shared):
    at = shared / "data"
    done = matcher(
        "evaluate", "--json",
        "--listings", at / "listings" / "trafford_and_volunteering.jsonl",
        "--people", at / "evaluation" / "people.jsonl",
        "--judgments", at / "evaluation" / "judgments.jsonl",
        data=folder,
    )  # fmt: skip

    figures = json.loads(done.stdout)

    ours, peer = figures["ours, as shown"], figures["BM25 + stemming"]
    assert ours["openness inversions"] == 0
    assert figures["ours, by score"]["nDCG@10"] >= peer["nDCG@10"]


def test_a_phrase_is_understood_on_the_command_line_as_it_is_matched(folder):
    words = "I wouldn't be without my sewing machine"

    table = matcher("understand", words, data=folder).stdout

    assert re.search(r"(?m)^ *sewing +0\.9", table)
