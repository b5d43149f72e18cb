"""The letters and their pages, for ``test_every_page``: what they take, with hostile
words wherever somebody may have written."""

from typing import Any
from uuid import UUID

from matcher.digests.changes import Change
from matcher.digests.composing import Thing, Ways

HERE = "https://here.example"
WAYS = Ways(
    read_here=f"{HERE}/letter/x",
    preferences=f"{HERE}/letters/x",
    stop=f"{HERE}/letters/x/stop",
)


def letter_pages(evil: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each look of each letter, as a template and its values."""
    thing = Thing(
        id=UUID(int=6), title=evil, address=f"{HERE}/opportunities/x", reason=evil,
        who=evil, when=evil, where=evil, cost=evil, first_visit=evil,
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
    return {
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
            {"ways": WAYS, "due": [thing], "more": 1, "looked_for": [evil]},
        ),
    }
