"""One family of errors that know their facts and can say them in a plain sentence.

``matcher.web.errors`` gives each a status and a page, the command line prints the
sentence and ends with 2. Nothing here knows HTTP.

What a page can show is said in the visitor's language too: ``BadInput("At most
%(most)s.", most=5)`` keeps its message and its values apart until the rim says them.
Only what the command line alone prints (the verbs, settings, benches, the doctor, the
files and addresses that operators name) is put together in English, as an f-string.
"""

from typing import Any

from catalogue.sentences import Sentence


def marked(sentence: str) -> Sentence:
    """Marks a sentence for translators; what an error is made with they find anyway."""
    return Sentence(sentence)


class MatcherError(Exception):
    """Something went wrong that can be said in one plain sentence.

    Said to whoever runs the machine; a visitor sees only the sentences of the
    errors below. ``values`` are what its message has in ``%(brackets)s``.
    """

    def __init__(self, message: str = "", /, **values: Any) -> None:
        said = isinstance(message, Sentence) and not values
        super().__init__(message if said else Sentence(message, **values))

    @property
    def sentence(self) -> str:
        """What went wrong, where, and how to mend it; a ``Sentence``, so that the rim
        can say it in another language."""
        said: str = self.args[0]
        return said


class NotFound(MatcherError):
    """What was asked for is not here, or not to be seen by this visitor."""


class DeadLink(NotFound):
    """A link from a mail that works no more, or never did; which is not said."""


class BadInput(MatcherError):
    """What a visitor gave cannot be used; the sentence says what would do."""


class NotAllowed(MatcherError):
    """This visitor may not do this."""


class SignInFirst(MatcherError):
    """Only somebody who is signed in can see or do this."""


class TooMany(MatcherError):
    """Too many tries; ``retry_after_seconds`` says when another may work."""

    def __init__(
        self, message: str, /, *, retry_after_seconds: int, **values: Any
    ) -> None:
        super().__init__(message, **values)
        self.retry_after_seconds = retry_after_seconds


class TooBusy(MatcherError):
    """More is asked for than this machine can do just now; nothing was lost."""

    def __init__(
        self, message: str, /, *, retry_after_seconds: int, **values: Any
    ) -> None:
        super().__init__(message, **values)
        self.retry_after_seconds = retry_after_seconds


class TooMuch(MatcherError):
    """More was sent than we take."""


class TooSlow(MatcherError):
    """What was sent did not arrive in time."""
