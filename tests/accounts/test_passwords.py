"""Passwords: long enough, not everybody's, and dear to guess."""

import gzip
from hashlib import sha256
from statistics import median
from time import perf_counter

import pytest

from matcher.accounts import passwords
from matcher.errors import BadInput


@pytest.fixture(autouse=True)
def cheap_passwords() -> None:
    """None here: these are about what a real one costs."""


@pytest.mark.parametrize(
    "password",
    [
        "three quiet green boats",
        "aaaa bbbb cccc",
        "ħéłłø wörld ☂",
        "0123 56 89",
        "x" * 200,
    ],
)
def test_any_long_password_will_do_whatever_its_signs(password: str) -> None:
    assert passwords.judged(password) == password


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 10"),
        ("nine char", "at least 10"),
        ("x" * 201, "at most 200"),
        ("1234567890", "too easy"),
        ("Password123", "too easy"),
        (" qwertyuiop ", "too easy"),
        ("ana.reyes@example.org", "too easy"),
        ("ANA.REYES@example.org", "too easy"),
    ],
)
def test_a_short_or_common_password_is_refused_with_a_way_on(
    password: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        passwords.judged(password, about=("ana.reyes@example.org", "Ana"))


def test_the_list_of_common_passwords_is_the_one_that_was_published() -> None:
    digest = sha256(passwords.COMMON.read_bytes()).hexdigest()

    assert digest == "3c1baed62596de36860824eb3f436d5932d37ca8b06e59df78f5a44ec175afe4"
    assert len(passwords.common()) == 19_640
    assert "Django" in (passwords.COMMON.parent / "LICENCE.txt").read_text()


def test_the_list_is_lowercased_as_it_is_compared() -> None:
    with gzip.open(passwords.COMMON, "rt", encoding="utf-8") as lines:
        assert [line for line in lines if line != line.lower()] == []


def test_a_password_is_kept_as_argon2id_and_nothing_else() -> None:
    kept = passwords.hashed("three quiet green boats")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches("three quiet green boats", kept)
    assert not passwords.matches("three quiet green boat", kept)


def test_the_same_letters_typed_on_another_keyboard_are_the_same_password() -> None:
    kept = passwords.hashed("caf\u00e9 au lait, please")

    assert passwords.matches("cafe\u0301 au lait, please", kept)


def test_nobodys_password_is_as_dear_to_try_as_anybodys() -> None:
    somebodys = passwords.hashed("three quiet green boats")

    assert passwords.NOBODYS.split("$")[:4] == somebodys.split("$")[:4]
    assert not passwords.matches("three quiet green boats", None)


def test_trying_a_password_takes_the_same_time_for_known_and_unknown() -> None:
    somebodys = passwords.hashed("three quiet green boats")

    known = median(seconds("wrong", somebodys) for _ in range(5))
    unknown = median(seconds("wrong", None) for _ in range(5))

    assert 0.5 < known / unknown < 2


def seconds(password: str, kept: str | None) -> float:
    begun = perf_counter()
    passwords.matches(password, kept)
    return perf_counter() - begun
