"""Two who import at the same moment, on PostgreSQL: on SQLite one waits anyway."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.console import Console

from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.imports import DEFAULT_SOURCE
from catalogue.opportunities import Tally
from matcher import db
from matcher.importing import import_file
from tests.waiting import until_they_wait


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[sa.Engine]:
    engine = db.open_engine(postgresql_url)
    yield engine
    engine.dispose()


def test_of_two_first_imports_the_second_finds_what_the_first_stored(
    engine: sa.Engine, now: datetime, tmp_path: Path
) -> None:
    lexicon = load_lexicon()
    choir = OpportunityDraft(source=DEFAULT_SOURCE, source_id="1", title="Choir")
    file = tmp_path / "clubs.jsonl"
    file.write_text('{"id": "1", "title": "Choir"}\n{"id": "2", "title": "Chess"}\n')

    def second() -> Tally:
        return import_file(
            engine, file, openness=None, now=now, lexicon=lexicon, console=Console()
        ).tally

    with ThreadPoolExecutor(1) as threads:
        with db.writing(engine) as first:
            db.one_after_another(first, db.IMPORTING)
            opportunities.store(first, [choir], now=now, lexicon=lexicon)
            meanwhile = threads.submit(second)
            until_they_wait(engine, 1)
        assert meanwhile.result(timeout=60) == Tally(added=1, unchanged=1)
