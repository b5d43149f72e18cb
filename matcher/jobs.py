"""Work by the clock. Each verb claims before it acts and may run twice unharmed.

``now`` is handed in; nothing here reads a clock, sleeps or knows of threads (sending
letters measures how long it has been at it). The log gets numbers only.
"""

import time
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog

from catalogue.activities import load_lexicon
from catalogue.schedules import day_of
from matcher import introductions, mail, reports
from matcher.accounts import links, sign_ins
from matcher.db import reading, writing
from matcher.digests import running as letters
from matcher.digests.asking import forget_addresses
from matcher.mail.keeping import drop_old
from matcher.partners.uploads import taking as uploads
from matcher.partners.uploads.working import work
from matcher.reports import counting
from matcher.settings import Settings
from matcher.their_data import forgetting, retention

log = structlog.get_logger()

MOST_LETTERS = 500
"""Of one turn, so that the other verbs of the clock come to theirs."""

LINKS_KEPT = timedelta(days=30)
"""A link that no longer works is kept so long, for a lead to see whom they invited."""


def deliver_mail(engine: sa.Engine, settings: Settings, *, now: datetime) -> None:
    """Send the mail that is due; a crash may send one twice (``mail.delivering``)."""
    mail.deliver(engine, settings, now=now)


def plan_letters(engine: sa.Engine, settings: Settings, *, now: datetime) -> None:
    """Plan the week's letters, and notices of what is off; again plans none twice."""
    letters.plan(engine, settings, now=now)


def send_letters(engine: sa.Engine, settings: Settings, *, now: datetime) -> None:
    """Send the letters that are due; a crash leaves one uncertain and none twice."""
    start = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - start)

    letters.send(engine, settings, clock=clock, limit=MOST_LETTERS)


def end_what_is_over(engine: sa.Engine, settings: Settings, *, now: datetime) -> None:
    """Delete sign-ins, links, taken-off things and mail whose time is over.

    Deleting what is gone already does nothing; a crash leaves the rest for next time.
    """
    with writing(engine) as session:
        done = {
            "sign_ins": sign_ins.sweep(session, now=now),
            "links": links.sweep(session, before=now - LINKS_KEPT),
            "taken_off": introductions.sweep(session, now=now),
            "lines": forgetting.sweep(session),
            "addresses": forget_addresses(session),
            "uploads": uploads.sweep(session, now=now),
            "counts": counting.sweep(session, today=day_of(now)),
        }
    done["mails"] = drop_old(engine, settings, now=now)
    done["letters"] = letters.drop_old(engine, settings, now=now)
    log.info("swept", **done)


def retain(engine: sa.Engine, settings: Settings, *, now: datetime) -> None:
    """Tell people of pages unused for a year, and erase them a month later.

    Each person is told in one unit and erased in another; a crash between two people
    leaves the others for the next run.
    """
    kept = retention.retain(engine, settings, now=now)
    log.info("retained", told=kept.told, erased=kept.erased)


def leave_no_trace(engine: sa.Engine, _settings: Settings, *, now: datetime) -> None:  # noqa: ARG001 - every verb of the clock is called alike
    """Leave nothing in SQLite's files of an erasure that met somebody reading."""
    clean = forgetting.leave_no_trace(engine)
    log.info("side_file_emptied", clean=clean)


def count_what_is_looked_for(
    engine: sa.Engine, settings: Settings, *, now: datetime
) -> None:
    """Count what people near a place look for and nobody offers (``reports.wishes``).

    What was counted before is replaced in one unit; a crash leaves it as it was.
    """
    today = day_of(now)
    with reading(engine) as session:
        lexicon = load_lexicon(settings.own_terms)
        found = reports.wishes(session, lexicon=lexicon, today=today)
    with writing(engine) as session:
        reports.keep_wishes(session, found, today=today)
    log.info("counted_what_is_looked_for", kept=len(found))


def work_on_uploads(engine: sa.Engine, settings: Settings, *, now: datetime) -> None:
    """Read, put in and take back what partners sent; a crash loses one short step."""
    start = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - start)

    work(engine, lexicon=load_lexicon(settings.own_terms), clock=clock)


def write_counts(engine: sa.Engine, _settings: Settings, *, now: datetime) -> None:  # noqa: ARG001 - every verb of the clock is called alike
    """Write what was counted of listings; a crash costs what was counted since."""
    counts = counting.counts_of(engine)
    counted = counts.take()
    if not counted:
        return
    try:
        with writing(engine) as session:
            counting.write(session, counted)
    except BaseException:
        counts.give_back(counted)
        raise
