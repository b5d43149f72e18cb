"""Logs of tests are the plain lines of ours from the first test on, and for each anew.

structlog as it comes draws a picture of every fault with all that was known there,
which takes seconds, and here faults are made on purpose. A test may send the log where
it likes, and a verb sends it to the screen it was given, which is closed after it: the
next test begins with a log that goes where it always goes.
"""

import pytest

from matcher import logs


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is logged."""
    logs.configure()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """After what the test itself puts away."""
    logs.configure()
