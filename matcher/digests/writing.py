"""A composed letter -> one message with the headers that mail programs act on.

Text first, then the page. One press in the mail program stops the letters (RFC 8058),
the list has a name of its own (RFC 2919), nobody away answers (RFC 3834), and the
Message-ID is the one of the letter's row, the same in every try. Nothing in the headers
says more than the neutral outside may.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from matcher.digests.composing import Ways
from matcher.digests.printing import Composed
from matcher.mail.addresses import strict_address
from matcher.mail.writing import POLICY

WHOLE_LINES = POLICY.clone(max_line_length=900)
"""How headers are written: an address broken over lines is read by no program that
looks for it, and 998 characters is what a line may have (RFC 5322, 2.1.1)."""


def list_id(sender: Address) -> str:
    """The name of the list that all letters of this machine are of (RFC 2919)."""
    return f"letters.{sender.domain}"


def message_of(
    composed: Composed,
    *,
    sender: Address,
    recipient: str,
    message_id: str,
    ways: Ways,
    now: datetime,
) -> EmailMessage:
    """The message as it leaves. Raises ``BadInput`` for an address that is not one."""
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = Address(addr_spec=strict_address(recipient))
    message["Subject"] = composed.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}>"
    message["List-Id"] = f"<{list_id(sender)}>"
    message["List-Unsubscribe"] = f"<{ways.stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(composed.text + "\n")
    message.add_alternative(composed.html, subtype="html")
    message.policy = WHOLE_LINES  # now that the bodies are in lines of 76
    return message
