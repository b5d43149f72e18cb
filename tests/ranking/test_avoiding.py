"""What somebody would rather not meet is not there, and nobody is told so."""

from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import Index, Phrase, browse
from tests.ranking.builders import found, listing, means, reads, somebody

NAMES = ("Mill Street Day Centre", "The Legion", "St Mary’s Hall", "Café Órla")

CHOIR = listing(1, "Choir", organization="Wenbrook Voices", venues=("Library",))
AT_THE_LEGION = listing(2, "Choir practice", venues=("The Legion, Wenbrook",))
RUN_BY_MILL = listing(3, "Choir", organization="Mill Street Day Centre")
IN_MILL_STREET = listing(4, "Choir", addresses=("12 Mill Street",))


def test_a_place_somebody_avoids_is_not_in_the_results():
    person = somebody("choir", avoid=("the legion",))

    assert found(person, CHOIR, AT_THE_LEGION) == ["1"]


def test_a_street_is_avoided_with_everything_on_it():
    person = somebody("choir", avoid=("Mill Street",))

    assert found(person, CHOIR, RUN_BY_MILL, IN_MILL_STREET) == ["1"]


def test_a_part_of_a_word_is_no_name():
    person = somebody("choir", avoid=("lib", ""))

    assert found(person, CHOIR) == ["1"]


def test_what_is_avoided_stays_away_though_it_was_put_first():
    person = somebody("choir", avoid=("Legion",), put_first=("The Legion, Wenbrook",))

    assert found(person, CHOIR, AT_THE_LEGION) == ["1"]


def test_not_that_one_is_not_shown_again():
    person = somebody("choir", not_these=frozenset({"3"}))

    assert found(person, CHOIR, RUN_BY_MILL) == ["1"]


def test_what_is_on_leaves_the_same_things_out():
    person = somebody(avoid=("Mill Street",), not_these=frozenset({"1"}))
    index = Index.build([CHOIR, AT_THE_LEGION, RUN_BY_MILL, IN_MILL_STREET])

    assert [match.facts.id for match in browse(person, index)] == ["2"]


@given(
    avoided=st.lists(st.sampled_from(NAMES), unique=True),
    where=st.lists(st.sampled_from((*NAMES, "Library")), min_size=1),
    field=st.sampled_from(("organization", "title", "venue")),
)
def test_no_avoided_place_is_ever_in_the_results(
    avoided: list[str], where: list[str], field: str
):
    listings = [
        listing(
            position,
            name if field == "title" else "Choir",
            organization=name if field == "organization" else "Voices",
            venues=(name,) if field == "venue" else (),
            description="A choir for anyone.",
        )
        for position, name in enumerate(where)
    ]

    person = somebody("choir", avoid=tuple(name.upper() for name in avoided))
    shown = found(person, *listings, branches="apart")

    assert sorted(shown) == sorted(
        str(position) for position, name in enumerate(where) if name not in avoided
    )


def test_words_that_were_meant_otherwise_find_nothing_of_what_was_not_meant():
    fishing = listing(1, "Bass club", readings=(reads("fishing", 0.9, "Bass"),))
    band = listing(2, "Bass players", readings=(reads("guitar", 0.9, "Bass"),))
    guitar = means("bass", "guitar", 0.8, by="bass")
    phrase = Phrase(words="bass", meant=(guitar,), not_meant=frozenset({"fishing"}))

    assert found(somebody(phrase), fishing, band) == ["2"]


def test_what_one_phrase_did_not_mean_another_still_finds():
    fishing = listing(1, "Bass club", readings=(reads("fishing", 0.9, "Bass"),))
    phrase = Phrase(words="bass", not_meant=frozenset({"fishing"}))
    other = Phrase(
        words="fishing", meant=(means("fishing", "fishing", 0.9, by="fishing"),)
    )

    assert found(somebody(phrase, other), fishing) == ["1"]
