"""A person, and everything that is theirs: words, conditions, choices, introductions.

Deleting the person deletes all of it. ``consent`` and ``access_event`` have no foreign
key to the person: they refuse every change while the person's row stands (a trigger),
and go with the person in the one act of forgetting.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from catalogue.models import UtcDateTime, one_of, parent


class ConsentTo(StrEnum):
    """What a person may say yes to, each apart from the others."""

    KEEP_PROFILE = "keep_profile"
    WEEKLY_LETTER = "weekly_letter"
    COPY_TO_WORKER = "copy_to_worker"


class IntroductionState(StrEnum):
    """How far somebody is with something they saved; theirs to change, any way."""

    INTERESTED = "interested"
    WANT_TO_GO = "want_to_go"
    SAID_HELLO = "said_hello"
    WENT = "went"
    AGAIN = "again"
    NOT_FOR_ME = "not_for_me"


class Steer(StrEnum):
    """What the person said that later matches should heed."""

    MORE_LIKE_THIS = "more_like_this"
    NOT_THAT_ONE = "not_that_one"


class Look(StrEnum):
    """What somebody who is not the person did with their page."""

    WELCOMED = "welcomed"
    LOOKED = "looked"
    CHANGED = "changed"
    PRINTED = "printed"
    EXPORTED = "exported"
    SHARED = "shared"


class Person(SQLModel, table=True):
    """Somebody who keeps a page. Nothing is required but what to call them."""

    id: UUID = Field(primary_key=True)
    called: str
    """What they want to be called."""
    email: str | None = None
    """Where they want mail, if anywhere."""
    place_words: str | None = None
    """Where they set out from, as they said it."""
    travel_km: float | None = None
    travels_by: str | None = None
    """``walking``, ``wheels``, ``bike``, ``bus`` or ``car``, as they chose."""
    put_first: str | None = None
    """The one place or listing they want first."""
    large_type: bool = False
    words_in_letters: bool = False
    """Whether a letter may quote their own words; phones are shared."""
    word_hash: str | None = None
    """argon2id of the word that opens the whole page from their card."""
    wrong_words: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    active_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When they or somebody with them last did anything here."""
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they were told that an unused page will be erased."""


class Phrase(SQLModel, table=True):
    """One phrase, for ever in the person's own words (a ``Phrase`` to ranking too)."""

    id: UUID = Field(primary_key=True)
    person_id: UUID = parent("person")
    kind: str
    """The question it answers: ``matcher.people.KINDS``."""
    words: str
    position: int
    """0 for what matters most."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Understanding(SQLModel, table=True):
    """What the person said of how their words were understood: yes this, not that."""

    phrase_id: UUID = Field(
        foreign_key="phrase.id", ondelete="CASCADE", primary_key=True
    )
    activity: str = Field(primary_key=True)
    """Its id in the lexicon."""
    meant: bool
    """True: this too. False: not this."""


class ChosenCondition(SQLModel, table=True):
    """One practical condition the person chose; of the opportunity, never of them."""

    __tablename__ = "chosen_condition"

    person_id: UUID = Field(
        foreign_key="person.id", ondelete="CASCADE", primary_key=True
    )
    name: str = Field(primary_key=True)
    """``free``, ``max_cost_pence``, ``day``, ``part_of_day``, ``step_free`` ..."""
    value: str = Field(primary_key=True)
    """``yes``, ``TU``, ``evening``, ``500``: one row for each that was chosen."""


class AvoidedPlace(SQLModel, table=True):
    """A place or organisation the person would rather not meet; private to them."""

    __tablename__ = "avoided_place"
    __table_args__ = (sa.UniqueConstraint("person_id", "words"),)

    id: UUID = Field(primary_key=True)
    person_id: UUID = parent("person")
    words: str


class Trust(SQLModel, table=True):
    """Who the person lets see their page: a worker they chose, a team, for a time."""

    id: UUID = Field(primary_key=True)
    person_id: UUID = parent("person")
    account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", index=True
    )
    team_id: UUID | None = Field(
        default=None, foreign_key="team.id", ondelete="CASCADE", index=True
    )
    """A team instead of a worker: cover while the chosen worker is away."""
    given_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None: until it is taken back."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """One yes or one no, with the wording it was asked in. Rows are only added."""

    id: UUID = Field(primary_key=True)
    person_id: UUID = Field(index=True)
    purpose: ConsentTo = Field(sa_type=one_of(ConsentTo, "consent_to"))
    given: bool
    """False: withdrawn, or said no."""
    wording: str
    asked_by: str | None = None
    """The name of the worker who was there, if one was."""
    at: datetime = Field(sa_type=UtcDateTime)


class AccessEvent(SQLModel, table=True):
    """Somebody else looked at or changed a person's page. Rows are only added."""

    __tablename__ = "access_event"

    id: UUID = Field(primary_key=True)
    person_id: UUID = Field(index=True)
    account_id: UUID | None = Field(default=None, index=True)
    """No foreign key: what happened stays true when the account is gone."""
    who: str
    """Their name and service as they were then."""
    what: Look = Field(sa_type=one_of(Look, "look"))
    at: datetime = Field(sa_type=UtcDateTime)


class Card(SQLModel, table=True):
    """A code on paper or phone that opens the person's list until it is revoked."""

    id: UUID = Field(primary_key=True)
    person_id: UUID = parent("person")
    code_hash: str = Field(unique=True)
    """SHA-256 of the code, as hexadecimal."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Introduction(SQLModel, table=True):
    """Something on the person's list, and how far they are with it."""

    __table_args__ = (sa.UniqueConstraint("person_id", "opportunity_id"),)

    id: UUID = Field(primary_key=True)
    person_id: UUID = parent("person")
    opportunity_id: UUID = parent("opportunity")
    state: IntroductionState = Field(
        sa_type=one_of(IntroductionState, "introduction_state")
    )
    position: int
    """Their order of the list; 0 first."""
    steer: Steer | None = Field(default=None, sa_type=one_of(Steer, "steer"))
    going_with: str | None = None
    """A name they chose: "my sister"."""
    going_on: date | None = None
    """Kept only when they want a reminder or somebody to go with."""
    message: str | None = None
    """Their hello, as they last edited it; it leaves from their own phone or mail."""
    ask_me: bool = False
    """They asked for a gentle "how was it?"."""
    word: str | None = None
    """Why again, or why not, if they wanted to say."""
    saved_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Taken off the list; kept an hour so that it can be put back, then deleted."""
