"""A file of listings into the catalogue: judged whole first, then written at once.

This is the one long write: readers go on reading, other writers wait. The file is
read twice and never held, so its size does not matter to memory.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.prompt import Prompt

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import Openness
from catalogue.imports import Judged, header_notes, header_report, read_file
from catalogue.opportunities import Tally
from matcher import db

MOST_NAMED = 200
"""Refusals, and warnings, named one by one; more are counted, not listed."""

LATER = "later"
"""The answer of somebody who leaves the openness of a file open."""

OnProgress = Callable[[int, int | None], None]


@dataclass(kw_only=True)
class Judgement:
    """What a first reading of a file found."""

    refused: int = 0
    unstated: int = 0
    refusals: list[str] = field(default_factory=list)
    warned: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> Iterator[str]:
        """What there is to say about single rows, warnings first."""
        yield from _named(self.warnings, self.warned, "warnings")
        yield from _named(self.refusals, self.refused, "rows refused")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an import did, and what there is to say about single rows."""

    tally: Tally
    notes: tuple[str, ...]
    """How the file's headers were read, where that is worth a look."""
    judgement: Judgement


def import_file(
    engine: sa.Engine,
    file: Path,
    *,
    openness: Openness | None,
    now: datetime,
    lexicon: Lexicon,
    console: Console,
    dry_run: bool = False,
) -> Outcome:
    """Judge every row of ``file``, then store the good ones in one transaction.

    Raises ``UnreadableFile``, with nothing stored, when it can't be read as such.
    A dry run writes the same and takes it back. A second import waits for the first
    and finds what that one stored. On a terminal it asks what listings are that do not
    say; elsewhere it never waits for an answer.
    """
    notes = header_notes(header_report(file))
    with closing(_read(file, openness, console, "Reading")) as rows:
        judgement = judge_all(rows)
    if openness is None and judgement.unstated and console.is_terminal:
        openness = _ask_openness(console, judgement.unstated)
    unit = db.reading if dry_run else db.writing
    with closing(_read(file, openness, console, "Storing")) as rows:
        drafts = (row.draft for row in rows if row.draft)
        with unit(engine) as session:
            db.one_after_another(session, db.IMPORTING)
            tally = opportunities.store(session, drafts, now=now, lexicon=lexicon)
    return Outcome(tally=tally, notes=notes, judgement=judgement)


def judge_all(rows: Iterator[Judged]) -> Judgement:
    """Count what is wrong with these rows, and keep the first sentences about it."""
    judgement = Judgement()
    for row in rows:
        if row.refusal:
            judgement.refused += 1
            _keep(judgement.refusals, f"line {row.line} refused: {row.refusal}.")
        elif row.draft and row.draft.openness is Openness.UNSTATED:
            judgement.unstated += 1
        for warning in (*row.warnings, *row.notes):
            judgement.warned += 1
            _keep(judgement.warnings, f"line {row.line}: {warning}.")
    return judgement


def _keep(sentences: list[str], sentence: str) -> None:
    if len(sentences) < MOST_NAMED:
        sentences.append(sentence)


def _named(sentences: list[str], total: int, what: str) -> Iterator[str]:
    yield from sentences
    if total > len(sentences):
        yield f"... and {total - len(sentences)} more {what}."


def _ask_openness(console: Console, unstated: int) -> Openness | None:
    console.print(f"{unstated} listings don't say who can join.")
    answer = Prompt.ask(
        "What are they",
        choices=[word.value for word in Openness if word is not Openness.UNSTATED]
        + [LATER],
        default=LATER,
        console=console,
    )
    return None if answer == LATER else Openness(answer)


def _read(
    file: Path, openness: Openness | None, console: Console, doing: str
) -> Generator[Judged, None, None]:
    """The rows of the file, with a progress bar where somebody sees it."""
    with (
        _progress(console, doing) as progress,
        closing(read_file(file, default_openness=openness, progress=progress)) as rows,
    ):
        yield from rows


@contextmanager
def _progress(console: Console, doing: str) -> Iterator[OnProgress | None]:
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
