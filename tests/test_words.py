"""The words on screen are those of the practice: a person, an introduction, what's on.

Every sentence that a template says through gettext is read, and every sentence of an
error. A word that is avoided fails with the word to say instead; where the word means
something else, the very sentence stands in ``FINE`` with a reason.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from matcher.templates import page_environment

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
ENVIRONMENT = page_environment()

AVOIDED = {
    r"clients?|service[ -]users?|patients?|beneficiar(?:y|ies)|attendees?": (
        "person, people, or their name"
    ),
    r"cases?|case[ -]?loads?|case[ -]?work\w*": "their page, or the people you meet",
    r"practitioners?|handlers?|key[ -]?workers?": "worker, someone to go with",
    r"interventions?|provisions?|placements?": "opportunity, activity, what's on",
    r"refer|refers|referr\w+|signpost\w*": "introduction, introduce, say hello",
    r"needs assessments?|assessments?|assess\w*|deficits?|issues?": (
        "interests, strengths, goals"
    ),
    r"barriers?|non-?engag\w+|disengag\w+|complian\w+|hard to reach": (
        "what gets in the way"
    ),
    r"fail\w*|dropped out|drop-?outs?|did not attend|didn.t attend|DNA|no-?shows?": (
        "not for me"
    ),
    r"mainstream": "Anyone can join",
    r"outward[ -]facing": "Run by ..., all welcome",
    r"in[ -]service": "For people who use ...",
    r"vulnerable|complex needs|homeless\w*|addict\w*|suffer\w*|disorders?": (
        "nothing: the screen names no circumstance of anybody"
    ),
    r"matches|eligib\w+|criteria|submit\w*|invalid|user|users|log ?in|log ?out": (
        "an everyday word: what fits, who it is for, send, sign in, people"
    ),
}
"""What we never say of people, and a few words of offices and machines besides."""

FINE = {
    "in case a machine breaks": "it says what if",
}
"""Reviewed: here the word means something else. Each must still be said somewhere."""


@cache
def said() -> dict[str, list[str]]:
    """Every sentence of each template, and of the errors of each module."""
    templates = {
        str(file.relative_to(ROOT)): list(sentences(file))
        for file in sorted(TEMPLATES.rglob("*"))
        if file.suffix in {".html", ".txt"}
    }
    modules = {
        str(file.relative_to(ROOT)): list(complaints(file))
        for folder in ("matcher/web", "matcher/accounts", "matcher/people",
                       "matcher/introductions", "matcher/their_data",
                       "matcher/partners", "matcher/digests")
        for file in sorted((ROOT / folder).rglob("*.py"))
    }  # fmt: skip
    return templates | modules


def sentences(file: Path) -> Iterator[str]:
    """What a template says, without what it puts in."""
    for _line, _how, message in ENVIRONMENT.extract_translations(
        file.read_text("utf-8")
    ):
        for text in message if isinstance(message, tuple) else (message,):
            if text:
                yield re.sub(r"%\(\w+\)[sd]", "…", text)


def complaints(file: Path) -> Iterator[str]:
    """The sentences of the errors that a module raises, and of the page of problems."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        inside = isinstance(node, ast.Raise) or (
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
        )
        if inside:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


@pytest.mark.parametrize("words", AVOIDED)
def test_screens_say_it_in_the_words_of_the_practice(words: str) -> None:
    avoided = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    found = [
        f"{file}: {sentence!r}"
        for file, all_of_it in said().items()
        for sentence in all_of_it
        if avoided.search(without_fine(sentence))
    ]

    assert found == [], f"say instead: {AVOIDED[words]}"


def without_fine(sentence: str) -> str:
    for fine in FINE:
        sentence = sentence.replace(fine, "")
    return sentence


def test_what_is_fine_is_still_said() -> None:
    everything = [sentence for all_of_it in said().values() for sentence in all_of_it]

    assert [one for one in FINE if not any(one in text for text in everything)] == []
    assert len(everything) > 500
