"""Visitors by the hundred against a real server, from one small loop of our own.

Each visitor keeps one connection, asks for a page, reads for a while and asks again;
whoever is told to come back later does what the answer says, but not longer than they
read. A line is HTTP/1.1 written by hand: a client library would cost more than the
server.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter

from tests.benchmarks.seeded import seeded

PATIENCE_SECONDS = 30.0
"""After that a visitor counts as not answered at all."""

NO_ANSWER = 0
"""The status of a page that never came."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one visitor got, and how long it took."""

    status: int
    milliseconds: float
    retry_after: bool
    """Whether it says when to come again."""
    at: float
    """When it had come, by ``perf_counter``."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where to knock, and what to ask for."""

    port: int
    pages: Sequence[bytes]
    """Requests, whole; each visitor takes them in an order of their own."""


def visits(
    line: Line, *, visitors: int, seconds: float, reading_seconds: float
) -> list[Answer]:
    """Every answer to so many visitors within so many seconds."""
    return asyncio.run(_visits(line, visitors, seconds, reading_seconds))


async def _visits(
    line: Line, visitors: int, seconds: float, reading_seconds: float
) -> list[Answer]:
    answers: list[Answer] = []
    until = perf_counter() + seconds
    async with asyncio.TaskGroup() as together:
        for number in range(visitors):
            random = seeded("visitor", number)
            visitor = _visitor(line, random, reading_seconds, until, answers)
            together.create_task(visitor)
    return answers


async def _visitor(
    line: Line,
    random: Random,
    reading_seconds: float,
    until: float,
    answers: list[Answer],
) -> None:
    await asyncio.sleep(random.random() * reading_seconds)  # not all at one moment
    connection = Connection(line.port)
    while perf_counter() < until:
        answers.append(await connection.ask(random.choice(line.pages)))
        await asyncio.sleep(reading_seconds * (0.5 + random.random()))
    connection.close()


class Connection:
    """One visitor's connection, opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        """Nothing is opened before the first question."""
        self.port = port
        self.ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Answer:
        """One page, or ``NO_ANSWER``."""
        began = perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, retry_after = await self._again(self._exchange, request)
        except (OSError, TimeoutError, EOFError, ValueError):
            self.close()
            status, retry_after = NO_ANSWER, False
        now = perf_counter()
        took = (now - began) * 1000
        return Answer(status=status, milliseconds=took, retry_after=retry_after, at=now)

    async def _again(
        self, act: Callable[[bytes], Awaitable[tuple[int, bool]]], request: bytes
    ) -> tuple[int, bool]:
        """Once more on a new line where the kept one was closed, as browsers do."""
        was_open = self.ends is not None
        try:
            return await act(request)
        except (OSError, EOFError):
            if not was_open:
                raise
            self.close()
            return await act(request)

    async def _exchange(self, request: bytes) -> tuple[int, bool]:
        if self.ends is None:
            self.ends = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.ends
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        fields = dict(
            field.split(b": ", 1) for field in head.split(b"\r\n")[1:] if b": " in field
        )
        await reader.readexactly(int(fields.get(b"content-length", b"0")))
        if fields.get(b"connection") == b"close":
            self.close()
        return int(head.split(None, 2)[1]), b"retry-after" in fields

    def close(self) -> None:
        """Hang up; the next question opens another line."""
        if self.ends is not None:
            self.ends[1].close()
            self.ends = None
