"""What every match rests on, whoever asks: words that stand where it says they do."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import Asked, Facts, Index, rank, reason_for
from tests.ranking.worlds import FAIRLY_OFTEN, PEOPLE, catalogues


@FAIRLY_OFTEN
@given(PEOPLE, catalogues(), st.data())
def test_removing_a_phrase_never_adds_its_reasons(
    person: Asked, catalogue: list[Facts], data: st.DataObject
):
    gone = data.draw(st.integers(0, len(person.phrases) - 1))
    kept = person.phrases[:gone] + person.phrases[gone + 1 :]
    fewer = Asked(phrases=kept, place=person.place, conditions=person.conditions)

    matches = rank(fewer, Index.build(catalogue)).matches

    answered = {answer.phrase for match in matches for answer in match.answers}
    assert answered <= set(range(len(kept)))
    quoted = {
        (quote.text, kept[reason.phrase].words[quote.start : quote.end])
        for reason in (reason_for(match, fewer) for match in matches)
        for quote in reason.quotes
    }
    assert all(text == stands for text, stands in quoted)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_evidence_stands_where_it_says_on_both_sides(
    person: Asked, catalogue: list[Facts]
):
    for match in rank(person, Index.build(catalogue)).matches:
        assert match.answers
        for answer in match.answers:
            assert answer.evidence
            words = person.phrases[answer.phrase].words
            for one in answer.evidence:
                assert words[one.start : one.start + len(one.said)] == one.said
                assert one.found in text_of_field(match.facts, one.where)


def text_of_field(facts: Facts, where: str) -> str:
    value = getattr(facts, where)
    return value if isinstance(value, str) else " · ".join(value)


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_evidence_of_an_activity_is_spoken_of_on_both_sides(
    person: Asked, catalogue: list[Facts]
):
    for match in rank(person, Index.build(catalogue)).matches:
        spoken = {(one.activity, one.found) for one in match.facts.readings}
        for answer in match.answers:
            meant = {(x.activity, x.how) for x in person.phrases[answer.phrase].meant}
            for one in (one for one in answer.evidence if one.activity):
                assert (one.activity, one.found) in spoken
                assert (one.activity, one.how) in meant


@FAIRLY_OFTEN
@given(PEOPLE, catalogues())
def test_without_readings_or_meanings_words_alone_decide(
    person: Asked, catalogue: list[Facts]
):
    silent = Index.build(replace(one, readings=()) for one in catalogue)
    plain = replace(
        person, phrases=tuple(replace(one, meant=()) for one in person.phrases)
    )

    def order(asked: Asked, index: Index, *without: str) -> list[tuple[str, float]]:
        matches = rank(asked, index, without=without).matches
        return [(match.facts.id, match.score) for match in matches]

    if not any(one.refused for one in person.phrases):
        assert order(person, silent) == order(plain, silent)
        assert order(plain, Index.build(catalogue)) == order(plain, silent)
        assert order(person, Index.build(catalogue), "activities") == order(
            plain, silent
        )
