"""Where letters of a test are kept."""

from pathlib import Path

import pytest

from matcher.mail.carrying import OUTBOX


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where letters are kept as files."""
    return tmp_path / OUTBOX
