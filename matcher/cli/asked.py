"""What every verb shares: its options, its settings, the open database, the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer

from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import Openness
from matcher import db
from matcher.settings import Settings

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder for database and outbox", metavar="DIR"),
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port")]
Host = Annotated[str, typer.Option("--host", help="Address to listen on")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
OpennessWord = Annotated[
    Openness | None,
    typer.Option("--openness", help="What a listing is when it does not say"),
]

INDEX = "index"
"""Folder, in that of the data, for a copy of the catalogue as it is searched."""


def settings_for(data: Path | None, **given: Any) -> Settings:
    """The settings, with the folder of ``--data`` where it was given."""
    chosen = {"data": data} if data else {}
    return Settings.read(**chosen, **given)


@contextmanager
def database(settings: Settings) -> Iterator[sa.Engine]:
    """The database of these settings, brought up to date when it is SQLite."""
    engine = db.open_engine(settings.database)
    try:
        if engine.dialect.name == "sqlite":
            db.upgrade(engine)
        elif not db.is_current(engine):
            raise db.DatabaseProblem(
                "The database is not up to date. Run: python3 run.py migrate"
            )
        yield engine
    finally:
        engine.dispose()


def lexicon_for(settings: Settings) -> Lexicon:
    """The activity lexicon with a service's own terms; says what is wrong in those."""
    lexicon = load_lexicon(settings.own_terms)
    shipped = load_lexicon().problems  # a test keeps it empty
    for problem in lexicon.problems:
        if problem not in shipped:
            typer.echo(str(problem), err=True)
    return lexicon


def now() -> datetime:
    """The clock, read here and handed down."""
    return datetime.now(UTC)
