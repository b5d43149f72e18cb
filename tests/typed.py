"""The command line as somebody types it, within the test's own process."""

import io
import json
import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from matcher.cli import run


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def matcher(*arguments: object, data: Path) -> Done:
    """``python -m matcher VERB`` from that folder."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(data), redirect_stdout(out), redirect_stderr(err):
        os.environ["MATCHER_DATA"] = str(data / "data")
        try:
            run([str(argument) for argument in arguments])
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            del os.environ["MATCHER_DATA"]
    return Done(status, out.getvalue(), err.getvalue())


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def assert_refused(done: Done, *words: str) -> None:
    """Exit 2 with one plain sentence that holds these words, and no traceback."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


def last_line(done: Done) -> str:
    assert done.returncode == 0, done
    return done.stdout.strip().splitlines()[-1]
