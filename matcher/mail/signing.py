"""A mail's signature: which domain stands for it, in a way that can be checked (DKIM).

Signs what mail programs show and act on, the one-press unsubscribe above all: RFC 8058
asks that its headers are covered. A header that is signed once more than it is there
can't be added on the way. Keeps no key but in memory, and checks nobody else's mail.
"""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from matcher.errors import MatcherError
from matcher.mail.addresses import LABEL
from matcher.settings import Settings

SIGNED = (
    b"From", b"From", b"To", b"Subject", b"Date", b"Message-ID", b"MIME-Version",
    b"Content-Type", b"List-Id", b"List-Unsubscribe", b"List-Unsubscribe-Post",
    b"Auto-Submitted",
)  # fmt: skip
"""From once more than it is there (RFC 6376, 8.15); the list's own by RFC 8058, 4."""

FEWEST_BITS = 2048
"""Of an RSA key (RFC 8301, 3.2)."""

RELAXED = (b"relaxed", b"relaxed")
"""Relays may wrap headers anew and trim ends of lines (RFC 6376, 3.4)."""

SELECTOR = re.compile(rf"{LABEL}(?:\.{LABEL})*")


class BadSigningKey(MatcherError):
    """The key that mail is signed with cannot be used; names the setting."""


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What mail is signed with."""

    key: bytes
    """The private key, as PEM."""
    selector: str
    """Under ``selector._domainkey.domain`` stands the public one."""
    domain: str


def signing_of(settings: Settings, domain: str) -> Signing | None:
    """What mail from ``domain`` is signed with; None when no key is set.

    Raises ``BadSigningKey`` for a key or a selector that could sign nothing.
    """
    file, selector = settings.dkim_key, settings.dkim_selector
    if file is None:
        return None
    from dkim.crypto import UnparsableKeyError, parse_pem_private_key

    if not SELECTOR.fullmatch(selector):
        raise BadSigningKey(
            "MATCHER_DKIM_SELECTOR is not a name as in host names. Use one like letters"
        )
    try:
        key = file.read_bytes()
        bits = int(parse_pem_private_key(key)["modulus"]).bit_length()
    except (OSError, UnparsableKeyError, KeyError, ValueError):
        bits = 0
    if bits < FEWEST_BITS:
        raise BadSigningKey(
            "MATCHER_DKIM_KEY is not a file with a private RSA key of at least"
            f" {FEWEST_BITS} bits. Make one with: openssl genrsa -out dkim.pem 2048"
        )
    return Signing(key=key, selector=selector, domain=domain)


def signed(message: EmailMessage, signing: Signing | None) -> EmailMessage:
    """The message with its signature; as it is when there is nothing to sign with.

    Whoever hands it on must write it as ``bytes(message)`` does.
    """
    if signing is None:
        return message
    import dkim  # opened by those who sign, for it is slow to open

    made = dkim.sign(
        bytes(message),
        signing.selector.encode(),
        signing.domain.encode(),
        signing.key,
        canonicalize=RELAXED,
        include_headers=list(SIGNED),
    )
    name, _, value = made.decode("ascii").partition(":")
    message[name] = " ".join(value.split())
    return message
