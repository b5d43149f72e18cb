"""Letters held back because their outside would tell: leads hear of it, once a week.

What stands outside comes from our own templates, from the settings and from the names
of services. The last two are looked at whenever a week is planned, before Monday is.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from catalogue.sentences import said_in
from matcher import mail
from matcher.digests.neutral import NotNeutral, Outside
from matcher.digests.writers import Writer
from matcher.digests.writing import list_id
from matcher.languages import translations_of
from matcher.models import Account, Mail, Role

LETTER = "letters_held"

TOLD_EVERY = timedelta(days=7)


def held_back(session: Session, writer: Writer) -> NotNeutral | None:
    """What of this machine's settings keeps every letter from leaving, if anything."""
    sender, base_url = writer.desk.sender, writer.desk.base_url
    outside = Outside(
        subject="",
        sender=sender.display_name,
        previews=(),
        hosts=(list_id(sender), sender.domain, urlsplit(base_url).hostname or ""),
    )
    try:
        writer.press(session).neutral.check(outside)
    except NotNeutral as told:
        return told
    return None


def tell_leads(session: Session, writer: Writer, *, now: datetime) -> int:
    """Mail every lead why letters are held back, if they are; how many mails."""
    problem = held_back(session, writer)
    if problem is None or _told(session, now):
        return 0
    leads = session.exec(
        select(Account.email).where(
            Account.role == Role.LEAD, col(Account.disabled_at).is_(None)
        )
    ).all()
    gettext = translations_of(writer.press(session).language).gettext
    why = said_in(problem.sentence, gettext)
    for address in leads:
        mail.post(
            session,
            letter=LETTER,
            recipient=address,
            values={"problem": why},
            now=now,
        )
    return len(leads)


def _told(session: Session, now: datetime) -> bool:
    query = select(Mail.id).where(
        Mail.letter == LETTER, col(Mail.created_at) > now - TOLD_EVERY
    )
    return session.exec(query).first() is not None
