"""Conditions said in many ways, beside words that only look like them: one table."""

from pathlib import Path

import pytest

from matcher.ranking.clauses import understand

TABLE = Path(__file__).parents[1] / "data" / "conditions_said.txt"


def part_of_table(title: str) -> list[tuple[str, str]]:
    """(words, conditions) of one part, in the order of the table."""
    part = TABLE.read_text("utf-8").split(f"[{title}]\n")[1].split("\n[")[0]
    rows = [line.partition("|") for line in part.splitlines() if line]
    return [(words.strip(), asked.strip()) for words, _, asked in rows]


def heard(words: str) -> str:
    said = (" ".join((one.name, *one.values)) for one in understand(words).practical)
    return ", ".join(dict.fromkeys(said))


@pytest.mark.parametrize(("words", "asked"), part_of_table("said plainly"))
def test_what_is_said_plainly_is_offered(words: str, asked: str) -> None:
    assert heard(words) == asked != ""


@pytest.mark.parametrize(
    "words",
    [
        words
        for part in (
            "finer than any choice of the page, or no condition",
            "only the words, and no condition",
        )
        for words, _ in part_of_table(part)
    ],
)
def test_what_the_page_cannot_choose_or_nobody_asked_is_not(words: str) -> None:
    assert heard(words) == ""


def test_what_is_not_heard_yet_is_told_apart_from_what_is() -> None:
    missed = part_of_table("said plainly, and not heard yet")

    assert [words for words, asked in missed if heard(words) == asked] == []
