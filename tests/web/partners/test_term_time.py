"""Term time only: a partner ticks it, and no page promises a day of the holidays."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue.opportunities import keeping
from catalogue.schedules import read_schedule
from matcher.db import writing
from tests.partners.builders import CHOIR
from tests.web.partners.a_home import post, seen_on


@pytest.fixture
def in_term(engine: sa.Engine, choir: UUID, arts: UUID, now: datetime) -> UUID:
    """Their choir, in term time only."""
    times = read_schedule("Tuesdays 7pm-9pm, term time only")
    with writing(engine) as session:
        keeping.publish(
            session, replace(CHOIR, timetables=times), kept_by=arts, now=now
        )
    return choir


def test_term_time_is_one_tick_and_said_back(as_jo: TestClient) -> None:
    _, address = post(as_jo, "/listings/new")
    for step, said in (("what", {"title": "Choir", "description": "Songs."}), *SKIPPED):
        assert address.endswith(step)
        seen = seen_on(as_jo, address)
        _, address = post(as_jo, address, press="next", **said, seen=seen)
    time = {"way": "weekly", "day": ["TU"], "starts": "7pm", "terms": "yes"}

    seen = seen_on(as_jo, address)
    _, onward = post(as_jo, address, press="add", **time, seen=seen)

    assert "Tuesdays, from 7pm, term time only" in as_jo.get(onward).text


SKIPPED = (("activities", {"others": "singing"}),)


def test_a_page_says_to_check_before_a_day_of_the_holidays(
    as_jo: TestClient, in_term: UUID
) -> None:
    off = ["2026-11-24", "2026-12-01", "2026-12-08"]
    post(as_jo, f"/listings/{in_term}/days-off", shown=off, off=off)

    page = as_jo.get(f"/opportunities/{in_term}").text

    assert "Tuesdays, 7pm to 9pm, term time only" in page
    assert "In the school holidays, check before you go." in page
    assert "<li>Tuesday 15 December</li>" in page
    assert "<li>Tuesday 22 December (check first)</li>" in page
