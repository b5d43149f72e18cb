"""Templates and values -> what leaves: subject, text, page. Nothing is fetched.

The page's styles go inside its elements, because mail programs read no others; what
dark screens and phones need stays in its head. Refuses whatever is not neutral outside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import css_inline
from jinja2 import Environment

from matcher.bundled import bundled
from matcher.digests.neutral import Neutral, Outside
from matcher.mail.writing import PARTS, Desk, one_line
from matcher.templates import say, text_environment

STYLES = "email/letter.css"
"""What every letter's page looks like."""

LINKS = re.compile(r"https?://[^\s<>\"']+")
TAGS = re.compile(r"<(head|style|title)\b.*?</\1>|<[^>]+>", re.DOTALL)

CONTROLS = re.compile(r"[^\S\n]+\n|\n{3,}")


Said = dict[object, Any]
"""What was said once, for other letters that say the same."""


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A letter as it would leave now."""

    subject: str
    text: str
    html: str
    listing_ids: tuple[UUID, ...] = ()
    """What stands in it to be gone to, in its order; must still be there when it
    leaves."""
    revisions: Mapping[UUID, int] | None = None
    """The revision of each that the letter was made from."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """What letters are printed with."""

    desk: Desk
    neutral: Neutral
    said: Said = field(default_factory=dict)
    """Shared by the letters of some hundred people; each by itself if left out."""

    @property
    def language(self) -> str:
        """What its letters speak."""
        return str(self.desk.text.globals["language"])

    def for_screens_in(self, language: str) -> "Press":
        """The same for a page that is read in another language; it prints nothing."""
        if language == self.language:
            return self
        desk = replace(self.desk, text=text_environment(language=language))
        return replace(self, desk=desk, said={})

    def say(self, macro: str, *values: object) -> str:
        """A fact of a listing as ``macros/saying.html`` says it."""
        return say(macro, *values, language=self.language)

    def words(self) -> Any:
        """The sentences of letters, as plain text."""
        return self.desk.text.get_template("email/words.txt").module

    def print(
        self,
        letter: str,
        values: Mapping[str, Any],
        *,
        revisions: Mapping[UUID, int] | None = None,
    ) -> Composed:
        """The letter of these templates. Raises ``NotNeutral`` for one that tells."""
        given = {"base_url": self.desk.base_url, **values}
        subject, text, page = (
            environment.get_template(f"email/{letter}/{part}").render(given)
            for environment, part in zip(self._environments(), PARTS, strict=True)
        )
        subject, text = one_line(subject), CONTROLS.sub(_kept_lines, text).strip()
        page = inlined(page)
        self._check(subject, text, page)
        return Composed(
            subject=subject,
            text=text,
            html=page,
            listing_ids=tuple(revisions or ()),
            revisions=dict(revisions or {}),
        )

    def _environments(self) -> tuple[Environment, Environment, Environment]:
        return self.desk.text, self.desk.text, self.desk.pages

    def _check(self, subject: str, text: str, page: str) -> None:
        self.neutral.check(
            Outside(
                subject=subject,
                sender=self.desk.sender.display_name,
                previews=(one_line_of(text), one_line_of(TAGS.sub(" ", page))),
                hosts=hosts_of(self.desk.sender.domain, text, page),
            )
        )


def one_line_of(text: str) -> str:
    """``text`` as a screen shows its beginning: on one line."""
    return " ".join(text.split())


def beginning_of(text: str, most: int) -> str:
    """How ``text`` begins: at most so many letters of it, cut at a word, then ``…``.

    What is not longer is left whole; one long word is cut within.
    """
    if len(text) <= most:
        return text
    return (text[: most + 1].rpartition(" ")[0] or text[:most]) + " …"


def hosts_of(*said: str) -> tuple[str, ...]:
    """A domain, and the hosts of all links in texts, each once."""
    domain, *texts = said
    found = {
        urlsplit(link).hostname or "" for text in texts for link in LINKS.findall(text)
    }
    return (domain, *sorted(found - {domain, ""}))


def inlined(page: str) -> str:
    """The page with the letters' styles inside its elements."""
    return _inliner().inline(page)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_at_rules=True,
        load_remote_stylesheets=False,
        extra_css=(bundled("templates") / STYLES).read_text(encoding="utf-8"),
    )


def _kept_lines(found: re.Match[str]) -> str:
    return "\n" if found[0].count("\n") < 2 else "\n\n"
