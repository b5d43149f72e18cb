"""A mail server that keeps what it takes before it says so, or misbehaves as told.

``python smtp_sink.py LOG [FAULTS]`` prints its port and serves until its input ends.
Standard library only, so that it starts at once. Each message is one JSON line in LOG,
on the disk before the 250; each line holds the hash of the one before it, so that a log
that was changed shows. What never got its final dot is nothing.
"""

import contextlib
import hashlib
import json
import os
import random
import socketserver
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

FIRST = "0" * 64
"""What the first line's hash is made with."""

LATE_SECONDS = 1.0
"""How long a slow answer takes in the table of faults."""


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What goes wrong, always or now and then."""

    at: dict[str, str] = field(default_factory=dict)
    """What is answered at ``GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, DOT``: a
    code, ``drop``, or ``slow``."""
    starttls: bool = False
    """Whether to offer it (and then to break it)."""
    sign_in: bool = True
    """Whether to offer it, on an encrypted line."""
    most_bytes: int | None = None
    recipient_451: float = 0.0
    data_451: float = 0.0
    lost_reply: float = 0.0
    slow: float = 0.0
    slow_seconds: float = LATE_SECONDS
    seed: int = 0

    def as_json(self) -> str:
        """To be handed to another process."""
        return json.dumps(asdict(self))


class Sink(socketserver.ThreadingTCPServer):
    """Takes mail on a free port of this machine; each line in a thread of its own."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        log: Path,
        faults: Faults | None = None,
        tls: "ssl.SSLContext | None" = None,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.log = log
        self.tls = tls
        self.lines = 0
        self.faults = faults or Faults()
        self._chance = random.Random(self.faults.seed)  # noqa: S311 - no secret
        self._writing = threading.Lock()
        self._last = FIRST
        self.log.touch()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def keep(self, message_id: str, to: str, size: int) -> None:
        """Write a message down, and see it on the disk."""
        with self._writing, self.log.open("ab") as file:
            told = {"message_id": message_id, "to": to, "bytes": size}
            line = json.dumps(told | {"after": self._last}).encode() + b"\n"
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
            self._last = hashlib.sha256(line).hexdigest()

    def count_line(self) -> None:
        """One more line was opened to us."""
        with self._writing:
            self.lines += 1

    def happens(self, share: float) -> bool:
        """Whether something that happens now and then does."""
        with self._writing:
            return self._chance.random() < share

    def serve_in_thread(self) -> None:
        """Serve until ``shutdown``."""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class _HungUp(Exception):
    """One side ended the conversation."""


class _Session(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Sink
    timeout = 30
    encrypted = False

    def handle(self) -> None:
        """Talk until somebody hangs up."""
        self.server.count_line()
        with contextlib.suppress(_HungUp, OSError):
            self._answer("GREETING", "220 sink")
            while True:
                line = self._line()
                verb, _, rest = line.strip().partition(b" ")
                self._do(verb.decode("ascii", "replace").upper(), rest)

    def finish(self) -> None:
        """Close what an encrypted line was made of; the server knows the bare one."""
        with contextlib.suppress(OSError):
            super().finish()
        if self.encrypted:
            self.request.close()

    def _do(self, verb: str, rest: bytes) -> None:
        if verb in {"EHLO", "HELO"}:
            self._greet(verb)
        elif verb == "STARTTLS":
            self._encrypt()
        elif verb == "AUTH":
            self._answer("AUTH", "235 come in")
        elif verb == "MAIL":
            self._mail(rest)
        elif verb == "RCPT":
            self._rcpt(rest)
        elif verb == "DATA":
            self._data()
        elif verb == "RSET":
            self._say("250 ok")
        elif verb == "QUIT":
            self._say("221 bye")
            raise _HungUp
        else:
            self._say("502 what?")

    def _encrypt(self) -> None:
        """Encrypt from here on, where we can and are not told otherwise."""
        if self.server.tls is None or "STARTTLS" in self.server.faults.at:
            self._answer("STARTTLS", "454 not just now")
            return
        self._say("220 go on")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb", buffering=0)
        self.encrypted = True

    def _greet(self, verb: str) -> None:
        offers = ["sink"]
        can_encrypt = self.server.tls is not None and not self.encrypted
        if self.server.faults.starttls or can_encrypt:
            offers.append("STARTTLS")
        if self.encrypted and self.server.faults.sign_in:
            offers.append("AUTH PLAIN")
        if self.server.faults.most_bytes is not None:
            offers.append(f"SIZE {self.server.faults.most_bytes}")
        lines = [f"250-{one}" for one in offers[:-1]] + [f"250 {offers[-1]}"]
        self._answer("EHLO", "\r\n".join(lines if verb == "EHLO" else ["250 sink"]))

    def _mail(self, rest: bytes) -> None:
        most = self.server.faults.most_bytes
        words = rest.lower().split()
        sizes = [int(one[5:]) for one in words if one.startswith(b"size=")]
        too_big = most is not None and sizes and sizes[0] > most
        self._answer("MAIL", "552 too big" if too_big else "250 ok")

    def _rcpt(self, rest: bytes) -> None:
        self.to = rest.partition(b"<")[2].partition(b">")[0].decode()
        patience = self.server.happens(self.server.faults.recipient_451)
        self._answer("RCPT", "451 later" if patience else "250 ok")

    def _data(self) -> None:
        self._answer("DATA", "354 go on")
        lines = []
        while (line := self._line()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self._take(b"".join(lines))

    def _take(self, body: bytes) -> None:
        """A whole message, with its final dot: keep it, then say so, or not."""
        faults, happens = self.server.faults, self.server.happens
        told = faults.at.get("DOT", "")
        if told.isdigit() or happens(faults.data_451):
            self._say(f"{told or '451'} not this")
            return
        if happens(faults.slow):
            time.sleep(faults.slow_seconds)
        message_id = str(message_from_bytes(body)["Message-ID"]).strip("<> \r\n\t")
        self.server.keep(message_id, self.to, len(body))
        if happens(faults.lost_reply):
            raise _HungUp
        self._answer("DOT", "250 kept")

    def _answer(self, verb: str, well: str) -> None:
        """What is said at a verb: as told, else as it should be."""
        told = self.server.faults.at.get(verb)
        if told is None:
            self._say(well)
        elif told == "drop":
            raise _HungUp
        elif told == "slow":
            time.sleep(LATE_SECONDS)
            self._say(well)
        else:
            self._say(f"{told} as told")
            if verb == "GREETING":
                raise _HungUp

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def _line(self) -> bytes:
        """The next line, whole; whoever hangs up in the middle said nothing."""
        line = self.rfile.readline()
        if not line.endswith(b"\n"):
            raise _HungUp
        return line


def kept(log: Path) -> list[dict[str, str]]:
    """What a log holds. Raises ``ValueError`` for one that was changed since."""
    after, found = FIRST, []
    for line in log.read_bytes().splitlines(keepends=True):
        told = json.loads(line)
        if told.get("after") != after:
            raise ValueError(f"{log.name} was changed after it was written")
        after = hashlib.sha256(line).hexdigest()
        found.append(told)
    return found


def main(arguments: list[str]) -> None:
    """Serve until the input ends."""
    log, *faults = arguments
    given = Faults(**json.loads(faults[0])) if faults else None
    with Sink(Path(log), given) as sink:
        sink.serve_in_thread()
        print(sink.port, flush=True)
        sys.stdin.read()
        time.sleep(0.05)  # a message whose dot came just now is still written
        sink.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
