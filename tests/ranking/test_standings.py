"""What is known of everything that fits is looked at for a few without all others."""

import numpy as np
import pytest

from matcher.ranking import Asked, Facts, Index, Phrase, rank, standings
from matcher.ranking.joined import Answered

TITLES = ("Choir", "Pottery", *(f"Evening {number}" for number in range(18)))
CLASSES = [
    Facts(
        id=f"{number:04}",
        title=title if number < 80 else "Open house",
        description=title,
    )
    for number, title in enumerate(TITLES * 40)
]
"""Eight of the eighty that fit answer better than the others."""


@pytest.fixture
def widths(monkeypatch):
    """Of each table of phrases by places that is made."""
    made = []
    table = Answered.table

    def noted(self, phrases, size):
        made.append(size)
        return table(self, phrases, size)

    monkeypatch.setattr(Answered, "table", noted)
    return made


def test_a_few_of_many_are_ordered_and_told_without_a_table_of_all(widths, monkeypatch):
    monkeypatch.setattr(standings, "FEW", 20)
    asked = Asked(phrases=tuple(Phrase(words=one) for one in ("choir", "pottery")))

    matches = rank(asked, Index.build(CLASSES), limit=2).matches

    answered = [match.answers[0].phrase for match in matches]
    assert answered == [0, 1]
    assert max(widths) == 8


def test_answers_at_some_places_are_told_in_the_order_of_the_places():
    answered = Answered(
        phrases=np.array([0, 0, 1]),
        positions=np.array([1, 3, 3]),
        scores=np.array([0.3, 0.5, 0.9]),
    )

    some = answered.among(np.array([3, 0, 1]), 5)

    assert some.table(2, 3).tolist() == [[0.5, 0.0, 0.3], [0.9, 0.0, 0.0]]
