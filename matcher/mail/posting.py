"""Puts a mail into the table. It leaves later, when its unit of work is committed."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from matcher.mail.addresses import strict_address
from matcher.models import Mail, MailState

NOTHING: Mapping[str, Any] = MappingProxyType({})


def post(
    session: Session,
    *,
    letter: str,
    recipient: str,
    values: Mapping[str, Any] = NOTHING,
    now: datetime,
    link_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Mail:
    """A mail to ``recipient``, due at once; ``templates/email/<letter>/`` says it.

    ``values`` is plain JSON and never holds a token: the address of the link is made
    when the mail leaves, and given to the templates as ``link``. ``person_id`` says
    whom it is about, so that forgetting them takes it along. Raises ``BadInput`` for
    an address we can't use.
    """
    mail = Mail(
        id=uuid4(),
        letter=letter,
        recipient=strict_address(recipient),
        values=dict(values),
        link_id=link_id,
        person_id=person_id,
        state=MailState.WAITING,
        next_try_at=now,
        created_at=now,
    )
    session.add(mail)
    return mail
