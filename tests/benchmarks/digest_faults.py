"""The proof that no weekly letter is sent twice by itself, and none is lost in silence.

On both engines: a process killed at each of sixteen points, five times, and once more
with several workers in it; a control without leases, which must show duplicates; chaos;
then twenty-four troubles of a mail server, six of signing in, and twenty-one years of
Mondays. Every run's log and rows are kept in ``--out``, and the lines are counted from
those files alone; ``bench --recount DIR`` counts again.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from matcher import logs
from matcher.db import open_engine
from tests.benchmarks import digest_cases, digest_recount
from tests.benchmarks.digest_calendar import sweep
from tests.benchmarks.digest_cases import CASES, SIGNING_IN, Case
from tests.benchmarks.digest_kills import (
    PEOPLE,
    TOGETHER,
    Field,
    Nursery,
    Storm,
    chaos,
    control,
    kill,
    matrix,
    matrix_together,
    nursery,
    postgresql_field,
    sqlite_field,
)
from tests.benchmarks.digest_recount import COUNTED, TOGETHER_COUNTED, Kept
from tests.benchmarks.figures import Figure
from tests.postgres import a_server

BENCH = "digest-faults"

QUICK = (("intent_mid", 2), ("dot_sent", 1))
"""Enough to see that it runs."""

IN_CHAOS = 300
"""People."""


def run(*, quick: bool, out: Path | None = None) -> Iterator[Figure | str]:
    """The lines of the design and a figure for each of their numbers."""
    logs.configure("ERROR", StringIO())
    with _folder(out) as folder, nursery() as workers:
        if quick:
            with sqlite_field(4) as field:
                _kills(field, workers, folder, QUICK)
                _together(field, workers, folder, QUICK[:1])
                control(field, workers, folder)
        else:
            _all(workers, folder)
        yield from digest_recount.lines(folder)
        yield from _figures(folder)
        yield from _table("fault_cases", CASES[::6] if quick else CASES)
        yield from _table("sign_in_cases", SIGNING_IN[::3] if quick else SIGNING_IN)
    yield from _calendar()


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """Where files are kept: as asked, else until the end."""
    if out is not None:
        if out.exists() and any(out.iterdir()):
            raise SystemExit(f"{out} is not empty. Name a new folder for the files.")
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="matcher-proof-") as folder:
        yield Path(folder)


def _all(workers: Nursery, folder: Path) -> None:
    with sqlite_field() as field:
        _kills(field, workers, folder, matrix(PEOPLE))
        _together(field, workers, folder, matrix_together())
        control(field, workers, folder)
    with sqlite_field(IN_CHAOS) as field:
        chaos(field, workers, folder, Storm())
    with a_server() as server:
        with postgresql_field(server) as field:
            _kills(field, workers, folder, matrix(PEOPLE))
            _together(field, workers, folder, matrix_together())
            control(field, workers, folder)
        with postgresql_field(server, IN_CHAOS) as field:
            chaos(field, workers, folder, Storm())


def _kills(
    field: Field, workers: Nursery, folder: Path, points: Iterable[tuple[str, int]]
) -> None:
    workers.do_it_once(field)
    for number, (point, nth) in enumerate(points):
        kill(field, workers, point, nth, folder, f"{number:02}-{point}-{nth}")


def _together(
    field: Field, workers: Nursery, folder: Path, points: Iterable[tuple[str, int]]
) -> None:
    """The same of a process with several workers."""
    for number, (point, nth) in enumerate(points):
        name = f"together-{number:02}-{point}-{nth}"
        kill(field, workers, point, nth, folder, name, threads=TOGETHER)


def _figures(folder: Path) -> Iterator[Figure]:
    kept = digest_recount.runs(folder)
    for engine in sorted({one.told["engine"] for one in kept}, reverse=True):
        yield from _of_kills(kept, engine)
        yield from _of_others(kept, engine)


def _of_kills(kept: list[Kept], engine: str) -> Iterator[Figure]:
    kills = digest_recount.summary(kept, engine, "kill")
    naive = digest_recount.summary(kept, engine, "control")
    for name in COUNTED:
        peer = name == "duplicates"
        yield Figure(
            bench=BENCH,
            figure=f"{name}, {engine}, {kills['runs']} kills",
            value=kills[name],
            unit="letters",
            peer="without leases" if peer else None,
            peer_value=naive[name] if peer else None,
            at_most=0,
        )


def _of_others(kept: list[Kept], engine: str) -> Iterator[Figure]:
    together = digest_recount.summary(kept, engine, "together")
    for name in TOGETHER_COUNTED if together["runs"] else ():
        yield Figure(
            bench=BENCH, figure=f"{name}, {engine}, {TOGETHER} workers",
            value=together[name], unit="letters", at_most=0,
        )  # fmt: skip
    storm = digest_recount.summary(kept, engine, "chaos")
    for name in ("duplicates", "silent_lost") if storm["runs"] else ():
        yield Figure(
            bench=BENCH, figure=f"{name} in chaos, {engine}", value=storm[name],
            unit="letters", at_most=0,
        )  # fmt: skip


def _table(name: str, cases: tuple[Case, ...]) -> Iterator[Figure | str]:
    with (
        tempfile.TemporaryDirectory(prefix="matcher-cases-") as folder,
        sqlite_field(1) as field,
    ):
        met = sum(_is_met(field, case, Path(folder)) for case in cases)
    yield f"{name}={met}/{len(cases)}"
    yield Figure(
        bench=BENCH, figure=f"{name}: of {len(cases)}, those met otherwise",
        value=len(cases) - met, unit="cases", at_most=0,
    )  # fmt: skip


def _is_met(field: Field, case: Case, folder: Path) -> bool:
    log = folder / f"{case.name.replace(' ', '-')}.log"
    with field.database(folder) as url:
        engine = open_engine(url)
        digest_cases.begin_again(engine)
        met = digest_cases.meet(engine, case, log)
        engine.dispose()
    return met == case.becomes


def _calendar() -> Iterator[Figure | str]:
    swept = sweep()
    yield f"double_weeks={swept.double_weeks} skipped_weeks={swept.skipped_weeks}"
    for name in ("double_weeks", "skipped_weeks"):
        yield Figure(
            bench=BENCH, figure=f"{name}, {swept.mondays} Mondays",
            value=getattr(swept, name), unit="weeks", at_most=0,
        )  # fmt: skip
