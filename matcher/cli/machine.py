"""Verbs for whoever keeps the machine: migrate, doctor, backup, restore."""

import typer

from matcher import db
from matcher.cli.asked import Data, File, settings_for


def migrate(data: Data = None) -> None:
    """Bring the database up to date."""
    settings = settings_for(data)
    engine = db.open_engine(settings.database)
    db.upgrade(engine)
    typer.echo("The database is up to date.")


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


def backup(file: File, data: Data = None) -> None:
    """Copy the database into a new file, while it runs."""
    from matcher.backups import back_up

    back_up(db.open_engine(settings_for(data).database), file)  # as it is, if older
    typer.echo(f"Copied to {file}.")


def restore(file: File, data: Data = None) -> None:
    """Put a copy back in place of the database."""
    from matcher.backups import restore as put_back

    engine = db.open_engine(settings_for(data).database)
    kept = put_back(engine, file)
    typer.echo(f"Restored from {file}.")
    if kept:
        typer.echo(f"What was there before is kept in {kept}.")
