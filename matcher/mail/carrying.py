"""Out of the house: over SMTP, or into a file of the outbox folder.

Refuses an unchecked certificate, and to send a password, or anything to a host
elsewhere that offers better, over an open line. What went wrong is said without the
address and without the other side's words, which may hold it.
"""

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from catalogue.sentences import Sentence
from matcher.errors import MatcherError, marked
from matcher.settings import Settings

TIMEOUT_SECONDS = 20.0
"""How long the other side may take for each answer."""

SUBMISSION = 587
"""The port where mail programs hand mail in: STARTTLS is the rule (RFC 6409, 8314)."""

HERE = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts whose line nobody else can listen to."""

OUTBOX = "outbox"
"""The folder beside the database where mail waits as files."""

NO_OUTBOX = marked("The outbox folder can't be written.")

Carrier = Callable[[EmailMessage, UUID], None]
"""Takes a message out; raises ``NotNow`` or ``Never``."""


class BadServer(MatcherError):
    """The address of the mail server cannot be used; names the setting."""


class NotNow(Exception):
    """It did not leave, and may later. ``for_all``: no other would have left either."""

    def __init__(self, problem: str, *, for_all: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.for_all = for_all


class Never(Exception):
    """It did not leave, and trying again would be no use."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed in, read from ``smtp://user:password@host:port``."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    encrypted_at_once: bool = False
    """``smtps://``: no word in the open."""

    @property
    def must_encrypt(self) -> bool:
        """Whether STARTTLS is a must: at the submission port, or with a password."""
        return self.port == SUBMISSION or bool(self.user)


def carrier_for(settings: Settings, context: ssl.SSLContext | None = None) -> Carrier:
    """How mail leaves this machine. Raises ``BadServer``.

    ``context`` says whose certificates are believed; those this machine believes
    when left out.
    """
    if not settings.smtp_url:
        return partial(keep_as_file, settings.data / OUTBOX)
    context = context or ssl.create_default_context()
    return partial(send_by_smtp, mail_server(settings.smtp_url), context)


# --- SMTP ----------------------------------------------------------------------------


def mail_server(url: str) -> MailServer:
    """The server an address names. Raises ``BadServer`` in plain words."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.query:
        raise BadServer(
            "MATCHER_SMTP_URL is not the address of a mail server. Use one like"
            " smtp://user:password@mail.example.org:587"
        )
    at_once = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if at_once else SUBMISSION if parts.username else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encrypted_at_once=at_once,
    )


def send_by_smtp(
    server: MailServer,
    context: ssl.SSLContext,
    message: EmailMessage,
    _mail_id: UUID | None = None,
) -> None:
    """Hand one message to the server, over a line of its own."""
    domain = message["From"].addresses[0].domain
    try:
        smtp = connected(server, context, greeting_as=domain)
        try:
            to = message["To"].addresses[0].addr_spec
            smtp.sendmail(message["From"].addresses[0].addr_spec, to, bytes(message))
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()  # whatever it says to that: the message is theirs or not
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _refused(code) from None
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(said_plainly(error), for_all=True) from None


def connected(
    server: MailServer,
    context: ssl.SSLContext,
    *,
    greeting_as: str,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> smtplib.SMTP:
    """A line to the server, encrypted and signed in as far as it must be.

    Greets with the domain of the sender: the name of this machine is nobody's.
    """
    if server.encrypted_at_once:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, greeting_as,
            timeout=timeout_seconds, context=context,
        )  # fmt: skip
    else:
        smtp = smtplib.SMTP(
            server.host, server.port, greeting_as, timeout=timeout_seconds
        )
    try:
        _prepare(smtp, server, context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _prepare(smtp: smtplib.SMTP, server: MailServer, context: ssl.SSLContext) -> None:
    smtp.ehlo_or_helo_if_needed()
    may_encrypt = smtp.has_extn("starttls") and server.host not in HERE
    if not server.encrypted_at_once and (server.must_encrypt or may_encrypt):
        smtp.starttls(context=context)
    if server.user:
        smtp.login(server.user, server.password)


def _refused(code: int) -> NotNow | Never:
    """By the first digit (RFC 5321, 4.2.1): 4 asks for patience, 5 is a no."""
    if code >= 500:
        return Never(not_taken(code))
    return NotNow(not_now(code))


def not_taken(code: int) -> Sentence:
    """The other side said no for good."""
    return Sentence("The other side does not take it (SMTP %(code)s).", code=code)


def not_now(code: int) -> Sentence:
    """The other side said no for now."""
    return Sentence("The other side asks for patience (SMTP %(code)s).", code=code)


def said_plainly(error: Exception) -> Sentence:
    """What a line met, without the other side's own words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Sentence("The mail server's certificate does not hold.")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Sentence("The mail server does not know our name and password.")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Sentence(
            "The mail server does not offer an encrypted line or to sign in."
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return Sentence(
            "The mail server takes nothing from us (SMTP %(code)s).",
            code=error.smtp_code,
        )
    if isinstance(error.__context__ or error, TimeoutError):
        return Sentence("The mail server did not answer in time.")
    return Sentence("The mail server could not be reached, or broke off.")


# --- files ---------------------------------------------------------------------------


def keep_as_file(folder: Path, message: EmailMessage, mail_id: UUID) -> None:
    """Keep one message as a file, whole or not at all; twice the same is one file."""
    kept = file_of(folder, mail_id)
    unfinished = kept.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(bytes(message))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(kept)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise NotNow(NO_OUTBOX, for_all=True) from None


def file_of(folder: Path, mail_id: UUID) -> Path:
    """Where a mail stands as a file."""
    return folder / f"{mail_id}.eml"


def remove_files(settings: Settings, mail_ids: list[UUID]) -> int:
    """Take these mails out of the outbox folder again; how many there were."""
    removed = 0
    for mail_id in mail_ids:
        file = file_of(settings.data / OUTBOX, mail_id)
        removed += file.exists()
        file.unlink(missing_ok=True)
        file.with_suffix(".part").unlink(missing_ok=True)
    return removed
