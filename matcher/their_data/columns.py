"""Every column of every table that is a person's: why it is held, and how long. Pure.

What is a person's is read from the tables themselves: the person's own, and whatever
points to it, at any distance. A column that is not classified here fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import sqlalchemy as sa
from sqlmodel import SQLModel

import matcher.models  # noqa: F401 - puts the tables into the metadata


class Purpose(StrEnum):
    """Why a column is held; the page says each in a sentence."""

    RECORD = "record"
    """Holds the other things together: numbers, order, dates."""
    GREET = "greet"
    FIND = "find"
    """Used to find things to do."""
    LIST = "list"
    """Their own list, and how far they are with it."""
    REACH = "reach"
    """Mail to them."""
    SHARE = "share"
    """Who may see the page, and who did."""
    AGREED = "agreed"
    SAFE = "safe"
    """Keeps the page closed to others."""
    SHOW = "show"
    """How the page is shown."""


class Kept(StrEnum):
    """How long a column is held."""

    PAGE = "page"
    """As long as the page, which is erased on asking or when unused for a year."""
    VISIT = "visit"
    """Until the page is closed, half a day at most."""
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is said of one column."""

    purpose: Purpose
    kept: Kept = Kept.PAGE
    exported: bool = True
    """False only for what would help somebody break in, and tells the person nothing:
    scrambled forms of a word, a code, a cookie."""
    erased: bool = True
    """Whether erasing the person takes it along. Nothing here says False."""
    private: bool = False
    """Shown to the person alone, never to staff."""


RECORD = Held(purpose=Purpose.RECORD)
GREET = Held(purpose=Purpose.GREET)
FIND = Held(purpose=Purpose.FIND)
LIST = Held(purpose=Purpose.LIST)
REACH = Held(purpose=Purpose.REACH)
MAIL = Held(purpose=Purpose.REACH, kept=Kept.YEAR)
SHARE = Held(purpose=Purpose.SHARE)
AGREED = Held(purpose=Purpose.AGREED)
SAFE = Held(purpose=Purpose.SAFE)
SHOW = Held(purpose=Purpose.SHOW)
VISIT = Held(purpose=Purpose.SAFE, kept=Kept.VISIT)
PRIVATE = replace(FIND, private=True)
SCRAMBLED = replace(SAFE, exported=False)

COLUMNS: Mapping[str, Mapping[str, Held]] = MappingProxyType(
    {
        "person": {
            "id": RECORD,
            "called": GREET,
            "email": REACH,
            "place_words": FIND,
            "travel_km": FIND,
            "travels_by": FIND,
            "put_first": FIND,
            "large_type": SHOW,
            "words_in_letters": REACH,
            "word_hash": SCRAMBLED,
            "wrong_words": SAFE,
            "locked_until": SAFE,
            "created_at": RECORD,
            "active_at": RECORD,
            "told_at": RECORD,
        },
        "phrase": {
            "id": RECORD,
            "person_id": RECORD,
            "kind": FIND,
            "words": FIND,
            "position": FIND,
            "created_at": RECORD,
        },
        "understanding": {"phrase_id": RECORD, "activity": FIND, "meant": FIND},
        "chosen_condition": {"person_id": RECORD, "name": FIND, "value": FIND},
        "avoided_place": {
            "id": replace(RECORD, private=True),
            "person_id": replace(RECORD, private=True),
            "words": PRIVATE,
        },
        "introduction": {
            "id": RECORD,
            "person_id": RECORD,
            "opportunity_id": LIST,
            "state": LIST,
            "position": LIST,
            "steer": FIND,
            "going_with": LIST,
            "going_on": LIST,
            "message": LIST,
            "ask_me": LIST,
            "word": LIST,
            "saved_at": RECORD,
            "changed_at": RECORD,
            "removed_at": RECORD,
        },
        "trust": {
            "id": RECORD,
            "person_id": RECORD,
            "account_id": SHARE,
            "team_id": SHARE,
            "given_at": SHARE,
            "until": SHARE,
            "ended_at": SHARE,
        },
        "consent": {
            "id": RECORD,
            "person_id": RECORD,
            "purpose": AGREED,
            "given": AGREED,
            "wording": AGREED,
            "asked_by": AGREED,
            "at": AGREED,
        },
        "access_event": {
            "id": RECORD,
            "person_id": RECORD,
            "account_id": SHARE,
            "who": SHARE,
            "what": SHARE,
            "at": SHARE,
        },
        "card": {
            "id": RECORD,
            "person_id": RECORD,
            "code_hash": SCRAMBLED,
            "made_at": SAFE,
            "revoked_at": SAFE,
        },
        "sign_in": {
            "id": replace(VISIT, exported=False),
            "account_id": VISIT,
            "person_id": VISIT,
            "whole_page": VISIT,
            "handed_to": VISIT,
            "wrong_codes": VISIT,
            "second_step_done": VISIT,
            "started_at": VISIT,
            "seen_at": VISIT,
        },
        "mail": {
            "id": MAIL,
            "letter": MAIL,
            "recipient": MAIL,
            "values": MAIL,
            "link_id": MAIL,
            "person_id": MAIL,
            "state": MAIL,
            "tries": MAIL,
            "next_try_at": MAIL,
            "problem": MAIL,
            "created_at": MAIL,
            "sent_at": MAIL,
        },
        "subscription": {
            "id": RECORD,
            "person_id": RECORD,
            "account_id": RECORD,
            "address": REACH,
            "weekday": REACH,
            "timezone": REACH,
            "fewer": REACH,
            "shared_inbox": REACH,
            "asked_at": REACH,
            "confirmed_at": REACH,
            "paused_until": REACH,
            "stopped_at": REACH,
        },
        "letter": {
            "id": MAIL,
            "recipient_kind": MAIL,
            "recipient_id": MAIL,
            "person_id": MAIL,
            "week": MAIL,
            "occasion": MAIL,
            "state": MAIL,
            "lease": MAIL,
            "leased_until": MAIL,
            "message_id": MAIL,
            "address": MAIL,
            "tries": MAIL,
            "crashes": MAIL,
            "planned_at": MAIL,
            "due_at": MAIL,
            "next_try_at": MAIL,
            "give_up_at": MAIL,
            "changed_at": MAIL,
            "sent_at": MAIL,
            "problem": MAIL,
        },
        "letter_listing": {
            "letter_id": MAIL,
            "opportunity_id": MAIL,
            "position": MAIL,
            "revision": MAIL,
            "answered_at": MAIL,
            "answer": MAIL,
        },
        "suppression": {
            "id": RECORD,
            "address": REACH,
            "why": REACH,
            "since": REACH,
            "person_id": RECORD,
            "account_id": RECORD,
        },
    }
)
"""The tables in the order a page shows them."""


def persons_tables() -> frozenset[str]:
    """Every table that is a person's, found from the tables themselves.

    One is theirs when a column of it is called ``person_id``, or a foreign key leads
    from it to the person or to another table of theirs.
    """
    found, tables = {"person"}, SQLModel.metadata.tables
    while True:
        more = {
            name
            for name, table in tables.items()
            if name not in found and _is_theirs(table, found)
        }
        if not more:
            return frozenset(found)
        found |= more


def _is_theirs(table: sa.Table, theirs: set[str]) -> bool:
    leads_to = {key.column.table.name for key in table.foreign_keys}
    return "person_id" in table.columns or bool(leads_to & theirs)


def ways_to(table: sa.Table) -> tuple[sa.Column[object], ...]:
    """The columns of a table of theirs that say whose its rows are."""
    theirs = persons_tables()
    leading = [
        column
        for column in table.columns
        if any(key.column.table.name in theirs for key in column.foreign_keys)
    ]
    named = table.columns.get("person_id")
    if named is not None and named not in leading:
        leading.append(named)
    return tuple(leading)


def rows_of(table: sa.Table, person_id: object) -> sa.ColumnElement[bool]:
    """The condition that picks a person's rows of any table of theirs."""
    if table.name == "person":
        return table.c.id == person_id
    return sa.or_(*(_leads_to(column, person_id) for column in ways_to(table)))


def _leads_to(column: sa.Column[object], person_id: object) -> sa.ColumnElement[bool]:
    parents = [key.column for key in column.foreign_keys if _is_of(key.column.table)]
    if not parents or parents[0].table.name == "person":
        return column == person_id
    theirs = rows_of(parents[0].table, person_id)
    return column.in_(sa.select(parents[0]).where(theirs))


def _is_of(table: sa.FromClause) -> bool:
    return isinstance(table, sa.Table) and table.name in persons_tables()
