"""How far a person is with something on their list: theirs to say, any way, any time.

There is no order of states that must be kept and no deadline. When somebody goes and
with whom is kept only because they asked for it, and goes once it is over.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from matcher.models import Introduction, IntroductionState, Steer

OVER = frozenset(
    {
        IntroductionState.WENT,
        IntroductionState.AGAIN,
        IntroductionState.NOT_FOR_ME,
    }
)
"""They said how it was, so neither a reminder nor a question is wanted any more."""

ASKED_AFTER = timedelta(days=7)
"""When "how was it?" is asked of somebody who named no day: a weekly thing has been."""

LONGEST_MESSAGE = 1000
"""Characters of a hello: four text messages, and a short mail."""

LONGEST_NAME = 80
"""Characters of whom they go with."""

LONGEST_WORD = 300
"""Characters of why, or why not."""


def change_state(
    session: Session,
    introduction: Introduction,
    state: IntroductionState,
    *,
    now: datetime,
) -> None:
    """Say how far they are. "Not for me" keeps it out of matches till that changes."""
    if state is IntroductionState.NOT_FOR_ME:
        introduction.steer = Steer.NOT_THAT_ONE
    elif introduction.steer is Steer.NOT_THAT_ONE:
        introduction.steer = None
    if state in OVER:
        introduction.going_on = None
        introduction.ask_me = False
    introduction.state = state
    _changed(session, introduction, now)


def arrange(
    session: Session,
    introduction: Introduction,
    *,
    going_with: str | None,
    remind_on: date | None,
    ask_me: bool,
    now: datetime,
) -> None:
    """Keep what they asked to be kept: a companion, a day to be reminded of, and
    whether to ask how it was. Each empty one is forgotten."""
    introduction.going_with = going_with or None
    introduction.going_on = remind_on
    introduction.ask_me = ask_me
    _changed(session, introduction, now)


def keep_message(
    session: Session, introduction: Introduction, message: str | None, *, now: datetime
) -> None:
    """Keep their hello as they last worded it; an empty one is forgotten."""
    introduction.message = message or None
    _changed(session, introduction, now)


def say_why(
    session: Session, introduction: Introduction, word: str | None, *, now: datetime
) -> None:
    """Keep the word why, or why not; an empty one is forgotten."""
    introduction.word = word or None
    _changed(session, introduction, now)


def is_due(introduction: Introduction, *, today: date) -> bool:
    """Whether to ask "how was it?": only if they asked for it, and it has been."""
    if not introduction.ask_me or introduction.state in OVER:
        return False
    if introduction.going_on is not None:
        return introduction.going_on < today
    return introduction.changed_at.date() + ASKED_AFTER <= today


def _changed(session: Session, introduction: Introduction, now: datetime) -> None:
    introduction.changed_at = now
    session.add(introduction)
    session.flush()
