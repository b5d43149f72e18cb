"""When memory is looked through: behind an answer, and only when it is time."""

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web.sweeping import SWEPT_AFTER, Sweeping, settle_memory


@pytest.fixture
def swept() -> Iterator[list[str]]:
    """What happened, in order, on a machine whose memory is settled."""
    happened, usual = [], gc.get_threshold()

    def note(phase: str, _about: dict[str, Any]) -> None:
        if phase == "start":
            happened.append("swept")

    settle_memory()
    gc.callbacks.append(note)
    yield happened
    gc.callbacks.remove(note)
    gc.set_threshold(*usual)
    gc.unfreeze()


def making(objects: int, happened: list[str]) -> ASGIApp:
    """A page that keeps so many objects it made, and says when it has left."""
    kept: list[list[None]] = []

    async def page(_scope: Scope, _receive: Receive, _send: Send) -> None:
        kept.extend([] for _ in range(objects))
        happened.append("left")

    return page


def ask(app: ASGIApp) -> None:
    asyncio.run(Sweeping(app)({"type": "http"}, None, None))  # type: ignore[arg-type]


def test_memory_is_looked_through_when_the_page_has_left(swept: list[str]) -> None:
    page = making(2 * SWEPT_AFTER[0], swept)

    ask(page)

    assert swept == ["left", "swept"]


def test_few_new_objects_are_left_for_later(swept: list[str]) -> None:
    page = making(SWEPT_AFTER[0] // 5, swept)

    ask(page)

    assert swept == ["left"]


def test_every_eleventh_time_what_was_kept_is_looked_at_once_more(
    swept: list[str],
) -> None:
    page, swept_so_far = making(2 * SWEPT_AFTER[0], swept), sweeps_of(1)

    for _ in range(SWEPT_AFTER[1] + 2):
        ask(page)

    assert sweeps_of(1) - swept_so_far == 1


def test_nothing_is_looked_through_while_the_machine_starts(swept: list[str]) -> None:
    page = making(2 * SWEPT_AFTER[0], swept)

    gc.disable()
    ask(page)
    gc.enable()

    assert swept == ["left"]


def sweeps_of(generation: int) -> int:
    made: int = gc.get_stats()[generation]["collections"]
    return made
