"""The command line: one function a verb, each thin. Bad input is one sentence, exit 2.

What a verb does lives elsewhere; here it is asked for, and its answer printed.
``asked`` is what the verbs share; they stand in ``serving`` (what opens it to people),
``letters``, ``machine`` (for who keeps it) and ``files``.
"""

import sys

import sqlalchemy as sa
import typer
from typer.exceptions import TyperException

from catalogue.sheets.rows import UnreadableFile
from matcher.cli import files, letters, machine, serving
from matcher.errors import MatcherError
from matcher.settings import misspelt

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
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Things to do nearby, matched to a person's own words.",
)
for verb in VERBS:
    app.command(verb.__name__.rstrip("_"))(verb)

WRONG_INPUT = 2
"""Exit status of every verb that could not use what it was given."""


@app.callback()
def say_what_is_misspelt(called: typer.Context) -> None:
    """A misspelt setting does nothing, which nobody would notice; no verb stops for it,
    for it may be another tool's. ``doctor`` names it itself."""
    if called.invoked_subcommand == "doctor":
        return
    for sentence in misspelt():
        typer.echo(sentence, err=True)


def run(arguments: list[str] | None = None) -> None:
    """Do what the command line says; every known problem is one plain sentence."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        sys.exit(app(given or ["--help"], standalone_mode=False))
    except typer.Abort:  # asked, and no answer came
        sys.exit(1)
    except TyperException as problem:
        typer.echo(_in_one_sentence(problem, given), err=True)
    except (MatcherError, UnreadableFile) as problem:
        typer.echo(str(problem), err=True)
    except sa.exc.OperationalError as error:
        typer.echo(f"The database can't be used: {error.orig}", err=True)
    sys.exit(WRONG_INPUT)


def _in_one_sentence(problem: TyperException, given: list[str]) -> str:
    """What can't be read of a command line, and where to see what can."""
    said = " ".join(problem.format_message().replace("Value error, ", "").split())
    verbs = {command.name for command in app.registered_commands}
    end = "" if said.endswith((".", "?")) else "."
    if given and given[0] in verbs:
        return f"{said}{end} What it takes: python3 run.py {given[0]} --help"
    return f"{said}{end} What there is: python3 run.py --help"
