"""Runs the web application on this machine: one process, one port, until stopped.

The server's own log of requests is off, because it prints addresses with what was
typed into them; ``request_log`` writes ours.
"""

import signal
import socket
import sys
from collections.abc import Callable
from errno import EACCES, EADDRINUSE
from types import FrameType

import uvicorn
from fastapi import FastAPI

from matcher import logs
from matcher.errors import MatcherError
from matcher.web import FAREWELL_SECONDS

MOST_CONNECTIONS = 1000
"""More than one small machine can answer: above it the server itself says 503."""

KEEP_ALIVE_SECONDS = 15
"""An open connection nobody uses is closed, so that it can't be hoarded."""

LONGEST_HEADERS = 32_768
"""Bytes of request line and headers; a browser with many cookies sends about 8,000."""

SWITCH_SECONDS = 0.001
"""How long one thread may hold Python while another waits. The thread that takes
requests in waits at every step while pages are made: at the usual 5 ms it could turn
away, or hand over, some fifty requests a second and no more."""


class CannotListen(MatcherError):
    """The address or port can't be had; says what to mend."""


class Server(uvicorn.Server):
    """The server, telling once that visitors can come in."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then call ``ready``."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        """Finish what is under way, then return; a second Ctrl-C waits for nobody.

        The library would raise the signal again at the end, and whoever called
        ``serve`` could close nothing.
        """
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def serve(app: FastAPI, *, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop; ``ready`` is called once visitors can come in.

    Raises ``CannotListen`` before anything is started.
    """
    logs.take_over_libraries(app.state.settings.log_level)
    sys.setswitchinterval(SWITCH_SECONDS)
    with listening(host, port) as listener:
        server_for(app, ready).run(sockets=[listener])


def server_for(app: FastAPI, ready: Callable[[], None]) -> Server:
    """A server to ``run`` with the socket that ``listening`` opened."""
    config = uvicorn.Config(
        app,
        http="h11",  # the one that bounds the size of headers
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FAREWELL_SECONDS,
        h11_max_incomplete_event_size=LONGEST_HEADERS,
    )
    return Server(config, ready)


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port``, or ``CannotListen`` in plain words."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, OverflowError):
        raise CannotListen(f"{host} is not an address of this machine.") from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise CannotListen(_why_not(error, host, port)) from None
    return listener


def _why_not(error: Exception, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == EADDRINUSE:
        return (
            f"Port {port} is in use by another program."
            f" Stop that, or choose another: --port {port + 1}"
        )
    if number == EACCES:
        return f"Port {port} needs more rights. Choose one above 1023: --port 8000"
    return f"{host}, port {port}, can't be listened on. Try --port 8000"


def address_of(listener: socket.socket) -> str:
    """``http://`` and where a listener listens."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
