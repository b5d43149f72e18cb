"""Handing the screen over, four digits to have it back, one thing at a time."""

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import select

from matcher.db import reading
from matcher.keys import hashed
from matcher.models import SignIn
from matcher.web.cookies import SIGNED_IN
from tests.web.people.a_page import CODE, SUNG, handed_over


def test_the_first_time_four_digits_are_chosen_twice(
    at_desk: TestClient, sam: str
) -> None:
    asked = at_desk.post(f"{sam}/hand-over")
    digits = at_desk.post(f"{sam}/hand-over", data={"code": "40", "again": "40"})
    differ = at_desk.post(f"{sam}/hand-over", data={"code": "4071", "again": "4072"})

    assert "Choose four digits to take it back" in asked.text
    assert (digits.status_code, differ.status_code) == (422, 422)
    assert "not the same" in differ.text
    assert "turn</strong>" in handed_over(at_desk, sam).text


def test_a_code_that_was_chosen_once_is_not_changed_by_handing_over(
    at_desk: TestClient, sam: str
) -> None:
    handed_over(at_desk, sam)
    at_desk.post("/take-back", data={"code": "4071"})
    at_desk.post(f"{sam}/hand-over", data={"code": "1111", "again": "1111"})

    assert at_desk.post("/take-back", data={"code": "1111"}).status_code == 422
    assert at_desk.post("/take-back", data={"code": "4071"}).status_code == 200


def test_every_change_of_hands_gives_a_new_cookie_and_drops_what_is_kept(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    before = at_desk.cookies[SIGNED_IN]
    answer = at_desk.post(f"{sam}/hand-over", data=CODE, follow_redirects=False)
    between = at_desk.cookies[SIGNED_IN]
    back = at_desk.post("/take-back", data={"code": "4071"}, follow_redirects=False)
    after = at_desk.cookies[SIGNED_IN]

    assert len({before, between, after}) == 3
    assert {answer.headers["clear-site-data"], back.headers["clear-site-data"]} == {
        '"cache"'
    }
    with reading(engine) as session:
        assert [one.id for one in session.exec(select(SignIn))] == [hashed(after)]


def test_five_wrong_codes_sign_the_screen_out(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    handed_over(at_desk, sam)
    statuses = [
        at_desk.post(
            "/take-back", data={"code": f"000{number}"}, follow_redirects=False
        ).status_code
        for number in range(5)
    ]

    assert statuses == [422, 422, 422, 422, 303]
    with reading(engine) as session:
        assert session.exec(select(SignIn)).all() == []
    assert at_desk.get(sam).status_code == 401


def test_a_screen_that_was_not_given_away_is_not_taken_back(
    at_desk: TestClient, sam: str
) -> None:
    assert at_desk.get("/take-back").status_code == 403
    assert at_desk.post("/take-back", data={"code": "4071"}).status_code == 403


def test_one_thing_at_a_time_is_remembered(at_desk: TestClient, sam: str) -> None:
    large = at_desk.post(f"{sam}/large-type", data={"on": "yes"})
    again = at_desk.get(sam, follow_redirects=False)
    whole = at_desk.post(f"{sam}/large-type", data={"on": "no"})

    assert str(large.url).endswith("/together/words")
    assert again.headers["location"] == f"{sam}/together/words"
    assert str(whole.url).endswith(sam)
    assert at_desk.get(f"{sam}/together/elsewhere").status_code == 404


def test_a_change_leads_back_to_the_one_thing_it_was_made_in(
    at_desk: TestClient, sam: str
) -> None:
    step = at_desk.post(
        f"{sam}/words", data={"words": SUNG, "at": "words"}, follow_redirects=False
    )
    elsewhere = at_desk.post(
        f"{sam}/words", data={"words": SUNG, "at": "//evil"}, follow_redirects=False
    )

    assert step.headers["location"] == f"{sam}/together/words#ask"
    assert elsewhere.headers["location"] == f"{sam}#ask"


def test_no_page_of_a_person_is_kept_by_a_browser(
    at_desk: TestClient, sam: str
) -> None:
    for path in ("/people", "/people/new", sam, f"{sam}/together/order"):
        assert at_desk.get(path).headers["cache-control"] == "no-store"
