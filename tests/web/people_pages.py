"""A person's pages for ``test_every_page``: what they take, with hostile words
wherever somebody may have written."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from catalogue.opportunities import Listing
from catalogue.places import PlaceProblem
from matcher.access import Visitor
from matcher.matching import Departure, Found
from matcher.models import AvoidedPlace, Person, Phrase, Role
from matcher.people import KINDS, PLAIN, Practical, is_matched
from matcher.ranking import Conditions
from matcher.ranking import Phrase as Asking
from matcher.taking import Taken, Taking
from matcher.web.people.opening import STEPS
from matcher.web.people.showing import Gone, Shown
from matcher.web.shared_form import TRAVEL_KM
from matcher.web.together import shown_groups
from matcher.web.whose_list import SaveHere

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SAM = UUID(int=5)

Pages = dict[str, tuple[str, dict[str, Any]]]


def people_pages(
    evil: str,
    *,
    found: Found,
    nothing: Found,
    listing: Listing,
    can_save: SaveHere,
    departure: Departure,
    clues: Sequence[PlaceProblem],
) -> Pages:
    """Each look of each page, as a template and its values."""
    person = Person(
        id=SAM, called=evil, place_words=evil, travel_km=4.5, travels_by="bus",
        put_first=evil, created_at=NOW, active_at=NOW,
    )  # fmt: skip
    nobody = Person(id=SAM, called=evil, created_at=NOW, active_at=NOW)
    worker = Visitor(
        sign_in_id=evil, account_id=UUID(int=7), name=evil, role=Role.WORKER
    )
    handed = Visitor(sign_in_id=evil, person_id=SAM, whole_page=True, handed_over=True)
    words = [said(evil, kind, number) for number, kind in enumerate(KINDS)]
    page = {
        "person": person,
        "visitor": worker,
        "today": TODAY,
        "at": "",
        "steps": STEPS,
        "gone": Gone(
            words=evil, kind="goal", position=1, meant=((evil, True), (evil, False))
        ),
        "words_to_match": [one for one in words if is_matched(one.phrase.kind)],
        "words_in_view": [one for one in words if not is_matched(one.phrase.kind)],
        "kinds": tuple(kind for kind in KINDS if kind != PLAIN),
        "longest": 500,
        "chosen": [("language", evil), ("going", "first_time")],
        "practical": Practical(
            conditions=Conditions(free=True, max_cost_pence=250, days=frozenset("MO")),
            to_ask=("women_only",),
            languages=(evil,),
            going="first_time",
        ),
        "travel_choices": TRAVEL_KM,
        "departure": departure,
        "place_problem": None,
        "avoided": None,
        "found": found,
        "groups": shown_groups(found, ("mainstream",)),
        "said": (Asking(words=evil),),
        "own": 0,
        "answered": frozenset(),
        "likes": [listing],
        "can_save": can_save,
    }
    theirs = page | {
        "visitor": handed,
        "gone": None,
        "avoided": [AvoidedPlace(id=UUID(int=8), person_id=SAM, words=evil)],
    }
    empty = page | {
        "person": nobody, "gone": None, "words_to_match": [], "words_in_view": [],
        "chosen": [], "practical": Practical(conditions=Conditions()), "found": None,
        "groups": (), "said": (), "likes": [], "departure": None,
    }  # fmt: skip
    phrase = words[0].phrase
    meant = {"person": person, "visitor": worker, "phrase": phrase, "find": evil}
    both = {"person_id": SAM, "visitor": worker, "seen": evil, "ours": evil, "at": ""}
    hand = {"person": person, "visitor": worker, "has_code": False}
    return {
        "the people of a worker": (
            "people/people.html",
            {
                "people": [person],
                "today": TODAY,
                "visitor": worker,
                "erased_on": {SAM: NOW},
                "is_undelivered": True,
            },
        ),
        "nobody yet": (
            "people/people.html",
            {
                "people": [],
                "today": TODAY,
                "visitor": worker,
                "is_undelivered": False,
            },
        ),
        "a new page": (
            "people/new.html",
            {
                "wording": evil, "carried": [(evil, evil)], "called": evil,
                "brought": (Asking(words=evil),), "problem": True, "longest": 80,
                "visitor": worker,
            },
        ),
        "a person's page": ("people/page.html", page),
        "a page in the person's hands": ("people/page.html", theirs),
        "an empty page": ("people/page.html", empty),
        "a page that nothing fits": (
            "people/page.html", page | {"found": nothing, "groups": ()}
        ),
        **{
            f"a page from {clue.kind} {number}": (
                "people/page.html",
                page | {"departure": None, "place_problem": clue},
            )
            for number, clue in enumerate(clues)
        },
        **{
            f"one thing at a time: {step}": (
                "people/one_thing.html", theirs | {"at": step}
            )
            for step in STEPS
        },
        "that's me": (
            "people/said_of_me.html",
            {"person": person, "visitor": worker, "words": evil, "at": "words"},
        ),
        "both texts": ("people/both_texts.html", both | {"phrase": phrase}),
        "words that are gone": ("people/both_texts.html", both | {"phrase": None}),
        "words to take away": (
            "people/both_texts.html", both | {"phrase": phrase, "ours": None}
        ),
        "what was meant": (
            "people/meant.html", meant | {"offered": (taken(evil),)}
        ),
        "nothing by that name": ("people/meant.html", meant | {"offered": ()}),
        "handing over": ("people/hand_over.html", hand | {"problem": "digits"}),
        "two codes that differ": (
            "people/hand_over.html", hand | {"problem": "differ"}
        ),
        "taking back": (
            "people/take_back.html", {"visitor": handed, "problem": "wrong"}
        ),
        "what keeping means": ("people/consent.html", {}),
    }  # fmt: skip


def said(evil: str, kind: str, number: int) -> Shown:
    """One thing somebody said, understood and misunderstood."""
    phrase = Phrase(
        id=UUID(int=100 + number), person_id=SAM, kind=kind, words=evil,
        position=number, created_at=NOW,
    )  # fmt: skip
    one = (taken(evil),)
    full = Taking(taken=one, perhaps=one, added=one, not_meant=one)
    taking = full if number else Taking()
    return Shown(
        phrase=phrase, seen=evil, taking=taking, is_a_no=number % 2 == 1,
        says_condition=number == 0,
    )  # fmt: skip


def taken(evil: str) -> Taken:
    """An activity with a name somebody wrote."""
    return Taken(activity=evil, name=evil)
