"""The words of templates in one language, said at a fraction of what Jinja asks for it.

A page says three hundred sentences of ours, most of them without anything to fill in.
What Jinja's own functions give, these give too, letter by letter: values are escaped,
the sentence is not. They know no context: a template escapes all or nothing.
"""

from collections.abc import Callable, Mapping
from gettext import NullTranslations
from typing import Any

from markupsafe import Markup, escape

MOST_KEPT = 5_000
"""Sentences kept as they are said: more than all templates have together."""


def words_in(
    translations: NullTranslations, *, escaped: bool
) -> dict[str, Callable[..., str]]:
    """``_``, ``gettext`` and ``ngettext`` for an environment that escapes, or not."""
    fill = _filled if escaped else _plain
    kept: dict[str, str] = {}

    def gettext(words: str, /, **values: Any) -> str:
        """The sentence in this language, with these values in it."""
        if values:
            return fill(translations.gettext(words), values)
        said = kept.get(words)
        if said is None:
            said = fill(translations.gettext(words), values)
            if len(kept) < MOST_KEPT:
                kept[words] = said
        return said

    def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
        """The sentence for so many, who are ``num`` in it."""
        if not values and escaped and type(number) is int:
            said = translations.ngettext(one, many, number) % {"num": number}
            return Markup(said)  # noqa: S704 - the sentence is ours
        return fill(translations.ngettext(one, many, number), {"num": number} | values)

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _plain(sentence: str, values: Mapping[str, Any]) -> str:
    return sentence % values


def _filled(sentence: str, values: Mapping[str, Any]) -> str:
    safe = {}
    for name, value in values.items():
        safe[name] = value if isinstance(value, int | float) else escape(value)
    return Markup(sentence % safe)  # noqa: S704 - the sentence is ours
