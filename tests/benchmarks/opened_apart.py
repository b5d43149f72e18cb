"""A new process that answers from a kept copy: what it took, and what it holds.

``python -m tests.benchmarks.opened_apart FILE`` loads what the web server loads, as the
server does, checks and opens the copy, reads a stranger's phrases and ranks. Its
processor time counts from the process's beginning to the first answer; its memory is
read after some more. What is left out beside a real server: the queries that hold the
copy against its database, and the times and places that pages need, which lie in the
same file untouched.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.ranking import Index

QUESTIONS = 30
SEED = 7


def told_apart(index: "Index") -> Mapping[str, float]:
    """What such a process says of a copy of this index, and how large that is."""
    from matcher.matching.array_file import write_arrays
    from matcher.ranking.index.laid import arrays_of

    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.arrays"
        write_arrays(path, arrays_of(index), {})
        compiled = {"PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        environment = os.environ | compiled
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(2):  # the first compiles what the second loads
            done = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-m", "tests.benchmarks.opened_apart", str(path)],
                cwd=Path(__file__).parents[2],
                capture_output=True,
                text=True,
                check=True,
                env=environment,
            )
        told: dict[str, float] = json.loads(done.stdout)
        return {**told, "copy_mb": path.stat().st_size / 1e6}


def main(path: Path) -> None:
    """Print the figures as one object."""
    _open_as_served()
    from catalogue.activities import load_lexicon
    from matcher.knowing import understood
    from matcher.matching.array_file import read_arrays
    from matcher.ranking import rank
    from matcher.ranking.index.laid import index_of
    from tests.benchmarks.made_profiles import make_profiles

    _, arrays = read_arrays(path)
    index = index_of(arrays)
    first, *others = make_profiles(QUESTIONS, seed=SEED)
    rank(understood(first, load_lexicon()), index, limit=20)
    seconds = process_time()
    for asked in others:
        for match in rank(understood(asked, load_lexicon()), index, limit=20).matches:
            assert match.answers[0].evidence
    held = _held()
    own, resident = held["RssAnon"], held["VmRSS"]
    told = {"seconds": seconds, "resident_mb": resident, "own_mb": own}
    print(json.dumps(told))


def _open_as_served() -> None:
    """Import what ``python -m matcher serve`` does, in its order."""
    gc.disable()
    from matcher.plainly import open_plainly

    open_plainly("structlog", without=("rich",))
    from matcher.cli.serving import open_for_the_web

    open_for_the_web()
    import matcher.web  # noqa: F401 - a server has it loaded

    gc.enable()


def _held() -> dict[str, float]:
    """What this process holds in megabytes, as Linux tells it; nothing elsewhere."""
    held = {"RssAnon": 0.0, "VmRSS": 0.0}
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return held
    parts = (line.split() for line in lines)
    known = {one[0].rstrip(":"): one[1] for one in parts if len(one) > 1}
    return {name: int(known[name]) * 1024 / 1e6 for name in held}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
