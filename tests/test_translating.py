"""What is said in another language: all of it, with the same names and tags."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from catalogue.sentences import Sentence
from matcher import languages, translating
from matcher.errors import BadInput
from matcher.languages import file_of, read_catalog
from matcher.templates import page_environment, say
from matcher.translating import (
    LIBRARY,
    PACKAGE,
    SAID_BY,
    bring_up_to_date,
    calls_that_say,
    gathered,
    is_translated,
    message_of,
)

OTHERS = [code for code in languages.languages() if code != languages.ENGLISH]

NAMED = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"</?[a-z]+(?: [a-z]+=\"[^\"]*\")*>")


OPERATORS = (
    "matcher/cli/",
    "matcher/digests/weeks.py",
    "matcher/people_files.py",
    "matcher/translating.py",
)
"""What only operators read, of the command line: its sentences are English, put
together."""

MADE_OF_OTHERS = (
    "matcher/digests/leaving.py",
    "matcher/models/sentences.py",
    "catalogue/language/glossary.py",
    "catalogue/sentences.py",
    "matcher/errors.py",
    "matcher/web/errors.py",
)
"""Where sentences are made of what another module or a file says."""

SAID_BY_A_TEMPLATE = ("PlaceNotFound", "ChangedMeanwhile")
"""Kinds of these errors that never say their own sentence: every page catches them."""

OF_THE_RIM = ("retry_after_seconds", "choices")
"""What an error is given that stands in no sentence."""


def sources() -> Iterator[tuple[str, str]]:
    """(name, code) of every module of ours."""
    for package in (PACKAGE, LIBRARY):
        for path in sorted(package.rglob("*.py")):
            yield path.relative_to(package.parent).as_posix(), path.read_text("utf-8")


def is_marked(place: str, words: ast.expr) -> bool:
    """Whether a name in a module stands for a sentence marked for translators."""
    name = place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    try:
        return isinstance(attrgetter(ast.unparse(words))(import_module(name)), Sentence)
    except AttributeError:
        return False


def texts(words: object) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ())  # type: ignore[call-overload]


def is_sound(message: Message) -> bool:
    """The same tags in each form, no strange names, and none left out where it says
    many."""
    many = texts(message.id)[-1]
    said = texts(message.string)
    tags, names = Counter(TAG.findall(many)), set(NAMED.findall(many))
    return (
        all(Counter(TAG.findall(one)) == tags for one in said)
        and all(set(NAMED.findall(one)) <= names for one in said)
        and set(NAMED.findall(said[0])) == names
    )


def test_welsh_is_one_of_the_languages() -> None:
    assert languages.languages() == {"en": "English", "cy": "Cymraeg"}


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_unsaid(language: str) -> None:
    catalog = read_catalog(language)
    known = {
        (message.id, message.context) for message in catalog if is_translated(message)
    }

    missing = [
        message.id
        for message in gathered()
        if message.id and (message.id, message.context) not in known
    ]

    assert missing == [], f"say these in {file_of(language).name}: run.py translate"


@pytest.mark.parametrize("language", OTHERS)
def test_names_and_tags_stay_as_they_are(language: str) -> None:
    catalog = read_catalog(language)

    unsound = [one.id for one in catalog if one.id and not is_sound(one)]

    assert len(catalog) > 1000
    assert unsound == []


def test_numbers_are_said_as_welsh_says_them() -> None:
    text = (
        "{% trans count=count %}{{ count }} thing fits"
        "{% pluralize %}{{ count }} things fit{% endtrans %}"
    )
    template = page_environment(language="cy").from_string(text)

    assert [template.render(count=count) for count in (1, 2, 3, 6, 10)] == [
        "1 peth yn addas",
        "2 beth yn addas",
        "3 pheth yn addas",
        "6 o bethau'n addas",
        "10 o bethau'n addas",
    ]


def test_a_date_is_said_in_the_language_of_the_page() -> None:
    template = page_environment(language="cy").from_string("{{ day | long_date }}")

    assert template.render(day=date(2026, 3, 1)) == "1 Mawrth 2026"
    assert say("listed", ["te", "cacen"], language="cy") == "te a cacen"


@pytest.mark.parametrize("code", ["en", "xx", "../a", ""])
def test_no_file_is_made_for_what_is_no_other_language(code: str) -> None:
    with pytest.raises(BadInput, match="There is no language"):
        bring_up_to_date(code)


def test_a_file_keeps_its_words_and_drops_what_is_no_longer_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(languages, "bundled", lambda _: tmp_path)
    monkeypatch.setattr(translating, "_said_of_errors", lambda: iter(()))
    monkeypatch.setattr(translating, "_said_of_wordings", lambda: iter(()))
    said = [("a.html", "Find", [], None), ("a.html", "Gone", [], None)]
    monkeypatch.setattr(translating, "_said_in_templates", lambda: iter(said))
    first = bring_up_to_date("cy")
    text = file_of("cy").read_text("utf-8")
    words = text.replace('msgid "Find"\nmsgstr ""', 'msgid "Find"\nmsgstr "Chwilio"')
    file_of("cy").write_text(words, "utf-8")
    said[1] = ("a.html", "New", [], None)

    second = bring_up_to_date("cy")
    again = file_of("cy").read_bytes()

    assert (first.messages, first.missing) == (2, 2)
    assert (second.messages, second.missing) == (2, 1)
    assert {one.id: one.string for one in read_catalog("cy") if one.id} == {
        "Find": "Chwilio",
        "New": "",
    }
    bring_up_to_date("cy")
    assert file_of("cy").read_bytes() == again


def test_every_sentence_that_a_page_can_show_can_be_looked_up() -> None:
    lost = [
        f"{place}:{call.lineno}"
        for place, code in sources()
        if not place.startswith((*OPERATORS, *MADE_OF_OTHERS))
        for call in calls_that_say(code)
        if message_of(call) is None and not is_marked(place, call.args[0])
    ]

    assert lost == [], "no f-string: a message with %(names)s, and values beside it"


def test_every_value_of_a_sentence_is_given_and_said() -> None:
    unequal = [
        f"{place}:{call.lineno}"
        for place, code in sources()
        for call in calls_that_say(code)
        if (message := message_of(call)) is not None
        and {name[2:-2] for name in NAMED.findall(message)}
        != {one.arg for one in call.keywords if one.arg not in OF_THE_RIM}
    ]

    assert unequal == []


def test_no_error_of_another_name_says_what_nobody_looks_up() -> None:
    kinds = [
        node.name
        for _, code in sources()
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(base, ast.Name) and base.id in SAID_BY for base in node.bases
        )
    ]

    unknown = [one for one in kinds if one not in (*SAID_BY, *SAID_BY_A_TEMPLATE)]

    assert unknown == []


def test_an_error_that_always_says_the_same_says_what_is_looked_up() -> None:
    kinds = {
        node.name: node
        for _, code in sources()
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ClassDef)
        and {one.id for one in node.bases if isinstance(one, ast.Name)}
        & {"MatcherError", *SAID_BY}
    }

    lost = [
        name
        for name, kind in kinds.items()
        for call in ast.walk(kind)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "super().__init__"
        and any(isinstance(one, ast.Constant) for one in call.args)
        and name not in SAID_BY_A_TEMPLATE
    ]

    assert {"Changed", "TooMany", *SAID_BY_A_TEMPLATE} <= kinds.keys()
    assert lost == [], "super().__init__(marked(...))"


def test_a_page_shows_a_problem_in_its_own_language() -> None:
    as_it_is = re.compile(r"\{\{-? *(?:problem|problems\.\w+) *-?\}\}")
    templates = sorted((PACKAGE.parent / "templates").rglob("*.html"))

    bare = [
        path.name
        for path in templates
        if "email" not in path.parts and as_it_is.search(path.read_text("utf-8"))
    ]

    assert len(templates) > 100
    assert bare == [], "say it with parts.problem, or problem|said"
