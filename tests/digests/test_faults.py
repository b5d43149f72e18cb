"""Whatever a mail server does, a letter leaves once, or is shown; never twice."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.benchmarks import digest_world
from tests.benchmarks.digest_cases import CASES, SIGNING_IN, Case, begin_again, meet


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What a mail server does is the same to both engines."""
    return sqlite_url


def test_there_are_twenty_four_cases_and_six_of_signing_in():
    assert len({case.name for case in CASES}) == 24
    assert len({case.name for case in (*CASES, *SIGNING_IN)}) == 24 + 6


@pytest.mark.parametrize("case", [*CASES, *SIGNING_IN], ids=lambda case: case.name)
def test_a_trouble_makes_of_a_letter_what_it_must(
    engine: sa.Engine, tmp_path: Path, case: Case
):
    digest_world.populate(engine, 1)
    begin_again(engine)

    met = meet(engine, case, tmp_path / "sink.log")

    assert met == case.becomes
