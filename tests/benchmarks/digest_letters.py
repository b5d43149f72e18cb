"""``digest-letters``: five hundred letters as they would leave, and what is wrong.

Every figure is a count of what must not be; its goal is 0, and that of SpamAssassin's
highest score is below 1.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks import letter_checks as checks
from tests.benchmarks.figures import Figure
from tests.benchmarks.letter_world import Wanted, Written, letters

QUICK = Wanted(person=12, notice=4, worker=3, partner=3)


def run(*, quick: bool) -> Iterator[Figure | str]:
    """Write the letters and look at each; ``quick``: few, and no judge of others."""
    with tempfile.TemporaryDirectory() as folder:
        written = list(letters(Path(folder), QUICK if quick else Wanted()))
    kinds = {one.kind: 0 for one in written}
    for one in written:
        kinds[one.kind] += 1
    held = sum(checks.holds_a_canary(one.raw) for one in written)
    told = " ".join(f"{kind}={number}" for kind, number in kinds.items())
    yield f"letters={len(written)} {told} with_ill_words={held}"
    for name, found in wrongs(written).items():
        yield _count(name, len(found), of=len(written))
    if quick:
        return
    raw = [one.raw for one in written]
    if checks.spamassassin() is None:
        yield "SpamAssassin is not here, so no letter was judged by it."
    else:
        yield Figure(
            bench="digest-letters",
            figure=f"highest score of SpamAssassin, {len(raw)} letters",
            value=checks.spam_scores(raw)[-1],
            unit="points",
            at_most=checks.MOST_SPAM,
        )
    pages = [checks.bodies(checks.read(one))[1] for one in raw]
    yield _count("errors of the page checker", len(checks.page_errors(pages)), len(raw))


def wrongs(written: Sequence[Written]) -> dict[str, list[str]]:
    """What the cheap looks find in all of them, by name."""
    banned = checks.banned_terms()
    looks: dict[str, Callable[[bytes], list[str]]] = {
        "banned terms outside": lambda raw: checks.told_outside(raw, banned),
        "strange headers": checks.strange_headers,
        "addresses of others": checks.addresses_of_others,
        "ill words let loose": checks.let_loose,
    }
    return {
        name: [found for one in written for found in look(one.raw)]
        for name, look in looks.items()
    }


def _count(name: str, value: int, of: int) -> Figure:
    return Figure(
        bench="digest-letters",
        figure=f"{name}, {of} letters",
        value=float(value),
        unit="found",
        at_most=0,
    )
