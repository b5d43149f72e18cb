"""Which words of a phrase are wanted: what follows a plain "no" is not.

A small recogniser for whoever has none of their own; a caller who knows better which
words are wanted says so by their offsets. What is unclear counts as wanted: "never
missed a match" and "not sung for years" are about matches and singing.
"""

import re
from collections.abc import Sequence

Span = tuple[int, int]

_BOUNDARY = re.compile(
    r"[,;.!?:()\n/]|\s[-–—]+\s|[–—]"
    r"|\b(?<!anything )(?<!nothing )but\b|\b(?:although|though|so)\b"
)
_REFUSAL = re.compile(
    r"\b(?:without|except|apart from|anything but|sick of|fed up (?:of|with)|hate[ds]?"
    r"|(?:can't|cannot|couldn't) (?:stand|abide|be doing with)"
    r"|(?:don't|do not|didn't|never) (?:want|like|fancy|enjoy|do)(?:d|ed)?"
    r"|not (?:into|keen on|interested in|fond of|a fan of|the|a|an|any|in|at|with|for)"
    r"|no (?!bother\b|problem\b|matter\b|good\b|idea\b|experience\b|use\b|one\b|end\b)"
    r"(?:more )?)\b|\bno\s+(?=more\b)"
)
"""Where a refusal begins; it reaches to the end of its clause."""
_HARMLESS = re.compile(
    r"\bnot (?:the|a) (?:best|worst|bad|day|week|year|beginner|moment|word)\b"
    r"|\bnot at all\b|\bnot for (?:years|ages|long|a)\b|\bnot in (?:years|ages)\b"
    r"|\bno (?:bother|problem|matter|good|idea|experience|use|one|end|less|longer)\b"
)


def wanted_spans(folded: str) -> list[Span]:
    """(start, end) of each clause, or part of one, that refuses nothing.

    ``folded`` is folded text; offsets are its own.
    """
    harmless = _HARMLESS.sub(lambda found: " " * len(found.group()), folded)
    spans: list[Span] = []
    for start, end in clause_spans(harmless):
        refusal = _REFUSAL.search(harmless, start, end)
        spans.append((start, refusal.start() if refusal else end))
    return spans


def clause_spans(folded: str) -> list[Span]:
    """(start, end) of each clause of folded text."""
    starts, ends = [0], []
    for boundary in _BOUNDARY.finditer(folded):
        ends.append(boundary.start())
        starts.append(boundary.end())
    return list(zip(starts, [*ends, len(folded)], strict=True))


def overlap(spans: Sequence[Span], within: Sequence[Span]) -> list[Span]:
    """The parts of ``spans`` that lie in one of ``within``."""
    cut = (
        (max(start, first), min(end, last))
        for start, end in spans
        for first, last in within
    )
    return [(start, end) for start, end in cut if start < end]
