"""What each trouble of a mail server makes of a letter: twenty-four cases, and six.

Each verb answers with a 4xx, with a 5xx, or hangs up; then a slow answer, a letter that
is too large, and no encryption where it is a must. Six more of signing in, over a line
that is encrypted: put off, a wrong password, hung up, not offered, a must that nobody
told us of, and one that only shows at the final dot. Every case is met by one real try
against a real server, then by a good day: what was put off leaves then, and nothing
leaves twice.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import trustme
from sqlmodel import Session, select

from matcher.db import reading, writing
from matcher.digests import delivery, planning
from matcher.digests.leaving import Line
from matcher.mail.carrying import MailServer
from matcher.models import Letter, LetterPause, LetterState, Suppression
from tests.benchmarks import digest_world
from tests.benchmarks.smtp_sink import Faults, Sink, kept

PATIENCE_SECONDS = 0.5
"""Of these tries for each answer; a slow one takes twice as long."""


@dataclass(frozen=True, kw_only=True)
class Met:
    """What came of a case."""

    at_first: str
    """The letter's state after the try that met the trouble."""
    in_the_end: str
    """And after a good day."""
    arrived: int
    """How often it is with the server, all in all."""
    suppressed: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """A trouble, and what must come of it."""

    name: str
    faults: Faults
    becomes: Met
    must_encrypt: bool = False
    encrypts: bool = False
    """The server can."""
    as_user: bool = True
    """Whether we sign in, on an encrypted line."""


RETRIED = Met(at_first="planned", in_the_end="sent", arrived=1)
FAILED = Met(at_first="failed", in_the_end="failed", arrived=0)
NO_SUCH_READER = Met(at_first="failed", in_the_end="failed", arrived=0, suppressed=True)
UNCERTAIN = Met(at_first="uncertain", in_the_end="uncertain", arrived=1)


def _at(verb: str, told: str, becomes: Met) -> Case:
    return Case(
        name=f"{verb} {told}",
        faults=Faults(at={verb: told}, starttls=verb == "STARTTLS"),
        becomes=becomes,
        must_encrypt=verb == "STARTTLS",
    )


CASES = (
    _at("GREETING", "421", RETRIED),
    _at("GREETING", "554", RETRIED),
    _at("GREETING", "drop", RETRIED),
    _at("EHLO", "451", RETRIED),
    _at("EHLO", "550", RETRIED),
    _at("EHLO", "drop", RETRIED),
    _at("STARTTLS", "454", RETRIED),
    _at("STARTTLS", "554", RETRIED),
    _at("STARTTLS", "drop", RETRIED),
    _at("MAIL", "451", RETRIED),
    _at("MAIL", "550", FAILED),
    _at("MAIL", "drop", RETRIED),
    _at("RCPT", "451", RETRIED),
    _at("RCPT", "550", NO_SUCH_READER),
    _at("RCPT", "drop", RETRIED),
    _at("DATA", "451", RETRIED),
    _at("DATA", "554", FAILED),
    _at("DATA", "drop", RETRIED),
    _at("DOT", "451", RETRIED),
    _at("DOT", "554", FAILED),
    _at("DOT", "drop", UNCERTAIN),
    Case(name="slow", faults=Faults(at={"DOT": "slow"}), becomes=UNCERTAIN),
    Case(name="too large", faults=Faults(most_bytes=100), becomes=FAILED),
    Case(name="no encryption", faults=Faults(), becomes=RETRIED, must_encrypt=True),
)
"""Before the final dot whatever is no refusal of this letter is tried again; a refusal
of the address keeps everything else from it too; after the dot silence is uncertain."""


def _signing_in(name: str, faults: Faults, *, as_user: bool = True) -> Case:
    return Case(
        name=name,
        faults=faults,
        becomes=RETRIED,
        must_encrypt=as_user,
        encrypts=True,
        as_user=as_user,
    )


SIGNING_IN = (
    _signing_in("AUTH 454", Faults(at={"AUTH": "454"})),
    _signing_in("AUTH 535", Faults(at={"AUTH": "535"})),
    _signing_in("AUTH drop", Faults(at={"AUTH": "drop"})),
    _signing_in("AUTH not offered", Faults(sign_in=False)),
    _signing_in("MAIL 530", Faults(at={"MAIL": "530"}), as_user=False),
    _signing_in("DOT 530", Faults(at={"DOT": "530"}), as_user=False),
)
"""None of them is the letter's fault, so each is put off and leaves on a good day; and
the run stops, for no other letter would leave."""


def meet(engine: sa.Engine, case: Case, log: Path) -> Met:
    """One letter meets a trouble, then a good day. Plans nothing: one is planned."""
    authority = trustme.CA()
    with _sink(log, case, authority) as sink:
        _deliver(engine, sink, authority, hours=0, must_encrypt=case.must_encrypt)
        at_first = _state(engine)
        sink.faults = Faults()
        again = case.encrypts and case.as_user
        _deliver(engine, sink, authority, hours=8, must_encrypt=again)
        _deliver(engine, sink, authority, hours=20, must_encrypt=again)
    with reading(engine) as session:
        suppressed = session.exec(select(Suppression)).first() is not None
    return Met(
        at_first=at_first,
        in_the_end=_state(engine),
        arrived=len(kept(log)),
        suppressed=suppressed,
    )


def begin_again(engine: sa.Engine) -> None:
    """No letter but one that is planned; nothing suppressed, no pause."""
    with writing(engine) as session:
        for table in (Suppression, Letter, LetterPause):
            session.execute(sa.delete(table))
        planning.plan(session, now=digest_world.MONDAY, domain=digest_world.DOMAIN)


@contextmanager
def _sink(log: Path, case: Case, authority: trustme.CA) -> Iterator[Sink]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if case.encrypts else None
    if tls is not None:
        authority.issue_cert("127.0.0.1").configure_cert(tls)
    with Sink(log, case.faults, tls) as sink:
        sink.serve_in_thread()
        yield sink
        sink.shutdown()


def _deliver(
    engine: sa.Engine,
    sink: Sink,
    authority: trustme.CA,
    *,
    hours: float,
    must_encrypt: bool,
) -> None:
    user = "us" if must_encrypt else ""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    line = Line(
        server=MailServer(host="127.0.0.1", port=sink.port, user=user, password=user),
        context=context,
        timeout_seconds=PATIENCE_SECONDS,
        after_the_dot_seconds=PATIENCE_SECONDS,
    )
    now = digest_world.MONDAY + digest_world.hours(hours)
    delivery.run(engine, line, clock=lambda: now, compose=digest_world.compose, limit=1)


def _state(engine: sa.Engine) -> str:
    with Session(engine) as session:
        state: LetterState = session.exec(select(Letter.state)).one()
        return state.value
