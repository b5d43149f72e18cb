"""Looks at this machine and its settings, and says what to mend and what is off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import alembic
import sqlalchemy as sa
from sqlmodel import col, select

import catalogue
from catalogue import opportunities
from catalogue.activities import load_lexicon
from catalogue.places import load_postcodes
from matcher import db, mail
from matcher.bundled import bundled
from matcher.digests.held import held_back
from matcher.digests.neutral import reviewed_terms
from matcher.digests.writers import writer_for
from matcher.errors import MatcherError
from matcher.mail.carrying import OUTBOX, mail_server
from matcher.models import Mail, MailState
from matcher.settings import PREFIX, Settings, misspelt, no_settings

OFF: Mapping[str, str] = {
    "database_url": "everything is kept in one SQLite file, which is right for one"
    " machine. Set it to a postgresql:// address when users outgrow that.",
    "secret_key": "the key that links and second steps are made with is a file beside"
    " the database. Keep a copy: without it, links and phones set up stop working.",
    "smtp_url": "mail is not sent but kept as files in the folder outbox."
    " Set it to smtp://user:password@your.mail.server:587",
    "dkim_key": "mail is not signed here. Where your mail server doesn't sign it"
    " either, set it, or letters may land among the junk.",
    "letters_per_minute": "weekly letters leave as fast as the mail server takes them."
    " Set it where your mail provider has a limit.",
    "oidc_issuer": "workers sign in with a password or a link by mail. Set it, with"
    " the client's id and secret, for single sign-on.",
    "oidc_client_id": "it goes with MATCHER_OIDC_ISSUER.",
    "oidc_client_secret": "it goes with MATCHER_OIDC_ISSUER.",
    "own_terms": "words are understood by our own lexicon alone. Set it to a file with"
    " what people say where you are.",
    "backups_kept_days": "people who ask for everything to be erased are told that we"
    " don't know when it is gone from backups. Set it to say so.",
    "logs_kept_days": "people are told that we don't know how long logs are kept."
    " Set it to say so.",
}
"""Each setting that may be empty, and what that means for those who are here."""

DAMAGED = (
    "The database file is damaged. Stop the server, then run:"
    " python3 run.py restore FILE"
)
"""While it runs, a server holds on to the file that is moved aside then."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: as it should be, or what to mend."""

    well: bool
    sentence: str


def what_is_off(settings: Settings) -> Iterator[str]:
    """A sentence for every setting that is empty: what follows, and when to set it.

    And one for each name that only looks like a setting.
    """
    for name, sentence in OFF.items():
        if not getattr(settings, name):
            yield f"{PREFIX}{name.upper()}: {sentence}"
    for name, meant in no_settings().items():
        if not meant:
            yield f"{name}: it is no setting of ours, so it does nothing here."


def examine(settings: Settings, engine: sa.Engine) -> Iterator[Finding]:
    """Everything worth looking at before people rely on this machine."""
    yield _code()
    yield from (_mend(sentence) for sentence in misspelt())
    yield _folder(settings.data)
    yield _database(engine)
    yield _data()
    yield _own_terms(settings.own_terms)
    yield _address(settings.base_url)
    yield _single_sign_on(settings)
    yield _mail(settings)
    if _holds_something(engine):
        yield _sound(engine)
        yield _outside(settings, engine)
        yield _waiting_mail(engine)


def _well(sentence: str) -> Finding:
    return Finding(well=True, sentence=sentence)


def _mend(sentence: str) -> Finding:
    return Finding(well=False, sentence=sentence)


def _code() -> Finding:
    ours = Path(catalogue.__file__ or "").resolve().parent
    if not (ours / "drafts.py").is_file():
        return _mend(
            f"Another package called catalogue is in the way, at {ours}."
            " Use an environment of its own: python3 run.py makes one."
        )
    if "site-packages" not in str(alembic.__file__):
        return _mend(
            "The folder alembic hides the library of that name."
            " Remove alembic/__init__.py."
        )
    missing = [n for n in ("templates", "alembic") if not bundled(n).is_dir()]
    if missing:
        return _mend(f"The folder {missing[0]} is missing. Install the matcher again.")
    return _well("The code is whole.")


def _folder(data: Path) -> Finding:
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return _mend(
            f"{data} can't be written ({error.strerror}). Set MATCHER_DATA to"
            " a folder that can."
        )
    return _well(f"{data} can be written.")


def _holds_something(engine: sa.Engine) -> bool:
    try:
        return bool(sa.inspect(engine).get_table_names())
    except sa.exc.DatabaseError:
        return False


def _database(engine: sa.Engine) -> Finding:
    if db.is_damaged(engine):
        return _mend(DAMAGED)
    try:
        current = db.is_current(engine)
    except sa.exc.OperationalError:
        return _mend("The database does not answer. Check MATCHER_DATABASE_URL.")
    if not current and not sa.inspect(engine).get_table_names():
        return _mend(
            "There is no database yet. Run: python3 run.py migrate. The demo needs"
            " none: it keeps its town in a file of its own."
        )
    if not current:
        return _mend("The database is not up to date. Run: python3 run.py migrate")
    with db.reading(engine) as session:
        stored = opportunities.count(session)
    if not stored:
        return _mend("The catalogue is empty. Run: python3 run.py import FILE")
    return _well(
        f"The {engine.dialect.name} database is up to date and holds {stored} listings."
    )


def _sound(engine: sa.Engine) -> Finding:
    if engine.dialect.name != "sqlite":
        return _well("PostgreSQL looks after its own pages.")
    with engine.connect() as connection:
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        return _mend(DAMAGED)
    return _well("The database file is sound.")


def _data() -> Finding:
    if load_postcodes().locate("M16 0AB") is None:
        return _mend("The postcode table is missing. Install the matcher again.")
    ZoneInfo("Europe/London")
    return _well("Postcodes and clock changes are known.")


def _own_terms(own_terms: Path | None) -> Finding:
    shipped = load_lexicon().problems
    wrong = [one for one in load_lexicon(own_terms).problems if one not in shipped]
    if wrong:
        return _mend(f"MATCHER_OWN_TERMS is not all understood: {wrong[0]}.")
    return _well("The lexicon of activities is whole.")


def _address(base_url: str) -> Finding:
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _mend(
            "MATCHER_BASE_URL is not a web address. Set it to the one"
            " visitors use, such as https://things.example.org"
        )
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
        return _mend(
            "MATCHER_BASE_URL starts with http: and is not this machine."
            " People's words deserve https."
        )
    return _well(f"Visitors come to {base_url}.")


def _single_sign_on(settings: Settings) -> Finding:
    if not settings.oidc_issuer:
        return _well("Workers sign in with us, and not as at work.")
    parts = ("oidc_client_id", "oidc_client_secret")
    missing = [PREFIX + name.upper() for name in parts if not getattr(settings, name)]
    if missing:
        return _mend(
            f"MATCHER_OIDC_ISSUER is set, but not {' and '.join(missing)}."
            " Nobody can sign in as at work before all three are."
        )
    return _well(f"Workers may sign in as at work, by {settings.oidc_issuer}.")


def _mail(settings: Settings) -> Finding:
    try:
        mail.check(settings)
    except MatcherError as problem:
        return _mend(problem.sentence)
    if not settings.smtp_url:
        return _well(f"Mail is kept as files in {settings.data / OUTBOX}.")
    return _well(f"Mail leaves by {mail_server(settings.smtp_url).host}.")


def _outside(settings: Settings, engine: sa.Engine) -> Finding:
    """Whether sender, list and host of the letters say nothing of anybody's life."""
    try:
        with db.reading(engine) as session:
            told = held_back(session, writer_for(settings))
    except MatcherError:
        return _mend("Letters can't be looked at before mail can leave.")
    except sa.exc.DBAPIError:
        return _well("Letters are looked at once the database is up to date.")
    if told is not None:
        settings_of = {"sender": "MATCHER_MAIL_FROM"}
        either = "MATCHER_MAIL_FROM or MATCHER_BASE_URL"
        return _mend(
            f"{told.sentence} It comes from {settings_of.get(told.where, either)}."
        )
    return _well(
        "Sender, list and host of the letters name nothing on the reviewed list of"
        f" {len(reviewed_terms())} terms, no activity and no service that is here."
    )


def _waiting_mail(engine: sa.Engine) -> Finding:
    """What the last tries met; silent about whom it was for."""
    trying = [MailState.WAITING, MailState.SENDING]
    try:
        with db.reading(engine) as session:
            problems = session.exec(
                select(Mail.problem)
                .where(col(Mail.state).in_(trying), col(Mail.problem).is_not(None))
                .order_by(col(Mail.next_try_at).desc())
            ).all()
    except sa.exc.DBAPIError:
        return _well("No mail is looked at before the database is up to date.")
    if problems:
        number = "1 mail" if len(problems) == 1 else f"{len(problems)} mails"
        return _mend(f"{number} could not leave yet. The newest problem: {problems[0]}")
    return _well("No mail is held up.")
