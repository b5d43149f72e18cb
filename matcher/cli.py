"""The command line: one function a verb, each thin. Bad input is one sentence, exit 2.

What a verb does lives elsewhere; here it is asked for, and its answer printed.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import sqlalchemy as sa
import typer
from rich.console import Console

from catalogue import opportunities
from catalogue.activities import Lexicon, load_lexicon
from catalogue.drafts import Openness
from catalogue.imports import UnreadableFile
from catalogue.schedules import LONDON
from matcher import db
from matcher.errors import BadInput, MatcherError
from matcher.settings import Settings

if TYPE_CHECKING:
    from matcher.digests.delivery import Run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Things to do nearby, matched to a person's own words.",
)

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


@app.command()
def demo(
    port: Port = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over")] = False,
    data: Data = None,
) -> None:
    """Open the invented town of Wenbrook in your browser."""
    from matcher.demo import make_demo
    from matcher.demo.people import how_to_try, make_people

    settings = settings_for(data, demo=True, base_url=f"http://127.0.0.1:{port}")
    if fresh:
        db.remove_sqlite(settings.database)
    with database(settings) as engine:
        make_demo(engine, now(), lexicon_for(settings))
        card = make_people(engine, now())
        _serve(
            settings,
            engine,
            "127.0.0.1",
            port,
            signing_in=how_to_try(settings.base_url, card),
            amas_card=card,
        )


@app.command()
def serve(port: Port = 8000, host: Host = "127.0.0.1", data: Data = None) -> None:
    """Run the web server."""
    settings = settings_for(data)
    if "base_url" not in settings.model_fields_set:
        settings = settings_for(data, base_url=f"http://127.0.0.1:{port}")
    with database(settings) as engine:
        _serve(settings, engine, host, port, signing_in=how_to_begin(settings, engine))


def how_to_begin(settings: Settings, engine: sa.Engine) -> str:
    """How the first lead signs in, while nobody works here; needs no mail."""
    from matcher.accounts import inviting, links
    from matcher.keys import secret_key

    with db.writing(engine) as session:
        if not inviting.nobody_is_here(session):
            return ""
        link = inviting.first_lead(session, now=now())
    address = links.address(settings.base_url, secret_key(settings), link)
    return (
        "Nobody works here yet. Whoever opens this address becomes the first lead. It"
        f" works once, for three days; the next start makes a new one.\n{address}"
    )


@app.command()
def admit(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Mail address")],
    lost_phone: Annotated[
        bool, typer.Option("--lost-phone", help="Let them set the second step up anew")
    ] = False,
    data: Data = None,
) -> None:
    """Let somebody in who is locked out, or make an administrator: prints a link."""
    from matcher.accounts import admitting, links
    from matcher.keys import secret_key

    settings = settings_for(data)
    with database(settings) as engine, db.writing(engine) as session:
        link = admitting.admit(session, address, lost_phone=lost_phone, now=now())
    new = link.role is not None
    typer.echo(
        f"Open this address once, within {'three days' if new else 'an hour'}, to"
        f" {'become an administrator' if new else 'sign in'} as {link.email}:"
    )
    typer.echo(links.address(settings.base_url, secret_key(settings), link))


def _serve(
    settings: Settings,
    engine: sa.Engine,
    host: str,
    port: int,
    signing_in: str = "",
    amas_card: str = "",
) -> None:
    from matcher import clock, matching
    from matcher.web import create_app
    from matcher.web.serving import serve as serve_web

    with db.writing(engine) as session:
        opportunities.read_again(session, lexicon_for(settings))
    matching.warm(engine, now(), folder=settings.data / INDEX)

    def ready() -> None:
        typer.echo(f"Ready: http://{host}:{port}")
        if signing_in:
            typer.echo(signing_in)

    app = create_app(settings, engine)
    app.state.amas_card = amas_card
    with clock.running(engine, settings):
        serve_web(app, host=host, port=port, ready=ready)


@app.command()
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
    shown = named or weeks.week_of(weeks.day_of(now()))
    with database(settings) as engine:
        matching.keep_in(engine, settings.data / INDEX)
        if what == "plan":
            running.plan(engine, settings, named, now=now())
        if what == "send":
            _say_of(running.send(engine, settings, named, clock=now))
        with db.reading(engine) as session:
            counted = planning.counts(session, shown)
        if what == "preview":
            counted = running.preview(engine, settings, shown, now=now())
    for state, number in counted.items():
        typer.echo(f"{state.value} {number}")


def _say_of(run: "Run") -> None:
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


@app.command()
def migrate(data: Data = None) -> None:
    """Bring the database up to date."""
    settings = settings_for(data)
    engine = db.open_engine(settings.database)
    db.upgrade(engine)
    typer.echo("The database is up to date.")


@app.command()
def doctor(data: Data = None) -> None:
    """Check this machine and its settings, and say what to mend and what is off."""
    from matcher.doctor import examine, what_is_off

    settings = settings_for(data)
    findings = list(examine(settings, db.open_engine(settings.database)))
    for finding in findings:
        typer.echo(("ok    " if finding.well else "MEND  ") + finding.sentence)
    for sentence in what_is_off(settings):
        typer.echo(f"off   {sentence}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@app.command()
def backup(file: File, data: Data = None) -> None:
    """Copy the database into a new file, while it runs."""
    from matcher.backups import back_up

    with database(settings_for(data)) as engine:
        back_up(engine, file)
    typer.echo(f"Copied to {file}.")


@app.command()
def restore(file: File, data: Data = None) -> None:
    """Put a copy back in place of the database."""
    from matcher.backups import restore as put_back

    engine = db.open_engine(settings_for(data).database)
    kept = put_back(engine, file)
    typer.echo(f"Restored from {file}.")
    if kept:
        typer.echo(f"What was there before is kept in {kept}.")


@app.command()
def translate(
    language: Annotated[str, typer.Argument(metavar="CODE", help="As cy for Welsh")],
) -> None:
    """Bring a language's file up to date with what the templates say."""
    from matcher.languages import file_of
    from matcher.translating import bring_up_to_date

    progress = bring_up_to_date(language)
    typer.echo(
        f"{file_of(language)}: messages {progress.messages}, missing {progress.missing}"
    )


@app.command("import")
def import_(
    file: File,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; store nothing")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when a row was refused")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Into the demo's")] = False,
    openness: OpennessWord = None,
    data: Data = None,
) -> None:
    """Take listings from a .csv, .xlsx or .jsonl file into the catalogue."""
    from matcher.importing import import_file

    settings = settings_for(data, demo=demo) if demo else settings_for(data)
    console = Console(stderr=True)
    with database(settings) as engine:
        outcome = import_file(
            engine,
            file,
            openness=openness,
            now=now(),
            lexicon=lexicon_for(settings),
            console=console,
            dry_run=dry_run,
        )
    for sentence in (*outcome.notes, *outcome.judgement.sentences):
        typer.echo(sentence)
    tally, refused = outcome.tally, outcome.judgement.refused
    if dry_run:
        typer.echo("Nothing was stored: this was a dry run.")
    typer.echo(
        f"added {tally.added}, revised {tally.revised},"
        f" unchanged {tally.unchanged}, refused {refused}"
    )
    if strict and refused:
        raise typer.Exit(1)


Listings = Annotated[Path, typer.Option("--listings", metavar="F", help="JSON Lines")]
People = Annotated[Path, typer.Option("--people", metavar="F", help="JSON Lines")]


@app.command()
def match(
    listings: Listings,
    people: People,
    top: Annotated[int, typer.Option("--top", min=1, help="At most so many")] = 20,
    ignore_openness: Annotated[
        bool, typer.Option("--ignore-openness", help="By score alone, for measuring")
    ] = False,
) -> None:
    """Match files, without a database: one JSON line a person."""
    from matcher.trials import match_files

    order: Literal["promise", "score"] = "score" if ignore_openness else "promise"
    own_terms = Settings.read().own_terms
    for line in match_files(
        listings, people, top=top, order=order, own_terms=own_terms
    ):
        typer.echo(json.dumps(line, ensure_ascii=False))


@app.command()
def evaluate(
    listings: Listings,
    people: People,
    judgments: Annotated[
        Path, typer.Option("--judgments", metavar="F", help="JSON Lines")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON")] = False,
) -> None:
    """Measure the ranking against graded judgments, beside two baselines."""
    from matcher.trials import evaluate_files, print_quality

    own_terms = Settings.read().own_terms
    quality = evaluate_files(listings, people, judgments, own_terms=own_terms)
    if as_json:
        typer.echo(json.dumps(quality))
    else:
        print_quality(quality, Console())


@app.command()
def understand(
    words: Annotated[str, typer.Argument(metavar="WORDS")],
    kind: Annotated[
        str, typer.Option("--kind", help="The question the words answer")
    ] = "enjoy_now",
) -> None:
    """What a phrase is understood as: activities, how sure, by which words."""
    from matcher.trials import print_understood

    print_understood(words, kind, lexicon_for(Settings.read()), Console())
