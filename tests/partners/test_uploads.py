"""Spreadsheets of listings: looked at before, put in, taken back to the last row."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from catalogue import opportunities, organizations
from catalogue.activities import load_lexicon
from catalogue.drafts import OrganizationDraft, Price, Status, Timetable
from catalogue.exports import as_csv, as_workbook
from catalogue.models import Opportunity
from catalogue.opportunities import keeping
from matcher import jobs
from matcher.access import Visitor
from matcher.db import reading, writing
from matcher.errors import BadInput, NotFound
from matcher.models import (
    Account,
    Introduction,
    IntroductionState,
    Mail,
    Person,
    Role,
    RowOutcome,
    Upload,
    UploadState,
)
from matcher.partners.keeping import theirs
from matcher.partners.uploads import mending, owning, storing, taking, undoing, working
from matcher.partners.uploads.taking import Sent
from tests.partners.builders import ARTS, CHOIR, visitor

HEADERS = ("id", "title", "description", "schedule", "cost", "opportunity")
PLAIN = {"description": "All welcome.", "schedule": "Tuesdays 7pm-9pm", "cost": "£3"}


BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite, but for what is written differently on PostgreSQL."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue(f"{kind}_url")
    return url


@pytest.fixture
def today() -> date:
    return date(2026, 11, 24)


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


@pytest.fixture
def house(engine, now) -> House:
    return House(engine, now)


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


def test_nothing_is_in_before_somebody_presses_for_it(house: House) -> None:
    before = tables(house.engine)

    upload = house.send(house.jo, sheet(row(1), row(2), row(3, title="")))

    assert (upload.state, counts(upload)) == (UploadState.READY, (2, 0, 0, 1))
    assert tables(house.engine) == before
    house.put_in(house.jo, upload)
    assert house.titles(house.jo) == ["Class 1", "Class 2", "Tuesday choir"]


@BOTH
def test_undo_restores_every_table_exactly(house: House) -> None:
    changed = house.their_sheet(house.jo).replace(b"Tuesday choir", b"Wednesday choir")
    first = house.put_in(house.jo, house.send(house.jo, changed))
    before = tables(house.engine)
    rows = [row(n, cost=f"£{n}", schedule="Fridays 10am") for n in range(120)]
    again = house.their_sheet(house.jo).decode("utf-8-sig").replace("We sing", "Sing!")
    house.put_in(house.jo, house.send(house.jo, again.encode(), name="a.csv"))
    upload = house.put_in(house.jo, house.send(house.jo, sheet(*rows)))
    assert counts(upload) == (120, 0, 0, 0)

    undone = house.undo(house.jo, upload)
    with reading(house.engine) as session:
        second = session.exec(select(Upload).where(Upload.file_name == "a.csv")).one()
    house.undo(house.jo, second)

    assert (undone.state, undone.left) == (UploadState.UNDONE, [])
    assert tables(house.engine) == before
    house.undo(house.jo, first)
    assert house.titles(house.jo) == ["Tuesday choir"]


def test_what_they_take_out_uploads_again_unchanged(house: House, now) -> None:
    pressed = replace(
        CHOIR,
        source_id="told:7",
        title="+44 choir",
        not_activities=("darts",),
        timetables=(
            Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19)),
            Timetable(rrule="FREQ=YEARLY;BYMONTH=6;BYDAY=1SA", opens_at=time(10)),
        ),
        prices=(Price(amount_pence=150, option="for early birds"),),
    )
    with writing(house.engine) as session:
        keeping.publish(session, pressed, kept_by=house.arts, now=now)
        keeping.confirm(session, theirs_keys(session, house.jo), today=now.date())
    house.put_in(house.jo, house.send(house.jo, sheet(*map(row, range(30)))))
    before = tables(house.engine)

    for write, name in ((as_csv, "a.csv"), (as_workbook, "a.xlsx")):
        body = house.their_sheet(house.jo, write)
        upload = house.send(house.jo, body, name=name)
        assert counts(upload) == (0, 0, 32, 0)

    assert tables(house.engine) == before


def theirs_keys(session: Session, by: Visitor):
    return [one.id for one in theirs(session, by)]


def test_a_bad_cell_is_mended_where_it_stands(house: House) -> None:
    bad = sheet(
        row(1),
        row(1, title="Twin"),
        row(3, title=""),
        row(4, opportunity="perhaps"),
    )
    upload = house.send(house.jo, bad)

    with writing(house.engine) as session:
        refused = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        asked = [(one.line, one.column, one.refusal) for one in refused]
        said = {3: "2", 4: "Third class", 5: "surely"}
        mended = mending.mend(session, house.jo, upload.id, said, now=house.now)
    with writing(house.engine) as session:
        [left] = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        twice = mending.mend(session, house.jo, upload.id, {5: "yes"}, now=house.now)
    with reading(house.engine) as session:
        after = session.get_one(Upload, upload.id)
        assert counts(after) == (4, 0, 0, 0)

    assert asked == [
        (3, "id", "its id “1” was met on line 2 already"),
        (4, "title", "it has no title"),
        (
            5,
            "opportunity",
            "“opportunity” is “perhaps”: say yes or no, or leave it empty",
        ),
    ]
    assert (mended, left.line, twice) == (2, 5, 1)
    house.put_in(house.jo, after)
    assert house.titles(house.jo) == [
        "Class 1", "Class 4", "Third class", "Tuesday choir", "Twin",
    ]  # fmt: skip


@BOTH
def test_two_organizations_may_both_have_a_number_7(house: House) -> None:
    with writing(house.engine) as session:
        organizations.trust(session, house.dancers, now=house.now)
    for by in (house.jo, house.kit):
        house.put_in(by, house.send(by, sheet(row(7))))

    stolen = house.their_sheet(house.jo).replace(b"Class 7", b"Mine now")
    upload = house.send(house.kit, stolen)

    assert counts(upload) == (0, 0, 0, 2)
    assert house.titles(house.kit) == ["Class 7"]


def test_a_worker_never_speaks_over_who_keeps_a_listing(house: House) -> None:
    theirs_now = house.their_sheet(house.jo).replace(b"Tuesday", b"Friday")

    upload = house.send(house.ana, theirs_now, run_by="mill lane ARTS")
    for_others = house.send(house.ana, sheet(row(1)), run_by="Bench Choir")
    house.put_in(house.ana, for_others)

    assert counts(upload) == (0, 0, 0, 1)
    with reading(house.engine) as session:
        made = session.exec(select(Opportunity).where(Opportunity.title == "Class 1"))
        [listing] = opportunities.listings(session, [made.one().id])
    assert listing.draft.organization == OrganizationDraft(name="Bench Choir")
    assert listing.draft.assured_on is None


def test_a_new_partners_first_file_waits_for_a_look(house: House) -> None:
    upload = house.put_in(house.kit, house.send(house.kit, sheet(row(1), row(2))))
    waits = (upload.state, house.titles(house.kit))
    with writing(house.engine) as session:
        with pytest.raises(NotFound):
            taking.upload_for(session, house.ana, upload.id)
        taking.send_back(session, house.ana, upload.id, "Which hall?", now=house.now)
    house.put_in(house.kit, house.work(upload.id))
    with writing(house.engine) as session:
        [one] = taking.waiting(session, house.ana)
        taking.agree(
            session,
            house.ana,
            one.id,
            seen=one.changed_at,
            trust=True,
            now=house.now,
        )
    house.work(upload.id)

    assert waits == (UploadState.WAITING, [])
    assert house.titles(house.kit) == ["Class 1", "Class 2"]


def test_what_somebody_changed_since_is_named_and_left(house: House, now) -> None:
    upload = house.put_in(house.jo, house.send(house.jo, sheet(row(1), row(2), row(3))))
    with writing(house.engine) as session:
        first, second, *_ = theirs(session, house.jo)
        keeping.publish(session, replace(first.draft, title="By hand"), now=now)
        keeping.confirm(session, [second.id], today=now.date() + timedelta(days=1))

    undone = house.undo(house.jo, upload)

    assert sorted(undone.left) == ["Class 1", "Class 2"]
    assert house.titles(house.jo) == ["By hand", "Class 2", "Tuesday choir"]


@BOTH
def test_what_somebody_saved_ends_and_their_list_keeps_it(house: House, now) -> None:
    upload = house.put_in(house.jo, house.send(house.jo, sheet(row(1), row(2))))
    with writing(house.engine) as session:
        saved = theirs(session, house.jo)[0].id
        person = Person(id=house.arts, called="Sam", created_at=now, active_at=now)
        session.add(person)
        session.flush()
        session.add(
            Introduction(
                id=house.arts, person_id=person.id, opportunity_id=saved,
                state=IntroductionState.INTERESTED, position=0, saved_at=now,
                changed_at=now,
            )
        )  # fmt: skip

    undone = house.undo(house.jo, upload)

    assert (undone.left, house.titles(house.jo)) == ([], ["Tuesday choir"])
    with reading(house.engine) as session:
        assert session.exec(select(Introduction.opportunity_id)).one() == saved


def test_what_changed_between_the_look_and_the_press_is_left(house, now) -> None:
    body = house.their_sheet(house.jo).replace(b"Tuesday choir", b"Sheet choir")
    upload = house.send(house.jo, body)
    with writing(house.engine) as session:
        by_hand = replace(CHOIR, title="Hand choir")
        keeping.publish(session, by_hand, kept_by=house.arts, now=now)

    stored = house.put_in(house.jo, upload)

    assert (counts(stored), stored.left) == ((0, 0, 0, 0), ["Sheet choir"])
    assert house.titles(house.jo) == ["Hand choir"]


def test_a_press_of_today_outlives_a_file_that_says_nothing_of_it(
    house: House, now
) -> None:
    with writing(house.engine) as session:
        [choir] = theirs(session, house.jo)
        closed = {"note": "Flood", "until": date(2026, 12, 24)}
        keeping.close(session, choir.id, **closed, now=now)
    body = house.their_sheet(house.jo).replace(b"Tuesday choir", b"Dry choir")

    house.put_in(house.jo, house.send(house.jo, body))
    again = house.send(house.jo, body)

    with reading(house.engine) as session:
        [choir] = theirs(session, house.jo)
    assert (choir.draft.title, choir.draft.closed_note) == ("Dry choir", "Flood")
    assert choir.draft.assured_on == date(2026, 11, 24)
    assert counts(again) == (0, 0, 1, 0)


class Killed(BaseException):
    """The process is gone."""


@BOTH
def test_a_process_that_dies_is_gone_on_with_and_nothing_is_told_twice(
    house: House, monkeypatch
) -> None:
    upload = house.send(house.jo, sheet(*map(row, range(130))))
    with writing(house.engine) as session:
        taking.put_in(session, house.jo, upload.id, now=house.now)
    whole, steps = storing.put_in_some, []

    def dies(*given, **named):
        steps.append(whole(*given, **named))
        if len(steps) == 2:
            raise Killed
        return steps[-1]

    monkeypatch.setattr(storing, "put_in_some", dies)
    with pytest.raises(Killed):
        house.work(upload.id)
    so_far = house.titles(house.jo)
    idle = house.work(upload.id)
    house.now += timedelta(minutes=3)
    done = house.work(upload.id)

    assert len(so_far) == 51
    assert idle.state is UploadState.STORING
    assert (done.state, counts(done)) == (UploadState.STORED, (130, 0, 0, 0))
    assert len(house.titles(house.jo)) == 131
    assert house.titles(house.jo).count("Class 7") == 1


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


def number_of_the_catalogue(house: House) -> int:
    with reading(house.engine) as session:
        return opportunities.version(session)


def test_what_went_in_before_it_was_given_up_stays_until_somebody_says_so(
    house: House, monkeypatch
) -> None:
    before = tables(house.engine)
    upload = house.send(house.jo, sheet(*map(row, range(70))))
    number = number_of_the_catalogue(house)

    with monkeypatch.context() as broken:
        some = breaks_after(storing.put_in_some, good=1)
        broken.setattr(storing, "put_in_some", some)
        house.put_in(house.jo, upload)
        house.now += timedelta(minutes=3)
        given_up = try_until_given_up(house, upload)
    so_far = house.titles(house.jo)
    undone = house.undo(house.jo, upload)

    assert (given_up.state, given_up.problem) == (
        UploadState.STORED,
        "stopped while storing",
    )
    assert (counts(given_up)[0], len(so_far)) == (50, 51)
    assert number_of_the_catalogue(house) > number + 1
    assert (held_of(house, "upload_row"), undone.problem) == (0, None)
    assert tables(house.engine) == before


def test_what_was_taken_back_by_half_can_be_taken_back_whole(
    house: House, monkeypatch
) -> None:
    before = tables(house.engine)
    upload = house.put_in(house.jo, house.send(house.jo, sheet(*map(row, range(70)))))
    house.now += timedelta(days=1)

    with monkeypatch.context() as broken:
        some = breaks_after(undoing.take_back_some, good=1)
        broken.setattr(undoing, "take_back_some", some)
        house.undo(house.jo, upload)
        house.now += timedelta(minutes=3)
        given_up = try_until_given_up(house, upload)
    so_far = house.titles(house.jo)
    with writing(house.engine) as session, pytest.raises(BadInput):
        taking.drop(session, house.jo, upload.id)
    undone = house.undo(house.jo, upload)

    assert (given_up.state, given_up.problem, given_up.stored_at) == (
        UploadState.STORED,
        "stopped while undoing",
        upload.stored_at,
    )
    assert (len(so_far), undone.state) == (21, UploadState.UNDONE)
    assert tables(house.engine) == before


def test_a_file_that_breaks_the_reading_is_put_away_and_the_next_one_is_read(
    house: House, monkeypatch
) -> None:
    broken = breaks_after(working.judged_rows, good=0)
    with monkeypatch.context() as patched:
        patched.setattr(working, "judged_rows", broken)
        upload = house.send(house.jo, sheet(row(1)))
        for _ in range(working.MOST_TRIES - 1):
            house.now += timedelta(minutes=3)
            house.work(upload.id)
    house.now += timedelta(minutes=3)

    after = house.send(house.jo, sheet(row(2)), name="next.csv")

    with reading(house.engine) as session:
        given_up = session.get_one(Upload, upload.id)
    assert (given_up.state, given_up.problem, given_up.stored_at) == (
        UploadState.UNREADABLE,
        "stopped while reading",
        None,
    )
    assert (after.state, counts(after)) == (UploadState.READY, (1, 0, 0, 0))
    assert held_of(house, "upload_file") == 0


def test_no_file_opens_what_a_lead_paused_or_what_has_ended(house: House, now) -> None:
    ours = house.put_in(house.jo, house.send(house.jo, sheet(row(1), row(2))))
    same = house.their_sheet(house.jo)
    new = same.replace(b"All welcome", b"Do come")
    meanwhile = house.send(house.jo, new, name="before.csv")
    with writing(house.engine) as session:
        paused, ended = [
            one.id for one in theirs(session, house.jo) if "Class" in one.draft.title
        ]
        keeping.pause(session, paused, now=now)
        keeping.withdraw(session, ended, now=now)

    late = house.put_in(house.jo, meanwhile)
    upload = house.send(house.jo, new)
    unchanged = house.send(house.jo, same)

    with reading(house.engine) as session:
        refused = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        stands = opportunities.listings(session, [paused, ended])
    assert counts(ours) == (2, 0, 0, 0)
    assert sorted(late.left) == ["Class 1", "Class 2"]
    assert [one.refusal for one in refused] == [owning.PAUSED, owning.ENDED]
    assert counts(upload) == (0, 0, 1, 2)
    assert counts(unchanged) == (0, 0, 2, 1)
    assert [one.draft.status for one in stands] == [Status.INACTIVE, Status.DEFUNCT]


def test_a_cell_that_nobody_touched_stays_as_it_came(house: House) -> None:
    lines = [
        {"id": 1, "title": "Choir", "opportunity": 12},
        {"id": 2, "title": "Sewing", "opportunity": "per\nhaps  so" + "o" * 3_000},
        {"id": 3, "title": "Darts", "opportunity": [1.0, "x"]},
        {"id": 4, "title": "Chess", "opportunity": 7.0},
    ]
    body = "\n".join(map(json.dumps, lines)).encode()
    upload = house.send(house.jo, body, name="ours.jsonl")

    with writing(house.engine) as session:
        refused = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        pages = [mending.bad_row(one) for one in refused]
        cells = [dict(one.cells) for one in refused]
        said = {one.line: one.cell for one in pages} | {pages[-1].line: "yes"}
        mended = mending.mend(session, house.jo, upload.id, said, now=house.now)
    with reading(house.engine) as session:
        left = taking.rows_of(session, upload, RowOutcome.REFUSED, limit=9)
        kept = [dict(one.cells) for one in left]

    assert [one.cell[:13] for one in pages] == [
        "12", "per haps sooo", '[1.0, "x"]', "7",
    ]  # fmt: skip
    assert max(len(one.cell) for one in pages) == mending.LONGEST
    assert (mended, kept) == (1, cells[:-1])


def test_nothing_is_agreed_to_that_was_not_looked_at(house: House) -> None:
    upload = house.put_in(house.kit, house.send(house.kit, sheet(row(1), row(2))))
    looked = upload.changed_at
    house.now += timedelta(minutes=1)
    with writing(house.engine) as session:
        taking.send_back(session, house.ana, upload.id, "Which hall?", now=house.now)
    house.put_in(house.kit, upload)

    with writing(house.engine) as session, pytest.raises(BadInput) as refused:
        taking.agree(session, house.ana, upload.id, seen=looked, now=house.now)

    assert "changed it since" in refused.value.sentence
    assert house.work(upload.id).state is UploadState.WAITING
    assert house.titles(house.kit) == []


def test_the_answer_to_a_file_leads_to_it_and_finds_who_is_still_there(
    house: House, now
) -> None:
    upload = house.put_in(house.kit, house.send(house.kit, sheet(row(1))))
    with writing(house.engine) as session:
        visitor(session, "Una Price", Role.PARTNER, house.dancers)
        session.get_one(Account, house.kit.account_id).disabled_at = now

    with writing(house.engine) as session:
        taking.agree(
            session, house.ana, upload.id, seen=upload.changed_at, now=house.now
        )
        [mail] = session.exec(select(Mail)).all()

    assert (mail.letter, mail.recipient) == (
        "file_looked_at",
        "una.price@example.org",
    )
    assert mail.values["at"] == f"/uploads/{upload.id}"


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to ten megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 10_000_000)
    return packed.getvalue()


HOSTILE = {
    "empty.csv": b" ",
    "no-title.csv": b"id,when\n1,Tuesdays\n",
    "latin.csv": "id,title\n1,Caf\xe9\n".encode("latin-1"),
    "open-quote.csv": b'id,title\n1,"Choir\n',
    "no.xlsx": b"PK\x03\x04 nothing",
    "old.xlsx": b"\xd0\xcf\x11\xe0 an old workbook",
    "no.jsonl": b"[1, 2]\n",
    "bomb.xlsx": bomb(),
}


def test_a_file_that_is_none_says_so_by_its_own_name(house: House) -> None:
    before = tables(house.engine)
    said = {}

    for name, body in HOSTILE.items():
        upload = house.send(house.jo, body, name=name)
        said[name] = (upload.state, upload.problem or "")
        with writing(house.engine) as session:
            taking.drop(session, house.jo, upload.id)

    assert {state for state, _ in said.values()} == {UploadState.UNREADABLE}
    assert all(f"“{name}”" in problem for name, (_, problem) in said.items())
    assert not any("/" in problem for _, problem in said.values())
    assert tables(house.engine) == before


def test_only_sheets_of_rows_are_taken_and_a_few_at_once(house: House) -> None:
    with writing(house.engine) as session:
        for name, body in (("a.exe", b"x"), ("", b"x"), ("a.csv", b"")):
            sent = Sent(name=name, body=body)
            with pytest.raises(BadInput):
                taking.take(session, house.jo, sent, now=house.now)
        for _ in range(taking.MOST_AT_ONCE):
            sent = Sent(name="C:\\Users\\jo\\ours.csv", body=b"id,title")
            taken = taking.take(session, house.jo, sent, now=house.now)
        with pytest.raises(BadInput):
            taking.take(session, house.jo, sent, now=house.now)

    assert taken.file_name == "ours.csv"


def test_nothing_of_an_upload_is_held_for_longer_than_needed(
    house: House, settings
) -> None:
    upload = house.put_in(
        house.jo, house.send(house.jo, sheet(row(1), row(2, title="")))
    )
    with house.engine.connect() as connection:
        held = {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(SQLModel.metadata.tables[name])
            ).scalar_one()
            for name in ("upload_file", "upload_row", "upload_before")
        }
    late = house.now + timedelta(days=31)

    with writing(house.engine) as session, pytest.raises(BadInput):
        taking.undo(session, house.jo, upload.id, now=late)
    jobs.end_what_is_over(house.engine, settings, now=late)

    assert held == {"upload_file": 0, "upload_row": 0, "upload_before": 1}
    with reading(house.engine) as session:
        assert list(session.exec(select(Upload))) == []


def test_a_file_of_an_organization_that_is_gone_speaks_for_nobody(house: House) -> None:
    upload = house.send(house.jo, sheet(row(1)))
    upload.organization_id = None

    with reading(house.engine) as session, pytest.raises(NotFound):
        owning.whose(session, upload)
