"""The pages of what is kept about a person, for ``test_every_page``: what they take,
with hostile words wherever somebody may have written."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from matcher.models import (
    AccessEvent,
    AvoidedPlace,
    Consent,
    ConsentTo,
    Introduction,
    IntroductionState,
    Look,
    Mail,
    MailState,
    Person,
    Phrase,
)
from matcher.settings import Settings
from matcher.taking import Taken, Taking
from matcher.their_data.columns import COLUMNS
from matcher.their_data.exporting import Cell, HeldTable
from matcher.their_data.forgetting import Forgotten
from matcher.their_data.sharing import Choices, Choosable, LetIn
from matcher.web.their_data import Said

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SAM = UUID(int=5)

SAID: dict[str, object] = {
    "kind": "goal",
    "state": "went",
    "steer": "not_that_one",
    "what": "looked",
    "purpose": "weekly_letter",
    "given": True,
    "going_on": date(2026, 11, 24),
}
"""Values that are no free text."""


def their_data_pages(evil: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each look of each page, as a template and its values."""
    person = Person(
        id=SAM, called=evil, place_words=evil, travel_km=4.5, put_first=evil,
        created_at=NOW, active_at=NOW,
    )  # fmt: skip
    offered = (Choosable(id=SAM, name=evil, service=evil),)
    share = LetIn(
        trust_id=SAM, name=evil, service=evil, is_team=False, given_at=NOW, until=NOW
    )
    consent = Consent(
        id=SAM, person_id=SAM, purpose=ConsentTo.KEEP_PROFILE, given=True,
        wording=evil, asked_by=evil, at=NOW,
    )  # fmt: skip
    whole = {
        "person": person,
        "own": True,
        "settings": Settings(backups_kept_days=1, logs_kept_days=30),
        "words": [said(evil)],
        "chosen": [("language", evil), (evil, evil), ("free", "yes")],
        "avoided": [AvoidedPlace(id=SAM, person_id=SAM, words=evil)],
        "introductions": [(evil, introduction(evil))],
        "shares": [share, replace(share, is_team=True, until=None)],
        "alone": True,
        "has_card": False,
        "choices": Choices(workers=offered, visitors=offered, teams=offered),
        "usual_day": "2026-12-24",
        "days": ("2026-11-24", "2027-11-24"),
        "consents": [consent, consent],
        "standing": {ConsentTo.KEEP_PROFILE: consent},
        "wordings": {ConsentTo.WEEKLY_LETTER: evil, ConsentTo.COPY_TO_WORKER: evil},
        "looks": [
            AccessEvent(id=SAM, person_id=SAM, who=evil, what=Look.LOOKED, at=NOW)
        ],
        "more_looks": 2,
        "mails": [mail(evil)],
    }
    others = {"own": False, "avoided": None, "settings": Settings()}
    empty = dict.fromkeys(
        ("words", "chosen", "avoided", "introductions", "shares", "looks", "mails"), ()
    )
    counts = dict.fromkeys(COLUMNS, 2)
    return {
        "everything kept, for the person": ("their_data/page.html", whole),
        "everything kept, for a worker": ("their_data/page.html", whole | others),
        "nothing kept but a name": (
            "their_data/page.html",
            whole | empty | {"standing": {}, "choices": Choices()},
        ),
        "every line that is kept": (
            "their_data/all.html",
            {
                "person": person,
                "own": True,
                "made_at": NOW,
                "tables": tables(evil),
                "columns": {name: [("find", "page")] for name in COLUMNS},
            },
        ),
        "what would be erased": (
            "their_data/erase.html",
            {
                "person": person,
                "goes": counts,
                "settings": Settings(),
                "is_sqlite": False,
            },
        ),
        "what was erased": (
            "their_data/gone.html",
            {
                "forgotten": Forgotten(rows=counts, files=1, clean=False),
                "settings": Settings(),
            },
        ),
        "the words of a yes": ("their_data/wordings.html", {}),
    }


def said(evil: str) -> Said:
    taken = (Taken(activity=evil, name=evil),)
    return Said(
        phrase=Phrase(
            id=SAM, person_id=SAM, kind="goal", words=evil, position=0, created_at=NOW
        ),
        taking=Taking(taken=taken, added=taken, not_meant=taken),
    )


def introduction(evil: str) -> Introduction:
    return Introduction(
        id=SAM, person_id=SAM, opportunity_id=SAM, state=IntroductionState.WENT,
        position=0, going_with=evil, message=evil, word=evil, saved_at=NOW,
        changed_at=NOW, removed_at=NOW, going_on=date(2026, 11, 24),
    )  # fmt: skip


def mail(evil: str) -> Mail:
    return Mail(
        id=SAM, letter=evil, recipient=evil, values={}, state=MailState.FAILED,
        next_try_at=NOW, created_at=NOW,
    )  # fmt: skip


def tables(evil: str) -> list[HeldTable]:
    """One row of each table, hostile wherever a column takes any text."""
    return [
        HeldTable(
            name=name,
            rows=(
                tuple(
                    Cell(
                        column=column,
                        value=value_of(evil, name, column),
                        held=held,
                        named=evil if column == "opportunity_id" else None,
                    )
                    for column, held in columns.items()
                    if held.exported
                ),
            ),
            withheld=("id",),
            private=name == "avoided_place",
        )
        for name, columns in COLUMNS.items()
    ]


def value_of(evil: str, table: str, column: str) -> object:
    if column == "state" and table in {"mail", "letter"}:
        return "sent"
    if column == "values":
        return {evil: [evil]}
    if column in {"at", "since"} or column.endswith(("_at", "until")):
        return NOW
    return SAID.get(column, evil)
