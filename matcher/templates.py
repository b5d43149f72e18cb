"""The words a visitor reads: the Jinja environments of pages, letters and commands.

Two environments over one folder. Pages escape everything, whatever a template is
called; text (letters, the command line) escapes nothing and renders only ``.txt``
files and the sentences of ``macros/saying.html``. A name that was never given is an
error, never an empty gap. Nothing here knows HTTP, and nothing reads a clock.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlsplit

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from catalogue.drafts import OpportunityDraft
from catalogue.feeds import address_line, web_url
from catalogue.schedules import LONDON, day_after, days_off, schedule_parts
from catalogue.sentences import said_in
from matcher.bundled import bundled
from matcher.compiling import AtHand, compile_for, escaped
from matcher.languages import languages, translations_of
from matcher.lasting import Face, face, lasting_in, slot
from matcher.prose import linked, paragraphs, prose, unstressed
from matcher.translated import words_in

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\s*\n\s*")

FEWEST_WORDS = 3
"""A beginning of fewer ("THURSDAYS.") says too little: the next sentence joins it."""

BETWEEN_SENTENCES = re.compile(
    r"(?<=[^\s\d.A-Z][^\W\d_A-Z][.!?])(?<!\bMrs\.) +(?=[^\Wa-z])"
)
"""After a word in small letters: no number, initial, "e.g." or "St." ends one."""


def page_environment(
    *,
    language: str = "en",
    demo: bool = False,
    static_url: Callable[[str], str] = "/static/{}".format,
) -> Environment:
    """The environment of pages and HTML letters: everything is escaped.

    ``demo`` says on every page that the town is invented; ``static_url`` turns a file
    name into its address.
    """
    environment = _environment(language=language, autoescape=True)
    environment.globals |= {
        "demo": demo,
        "face": face,
        "languages": languages(),
        "map_link": map_link,
        "lasting": lasting_in(environment),
        "slot": slot,
        "static": static_url,
    }
    return environment


@cache
def easy_environment(usual: Environment) -> Environment:
    """The same environment, for whoever chose easy read; templates ask for ``easy``."""
    easy = usual.overlay()
    easy.at_hand = AtHand(easy)  # type: ignore[attr-defined]
    easy.globals = {**usual.globals, "easy": True, "lasting": lasting_in(easy)}
    return easy


@cache
def text_environment(*, language: str = "en") -> Environment:
    """The environment of text letters and the command line: nothing is escaped."""
    return _environment(language=language, autoescape=False)


class OurTemplate(Template):
    """A template whose imports are made once, and that writes what it says at once.

    The library makes a module anew where whoever imports it was given globals of its
    own; here none ever is, and looking whether costs more than most macros. It also
    makes a ``Markup`` of each value it writes, though all of them are joined in one.
    """

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - as the library calls it
    ) -> Template:
        namespace["escape"] = escaped
        return super()._from_namespace(environment, namespace, globals)

    def render(self, *args: Any, **kwargs: Any) -> str:
        """What it says of these values, which it lets go of.

        A context has the macros of its template, and each of them has it: a person's
        words would stay in memory, and all that was found for them, until somebody
        looks for such rings.
        """
        context = self.new_context(dict(*args, **kwargs))
        try:
            return self.environment.concat(self.root_render_func(context))
        except Exception:
            self.environment.handle_exception()
        finally:
            context.vars.clear()

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()


def _environment(*, language: str, autoescape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(bundled("templates")),
        autoescape=autoescape,  # noqa: S701 - off for text alone
        undefined=StrictUndefined,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.template_class = OurTemplate
    compile_for(environment, translations_of(language))
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        translations_of(language), newstyle=True
    )
    environment.globals |= words_in(translations_of(language), escaped=autoescape)
    environment.globals |= {"easy": False, "language": language}
    environment.filters |= FILTERS | _local_filters(_locale(language))
    environment.filters["said"] = partial(
        said_in, gettext=translations_of(language).gettext
    )
    return environment


def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language, sep="_")


def _local_filters(locale: Locale) -> dict[str, Callable[..., Any]]:
    """Dates and numbers in the visitor's language."""

    def dated(pattern: str) -> Callable[[date], str]:
        return lambda day: format_date(day, pattern, locale=locale)

    return {
        "long_date": dated("d MMMM y"),
        "day_date": dated("EEEE d MMMM"),
        "short_day": dated("EEE d MMM"),
        "moment": partial(_moment, locale=locale),
        "number": lambda value: format_decimal(value, "#,##0.#", locale=locale),
    }


def _moment(at: datetime, *, locale: Locale) -> str:
    """A day and a time here, told as meetings are: ``23 November 2026, 4:07pm``."""
    said = partial(format_datetime, at, tzinfo=LONDON, locale=locale)
    return f"{said('d MMMM y')}, {said('h:mma').lower()}"


# --- filters -------------------------------------------------------------------------


def pounds(pence: int) -> str:
    """An amount as people write it: 300 -> ``£3``, 250 -> ``£2.50``."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02d}" if rest else f"£{whole:,}"


def web_host(address: str) -> str:
    """The part of a safe link that people recognise: its host without ``www.``."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def dialled(phone: str) -> str:
    """A phone number as a ``tel:`` link wants it: digits, and a plus in front."""
    digits = "".join(letter for letter in phone if letter.isdecimal())
    return f"+{digits}" if phone.strip().startswith("+") else digits


def first_sentence(text: str, most: int = 130) -> str:
    """How a description begins: its first sentence, or two where that says too little,
    cut at a word when it is long."""
    begun, *rest = SENTENCE_END.split(unstressed(text).strip(), maxsplit=2)
    if rest and len(begun.split()) < FEWEST_WORDS:
        begun = f"{begun} {rest[0]}"
    if len(begun) <= most:
        return begun
    return begun[:most].rsplit(None, 1)[0].rstrip(",;:–-") + " …"


def one_a_line(text: str, between: str = "\n") -> str:
    """Each sentence on a line of its own: ``Come in. Sit down.`` in two lines."""
    return BETWEEN_SENTENCES.sub(between, text)


def named_in(name: str, text: str) -> bool:
    """Whether ``name`` stands in ``text`` as whole words, in whatever capitals."""
    whole = rf"(?<!\w){re.escape(name)}(?!\w)"
    return re.search(whole, text, re.IGNORECASE) is not None


def bold(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """``text`` for a page, with its ``marks`` (start, end) in bold."""
    parts, end = [], 0
    for start, until in marks:
        parts.append(escaped(text[end:start]))
        if start < until:
            parts += "<b>", escaped(text[start:until]), "</b>"
        end = until
    parts.append(escaped(text[end:]))
    return Markup("".join(parts))  # noqa: S704 - escaped


def map_link(latitude: float, longitude: float) -> str:
    """The place on OpenStreetMap, opened only when somebody presses it."""
    spot = f"{latitude:.5f}", f"{longitude:.5f}"
    return (
        f"https://www.openstreetmap.org/?mlat={spot[0]}&mlon={spot[1]}"
        f"#map=17/{spot[0]}/{spot[1]}"
    )


def map_search(address: str) -> str:
    """A search for an address on OpenStreetMap, for a place without a point."""
    return f"https://www.openstreetmap.org/search?query={quote(address)}"


def days_off_of(
    draft: OpportunityDraft | Face, today: date, days: int
) -> tuple[date, ...]:
    """The single days off of the next ``days``, without those of a rest before them."""
    rests = draft.rests_until
    first = today if rests is None else max(today, day_after(rests))
    last = today + timedelta(days=days)
    return days_off(draft.timetables, draft.off_on, first_day=first, last_day=last)


FILTERS: dict[str, Callable[..., Any]] = {
    "address_line": address_line,
    "bold": bold,
    "days_off": days_off_of,
    "dialled": dialled,
    "first_sentence": first_sentence,
    "one_a_line": one_a_line,
    "iso_day": date.fromisoformat,
    "linked": linked,
    "map_search": map_search,
    "named_in": named_in,
    "next_day": day_after,
    "paragraphs": paragraphs,
    "pounds": pounds,
    "prose": prose,
    "schedule_parts": schedule_parts,
    "web_host": web_host,
    "web_url": web_url,
}


# --- saying, outside of a page -------------------------------------------------------


@cache
def _sayings(language: str) -> Any:
    return text_environment(language=language).get_template("macros/saying.html").module


def say(macro: str, *values: object, language: str = "en") -> str:
    """One sentence of ``macros/saying.html`` as plain text, for letters and commands.

    ``say("schedule", timetable)`` -> ``Tuesdays, 7pm to 9pm``.
    """
    return str(getattr(_sayings(language), macro)(*values)).strip()


def say_reason(reason: object, *, language: str = "en") -> str:
    """Why a listing is shown: the person's words, and what answers them."""
    return say("reason", reason, language=language)
