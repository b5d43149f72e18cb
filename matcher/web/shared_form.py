"""The form of the shared page: what was posted -> what it holds now. Pure.

Everything travels in the form itself, because nothing is kept: phrases as hidden
fields, in order, and the button that was pressed as one more field. What can't be
read is left out and named in ``problems``; a template says each in a sentence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from catalogue.pictures import Picture, pictures
from matcher.ranking.facts import KINDS, Conditions, Phrase
from matcher.ranking.openness import OPENNESS_ORDER
from matcher.ranking.times import DAYS, PARTS_OF_DAY
from matcher.web import offers, taken

MOST_PHRASES = 20
"""More than anybody says at one table; each costs a search."""

LONGEST_PHRASE = 500
"""Characters; a long story is better said in a few pieces, each of which can match."""

LONGEST_FIELD = 200
"""Characters of a place or a name that is put first."""

PLAIN_KIND = "enjoy_now"
"""What the one big box asks for."""

TRAVEL_KM = ("", "1.5", "3", "8", "20")
"""How far, as the page offers it; any other number is welcome in the field too."""

FARTHEST_KM = 1000.0

PRESSES = frozenset(
    {"go", "up", "down", "remove", "clear", "save", "unsave", "easy", "code", "back"}
    | {*taken.PRESSES, offers.PRESS}
)
"""Fields of a press whose work is done when its answer is shown; never sent again."""

POINTING = "pointing"
"""The field that says all pictures were shown: one that isn't picked was let go."""

SAID = frozenset(
    {"phrase", "kind", "taken", "chosen", "picked", "add", POINTING}
    | {f"add_{kind}" for kind in KINDS}
)
"""Fields that hold what was said; they travel as the form understood them."""

FIRM = frozenset(
    {"free", "max_cost", "day", "part", "step_free", "quiet", "online", "just_turn_up"}
)
"""Fields of what is firm, which are cleared together."""

MOST_FIELDS = 200
"""Far more than any form of ours has; nobody makes us carry a load for them."""

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters nobody types; a database or a log may choke on them."""

AMOUNT = re.compile(r"£?\s*(\d{1,5})(?:[.,](\d{1,2}))?\s*")

Fields = Sequence[tuple[str, str]]
"""Names and values as posted, in order; a name may come many times."""


@dataclass(frozen=True, kw_only=True)
class SharedForm:
    """What the shared form holds."""

    phrases: tuple[Phrase, ...] = ()
    typed: str = ""
    """Words still in the box: searched for, not yet a chip."""
    place: str = ""
    travel_km: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    max_cost: str = ""
    """As typed, so that it can be shown again beside what is wrong with it."""
    put_first: str = ""
    view: str = "list"
    opened: tuple[str, ...] = ()
    """Groups that are shown whole."""
    problems: tuple[str, ...] = ()
    """``too_many``, ``too_long``, ``max_cost``, ``nothing_said``."""
    focus: str = ""
    """The id of the control to come back to after a press."""
    asked_more: bool = False
    """An open question was answered, so they stay open."""
    chosen: tuple[Picture, ...] = ()
    """Pictures that phrases were chosen by: pointed at, not written."""

    @property
    def said(self) -> tuple[Phrase, ...]:
        """Every phrase to search for: the chips, and what stands in the box."""
        sayable = 1 < len(self.typed) <= LONGEST_PHRASE
        typed = (Phrase(words=self.typed),) if sayable else ()
        return (self.phrases + typed)[:MOST_PHRASES]

    @property
    def travel_choices(self) -> tuple[str, ...]:
        """Distances to offer; one that came from elsewhere is kept among them."""
        known = self.travel_km in TRAVEL_KM
        return TRAVEL_KM if known else (*TRAVEL_KM, self.travel_km)

    @property
    def has_conditions(self) -> bool:
        """Whether anything is firm."""
        return self.conditions != Conditions()

    @property
    def toggles(self) -> tuple[tuple[str, bool], ...]:
        """Every choice beside the price, in the order of the page, and whether it is
        made; each by the name that it is counted under."""
        firm = self.conditions
        return (
            ("free", firm.free),
            *((day, day in firm.days) for day in DAYS),
            *((part, part in firm.parts_of_day) for part in PARTS_OF_DAY),
            ("step_free", firm.step_free),
            ("quiet", firm.quiet),
            ("online", firm.online),
            ("just_turn_up", firm.just_turn_up),
        )

    @property
    def taken_fields(self) -> tuple[str, ...]:
        """What was said of how each phrase was taken, as its field has it."""
        return tuple(map(taken.as_field, self.phrases))

    @property
    def drawn(self) -> dict[str, str]:
        """Words that were chosen by a picture, with the id of that picture."""
        return {picture.words: picture.id for picture in self.chosen}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The open questions beside the big box."""
        return tuple(kind for kind in KINDS if kind != PLAIN_KIND)


def read_form(
    fields: Iterable[tuple[str, str]], *, as_typed: bool = False
) -> SharedForm:
    """What the form holds after the press that sent it.

    ``as_typed``: sent by itself while somebody types or chooses, so words in the box
    stay there. Else they become the last phrase, unless another button was pressed.
    """
    given = [(name, UNREADABLE.sub("", value)) for name, value in fields]
    cleared = last_of(given, "clear")
    if cleared == "everything":
        return SharedForm(focus="add")
    phrases, focus = _pressed(_not_let_go(_phrases(given), given), given)
    focus = focus or offers.focus_after(given)
    answers = [] if as_typed or focus else _answers(given)
    picked = _pictures(given, "picked")
    pointed = [Phrase(words=picture.words) for picture in picked]
    written = {picture_of(phrase) for phrase in phrases}
    fresh = [picture for picture in picked if picture not in written]
    phrases, left_over, problems = _with_answers(phrases, pointed + answers)
    in_box = last_of(given, "add").strip() if as_typed or focus else left_over
    conditions, max_cost, wrong = _conditions([] if cleared else given)
    silence = () if phrases or in_box or focus else _silence(given)
    return SharedForm(
        phrases=tuple(phrases),
        typed=in_box,
        place=last_of(given, "place").strip()[:LONGEST_FIELD],
        travel_km=_travel_km(last_of(given, "travel_km")),
        conditions=conditions,
        max_cost=max_cost,
        put_first=last_of(given, "put_first").strip()[:LONGEST_FIELD],
        view="week" if last_of(given, "view") == "week" else "list",
        opened=tuple(group for group in OPENNESS_ORDER if group in _all(given, "more")),
        problems=problems + wrong + silence,
        focus=focus or ("add" if answers or silence else ""),
        asked_more=any(answer.kind != PLAIN_KIND for answer in answers),
        chosen=_still_there([*fresh, *_pictures(given, "chosen")], phrases),
    )


def last_of(given: Fields, name: str) -> str:
    """The last value: a button pressed comes after the hidden field it changes."""
    return next((value for key, value in reversed(given) if key == name), "")


def travelling(fields: Iterable[tuple[str, str]]) -> Fields:
    """What a page needs to lead back here: the form without the press that left it."""
    return [(name, text) for name, text in fields if name not in PRESSES][:MOST_FIELDS]


def as_shown(shared: SharedForm, fields: Fields) -> Fields:
    """What shows the same form once more, without the press that it came from.

    A word that was taken away is in it no longer. ``fields``: what was posted, for all
    that ``shared`` was made of and no press on a phrase changes.
    """
    cleared = last_of(fields, "clear")
    if cleared == "everything":
        return ()
    left_out = SAID | FIRM if cleared else SAID
    rest = [one for one in travelling(fields) if one[0] not in left_out]
    return [*_said_again(shared), *rest]


def _said_again(shared: SharedForm) -> Fields:
    """What was said, in its order; what was meant by it, where anything was said."""
    said, of_each = [], shared.taken_fields
    for phrase, of_it in zip(shared.phrases, of_each, strict=True):
        said += [("phrase", phrase.words), ("kind", phrase.kind)]
        if any(of_each):
            said.append(("taken", of_it))
        if phrase.words in shared.drawn and picture_of(phrase):
            said.append(("chosen", phrase.words))
    return [*said, ("add", shared.typed)] if shared.typed else said


def picture_of(phrase: Phrase) -> Picture | None:
    """The picture that stands for the same; none for the words of another question."""
    plain = phrase.kind == PLAIN_KIND
    return _pictures_by_words().get(phrase.words.casefold()) if plain else None


@cache
def _pictures_by_words() -> dict[str, Picture]:
    return {one.words.casefold(): one for one in reversed(pictures())}


# --- phrases -------------------------------------------------------------------------


def _phrases(given: Fields) -> list[Phrase]:
    """The chips: words and kinds come in pairs; an unknown kind is the plain one."""
    kinds = _all(given, "kind")
    said = [words.strip()[:LONGEST_PHRASE] for words in _all(given, "phrase")]
    kinds += [PLAIN_KIND] * (len(said) - len(kinds))
    of_each = _all(given, "taken")
    of_each += [""] * (len(said) - len(of_each))
    return [
        taken.with_said(
            Phrase(words=words, kind=kind if kind in KINDS else PLAIN_KIND), of_it
        )
        for words, kind, of_it in zip(said, kinds, of_each, strict=False)
        if words
    ][:MOST_PHRASES]


def _pictures(given: Fields, name: str) -> list[Picture]:
    """The pictures whose words a field names; other words are no picture's."""
    named = set(_all(given, name))
    return [one for one in pictures() if one.words in named] if named else []


def _not_let_go(phrases: list[Phrase], given: Fields) -> list[Phrase]:
    """The phrases but those whose picture was shown, and is picked no more."""
    if not last_of(given, POINTING):
        return phrases
    kept = {None, *_pictures(given, "picked")}
    return [phrase for phrase in phrases if picture_of(phrase) in kept]


def _still_there(
    named: list[Picture], phrases: Sequence[Phrase]
) -> tuple[Picture, ...]:
    """The pictures, each once, whose words are among the phrases."""
    said = {phrase.words for phrase in phrases if phrase.kind == PLAIN_KIND}
    return tuple(dict.fromkeys(one for one in named if one.words in said))


def _pressed(phrases: list[Phrase], given: Fields) -> tuple[list[Phrase], str]:
    """The chips after a press, and the control to come back to."""
    said, at = taken.after_press(phrases, given)
    return (said, f"took-{at}") if at is not None else _moved(phrases, given)


def _moved(phrases: list[Phrase], given: Fields) -> tuple[list[Phrase], str]:
    """The chips after a press on one of them, and the control to come back to."""
    for press, step in (("remove", 0), ("up", -1), ("down", 1)):
        at = _position(last_of(given, press), len(phrases))
        if at is None:
            continue
        chip, rest = phrases[at], phrases[:at] + phrases[at + 1 :]
        if press == "remove":
            return rest, f"remove-{min(at, len(rest) - 1)}" if rest else "add"
        to = min(max(at + step, 0), len(rest))
        at_an_end = to in {0, len(rest)}
        stays = press if not at_an_end else "down" if to == 0 else "up"
        return [*rest[:to], chip, *rest[to:]], f"{stays}-{to}"
    return phrases, ""


def _position(text: str, count: int) -> int | None:
    known = text.isascii() and text.isdecimal() and len(text) < 4
    return int(text) if known and int(text) < count else None


def _answers(given: Fields) -> list[Phrase]:
    """What stands in the box and beside the open questions, as phrases to add."""
    named = [("add", PLAIN_KIND), *((f"add_{kind}", kind) for kind in KINDS)]
    said = [(last_of(given, name).strip(), kind) for name, kind in named]
    return [Phrase(words=words, kind=kind) for words, kind in said if words]


def _with_answers(
    phrases: list[Phrase], answers: list[Phrase]
) -> tuple[list[Phrase], str, tuple[str, ...]]:
    """The chips with the answers after; words that don't fit go back to the box."""
    kept: list[Phrase] = list(phrases)
    left_over: list[str] = []
    problems: list[str] = []
    for answer in answers:
        too_long = len(answer.words) > LONGEST_PHRASE
        if any(_same(answer, one) for one in kept):
            continue
        if not too_long and len(kept) < MOST_PHRASES:
            kept.append(answer)
            continue
        left_over.append(answer.words)
        problems.append("too_long" if too_long else "too_many")
    return kept, ", ".join(left_over), tuple(dict.fromkeys(problems))


def _silence(given: Fields) -> tuple[str, ...]:
    """Find was pressed with nothing said: a page that stays the same looks broken."""
    asked = last_of(given, "go") and last_of(given, "view") != "week"
    return ("nothing_said",) if asked else ()


def _same(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases say the same; a capital letter makes no other thing."""
    alike = one.words.casefold() == other.words.casefold()
    return alike and one.kind == other.kind


# --- conditions ----------------------------------------------------------------------


def _conditions(given: Fields) -> tuple[Conditions, str, tuple[str, ...]]:
    """What is firm, the price as typed, and what could not be read."""
    max_cost = last_of(given, "max_cost").strip()[:20]
    pence = pence_of(max_cost)
    conditions = Conditions(
        free=_ticked(given, "free"),
        max_cost_pence=pence,
        days=frozenset(DAYS) & frozenset(_all(given, "day")),
        parts_of_day=frozenset(PARTS_OF_DAY) & frozenset(_all(given, "part")),
        step_free=_ticked(given, "step_free"),
        quiet=_ticked(given, "quiet"),
        online=_ticked(given, "online"),
        just_turn_up=_ticked(given, "just_turn_up"),
    )
    wrong = ("max_cost",) if max_cost and pence is None else ()
    return conditions, max_cost, wrong


def pence_of(text: str) -> int | None:
    """An amount as people write it: ``£2.50`` -> 250; None for anything else."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _travel_km(text: str) -> str:
    """A number of kilometres as typed, or nothing: any distance."""
    try:
        distance_km = float(text)
    except ValueError:
        return ""
    return text.strip() if 0 < distance_km <= FARTHEST_KM else ""


def _ticked(given: Fields, name: str) -> bool:
    return last_of(given, name) not in {"", "0", "false"}


# --- fields --------------------------------------------------------------------------


def _all(given: Fields, name: str) -> list[str]:
    return [value for key, value in given if key == name]
