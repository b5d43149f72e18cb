"""Mill Lane Arts and who sends spreadsheets there; what a test looks at after."""

import csv
import io
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from catalogue import opportunities, organizations
from catalogue.activities import load_lexicon
from catalogue.drafts import OrganizationDraft
from catalogue.exports import as_csv
from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.db import reading, writing
from matcher.models import (
    Role,
    Upload,
)
from matcher.partners.keeping import theirs
from matcher.partners.uploads import taking, working
from matcher.partners.uploads.taking import Sent
from tests.partners.builders import ARTS, CHOIR, visitor

HEADERS = ("id", "title", "description", "schedule", "cost", "opportunity")

PLAIN = {"description": "All welcome.", "schedule": "Tuesdays 7pm-9pm", "cost": "£3"}

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


class House:
    """Mill Lane Arts with Jo, another organization with Kit, Ana and Lea."""

    def __init__(self, engine: sa.Engine, now: datetime) -> None:
        self.engine, self.now = engine, now
        with writing(engine) as session:
            self.arts = organizations.welcome(session, "here", ARTS, now=now)
            organizations.trust(session, self.arts, now=now)
            other = OrganizationDraft(name="Elm Road Dancers")
            self.dancers = organizations.welcome(session, "here", other, now=now)
            keeping.publish(session, CHOIR, kept_by=self.arts, now=now)
            self.jo = visitor(session, "Jo Field", Role.PARTNER, self.arts)
            self.kit = visitor(session, "Kit Moss", Role.PARTNER, self.dancers)
            self.ana = visitor(session, "Ana Reyes", Role.WORKER)

    def send(self, by: Visitor, body: bytes, name: str = "ours.csv", **more) -> Upload:
        """The file, read by the clock."""
        with writing(self.engine) as session:
            sent = Sent(name=name, body=body, **more)
            key = taking.take(session, by, sent, now=self.now).id
        return self.work(key)

    def work(self, key) -> Upload:
        clock_now = self.now
        working.work(self.engine, lexicon=load_lexicon(), clock=lambda: clock_now)
        with reading(self.engine) as session:
            return session.get_one(Upload, key)

    def put_in(self, by: Visitor, upload: Upload) -> Upload:
        with writing(self.engine) as session:
            taking.put_in(session, by, upload.id, now=self.now)
        return self.work(upload.id)

    def undo(self, by: Visitor, upload: Upload) -> Upload:
        with writing(self.engine) as session:
            taking.undo(session, by, upload.id, now=self.now)
        return self.work(upload.id)

    def titles(self, by: Visitor) -> list[str]:
        with reading(self.engine) as session:
            return [one.draft.title for one in theirs(session, by)]

    def their_sheet(self, by: Visitor, write=as_csv) -> bytes:
        with reading(self.engine) as session:
            keys = [one.id for one in theirs(session, by)]
            return write(opportunities.as_told(session, keys))


def sheet(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADERS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def row(number: object, **said: str) -> dict[str, str]:
    return {"id": str(number), "title": f"Class {number}", **PLAIN, **said}


def tables(engine: sa.Engine) -> dict[str, list[str]]:
    """Everything there is, but for the uploads and the count of all changes."""
    left_out = {
        *("catalogue_version", "catalogue_change"),
        *("upload", "upload_row", "upload_before"),
    }
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in left_out
        }


def counts(upload: Upload) -> tuple[int, int, int, int]:
    return upload.added, upload.revised, upload.unchanged, upload.refused


def theirs_keys(session: Session, by: Visitor):
    return [one.id for one in theirs(session, by)]


def breaks_after(whole, good: int):
    """A step that goes well so many times, and never again."""
    steps = []

    def step(*given, **named):
        steps.append(1)
        if len(steps) > good:
            raise RuntimeError("the disk is full")
        return whole(*given, **named)

    return step


def try_until_given_up(house: House, upload: Upload) -> Upload:
    for _ in range(working.MOST_TRIES + 1):
        upload = house.work(upload.id)
        house.now += timedelta(minutes=3)
    return upload


def held_of(house: House, name: str) -> int:
    table = SQLModel.metadata.tables[name]
    with house.engine.connect() as connection:
        query = sa.select(sa.func.count()).select_from(table)
        return connection.execute(query).scalar_one()
