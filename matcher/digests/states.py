"""Where a letter may go from where it is, and what comes of a try. Pure.

``planned -> leased -> sending -> sent``; what else may happen stands in ``MAY_BECOME``.
From ``sending`` there is no way back by itself but an answer of the other side: that is
how no letter's final dot is sent twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from matcher.models import LetterState

MAY_BECOME: Mapping[LetterState, frozenset[LetterState]] = MappingProxyType(
    {
        LetterState.PLANNED: frozenset({LetterState.LEASED, LetterState.FAILED}),
        LetterState.LEASED: frozenset(
            {
                LetterState.PLANNED,
                LetterState.CANCELLED,
                LetterState.EMPTY,
                LetterState.FAILED,
                LetterState.SENDING,
            }
        ),
        LetterState.SENDING: frozenset(
            {
                LetterState.SENT,
                LetterState.FAILED,
                LetterState.PLANNED,
                LetterState.UNCERTAIN,
            }
        ),
        LetterState.UNCERTAIN: frozenset({LetterState.SENT}),
        LetterState.SENT: frozenset(),
        LetterState.EMPTY: frozenset(),
        LetterState.CANCELLED: frozenset(),
        LetterState.FAILED: frozenset(),
    }
)
"""Every change there is. ``uncertain`` becomes ``sent`` by a late answer only."""

ENDS = frozenset(
    {
        LetterState.SENT,
        LetterState.EMPTY,
        LetterState.CANCELLED,
        LetterState.FAILED,
        LetterState.UNCERTAIN,
    }
)
"""Where everybody's letter stands when a run is over."""

MOST_CRASHES = 3
"""So many processes died with the letter in hand: then it is given up and shown."""

FIRST_WAIT = timedelta(minutes=5)
"""Before the second try; doubled for each one after."""

LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a try."""

    state: LetterState
    problem: str | None = None
    next_try_at: datetime | None = None
    suppress: bool = False
    """The address took no mail: nothing goes there until somebody has looked."""
    stop: bool = False
    """No other letter would leave just now."""

    @property
    def went_wrong(self) -> bool:
        """Whether it counts for the breaker."""
        return self.problem is not None and self.state is not LetterState.CANCELLED


def put_off(
    problem: str,
    *,
    letter: UUID,
    tries: int,
    give_up_at: datetime,
    now: datetime,
    stop: bool = False,
) -> Outcome:
    """Try again later, or give up when that would be too late."""
    again = now + wait_before(tries + 1, letter)
    if again > give_up_at:
        return Outcome(state=LetterState.FAILED, problem=problem, stop=stop)
    return Outcome(
        state=LetterState.PLANNED, problem=problem, next_try_at=again, stop=stop
    )


def wait_before(tries: int, letter: UUID) -> timedelta:
    """How long before try number ``tries`` (2, 3 ...): doubled, up to a longest.

    From three quarters to five quarters of that, by the letter's id and the try, so
    that many put off together don't come back together.
    """
    doubled = min(FIRST_WAIT * (1 << min(tries - 2, 20)), LONGEST_WAIT)
    jitter = (letter.int ^ (tries * 0x9E3779B1)) % 1024 / 1024
    return doubled * (0.75 + 0.5 * jitter)
