"""A sentence that can still be said in another language: its message and its values.

It is its English, letter by letter, wherever text is wanted: the command line prints
it, a log keeps it. Whoever knows who reads asks ``said_in`` for the rest. Nothing here
knows a language, or where the words of one stand.
"""

from collections.abc import Callable
from typing import Any


class Sentence(str):
    """``Sentence("At most %(most)s.", most=5)`` is ``At most 5.`` and knows of what.

    A value may be a ``Sentence`` itself, or half of one. A message without values is
    taken as it is, whatever per cent signs stand in it.
    """

    __slots__ = ("message", "values")

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, /, **values: Any) -> "Sentence":
        """The sentence in English. ``KeyError`` for a value that was not given."""
        said = super().__new__(cls, message % values if values else message)
        said.message, said.values = message, values
        return said

    def with_values(self, **values: Any) -> "Sentence":
        """The same message with other values in these places."""
        return Sentence(self.message, **self.values | values)


class Refusal(ValueError):
    """Something of somebody's cannot be taken, and ``sentence`` says why."""

    def __init__(self, message: str, /, **values: Any) -> None:
        super().__init__(Sentence(message, **values))

    @property
    def sentence(self) -> Sentence:
        """Why, in a sentence or half of one."""
        said: Sentence = self.args[0]
        return said


def said_in(words: str, gettext: Callable[[str], str]) -> str:
    """A sentence by the words of a language; any other text comes back as it is."""
    if not isinstance(words, Sentence):
        return words
    message = gettext(words.message) if words.message else ""
    values = {
        name: said_in(value, gettext) if isinstance(value, Sentence) else value
        for name, value in words.values.items()
    }
    return message % values if values else message
