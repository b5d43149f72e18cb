"""The addresses of letters: where they lead, and where they come back to. Pure.

A token opens one thing: the letter itself, or the choices of whoever gets it. Made with
the machine's key (``matcher.keys``), so that none stands in the database. The return
path is an address of one letter alone (VERP), signed, so that nobody can make us
believe that somebody's mail bounced.
"""

import hmac
import re
from base64 import b32decode, b32encode
from collections.abc import Iterable
from email.headerregistry import Address
from uuid import UUID

from matcher.digests.composing import Ways
from matcher.keys import LETTER, id_of, token_for

CHOICES = "letters"
"""What a token is for that opens how letters come; ``LETTER`` opens one letter."""

LONGEST_USER = 20
"""Characters of our own name before the plus: 64 are all there is (RFC 5321)."""

SIGNED = 8
"""Bytes that prove a return path: 64 bits, checked offline by nobody."""

RETURNED = re.compile(r"\+b-([a-z2-7]{39})@", re.IGNORECASE)


def ways_of(base_url: str, key: bytes, letter_id: UUID, recipient_id: UUID) -> Ways:
    """Where one letter leads."""
    choices = choices_address(base_url, key, recipient_id)
    return Ways(
        read_here=f"{base_url}/letter/{token_for(key, LETTER, letter_id)}",
        preferences=choices,
        stop=f"{choices}/stop",
    )


def choices_address(base_url: str, key: bytes, recipient_id: UUID) -> str:
    """Where somebody chooses how letters come, without signing in."""
    return f"{base_url}/letters/{token_for(key, CHOICES, recipient_id)}"


def letter_of(key: bytes, token: str) -> UUID | None:
    """The letter a token opens."""
    return id_of(key, LETTER, token)


def recipient_of(key: bytes, token: str) -> UUID | None:
    """Whose choices a token opens: a person's id, or an account's."""
    return id_of(key, CHOICES, token)


def return_path(sender: Address, key: bytes, letter_id: UUID) -> str:
    """Where a bounce of one letter comes to: our mailbox, with a plus and a proof."""
    token = b32encode(letter_id.bytes + _proof(key, letter_id)).rstrip(b"=").decode()
    user = sender.username if len(sender.username) <= LONGEST_USER else "bounces"
    return f"{user}+b-{token.lower()}@{sender.domain}"


def returned(key: bytes, addresses: Iterable[str]) -> UUID | None:
    """The letter that one of these addresses is the return path of."""
    for address in addresses:
        for token in RETURNED.findall(address):
            raw = b32decode(token.upper() + "=")
            letter_id = UUID(bytes=raw[:16])
            if hmac.compare_digest(raw[16:], _proof(key, letter_id)):
                return letter_id
    return None


def _proof(key: bytes, letter_id: UUID) -> bytes:
    return hmac.digest(key, b"bounce:" + letter_id.bytes, "sha256")[:SIGNED]
