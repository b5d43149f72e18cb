"""A letter as it leaves, and what may come between it and the other side. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from matcher.models import Letter


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message and what must still be true when its final dot is sent."""

    message: EmailMessage
    """Headers and all; its Message-ID is the letter's own."""
    return_path: str
    """Where bounces go: an address of this letter alone."""
    revisions: Mapping[UUID, int] = field(default_factory=dict)
    """What stands in it to be gone to, in its order: listing -> the revision that its
    words were made from."""


class Compose(Protocol):
    """Writes a letter as it would leave now; None when there is nothing to say.

    Called with the recipient's address already in ``letter.address``.
    """

    def __call__(
        self, session: Session, letter: Letter, /, *, now: datetime
    ) -> Outgoing | None: ...


Points = Callable[[str], None]
"""Called at each named point of a run. The proof kills the process there."""


def nowhere(_point: str, /) -> None:
    """The points of every run that is no proof."""
