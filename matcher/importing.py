"""A file of listings into the catalogue: judged whole first, then written at once.

This is the one long write: readers go on reading, other writers wait. The file is
read twice and never held, so its size does not matter to memory.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.prompt import Prompt
from sqlmodel import Session

from catalogue.drafts import Openness, OpportunityDraft
from catalogue.imports import Judged, read_file
from catalogue.opportunities import Tally, store
from matcher import db

MOST_SENTENCES = 200
"""Refusals and warnings named one by one; more are counted, not listed."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an import did, and what there is to say about single rows."""

    tally: Tally
    refused: int
    sentences: tuple[str, ...]


def import_file(
    engine: sa.Engine,
    file: Path,
    *,
    openness: Openness | None,
    now: datetime,
    console: Console,
    dry_run: bool = False,
) -> Outcome:
    """Judge every row of ``file``, then store the good ones in one transaction.

    Raises ``UnreadableFile``, with nothing stored, when it can't be read as such.
    A dry run writes the same and takes it back.
    """
    return Outcome(tally=Tally(), refused=0, sentences=())
