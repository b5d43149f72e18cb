"""What makes it easier to go: conditions, where from and how, what comes first.

Each is a feature of what there is to do, chosen by the person; none is a property of
theirs. A form says what it showed and what it holds now, and only the difference is
made: two screens that choose at once keep both choices.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from matcher.errors import BadInput
from matcher.models import ChosenCondition, Person
from matcher.ranking import Conditions
from matcher.ranking.times import DAYS, PARTS_OF_DAY

Choice = tuple[str, str]
"""A condition's name and value: ``("day", "TU")``, ``("free", "yes")``."""

MATCHED = ("free", "step_free", "quiet", "online", "just_turn_up")
"""Yes-or-no conditions that are held against what is known of each listing."""

TO_ASK = ("women_only", "men_only", "lgbt_led", "animals_welcome", "somewhere_for_bags")
"""Conditions that listings seldom speak of: kept in view, to be asked about."""

GOING = ("alone", "first_time", "each_time")
"""Somebody to go with: nobody, the first time, each time."""

TRAVELS_BY = ("walking", "wheels", "bike", "bus", "car")

MOST_PENCE = 100_000
LONGEST_LANGUAGE = 40
LONGEST_PLACE = 200
FARTHEST_KM = 1000.0


@dataclass(frozen=True, kw_only=True)
class Practical:
    """What the person chose, laid out for the page and for ranking."""

    conditions: Conditions
    """What listings are held against."""
    to_ask: tuple[str, ...] = ()
    """Of ``TO_ASK``: to be asked about."""
    languages: tuple[str, ...] = ()
    going: str = ""
    """Of ``GOING``; empty: not said."""

    @property
    def is_empty(self) -> bool:
        """Nothing was chosen."""
        return self == Practical(conditions=Conditions())


def chosen_by(session: Session, person: Person) -> frozenset[Choice]:
    """Everything the person chose, as pairs."""
    query = (
        select(ChosenCondition)
        .where(ChosenCondition.person_id == person.id)
        .order_by(col(ChosenCondition.name), col(ChosenCondition.value))
    )
    return frozenset((row.name, row.value) for row in session.exec(query))


def practical_of(chosen: Iterable[Choice]) -> Practical:
    """What these choices come to; what we no longer offer is left out."""
    chosen = sorted(chosen)
    said = {name for name, value in chosen if value == "yes"}
    costs = [int(v) for name, v in chosen if name == "max_cost_pence" and v.isdecimal()]
    going = [value for name, value in chosen if name == "going" and value in GOING]
    return Practical(
        conditions=Conditions(
            free="free" in said,
            max_cost_pence=min(costs, default=None),
            days=frozenset(DAYS) & {v for name, v in chosen if name == "day"},
            parts_of_day=frozenset(PARTS_OF_DAY)
            & {value for name, value in chosen if name == "part_of_day"},
            step_free="step_free" in said,
            quiet="quiet" in said,
            online="online" in said,
            just_turn_up="just_turn_up" in said,
        ),
        to_ask=tuple(name for name in TO_ASK if name in said),
        languages=tuple(value for name, value in chosen if name == "language"),
        going=going[0] if going else "",
    )


def choose(
    session: Session,
    person: Person,
    *,
    shown: Iterable[Choice],
    wanted: Iterable[Choice],
) -> None:
    """Make the difference between what a form ``shown`` and what it holds now.

    Raises ``BadInput`` for a condition that we don't offer.
    """
    shown, wanted = frozenset(shown), frozenset(wanted)
    for choice in wanted - shown:
        _judge(choice)
    session.exec(
        select(Person.id).where(Person.id == person.id).with_for_update()
    ).one()
    added = wanted - shown
    gone = shown - wanted
    there = {(row.name, row.value): row for row in _rows(session, person)}
    of_one = {name for name, _value in added if name in {"going", "max_cost_pence"}}
    for choice, row in there.items():
        if choice in gone or (choice[0] in of_one and choice not in added):
            session.delete(row)
    for name, value in sorted(added - there.keys()):
        session.add(ChosenCondition(person_id=person.id, name=name, value=value))
    session.flush()


def set_out_from(
    session: Session,
    person: Person,
    *,
    place_words: str,
    travel_km: float | None,
    travels_by: str,
) -> None:
    """Keep where they set out from, how far they would go and how; empty forgets it."""
    if len(place_words) > LONGEST_PLACE:
        raise BadInput("A place fits here up to %(most)s letters.", most=LONGEST_PLACE)
    if travel_km is not None and not 0 < travel_km <= FARTHEST_KM:
        raise BadInput("How far would you go? Choose one of the distances.")
    if travels_by and travels_by not in TRAVELS_BY:
        raise BadInput("How do you travel? Choose one of those on the page.")
    person.place_words = place_words.strip() or None
    person.travel_km = travel_km
    person.travels_by = travels_by or None
    session.add(person)
    session.flush()


def put_first(session: Session, person: Person, what: str) -> None:
    """The one place or listing they want first; empty puts none first."""
    person.put_first = what.strip()[:LONGEST_PLACE] or None
    session.add(person)
    session.flush()


def _rows(session: Session, person: Person) -> list[ChosenCondition]:
    query = select(ChosenCondition).where(ChosenCondition.person_id == person.id)
    return list(session.exec(query.execution_options(populate_existing=True)))


def _judge(choice: Choice) -> None:
    name, value = choice
    known = {
        "day": value in DAYS,
        "part_of_day": value in PARTS_OF_DAY,
        "going": value in GOING,
        "max_cost_pence": value.isascii()
        and value.isdecimal()
        and int(value[:9]) <= MOST_PENCE,
        "language": bool(value.strip()) and len(value) <= LONGEST_LANGUAGE,
    }
    if not known.get(name, name in (*MATCHED, *TO_ASK) and value == "yes"):
        raise BadInput("That is not one of the choices on this page.")
