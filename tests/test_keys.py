"""The machine's own key: made once, whoever comes first."""

import stat
import threading
from pathlib import Path

import pytest

from matcher.keys import KEY_FILE, BadKey, secret_key
from matcher.settings import Settings


def test_processes_starting_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    begin = threading.Barrier(16)

    def start() -> None:
        begin.wait()
        found.append(secret_key(Settings(data=tmp_path)))

    threads = [threading.Thread(target=start) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(found) == 16
    assert set(found) == {secret_key(Settings(data=tmp_path))}


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    secret_key(Settings(data=tmp_path))

    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


def test_a_key_too_short_to_keep_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadKey, match="MATCHER_SECRET_KEY"):
        secret_key(Settings(data=tmp_path, secret_key="short"))  # noqa: S106
