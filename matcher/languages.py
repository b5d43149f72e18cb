"""The languages of the screens: which there are, and the words of each.

English stands in the templates themselves. Any other language is one file,
``templates/languages/CODE.po``, read as it is: nothing needs compiling. How such a
file is written is ``translating``'s. Nothing here knows who is looking.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from matcher.bundled import bundled

ENGLISH = "en"
"""The language that the templates are written in."""


@cache
def languages() -> dict[str, str]:
    """Every language there is, by its code, each under its own name."""
    codes = sorted(path.stem for path in file_of(ENGLISH).parent.glob("*.po"))
    return {code: own_name(code) for code in (ENGLISH, *codes)}


def own_name(code: str) -> str:
    """What a language calls itself: ``cy`` -> ``Cymraeg``."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


def understood_by(wanted: list[str]) -> str | None:
    """The first of these languages that there is, ``cy-GB`` being Welsh too."""
    return negotiate_locale(wanted, languages(), sep="-")


@cache
def translations_of(language: str) -> NullTranslations:
    """The words of a language; English, and one there is no file for, as written."""
    if not file_of(language).is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalog(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def read_catalog(language: str) -> Catalog:
    """The file of a language as it stands."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def mark_of(language: str) -> str:
    """Other words of a language have another mark; "" where there is no file for it."""
    file = file_of(language)
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def file_of(language: str) -> Path:
    """Where the words of a language stand."""
    return bundled("templates") / "languages" / f"{language}.po"
