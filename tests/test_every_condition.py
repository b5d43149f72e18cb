"""A yes-or-no condition is judged, counted, kept, asked and said wherever one is.

A message that fails names the file that does not know it yet. What a listing says of it
(``matcher/knowing.py``) is each condition's own, and has tests of its own.
"""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from matcher.people import MATCHED
from matcher.people.practical import practical_of
from matcher.people_files import ConditionsLine
from matcher.ranking import Conditions, Facts, choices
from matcher.ranking.columns import Columns
from matcher.templates import page_environment, say
from matcher.web.shared_form import read_form

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NAMES = [one.name for one in fields(Conditions) if one.type is bool]
OF_LISTINGS = [name for name in NAMES if name != "free"]
"""Those a listing says yes or no to; ``free`` is a price."""
ALL = Conditions(**dict.fromkeys(NAMES, True))  # type: ignore[arg-type]


def lacking(names: list[str], known: object) -> list[str]:
    return [name for name in names if name not in known]  # type: ignore[operator]


@pytest.mark.parametrize("of_listings", [Facts, Columns])
def test_ranking_knows_it_of_listings(of_listings: Any) -> None:
    known = {one.name for one in fields(of_listings)}

    assert lacking(OF_LISTINGS, known) == [], f"a field of {of_listings.__name__}"


def test_what_it_would_leave_is_counted() -> None:
    assert lacking(OF_LISTINGS, choices.PLAIN) == [], "PLAIN, ranking/choices.py"


def test_a_page_keeps_it() -> None:
    kept = practical_of((name, "yes") for name in NAMES).conditions

    assert lacking(NAMES, MATCHED) == [], "MATCHED, people/practical.py"
    assert kept == ALL, "practical_of, people/practical.py"


def test_the_shared_form_and_files_of_people_bring_it() -> None:
    form = read_form([(name, "1") for name in NAMES])

    assert form.conditions == ALL, "_conditions, web/shared_form.py"
    assert lacking(NAMES, ConditionsLine.model_fields) == [], "matcher/people_files.py"


@pytest.mark.parametrize(
    "form", ["together/firm.html", "together/only.html", "people/easier.html"]
)
def test_it_stands_on_the_pages_where_it_is_chosen(form: str) -> None:
    text = (TEMPLATES / form).read_text("utf-8")

    assert [name for name in NAMES if f'"{name}"' not in text] == [], f"in {form}"


def test_it_has_words() -> None:
    module: Any = page_environment().get_template("together/words.html").module
    theirs: Any = page_environment().get_template("their_data/words.html").module

    wordless = [name for name in NAMES if not str(module.condition(name)).strip()]
    unnamed = [name for name in NAMES if str(theirs.condition(name, "yes")) == name]
    unasked = [name for name in OF_LISTINGS if say("ask_first", name) == name]

    assert wordless == [], "condition, templates/together/words.html"
    assert unnamed == [], "condition, templates/their_data/words.html"
    assert unasked == [], "ask_first, templates/macros/saying.html"
