"""A template compiled for a language says what Jinja itself would, letter by letter."""

from gettext import NullTranslations
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from matcher.compiling import Compiler, compile_for, escaped
from matcher.translated import words_in

SAID = [
    '{{ _("Full: 100%% <b>") }}',
    '<p>{{ _("Put %(what)s <b>first</b> at 5%%", what=words) }}</p>',
    '{{ _("%(a)s%(b)s", a=_("In %(number)d days", number=count), b=words) }}',
    '{{ _("%(a)s, %(a)s", a=words) }}{{ _("%(a)s", a=_("<%(b)s>", b=words)) }}',
    '{{ _("<b>") ~ words ~ _("&") }}{{ words ~ _("<i>") }}{{ _("<b>") ~ "<i>" }}',
    '{{ _("<b>")|upper }}{{ [_("<b>"), words]|join(", ") }}',
    '{% set said = _("<b>") %}{{ said }}{{ said if words else _("none") }}',
    "{% trans what=words %}Move “{{ what }}” & up{% endtrans %}",
    "{% trans %}<b>100%</b> as it is{% endtrans %}",
    "{% trans count=count %}{{ count }} thing{% pluralize %}{{ count }} things"
    "{% endtrans %}",
    "{{ one.words }}{{ one.at.words }}{{ one.at['words'] }}{{ held.words }}"
    "{{ held.items()|length }}",
    "{% macro said(a, b='<i>', c=none) %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
    "{{ said(words) }}{{ said(words, count) }}{{ said(words, c=1) }}"
    "{{ said(b=words, a=said(count)) }}{{ said(words, 1, 2)|length }}",
    "{% macro more() %}{{ varargs|join }}{{ kwargs.a }}{% endmacro %}"
    "{{ more(words, 1, a=2) }}",
    "{% macro around() %}<p>{{ caller() }}</p>{% endmacro %}"
    "{% call around() %}{{ words }}{% endcall %}",
    "{% for x in [words, count] %}{{ _('%(a)s!', a=x) }}{{ loop.index }}"
    "{{ loop.cycle('a', 'b') }}{% endfor %}",
]
WRONG = [
    "{{ one.nothing }}",
    "{{ one.nothing.more }}",
    "{{ nothing.more }}",
    '{{ _("%(a)s", a=nothing) }}',
    "{% macro said(a) %}{{ a }}{% endmacro %}{{ said() }}",
    "{% macro said(a) %}{{ a }}{% endmacro %}{{ said(1, 2) }}",
    "{% macro said(a) %}{{ a }}{% endmacro %}{{ said(1, b=2) }}",
    "{% macro said(a) %}{{ a }}{% endmacro %}{{ said(1, a=2) }}",
]
WORDS = st.one_of(st.text(), st.text().map(Markup), st.none(), st.booleans())


class Upside(NullTranslations):
    """Another language, in which all is said backwards but what is filled in."""

    def gettext(self, message: str) -> str:
        """The sentence, its words in the other order."""
        return " ".join(reversed(message.split(" ")))


def environment(*, autoescape: bool, ours: bool) -> Environment:
    made = Environment(
        extensions=["jinja2.ext.i18n"], autoescape=autoescape,  # noqa: S701
        undefined=StrictUndefined, loader=DictLoader(dict(enumerate(SAID + WRONG))),
    )  # fmt: skip
    translations = Upside()
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    if ours:
        made.globals |= words_in(translations, escaped=autoescape)
        compile_for(made, translations)
    return made


THEIRS, OURS = (
    {safe: environment(autoescape=safe, ours=ours) for safe in (True, False)}
    for ours in (False, True)
)


def said(made: Environment, which: Any, words: object, count: int) -> str:
    held = {"words": words}
    one = SimpleNamespace(words=words, at=SimpleNamespace(words=words))
    return made.get_template(which).render(words=words, count=count, held=held, one=one)


@pytest.mark.parametrize("autoescape", [True, False])
@given(words=WORDS, count=st.integers(0, 100))
def test_a_template_says_what_jinja_says(autoescape, words, count):
    ours, theirs = (
        [said(made[autoescape], which, words, count) for which in range(len(SAID))]
        for made in (OURS, THEIRS)
    )

    assert ours == theirs


@pytest.mark.parametrize("which", range(len(SAID), len(SAID + WRONG)))
def test_what_is_wrong_is_as_wrong_as_ever(which):
    problems = []
    for made in (OURS[True], THEIRS[True]):
        with pytest.raises((UndefinedError, TypeError)) as problem:
            said(made, which, "a", 1)
        problems.append((problem.type, str(problem.value)))

    assert problems[0] == problems[1]


def test_a_sentence_stands_in_the_code_itself():
    code = OURS[True].compile('<p>{{ _("Put %(what)s first", what=x) }}</p>', raw=True)

    assert "<p>first " in code
    assert "gettext" not in code


def test_what_is_written_at_once_is_escaped_as_ever():
    assert [escaped(x) for x in ("<", Markup("<"), 1)] == ["&lt;", "<", "1"]
    assert OURS[True].code_generator_class is Compiler
