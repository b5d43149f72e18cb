"""What is practical: choices, prices, places kept out, and forms nobody made."""

import re
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session

from matcher.models import AvoidedPlace
from tests.web.people.a_page import CODE, handed_over


def test_choices_are_kept_and_let_go(at_desk: TestClient, sam: str) -> None:
    kept = at_desk.post(
        f"{sam}/easier",
        data={"choice": ["free=yes", "day=TU"], "max_cost": "£2.50", "going": "alone",
              "language": "Urdu"},
    )  # fmt: skip
    shown = re.findall(r'name="shown" value="([^"]*)"', kept.text)
    assert set(shown) == {
        "free=yes", "day=TU", "max_cost_pence=250", "going=alone", "language=Urdu"
    }  # fmt: skip

    cleared = at_desk.post(f"{sam}/easier", data={"shown": shown, "clear": "1"})

    assert 'name="shown"' not in cleared.text


def test_a_price_that_is_no_number_is_said_plainly(
    at_desk: TestClient, sam: str
) -> None:
    answer = at_desk.post(f"{sam}/easier", data={"max_cost": "a fiver"})

    assert answer.status_code == 422
    assert "like 5 or 2.50" in answer.text


def test_staff_learn_only_that_places_may_be_kept(
    at_desk: TestClient, sam: str, engine: sa.Engine, now: datetime
) -> None:
    with Session(engine) as session:
        session.add(
            AvoidedPlace(
                id=uuid4(), person_id=UUID(sam.split("/")[2]), words="The Legion"
            )
        )
        session.commit()

    page = at_desk.get(sam).text
    refused = at_desk.post(f"{sam}/avoided", data={"place": "Elsewhere"})

    assert "The Legion" not in page
    assert "may keep places here" in page
    assert refused.status_code == 403
    own = handed_over(at_desk, sam).text
    assert "The Legion" in own
    added = at_desk.post(f"{sam}/avoided", data={"place": "Mill Street"}).text
    assert "Mill Street" in added


TAKE_A_FORM = (
    "words", "easier", "from", "put-first", "called", "avoided", "large-type",
    "said-of-me", "put-back", "hand-over",
)  # fmt: skip
"""What is sent to on a page of one's own; the last is not there in one's own hands."""


def test_a_field_that_no_form_has_is_refused(at_desk: TestClient, sam: str) -> None:
    handed_over(at_desk, sam)
    refused, changed = {}, []

    for path in TAKE_A_FORM:
        if path == "hand-over":
            at_desk.post("/take-back", data={"code": CODE["code"]})
        before = at_desk.get(sam).text
        for extra in ("role", "id", "verified", "person_id"):
            answer = at_desk.post(f"{sam}/{path}", data={extra: "admin"})
            refused[path, extra] = answer.status_code
            changed += [(path, extra)] if at_desk.get(sam).text != before else []

    assert len(refused) == 40
    assert refused == dict.fromkeys(refused, 422)
    assert changed == []
    assert "Hand the screen" in at_desk.get(sam).text


TOO_MUCH = (
    ("words", {"words": "x" * 501}),
    ("from", {"place": "x" * 201}),
    ("from", {"travel_km": "far"}),
    ("from", {"travels_by": "rocket"}),
    ("called", {"called": ""}),
    ("easier", {"choice": "role=lead"}),
)


def test_too_much_or_unheard_of_is_refused_in_a_plain_sentence(
    at_desk: TestClient, sam: str
) -> None:
    said = [at_desk.post(f"{sam}/{path}", data=data) for path, data in TOO_MUCH]

    assert [answer.status_code for answer in said] == [422] * len(TOO_MUCH)
