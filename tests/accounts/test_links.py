"""Links that work once, for one purpose, for some hours."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from matcher.accounts import accepting, links, managing, signing_in
from matcher.db import writing
from matcher.errors import MatcherError, NotFound
from matcher.keys import link_token
from matcher.models import Account, Link, LinkPurpose
from tests.accounts.staff import (
    GOOD,
    KEY,
    a_lead,
    a_link_of,
    a_team,
    an_account,
    an_invitation,
)

AT_ONCE = 50


def test_a_link_works_once(session: Session, now: datetime) -> None:
    token = a_link_of(session, an_account(session, now), now)

    signing_in.by_link(session, KEY, token, now=now)

    with pytest.raises(NotFound, match=links.DEAD):
        signing_in.by_link(session, KEY, token, now=now)


def test_looking_at_a_link_uses_nothing_up(session: Session, now: datetime) -> None:
    token = a_link_of(session, an_account(session, now), now)

    looked = [links.look(session, KEY, token, now=now).used_at for _ in range(3)]

    assert looked == [None, None, None]


def test_a_link_to_sign_in_lives_an_hour(session: Session, now: datetime) -> None:
    token = a_link_of(session, an_account(session, now), now)

    opens = [
        does_open(session, token, now + timedelta(minutes=m)) for m in (0, 59, 60, 61)
    ]

    assert opens == [True, True, False, False]


def does_open(session: Session, token: str, now: datetime) -> bool:
    try:
        links.look(session, KEY, token, now=now)
    except NotFound:
        return False
    return True


def test_an_invitation_lives_three_days(session: Session, now: datetime) -> None:
    _link, token = an_invitation(session, now)

    opens = [does_open(session, token, now + timedelta(hours=h)) for h in (0, 71, 72)]

    assert opens == [True, True, False]


@pytest.mark.parametrize("purpose", LinkPurpose)
@pytest.mark.parametrize("other", LinkPurpose)
def test_a_link_is_for_its_own_purpose_and_no_other(
    session: Session, now: datetime, purpose: LinkPurpose, other: LinkPurpose
) -> None:
    token = a_link_of(session, an_account(session, now), now, purpose)

    try:
        links.use(session, KEY, token, other, now)
        used = True
    except NotFound:
        used = False

    assert used is (purpose is other)


def test_a_link_made_with_another_key_opens_nothing(
    session: Session, now: datetime
) -> None:
    link, _token = an_invitation(session, now)
    forged = link_token(b"another key of another machine...", link.id)

    assert not does_open(session, forged, now)
    assert not does_open(session, link_token(KEY, uuid4()), now)
    assert not does_open(session, "nonsense", now)


def test_a_disabled_accounts_links_are_dead(session: Session, now: datetime) -> None:
    by = a_lead(session, now)
    worker = an_account(session, now, team=a_team(session))
    before = a_link_of(session, worker, now)

    managing.disable(session, by, worker.id, now=now)
    after = a_link_of(session, worker, now)

    assert not does_open(session, before, now)
    assert not does_open(session, after, now)


def test_fifty_who_accept_one_invitation_at_once_make_one_account(
    engine: sa.Engine, now: datetime
) -> None:
    with writing(engine) as session:
        _link, token = an_invitation(session, now)

    outcomes = at_once(engine, token, now)

    with Session(engine) as session:
        assert len(session.exec(select(Account)).all()) == 1
        assert len(session.exec(select(Link)).all()) == 1
    assert sorted(outcomes) == ["accepted"] + ["dead"] * (AT_ONCE - 1)


def at_once(engine: sa.Engine, token: str, now: datetime) -> list[str]:
    """What became of each of many who pressed the same button at one moment."""
    barrier, outcomes = Barrier(AT_ONCE), []

    def accept(number: int) -> None:
        barrier.wait(30)
        try:
            with writing(engine) as session:
                accepting.accept(
                    session, KEY, token, name=f"Sam {number}", password=GOOD, now=now
                )
            outcomes.append("accepted")
        except MatcherError:
            outcomes.append("dead")

    threads = [Thread(target=accept, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_no_table_holds_a_token_that_opens_anything(
    engine: sa.Engine, now: datetime
) -> None:
    with writing(engine) as session:
        _invitation, invited = an_invitation(session, now)
        worker = an_account(session, now)
        mailed = a_link_of(session, worker, now)
        signing_in.send_link(
            session, worker.email, purpose=LinkPurpose.NEW_PASSWORD, now=now
        )
        accepting.accept(session, KEY, invited, name="Sam", password=GOOD, now=now)
        cookie = signing_in.begin(session, worker.id, now=now)

    everything = dump(engine)

    assert "sam@example.org" in everything
    for secret in (invited, mailed, cookie, GOOD, KEY.decode()):
        assert secret not in everything
        assert secret[-12:] not in everything


def dump(engine: sa.Engine) -> str:
    """Every value of every table as text."""
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return "\n".join(
            str(tuple(row))
            for table in tables.sorted_tables
            for row in connection.execute(sa.select(table))
        )


def test_links_whose_time_is_long_over_are_swept_away(
    session: Session, now: datetime
) -> None:
    an_invitation(session, now)

    kept = links.sweep(session, before=now)
    swept = links.sweep(session, before=now + timedelta(days=4))

    assert (kept, swept) == (0, 1)
