"""Times as people write them, and what each means."""

from datetime import date

from catalogue.drafts import Timetable
from catalogue.schedules import read_schedule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

WORKING = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"

TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"

BOTH = "FREQ=WEEKLY;BYDAY=TU,TH"

Said = tuple[str | None, str, date | None, date | None]


def said(text: str) -> list[Said]:
    """What was understood, short enough for a table: rule, hours, first, last."""
    return [(t.rrule, hours(t), t.valid_from, t.valid_to) for t in read_schedule(text)]


def hours(timetable: Timetable) -> str:
    ends = (timetable.opens_at, timetable.closes_at)
    return "-".join(f"{end:%H:%M}" for end in ends if end is not None)


UNDERSTOOD_WEEKLY = [
    ("Tuesdays 7-9pm", TUESDAYS, "19:00-21:00"),
    ("Tuesday 7pm-9pm", TUESDAYS, "19:00-21:00"),
    ("tuesday's 7pm–9pm", TUESDAYS, "19:00-21:00"),
    ("TUESDAYS, 7PM — 9PM.", TUESDAYS, "19:00-21:00"),
    ("Tuesdays: 7:00 PM to 9:00 PM", TUESDAYS, "19:00-21:00"),
    ("Tuesdays - 7pm", TUESDAYS, "19:00"),
    ("Tuesdays from 7pm until 9pm", TUESDAYS, "19:00-21:00"),
    ("Tuesdays 7pm till 9", TUESDAYS, "19:00-21:00"),
    ("7pm Tuesdays", TUESDAYS, "19:00"),
    ("7-9pm on Tuesdays", TUESDAYS, "19:00-21:00"),
    ("Tuesdays 1900hrs", TUESDAYS, "19:00"),
    ("Tuesdays 1900-2100", TUESDAYS, "19:00-21:00"),
    ("Tuesdays 0930 - 1130 hrs", TUESDAYS, "09:30-11:30"),
    ("Tuesdays 12.30", TUESDAYS, "12:30"),
    ("Tuesdays 12:30pm–16:30pm", TUESDAYS, "12:30-16:30"),
    ("Tuesdays at 2", TUESDAYS, "14:00"),
    ("Tuesdays 10-2pm", TUESDAYS, "10:00-14:00"),
    ("Tuesdays 10-12pm", TUESDAYS, "10:00-12:00"),
    ("Tuesdays 11am-1", TUESDAYS, "11:00-13:00"),
    ("Tuesdays 7pm-midnight", TUESDAYS, "19:00-00:00"),
    ("Tuesdays 7 o'clock in the evening", TUESDAYS, "19:00"),
    ("Tuesday evenings 7-9", TUESDAYS, "19:00-21:00"),
    ("Tuesday mornings, 9-12", TUESDAYS, "09:00-12:00"),
    ("weekly on Tuesdays at 10.30am", TUESDAYS, "10:30"),
    ("We meet every Tuesday at 7.30pm", TUESDAYS, "19:30"),
    ("Tuesdays between 6 and 8pm", TUESDAYS, "18:00-20:00"),
    ("Tues & Thurs 10am - 12 noon", BOTH, "10:00-12:00"),
    ("Tues. & Thurs. 10 a.m. - 12 p.m.", BOTH, "10:00-12:00"),
    ("Tuesdays and Thursdays, noon to 2pm", BOTH, "12:00-14:00"),
    ("every Tuesday and every Thursday 6pm", BOTH, "18:00"),
    ("Tue/Thu 18:30-20:00", BOTH, "18:30-20:00"),
    ("every Wednesday, 18:30 to 20:00", "FREQ=WEEKLY;BYDAY=WE", "18:30-20:00"),
    ("Monday 10:00-17:00", "FREQ=WEEKLY;BYDAY=MO", "10:00-17:00"),
    ("Fridays 10pm-2am", "FREQ=WEEKLY;BYDAY=FR", "22:00-02:00"),
    ("Fridays 8pm till late", "FREQ=WEEKLY;BYDAY=FR", "20:00"),
    ("Fridays 8pm onwards", "FREQ=WEEKLY;BYDAY=FR", "20:00"),
    ("Saturdays", "FREQ=WEEKLY;BYDAY=SA", ""),
    ("Tuesday evenings", TUESDAYS, ""),
    ("Mon-Fri 9.30am-4pm", WORKING, "09:30-16:00"),
    ("Monday to Friday 9am to 5pm", WORKING, "09:00-17:00"),
    ("Weekdays 10-4", WORKING, "10:00-16:00"),
    ("Open Mon - Fri 9-5", WORKING, "09:00-17:00"),
    ("Fri-Mon 11am-3pm", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU", "11:00-15:00"),
    ("weekends 11am-4pm", "FREQ=WEEKLY;BYDAY=SA,SU", "11:00-16:00"),
    ("daily 8am-6pm", "FREQ=DAILY", "08:00-18:00"),
    ("every day", "FREQ=DAILY", ""),
    ("Mon-Sun 08:00-20:00", "FREQ=DAILY", "08:00-20:00"),
    ("7 days a week, 7am-10pm", "FREQ=DAILY", "07:00-22:00"),
    ("first Sunday of the month", "FREQ=MONTHLY;BYDAY=1SU", ""),
    ("1st and 3rd Saturdays of the month 2pm", "FREQ=MONTHLY;BYDAY=1SA,3SA", "14:00"),
    ("last Friday of every month, 7.30pm", "FREQ=MONTHLY;BYDAY=-1FR", "19:30"),
    ("every second Tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU", ""),
    ("Monthly on the last Sunday at 3pm", "FREQ=MONTHLY;BYDAY=-1SU", "15:00"),
    ("7pm on the 1st & last Friday each month", "FREQ=MONTHLY;BYDAY=1FR,-1FR", "19:00"),
    (
        "first Monday and third Thursday of the month, 2-4pm",
        "FREQ=MONTHLY;BYDAY=1MO,3TH",
        "14:00-16:00",
    ),
]

TWELFTH, NINETEENTH = date(2026, 12, 12), date(2026, 12, 19)

UNDERSTOOD_DATES: list[tuple[str, list[Said]]] = [
    ("Sat 12 December 2026, 2pm-4pm", [(None, "14:00-16:00", TWELFTH, None)]),
    ("12/12/2026 14:00", [(None, "14:00", TWELFTH, None)]),
    ("12.12.2026 at 2pm", [(None, "14:00", TWELFTH, None)]),
    ("2026-12-12", [(None, "", TWELFTH, None)]),
    ("Saturday, December 12th, 2026 at noon", [(None, "12:00", TWELFTH, None)]),
    ("on the 12th of December 2026", [(None, "", TWELFTH, None)]),
    (
        "12 December 2026 and 19 December 2026, 2pm",
        [(None, "14:00", TWELFTH, None), (None, "14:00", NINETEENTH, None)],
    ),
    (
        "2026-12-12T14:00:00 to 2026-12-12T16:30:00; 2026-12-19T14:00:00",
        [(None, "14:00-16:30", TWELFTH, None), (None, "14:00", NINETEENTH, None)],
    ),
    (
        "2026-12-12T21:00 to 2026-12-13T01:00",
        [(None, "21:00-01:00", TWELFTH, None)],
    ),
    ("2026-07-01T18:00:00.000Z", [(None, "19:00", date(2026, 7, 1), None)]),
    ("2026-12-12T18:00:00+00:00", [(None, "18:00", TWELFTH, None)]),
    (
        "Tuesdays 7pm from 3 September 2026",
        [(TUESDAYS, "19:00", date(2026, 9, 3), None)],
    ),
    (
        "Tuesdays 7pm, 3 September to 17 December 2026",
        [(TUESDAYS, "19:00", date(2026, 9, 3), date(2026, 12, 17))],
    ),
    (
        "from Tuesday 8 September 2026 until 17 December 2026, Tuesdays 7pm",
        [(TUESDAYS, "19:00", date(2026, 9, 8), date(2026, 12, 17))],
    ),
    (
        "Tuesdays from 7pm until 15 December 2026",
        [(TUESDAYS, "19:00", None, date(2026, 12, 15))],
    ),
    (
        "every other Tuesday from 8 September 2026, 7pm",
        [("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "19:00", date(2026, 9, 8), None)],
    ),
    (
        "Fortnightly on Tuesdays 7pm starting Tuesday 8 September 2026",
        [("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "19:00", date(2026, 9, 8), None)],
    ),
]

UNDERSTOOD_TOGETHER = [
    (
        "Mondays 10am; Thursdays 6pm-8pm",
        [("FREQ=WEEKLY;BYDAY=MO", "10:00"), ("FREQ=WEEKLY;BYDAY=TH", "18:00-20:00")],
    ),
    (
        "Mondays 10am\nThursdays 6pm",
        [("FREQ=WEEKLY;BYDAY=MO", "10:00"), ("FREQ=WEEKLY;BYDAY=TH", "18:00")],
    ),
    (
        "Open Mon-Fri 9-5, Sat 10-4",
        [(WORKING, "09:00-17:00"), ("FREQ=WEEKLY;BYDAY=SA", "10:00-16:00")],
    ),
    (
        "10am Tuesdays, 7pm Thursdays",
        [(TUESDAYS, "10:00"), ("FREQ=WEEKLY;BYDAY=TH", "19:00")],
    ),
    (
        "Tuesdays 10am-12 noon and 2-4pm",
        [(TUESDAYS, "10:00-12:00"), (TUESDAYS, "14:00-16:00")],
    ),
    (
        "Monday mornings and Wednesday evenings",
        [("FREQ=WEEKLY;BYDAY=MO", ""), ("FREQ=WEEKLY;BYDAY=WE", "")],
    ),
]

UNDERSTOOD = [
    *(text for text, *_ in UNDERSTOOD_WEEKLY),
    *(text for text, _ in UNDERSTOOD_DATES),
    *(text for text, _ in UNDERSTOOD_TOGETHER),
]
