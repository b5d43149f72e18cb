"""Verbs that read or write files: translate, import, match, evaluate, understand."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from matcher.cli.asked import (
    Data,
    File,
    OpennessWord,
    database,
    lexicon_for,
    now,
    settings_for,
)
from matcher.errors import BadInput
from matcher.settings import Settings


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


def import_(
    file: File,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; store nothing")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when a row was refused")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Into the demo's town")] = False,
    openness: OpennessWord = None,
    data: Data = None,
) -> None:
    """Take listings from a .csv, .xlsx or .jsonl file into the catalogue."""
    from rich.console import Console

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


def evaluate(
    listings: Listings,
    people: People,
    judgments: Annotated[
        Path, typer.Option("--judgments", metavar="F", help="JSON Lines")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON")] = False,
) -> None:
    """Measure the ranking against graded judgments, beside two baselines."""
    from rich.console import Console

    from matcher.trials import evaluate_files, print_quality

    own_terms = Settings.read().own_terms
    quality = evaluate_files(listings, people, judgments, own_terms=own_terms)
    if as_json:
        typer.echo(json.dumps(quality))
    else:
        print_quality(quality, Console())


def understand(
    words: Annotated[str, typer.Argument(metavar="WORDS")],
    kind: Annotated[
        str, typer.Option("--kind", help="The question the words answer")
    ] = "enjoy_now",
) -> None:
    """What a phrase is understood as: activities, how sure, by which words."""
    from rich.console import Console

    from matcher.ranking.facts import KINDS
    from matcher.trials import print_understood

    if kind not in KINDS:
        raise BadInput(f"--kind {kind} is no question we ask. Try {', '.join(KINDS)}.")
    print_understood(words, kind, lexicon_for(Settings.read()), Console())
