"""Mail that came back: which letter it was, and whether its address is dead.

Reads the standard report (RFC 3464) wherever it stands, inside ``multipart/mixed`` too,
and leaves other shapes to flufl.bounce. Only a letter's own signed return path, or its
Message-ID with the address it went to, is believed: nobody can make us drop somebody's
address by writing to us. What is permanent suppresses until a person has looked.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from matcher.digests.addresses import returned
from matcher.digests.planning import suppress
from matcher.models import Letter, RecipientKind

WHY = "Mail to it came back"
LONGEST = 1_000_000
"""Bytes of a report that are read; what matters stands at its beginning."""

HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
"""Where mail servers write whom a report came for."""

ADDRESS = re.compile(r"[^\s;<>,]+@[^\s;<>,]+")
MESSAGE_ID = re.compile(r"^message-id:\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What one message says."""

    letter_id: UUID | None = None
    """By the signed return path."""
    message_id: str | None = None
    """Of the letter that came back, as the report says."""
    dead: frozenset[str] = frozenset()
    """Addresses that will never take it."""
    waiting: frozenset[str] = frozenset()
    """Addresses where it may still arrive."""


@dataclass(kw_only=True)
class Taken:
    """What came of a folder of them."""

    suppressed: int = 0
    waiting: int = 0
    unknown: int = field(default=0)
    """Not a bounce, or not one of our letters."""


def read(raw: bytes, key: bytes) -> Returned:
    """What a message that came back says; an empty answer for any other message."""
    message = message_from_bytes(raw[:LONGEST])
    dead, waiting = _by_the_standard(message)
    if not dead and not waiting:
        dead, waiting = _by_its_shape(message)
    said = [str(value) for name in HEADERS for value in message.get_all(name, [])]
    return Returned(
        letter_id=returned(key, said),
        message_id=_message_id(message, raw),
        dead=frozenset(dead),
        waiting=frozenset(waiting - dead),
    )


def take(
    session: Session, messages: Iterable[bytes], *, key: bytes, now: datetime
) -> Taken:
    """Suppress what is dead; the same message again does nothing more."""
    taken = Taken()
    for raw in messages:
        told = read(raw, key)
        letter = _letter(session, told)
        if letter is None or not (told.dead or told.waiting):
            taken.unknown += 1
        elif told.dead:
            _suppress(session, letter, now=now)
            taken.suppressed += 1
        else:
            taken.waiting += 1
    return taken


def _letter(session: Session, told: Returned) -> Letter | None:
    """The letter it was, if that is proved and it went to an address."""
    if told.letter_id is not None:
        letter = session.get(Letter, told.letter_id)
        return letter if letter and letter.address else None
    if told.message_id is None:
        return None
    letter = session.exec(
        select(Letter).where(Letter.message_id == told.message_id)
    ).first()
    if letter is None or not letter.address:
        return None
    return letter if letter.address.lower() in told.dead | told.waiting else None


def _suppress(session: Session, letter: Letter, *, now: datetime) -> None:
    account_id = (
        None if letter.recipient_kind is RecipientKind.PERSON else letter.recipient_id
    )
    suppress(
        session,
        letter.address or "",
        why=f"{WHY}.",
        now=now,
        person_id=letter.person_id,
        account_id=account_id,
    )


def _by_the_standard(message: Message) -> tuple[set[str], set[str]]:
    """The addresses of each ``message/delivery-status`` part, at any depth."""
    dead: set[str] = set()
    waiting: set[str] = set()
    for block in _status_blocks(message):
        address = _last_address(block)
        action = str(block.get("Action", "")).strip().lower()
        status = str(block.get("Status", "")).strip()
        if not address:
            continue
        if action == "failed" and not status.startswith("4"):
            dead.add(address)
        elif action in {"delayed", "failed"}:
            waiting.add(address)
    return dead, waiting


def _status_blocks(message: Message) -> Iterator[Message]:
    """The fields of each recipient: the library reads the part as many small heads."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        inside: Any = part.get_payload()
        if isinstance(inside, list):
            yield from inside
        else:  # a part that was not read into heads, as inside of a broken report
            for text in re.split(r"\r?\n\r?\n", str(inside)):
                yield message_from_bytes(text.encode("utf-8", "replace"))


def _last_address(block: Message) -> str:
    """Where it was for: as we wrote it, else as the last server did."""
    for name in ("Original-Recipient", "Final-Recipient"):
        found = ADDRESS.search(str(block.get(name, "")).partition(";")[2])
        if found:
            return found[0].lower()
    return ""


def _by_its_shape(message: Message) -> tuple[set[str], set[str]]:
    """What the library of other shapes makes of it; its readers may break on some.

    That is no news, and what they would write of it holds lines of the mail.
    """
    from flufl.bounce import all_failures  # a reader for each shape: slow to open

    logging.getLogger("flufl.bounce").disabled = True
    try:
        temporary, permanent = all_failures(message)
    except Exception:
        return set(), set()
    return _addresses(permanent), _addresses(temporary)


def _addresses(found: Iterable[object]) -> set[str]:
    said = (
        one.decode("ascii", "replace") if isinstance(one, bytes) else str(one)
        for one in found
    )
    return {one.lower() for one in said}


def _message_id(message: Message, raw: bytes) -> str | None:
    """The Message-ID of the letter inside: never that of the report itself."""
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            inside: Any = part.get_payload()
            text = str(inside[0]) if isinstance(inside, list) else str(inside)
            found = MESSAGE_ID.search(text)
            return found[1] if found else None
    own = str(message.get("Message-ID", "")).strip().strip("<>")
    said = MESSAGE_ID.findall(raw[:LONGEST].decode("utf-8", "replace"))
    return next((one for one in said if one != own), None)
