"""A crash, a full disk, a fault of ours: what is in is known and can be taken back."""

from datetime import timedelta

import pytest

from catalogue import opportunities
from matcher.db import reading, writing
from matcher.errors import BadInput
from matcher.models import (
    Upload,
    UploadState,
)
from matcher.partners.uploads import storing, taking, undoing, working
from tests.partners.uploads.house import (
    BOTH,
    House,
    breaks_after,
    counts,
    held_of,
    row,
    sheet,
    tables,
    try_until_given_up,
)


class Killed(BaseException):
    """The process is gone."""


@BOTH
def test_a_process_that_dies_is_gone_on_with_and_nothing_is_told_twice(
    house: House, monkeypatch
) -> None:
    monkeypatch.setattr(storing, "SLICE", 10)
    upload = house.send(house.jo, sheet(*map(row, range(26))))
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

    assert len(so_far) == 11
    assert idle.state is UploadState.STORING
    assert (done.state, counts(done)) == (UploadState.STORED, (26, 0, 0, 0))
    assert len(house.titles(house.jo)) == 27
    assert house.titles(house.jo).count("Class 7") == 1


def number_of_the_catalogue(house: House) -> int:
    with reading(house.engine) as session:
        return opportunities.version(session)


def test_what_went_in_before_it_was_given_up_stays_until_somebody_says_so(
    house: House, monkeypatch
) -> None:
    before = tables(house.engine)
    upload = house.send(house.jo, sheet(*map(row, range(14))))
    number = number_of_the_catalogue(house)

    with monkeypatch.context() as broken:
        broken.setattr(storing, "SLICE", 10)
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
    assert (counts(given_up)[0], len(so_far)) == (10, 11)
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
