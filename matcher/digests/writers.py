"""A letter's row -> what leaves: loads, composes, prints, addresses. One for all kinds.

What delivery calls for each letter it has claimed. Reads and writes nothing down.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from catalogue.activities import Lexicon, load_lexicon
from catalogue.schedules import day_of
from matcher.digests import loading
from matcher.digests.addresses import return_path, ways_of
from matcher.digests.ahead import Ahead
from matcher.digests.asking import keeper_of
from matcher.digests.composing import (
    ForPartner,
    ForPerson,
    ForWorker,
    Ways,
    letter_for_partner,
    letter_for_person,
    letter_for_worker,
    notice_of_change,
)
from matcher.digests.neutral import neutral_of
from matcher.digests.outgoing import Outgoing
from matcher.digests.planning import AGAIN
from matcher.digests.printing import Composed, Press
from matcher.digests.told import NOTICE
from matcher.digests.writing import message_of
from matcher.mail.signing import signed
from matcher.mail.writing import Desk, desk_of
from matcher.models import Account, Letter, Person, RecipientKind, Team
from matcher.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes letters; called by delivery with a letter whose address is known."""

    desk: Desk
    lexicon: Lexicon
    months: tuple[int, ...]
    """After so many months whoever keeps a listing is asked whether it is true."""
    ahead: Ahead | None = None
    """What was read ahead for the next few hundred people, in a run."""

    def __call__(
        self, session: Session, letter: Letter, /, *, now: datetime
    ) -> Outgoing | None:
        """The letter as it would leave now; None when there is nothing to say.

        Raises ``NotNeutral`` for one whose outside would tell, and then none leaves.
        """
        ways = self.ways(letter)
        composed = self.compose(session, letter, now=now)
        if composed is None or letter.address is None:
            return None
        message = message_of(
            composed,
            sender=self.desk.sender,
            recipient=letter.address,
            message_id=letter.message_id,
            ways=ways,
            now=now,
        )
        return Outgoing(
            message=signed(message, self.desk.signing),
            return_path=return_path(self.desk.sender, self.desk.key, letter.id),
            revisions=dict(composed.revisions or {}),
        )

    def compose(
        self, session: Session, letter: Letter, *, now: datetime
    ) -> Composed | None:
        """What the letter says now; None when there is nothing to say."""
        values = self.values(session, letter, now=now)
        press = self.press(session)
        if isinstance(values, ForWorker):
            return letter_for_worker(values, press)
        if isinstance(values, ForPartner):
            return letter_for_partner(values, press)
        if values is None:
            return None
        is_notice = occasion_of(session, letter).startswith(NOTICE)
        write = notice_of_change if is_notice else letter_for_person
        return write(values, press)

    def values(
        self, session: Session, letter: Letter, *, now: datetime
    ) -> ForPerson | ForWorker | ForPartner | None:
        """What a letter is made from now; None when there is nobody to get it."""
        today, ways = day_of(now), self.ways(letter)
        if letter.recipient_kind is RecipientKind.PERSON:
            return self._for_person(session, letter, ways, today)
        if letter.recipient_kind is RecipientKind.PARTNER:
            return self._for_partner(session, letter, ways, now)
        account = session.get(Account, letter.recipient_id)
        if account is None:
            return None
        return loading.for_worker(
            session,
            account,
            ways,
            week=letter.week,
            lexicon=self.lexicon,
            today=today,
            now=now,
        )

    def _for_person(
        self, session: Session, letter: Letter, ways: Ways, today: date
    ) -> ForPerson | None:
        occasion = occasion_of(session, letter)
        if self.ahead and not occasion.startswith(NOTICE):
            known = self.ahead.letter_of(session, letter.recipient_id, today)
            if known is not None:
                return replace(known, ways=ways)
        person = session.get(Person, letter.recipient_id)
        if person is None:
            return None
        if occasion.startswith(NOTICE):
            gone = UUID(occasion.removeprefix(NOTICE))
            return loading.for_notice(session, person, gone, ways, today=today)
        return loading.for_person(
            session, person, ways, lexicon=self.lexicon, today=today
        )

    def _for_partner(
        self, session: Session, letter: Letter, ways: Ways, now: datetime
    ) -> ForPartner | None:
        keeper = keeper_of(session, letter.recipient_id)
        if keeper is None:
            return None
        return loading.for_partner(
            session, keeper, ways, months=self.months, lexicon=self.lexicon, now=now
        )

    def ways(self, letter: Letter) -> Ways:
        """Where a letter leads."""
        return ways_of(
            self.desk.base_url, self.desk.key, letter.id, letter.recipient_id
        )

    def press(self, session: Session) -> Press:
        """What it is printed with: nothing outside may name a service that is here."""
        services = session.exec(select(Team.service).distinct()).all()
        return Press(
            desk=self.desk,
            neutral=neutral_of(self.lexicon, services),
            said=self.ahead.said if self.ahead else {},
        )


def writer_for(settings: Settings) -> Writer:
    """The writer of this machine. Raises ``BadSender``, or ``BadKey``."""
    return Writer(
        desk=desk_of(settings),
        lexicon=load_lexicon(settings.own_terms),
        months=settings.months_to_check,
    )


def occasion_of(session: Session, letter: Letter) -> str:
    """What a letter is of; a second try is of what the first one was."""
    occasion = letter.occasion
    for _ in range(20):
        if not occasion.startswith(AGAIN):
            break
        first = UUID(occasion.removeprefix(AGAIN))
        found = session.exec(
            select(Letter.occasion).where(col(Letter.id) == first)
        ).first()
        occasion = found or ""
    return occasion
