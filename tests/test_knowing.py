"""What a person asks is read into activities, as far as it is ever matched."""

from collections.abc import Iterator

import pytest

from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.places import load_postcodes
from matcher.knowing import facts_of, lay_out, understood
from matcher.ranking import Asked, Phrase

LEXICON = load_lexicon()
DARTS = "on the oche every Friday, but no karaoke"
SAID = (
    *(DARTS, "make friends", "tennis", "knittting", "a choir, not football"),
    *("", "the rain", "my uncle had a shed", "somewhere muddy with a spade"),
)


def heard_as(words: str, kind: str = "goal") -> Phrase:
    """A phrase with all that is understood by it."""
    asked = Asked(phrases=(Phrase(words=words, kind=kind),))
    return understood(asked, LEXICON).phrases[0]


def test_what_is_kept_in_view_and_never_matched_is_not_read():
    asked = Asked(
        phrases=(
            Phrase(kind="independence", words=DARTS),
            Phrase(kind="enjoyed_before", words=DARTS),
            Phrase(kind="goal", words="get my own place, and the garden with it"),
        )
    )

    in_view, matched, support = understood(asked, LEXICON).phrases

    assert (in_view.meant, in_view.refused, support.meant) == ((), (), ())
    assert matched.meant[0].activity == "darts"
    assert matched.refused[0].activity == "karaoke"


def test_nothing_is_left_to_be_built_once_reading_is_laid_out():
    lexicon = Lexicon(activities=LEXICON.activities, kept_as=LEXICON.kept_as)
    asked = Asked(phrases=tuple(Phrase(words=words) for words in SAID))

    lay_out(lexicon)
    laid_out = set(built_in(lexicon))
    understood(asked, lexicon)

    assert set(built_in(lexicon)) == laid_out


def built_in(part: object) -> Iterator[str]:
    """What a lexicon, and each part of it, has worked out so far."""
    for name, value in vars(part).items():
        yield f"{type(part).__name__}.{name}"
        if type(value).__module__.startswith("catalogue.") and hasattr(
            value, "__dict__"
        ):
            yield from built_in(value)


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("I'm lonely", "tea-and-chat"),
        ("I've got nobody", "tea-and-chat"),
        ("I don't know anyone round here", "community-cafe"),
        ("never see anybody", "tea-and-chat"),
        ("fed up of my own company", "tea-and-chat"),
        ("evenings drag", "social-clubs"),
        ("the days are too long", "tea-and-chat"),
        ("somewhere I'm not judged", "community-cafe"),
        ("I'm bored", "craft-and-chat"),
        ("sick of the telly", "walking-group"),
        ("too much time on my hands", "community-centre"),
        ("I've no hobbies", "craft-and-chat"),
        ("I don't know", "community-centre"),
        ("no good at anything", "confidence-building"),
        ("something on Sundays", "community-centre"),
        ("keep out of trouble", "community-centre"),
        ("stay off the drink", "alcohol-free-nights"),
        ("a reason to get out of bed", "volunteering"),
        ("have a routine", "volunteering"),
        ("looking after people", "befriending"),
        ("people who get it", "mental-wellbeing-group"),
    ],
)
def test_what_people_say_first_is_heard_though_it_begins_with_a_no(words, activity):
    heard = heard_as(words)

    assert activity in {one.activity for one in heard.meant}
    assert heard.refused == ()


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("evenings drag", "drag-cabaret"),
        ("I'm bored", "target-shooting"),
        ("fed up", "animal-volunteering"),
        ("somewhere I'm not judged", "flower-shows"),
        ("have a routine", "dance-teaching"),
    ],
)
def test_a_wish_is_not_taken_for_what_one_word_of_it_names(words, never):
    heard = heard_as(words)

    assert never not in {one.activity for one in heard.meant}


def test_whoever_is_sick_of_a_pastime_still_refuses_it():
    heard = heard_as("sick of football")

    assert "football" not in {one.activity for one in heard.meant}


@pytest.mark.parametrize("kind", ["enjoyed_before", "strength", "goal"])
def test_what_is_hardly_meant_leads_nowhere(kind):
    said = "used to run a choir, a bit of everything with engines, sing, play darts"

    heard = heard_as(said, kind)

    assert heard.meant
    assert min(one.weight for one in heard.meant) >= 0.15


@pytest.mark.parametrize(
    ("cost_text", "least"), [("£5 for six books", 500), ("Free, buy a pint", None)]
)
def test_what_names_a_price_is_known_to_ask_for_it(cost_text, least):
    draft = OpportunityDraft(
        source="", source_id="x", title="Bingo", cost_text=cost_text
    )

    facts = facts_of("x", draft, (), load_postcodes())

    assert (facts.cost_pence, facts.lowest_cost_pence) == (None, least)


def test_what_is_said_in_welsh_is_not_looked_for_as_if_it_were_english():
    heard = heard_as("dw i'n licio gwau a darts, dim tafarndai")

    assert [[word.term for word in clause] for clause in heard.parts.clauses] == [
        ["dart"]
    ]
    assert {"knitting", "darts"} <= {one.activity for one in heard.meant}


def test_a_plain_no_in_welsh_refuses_what_it_is_and_says_its_words():
    words = "canu ond dim pêl-droed na pheint"

    heard = heard_as(words)

    assert [words[run[0].start : run[-1].end] for run in heard.parts.refused] == [
        "pêl-droed",
        "pheint",
    ]
    assert "football" in {one.activity for one in heard.refused}
    assert "football" not in {one.activity for one in heard.meant}


@pytest.mark.parametrize(
    ("words", "asked", "wanted"),
    [
        ("celf heb risiau", ["step_free"], ["celf "]),
        ("canu am ddim nos Iau", ["free", "day", "part"], ["canu "]),
        ("côr am ddim i ddysgu caneuon", ["free"], ["côr ", " i ddysgu caneuon"]),
    ],
)
def test_a_condition_in_welsh_refuses_nothing(
    words: str, asked: list[str], wanted: list[str]
) -> None:
    parts = heard_as(words).parts
    assert parts is not None

    said = [words[slice(*span)] for span in parts.wanted_spans]
    assert [one.name for one in parts.practical] == asked
    assert (said, parts.refused_spans) == (wanted, ())
