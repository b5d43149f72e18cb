"""Passwords: judged by length and by whether many people have them, kept as argon2id.

Refuses rules about signs and digits, and rules about changing them: they make
passwords worse (NIST SP 800-63B, 3.1.1.2). Pure but for the list of common ones.
"""

import gzip
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from unicodedata import normalize

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from matcher.errors import BadInput

SHORTEST = 10
"""Characters. With a second step or limits on tries, eight is NIST's least."""

LONGEST = 200
"""Characters: any sentence fits, and none costs more to hash than another."""

COMMON = Path(__file__).parent / "data" / "common-passwords.txt.gz"
"""About 20,000, lowercased; whose they are stands in LICENCE.txt beside it."""

HASHER = PasswordHash((Argon2Hasher(),))
"""argon2id as its library proposes: 64 MiB, three passes (RFC 9106, 4)."""

NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$JjAOEYPUkvpnZRC6B1qq8g"
    "$2IFpqd552h63pvGV6JaXeqVDdxBNNz/6KwMCDl/i1is"
)
"""Of random bits that nobody kept: compared with when there is no password, so that
known and unknown addresses take the same time. A test keeps it as costly as HASHER."""


def hashed(password: str) -> str:
    """The password as it may be kept."""
    return HASHER.hash(normalize("NFKC", password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the hash is of this password; never, but as slowly, without one."""
    same = HASHER.verify(normalize("NFKC", password), password_hash or NOBODYS)
    return same and password_hash is not None


def judged(password: str, *, about: Iterable[str] = ()) -> str:
    """The password, if it will do; ``about`` holds names it must not merely repeat.

    Raises ``BadInput`` saying what would do.
    """
    if len(password) < SHORTEST:
        raise BadInput(
            "Choose a password of at least %(fewest)s characters."
            " Three or four words you like do well.",
            fewest=SHORTEST,
        )
    if len(password) > LONGEST:
        raise BadInput(
            "Choose a password of at most %(most)s characters.", most=LONGEST
        )
    plain = normalize("NFKC", password).casefold().strip()
    if plain in common() or plain in {name.casefold().strip() for name in about}:
        raise BadInput(
            "That password is too easy to guess: many people use it, or it is your"
            " name. Three or four words you like do well."
        )
    return password


@cache
def common() -> frozenset[str]:
    """The passwords that many people use."""
    with gzip.open(COMMON, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
