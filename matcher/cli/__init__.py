"""The command line: one function a verb, each thin. Bad input is one sentence, exit 2.

What a verb does lives elsewhere; here it is asked for, and its answer printed.
``asked`` is what the verbs share; they stand in ``serving`` (what opens it to people),
``letters``, ``machine`` (for who keeps it) and ``files``.
"""

import sys

import sqlalchemy as sa
import typer

from catalogue.sheets.rows import UnreadableFile
from matcher.cli import files, letters, machine, serving
from matcher.errors import MatcherError

VERBS = (
    serving.demo,
    serving.serve,
    serving.admit,
    letters.digest,
    machine.migrate,
    machine.doctor,
    machine.backup,
    machine.restore,
    files.translate,
    files.import_,
    files.match,
    files.evaluate,
    files.understand,
)
"""In the order of the help."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Things to do nearby, matched to a person's own words.",
)
for verb in VERBS:
    app.command(verb.__name__.rstrip("_"))(verb)

WRONG_INPUT = 2
"""Exit status of every verb that could not use what it was given."""


def run(arguments: list[str] | None = None) -> None:
    """Do what the command line says; every known problem is one plain sentence."""
    try:
        app(arguments)
    except (MatcherError, UnreadableFile) as problem:
        typer.echo(str(problem), err=True)
        sys.exit(WRONG_INPUT)
    except sa.exc.OperationalError as error:
        typer.echo(f"The database can't be used: {error.orig}", err=True)
        sys.exit(WRONG_INPUT)
