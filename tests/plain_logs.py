"""Logs of tests are the plain lines of ours from the first test on.

structlog as it comes draws a picture of every fault with all that was known there,
which takes seconds, and here faults are made on purpose.
"""

import pytest

from matcher import logs


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is logged."""
    logs.configure()
