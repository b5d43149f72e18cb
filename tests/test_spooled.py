"""Listings that are read from the disk again and again, for benches of many."""

from tests.benchmarks.made_catalogue import make_facts
from tests.benchmarks.spooled import Spooled


def test_what_was_written_down_is_read_the_same_each_time():
    made = make_facts(20, seed=3)

    spooled = Spooled(iter(made))

    assert list(spooled) == made
    assert list(spooled) == made
    assert len(spooled) == 20
