"""A row and its three templates -> one ``EmailMessage``. Pure but for the templates.

Refuses to be tricked into another header or another recipient: only the library's own
message, one strict address, a subject of one line. Nothing in the headers names this
machine; the text part comes first and says all that the page part says.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment

from matcher.errors import MatcherError
from matcher.keys import address_token, link_token, secret_key
from matcher.mail.addresses import ATOM, LABEL, strict_address
from matcher.mail.signing import Signing, signed, signing_of
from matcher.models import Mail
from matcher.settings import Settings
from matcher.templates import page_environment, text_environment

POLICY = SMTP.clone(cte_type="7bit")
"""Seven-bit bodies pass every relay unchanged."""

LONGEST_SUBJECT = 120
"""Characters: about what a phone shows of it on two lines."""

SPEC = rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})*"
SENDER = re.compile(
    rf"(?P<name>[^<>@,;:\"\\]*?) *<(?P<inside>{SPEC})>|(?P<alone>{SPEC})"
)
"""A sender as somebody sets it: a name and an address, or the address alone."""

PROVES_ADDRESS = frozenset({"letters_confirm"})
"""Letters whose link shows that a person reads the address it was sent to."""

PARTS = ("subject.txt", "body.txt", "body.html")
"""The templates every letter has."""


class BadSender(MatcherError):
    """The sender of our mails cannot be used; names the setting."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What mails are written with."""

    sender: Address
    base_url: str
    key: bytes
    pages: Environment
    text: Environment
    signing: Signing | None = None
    """None: mail leaves without a signature, or gets one on its way."""


def desk_of(settings: Settings) -> Desk:
    """The desk of this machine. Raises ``BadSender``, ``BadSigningKey``, ``BadKey``."""
    sender = sender_of(settings.mail_from)
    return Desk(
        sender=sender,
        base_url=settings.base_url,
        key=secret_key(settings),
        pages=page_environment(language=settings.language, demo=settings.demo),
        text=text_environment(language=settings.language),
        signing=signing_of(settings, sender.domain),
    )


def sender_of(mail_from: str) -> Address:
    """Who our mails are from: ``Name <name@host>``; a bare host name will do.

    Raises ``BadSender`` for anything that is not one plain address.
    """
    found = SENDER.fullmatch(mail_from.strip())
    if not found or not mail_from.isprintable():
        raise BadSender(
            "MATCHER_MAIL_FROM is not a sender."
            " Use one like: Together <hello@example.org>"
        )
    username, domain = (found["inside"] or found["alone"]).rsplit("@", 1)
    return Address(display_name=found["name"] or "", username=username, domain=domain)


def write(desk: Desk, mail: Mail, *, now: datetime) -> EmailMessage:
    """The message a row stands for, as it leaves now.

    Raises ``jinja2.TemplateNotFound`` when its letter is no longer there.
    """
    values = _values(desk, mail)
    subject, text, page = (
        environment.get_template(f"email/{mail.letter}/{part}").render(values)
        for environment, part in zip(
            (desk.text, desk.text, desk.pages), PARTS, strict=True
        )
    )
    message = EmailMessage(policy=POLICY)
    message["From"] = desk.sender
    message["To"] = Address(addr_spec=strict_address(mail.recipient))
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{desk.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody away answers it
    message.set_content(text.strip() + "\n")
    message.add_alternative(page, subtype="html")
    return signed(message, desk.signing)


def _values(desk: Desk, mail: Mail) -> dict[str, Any]:
    link = None
    if mail.link_id:
        link = f"{desk.base_url}/links/{link_token(desk.key, mail.link_id)}"
    elif mail.letter in PROVES_ADDRESS and mail.person_id:
        token = address_token(desk.key, mail.person_id, mail.recipient)
        link = f"{desk.base_url}/letters/{token}/yes"
    return mail.values | {"link": link, "base_url": desk.base_url}


def one_line(text: str) -> str:
    """A subject: what can be read of ``text``, on one line and not too long."""
    readable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(readable.split())[:LONGEST_SUBJECT]
