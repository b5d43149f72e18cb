"""A hello that says only what the person wants said, and the links that carry it. Pure.

It leaves from their own phone or mail, never from ours; whom it goes to is what the
listing itself says in public. The sentences are a template's.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from catalogue.drafts import OpportunityDraft

ADDRESS = re.compile(r"[^\s@<>\"'(),:;?&%/\\\[\]]+@[^\s@<>\"'(),:;?&%/\\\[\]]+")
"""A mail address that can stand in a link without changing what the link does."""

MOBILE = re.compile(r"(?:07|\+447|\+(?!44))\d{7,13}")
"""A number that takes text messages: British mobiles, and any from abroad."""


@dataclass(frozen=True, kw_only=True)
class HelloChoices:
    """What the person wants said; each that is empty or false is not said."""

    first_name: str = ""
    would_like_to_come: bool = True
    when: str = ""
    going_with: str = ""
    asks_about_access: bool = False
    asks_about_cost: bool = False


@dataclass(frozen=True, kw_only=True)
class PublicContact:
    """How a listing says it can be reached; None: it does not say."""

    email: str | None = None
    phone: str | None = None
    """Digits as they are dialled, a plus in front for another country."""

    @property
    def takes_texts(self) -> bool:
        """Whether the phone is one that a text message can be sent to."""
        return self.phone is not None and MOBILE.fullmatch(self.phone) is not None


def contact_of(draft: OpportunityDraft) -> PublicContact:
    """The listing's own contact, or else its organization's."""
    organization = draft.organization
    email = draft.email or (organization.email if organization else None) or ""
    phone = draft.phone or (organization.phone if organization else None) or ""
    return PublicContact(
        email=email if ADDRESS.fullmatch(email) else None, phone=_dialled(phone) or None
    )


def mail_link(contact: PublicContact, *, subject: str, message: str) -> str | None:
    """A ``mailto:`` link with the message in it (RFC 6068); None without an address."""
    if contact.email is None:
        return None
    body = quote("\r\n".join(message.splitlines()), safe="")
    to = quote(contact.email, safe="@")
    return f"mailto:{to}?subject={quote(subject, safe='')}&body={body}"


def text_link(contact: PublicContact, *, message: str) -> str | None:
    """An ``sms:`` link with the message in it (RFC 5724); None for no mobile."""
    if not contact.takes_texts:
        return None
    return f"sms:{contact.phone}?body={quote(message, safe='')}"


def _dialled(phone: str) -> str:
    """As the ``tel:`` links of our pages have it: digits, and a plus in front."""
    digits = "".join(letter for letter in phone if "0" <= letter <= "9")
    return f"+{digits}" if phone.strip().startswith("+") and digits else digits
