"""The grammar of one segment: pieces -> clauses, or nothing.

Pieces may come in either order ("Tuesdays 7pm", "7pm Tuesdays"), but in one order
throughout: "Tuesdays 10am, 7pm Thursdays" could be two things, so it is neither.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from catalogue.schedules.clock import Hours
from catalogue.schedules.cursor import Cursor, NotUnderstood
from catalogue.schedules.pieces import Joined, Limits, Weekly, When, read_pieces
from catalogue.schedules.tokens import Part, Token, Word


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One thing the text says: when, at what hours, how often, between which dates."""

    when: When
    hours: tuple[Hours, ...] = ()
    part: str | None = None
    frequency: str | None = None
    """``weekly``, ``fortnightly``, ``monthly``; None: not said."""
    first: date | None = None
    last: date | None = None


def read_clauses(tokens: tuple[Token, ...]) -> list[Clause]:
    """The clauses of one segment, in order; [] unless all of it is understood."""
    cursor = Cursor(tokens)
    cursor.skip("opening")
    cursor.skip("comma")
    try:
        pieces = read_pieces(cursor)
        return [_clause(group) for group in _groups(pieces)]
    except NotUnderstood:
        return []


def _groups(pieces: list[Joined]) -> list[list[Joined]]:
    """The pieces of each clause: it begins with ``when``, or always with hours."""
    if not pieces:
        raise NotUnderstood
    hours_first = _hours_come_first(pieces)
    groups: list[list[Joined]] = [[]]
    for joined in pieces:
        has_when = any(isinstance(j.piece, When) for j in groups[-1])
        begins = isinstance(joined.piece, Hours if hours_first else When)
        if begins and has_when:
            groups.append([])
        groups[-1].append(joined)
    return groups


def _hours_come_first(pieces: list[Joined]) -> bool:
    for joined in pieces:
        if isinstance(joined.piece, Hours):
            return True
        if isinstance(joined.piece, When):
            return False
    return False


def _clause(group: list[Joined]) -> Clause:
    _check_joints(group)
    pieces = [joined.piece for joined in group]
    whens = [piece for piece in pieces if isinstance(piece, When)]
    parts = [piece for piece in pieces if isinstance(piece, Part)]
    limits = [piece for piece in pieces if isinstance(piece, Limits)]
    frequencies = [piece.kind for piece in pieces if isinstance(piece, Word)]
    if len(whens) != 1 or max(len(parts), len(limits), len(frequencies)) > 1:
        raise NotUnderstood
    if parts and isinstance(whens[0], Weekly) and whens[0].loose:
        raise NotUnderstood
    between = limits[0] if limits else Limits()
    return Clause(
        when=whens[0],
        hours=tuple(piece for piece in pieces if isinstance(piece, Hours)),
        part=parts[0].part if parts else None,
        frequency=frequencies[0] if frequencies else None,
        first=between.first,
        last=between.last,
    )


def _check_joints(group: list[Joined]) -> None:
    """ "and" joins hours to hours; a dash sets hours off; hours need some joint.

    A dash before a clause is a long span ("Monday 10am - Thursday 6pm"), not a list.
    """
    if group[0].by == "dash":
        raise NotUnderstood
    for before, joined in pairwise(group):
        both = isinstance(before.piece, Hours) and isinstance(joined.piece, Hours)
        if both and joined.by not in ("and", "comma"):
            raise NotUnderstood
        if joined.by == "and" and not both:
            raise NotUnderstood
        either = isinstance(before.piece, Hours) or isinstance(joined.piece, Hours)
        if joined.by == "dash" and not either:
            raise NotUnderstood
