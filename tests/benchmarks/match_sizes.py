"""How much ``match-speed`` measures, and what it is to reach.

The goals stand beside each peer, by the wall and by processors alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tests.benchmarks.peer_postgres import POSTGRES
from tests.benchmarks.peer_tantivy import TANTIVY
from tests.benchmarks.peers import FTS5, RAPIDFUZZ

NAME = "match-speed"
SEED = 7_102_026
"""Any fixed number: listings, profiles and their order follow from it."""

OTHERS = SEED + 1
"""For those who ask first and are not measured."""

TODAY = date(2026, 11, 24)
"""The day of asking; the demo town's dates are around it."""

MOST_MS = 5.0
"""The goal for half of all profiles at 10,000 listings: less than anybody notices, and
little beside the page it is shown on."""

BUILD_SECONDS = 4.0
"""The goal for reading and laying out 10,000 listings: processor seconds."""

START_SECONDS = 3.0
"""The goal for a new process to answer from a kept copy: processor seconds."""

HELD_MB = 600.0
"""The goal for what the process of the web server holds at 100,000 listings."""

RANKING_MS = 2.0
"""The goal for ranking alone at 10,000 listings; more listings, the same page."""

FROM_DISK = 500_000
"""Listings from which on they are not held in memory all at once."""

READ_AFRESH = 20
"""Profiles whose phrases are read anew to be timed."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    listings: int
    profiles: int
    """Of each sort: near, and anywhere."""
    against_rapidfuzz: int
    """So many of them also for rapidfuzz: it takes a second each and more."""
    warm_up: int
    goals: Mapping[str, float]
    """Peer and figure -> how many times quicker ours should be."""


COUNTY = Size(listings=10_000, profiles=100, against_rapidfuzz=8, warm_up=10, goals={})
COUNTRY = Size(
    listings=100_000,
    profiles=60,
    against_rapidfuzz=3,
    warm_up=5,
    goals={
        f"{FTS5} near, p50": 4.0,
        f"{FTS5} near, p99": 4.0,
        f"{TANTIVY} near, p50": 0.5,
        f"{TANTIVY} anywhere, p50": 0.5,
        f"{RAPIDFUZZ} anywhere, p50": 100.0,
        f"{POSTGRES} near, p99": 6.0,
    },
)
MILLION = replace(
    COUNTRY,
    listings=1_000_000,
    profiles=30,
    against_rapidfuzz=1,
    goals={
        f"{FTS5} near, p50": 20.0,
        f"{FTS5} near, p99": 20.0,
        f"{TANTIVY} near, p50": 1.0,
    },
)
WHOLE = (COUNTY, COUNTRY)
"""What ``match-speed`` measures."""

QUICK = (replace(COUNTY, listings=60, profiles=4, against_rapidfuzz=1, warm_up=1),)
"""Enough to see that everything runs; its figures mean nothing."""
