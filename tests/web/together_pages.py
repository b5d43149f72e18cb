"""The shared page and a listing's own, for ``test_every_page``: what they take, with
hostile words wherever somebody may have written."""

from dataclasses import replace
from typing import Any

from catalogue.drafts import (
    Openness,
)
from catalogue.pictures import pictures
from catalogue.places import FoundPlace, PlaceName, PlaceProblem, Point
from catalogue.schedules import Occurrence
from matcher.access import Visitor
from matcher.matching import Day, Departure, Found, Group
from matcher.models import Role
from matcher.ranking import Asked, Conditions, Phrase, Place
from matcher.taking import Taken, Taking
from matcher.web.offers import Offer, Press, all_at_once
from matcher.web.shared_form import KINDS, SharedForm
from matcher.web.together import shown_groups
from tests.web.evil import EVIL, NOW, TODAY, result
from tests.web.list_pages import save_here

FOUND = Found(
    asked=Asked(phrases=()),
    groups=tuple(
        Group(openness=kind, results=(result(kind),) * 4, total=40, run_by=EVIL)
        for kind in Openness
    ),
    first=(result(),),
    unanswered=(0,),
    kept_in_view=(0,),
    only_refusals=False,
    refused=(EVIL,),
    total=160,
    choices={"free": 3},
    choices_to_ask={"free": 2},
)

NOTHING = Found(
    asked=Asked(phrases=()),
    groups=(),
    first=(),
    unanswered=(0,),
    kept_in_view=(),
    only_refusals=False,
    refused=(),
    total=0,
    choices={},
    choices_to_ask={},
)

SHARED = SharedForm(
    phrases=(
        *(Phrase(words=EVIL, kind=kind) for kind in KINDS),
        Phrase(words="singing"),
    ),
    chosen=pictures()[:1],
    typed=EVIL,
    place=EVIL,
    travel_km="5",
    conditions=Conditions(
        free=True, max_cost_pence=500, days=frozenset({"MO"}), step_free=True
    ),
    max_cost=EVIL,
    put_first=EVIL,
    opened=("mainstream",),
    problems=("too_many", "max_cost"),
)

TAKEN = (Taken(activity="darts", name=EVIL),)
TAKING = Taking(taken=TAKEN, perhaps=TAKEN, added=TAKEN, not_meant=TAKEN)

OFFERED = tuple(
    Offer(words=EVIL, presses=(Press(name=name, values=values),))
    for name, values in (
        *((name, ()) for name in ("free", "step_free", "quiet", "online")),
        ("just_turn_up", ()),
        ("day", ("SA", "SU")),
        ("part", ("morning", "afternoon")),
        ("most", ("250",)),
        ("most", ()),
        ("near", ("3",)),
        ("near", ("1.5",)),
    )
)

HERE = FoundPlace(
    asked=EVIL,
    point=Point(53.0, -1.7),
    precision="venue",
    label=EVIL,
    outcode="QX1",
    respelt=True,
)

TOGETHER = {
    "shared": SHARED,
    "today": TODAY,
    "in_part": False,
    "departure": Departure(place=Place(latitude=53.0, longitude=-1.7), found=HERE),
    "place_problem": None,
    "found": FOUND,
    "days": None,
    "groups": shown_groups(FOUND, ("mainstream",)),
    "said": SHARED.said,
    "takings": (*(TAKING for _ in SHARED.phrases[1:]), Taking()),
    "offers": OFFERED,
    "all_offers": all_at_once(OFFERED),
    "answered": frozenset(),
    "is_empty": False,
    "can_save": save_here(result().listing),
}

CLUES = [
    PlaceProblem(
        kind="several",
        asked=EVIL,
        candidates=(PlaceName(name=EVIL, kind="venue", point=Point(53.0, -1.7)),),
    ),
    PlaceProblem(kind="unknown_name", asked=EVIL),
    PlaceProblem(kind="unknown_postcode", asked=EVIL, postcode=EVIL),
    PlaceProblem(
        kind="unknown_postcode", asked=EVIL, postcode=EVIL, outside="northern_ireland"
    ),
]

WEEK = (Day(day=TODAY, meetings=((Occurrence(day=TODAY, starts_at=NOW), result()),)),)

TOGETHER_PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "a whole search": ("together/page.html", TOGETHER),
    "a part of a search": ("together/results.html", TOGETHER | {"in_part": True}),
    "nothing that fits": (
        "together/page.html",
        TOGETHER | {"found": NOTHING, "groups": ()},
    ),
    "only refusals": (
        "together/page.html",
        TOGETHER | {"found": replace(NOTHING, only_refusals=True), "groups": ()},
    ),
    "the week": ("together/page.html", TOGETHER | {"found": None, "days": WEEK}),
    "an empty week": ("together/page.html", TOGETHER | {"found": None, "days": ()}),
    "an empty catalogue": ("together/page.html", TOGETHER | {"is_empty": True}),
    "the first look": (
        "together/page.html",
        TOGETHER | {"shared": SharedForm(), "found": None, "said": ()},
    ),
    **{
        f"a place that is {clue.kind} {number}": (
            "together/page.html",
            TOGETHER | {"departure": None, "place_problem": clue},
        )
        for number, clue in enumerate(CLUES)
    },
    "one thing to do": (
        "opportunities/opportunity.html",
        {
            "listing": result().listing,
            "dates": (Occurrence(day=TODAY, starts_at=NOW),),
            "json_ld": "{}",
            "read_as": (*TAKEN, *TAKEN),
            "is_kept": False,
            "is_asked_for": False,
            "is_theirs": False,
            "visitor": Visitor(sign_in_id=EVIL, name=EVIL, role=Role.PARTNER),
            "today": TODAY,
            "way_back": [("phrase", EVIL), (EVIL, EVIL)],
            "can_save": save_here(result().listing),
        },
    ),
}
