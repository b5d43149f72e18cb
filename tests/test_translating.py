"""What is said in another language: all of it, with the same names and tags."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from matcher import languages, translating
from matcher.errors import BadInput
from matcher.languages import file_of, read_catalog
from matcher.templates import page_environment, say
from matcher.translating import bring_up_to_date, gathered, is_translated

OTHERS = [code for code in languages.languages() if code != languages.ENGLISH]

NAMED = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"</?[a-z]+(?: [a-z]+=\"[^\"]*\")*>")


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
