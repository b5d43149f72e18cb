"""A real mail server on a free port, and a row to send."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "together", "p@ss/word"


@dataclass(kw_only=True)
class Postbox:
    """What a mail server was handed, and what it answers instead when told to."""

    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    greeted_as: list[str] = field(default_factory=list)
    answer_to_recipient: str | None = None
    answer_to_data: str | None = None
    breaks_off: bool = False

    async def handle_RCPT(  # noqa: N802 - as the library calls it
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, or answer as told."""
        if self.answer_to_recipient:
            return self.answer_to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Take a message, or answer as told, or fall silent for ever."""
        if self.breaks_off:
            server.transport.abort()
            return "421 gone"
        if self.answer_to_data:
            return self.answer_to_data
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos)))
        self.encrypted.append(session.ssl is not None)
        self.greeted_as.append(session.host_name)
        return "250 OK"


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """A mail server, where it listens, and what it was handed."""

    postbox: Postbox
    port: int


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Whoever signs certificates in these tests."""
    return trustme.CA()


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    """What the mail server shows: a certificate for this machine."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


@pytest.fixture(scope="session")
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client's view of the world in which that certificate holds."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


class AnyPort(Controller):
    """A server on whatever port was free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


StartServer = Callable[..., RunningServer]


@pytest.fixture
def mail_server() -> Iterator[StartServer]:
    """Starts a real mail server with these wishes; stopped when the test ends."""
    running: list[Controller] = []

    def start(**wishes: Any) -> RunningServer:
        postbox = Postbox()
        controller = AnyPort(
            postbox, hostname="127.0.0.1", port=0, ready_timeout=10, **wishes
        )
        controller.start()
        running.append(controller)
        return RunningServer(postbox=postbox, port=controller.port)

    yield start
    for controller in running:
        controller.stop()


def know_us(
    server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any
) -> AuthResult:
    """Lets in one name with one password."""
    known = isinstance(given, LoginPassword) and (
        given.login.decode(),
        given.password.decode(),
    ) == (USER, PASSWORD)
    return AuthResult(success=known, handled=known)
