"""How words were taken, as people see it: their say goes before ours."""

from catalogue.activities import load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Phrase
from matcher.taking import Taking, taking_of

LEXICON = load_lexicon()
BUTTERFLY = "butterfly for the county, years ago"


def taking(words: str, also: tuple[str, ...] = (), without: str = "") -> Taking:
    not_meant = frozenset({without} if without else ())
    phrase = Phrase(words=words, also_meant=also, not_meant=not_meant)
    (read,) = understood(Asked(phrases=(phrase,)), LEXICON).phrases
    return taking_of(read.meant, LEXICON, also=also, without=sorted(not_meant))


def activities(taking: Taking) -> list[list[str]]:
    return [
        [one.activity for one in several]
        for several in (taking.taken, taking.perhaps, taking.added, taking.not_meant)
    ]


def test_what_is_surely_meant_is_said_and_what_is_half_heard_is_offered() -> None:
    taken, perhaps, *_ = activities(taking(BUTTERFLY))

    assert "swimming" in taken + perhaps
    assert not {*taken} & {*perhaps}


def test_what_they_meant_is_no_longer_offered() -> None:
    taken, perhaps, added, _ = activities(taking(BUTTERFLY, also=("swimming",)))

    assert added == ["swimming"]
    assert "swimming" not in taken + perhaps


def test_what_they_did_not_mean_is_said_only_as_that() -> None:
    first, *_ = activities(taking(BUTTERFLY))[0]

    taken, perhaps, _, not_meant = activities(taking(BUTTERFLY, without=first))

    assert not_meant == [first]
    assert first not in taken + perhaps


def test_an_activity_that_nobody_knows_is_not_said() -> None:
    assert activities(taking("darts", also=("no-such-thing",)))[2] == []


def test_words_nobody_knows_are_taken_as_nothing() -> None:
    assert taking("zxqv blorf") == Taking()
