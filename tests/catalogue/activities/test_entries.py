"""The lexicon's files: how they are written, added to, and found fault with."""

from catalogue.activities import load_lexicon

PIGEONS = """# Our own words
# What people here call things.

== tumbler-pigeons
names: tumbler pigeon club
words: rollers
part: join
gives: company
broader: pigeon-racing
near: cage-birds
says:
- flew tumblers off the wash-house roof

== darts
names: brick darts
says:
- arrows at the Miners' (also dominoes)
"""


def own_terms(folder, text, name="ours.txt"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_service_adds_its_own_activities_and_words(tmp_path):
    lexicon = load_lexicon(own_terms(tmp_path, PIGEONS))

    shipped = load_lexicon().activities
    assert lexicon.activities["tumbler-pigeons"].broader == "pigeon-racing"
    assert lexicon.activities["darts"].names == (*shipped["darts"].names, "brick darts")
    assert lexicon.activities["darts"].part == shipped["darts"].part
    assert "arrows at the Miners'" in lexicon.activities["dominoes"].says
    assert lexicon.read_phrase("flew tumblers")[0].activity == "tumbler-pigeons"
    assert lexicon.read_listing("Brick darts")[0].activity == "darts"


def test_own_terms_may_be_a_folder(tmp_path):
    own_terms(tmp_path, PIGEONS, "a.txt")
    own_terms(tmp_path, "== b-thing\nnames: b thing\n", "b.txt")

    lexicon = load_lexicon(tmp_path)

    assert {"tumbler-pigeons", "b-thing"} <= set(lexicon.activities)


def test_a_slip_loses_its_line_and_says_where(tmp_path):
    text = (
        "names: too early\n== Bad Id\nnames: odd\nnames: again\npart: watch\n"
        "gives: joy\nnear: nowhere\ncolour: blue\nsays:\n- a phrase (also nobody)\n"
    )

    lexicon = load_lexicon(own_terms(tmp_path, text))

    found = [str(one) for one in lexicon.problems if one.file == "ours.txt"]
    assert sorted(found) == [
        "ours.txt, line 10: Bad Id names 'nobody', and no activity has that id",
        "ours.txt, line 1: an activity begins with '== its-id'; this line stands "
        "before any",
        "ours.txt, line 2: 'Bad Id' should be written like-this",
        "ours.txt, line 4: 'names' is given twice for Bad Id; join the two lines",
        "ours.txt, line 5: 'watch' is no value of part: join, help, lead",
        "ours.txt, line 6: 'joy' is no value of gives: company, quiet, outdoors, "
        "making, helping, learning, moving",
        "ours.txt, line 7: Bad Id names 'nowhere', and no activity has that id",
        "ours.txt, line 8: no field is called 'colour'; there are names, words, "
        "labels, wishes, part, gives, near, broader, says",
    ]
    assert lexicon.read_phrase("darts")[0].activity == "darts"


def test_a_file_that_is_missing_is_a_plain_problem(tmp_path):
    lexicon = load_lexicon(tmp_path / "gone.txt")

    assert "gone.txt, line 1: the file cannot be read as UTF-8 text" in "".join(
        map(str, lexicon.problems)
    )


def test_the_lexicon_is_opened_once_and_indexed_when_first_read(tmp_path):
    path = own_terms(tmp_path, PIGEONS)

    lexicon = load_lexicon(path)

    assert load_lexicon(path) is lexicon
    assert "_index" not in vars(lexicon)
    lexicon.read_phrase("darts")
    assert "_index" in vars(lexicon)
