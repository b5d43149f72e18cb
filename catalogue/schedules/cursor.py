"""A place in a list of tokens, and how to step along it. It knows no grammar."""

from typing import TypeVar

from catalogue.schedules.tokens import Token, Word


class NotUnderstood(Exception):
    """The rest of the text is nothing we know: the whole of it stays text."""


_T = TypeVar("_T")


class Cursor:
    """Where we are in the tokens."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, kind: type[_T], ahead: int = 0) -> _T | None:
        """The token of this kind that is next, if it is."""
        place = self.at + ahead
        token = self.tokens[place] if place < len(self.tokens) else None
        return token if isinstance(token, kind) else None

    def take(self, kind: type[_T]) -> _T | None:
        """The next token if it is of this kind, and step past it."""
        token = self.peek(kind)
        if token is not None:
            self.at += 1
        return token

    def sees(self, *kinds: str, ahead: int = 0) -> bool:
        """Whether a joining word of one of these kinds is next."""
        word = self.peek(Word, ahead)
        return word is not None and word.kind in kinds

    def skip(self, *kinds: str) -> bool:
        """Step past a joining word of one of these kinds, if it is next."""
        found = self.sees(*kinds)
        self.at += found
        return found

    @property
    def done(self) -> bool:
        """Whether every token was read."""
        return self.at >= len(self.tokens)
