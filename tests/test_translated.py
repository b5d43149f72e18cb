"""Words of templates are said as Jinja itself would say them, letter by letter."""

from functools import cache
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, Template
from markupsafe import Markup

from matcher.translated import words_in

SAID = [
    '{{ _("Full: 100%% <b>") }}',
    '{{ _("Put %(what)s <b>first</b>", what=words) }}',
    '{{ _("In %(number)d days", number=count) }}',
    "{% trans what=words %}Move “{{ what }}” & up{% endtrans %}",
    "{% trans count=count %}{{ count }} thing{% pluralize %}{{ count }} things"
    "{% endtrans %}",
    '{{ ngettext("%(num)d day %(at)s", "%(num)d days %(at)s", count, at=words) }}',
]
WORDS = st.one_of(st.text(), st.text().map(Markup), st.none(), st.booleans())


def environment(*, autoescape: bool, ours: bool) -> Environment:
    made = Environment(extensions=["jinja2.ext.i18n"], autoescape=autoescape)  # noqa: S701
    translations = NullTranslations()
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    if ours:
        made.globals |= words_in(translations, escaped=autoescape)
    return made


@cache
def templates(*, autoescape: bool, ours: bool) -> list[Template]:
    made = environment(autoescape=autoescape, ours=ours)
    return [made.from_string(one) for one in SAID]


@pytest.mark.parametrize("autoescape", [True, False])
@given(words=WORDS, count=st.integers(0, 100))
def test_a_sentence_is_said_as_jinja_says_it(autoescape, words, count):
    ours, theirs = (
        [
            one.render(words=words, count=count)
            for one in templates(autoescape=autoescape, ours=is_ours)
        ]
        for is_ours in (True, False)
    )

    assert ours == theirs


def test_a_sentence_without_its_value_is_an_error_as_ever():
    template = environment(autoescape=True, ours=True).from_string('{{ _("%(a)s") }}')

    with pytest.raises(KeyError):
        template.render()
