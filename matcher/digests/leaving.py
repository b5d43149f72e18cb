"""Out of the house up to the final dot, and then the dot: SMTP, or a file.

``Way.begin`` hands a message over as far as it can be taken back: over SMTP all but
the final dot, as a file all but its name. ``Begun.finish`` is the step that cannot be.
Between the two the caller writes down that it is about to. Retries nothing itself, and
says what went wrong without the address and without the other side's words.
"""

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from uuid import UUID

from catalogue.sentences import Sentence
from matcher.digests.outgoing import Outgoing, Points, nowhere
from matcher.errors import marked
from matcher.mail.carrying import (
    NO_OUTBOX,
    OUTBOX,
    TIMEOUT_SECONDS,
    MailServer,
    connected,
    file_of,
    mail_server,
    not_now,
    not_taken,
    said_plainly,
)
from matcher.settings import Settings

AFTER_THE_DOT_SECONDS = 600.0
"""How long the answer to the final dot may take (RFC 5321, 4.5.3.2.6): whoever waits
less makes letters uncertain that were not (RFC 1047)."""

MOST_ON_A_LINE = 100
"""Letters over one line; then a new one is opened. Many servers close a line after
about so many, and some of them in the middle of the next one."""

SIGN_IN_FIRST = frozenset({530, 534, 535, 538})
"""Whoever says so refuses us and not this letter (RFC 4954, section 6)."""

NO_ANSWER = marked("The mail server gave an answer that is none.")

LONGEST_TRY_SECONDS = 13 * TIMEOUT_SECONDS + AFTER_THE_DOT_SECONDS
"""Every answer of one letter as late as it may be: greeting, twice EHLO, STARTTLS,
three of signing in, MAIL, RCPT, DATA, the body, RSET, QUIT, and the dot."""


class PutOff(Exception):
    """It did not leave, and may later. ``for_all``: no other would have left either."""

    def __init__(self, problem: str, *, for_all: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.for_all = for_all


class Refused(Exception):
    """The other side said no for good. ``address``: to whom, not to what."""

    def __init__(self, problem: str, *, address: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.address = address


class Unanswered(Exception):
    """The final dot was sent, or may have been, and nothing came back."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Begun(Protocol):
    """A message that is all but handed over."""

    def finish(self) -> None:
        """The last step. Raises ``PutOff``, ``Refused`` or ``Unanswered``."""

    def abandon(self) -> None:
        """Take it all back; never raises."""

    def forget(self) -> None:
        """Keep nothing of it on this machine, though it left; never raises."""


class Way(Protocol):
    """How letters leave; one of them for one worker."""

    def begin(self, outgoing: Outgoing, letter_id: UUID) -> Begun:
        """Hand over all but the last step. Raises ``PutOff`` or ``Refused``."""

    def close(self) -> None:
        """Leave politely; never raises."""


def way_for(settings: Settings) -> Way:
    """How letters leave this machine. Raises ``BadServer``."""
    if not settings.smtp_url:
        return Folder(folder=settings.data / OUTBOX)
    return Line(
        server=mail_server(settings.smtp_url),
        context=ssl.create_default_context(),
    )


# --- SMTP ----------------------------------------------------------------------------


@dataclass(kw_only=True)
class Line:
    """A line to the mail server, opened when first needed and used for many letters.

    Opened anew after an error, after ``most_on_a_line``, and when the other side hung
    up meanwhile.
    """

    server: MailServer
    context: ssl.SSLContext
    points: Points = nowhere
    timeout_seconds: float = TIMEOUT_SECONDS
    after_the_dot_seconds: float = AFTER_THE_DOT_SECONDS
    most_on_a_line: int = MOST_ON_A_LINE
    _smtp: smtplib.SMTP | None = field(default=None, init=False)
    _carried: int = field(default=0, init=False)

    def begin(self, outgoing: Outgoing, letter_id: UUID) -> "Begun":  # noqa: ARG002
        """Hand over all but the final dot. Raises ``PutOff`` or ``Refused``."""
        smtp = self._opened(outgoing.message)
        try:
            self._announce(smtp, outgoing)
            self._body(smtp, wire(outgoing.message))
        except (PutOff, Refused):
            self._rest_or_close(smtp)
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise PutOff(said_plainly(error)) from None
        return _AllButTheDot(line=self, smtp=smtp)

    def close(self) -> None:
        """Say goodbye; whatever the other side makes of it."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._drop()

    def _opened(self, message: EmailMessage) -> smtplib.SMTP:
        """The line, opened anew when there is none or the other side hung up."""
        if self._carried >= self.most_on_a_line:
            self.close()
        if self._smtp is not None and not self._still_there(self._smtp):
            self._drop()
        if self._smtp is None:
            domain = message["From"].addresses[0].domain
            try:
                self._smtp = connected(
                    self.server,
                    self.context,
                    greeting_as=domain,
                    timeout_seconds=self.timeout_seconds,
                )
            except (smtplib.SMTPException, OSError) as error:
                raise PutOff(said_plainly(error), for_all=True) from None
            self.points("smtp_connected")
        self._carried += 1
        return self._smtp

    def _still_there(self, smtp: smtplib.SMTP) -> bool:
        """Whether a line used before takes another letter; clears what was begun."""
        try:
            return smtp.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _announce(self, smtp: smtplib.SMTP, outgoing: Outgoing) -> None:
        size = len(wire(outgoing.message))
        options = [f"size={size}"] if smtp.has_extn("size") else []
        code, _ = smtp.mail(outgoing.return_path, options)
        _judge(code, expected=250)
        to = outgoing.message["To"].addresses[0].addr_spec
        code, _ = smtp.rcpt(to)
        _judge(code, expected=250, also=251, address=True)
        self.points("smtp_rcpt")
        code, _ = smtp.docmd("DATA")
        _judge(code, expected=354)

    def _body(self, smtp: smtplib.SMTP, body: bytes) -> None:
        """Everything but the final dot, in two halves."""
        half = len(body) // 2
        smtp.send(body[:half])
        self.points("data_half")
        smtp.send(body[half:])
        self.points("data_nodot")

    def _rest_or_close(self, smtp: smtplib.SMTP) -> None:
        """After an answer the line may serve the next letter; else it is closed."""
        if not self._still_there(smtp):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None
        self._carried = 0


@dataclass(kw_only=True)
class _AllButTheDot:
    """A message whose every byte is over there but the dot on a line of its own."""

    line: Line
    smtp: smtplib.SMTP

    def finish(self) -> None:
        """The dot, and what the other side says to it."""
        line, smtp = self.line, self.smtp
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(line.after_the_dot_seconds)
            smtp.send(b".\r\n")
            line.points("dot_sent")
            code, _ = smtp.getreply()
            line.points("reply_read")
            if smtp.sock is not None:
                smtp.sock.settimeout(line.timeout_seconds)
        except (smtplib.SMTPException, OSError) as error:
            line._drop()
            raise Unanswered(said_plainly(error)) from None
        _judge_the_answer(code)

    def abandon(self) -> None:
        """Hang up without the dot: all of it is nothing then (RFC 5321, 4.1.1.4)."""
        self.line._drop()

    def forget(self) -> None:
        """Nothing is kept here of what went over a line."""


def wire(message: EmailMessage) -> bytes:
    """The message as it goes over the line: CRLF, dots doubled, ending a line."""
    lines = message.as_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    doubled = [
        b"." + one if one.startswith(b".") else one for one in lines.split(b"\n")
    ]
    return b"\r\n".join(doubled).removesuffix(b"\r\n") + b"\r\n"


def _judge(
    code: int, *, expected: int, also: int | None = None, address: bool = False
) -> None:
    """By the first digit (RFC 5321, 4.2.1): 4 asks for patience, 5 is a no."""
    if code in (expected, also):
        return
    if code in SIGN_IN_FIRST:
        raise PutOff(_not_signed_in(code), for_all=True)
    if 500 <= code < 600:
        raise Refused(not_taken(code), address=address)
    raise PutOff(not_now(code))


def _not_signed_in(code: int) -> Sentence:
    return Sentence(
        "The mail server wants us to sign in, or to do so better (SMTP %(code)s).",
        code=code,
    )


def _judge_the_answer(code: int) -> None:
    """What the answer to the dot means; one that is no answer leaves it open."""
    if 400 <= code < 600:
        _judge(code, expected=250)
    if not 200 <= code < 300:
        raise Unanswered(NO_ANSWER)


# --- files ---------------------------------------------------------------------------


@dataclass(kw_only=True)
class Folder:
    """Letters kept as ``.eml`` files: written whole under another name, then named."""

    folder: Path
    points: Points = nowhere

    def begin(self, outgoing: Outgoing, letter_id: UUID) -> Begun:
        """Write all of it, under a name that is not yet a letter's."""
        kept = file_of(self.folder, letter_id)
        unfinished = kept.with_suffix(".part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(bytes(outgoing.message))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            raise PutOff(NO_OUTBOX, for_all=True) from None
        self.points("data_nodot")
        return _AllButTheName(unfinished=unfinished, kept=kept, points=self.points)

    def close(self) -> None:
        """Nothing to close."""


@dataclass(kw_only=True)
class _AllButTheName:
    unfinished: Path
    kept: Path
    points: Points

    def finish(self) -> None:
        """Give it its name, and see that the folder remembers."""
        try:
            self.unfinished.replace(self.kept)
        except OSError:
            raise PutOff(NO_OUTBOX, for_all=True) from None
        self.points("dot_sent")
        with suppress(OSError):
            _settle(self.kept.parent)
        self.points("reply_read")

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self.unfinished.unlink()

    def forget(self) -> None:
        """The same, of what has its name."""
        with suppress(OSError):
            self.kept.unlink()


def _settle(folder: Path) -> None:
    """Write the folder itself to the disk, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
