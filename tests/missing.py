"""What a machine may lack: a test skips with a reason; with ``CI=true`` it fails."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Say what is not here; on the machine that judges us nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
