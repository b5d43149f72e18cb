"""Answers by what both sides speak of, where they share no word."""

from dataclasses import replace

import pytest

from matcher.ranking import Facts, Index, Phrase, Reason, rank, reason_for
from tests.ranking.builders import found, listing, means, ranked, reads, somebody

OCHE = "on the oche every Friday"
DARTS_NIGHT = listing(
    "legion", "Thursday league night", readings=(reads("darts", 0.9, "league night"),)
)
CHOIR = listing("choir", "Community choir", readings=(reads("choir", 0.9, "choir"),))


def thrower(weight: float = 0.9, how: str = "said", activity: str = "darts") -> Phrase:
    return Phrase(words=OCHE, meant=(means(OCHE, activity, weight, "oche", how),))


def reason(person: Phrase, one: Facts) -> Reason:
    asked = somebody(person)
    return reason_for(rank(asked, Index.build([one])).matches[0], asked)


def test_the_oche_finds_a_league_night_that_never_says_so():
    assert found(somebody(thrower()), DARTS_NIGHT, CHOIR) == ["legion"]


def test_the_reason_quotes_what_was_understood_and_shows_what_was_read():
    given = reason(thrower(), DARTS_NIGHT)

    assert [quote.text for quote in given.quotes] == ["oche"]
    assert (given.snippet.where, given.snippet.text) == ("title", DARTS_NIGHT.title)
    assert (given.activity, given.how) == ("darts", "said")


def test_a_day_that_was_said_by_the_way_is_no_reason_beside_a_telling_word():
    spans = ((OCHE.index("oche"), 11), (OCHE.index("Friday"), len(OCHE)))
    person = replace(thrower(), meant=(thrower().meant[0]._replace(spans=spans),))

    given = reason(person, DARTS_NIGHT)

    assert given.said == ["oche"]


def test_a_name_in_other_words_than_were_said_is_named():
    other = reason(thrower(), DARTS_NIGHT)
    same = reason(
        Phrase(words="a choir", meant=(means("a choir", "choir", 0.9, "choir"),)), CHOIR
    )

    assert (other.called, same.called) == ("league night", "")


def test_without_the_evidence_the_reason_changes():
    words = "league darts"
    both = Phrase(words=words, meant=(means(words, "darts", 0.9, "darts"),))
    silent = listing("legion", "Thursday league night")

    by_activity, by_word = reason(both, DARTS_NIGHT), reason(both, silent)

    assert ([q.text for q in by_activity.quotes], by_activity.activity) == (
        ["league darts"],
        "darts",
    )
    assert ([q.text for q in by_word.quotes], by_word.activity) == (["league"], "")


def test_a_reason_says_how_the_activity_was_reached():
    assert reason(thrower(how="role"), DARTS_NIGHT).how == "role"


def test_what_was_said_comes_before_what_is_near():
    pool = listing("pool", "Pool league", readings=(reads("pool", 0.9, "Pool"),))
    person = Phrase(
        words=OCHE,
        meant=(*thrower().meant, means(OCHE, "pool", 0.4, "oche", "near")),
    )

    assert found(somebody(person), pool, DARTS_NIGHT) == ["legion", "pool"]


def test_words_in_passing_give_way_to_a_sure_meaning():
    words = "learning to throw someone, hitting a bag"
    boxing = means(words, "boxing", 0.95, "hitting a bag")
    bags = listing(
        "bags", "Upcycled bag making", readings=(reads("sewing", 0.9, "bag"),)
    )
    plain, sure = Phrase(words=words), Phrase(words=words, meant=(boxing,))

    by_words = ranked(somebody(plain), bags, CHOIR).matches
    understood = ranked(somebody(sure), bags, CHOIR).matches

    lowered = [match.score for match in understood]
    assert not lowered or lowered[0] < by_words[0].score


def test_agreeing_activities_add_a_little():
    second = reads("pub-games", 0.5, "night", at=16)
    both = listing("a", DARTS_NIGHT.title, readings=(*DARTS_NIGHT.readings, second))
    person = Phrase(
        words=OCHE, meant=(*thrower().meant, means(OCHE, "pub-games", 0.6, "Friday"))
    )

    assert found(somebody(person), both, DARTS_NIGHT, order="score") == ["a", "legion"]


def test_a_meaning_that_rests_on_a_refused_word_is_no_wish():
    words = "anything but no choirs"
    refused = Phrase(words=words, meant=(means(words, "choir", 0.9, "choirs"),))

    assert found(somebody(refused), CHOIR) == []


def test_not_the_gym_keeps_out_what_is_read_as_the_gym():
    words = "get moving, not the gym"
    gym = listing("gym", "Iron Works", readings=(reads("gym", 0.8, "Iron Works"),))
    walk = listing("walk", "Park stroll", readings=(reads("walking", 0.8, "stroll"),))
    person = Phrase(
        words=words,
        meant=(
            means(words, "walking", 0.8, "moving"),
            means(words, "gym", 0.8, "moving"),
        ),
        refused=(means(words, "gym", 0.9, "the gym"),),
    )

    assert found(somebody(person), gym, walk) == ["walk"]
    assert found(somebody(thrower(activity="gym"), person), gym, walk) == ["walk"]


def test_what_is_only_near_to_a_refusal_may_stay():
    walk = listing("walk", "Park stroll", readings=(reads("walking", 0.9, "stroll"),))
    words = "fresh air, not the gym"
    person = Phrase(
        words=words,
        meant=(means(words, "walking", 0.8, "fresh air"),),
        refused=(means(words, "walking", 0.9, "the gym", "near"),),
    )

    assert found(somebody(person), walk) == ["walk"]


def test_a_goal_about_support_means_nothing_to_join():
    words = "my own tenancy"
    goal = Phrase(
        words=words, kind="goal", meant=(means(words, "choir", 0.9, "tenancy"),)
    )

    assert ranked(somebody(goal), CHOIR).matches == ()


def test_a_phrase_of_nothing_but_small_words_may_still_mean_something():
    words = "out and about"
    phrase = Phrase(words=words, meant=(means(words, "walking", 0.8, "out and about"),))
    walk = listing("walk", "Park stroll", readings=(reads("walking", 0.9, "stroll"),))

    assert found(somebody(phrase), walk) == ["walk"]


@pytest.mark.parametrize(
    ("without", "ids"),
    [
        ((), ["legion"]),
        (("activities",), []),
        (("roles",), []),
        (("words",), ["legion"]),
    ],
)
def test_each_signal_can_be_done_without(without: tuple[str, ...], ids: list[str]):
    person = somebody(thrower(how="role"))

    matches = rank(person, Index.build([DARTS_NIGHT]), without=without).matches

    assert [match.facts.id for match in matches] == ids


def test_a_signal_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no such signal: magic"):
        rank(somebody("darts"), Index.build([CHOIR]), without=("magic",))
