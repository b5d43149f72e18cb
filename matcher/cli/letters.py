"""The weekly letters, by hand."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from catalogue.schedules import LONDON, day_of
from matcher import db
from matcher.cli.asked import INDEX, Data, database, now, settings_for
from matcher.errors import BadInput
from matcher.settings import Settings

if TYPE_CHECKING:
    from matcher.digests.delivery import Run


def digest(
    what: Annotated[
        Literal["plan", "preview", "send", "bounces"],
        typer.Argument(metavar="plan|preview|send|bounces"),
    ],
    came_back: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Mail that came back: a file or folder"),
    ] = None,
    week: Annotated[
        str, typer.Option("--week", metavar="2026-W48", help="This one, if left out")
    ] = "",
    data: Data = None,
) -> None:
    """The weekly letters, by hand: one line per state with its count."""
    from matcher import logs, matching
    from matcher.digests import planning, running, weeks

    logs.configure("WARNING", sys.stderr)
    settings, named = settings_for(data), weeks.read_week(week) if week else None
    if what == "bounces":
        _bounces(settings, came_back)
        return
    shown = named or weeks.week_of(day_of(now()))
    with database(settings) as engine:
        matching.keep_in(engine, settings.data / INDEX)
        if what == "plan":
            running.plan(engine, settings, named, now=now())
        if what == "send":
            say_of(running.send(engine, settings, named, clock=now))
        with db.reading(engine) as session:
            counted = planning.counts(session, shown)
        if what == "preview":
            counted = running.preview(engine, settings, shown, now=now())
    for state, number in counted.items():
        typer.echo(f"{state.value} {number}")


def say_of(run: "Run") -> None:
    """Why letters are left, if they are."""
    if run.paused:
        typer.echo("Too many failed, so letters rest for a while.", err=True)
    if run.goes_on_at:
        typer.echo(
            "The minute is full (MATCHER_LETTERS_PER_MINUTE). Send again from"
            f" {run.goes_on_at.astimezone(LONDON):%H:%M:%S} on, or leave it to the"
            " clock of serve.",
            err=True,
        )


def _bounces(settings: Settings, came_back: Path | None) -> None:
    """Read mail that came back, from a file, every file of a folder, or the input."""
    from matcher.digests import running

    if came_back is None:
        messages = [sys.stdin.buffer.read()]
    elif came_back.is_dir():
        files = sorted(one for one in came_back.rglob("*") if one.is_file())
        messages = [one.read_bytes() for one in files]
    elif came_back.is_file():
        messages = [came_back.read_bytes()]
    else:
        raise BadInput(f"{came_back} is no file and no folder.")
    with database(settings) as engine:
        taken = running.take_bounces(engine, settings, messages, now=now())
    typer.echo(
        f"suppressed {taken.suppressed}, waiting {taken.waiting},"
        f" unknown {taken.unknown}"
    )
