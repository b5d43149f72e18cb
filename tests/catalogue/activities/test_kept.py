"""The lexicon kept as it was read is the one that would be read now, or none."""

from dataclasses import fields

import numpy as np
import pytest

from catalogue.activities import kept as keeping
from catalogue.activities import load_lexicon
from catalogue.activities.entries import build_activities, read_entries
from catalogue.activities.index import build_index
from catalogue.activities.kept import keep, kept_activities, kept_index, mark_of
from catalogue.activities.opening import SHIPPED, _load

TEXT = """
== darts
names: darts; darts league
near: games-night
says:
- on the oche every Friday
- café d'amis

== games-night
names: games night
says:
- a laugh and a bingo card
"""


def read(text):
    problems = []
    return build_activities(read_entries(text, "games.txt", problems), problems)


def told(index):
    return {
        one.name: value.tolist() if isinstance(value, np.ndarray) else value
        for one in fields(index)
        for value in [getattr(index, one.name)]
    }


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "FOLDER", tmp_path)
    return tmp_path


def test_the_shipped_lexicon_is_kept_as_its_files_are_now():
    mark = mark_of(SHIPPED)
    entries = [
        entry
        for path in sorted(SHIPPED.glob("*.txt"))
        for entry in read_entries(path.read_text("utf-8"), path.name, [])
    ]

    kept = kept_activities(mark)

    assert kept is not None, "run python -m tests.benchmarks.build_meaning"
    assert list(kept.items()) == list(build_activities(entries, []).items())


def test_listings_need_not_be_read_again_for_a_lexicon_that_was_not_kept(elsewhere):
    kept = load_lexicon()

    read_now = _load.__wrapped__(None)

    assert read_now.edition == kept.edition


def test_the_shipped_index_is_that_of_the_shipped_lexicon():
    kept = kept_index(mark_of(SHIPPED))

    assert kept is not None, "run python -m tests.benchmarks.build_meaning"
    built = build_index(tuple(load_lexicon().activities.values()))
    for one in fields(built):
        there, here = getattr(kept, one.name), getattr(built, one.name)
        if isinstance(here, np.ndarray):
            np.testing.assert_allclose(there, here, rtol=1e-12, err_msg=one.name)
        else:
            assert there == here, one.name


def test_what_is_kept_comes_back_as_it_was(elsewhere):
    activities = read(TEXT)
    index = build_index(tuple(activities.values()))

    keep("a name", activities, index)

    again = kept_index("a name")
    assert kept_activities("a name") == activities
    assert again is not None
    assert told(again) == told(index)


@pytest.mark.parametrize("other", ["another name", ""])
def test_under_another_name_nothing_is_kept(elsewhere, other):
    activities = read(TEXT)
    keep("a name", activities, build_index(tuple(activities.values())))

    assert kept_activities(other) is None
    assert kept_index(other) is None


@pytest.mark.parametrize("spoilt", [b"", b"PK\x03\x04 half a file", b"{}", None])
def test_a_file_that_is_spoilt_or_gone_is_as_good_as_none(elsewhere, spoilt):
    if spoilt is not None:
        for name in (keeping.ACTIVITIES, keeping.INDEX):
            (elsewhere / name).write_bytes(spoilt)

    assert kept_activities("a name") is None
    assert kept_index("a name") is None


def test_a_changed_file_has_another_name(tmp_path):
    (tmp_path / "games.txt").write_text(TEXT, "utf-8")
    before = mark_of(tmp_path)

    (tmp_path / "games.txt").write_text(TEXT + "- arrows\n", "utf-8")

    assert mark_of(tmp_path) != before
