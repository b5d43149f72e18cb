"""The Welsh files: every activity has a name, and goes by it."""

import pytest

from catalogue.activities import Spoken, load_lexicon
from catalogue.activities.entries import MOST_PHRASES, lexicon_files
from catalogue.activities.opening import SHIPPED
from catalogue.activities.tongues import TONGUES

LEXICON = load_lexicon()


@pytest.mark.parametrize("language", TONGUES)
def test_every_activity_has_a_name(language):
    said = LEXICON.said_in[language]

    nameless = [one for one in LEXICON.activities if not said[one].names]

    assert nameless == []


@pytest.mark.parametrize("language", TONGUES)
def test_no_two_activities_have_the_same_name(language):
    names = [one.name for one in LEXICON.said_in[language].values()]

    assert sorted({one for one in names if names.count(one) > 1}) == []


@pytest.mark.parametrize("language", TONGUES)
def test_no_activity_drowns_its_neighbours(language):
    crowded = [
        one.id
        for one in LEXICON.said_in[language].values()
        if len(one.says) > MOST_PHRASES
    ]

    assert crowded == []


@pytest.mark.parametrize("language", TONGUES)
def test_its_files_are_those_of_the_english_and_say_what_belongs_in_them(language):
    files = lexicon_files(SHIPPED / language)

    assert [one.name for one in files] == [one.name for one in lexicon_files(SHIPPED)]
    for path in files:
        first, second = path.read_text(encoding="utf-8").splitlines()[:2]
        assert first.startswith("# ")
        assert second.startswith("# ")


@pytest.mark.parametrize("language", TONGUES)
def test_what_is_called_so_is_understood_as_that(language):
    said = [one for one in LEXICON.said_in[language].values() if LEXICON.told(one.name)]
    read = LEXICON.read_phrases([Spoken(words=one.name) for one in said])

    lost = [
        one.name
        for one, meant in zip(said, read, strict=True)
        if one.id not in {x.activity for x in meant if x.weight == meant[0].weight}
    ]

    assert lost == []


def test_a_slip_in_a_language_s_file_says_where(tmp_path):
    (tmp_path / "cy").mkdir()
    text = "== darts\nnames: dartiau'r Llew Du\n\n== nowhere\nnames: unman\n"
    (tmp_path / "cy" / "ours.txt").write_text(text, encoding="utf-8")

    lexicon = load_lexicon(tmp_path)

    assert [str(one) for one in lexicon.problems] == [
        "cy/ours.txt, line 4: no activity has the id 'nowhere'"
    ]
    assert lexicon.read_phrase("dartiau'r Llew Du")[0].activity == "darts"


def test_a_title_in_welsh_is_read(tmp_path):
    title = "Clwb Garddio Wenbrook"

    reading, *_ = LEXICON.read_listing(title, ["Côr Meibion"])

    assert (reading.activity, reading.where) == ("gardening-club", "title")
    assert title[reading.found_start :].startswith(reading.found)
    assert "mens-choir" in {
        one.activity for one in LEXICON.read_listing("Nos Fercher", ["Côr Meibion"])
    }
