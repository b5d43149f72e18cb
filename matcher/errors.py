"""One family of errors that know their facts and can say them in a plain sentence.

``matcher.web.errors`` gives each a status and a page, the command line prints the
sentence and ends with 2. Nothing here knows HTTP.
"""


def marked(sentence: str) -> str:
    """Marks a sentence for translators; what an error is made with they find anyway."""
    return sentence


class MatcherError(Exception):
    """Something went wrong that can be said in one plain sentence.

    Said to whoever runs the machine; a visitor sees only the sentences of the
    errors below.
    """

    @property
    def sentence(self) -> str:
        """What went wrong, where, and how to mend it."""
        return str(self)


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

    def __init__(self, sentence: str, *, retry_after_seconds: int) -> None:
        super().__init__(sentence)
        self.retry_after_seconds = retry_after_seconds


class TooBusy(MatcherError):
    """More is asked for than this machine can do just now; nothing was lost."""

    def __init__(self, sentence: str, *, retry_after_seconds: int) -> None:
        super().__init__(sentence)
        self.retry_after_seconds = retry_after_seconds


class TooMuch(MatcherError):
    """More was sent than we take."""


class TooSlow(MatcherError):
    """What was sent did not arrive in time."""
