"""Which benches there are: a name, and the function that gives its figures.

A new one is a module with ``run(*, quick)``, and a function and a line here.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tests.benchmarks.figures import Figure

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""As the server has it: threads that wait for each other would be counted. Heeded when
nothing has opened numpy before."""


class Bench(Protocol):
    """Measures, and gives each figure as soon as it is known, and lines to be read.

    ``quick`` measures so little that only running through means anything. ``out`` is a
    folder for what a bench keeps to be counted again. ``sizes``: how much of what, for
    those that can be told.
    """

    def __call__(
        self, *, quick: bool, out: Path | None = None, **sizes: int
    ) -> Iterator[Figure | str]: ...


def _match_speed(
    *,
    quick: bool,
    out: Path | None = None,
    **_sizes: int,
) -> Iterator[Figure | str]:
    from tests.benchmarks import match_speed

    return match_speed.run(quick=quick)


def _match_speed_million(
    *,
    quick: bool,
    out: Path | None = None,
    **_sizes: int,
) -> Iterator[Figure | str]:
    from tests.benchmarks import match_speed

    return match_speed.run_million(quick=quick)


def _digest_faults(
    *, quick: bool, out: Path | None = None, **_sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import digest_faults

    return digest_faults.run(quick=quick, out=out)


def _digest_letters(
    *, quick: bool, out: Path | None = None, **_sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import digest_letters

    return digest_letters.run(quick=quick)


def _digest_speed(
    *, quick: bool, out: Path | None = None, **sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import digest_speed

    return digest_speed.run(quick=quick, **sizes)


def _lighthouse(
    *, quick: bool, out: Path | None = None, **_sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import lighthouse

    return lighthouse.run(quick=quick)


ONLY_BY_NAME = {"match-speed-million": _match_speed_million}
"""Benches that take an hour: run when they are asked for."""


def _page_speed(
    *, quick: bool, out: Path | None = None, **sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import page_speed

    return page_speed.run(quick=quick, listings=sizes.get("listings"))


def _overload(
    *, quick: bool, out: Path | None = None, **sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import overload

    return overload.run(quick=quick, listings=sizes.get("listings"), out=out)


def _changing(
    *, quick: bool, out: Path | None = None, **sizes: int
) -> Iterator[Figure | str]:
    from tests.benchmarks import changing

    return changing.run(quick=quick, listings=sizes.get("listings"))


BENCHES: dict[str, Bench] = {
    "match-speed": _match_speed,
    "page-speed": _page_speed,
    "overload": _overload,
    "changing": _changing,
    "digest-speed": _digest_speed,
    "digest-faults": _digest_faults,
    "digest-letters": _digest_letters,
    "lighthouse": _lighthouse,
}
"""Each is imported when it is asked for: what one needs, no other waits for."""
