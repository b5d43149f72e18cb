"""Plain text -> timetables, where every word of it is understood; else nothing.

    schedule := segment (";" segment)*
    segment  := clause ((", " | " and ") clause)*
    clause   := when hours*  |  hours* when
    when     := weekdays | nth weekdays of the month | dates

with a part of the day ("evenings"), a first and last date and "weekly" where they
belong, and "term time only" (``terms``). It never guesses: qualifiers ("if it's dry"),
alternatives ("or"), and "fortnightly" without a first date leave the whole text as
text, because a wrong time costs somebody a wasted journey and their courage.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations

from catalogue.drafts import Timetable
from catalogue.schedules.clauses import Clause, read_clauses
from catalogue.schedules.clock import Span, span_of
from catalogue.schedules.pieces import Dates, Monthly, Weekly
from catalogue.schedules.rules import WEEKDAYS
from catalogue.schedules.stamps import read_stamps
from catalogue.schedules.terms import without_term_time
from catalogue.schedules.tokens import MAX_TEXT_LENGTH, Token, Word, tokens_of


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    """A timetable, and the part of the day where no time is said."""

    timetable: Timetable
    part: str | None = None


def read_schedule(text: str, *, half: str | None = None) -> tuple[Timetable, ...]:
    """The timetables that the text says with certainty; () when any of it is unsure.

    Each keeps the whole text it was read from. Text over 500 characters is not read.
    ``half`` (``am`` or ``pm``) is the answer of whoever was asked what "7-9" means.
    """
    if len(text) > MAX_TEXT_LENGTH:
        return ()
    return tuple(meeting.timetable for meeting in _meetings(text, half))


def halves_of(text: str) -> dict[str, tuple[Timetable, ...]]:
    """What it may mean, under ``am`` and ``pm``; {} unless just that is unsure."""
    if read_schedule(text):
        return {}
    both = {half: read_schedule(text, half=half) for half in ("am", "pm")}
    return both if all(both.values()) else {}


def part_of_day_in(text: str, rrule: str | None, valid_from: date | None) -> str | None:
    """``evening`` for the timetable of "Tuesday evenings"; None when it isn't said."""
    if len(text) > MAX_TEXT_LENGTH:
        return None
    for meeting in _meetings(text):
        timetable = meeting.timetable
        if (timetable.rrule, timetable.valid_from) == (rrule, valid_from):
            return meeting.part
    return None


@lru_cache(maxsize=4096)
def _meetings(text: str, half: str | None = None) -> tuple[_Meeting, ...]:
    """Cached: a hundred thousand rows say a few thousand different things."""
    said = without_term_time(text)
    tokens = tokens_of(said.text) if said else None
    if said is None or not tokens:
        return ()
    stamps = read_stamps(tokens)
    if stamps:
        found = [_Meeting(timetable=timetable) for timetable in stamps]
    else:
        found = _said(tokens, half)
    words = text.strip()
    return tuple(
        dict.fromkeys(_kept(one, words, term_time=said.term_time) for one in found)
    )


def _kept(meeting: _Meeting, words: str, *, term_time: bool) -> _Meeting:
    """The same with the words it was read from; a single date is in no term."""
    made = meeting.timetable
    made = replace(made, text=words, term_time=term_time and made.rrule is not None)
    return replace(meeting, timetable=made)


def _said(tokens: tuple[Token, ...], half: str | None) -> list[_Meeting]:
    clauses: list[Clause] = []
    for segment in _segments(tokens):
        read = read_clauses(segment)
        if not read:
            return []
        clauses += read
    if len(clauses) > 1 and any(clause.first or clause.last for clause in clauses):
        return []  # whether the dates are about one clause or all is not said
    if len({bool(clause.hours) for clause in clauses}) > 1:
        return []  # "Mondays; Thursdays 7pm": is Monday at seven too?
    spans = [_spans(clause, half) for clause in clauses]
    if not all(_is_whole(c, s) for c, s in zip(clauses, spans, strict=True)):
        return []
    if _in_conflict(list(zip(clauses, spans, strict=True))):
        return []
    return [
        meeting
        for clause, of_clause in zip(clauses, spans, strict=True)
        for meeting in _of_clause(clause, of_clause)
    ]


def _segments(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if token == Word(kind="next"):
            segments.append([])
        else:
            segments[-1].append(token)
    return [tuple(segment) for segment in segments]


def _spans(clause: Clause, half: str | None) -> list[Span]:
    spans = [span_of(hours, clause.part, half) for hours in clause.hours]
    return [span for span in spans if span is not None]


def _is_whole(clause: Clause, spans: list[Span]) -> bool:
    return len(spans) == len(clause.hours) and _rule(clause) is not None


def _in_conflict(clauses: list[tuple[Clause, list[Span]]]) -> bool:
    """Two clauses about one weekday ("daily 8am-6pm, Sundays 10am-4pm").

    The later may be an exception to the first, so only the same kind of clause at
    times that do not touch is taken as both.
    """
    for (one, its_spans), (other, other_spans) in combinations(clauses, 2):
        if not _share_a_day(one, other):
            continue
        if type(one.when) is not type(other.when):
            return True
        if not its_spans or not other_spans:
            return True
        if any(_touch(a, b) for a in its_spans for b in other_spans):
            return True
    return False


def _share_a_day(one: Clause, other: Clause) -> bool:
    if isinstance(one.when, Dates) and isinstance(other.when, Dates):
        return not set(one.when.days).isdisjoint(other.when.days)
    return not _weekdays(one).isdisjoint(_weekdays(other))


def _touch(one: Span, other: Span) -> bool:
    first, second = sorted((one, other), key=lambda span: span.opens_at)
    if first.opens_at == second.opens_at:
        return True
    if first.closes_at is None:
        return second.closes_at is not None
    return not first.opens_at < first.closes_at <= second.opens_at


def _weekdays(clause: Clause) -> set[str]:
    when = clause.when
    if isinstance(when, Weekly):
        return set(when.days)
    if isinstance(when, Monthly):
        return {day for _, day in when.nth_days}
    return {WEEKDAYS[day.weekday()] for day in when.days}


def _of_clause(clause: Clause, spans: list[Span]) -> list[_Meeting]:
    days = clause.when.days if isinstance(clause.when, Dates) else (clause.first,)
    choices: list[Span | None] = [*spans] or [None]
    return [
        _Meeting(
            timetable=Timetable(
                rrule=_rule(clause) or None,
                opens_at=span.opens_at if span else None,
                closes_at=span.closes_at if span else None,
                valid_from=day,
                valid_to=clause.last,
            ),
            part=None if span else clause.part,
        )
        for day in days
        for span in choices
    ]


def _rule(clause: Clause) -> str | None:
    """The RRULE of the clause, "" for single dates, None when it isn't certain."""
    when = clause.when
    if isinstance(when, Dates):
        single = clause.frequency is None and not (clause.first or clause.last)
        return "" if single else None
    if isinstance(when, Monthly):
        nth_days = ",".join(f"{nth}{day}" for nth, day in when.nth_days)
        monthly = clause.frequency == "monthly"
        return f"FREQ=MONTHLY;BYDAY={nth_days}" if monthly else None
    if clause.frequency == "fortnightly":
        return _fortnightly(clause, when)
    if clause.frequency == "monthly":
        return None  # "Tuesdays monthly": which Tuesday?
    if when.days == WEEKDAYS:
        return "FREQ=DAILY" if clause.frequency is None else None
    return f"FREQ=WEEKLY;BYDAY={','.join(when.days)}"


def _fortnightly(clause: Clause, when: Weekly) -> str | None:
    """Certain only from a first date on the very weekday: else which week is it?"""
    first = clause.first
    if first is None or when.days != (WEEKDAYS[first.weekday()],):
        return None
    return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={when.days[0]}"
