"""Any order of workers, deaths, answers and second thoughts: never two dots unanswered.

Hypothesis plays many workers with one letter on a real SQLite file, and looks after
each step whether what is promised still holds.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)
from sqlmodel import Session, select

from matcher.db import open_engine, writing
from matcher.digests import planning
from matcher.digests.claiming import (
    LEASE,
    Intent,
    claim,
    intend,
    listings_now,
    recover,
    settle,
)
from matcher.digests.states import MAY_BECOME, Outcome
from matcher.digests.weeks import TRIED_FOR
from matcher.models import Letter, LetterState, Subscription
from tests.benchmarks import digest_world as world

ANSWERS = {
    "250": Outcome(state=LetterState.SENT),
    "451": Outcome(state=LetterState.PLANNED, problem="451"),
    "554": Outcome(state=LetterState.FAILED, problem="554"),
    "silence": Outcome(state=LetterState.UNCERTAIN, problem="silence"),
}
REFUSED = {"451", "554"}


@dataclass(eq=False)
class Holder:
    """A worker that claimed the letter, at some time, and what it knows of it."""

    letter: Letter


def _no_sync(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # no machine loses power here


class Outbox(RuleBasedStateMachine):
    """One letter, and whoever comes by."""

    claimed: Bundle[Holder] = Bundle("claimed")
    dotted: Bundle[Holder] = Bundle("dotted")
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="matcher-outbox-")
        file = shutil.copy(self.template, Path(self.folder.name) / "outbox.db")
        self.engine = open_engine(f"sqlite:///{file}")
        sa.event.listen(self.engine, "connect", _no_sync)
        self.now = world.MONDAY
        self.unanswered = 0
        """Final dots that no 4xx or 5xx answered."""
        self.answered_well = False
        self.wanted = True
        self.was = LetterState.PLANNED

    def teardown(self) -> None:
        """Close it."""
        self.engine.dispose()
        self.folder.cleanup()

    @initialize()
    def planned(self) -> None:
        """The letter's row."""
        with writing(self.engine) as session:
            planning.plan(session, now=self.now, domain=world.DOMAIN)

    @rule(target=claimed)
    def somebody_claims(self) -> object:
        """A worker comes by."""
        letter = claim(self.engine, now=self.now)
        if letter is None:
            return multiple()
        letter.address = world.address_of(0)
        return Holder(letter)

    @rule(minutes=st.sampled_from([1, 20, 31, 300]))
    def time_passes(self, minutes: int) -> None:
        """And whoever looks next finds what is left over."""
        self.now += timedelta(minutes=minutes)
        recover(self.engine, now=self.now)

    @rule(target=dotted, holder=consumes(claimed))
    def somebody_sends_the_dot(self, holder: Holder) -> object:
        """Only when the last look says so."""
        with Session(self.engine) as session:
            revisions = listings_now(session, world.listing_ids(), self.now)
        intent = intend(self.engine, holder.letter, revisions, now=self.now)
        if intent is not Intent.SEND:
            return multiple()
        assert self.wanted
        assert self._is_current(holder)
        self.unanswered += 1
        return holder

    @rule(holder=consumes(claimed), told=st.sampled_from(["451", "554"]))
    def it_is_refused_before_the_dot(self, holder: Holder, told: str) -> None:
        """By whoever is asked."""
        self._settled(holder, told, LetterState.LEASED)

    @rule(holder=consumes(dotted), told=st.sampled_from(sorted(ANSWERS)))
    def an_answer_comes(self, holder: Holder, told: str) -> None:
        """Sooner or later."""
        self.unanswered -= told in REFUSED
        self.answered_well = self.answered_well or told == "250"
        self._settled(holder, told, LetterState.SENDING)

    @rule(holder=consumes(claimed))
    def a_worker_dies_before_the_dot(self, holder: Holder) -> None:
        """Nothing is written down."""

    @rule(holder=consumes(dotted))
    def a_worker_dies_after_the_dot(self, holder: Holder) -> None:
        """Nothing is written down."""

    @precondition(lambda self: self.wanted)
    @rule()
    def the_person_stops_it(self) -> None:
        """One press."""
        self.wanted = False
        self._choose(stopped=True)

    @precondition(lambda self: not self.wanted)
    @rule()
    def the_person_wants_it_again(self) -> None:
        """Another."""
        self.wanted = True
        self._choose(stopped=False)

    @invariant()
    def no_letter_has_two_dots_that_nobody_refused(self) -> None:
        """The promise."""
        assert self.unanswered <= 1

    @invariant()
    def it_went_only_where_it_may(self) -> None:
        """And says that it was sent only when it was."""
        is_state = self._state()
        moved = is_state is not self.was
        reachable = MAY_BECOME[self.was] | {
            later for one in MAY_BECOME[self.was] for later in MAY_BECOME[one]
        }
        assert not moved or is_state in reachable, (self.was, is_state)
        assert is_state is not LetterState.SENT or self.answered_well
        self.was = is_state

    def _state(self) -> LetterState:
        with Session(self.engine) as session:
            found = session.exec(select(Letter.state)).first()
        return found or LetterState.PLANNED

    def _settled(self, holder: Holder, told: str, leaving: LetterState) -> None:
        outcome, before = ANSWERS[told], self._state()
        settle(self.engine, holder.letter, outcome, leaving=leaving, now=self.now)
        assert self._is_current(holder) or self._state() is before

    def _is_current(self, holder: Holder) -> bool:
        """Whether nobody claimed the letter since."""
        with Session(self.engine) as session:
            return session.exec(select(Letter.lease)).one() == holder.letter.lease

    def _choose(self, *, stopped: bool) -> None:
        with writing(self.engine) as session:
            chosen = session.exec(
                select(Subscription).where(Subscription.person_id == world.person_id(0))
            ).one()
            chosen.stopped_at = self.now if stopped else None
            session.add(chosen)


@pytest.fixture
def template(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A database with one person who wants letters."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path / "template.db"))
    engine = open_engine(f"sqlite:///{file}")
    world.populate(engine, 1)
    engine.dispose()
    return file


def test_no_order_of_things_sends_two_dots(template: Path):
    machine = type("Outbox", (Outbox,), {"template": template})

    case = machine.TestCase
    case.settings = settings(
        max_examples=25,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()


def test_the_lease_is_far_shorter_than_the_time_a_letter_is_tried():
    assert LEASE * 10 < TRIED_FOR
