"""The server on a real port: when it cannot listen, and what it does not let in."""

import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from matcher.web.serving import CannotListen, address_of, listening
from tests.live import LiveServer


def say(server: LiveServer, request: bytes) -> bytes:
    """Send bytes over a bare connection; everything that came back."""
    address = server.url.removeprefix("http://").split(":")
    with closing(socket.create_connection((address[0], int(address[1])), 10)) as line:
        line.sendall(request)
        answer = b""
        while more := line.recv(65_536):
            answer += more
    return answer


def test_a_taken_port_is_one_plain_sentence() -> None:
    with listening("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]

        with pytest.raises(CannotListen) as caught:
            listening("127.0.0.1", port)

    assert str(caught.value) == (
        f"Port {port} is in use by another program."
        f" Stop that, or choose another: --port {port + 1}"
    )


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_one_plain_sentence(host: str) -> None:
    with pytest.raises(CannotListen) as caught:
        listening(host, 0)

    assert host in str(caught.value)


def test_an_address_of_the_newer_kind_is_written_as_browsers_want_it() -> None:
    try:
        listener = listening("::1", 0)
    except CannotListen:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert address_of(listener).startswith("http://[::1]:")


def test_the_machine_answers_once_it_is_ready(live_server: LiveServer) -> None:
    answer = httpx2.get(f"{live_server.url}/health", trust_env=False)

    assert answer.json() == {"status": "ok"}
    assert "server" not in answer.headers


def test_endless_headers_are_refused(live_server: LiveServer) -> None:
    many = b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(100))

    answer = say(live_server, b"GET /health HTTP/1.1\r\nHost: x\r\n" + many)

    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 "))


def test_nothing_but_pages_is_spoken(live_server: LiveServer) -> None:
    answer = say(
        live_server,
        b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\n"
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    )

    assert not answer.startswith(b"HTTP/1.1 101 ")


SERVE = """
import sys
from matcher.settings import Settings
from matcher.web import create_app
from matcher.web.serving import serve

app = create_app(Settings(data=sys.argv[1]))
serve(app, host="127.0.0.1", port=0, ready=lambda: print("ready", flush=True))
print("closed", flush=True)
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_comes_back_to_whoever_started_it(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", SERVE, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as machine:
        assert machine.stdout is not None
        first = machine.stdout.readline()
        machine.send_signal(stop)
        rest, complaints = machine.communicate(timeout=20)

    assert (first, rest, complaints) == ("ready\n", "closed\n", "")
    assert machine.returncode == 0
