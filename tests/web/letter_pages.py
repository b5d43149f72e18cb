"""The letters and their pages, for ``test_every_page``: what they take, with hostile
words wherever somebody may have written."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from matcher.access import Visitor
from matcher.digests.changes import Change
from matcher.digests.composing import ForWorker, Thing, Ways
from matcher.digests.subscribing import PAUSES, Reader
from matcher.digests.undelivered import Undelivered
from matcher.models import (
    Letter,
    LetterState,
    Person,
    RecipientKind,
    Role,
    Subscription,
)
from matcher.templates import page_environment

HERE = "https://here.example"
WAYS = Ways(
    read_here=f"{HERE}/letter/x",
    preferences=f"{HERE}/letters/x",
    stop=f"{HERE}/letters/x/stop",
)

LETTERS = {
    "letters_in": "en",
    "parts": page_environment().get_template("email/parts.html").module,
}
"""What the page that shows the next letter has of letters themselves."""


def letter_pages(evil: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each look of each letter, as a template and its values."""
    thing = Thing(
        id=UUID(int=6), title=evil, address=f"{HERE}/opportunities/x", reason=evil,
        who=evil, when=evil, where=evil, cost=evil, first_visit=evil, meets=evil,
    )  # fmt: skip
    person = {
        "called": evil,
        "ways": WAYS,
        "shared_inbox": False,
        "large_type": True,
        "new": [thing],
        "more": 2,
        "changed": [(thing, tuple(Change))],
        "still": [thing],
    }
    partner = {
        "ways": WAYS, "due": [thing], "more": 1, "looked_for": [evil],
        "by_phone": False, "nobody_left": False,
    }  # fmt: skip
    return {
        **_pages_of(evil, thing, person),
        "a weekly letter": ("email/weekly_person/body.html", person),
        "a weekly letter to a shared inbox": (
            "email/weekly_person/body.html",
            person | {"shared_inbox": True},
        ),
        "a mail that asks for a yes": (
            "email/letters_confirm/body.html",
            {"link": f"{HERE}/letters/x/yes", "base_url": HERE},
        ),
        "a mail about letters held back": (
            "email/letters_held/body.html",
            {"problem": evil, "base_url": HERE},
        ),
        "a notice": ("email/cancelled/body.html", person),
        "a worker's note": (
            "email/weekly_worker/body.html",
            {"ways": WAYS, "people": 2, "unchecked": 1, "base_url": HERE},
        ),
        "a partner's letter": (
            "email/weekly_partner/body.html",
            partner,
        ),
        "a partner's letter by phone": (
            "email/weekly_partner/body.html",
            partner | {"by_phone": True},
        ),
        "a partner's letter to whom nobody is left": (
            "email/weekly_partner/body.html",
            partner | {"nobody_left": True},
        ),
    }


NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SAM = UUID(int=5)


def _pages_of(
    evil: str, thing: Thing, told: dict[str, Any]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """The pages that letters lead to, and those that lead to letters."""
    person = Person(id=SAM, called=evil, email=evil, created_at=NOW, active_at=NOW)
    chosen = Subscription(
        id=SAM, person_id=SAM, asked_at=NOW, confirmed_at=NOW, fewer=True
    )
    stopped = Subscription(id=SAM, person_id=SAM, asked_at=NOW, stopped_at=NOW)
    asked = Subscription(id=SAM, person_id=SAM, asked_at=NOW)
    letter = Letter(
        id=SAM, recipient_kind=RecipientKind.PERSON, recipient_id=SAM,
        week="2026-W48", state=LetterState.FAILED, message_id=evil, planned_at=NOW,
        due_at=NOW, next_try_at=NOW, give_up_at=NOW, changed_at=NOW, problem=evil,
    )  # fmt: skip
    content = {name: told[name] for name in ("new", "more", "changed", "still")}
    nothing = {"new": (), "more": False, "changed": (), "still": ()}
    choices = {
        "at": "/letters/x",
        "reader": Reader(person=person, chosen=chosen),
        "paused_until": date(2026, 12, 24),
        "pauses": PAUSES,
    }
    own = {
        "person": person,
        "own": True,
        "reader": Reader(person=person, chosen=chosen),
        "counted": True,
        "paused_until": None,
        "choices_at": "/letters/x",
        "letters": [(letter, "/letter/x")],
        "problem": evil,
        "email": evil,
    }
    return {
        "a letter in the browser": ("letters/letter.html", content | {"ways": WAYS}),
        "an empty letter in the browser": (
            "letters/letter.html",
            nothing | {"ways": WAYS},
        ),
        "a letter that a card opens": ("letters/with_card.html", {"ways": WAYS}),
        "a note in the browser": (
            "letters/worker.html",
            {"values": ForWorker(ways=WAYS, people=2)},
        ),
        "how letters come": ("letters/choices.html", choices),
        "how letters come again": (
            "letters/choices.html",
            choices | {"reader": Reader(person=person, chosen=stopped)},
        ),
        "before letters stop": (
            "letters/stop.html",
            {"token": "x", "stopped": False},
        ),
        "letters stopped": ("letters/stop.html", {"token": "x", "stopped": True}),
        "the second yes": ("letters/yes.html", {"token": "x"}),
        "somebody's letters": ("letters/person.html", own),
        "somebody's letters, for a worker": (
            "letters/person.html",
            own | {"own": False, "reader": Reader(person=person, chosen=asked)},
        ),
        "a letter before the first one": (
            "letters/preview.html",
            content
            | {
                "person": person,
                "subject": evil,
                "sender": evil,
                "begins": evil,
                "shared_inbox": True,
                **LETTERS,
            },
        ),
        "no letter before the first one": (
            "letters/preview.html",
            nothing
            | {
                "person": person,
                "subject": "",
                "sender": evil,
                "begins": "",
                "shared_inbox": False,
                **LETTERS,
            },
        ),
        "letters that did not arrive": (
            "letters/undelivered.html",
            {
                "letters": [
                    Undelivered(
                        letter=letter, name=evil, suppressed=True, sent_again=again
                    )
                    for again in (False, True)
                ],
                "counts": {LetterState.FAILED: 1, LetterState.UNCERTAIN: 2},
                "suppressed": 1,
                "visitor": Visitor(sign_in_id=evil, name=evil, role=Role.LEAD),
            },
        ),
    }
