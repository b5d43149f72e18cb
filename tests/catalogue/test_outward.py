"""Opening what a service does: ideas once, and never by a label alone."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from catalogue import opportunities, outward
from catalogue.drafts import Openness, OpportunityDraft, OrganizationDraft, Status
from catalogue.opportunities import keeping, outwards
from catalogue.outward import NotSaidYet, ideas_for, said_openly
from catalogue.rows import opportunity_id
from matcher.templates import page_environment

ART = OpportunityDraft(
    source="haven",
    source_id="art",
    title="Art class",
    description="Painting and drawing together.",
    activities=("Painting",),
    organization=OrganizationDraft(name="The Haven"),
    openness=Openness.IN_SERVICE,
)
ANSWERS = {
    "what_is_open": "The show in the library",
    "to_whom": "Anybody",
    "when": "The first Saturday of every month",
}


def put(session: Session, draft: OpportunityDraft, now: datetime) -> UUID:
    opportunities.store(session, [draft], now=now)
    return opportunity_id(draft.source, draft.source_id)


def test_ideas_fit_what_people_do_there() -> None:
    football = replace(ART, title="Football", description="", activities=("Football",))
    garden = replace(
        ART, title="Gardening", description="Growing vegetables.", activities=()
    )

    shows = [
        {one.way: one.kind for one in ideas_for(x)}["show"]
        for x in (ART, football, garden)
    ]

    assert shows[:2] == ["an_exhibition", "a_friendly_match"]
    assert shows[2] in ("an_open_gate", "something_for_the_street")


def test_there_are_three_ideas_even_where_nothing_is_understood() -> None:
    nothing = replace(ART, title="Zzyx", description="", activities=())

    kinds = [one.kind for one in ideas_for(nothing)]

    assert kinds == ["in_a_public_place", "a_show_at_the_end", "neighbours_welcome"]


def test_every_idea_is_said_in_its_own_words() -> None:
    say: Any = page_environment().get_template("macros/outward.html").module
    kinds = [
        kind
        for kinds in (*outward.WAYS.values(), outward.ANYWAY)
        for kind in kinds.values()
    ]

    said = {
        kind: str(say.idea(outward.Idea(way="who", kind=kind))) for kind in set(kinds)
    }

    assert len(set(said.values())) == len(said)
    assert all(words.startswith("Could ") for words in said.values())


def test_ideas_are_shown_once_and_only_to_what_is_inside_a_service(
    session: Session, now: datetime
) -> None:
    art = put(session, ART, now)
    choir = put(session, replace(ART, source_id="c", openness=Openness.MAINSTREAM), now)

    shown = [
        len(outwards.nudge(session, key, now=now)) for key in (art, art, choir, uuid4())
    ]

    assert shown == [3, 0, 0, 0]


def test_an_art_class_opens_and_its_card_says_how(
    session: Session, now: datetime
) -> None:
    art = put(session, ART, now)

    note = outwards.open_outwards(session, art, **ANSWERS, now=now)

    after = opportunities.listing(session, art)
    assert after
    assert after.draft.openness is Openness.OUTWARD_FACING
    assert after.draft.outward_note == note
    assert note == (
        "The show in the library · Anybody · The first Saturday of every month"
    )
    assert [x.number for x in keeping.versions(session, art)] == [2, 1]


@pytest.mark.parametrize("missing", ANSWERS)
@pytest.mark.parametrize("nothing", ["", "  ", "-", "x.", "\u200b"])
def test_a_new_label_alone_changes_nothing(
    session: Session, now: datetime, missing: str, nothing: str
) -> None:
    art = put(session, ART, now)

    with pytest.raises(NotSaidYet) as said:
        outwards.open_outwards(session, art, **ANSWERS | {missing: nothing}, now=now)

    after = opportunities.listing(session, art)
    assert after
    assert said.value.missing == (missing,)
    assert after.draft == ART


def test_one_word_three_times_says_nothing() -> None:
    with pytest.raises(NotSaidYet):
        said_openly(what_is_open="Yes", to_whom="yes", when="YES")


def test_to_be_called_outward_without_a_word_is_only_a_label() -> None:
    bare = replace(ART, openness=Openness.OUTWARD_FACING)

    labels = [
        outward.only_relabelled(x)
        for x in (bare, replace(bare, outward_note="The show, all, in May"), ART)
    ]

    assert labels == [True, False, False]


def test_what_is_over_is_not_nudged(session: Session, now: datetime) -> None:
    over = put(session, replace(ART, status=Status.DEFUNCT), now)

    assert outwards.nudge(session, over, now=now) == ()
    assert list(opportunities.current_listings(session, date(2026, 11, 24))) == []
