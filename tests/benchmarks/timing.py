"""Wall time of several systems on the same cases, interleaved.

A machine is quicker at one moment than at another. So all systems answer one case
before any of them gets the next, in an order that is shuffled anew for each case by a
seed. The garbage collector stays on: it is part of what a visitor waits for.
"""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import TypeVar

import numpy as np

from tests.benchmarks.seeded import seeded

Case = TypeVar("Case")
Samples = list[float]
"""Wall milliseconds, one for each case, in the order of the cases."""


def interleaved(
    systems: Mapping[str, Callable[[Case], object]],
    cases: Sequence[Case],
    *,
    warm_up: Sequence[Case],
    seed: int,
) -> dict[str, Samples]:
    """What each system took for each case, after all have answered ``warm_up``.

    Warm-up cases should be others than the measured ones: what a system remembers of
    a question it has been asked before would not be there for a new visitor.
    """
    for case in warm_up:
        for answer in systems.values():
            answer(case)
    random = seeded("order", seed)
    taken = {name: [0.0] * len(cases) for name in systems}
    for place in random.sample(range(len(cases)), len(cases)):
        for name in random.sample(sorted(systems), len(systems)):
            taken[name][place] = milliseconds(systems[name], cases[place])
    return taken


def milliseconds(answer: Callable[[Case], object], case: Case) -> float:
    """Wall milliseconds of one call."""
    began = perf_counter()
    answer(case)
    return (perf_counter() - began) * 1000


def p50(samples: Samples) -> float:
    """The median: what half of the visitors wait at most."""
    return float(np.percentile(samples, 50))


def p99(samples: Samples) -> float:
    """What all but one visitor in a hundred wait at most (linearly interpolated)."""
    return float(np.percentile(samples, 99))
