"""The machine's own key, and what is made from it: tokens of links, second steps.

The key is never in the database, so a copy of the database opens nothing. Pure but for
``secret_key``, which keeps a file.
"""

import hmac
import secrets
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from matcher.errors import MatcherError
from matcher.settings import Settings

KEY_FILE = "secret.key"
"""Beside the database, readable by its owner alone."""

SHORTEST_KEY = 32
"""Characters of a key somebody sets: 128 bits in hexadecimal."""


LETTER = "letter"
"""What the token of a weekly letter is for: to read that one, and to answer it."""


class BadKey(MatcherError):
    """The key cannot be used; says where it is looked for."""


def secret_key(settings: Settings) -> bytes:
    """The key of this machine: as set, else from its file, made on the first run.

    Raises ``BadKey`` for one that is too short to keep anything.
    """
    given = settings.secret_key
    if not given:
        given = _kept(settings.data / KEY_FILE)
    if len(given) < SHORTEST_KEY:
        raise BadKey(
            f"MATCHER_SECRET_KEY is shorter than {SHORTEST_KEY} characters."
            " Leave it out and one is made and kept, or set a longer one."
        )
    return given.encode()


def _kept(file: Path) -> str:
    """What the file holds; a new key in a new file when there is none.

    Processes starting at once agree: a key appears under its name whole, and only
    the first one can.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        mine = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_hex(32), encoding="ascii")
        with suppress(FileExistsError):
            file.hardlink_to(mine)
        mine.unlink()
    return file.read_text(encoding="ascii").strip()


def link_token(key: bytes, link_id: UUID) -> str:
    """What stands in the address of a link: its id and 128 bits only we can make."""
    return token_for(key, "link", link_id)


def link_of(key: bytes, token: str) -> UUID | None:
    """The id of the link a token is of; None for one that we did not make."""
    return id_of(key, "link", token)


def token_for(key: bytes, purpose: str, row_id: UUID) -> str:
    """A row's id and 128 bits only we can make, good for one purpose alone."""
    made = hmac.digest(key, purpose.encode() + b":" + row_id.bytes, "sha256")[:16]
    return urlsafe_b64encode(row_id.bytes + made).rstrip(b"=").decode()


def id_of(key: bytes, purpose: str, token: str) -> UUID | None:
    """The id a token of this purpose is of; None for one that we did not make."""
    try:
        row_id = UUID(bytes=_bytes_of(token)[:16])
    except ValueError:
        return None
    made = token_for(key, purpose, row_id)
    return row_id if hmac.compare_digest(made.encode(), token.encode()) else None


def _bytes_of(token: str) -> bytes:
    return urlsafe_b64decode(token + "=" * (-len(token) % 4))


def address_token(key: bytes, person_id: UUID, address: str) -> str:
    """What only the reader of an address can know; another address has another."""
    return token_for(key, f"address:{address}", person_id)


def claimed_id(token: str) -> UUID | None:
    """The id a token names, genuine or not: for what only its row can prove."""
    try:
        return UUID(bytes=_bytes_of(token)[:16])
    except ValueError:
        return None


def second_step_secret(key: bytes, salt: str) -> str:
    """The secret an authenticator app is given (RFC 4648 base32, 160 bits)."""
    made = hmac.digest(key, b"second step:" + salt.encode(), "sha256")[:20]
    return b32encode(made).decode()


def hashed(value: str) -> str:
    """SHA-256 as hexadecimal: for values of 80 random bits or more, never passwords."""
    return sha256(value.encode()).hexdigest()


def new_value() -> str:
    """128 random bits for a cookie."""
    return secrets.token_urlsafe(16)
