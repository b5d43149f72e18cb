"""Passwords that cost little, so that tests which make many do not wait for them.

``accounts/test_passwords.py`` looks at the real ones.
"""

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from matcher.accounts import passwords

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same kind of hash with the least work in it; never outside of tests."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
