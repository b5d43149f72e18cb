"""People and judgments from JSON Lines, for ``match`` and ``evaluate``.

The keys of a line are the fields below, and no others. Each line is judged; the first
that can't be used ends the reading with one plain sentence naming it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from catalogue.places import FoundPlace, Gazetteer, PostcodeTable, find_place
from matcher.errors import BadInput
from matcher.knowing import ranking_place
from matcher.ranking.facts import KINDS, Asked, Conditions, Phrase, Place


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"it is none of {', '.join(KINDS)}")
    return kind


Kind = Annotated[str, AfterValidator(_known)]
Day = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
PartOfDay = Literal["morning", "afternoon", "evening"]


Line = TypeVar("Line", bound=BaseModel)

MENDS = {
    "missing": "it is left out, and has to be there",
    "extra_forbidden": "nobody asks for that: take it out, or look at how it is spelt",
    "model_type": "write an object there, in { }",
    "list_type": "write a list there, in [ ]",
    "string_type": 'write text there, in " "',
    "string_unicode": "some of its signs are no text: write it anew",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number there",
    "int_parsing": "write a whole number there",
    "int_from_float": "write a whole number there",
    "float_type": "write a number there",
    "float_parsing": "write a number there",
}
"""What to do about each kind of fault; the library speaks to who writes code."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PhraseLine(_Line):
    """One phrase: a person's own words, and the question they answer."""

    kind: Kind = "enjoy_now"
    words: str = Field(max_length=2_000)


class PlaceLine(_Line):
    """Where the person sets out from."""

    postcode: str
    travel_km: float | None = Field(default=None, gt=0)


class ConditionsLine(_Line):
    """What the person made firm."""

    free: bool = False
    max_cost_pence: int | None = Field(default=None, ge=0)
    days: list[Day] = []
    part_of_day: PartOfDay | list[PartOfDay] = []
    step_free: bool = False
    quiet: bool = False
    online: bool = False
    just_turn_up: bool = False


class PersonLine(_Line):
    """One person of a people file."""

    id: str
    phrases: list[PhraseLine] = Field(max_length=100)
    place: PlaceLine | None = None
    conditions: ConditionsLine = ConditionsLine()
    put_first: list[str] = []


class JudgmentLine(_Line):
    """How well one listing answers one person: 3 the very thing, 0 not at all."""

    persona: str
    doc: str
    grade: Annotated[int, Field(ge=0, le=3)]


@dataclass(frozen=True, kw_only=True)
class Asker:
    """One person of a file, as ranking takes them."""

    id: str
    asked: Asked
    unknown_place: str | None
    """The postcode, when the table does not know it: then no place is used."""


def read_people(
    path: Path, postcodes: PostcodeTable, gazetteer: Gazetteer
) -> list[Asker]:
    """Everyone in the file; raises ``BadInput`` naming the first line that is wrong."""
    lines = list(_lines(path, PersonLine))
    return [_asker(line, postcodes, gazetteer) for line in lines]


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    """Grades by person, then listing; raises ``BadInput`` naming the first bad line."""
    grades: dict[str, dict[str, int]] = {}
    for line in _lines(path, JudgmentLine):
        grades.setdefault(line.persona, {})[line.doc] = line.grade
    return grades


def _lines(path: Path, model: type[Line]) -> Iterator[Line]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}. Check its name.") from None
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path} can't be read as UTF-8 text.") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield model.model_validate(json.loads(line))
        except ValueError as error:
            raise BadInput(f"{path}, line {number}: {_reason(error)}") from None


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return "this is not JSON. Each line holds one object."
    first = error.errors(include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the line"
    why = MENDS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    return f"{where}: {why}."


def _asker(line: PersonLine, postcodes: PostcodeTable, gazetteer: Gazetteer) -> Asker:
    place, unknown = _place(line.place, postcodes, gazetteer)
    asked = Asked(
        phrases=tuple(Phrase(words=p.words, kind=p.kind) for p in line.phrases),
        place=place,
        conditions=_conditions(line.conditions),
        put_first=tuple(line.put_first),
    )
    return Asker(id=line.id, asked=asked, unknown_place=unknown)


def _place(
    line: PlaceLine | None, postcodes: PostcodeTable, gazetteer: Gazetteer
) -> tuple[Place | None, str | None]:
    if line is None:
        return None, None
    found = find_place(line.postcode, postcodes, gazetteer)
    if not isinstance(found, FoundPlace):
        return None, line.postcode
    return ranking_place(found, gazetteer, line.travel_km), None


def _conditions(line: ConditionsLine) -> Conditions:
    parts = line.part_of_day
    return Conditions(
        free=line.free,
        max_cost_pence=line.max_cost_pence,
        days=frozenset(line.days),
        parts_of_day=frozenset([parts] if isinstance(parts, str) else parts),
        step_free=line.step_free,
        quiet=line.quiet,
        online=line.online,
        just_turn_up=line.just_turn_up,
    )
