"""What people say and what listings say, read as the same activities."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.activities import Spoken, Written, load_lexicon, understood_rows
from catalogue.activities.expanding import is_role
from catalogue.activities.hearing import hear, is_a_name
from catalogue.activities.words import stem

LEXICON = load_lexicon()


ODD = ["İ", "’", "é", "ß", "knitting", "no", "and", "the", "darts", "&", "...", "한"]


def said(words, kind="enjoy_now", **more):
    meant = LEXICON.read_phrase(words, kind, **more)
    return [one.activity for one in meant if one.how == "said"]


def sureness(words, activity, kind="enjoy_now"):
    meant = LEXICON.read_phrase(words, kind)
    return max((one.weight for one in meant if one.activity == activity), default=0)


def quoted(words, meant):
    return [words[start:end] for start, end in meant.spans]


def read(*fields):
    return {one.activity: one for one in LEXICON.read_listing(*fields)}


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("on the oche every Friday till the club shut", "darts"),
        ("my uncle showed me how to hang wallpaper", "painting-decorating"),
        ("table tennis down the youth club, years back", "table-tennis"),
        ("ran the bar at the working men's club", "social-clubs"),
        ("drums, I tap on everything", "drum-kit"),
        ("kept the scorebook for me dad's team", "scorer-timekeeper"),
        ("a laugh and a bingo card", "bingo"),
        ("somewhere I can just sit and listen", "music-appreciation"),
        ("know my rights and help others with theirs", "advice-benefits"),
        ("give something back", "volunteering"),
        ("been ages since I danced", "dancing"),
    ],
)
def test_everyday_words_are_read_as_what_they_are_about(words, activity):
    assert said(words)[0] == activity


def test_a_word_known_by_its_letters_alone_is_near_to_nothing():
    assert LEXICON.read_phrase("zqxj") == ()


@pytest.mark.parametrize("letters", ["a" * 20_000, "ab" * 50, "aaaa"])
def test_what_is_no_word_is_near_to_nothing(letters):
    beside = f"{letters} choir"

    assert LEXICON.read_phrase(letters) == ()
    assert quoted(beside, LEXICON.read_phrase(beside)[0]) == ["choir"]


def test_budgies_and_rosettes_are_a_cage_bird_society():
    assert "cage-birds" in said("bred budgies, had a wall of rosettes")


def test_framing_says_nothing():
    assert said("I used to love it, been ages since, my uncle showed me") == []


def test_rain_or_shine_is_not_about_rivers():
    words = "took my lad's under tens every sunday, rain or shine"

    assert sureness(words, "river-care") == 0
    assert all(one.weight < 0.35 for one in LEXICON.read_phrase(words))


def test_whoever_ran_a_bar_ran_nowhere():
    assert "running" not in said("I ran a bar for ten years")
    assert said("ran the London marathon")[0] == "running"


def test_what_is_refused_is_not_read():
    assert said("not the gym") == []
    assert "church-choir" not in said("sing, but not in church")
    assert "karaoke" not in said("a quiet evening without karaoke")


def test_never_missing_a_match_refuses_nothing():
    assert said("never missed a darts match")[0] == "darts"


def test_whoever_calls_knows_better_which_words_are_wanted():
    words = "chess, darts"

    assert said(words, within=[(0, 5)])[0] == "chess"
    assert "darts" not in said(words, within=[(0, 5)])
    assert said(words, within=[]) == []


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("tromboone", "brass-band"),
        ("crochetting", "crochet"),
        ("knittting", "knitting"),
    ],
)
def test_slips_of_spelling_survive(words, activity):
    assert activity in said(words)


def test_the_specific_beats_the_general():
    assert said("walking football")[0] == "walking-football"
    assert said("football")[0] == "football"


def test_half_of_a_name_is_not_meant_by_itself():
    assert said("table tennis")[0] == "table-tennis"
    assert "tennis" not in said("table tennis down the youth club, years back")
    assert {"social-clubs", "community-pub"} <= set(
        said("ran the bar at the social club")
    )


def test_the_whole_of_a_name_is_meant_though_its_halves_are_said_apart():
    assert said("never learned to read proper and want to now")[0] == "adult-english"


def test_whoever_managed_something_is_not_after_its_neighbours():
    managed = LEXICON.read_phrase("I ran a bar for ten years", "managed_before")

    weights = {one.activity: one.weight for one in managed}

    assert weights["pub-quiz"] < weights["cafe-volunteer"]


def test_a_name_of_somebody_or_somewhere_is_not_put_right():
    assert is_a_name("out at Bolling", 7, 14)
    assert not is_a_name("Boling of a Thursday", 0, 6)
    assert not is_a_name("WENT BOLING", 5, 11)
    assert said("went danceing")[0] == "dancing"


def test_more_than_one_of_a_thing_ending_in_i_is_that_thing():
    assert said("my old skis")[0] == said("ski")[0] == "skiing"


def test_a_name_alone_is_sure_and_one_everyday_word_is_not():
    assert sureness("darts", "darts") >= 0.8
    assert said("the rain") == []


def test_a_reading_quotes_only_the_words_it_rests_on():
    words = "on the oche every Friday till the club shut"

    darts = LEXICON.read_phrase(words)[0]

    assert "oche" in quoted(words, darts)
    assert "shut" not in " ".join(quoted(words, darts))


def test_what_somebody_could_bring_leads_to_roles():
    roles = {m.activity for m in LEXICON.read_phrase("football", "could_bring")
             if m.how == "role"}  # fmt: skip

    assert roles >= {"sports-coaching", "referee"}


def test_what_somebody_used_to_enjoy_leads_to_ways_back():
    ways = {m.activity for m in LEXICON.read_phrase("football", "enjoyed_before")
            if m.how == "way_back"}  # fmt: skip

    assert "sports-coaching" in ways
    assert all(m.how != "way_back" for m in LEXICON.read_phrase("football"))


def test_what_was_said_comes_before_where_it_leads():
    meant = LEXICON.read_phrase("rock climbing with ropes")

    hows = [one.how == "said" for one in meant]

    assert hows == sorted(hows, reverse=True)
    assert len({one.activity for one in meant}) == len(meant)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["enjoy_now", "could_bring", "goal"]))
def test_whatever_is_typed_is_read_with_its_own_words_and_a_chance(words, kind):
    for one in LEXICON.read_phrase(words, kind):
        assert 0 <= one.weight <= 1
        assert one.spans
        for start, end in one.spans:
            assert 0 <= start < end <= len(words)
            assert any(letter.isalnum() for letter in words[start:end])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ODD)))
def test_odd_letters_keep_every_word_in_its_place(parts):
    words = " ".join(parts)

    for one in LEXICON.read_phrase(words):
        said = re.findall(r"\w+", " ".join(quoted(words, one)))
        assert set(said) <= {"knitting", "darts"}


def test_a_name_in_the_title_is_as_good_as_a_statement():
    darts = read("Darts night at the Legion")["darts"]

    assert darts.weight >= 0.85
    assert (darts.where, darts.found, darts.found_start) == ("title", "Darts night", 0)


def test_walking_football_is_not_football_in_full():
    readings = LEXICON.read_listing("Walking football on Thursdays")

    assert readings[0].activity == "walking-football"
    assert "football" not in [reading.activity for reading in readings]


def test_what_a_listing_does_without_is_not_what_it_is_about():
    readings = read("Games night", (), "", "Darts and a quiz. No football on a screen.")

    assert {"darts", "pub-quiz"} <= set(readings)
    assert "football" not in readings


def test_a_listing_that_looks_for_volunteers_is_about_roles():
    wanted = "We are looking for someone to make the tea while the choir sings."

    readings = LEXICON.read_listing(
        "Tea rota at the choir", ("Volunteering",), "", wanted
    )

    assert readings[0].activity == "refreshments-helper"


def test_no_name_reaches_across_two_activities():
    assert "walking-football" not in read("Sport", ("Walking", "Football"))


def test_words_found_are_those_of_the_listing():
    title, description = (
        "Café — knit & natter",
        "Bring your wool. Crochet welcome, too.",
    )

    for one in LEXICON.read_listing(title, (), "", description):
        text = {"title": title, "description": description}[one.where]
        assert text[one.found_start :].startswith(one.found)


def test_editors_see_what_a_phrase_is_understood_as():
    first = understood_rows(LEXICON, "on the oche every Friday")[0]

    assert (first.activity, first.how) == ("darts", "said")
    assert "oche" in first.by
    assert "company" in first.gives
    assert first.near


def test_editors_see_which_line_a_phrase_lies_near_to():
    first = understood_rows(LEXICON, "somewhere quiet to hear the birds wake up")[0]

    assert first.like in {
        line for one in LEXICON.activities.values() for line in (*one.names, *one.says)
    }


def test_what_hides_something_has_to_be_plainly_said():
    words = "without getting flattened"

    plainly = LEXICON.read_phrases(
        [Spoken(words=words, within=[(8, len(words))], by_words_alone=True)]
    )

    assert plainly == [()]


def test_of_names_that_overlap_the_longest_is_meant():
    assert read("Adults Learn to Swim")["swimming-lessons"].found == "Learn to Swim"


def as_a_whole_and_by_words(written):
    reader = LEXICON._listings
    return tuple(
        {one.activity: one.weight for one in readings}
        for by in (reader, replace(reader, likeness=None))
        for readings in by.read([written])
    )


def test_a_listing_that_names_nothing_is_read_by_what_it_is_like_as_a_whole():
    shed = Written(title="Our shed", description="We mend engines and rolling stock.")

    as_a_whole, by_words = as_a_whole_and_by_words(shed)

    assert as_a_whole["steam-railway"] > 2 * by_words["steam-railway"]


def test_what_words_say_loudly_is_not_said_again_by_the_gist():
    old_rackets = Written(
        title="Racket sports",
        description="Tennis and badminton: old rackets, older elbows, park courts.",
    )

    as_a_whole, by_words = as_a_whole_and_by_words(old_rackets)

    kin = ("tennis", "racket-sports", "badminton")
    assert [as_a_whole[one] for one in kin] == [by_words[one] for one in kin]


def test_a_listing_that_looks_for_nobody_has_no_role_for_its_gist():
    line = Written(
        title="At the end of the line", description="Lonely? Ring us and we listen."
    )
    reader = LEXICON._listings
    (gist,) = reader._gists([line])

    as_a_whole, by_words = as_a_whole_and_by_words(line)

    roles = {x.id for x in (reader.activities[one.place] for one in gist) if is_role(x)}
    assert roles - by_words.keys()
    assert roles & as_a_whole.keys() == roles & by_words.keys()


def test_listings_read_together_are_read_as_each_alone():
    several = [
        Written(title=title, description="Tea, talk and something to do.")
        for title in ("Shed", "", "Choir", "Kayaks", "Wednesday") * 8
    ]

    together = LEXICON.read_listings(several)

    assert together == [LEXICON.read_listings([one])[0] for one in several]


def test_no_name_that_somebody_says_is_remembered():
    said = "knitting with Zebedina Quackenthorpe in Ramsbottomley"
    before = stem.cache_info().currsize

    (hearing,) = hear(LEXICON._index, None, [(said, [(0, len(said))])])

    assert {"knit", "zebedina"} <= hearing.telling
    assert stem.cache_info().currsize == before


def test_a_short_word_is_not_taken_for_another_that_differs_by_a_letter():
    repair = LEXICON._reader.speller.repair

    assert repair("sider") is None
    assert [repair(word) for word in ("tenis", "darst", "judoo")] == [
        "tennis",
        "darts",
        "judo",
    ]


def test_who_enjoyed_taking_part_is_offered_the_role_behind_it():
    words = "used to sing in the school choir"

    enjoyed = {x.activity: x.weight for x in LEXICON.read_phrase(words)}
    brought = {x.activity: x.weight for x in LEXICON.read_phrase(words, "could_bring")}

    assert enjoyed["choir"] == brought["choir"]
    assert enjoyed["choir-leading"] == round(brought["choir-leading"] / 2, 4)


def test_a_role_that_is_what_somebody_says_first_is_as_sure_as_ever():
    (enjoyed, *_) = LEXICON.read_phrase("giving out tins at the food bank")
    (brought, *_) = LEXICON.read_phrase(
        "giving out tins at the food bank", "could_bring"
    )

    assert (enjoyed.activity, enjoyed.weight) == ("food-bank", brought.weight)
