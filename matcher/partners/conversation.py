"""One question at a time -> what a listing says. Pure: drafts in, drafts out.

Each question reads its own answers and touches nothing else of the draft, so that they
may be answered in any order, changed for ever and left out: what nobody has said stays
unsaid. The words are kept as they were written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from catalogue.activities import Lexicon, Reading
from catalogue.costs import read_cost
from catalogue.drafts import (
    FirstVisit,
    Joining,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Venue,
)
from catalogue.opportunities import read_draft
from catalogue.places.postcodes import find_postcode_in
from matcher.errors import BadInput
from matcher.mail.addresses import strict_address
from matcher.partners.times import Pressed, with_time, without_time

LINE = 200
"""Characters of a name, a place, an address."""

WORDS = 4_000
"""Characters of what is said of it: far more than anybody reads to the end."""

STEPS = ("step-free", "not step-free")

ACCESS = (
    "accessible toilet", "hearing loop", "quiet space", "seating", "lift", "parking",
)  # fmt: skip
"""What else a place may have."""

WORTH_SHOWING = 0.3
"""How sure a reading must be to be shown for correcting: less than for saying it."""

MOST_ACTIVITIES = 12

COMMON = {"press": 40, "seen": 10}
"""What every question's form has besides: its button, and the version it shows."""

FIRST_VISIT = tuple(one.name for one in fields(FirstVisit))


@dataclass(frozen=True, kw_only=True)
class Said:
    """The fields of one form; a name may come many times."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The last value of a field, without spaces around it."""
        values = self.fields.get(name, ())
        return values[-1].strip() if values else ""

    def all(self, name: str) -> Sequence[str]:
        """Every value of a field."""
        return self.fields.get(name, ())

    def text(self, name: str) -> str | None:
        """The same as ``one``; None for nothing."""
        return self.one(name) or None


@dataclass(frozen=True, kw_only=True)
class Question:
    """One page: its name in an address, what its form may bring, how it is read."""

    name: str
    longest: Mapping[str, int]
    read: Callable[[OpportunityDraft, Said, date], OpportunityDraft]


# --- each question -------------------------------------------------------------------


def _who_runs(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    name = said.one("organization")
    if not name:
        raise BadInput("Say who runs it, as people know them.")
    before = draft.organization or OrganizationDraft(name=name)
    return replace(draft, organization=replace(before, name=name))


def _what(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    if not said.one("title"):
        raise BadInput("Give it a name, so that people can ask for it.")
    return replace(draft, title=said.one("title"), description=said.one("description"))


def _activities(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    shown, right = set(said.all("shown")), set(said.all("right"))
    wrong = (set(draft.not_activities) | shown) - right
    named = [" ".join(part.split()) for part in said.one("others").split(",")]
    others = tuple(dict.fromkeys(name for name in named if name))
    if len(others) > MOST_ACTIVITIES:
        raise BadInput(f"Name the {MOST_ACTIVITIES} that matter most.")
    return replace(draft, activities=others, not_activities=tuple(sorted(wrong)))


def _when(draft: OpportunityDraft, said: Said, today: date) -> OpportunityDraft:
    press = said.one("press")
    if press.startswith("away-"):
        return without_time(draft, int(press[5:]) if press[5:].isdecimal() else -1)
    if press == "unsaid":
        return replace(draft, schedule_text=None)
    pressed = Pressed(
        way=said.one("way"),
        days=said.all("day"),
        nths=said.all("nth"),
        starts=said.one("starts"),
        ends=said.one("ends"),
        first=said.one("first"),
        last=said.one("last"),
        words=said.one("words"),
    )
    if press == "next" and pressed.is_empty:
        return draft
    return with_time(draft, pressed, today=today)


def _where(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    at = said.all("at")
    covers = tuple(
        dict.fromkeys(p.strip() for p in said.one("covers").split(",") if p.strip())
    )
    venues = _venues(draft, said) if "place" in at else ()
    if not at:
        raise BadInput("Press where it is first.")
    return replace(
        draft,
        venues=venues,
        online="online" in at,
        covers=covers if "area" in at else (),
    )


def _venues(draft: OpportunityDraft, said: Said) -> tuple[Venue, ...]:
    code = said.one("postcode")
    found = find_postcode_in(code) if code else None
    if code and found is None:
        raise BadInput("That is no postcode we can read. It looks like M16 0AB.")
    if not (said.one("venue") or said.one("address") or found):
        raise BadInput("Say what the place is called, or its address.")
    before = draft.venues[0] if draft.venues else Venue()
    moved = before.postal_code != found or before.address != said.text("address")
    first = replace(
        before,
        name=said.text("venue"),
        address=said.text("address"),
        postal_code=found,
        latitude=None if moved else before.latitude,
        longitude=None if moved else before.longitude,
    )
    return (first, *draft.venues[1:])


def _cost(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    how = said.one("how")
    if how == "free":
        return replace(draft, prices=(Price(amount_pence=0),), cost_text="Free")
    if how == "ask":
        return replace(draft, prices=(), cost_text=None)
    words = said.one("words")
    if how != "costs" or not words:
        raise BadInput("Say what it costs, or press “Free”.")
    return replace(draft, prices=read_cost(words), cost_text=words)


def _welcome(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    open_to = said.one("openness")
    if open_to not in {"mainstream", "outward_facing", "in_service"}:
        raise BadInput("Press who can come.")
    note = said.text("outward_note")
    if open_to == "outward_facing" and note is None:
        raise BadInput("Say what is open, to whom and when.")
    return replace(
        draft,
        openness=Openness(open_to),
        outward_note=note if open_to == "outward_facing" else None,
        eligibility=said.text("eligibility"),
        minimum_age=_age(said.one("minimum_age")),
    )


def _age(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text) <= 120):
        raise BadInput("Write the age as a number, like 16.")
    return int(text)


def _access(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    if not draft.venues:
        return draft
    first = draft.venues[0]
    own = [label for label in first.accessibility if label not in ALL_ACCESS]
    steps = said.one("steps")
    labels = [label for label in STEPS if code_of(label) == steps]
    labels += [label for label in ACCESS if code_of(label) in said.all("has")]
    first = replace(first, accessibility=(*labels, *own))
    return replace(draft, venues=(first, *draft.venues[1:]))


ALL_ACCESS = frozenset({*STEPS, *ACCESS})


def _first_visit(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    card = FirstVisit(**{name: said.text(name) for name in FIRST_VISIT})
    turn_up = {"yes": True, "no": False}.get(said.one("just_turn_up"))
    return replace(
        draft,
        first_visit=card,
        joining=replace(draft.joining, just_turn_up=turn_up),
        what_to_bring=said.text("what_to_bring"),
    )


def _hello(draft: OpportunityDraft, said: Said, _today: date) -> OpportunityDraft:
    url = said.text("url")
    if url and "://" not in url:
        url = f"https://{url}"
    if url and not url.lower().startswith(("https://", "http://")):
        raise BadInput("That is no address of a web page. It looks like example.org")
    email = said.text("email")
    return replace(
        draft,
        contact_name=said.text("contact_name"),
        phone=said.text("phone"),
        email=strict_address(email) if email else None,
        url=url,
        how_to_join=said.text("how_to_join"),
    )


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question(
            name="run-by",
            longest={"organization": LINE, "confirm_email": LINE},
            read=_who_runs,
        ),
        Question(
            name="what", longest={"title": LINE, "description": WORDS}, read=_what
        ),
        Question(
            name="activities",
            longest={"shown": LINE, "right": LINE, "others": 500},
            read=_activities,
        ),
        Question(
            name="when",
            longest={
                "way": 20, "day": 2, "nth": 2, "starts": 40, "ends": 40, "first": 40,
                "last": 40, "words": 500,
            },
            read=_when,
        ),
        Question(
            name="where",
            longest={
                "at": 20, "venue": LINE, "address": LINE, "postcode": LINE,
                "covers": 500,
            },
            read=_where,
        ),
        Question(name="cost", longest={"how": 20, "words": 500}, read=_cost),
        Question(
            name="welcome",
            longest={
                "openness": 20, "outward_note": 500, "eligibility": 1_000,
                "minimum_age": 3,
            },
            read=_welcome,
        ),
        Question(name="access", longest={"steps": 20, "has": 40}, read=_access),
        Question(
            name="first-visit",
            longest={
                **dict.fromkeys(FIRST_VISIT, 500), "just_turn_up": 5,
                "what_to_bring": 500,
            },
            read=_first_visit,
        ),
        Question(
            name="hello",
            longest={
                "contact_name": LINE, "phone": 40, "email": LINE, "url": LINE,
                "how_to_join": 1_000,
            },
            read=_hello,
        ),
    )
}  # fmt: skip
"""In the order they are asked. The first is asked of workers alone: an organization
that keeps its own listings is known."""

CHECK = "check"
"""The page after the last question: everything once more, and the card."""

STAYS = ("add", "unsaid")
"""Buttons that keep the question open: what was told is said back first."""


def questions_for(organization: object) -> list[str]:
    """The questions in order, for one of an organization here or for a worker."""
    return [name for name in QUESTIONS if name != "run-by" or organization is None]


def after(step: str, press: str, names: Sequence[str]) -> str:
    """The page to go on with."""
    if press in STAYS or press.startswith("away-"):
        return step
    if press == CHECK:
        return CHECK
    at = names.index(step) + 1
    return names[at] if at < len(names) else CHECK


def before(step: str, names: Sequence[str]) -> str | None:
    """The question before; None for the first."""
    at = len(names) if step == CHECK else names.index(step)
    return names[at - 1] if at else None


def answered(
    draft: OpportunityDraft, step: str, said: Said, *, today: date
) -> OpportunityDraft:
    """The draft with the answers of one question.

    Raises ``BadInput`` with what to write instead; the draft is as it was then.
    """
    return QUESTIONS[step].read(draft, said, today)


def readings_to_correct(draft: OpportunityDraft, lexicon: Lexicon) -> list[Reading]:
    """What its words are read as, the refused ones too, surest first."""
    read = read_draft(replace(draft, not_activities=()), lexicon)
    return [one for one in read if one.weight >= WORTH_SHOWING][:MOST_ACTIVITIES]


def missing(draft: OpportunityDraft) -> list[str]:
    """The questions without which nobody could go; the rest may stay unsaid."""
    wanting = {
        "run-by": draft.organization is None or not draft.organization.name,
        "what": not draft.title,
        "where": not (draft.venues or draft.online or draft.covers),
        "welcome": draft.openness is Openness.UNSTATED,
    }
    return [name for name, is_wanting in wanting.items() if is_wanting]


def unsaid(draft: OpportunityDraft) -> list[str]:
    """The questions nobody has answered yet: the card says "ask first" there."""
    open_ends = {
        "when": not (draft.timetables or draft.schedule_text),
        "cost": not (draft.prices or draft.cost_text),
        "access": bool(draft.venues) and not draft.venues[0].accessibility,
        "first-visit": draft.first_visit == FirstVisit() and draft.joining == Joining(),
        "hello": not (draft.phone or draft.email or draft.url),
    }
    return [name for name, is_open in open_ends.items() if is_open]


# --- what a form shows ---------------------------------------------------------------


def shown_fields(
    draft: OpportunityDraft, step: str, *, confirm_email: str | None = None
) -> Said:
    """What the form of a question shows: the answers there are, as they were given."""
    fields_of: dict[str, Callable[[], dict[str, Any]]] = {
        "run-by": lambda: {
            "organization": draft.organization.name if draft.organization else "",
            "confirm_email": confirm_email,
        },
        "what": lambda: {"title": draft.title, "description": draft.description},
        "activities": lambda: {"others": ", ".join(draft.activities)},
        "where": lambda: _where_shown(draft),
        "cost": lambda: _cost_shown(draft),
        "welcome": lambda: _welcome_shown(draft),
        "access": lambda: _access_shown(draft),
        "first-visit": lambda: {
            **{name: getattr(draft.first_visit, name) for name in FIRST_VISIT},
            "just_turn_up": {True: "yes", False: "no"}.get(
                draft.joining.just_turn_up  # type: ignore[arg-type]
            ),
            "what_to_bring": draft.what_to_bring,
        },
        "hello": lambda: {
            name: getattr(draft, name) for name in QUESTIONS["hello"].longest
        },
    }
    given = fields_of[step]() if step in fields_of else {}
    return Said(
        fields={
            name: [value] if isinstance(value, str) else list(value)
            for name, value in given.items()
            if value
        }
    )


def _where_shown(draft: OpportunityDraft) -> dict[str, Any]:
    venue = draft.venues[0] if draft.venues else Venue()
    at = {"place": draft.venues, "online": draft.online, "area": draft.covers}
    return {
        "at": [name for name, is_so in at.items() if is_so],
        "venue": venue.name,
        "address": venue.address,
        "postcode": venue.postal_code,
        "covers": ", ".join(draft.covers),
    }


def _cost_shown(draft: OpportunityDraft) -> dict[str, Any]:
    is_free = draft.prices == (Price(amount_pence=0),)
    is_said = draft.prices or draft.cost_text
    words = draft.cost_text or ""
    return {
        "how": "free" if is_free else "costs" if is_said else "",
        "words": "" if is_free else words,
    }


def _welcome_shown(draft: OpportunityDraft) -> dict[str, Any]:
    is_said = draft.openness is not Openness.UNSTATED
    age = draft.minimum_age
    return {
        "openness": draft.openness.value if is_said else "",
        "outward_note": draft.outward_note,
        "eligibility": draft.eligibility,
        "minimum_age": str(age) if age is not None else "",
    }


def _access_shown(draft: OpportunityDraft) -> dict[str, Any]:
    labels = draft.venues[0].accessibility if draft.venues else ()
    return {
        "steps": [code_of(label) for label in labels if label in STEPS][:1],
        "has": [code_of(label) for label in labels if label in ACCESS],
    }


def code_of(label: str) -> str:
    """A label as a form sends it."""
    return label.replace(" ", "-")
