"""A machine that dies anywhere sends no letter twice, and loses none in silence.

Real processes, killed with signal 9 at a named point; the whole matrix is
``bench digest-faults``.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.benchmarks import digest_recount
from tests.benchmarks.digest_kills import (
    KILLS,
    TOGETHER,
    Field,
    Nursery,
    control,
    kill,
    matrix,
    matrix_together,
    nursery,
    postgresql_field,
    sqlite_field,
)
from tests.benchmarks.digest_recount import (
    COUNTED,
    POINTS_INSIDE,
    POINTS_OUTSIDE,
    WINDOW,
    Tampered,
    count,
    read,
)

PEOPLE = 4
POINTS = (*POINTS_OUTSIDE, *POINTS_INSIDE)


@pytest.fixture(scope="module")
def workers() -> Iterator[Nursery]:
    """Where workers are forked from."""
    with nursery() as one:
        yield one


@pytest.fixture(scope="module")
def on_sqlite(workers: Nursery) -> Iterator[Field]:
    """Four people on SQLite."""
    with sqlite_field(PEOPLE) as field:
        workers.do_it_once(field)
        yield field


@pytest.fixture(scope="module")
def on_postgresql(workers: Nursery, postgres_server: sa.URL) -> Iterator[Field]:
    """The same on PostgreSQL."""
    with postgresql_field(postgres_server, PEOPLE) as field:
        workers.do_it_once(field)
        yield field


def test_there_are_sixteen_points_and_five_kills_at_each():
    assert len(POINTS) == 16
    assert len(matrix()) == 16 * KILLS


@pytest.mark.parametrize("point", POINTS)
def test_a_machine_killed_anywhere_sends_nothing_twice_and_loses_nothing(
    on_sqlite: Field, workers: Nursery, tmp_path: Path, point: str
):
    assert_kept(on_sqlite, workers, tmp_path, point)


@pytest.mark.parametrize("point", ["plan_mid", "claim_mid", "intent_mid", "dot_sent"])
def test_so_it_is_on_postgresql(
    on_postgresql: Field, workers: Nursery, tmp_path: Path, point: str
):
    assert_kept(on_postgresql, workers, tmp_path, point)


def test_several_workers_of_a_process_that_is_killed_send_nothing_twice(
    on_sqlite: Field, workers: Nursery, tmp_path: Path
):
    points = ("data_half", "intent_mid", "dot_sent", "sent_committed")
    assert_kept_together(on_sqlite, workers, tmp_path, points)


def test_nor_do_they_on_postgresql(
    on_postgresql: Field, workers: Nursery, tmp_path: Path
):
    points = ("intent_mid", "dot_sent")
    assert_kept_together(on_postgresql, workers, tmp_path, points)


def assert_kept_together(
    field: Field, workers: Nursery, out: Path, points: tuple[str, ...]
) -> None:
    """One kill at each point of a letter, of three workers in one process."""
    nth = dict(matrix_together(PEOPLE))
    for point in points:
        kill(field, workers, point, nth[point], out, point, threads=TOGETHER)

    runs = digest_recount.runs(out)
    assert [one.told["status"] for one in runs] == [-9] * len(points)
    assert digest_recount.faults(out) == []


def assert_kept(field: Field, workers: Nursery, out: Path, point: str) -> None:
    """One kill at a point, the second time where there are several."""
    kill(field, workers, point, 2 if point in POINTS_INSIDE else 1, out, "run")

    found = count(read(out / field.engine / "run.json"))

    assert found["killed"] == 1
    assert {name: found[name] for name in COUNTED} == dict.fromkeys(COUNTED, 0)
    assert found["uncertain"] == (point in WINDOW)
    assert found["silent_lost"] == 0


def test_a_sender_without_leases_is_found_out(
    on_sqlite: Field, workers: Nursery, tmp_path: Path
):
    control(on_sqlite, workers, tmp_path)

    assert count(read(tmp_path / "sqlite" / "control.json"))["duplicates"] > 0


# --- what is kept can be counted again, and shows when it was changed ----------------


@pytest.fixture(scope="module")
def kept(
    on_sqlite: Field, workers: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The files of one run."""
    out = tmp_path_factory.mktemp("kept")
    kill(on_sqlite, workers, "dot_sent", 1, out, "run")
    return out


@pytest.fixture
def mine(kept: Path, tmp_path: Path) -> Path:
    """A copy of them to be changed."""
    return Path(shutil.copytree(kept, tmp_path / "mine"))


def test_the_kept_files_say_the_same_when_they_are_counted_again(kept: Path):
    assert digest_recount.lines(kept)[0] == (
        "engine=sqlite runs=1 killed=1 duplicates=0 missing=0 nonterminal=0"
        " sent_undelivered=0 uncertain_outside_window=0"
    )
    assert digest_recount.faults(kept) == []


@pytest.mark.parametrize("change", [b"", b"{}\n", None])
def test_a_log_that_was_changed_is_refused(mine: Path, change: bytes | None):
    log = mine / "sqlite" / "run.log"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines) + change if change else b"".join(lines[:-1]))

    with pytest.raises(Tampered, match=r"run\.log"):
        digest_recount.lines(mine)


def test_a_log_that_was_sealed_anew_with_a_letter_less_is_found_out(mine: Path):
    file = mine / "sqlite" / "run.json"
    told = json.loads(file.read_text())
    short = mine / "short"
    short.write_bytes(
        b"".join(
            (mine / "sqlite" / "run.log").read_bytes().splitlines(keepends=True)[:-1]
        )
    )

    digest_recount.keep(mine / "sqlite", "run", told, short)

    assert digest_recount.faults(mine) == ["sqlite: sent_undelivered is 1"]


def test_rows_that_were_changed_are_found_out(mine: Path):
    file = mine / "sqlite" / "run.json"
    told = json.loads(file.read_text())
    told["rows"] = told["rows"][1:]
    file.write_text(json.dumps(told))

    assert digest_recount.faults(mine) == ["sqlite: missing is 1"]


def test_nothing_kept_proves_nothing(tmp_path: Path):
    assert digest_recount.faults(tmp_path) == ["there is no run to count"]
