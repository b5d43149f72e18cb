"""What is said of where the matching loses: the best that order could do, and why a
good answer is not there."""

from matcher.ranking import Asked, Facts, Index, Phrase
from matcher.ranking.facts import Meant, Reading
from tests.benchmarks.losses import best_order, count_losses, why_missing


def listing(identity: str, activity: str, weight: float) -> Facts:
    reading = Reading(
        activity=activity, weight=weight, where="title", found="Chess", found_start=0
    )
    return Facts(id=identity, title="Chess Club", readings=(reading,))


def wants(activity: str, weight: float) -> Asked:
    meant = Meant(activity, weight, ((0, 5),))
    return Asked(phrases=(Phrase(words="chess", meant=(meant,)),))


def test_the_best_order_of_the_first_two_leaves_out_the_third():
    grades = {"a": 0, "b": 1, "c": 3}

    best = [best_order(["a", "b", "c"], grades, depth) for depth in (2, 3)]

    assert best == [1 / (7 + 1 / 1.5849625007211562), 1.0]


def test_a_good_answer_is_missing_for_the_first_reason_there_is():
    chess = listing("a", "chess", 0.9)

    reasons = [
        why_missing(wants("chess", 0.3), chess, shown=True),
        why_missing(wants("darts", 0.9), chess, shown=False),
        why_missing(wants("chess", 0.3), chess, shown=False),
        why_missing(wants("chess", 0.9), listing("b", "chess", 0.1), shown=False),
        why_missing(wants("chess", 0.9), chess, shown=False),
    ]

    assert reasons == [
        "shown, but later",
        "no activity in common",
        "the phrase hardly understood so",
        "the listing hardly read so",
        "below what is shown",
    ]


def test_wrong_answers_are_counted_by_how_they_came_there():
    index = Index.build([listing("a", "chess", 0.9)])

    lines = list(count_losses(index, {"jo": wants("chess", 0.9)}, {"jo": {"b": 3}}))

    assert [line.split(None, 1)[-1] for line in lines[-3:]] == [
        "among the first 10:",
        "said, title",
        "among the first 10:",
    ]
