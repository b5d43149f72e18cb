"""A spreadsheet is taken back to the last row, but for what is somebody's now."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import select

from catalogue.opportunities import keeping
from matcher.db import reading, writing
from matcher.models import (
    Introduction,
    IntroductionState,
    Person,
    Upload,
    UploadState,
)
from matcher.partners.keeping import theirs
from tests.partners.uploads.house import BOTH, House, counts, row, sheet, tables


@BOTH
def test_undo_restores_every_table_exactly(house: House) -> None:
    changed = house.their_sheet(house.jo).replace(b"Tuesday choir", b"Wednesday choir")
    first = house.put_in(house.jo, house.send(house.jo, changed))
    before = tables(house.engine)
    rows = [row(n, cost=f"£{n}", schedule="Fridays 10am") for n in range(60)]
    again = house.their_sheet(house.jo).decode("utf-8-sig").replace("We sing", "Sing!")
    house.put_in(house.jo, house.send(house.jo, again.encode(), name="a.csv"))
    upload = house.put_in(house.jo, house.send(house.jo, sheet(*rows)))
    assert counts(upload) == (60, 0, 0, 0)

    undone = house.undo(house.jo, upload)
    with reading(house.engine) as session:
        second = session.exec(select(Upload).where(Upload.file_name == "a.csv")).one()
    house.undo(house.jo, second)

    assert (undone.state, undone.left) == (UploadState.UNDONE, [])
    assert tables(house.engine) == before
    house.undo(house.jo, first)
    assert house.titles(house.jo) == ["Tuesday choir"]


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
