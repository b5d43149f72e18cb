"""Pieces that last rest on what they are given, and nothing of anybody gets in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import escape

from catalogue.drafts import OpportunityDraft, OrganizationDraft
from catalogue.opportunities import Listing
from matcher.lasting import BEGINNING, LONGEST_KEPT, face, lasting_in, slot
from matcher.templates import easy_environment, first_sentence, page_environment

MADE = """
{%- macro said(words) -%}
<p>{{ words }}, {{ slot(1) }} and {{ slot(0) }}.</p>
{%- endmacro -%}
"""
TODAY = date(2026, 11, 24)
LISTING = Listing(
    id=UUID(int=7),
    draft=OpportunityDraft(
        source="a sheet", source_id="1", title="Choir", assured_on=TODAY
    ),
    readings=(),
    organization_id=None,
    revision=1,
    modified_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def environment() -> Environment:
    made = Environment(loader=DictLoader({"x.html": MADE}), autoescape=True)
    made.globals["slot"] = slot
    return made


@given(st.text(), st.text(), st.text())
def test_every_value_stands_escaped_where_it_belongs(
    words: str, one: str, other: str
) -> None:
    lasting = lasting_in(environment())

    said = lasting("x.html", "said", words + "<|0|>").around(one, other)

    assert (
        said == f"<p>{escape(words)}&lt;|0|&gt;, {escape(other)} and {escape(one)}.</p>"
    )


def test_what_nobody_asked_for_longest_goes_first() -> None:
    lasting = lasting_in(environment(), most=2)

    first = lasting("x.html", "said", "a")
    again = lasting("x.html", "said", "a")
    for words in ("b", "c"):
        lasting("x.html", "said", words)

    assert again is first
    assert lasting("x.html", "said", "a") is not first
    assert lasting("x.html", "said", "a") == first


def test_what_is_very_long_is_said_and_not_kept() -> None:
    lasting = lasting_in(environment())
    words = "a" * LONGEST_KEPT

    first = lasting("x.html", "said", words)
    again = lasting("x.html", "said", words)

    assert again == first
    assert again is not first


def test_a_card_rests_on_no_more_of_a_long_text_than_it_shows() -> None:
    draft = replace(LISTING.draft, description="Come and sing. " * 10_000)

    seen = face(replace(LISTING, draft=draft))

    assert first_sentence(seen.begins) == first_sentence(draft.description)
    assert len(repr(seen)) < 2 * BEGINNING


def test_a_card_is_another_with_another_day_language_look_or_fact() -> None:
    english, welsh = page_environment(), page_environment(language="cy")
    told = replace(LISTING, draft=replace(LISTING.draft, title="Evening choir"))

    def card(made: Environment, listing: Listing, day: date) -> tuple[str, ...]:
        asked = "macros/cards.html", "lasting_card", face(listing), day
        return made.globals["lasting"](*asked)  # type: ignore[no-any-return, operator]

    usual = card(english, LISTING, TODAY)
    others = [
        card(english, LISTING, date(2026, 11, 25)),
        card(english, told, TODAY),
        card(welsh, LISTING, TODAY),
    ]

    assert card(english, replace(LISTING), TODAY) is usual
    assert len({usual, *others}) == 4
    assert "Checked today" in "".join(usual)
    assert "Checked yesterday" in "".join(others[0])
    easy = easy_environment(english).globals["lasting"]
    assert easy is not english.globals["lasting"]


@pytest.mark.parametrize(
    ("title", "is_said"),
    [
        ("Second Wind", False),
        ("Second Wind: the stroke choir", False),
        ("Second Windmill walk", True),
        ("Tuesday choir", True),
    ],
)
def test_who_runs_something_is_said_where_its_name_does_not(
    title: str, *, is_said: bool
) -> None:
    run_by = OrganizationDraft(name="Second wind")
    draft = replace(LISTING.draft, title=title, organization=run_by)
    lasting = page_environment().globals["lasting"]

    card = lasting(
        "macros/cards.html",
        "lasting_card",
        face(replace(LISTING, draft=draft)),
        TODAY,
    )

    assert ('class="run-by"' in "".join(card)) == is_said
