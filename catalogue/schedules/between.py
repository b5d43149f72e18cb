"""The two fields "it starts at" and "it ends at" -> from when to when.

They are read by the same words as a whole timetable, but for days: "half seven", "7 in
the evening", "7 til 9". All that they may mean is given, so that whoever asks can ask
once more.
"""

from dataclasses import dataclass

from catalogue.schedules.clock import Clock, Hours, Span, span_of, spans_of
from catalogue.schedules.cursor import Cursor, NotUnderstood
from catalogue.schedules.pieces import read_hours
from catalogue.schedules.tokens import Part, Token, Word, tokens_of


@dataclass(frozen=True, kw_only=True)
class _Field:
    """The hours in one field and the part of the day beside them."""

    hours: Hours
    part: str | None = None


def hours_between(starts: str, ends: str = "") -> tuple[Span, ...]:
    """Every sensible reading, the morning's first; () when it is not understood.

    The first field may say both ("7 til 9"); the second may be empty or "late".
    """
    opening = _read(tokens_of(starts))
    if opening is None:
        return ()
    said = _end(ends)
    if said == ():
        return spans_of(opening.hours, opening.part)
    closing = _read(said)
    end = _placed(closing) if closing else None
    if end is None or opening.hours.end not in (None, end):
        return ()
    return spans_of(Hours(start=opening.hours.start, end=end), opening.part)


def not_a_time(starts: str, ends: str = "") -> str | None:
    """The field that is not understood, as it is written; None when both are alone."""
    if _read(tokens_of(starts)) is None:
        return starts.strip()
    said = _end(ends)
    return None if said == () or _read(said) else ends.strip()


def _end(ends: str) -> tuple[Token, ...] | None:
    """The second field without its "until"; () when it says no time."""
    said = tokens_of(ends)
    if said and said[0] in (Word(kind="to"), Word(kind="dash")):
        said = said[1:]
    return () if said == (Word(kind="late"),) else said


def _read(tokens: tuple[Token, ...] | None) -> _Field | None:
    if tokens is None:
        return None
    parts = [token for token in tokens if isinstance(token, Part)]
    if len(parts) > 1 or (parts and parts[0] not in (tokens[0], tokens[-1])):
        return None
    hours = _hours(tuple(token for token in tokens if not isinstance(token, Part)))
    if hours is None:
        return None
    return _Field(hours=hours, part=parts[0].part if parts else None)


def _hours(tokens: tuple[Token, ...]) -> Hours | None:
    cursor = Cursor(tokens)
    cursor.skip("at", "from")
    alone = cursor.peek(Clock)
    if alone and len(tokens) == cursor.at + 1:
        return Hours(start=alone)
    try:
        hours = read_hours(cursor)
    except NotUnderstood:
        return None
    return hours if cursor.done else None


def _placed(field: _Field) -> Clock | None:
    """The clock of a field that says one; "9 in the evening" is 21:00."""
    if field.hours.end:
        return None
    if field.part is None:
        return field.hours.start
    span = span_of(field.hours, field.part)
    if span is None:
        return None
    return Clock(hour=span.opens_at.hour, minute=span.opens_at.minute, exact=True)
