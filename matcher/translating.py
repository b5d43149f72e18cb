"""Writes a file of translations anew: what the templates say now, the words it had.

For whoever adds a language or keeps one up; screens only read (``languages``).
Nothing is guessed: a message whose English changed is empty until somebody says it.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import write_po

from catalogue.language import read_glossary
from catalogue.language.glossary import FOLDER as WORDINGS
from matcher.bundled import PACKAGE, bundled
from matcher.errors import BadInput
from matcher.languages import ENGLISH, file_of, read_catalog

ERRORS = PACKAGE / "web" / "errors.py"
"""Its words are marked with ``_``: what went wrong, for each status."""

LIBRARY = PACKAGE.parent / "catalogue"
"""The library says of a sheet what is the matter with it, row by row."""

SAID_BY = frozenset(
    {
        *("BadInput", "DeadLink", "NotFound", "NotAllowed", "SignInFirst"),
        *("TooBusy", "TooMany", "TooMuch", "TooSlow"),
        *("NamedElsewhere", "WhichHalf"),
        *("Refused", "UnreadableFile", "TooHeavy"),
        *("Sentence", "marked"),
    }
)
"""What sentences outside of templates are made with: dead ends, whose sentence is the
whole answer, what was typed or sent that will not do, and texts marked for it."""

LINE = 88
"""Columns of a line in a file of translations."""

JINJA = {
    "extensions": "jinja2.ext.do",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
"""Templates are read for their words just as they are read for rendering."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a translation is: messages in all, and those still without words."""

    messages: int
    missing: int


HEADER = """\
# What the screens and letters of Together say, in another language.
# Written by `python3 run.py translate CODE`, which adds what is new and keeps the
# words that are there. Keep the names in %(brackets)s and the HTML as they are.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural_forms}\\n"

"""
"""How every file of translations begins; no date, so that nothing changes by itself."""


def gathered() -> Catalog:
    """What is said now, in English, each with where it stands."""
    catalog = Catalog(fuzzy=False)
    said = (*_said_in_templates(), *_said_of_errors(), *_said_of_wordings())
    for place, message, notes, context in said:
        catalog.add(message, None, [(place, 0)], auto_comments=notes, context=context)
    return catalog


Said = tuple[str, str | tuple[str, ...], list[str], str | None]
"""The file, the message (one and many, where it counts), notes, the context."""


def _said_in_templates() -> Iterator[Said]:
    found = extract_from_dir(
        bundled("templates"),
        method_map=[("**.html", "jinja2"), ("**.txt", "jinja2")],
        options_map={"**": JINJA},
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for place, _, message, notes, context in sorted(found, key=itemgetter(0, 1)):
        yield place, message, notes, context


def _said_of_errors() -> Iterator[Said]:
    with ERRORS.open("rb") as file:
        for _, message, notes, context in extract("python", file):
            yield ERRORS.name, message, notes, context
    for package in (PACKAGE, LIBRARY):
        for path in sorted(package.rglob("*.py")):
            place = path.relative_to(package).as_posix()
            for call in calls_that_say(path.read_text("utf-8")):
                if said := message_of(call):
                    yield place, said, [], None


def _said_of_wordings() -> Iterator[Said]:
    """Why some words could be others; a translator sees which, and what instead."""
    for path in sorted(WORDINGS.glob("*.txt")):
        glossary = read_glossary({path.name: path.read_text("utf-8")})
        for entry in glossary.entries:
            if entry.written:
                about = f"{entry.written[0]} -> {entry.say[0][1]}"
                yield path.name, entry.why, [about], None


def calls_that_say(code: str) -> Iterator[ast.Call]:
    """Where this code makes a sentence for a visitor, or one of the command line."""
    if not any(f"{name}(" in code for name in SAID_BY):
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and node.args and _name_of(node) in SAID_BY:
            yield node


def _name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def message_of(call: ast.Call) -> str | None:
    """The message as it is looked up; None for an f-string, or a name for one."""
    match call.args[0]:
        case ast.Constant(value=str(words)):
            return words
    return None


def bring_up_to_date(language: str) -> Progress:
    """Write a language's file anew: what is said now, with the words it had.

    A message whose English changed is emptied rather than guessed; one that is no
    longer said is dropped. :raises BadInput: for a code that names no language.
    """
    if language == ENGLISH or not _is_language(language):
        raise BadInput(
            f'There is no language "{language}" to translate into. '
            'Give a code such as "cy" for Welsh.'
        )
    kept = read_catalog(language) if file_of(language).is_file() else Catalog()
    catalog = Catalog(locale=language, fuzzy=False)
    for message in gathered():
        if not message.id:
            continue
        known = kept.get(message.id, message.context)
        catalog.add(
            message.id,
            known.string if known else None,
            list(dict.fromkeys(message.locations)),
            auto_comments=message.auto_comments,
            context=message.context,
        )
    file_of(language).parent.mkdir(exist_ok=True)
    with file_of(language).open("wb") as file:
        file.write(
            HEADER.format(language=language, plural_forms=catalog.plural_forms).encode()
        )
        write_po(file, catalog, width=LINE, include_lineno=False, omit_header=True)
    said = [message for message in catalog if message.id]
    missing = sum(1 for message in said if not is_translated(message))
    return Progress(messages=len(said), missing=missing)


def is_translated(message: Message) -> bool:
    """Whether it has words, and where it counts, words for every number."""
    words = message.string
    return all((words,) if isinstance(words, str) else words or ("",))


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return False
    return True
