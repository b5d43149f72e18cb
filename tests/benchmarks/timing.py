"""Wall and processor time of several systems on the same cases, interleaved.

A machine is quicker at one moment than at another. So all systems answer one case
before any of them gets the next, in an order that is shuffled anew for each case by a
seed. The garbage collector stays on: it is part of what a visitor waits for.
"""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

import numpy as np

from tests.benchmarks.seeded import seeded

Case = TypeVar("Case")
Samples = list[float]
"""Milliseconds, one for each case, in the order of the cases."""

Clock = Callable[[], float]
"""Seconds that a system has spent of processors, so far."""


class Taken(NamedTuple):
    """What one system took for each case."""

    wall: Samples
    cpu: Samples


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
    both = interleaved_by_both(systems, cases, warm_up=warm_up, seed=seed, clocks={})
    return {name: taken.wall for name, taken in both.items()}


def interleaved_by_both(
    systems: Mapping[str, Callable[[Case], object]],
    cases: Sequence[Case],
    *,
    warm_up: Sequence[Case],
    seed: int,
    clocks: Mapping[str, Clock],
) -> dict[str, Taken]:
    """The same by wall and by processor. ``clocks``: those of systems that work in
    processes of their own, beside this one."""
    for case in warm_up:
        for answer in systems.values():
            answer(case)
    random = seeded("order", seed)
    taken = {name: Taken([0.0] * len(cases), [0.0] * len(cases)) for name in systems}
    for place in random.sample(range(len(cases)), len(cases)):
        for name in random.sample(sorted(systems), len(systems)):
            wall, cpu = by_both(systems[name], cases[place], clocks.get(name))
            taken[name].wall[place], taken[name].cpu[place] = wall, cpu
    return taken


def by_both(
    answer: Callable[[Case], object], case: Case, elsewhere: Clock | None = None
) -> tuple[float, float]:
    """Wall and processor milliseconds of one call, by whichever process it works in."""
    spent = process_time() + (elsewhere() if elsewhere else 0.0)
    began = perf_counter()
    answer(case)
    wall = perf_counter() - began
    spent = process_time() + (elsewhere() if elsewhere else 0.0) - spent
    return wall * 1000, spent * 1000


def milliseconds(answer: Callable[[Case], object], case: Case) -> float:
    """Wall milliseconds of one call."""
    began = perf_counter()
    answer(case)
    return (perf_counter() - began) * 1000


def p50(samples: Samples) -> float:
    """The median: what half of the visitors wait at most."""
    return float(np.percentile(samples, 50))


def p95(samples: Samples) -> float:
    """What all but one visitor in twenty wait at most (linearly interpolated)."""
    return float(np.percentile(samples, 95))


def p99(samples: Samples) -> float:
    """What all but one visitor in a hundred wait at most (linearly interpolated)."""
    return float(np.percentile(samples, 99))
