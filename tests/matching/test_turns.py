"""A crowd takes turns at matching, and whoever comes to a full queue is told so."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient

from matcher.errors import TooBusy
from matcher.matching import turns
from matcher.matching.turns import Turns


def test_the_next_waits_for_a_turn_and_gets_it():
    one_at_once = Turns(at_once=1, most_waiting=1)
    order: list[str] = []

    def second() -> None:
        with one_at_once.one():
            order.append("second")

    with one_at_once.one():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.05)
        order.append("first")
    waiting.join(timeout=10)

    assert order == ["first", "second"]


def test_a_full_queue_turns_away_at_once_and_is_free_again_afterwards():
    nobody_waits = Turns(at_once=2, most_waiting=0)

    with nobody_waits.one(), nobody_waits.one(), pytest.raises(TooBusy) as told:
        nobody_waits.one().__enter__()

    assert told.value.retry_after_seconds == turns.RETRY_AFTER_SECONDS
    with nobody_waits.one(), nobody_waits.one():
        pass


def test_patience_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    one_waits = Turns(at_once=1, most_waiting=1)

    with one_waits.one(), pytest.raises(TooBusy):
        one_waits.one().__enter__()


def test_work_that_nobody_waits_for_keeps_others_waiting_and_lets_them_go_first(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    one_waits = Turns(at_once=1, most_waiting=1)

    with one_waits.between(), pytest.raises(TooBusy):
        one_waits.one().__enter__()

    with one_waits.one(), one_waits.between():
        pass  # beside who takes long: it has to be done
    with one_waits.one():
        pass


def test_a_match_that_broke_gives_its_turn_back():
    one_at_once = Turns(at_once=1, most_waiting=0)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError), one_at_once.one():
            raise ZeroDivisionError


@pytest.fixture
def crowded() -> Iterator[None]:
    """Every turn is taken, and every place in the queue."""
    with ExitStack() as stack:
        for _ in range(turns.AT_ONCE + turns.MOST_WAITING):
            assert turns.turns._places.acquire(blocking=False)
            stack.callback(turns.turns._places.release)
        yield


@pytest.mark.usefixtures("crowded")
def test_a_crowd_gets_a_kind_page_that_says_when_to_come_again(client: TestClient):
    page = client.post(
        "/together",
        data={"view": "week"},
        headers={"Origin": "https://testserver"},
    )
    health = client.get("/health")

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "It is very busy just now" in page.text
    assert "Try once more in a minute." in page.text
    assert health.status_code == 200
