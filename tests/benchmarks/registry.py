"""Which benches there are: a name, and the function that gives its figures.

A new one is a module with ``run(*, quick)``, and a function and a line here.
"""

from collections.abc import Iterator
from typing import Protocol

from tests.benchmarks.figures import Figure


class Bench(Protocol):
    """Measures, and gives each figure as soon as it is known.

    ``quick`` measures so little that only running through means anything.
    """

    def __call__(self, *, quick: bool) -> Iterator[Figure]: ...


def _match_speed(*, quick: bool) -> Iterator[Figure]:
    from tests.benchmarks import match_speed

    return match_speed.run(quick=quick)


BENCHES: dict[str, Bench] = {
    "match-speed": _match_speed,
}
"""Each is imported when it is asked for: what one needs, no other waits for."""
