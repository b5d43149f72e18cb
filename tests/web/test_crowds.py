"""A crowd: a few are served, some wait, the others are told so plainly and cheaply."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from matcher.languages import languages
from matcher.settings import Settings
from matcher.templates import page_environment
from matcher.web.security.crowds import RETRY_AFTER_SECONDS, Crowds


class Page:
    """A page that takes as long as a test wants."""

    def __init__(self) -> None:
        self.open, self.served = asyncio.Event(), 0
        self.is_read = asyncio.Event()
        self.is_read.set()

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await self.open.wait()
        self.served += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.is_read.wait()
        await send({"type": "http.response.body", "body": b""})


STATE = SimpleNamespace(
    settings=Settings(language="en"),
    environments={code: page_environment(language=code) for code in languages()},
)


async def ask(
    crowds: Crowds, path: str = "/together", method: str = "GET"
) -> dict[str, Any]:
    answer: dict[str, Any] = {"body": b""}

    async def send(message: Any) -> None:
        answer.update({k: v for k, v in message.items() if k != "body"})
        answer["body"] += message.get("body", b"")

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"",
        "headers": [(b"accept", b"text/html")], "app": SimpleNamespace(state=STATE),
    }  # fmt: skip
    await crowds(scope, receive, send)
    return answer


def run(act: Callable[[Page], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        return await act(Page())

    return asyncio.run(main())


def test_who_comes_to_a_full_queue_is_told_when_to_come_again():
    async def a_crowd(page: Page) -> list[dict[str, Any]]:
        crowds = Crowds(page, at_once=1, most_waiting=1, patience_seconds=10)
        asked = [asyncio.create_task(ask(crowds)) for _ in range(4)]
        done, _ = await asyncio.wait(asked, return_when="FIRST_COMPLETED")
        page.open.set()
        return [*await asyncio.gather(*asked), {"first": asked.index(done.pop()) > 1}]

    *answers, told_first = run(a_crowd)

    assert [answer["status"] for answer in answers] == [200, 200, 503, 503]
    assert told_first == {"first": True}
    headers = dict(answers[2]["headers"])
    assert headers[b"retry-after"] == str(RETRY_AFTER_SECONDS).encode()
    assert b"It is very busy just now" in answers[3]["body"]


def test_patience_ends_and_the_next_is_served_as_ever():
    async def slowly(page: Page) -> list[int]:
        crowds = Crowds(page, at_once=1, patience_seconds=0.01)
        first = asyncio.create_task(ask(crowds))
        await asyncio.sleep(0)  # it comes first
        second = await ask(crowds)
        page.open.set()
        third = await ask(crowds)
        return [(await first)["status"], second["status"], third["status"]]

    assert run(slowly) == [200, 503, 200]


def test_who_reads_slowly_keeps_nobody_waiting():
    async def unread(page: Page) -> int:
        crowds = Crowds(page, at_once=1, patience_seconds=10)
        page.open.set()
        page.is_read.clear()
        reading = [asyncio.create_task(ask(crowds)) for _ in range(3)]
        while page.served < 3:
            await asyncio.sleep(0)
        page.is_read.set()
        await asyncio.gather(*reading)
        return page.served

    assert run(unread) == 3


@pytest.mark.parametrize("path", ["/health", "/static/style.css"])
def test_who_watches_this_machine_never_waits(path: str):
    async def beside(page: Page) -> tuple[int, bool]:
        crowds = Crowds(page, at_once=1, most_waiting=0)
        waiting = [asyncio.create_task(ask(crowds)) for _ in range(2)]
        watching = asyncio.create_task(ask(crowds, path))
        await asyncio.wait(waiting, return_when="FIRST_COMPLETED")
        page.open.set()
        answers = await asyncio.gather(watching, *waiting)
        return answers[0]["status"], {a["status"] for a in answers[1:]} == {200, 503}

    assert run(beside) == (200, True)


def test_those_who_store_something_leave_room_for_those_who_read():
    async def beside(page: Page) -> list[int]:
        crowds = Crowds(page, at_once=2, changes_at_once=1, patience_seconds=0.01)
        storing = asyncio.create_task(ask(crowds, "/sign-out", "POST"))
        await asyncio.sleep(0)  # it comes first
        also_storing = await ask(crowds, "/sign-out", "POST")
        reading = asyncio.create_task(ask(crowds))
        await asyncio.sleep(0)
        page.open.set()
        answers = [await storing, also_storing, await reading]
        again = await asyncio.gather(*(ask(crowds, "/x", "POST") for _ in range(3)))
        return [answer["status"] for answer in (*answers, *again)]

    assert run(beside) == [200, 503, 200, 200, 200, 200]


def test_a_search_is_posted_and_stores_nothing():
    async def searching(page: Page) -> list[int]:
        crowds = Crowds(page, at_once=2, changes_at_once=1, patience_seconds=0.01)
        asked = [asyncio.create_task(ask(crowds, method="POST")) for _ in range(2)]
        await asyncio.sleep(0)
        page.open.set()
        return [(await one)["status"] for one in asked]

    assert run(searching) == [200, 200]
