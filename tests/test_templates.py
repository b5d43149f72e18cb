"""Every template parses and speaks through gettext; filters keep what they get."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError, nodes
from markupsafe import escape

from matcher import templates
from matcher.bundled import bundled
from matcher.templates import page_environment, text_environment
from matcher.web.shared_form import KINDS

FOLDER = bundled("templates")
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))

SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
"""Attributes that somebody reads or hears."""

CODE = {"python3 run.py import", "python3 run.py demo"}
"""What is typed the same in every language."""

ENVIRONMENT = page_environment()

GETTEXT = {"_", "gettext", "ngettext", "pgettext"}

ATTRIBUTES = re.compile(r'(\s*[\w:-]+="[^"]*")+\s*')
"""What a macro adds to an element is no text, though it stands outside of one."""


# --- words ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_template_parses(name: str) -> None:
    template = ENVIRONMENT.get_template(name)

    assert template.name == name


@pytest.mark.parametrize("name", NAMES)
def test_every_word_on_screen_goes_through_gettext(name: str) -> None:
    words = untranslated(ENVIRONMENT, (FOLDER / name).read_text())

    assert words == [], "put it inside {% trans %} or _()"


def untranslated(environment: Environment, source: str) -> list[str]:
    """Words for a reader that stand in a template without gettext."""
    tree = environment.parse(source)
    reader = WordsOnScreen()
    reader.feed("".join(markup_of(tree)))
    literal = [
        const.value
        for output in tree.find_all(nodes.Output)
        for node in output.nodes
        for const in plain_strings(node)
        if isinstance(const.value, str) and re.search(r"[^\W\d_]{2,} ", const.value)
    ]
    return [w for w in reader.words if w not in CODE] + literal


def markup_of(node: nodes.Node) -> list[str]:
    """The markup of a template in order, with a sign for each value it puts in."""
    if isinstance(node, nodes.TemplateData):
        return [node.data]
    if isinstance(node, nodes.Output):
        return [
            child.data if isinstance(child, nodes.TemplateData) else "\N{BULLET}"
            for child in node.nodes
        ]
    return [part for child in node.iter_child_nodes() for part in markup_of(child)]


def plain_strings(node: nodes.Node) -> list[nodes.Const]:
    """The strings in an expression that gettext is not asked about."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return []
    if isinstance(node, nodes.Const):
        return [node]
    inside = [node.value] if isinstance(node, nodes.Pair) else node.iter_child_nodes()
    return [const for child in inside for const in plain_strings(child)]


class WordsOnScreen(HTMLParser):
    """Collects the texts and spoken attributes that hold letters."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        for line in re.split(r"[\n\N{BULLET}]", data):
            self._keep(line)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN:
                self._keep(value or "")

    def _keep(self, text: str) -> None:
        if re.search(r"[^\W\d_]", text) and not ATTRIBUTES.fullmatch(text):
            self.words.append(text.strip())


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<p title="Hello">{{ x }}</p>',
        "{% if x %}Hello{% endif %}",
        '{{ say("Good morning all") }}',
        "{% macro m() %}Hello{% endmacro %}",
    ],
)
def test_the_test_of_words_finds_them(source: str) -> None:
    assert untranslated(ENVIRONMENT, source) != []


def test_all_words_can_be_extracted_for_translators() -> None:
    found = extract_from_dir(
        FOLDER,
        method_map=[("**.html", "jinja2"), ("**.txt", "jinja2")],
        options_map={
            "**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "1"}
        },
    )
    messages = {message for _file, _line, message, *_rest in found}

    assert len(messages) > 80
    assert "Anyone can join" in messages
    assert any(isinstance(message, tuple) for message in messages), "no plural at all"


def test_a_name_that_nobody_gave_is_an_error_and_not_a_gap() -> None:
    template = ENVIRONMENT.from_string("{{ nobody_gave_this }}")

    with pytest.raises(UndefinedError):
        template.render()


def test_text_for_letters_is_not_escaped() -> None:
    template = text_environment().from_string("{{ words }}")

    assert template.render(words="<Tom & Jo>") == "<Tom & Jo>"


def test_every_kind_of_answer_has_its_question() -> None:
    words = ENVIRONMENT.get_template("together/words.html").module

    questions = {str(words.question(kind)) for kind in KINDS}

    assert len(questions) == len(KINDS)


# --- filters -------------------------------------------------------------------------


@given(st.text())
def test_linked_text_is_always_escaped(text: str) -> None:
    made = str(templates.linked(text))

    outside = re.sub(r'<a href="https?://[^"<>]*" rel="[a-z ]*">[^<>]*</a>', "", made)
    assert "<" not in outside
    assert '"' not in outside


def test_an_address_in_a_text_becomes_a_link_without_its_full_stop() -> None:
    made = templates.linked("See https://choir.example/a?b=1&c=2. Bring <tea>")

    assert made == (
        'See <a href="https://choir.example/a?b=1&amp;c=2"'
        ' rel="noopener noreferrer nofollow">https://choir.example/a?b=1&amp;c=2</a>.'
        " Bring &lt;tea&gt;"
    )


@pytest.mark.parametrize("text", ["javascript:alert(1)", "ftp://x.example", "http://"])
def test_other_addresses_stay_text(text: str) -> None:
    assert "<a" not in templates.linked(text)


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_a_text_with_bold_words_is_the_text(text: str, cuts: list[int]) -> None:
    cuts = sorted({min(cut, len(text)) for cut in cuts})
    marks = list(zip(cuts[::2], cuts[1::2], strict=False))

    made = templates.bold(text, marks)

    assert re.sub("</?b>", "", made) == escape(text)
    assert re.findall("<b>(.*?)</b>", made, re.DOTALL) == [
        escape(text[start:end]) for start, end in marks if start < end
    ]


def test_a_description_begins_with_its_first_sentence() -> None:
    told = "Sing with us. Nobody has to read music."

    assert templates.first_sentence(told) == "Sing with us."


@given(st.text(max_size=400))
def test_the_beginning_of_a_description_is_never_long(text: str) -> None:
    assert len(templates.first_sentence(text)) <= 132


def test_paragraphs_are_parted_by_blank_lines() -> None:
    told = "One,\r\nstill one.\r\n\r\n \r\nTwo."

    assert templates.paragraphs(told) == ["One,\nstill one.", "Two."]


def test_a_phone_number_is_dialled_by_its_digits() -> None:
    assert templates.dialled("+44 (1632) 960-101 ext") == "+441632960101"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 July 2026, 5:30pm"), ("cy", "1 Gorffennaf 2026, 5:30pm")],
)
def test_a_moment_is_told_as_meetings_are_by_the_clock_here(
    language: str, said: str
) -> None:
    template = text_environment(language=language).from_string("{{ at|moment }}")

    told = template.render(at=datetime(2026, 7, 1, 16, 30, tzinfo=UTC))

    assert told == said
