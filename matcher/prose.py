"""What somebody wrote about a listing, for a page: paragraphs, lists, stress, links.

A little of Markdown and no more: ``- item``, ``**strong**``, ``*stress*``, and bare
http and https addresses. Every other character is text. The only markup on a page is
what is written here; nothing of what was stored is ever passed on as markup.
"""

import re
from collections.abc import Callable
from itertools import groupby

from markupsafe import Markup, escape

from catalogue.feeds import web_url

LINK = re.compile(r"https?://[^\s<>\"']{1,500}[^\s<>\"'.,;:!?)\]*]")
"""An address inside running text; a full stop or a star after it is not part of it."""

LINK_REL = "noopener noreferrer nofollow"
"""Other people's pages learn nothing of where a visitor came from."""

BLANK_LINES = re.compile(r"\n\s*\n")

ITEM = re.compile(r"[ \t]{0,3}[-*•][ \t]+(?=\S)")
"""How a line of a list begins."""

STRESS = re.compile(r"(?<![\w*])(\*\*|\*)(?=[^\s*])([^*\n]{1,200})(?<=\S)\1(?![\w*])")
"""Words between stars, in one line; a star between words is a star."""

STRONG, STRESSED = Markup("<strong>{}</strong>"), Markup("<em>{}</em>")


def prose(text: str) -> Markup:
    """The paragraphs and lists of a text, as elements of a page."""
    return Markup("\n").join(_block(part) for part in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, parted by blank lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip("\n") for part in BLANK_LINES.split(lines) if part.strip()]


def unstressed(text: str) -> str:
    """The same without its stars, for where it is shown as plain text."""
    return STRESS.sub(r"\2", text) if "*" in text else text


def _block(part: str) -> Markup:
    made = Markup()
    for is_list, lines in groupby(part.split("\n"), key=lambda x: bool(ITEM.match(x))):
        if is_list:
            items = (ITEM.sub("", line, count=1) for line in lines)
            made += Markup("<ul>{}</ul>").format(
                Markup().join(Markup("<li>{}</li>").format(_line(one)) for one in items)
            )
        else:
            made += Markup("<p>{}</p>").format(_line("\n".join(lines)))
    return made


def _line(text: str) -> Markup:
    return _with_links(text, _stressed)


def _stressed(text: str) -> Markup:
    made, end = Markup(), 0
    for found in STRESS.finditer(text):
        frame = STRONG if found[1] == "**" else STRESSED
        made += escape(text[end : found.start()]) + frame.format(found[2])
        end = found.end()
    return made + escape(text[end:])


def linked(text: str) -> Markup:
    """Plain text for a page, escaped, with its http and https addresses as links."""
    return _with_links(text, escape)


def _with_links(text: str, between: Callable[[str], Markup]) -> Markup:
    """The addresses of a text as links; ``between`` escapes what stands around them."""
    made, end = Markup(), 0
    for found in LINK.finditer(text):
        made += between(text[end : found.start()]) + anchor(found.group())
        end = found.end()
    return made + between(text[end:])


def anchor(address: str) -> Markup:
    """A link to an address, or its text where it is none that we lead to."""
    if web_url(address) is None:
        return escape(address)
    return Markup('<a href="{0}" rel="{1}">{0}</a>').format(address, LINK_REL)
