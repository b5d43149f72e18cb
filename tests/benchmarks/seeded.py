"""Chance that is the same in every run: all of it in the benches comes from here."""

from random import Random


def seeded(*of: object) -> Random:
    """A sequence of its own for each purpose; the same for the same words."""
    return Random(" ".join(map(str, of)))  # noqa: S311 - nothing here is a secret
