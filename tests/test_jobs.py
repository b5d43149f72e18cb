"""Work by the clock: what is over goes, what stands stays, twice does no more."""

import os
from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from matcher import jobs
from matcher.db import writing
from matcher.mail import post
from matcher.models import (
    Link,
    LinkPurpose,
    Mail,
    MailState,
    Person,
    SignIn,
)
from tests.signed_in import an_account, cookie_of

VERBS = (
    jobs.deliver_mail,
    jobs.end_what_is_over,
    jobs.retain,
    jobs.count_what_is_looked_for,
    jobs.work_on_uploads,
    jobs.write_counts,
    jobs.leave_no_trace,
)


def rows(engine: sa.Engine) -> dict[str, list[str]]:
    """Everything in the database."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in SQLModel.metadata.sorted_tables
        }


def test_every_verb_may_run_twice_without_harm(engine, settings, now):
    a_full_house(engine, now)

    for verb in VERBS:
        verb(engine, settings, now=now)
        once = rows(engine)
        verb(engine, settings, now=now)
        assert rows(engine) == once, verb.__name__


def a_full_house(engine, now):
    """A person unused for a year, one told a month ago, mail, links and sign-ins."""
    worker = an_account(engine)
    cookie_of(engine, now - timedelta(days=1), account_id=worker.id)
    with writing(engine) as session:
        year = timedelta(days=370)
        session.add(person(now - year, email="sam@good.example"))
        session.add(person(now - year, told_at=now - timedelta(days=31)))
        post(
            session,
            letter="unused_page",
            recipient="lee@good.example",
            values={"erased_on": "2026-12-24"},
            now=now,
        )


def person(active_at, **values) -> Person:
    return Person(
        id=uuid4(), called="Sam", created_at=active_at, active_at=active_at, **values
    )


def test_sign_ins_that_ended_are_dropped_and_others_stand(engine, settings, now):
    worker = an_account(engine)
    cookie_of(engine, now - timedelta(minutes=31), account_id=worker.id)
    cookie_of(engine, now - timedelta(minutes=1), account_id=worker.id)

    jobs.end_what_is_over(engine, settings, now=now)

    with Session(engine) as session:
        [left] = session.exec(select(SignIn)).all()
    assert left.seen_at == now - timedelta(minutes=1)


def test_links_go_a_month_after_their_end(engine, settings, now):
    with writing(engine) as session:
        for days in (1, 31):
            session.add(
                Link(
                    id=uuid4(),
                    purpose=LinkPurpose.INVITATION,
                    email=f"{days}@good.example",
                    created_at=now - timedelta(days=40),
                    expires_at=now - timedelta(days=days),
                )
            )

    jobs.end_what_is_over(engine, settings, now=now)

    with Session(engine) as session:
        assert session.exec(select(Link.email)).all() == ["1@good.example"]


def test_old_mail_goes_with_its_file_and_a_persons_stays_a_year(engine, settings, now):
    sam = person(now)
    kept: dict[str, timedelta] = {
        "new": timedelta(days=29),
        "old": timedelta(days=31),
        "theirs": timedelta(days=364),
        "theirs, old": timedelta(days=366),
    }
    ids = {}
    with writing(engine) as session:
        session.add(sam)
        session.flush()
        for name, age in kept.items():
            mail = post(
                session,
                letter="unused_page",
                recipient="sam@good.example",
                values={"erased_on": "2026-12-24"},
                person_id=sam.id if name.startswith("theirs") else None,
                now=now - age,
            )
            ids[mail.id] = name
    jobs.deliver_mail(engine, settings, now=now)

    jobs.end_what_is_over(engine, settings, now=now)

    with Session(engine) as session:
        left = {ids[mail.id] for mail in session.exec(select(Mail))}
    files = {ids_of(ids, file.stem) for file in (settings.data / "outbox").iterdir()}
    assert left == files == {"new", "theirs"}


def test_a_file_whose_row_went_when_it_left_goes_after_a_month(engine, settings, now):
    outbox = settings.data / "outbox"
    outbox.mkdir()
    for days in (29, 31):
        file = outbox / f"{uuid4()}.eml"
        file.write_text(str(days))
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(file, (moment, moment))

    jobs.end_what_is_over(engine, settings, now=now)

    assert [file.read_text() for file in outbox.iterdir()] == ["29"]


def ids_of(ids, stem) -> str:
    return next(name for key, name in ids.items() if str(key) == stem)


def test_mail_leaves_by_the_clock(engine, settings, now):
    with writing(engine) as session:
        post(
            session,
            letter="unused_page",
            recipient="lee@good.example",
            values={"erased_on": "2026-12-24"},
            now=now,
        )

    jobs.deliver_mail(engine, settings, now=now)

    with Session(engine) as session:
        assert session.exec(select(Mail.state)).all() == [MailState.SENT]
