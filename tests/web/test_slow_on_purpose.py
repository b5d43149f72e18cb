"""A password takes a tenth of a second to look at, and nobody waits for another's.

On SQLite: one writes at a time there.
"""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from matcher.accounts import passwords
from tests.web.doors import knock
from tests.web.everybody import World


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def while_others_write(engine: sa.Engine, slow: Callable[..., Any]) -> Any:
    """The same, and somebody writes meanwhile; fails where they had to wait."""

    @wraps(slow)
    def looked_at(*words: Any) -> Any:
        other = sqlite3.connect(str(engine.url.database), timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()
        return slow(*words)

    return looked_at


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("turn", "/take-back"),
        ("worker", "/account/password"),
        ("whole", "/people/{person_id}/card/word"),
        ("card", "/card/word"),
        ("nobody", "/sign-in"),
    ],
)
def test_nobody_waits_while_a_word_is_looked_at(
    client: TestClient, engine: sa.Engine, world: World,
    monkeypatch: pytest.MonkeyPatch, who: str, path: str,
) -> None:  # fmt: skip
    for name in ("hashed", "matches"):
        slow = while_others_write(engine, getattr(passwords, name))
        monkeypatch.setattr(passwords, name, slow)

    assert knock(client, world, who, ("POST", path)).status_code == 303
