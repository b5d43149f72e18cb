"""What somebody made firm or refused holds for all that is shown, and is counted so."""

from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import Asked, Conditions, Facts, Index, Meant, Phrase, rank
from matcher.ranking.words import fold, read
from tests.ranking.worlds import CHOSEN_ACTIVITIES, FAIRLY_OFTEN, PEOPLE, catalogues


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_the_unknown_is_never_taken_for_meeting_a_condition(
    person: Asked, catalogue: list[Facts]
):
    firm = person.conditions

    for match in rank(person, Index.build(catalogue)).matches:
        for name in ("step_free", "quiet", "online", "just_turn_up"):
            if getattr(firm, name):
                said = getattr(match.facts, name)
                assert said is not False
                assert (name in match.ask_first) == (said is None)
        if firm.free or firm.max_cost_pence is not None:
            assert ("cost" in match.ask_first) == (match.facts.cost_pence is None)
        if firm.days and not match.facts.meets:
            assert "days" in match.ask_first


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), CHOSEN_ACTIVITIES)
def test_a_refused_activity_never_appears_among_results(
    person: Asked, catalogue: list[Facts], activity: str
):
    no = Meant(activity=activity, weight=0.95, spans=((0, 1),))
    phrases = (*person.phrases, Phrase(words="not that", refused=(no,)))

    matches = rank(Asked(phrases=phrases), Index.build(catalogue)).matches

    surely = {
        reading.activity
        for match in matches
        for reading in match.facts.readings
        if reading.weight >= 0.6
    }
    assert activity not in surely


REFUSED = st.sampled_from(["pub", "football", "pottery", "quiz", "knitting"])


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), REFUSED)
def test_a_refused_word_never_appears_among_results(
    person: Asked, catalogue: list[Facts], refused: str
):
    phrases = (*person.phrases, Phrase(words=f"no {refused}"))
    plain = [
        one
        for one in catalogue
        if " no " not in one.title + one.description
        and "without" not in one.title + one.description
    ]

    matches = rank(Asked(phrases=phrases), Index.build(plain)).matches

    (term,) = {word.term for word in read(refused)}
    for match in matches:
        facts = match.facts
        text = " · ".join((facts.title, facts.description, *facts.activities))
        assert term not in {word.term for word in read(fold(text))}


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_choices_never_promise_more_than_they_keep(
    person: Asked, catalogue: list[Facts]
):
    index = Index.build(catalogue)
    ranking = rank(person, index)
    with_it = Conditions(**{**vars(person.conditions), "step_free": True})

    then = rank(
        Asked(phrases=person.phrases, place=person.place, conditions=with_it),
        index,
        branches="apart",
    )

    asking = [match for match in then.matches if "step_free" in match.ask_first]
    assert ranking.choices_to_ask["step_free"] <= len(then.matches)
    assert ranking.choices["step_free"] == len(then.matches) - len(asking)
