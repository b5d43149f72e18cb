"""Telling of something new, question by question, and a change of what is there."""

import re
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from catalogue.models import Organization
from matcher.db import writing
from matcher.models import Account, ListingDraft
from tests.signed_in import SignInAs
from tests.web.partners.a_home import post, publish, seen_on, told, trust


def test_a_weekly_class_is_told_looked_at_and_found(
    as_jo: TestClient,
    engine: sa.Engine,
    worker: Account,
    sign_in_as: SignInAs,
) -> None:
    check = told(as_jo)
    page = as_jo.get(check).text
    published = publish(as_jo, check)
    home = as_jo.get("/listings").text
    sign_in_as(as_jo, worker)
    waiting = as_jo.get("/looking-over").text
    [draft] = re.findall(r"/looking-over/drafts/[0-9a-f-]+", waiting)
    seen = seen_on(as_jo, draft)
    agreed = post(as_jo, f"{draft}/agree", seen=seen)
    search = {"phrase": "painting", "kind": "enjoy_now", "go": "1"}
    found = as_jo.post("/together", data=search).text

    assert "The card as people will see it" in page
    assert "Jo, by the door" in page
    assert (published, "Waiting" in home) == ((303, "/listings#begun"), True)
    assert (agreed[0], "Tuesday watercolours" in found) == (303, True)


def test_what_is_wrong_is_said_beside_what_was_typed(as_jo: TestClient) -> None:
    _, address = post(as_jo, "/listings/new")
    seen = seen_on(as_jo, address)

    answer = as_jo.post(address, data={"description": "Nice words", "seen": seen})

    assert answer.status_code == 422
    assert "Give it a name" in answer.text
    assert "Nice words" in answer.text


def test_a_field_that_no_question_has_is_refused(as_jo: TestClient) -> None:
    _, address = post(as_jo, "/listings/new")

    assert post(as_jo, address, title="A", organization_id="x", seen="1")[0] == 422


def test_an_older_form_gets_both_texts(as_jo: TestClient, engine: sa.Engine) -> None:
    _, address = post(as_jo, "/listings/new")
    seen = seen_on(as_jo, address)
    post(as_jo, address, title="The first words", seen=seen)

    both = as_jo.post(address, data={"title": "The other words", "seen": seen})
    fields = dict(re.findall(r'name="(title|seen)" value="([^"]*)"', both.text))
    kept = post(as_jo, address, **fields)

    assert both.status_code == 409
    assert "The first words" in both.text
    assert "The other words" in both.text
    assert kept[0] == 303
    with Session(engine) as session:
        row = session.exec(select(ListingDraft)).one()
        assert row.content["title"] == "The other words"


def test_of_two_changes_the_second_sees_both_and_chooses(
    as_jo: TestClient, engine: sa.Engine, arts: UUID, choir: UUID, now: datetime
) -> None:
    trust(engine, arts, now)
    checks = []
    for title in ("Choir A", "Choir B"):
        _, check = post(as_jo, f"/listings/{choir}/change")
        what = check.replace("check", "what")
        post(as_jo, what, title=title, seen=seen_on(as_jo, what))
        checks.append(check)

    first = publish(as_jo, checks[0])
    second = as_jo.post(
        checks[1].replace("/check", "/publish"),
        data={"seen": seen_on(as_jo, checks[1])},
    )
    fields = dict(re.findall(r'name="(over|seen)" value="([^"]*)"', second.text))
    kept = post(as_jo, checks[1].replace("/check", "/publish"), **fields)
    versions = as_jo.get(f"/listings/{choir}/versions").text

    assert (first[0], second.status_code, kept[0]) == (303, 409, 303)
    assert "Choir A" in second.text
    assert "Choir B" in second.text
    assert re.findall(r"Choir [AB]|Tuesday choir", versions)[:1] == ["Choir B"]
    assert "Choir A" in versions


def test_sent_back_it_says_why_where_one_goes_on(
    as_jo: TestClient, worker: Account, jo: Account, sign_in_as: SignInAs
) -> None:
    publish(as_jo, told(as_jo))
    sign_in_as(as_jo, worker)
    [draft] = re.findall(
        r"/looking-over/drafts/[0-9a-f-]+", as_jo.get("/looking-over").text
    )

    silent = post(as_jo, f"{draft}/send-back", note="")
    post(as_jo, f"{draft}/send-back", note="Which door is it?")
    sign_in_as(as_jo, jo)

    assert silent[0] == 422
    assert "Which door is it?" in as_jo.get("/listings").text


def test_dropping_keeps_nothing(as_jo: TestClient, engine: sa.Engine) -> None:
    _, address = post(as_jo, "/listings/new")

    dropped = post(as_jo, address.replace("/what", "/drop"))

    assert dropped == (303, "/listings#begun")
    assert as_jo.get(address).status_code == 404


def test_who_moves_it_to_another_day_is_asked_about_words_that_name_the_old_one(
    as_jo: TestClient, on_tuesdays: UUID
) -> None:
    _, check = post(as_jo, f"/listings/{on_tuesdays}/change")
    when, what = check.replace("check", "when"), check.replace("check", "what")
    moved = {"way": "weekly", "day": ["WE"], "starts": "7pm", "instead": "0"}
    post(as_jo, when, **moved, press="check", seen=seen_on(as_jo, when))
    asked = as_jo.get(check).text
    post(as_jo, what, title="The choir", press="check", seen=seen_on(as_jo, what))
    answered = as_jo.get(check).text

    assert "Are these words still right?" in asked
    assert re.search(r"“Tuesday choir”.*?/what#title", asked, re.DOTALL)
    assert "Are these words still right?" not in answered


def test_whoever_looks_at_a_change_sees_the_words_that_it_leaves_behind(
    as_jo: TestClient, on_tuesdays: UUID, worker: Account, sign_in_as: SignInAs
) -> None:
    _, check = post(as_jo, f"/listings/{on_tuesdays}/change")
    when = check.replace("check", "when")
    moved = {"way": "weekly", "day": ["WE"], "starts": "7pm", "instead": "0"}
    post(as_jo, when, **moved, press="check", seen=seen_on(as_jo, when))
    publish(as_jo, check)
    sign_in_as(as_jo, worker)
    [draft] = re.findall(
        r"/looking-over/drafts/[0-9a-f-]+", as_jo.get("/looking-over").text
    )

    assert "Its name: “Tuesday choir”" in as_jo.get(draft).text


def test_which_half_of_the_day_is_one_press_and_nothing_typed_is_lost(
    as_jo: TestClient,
) -> None:
    _, what = post(as_jo, "/listings/new")
    when = what.replace("/what", "/when")
    typed = {"way": "weekly", "day": "TU", "starts": "half seven", "ends": "9"}

    asked = as_jo.post(
        when, data={**typed, "press": "next", "seen": seen_on(as_jo, when)}
    )
    pressed = post(as_jo, when, **typed, press="add-pm", seen=seen_on(as_jo, when))

    assert asked.status_code == 422
    assert re.findall(r'value="add-(..)">([^<]*)<', asked.text) == [
        ("am", "Tuesdays, 7:30am to 9am"),
        ("pm", "Tuesdays, 7:30pm to 9pm"),
    ]
    assert 'value="half seven"' in asked.text
    assert pressed == (303, when)
    assert "<strong>Tuesdays, 7:30pm to 9pm</strong>" in as_jo.get(when).text


def test_what_only_the_name_of_who_runs_it_says_has_no_tick_at_first(
    as_jo: TestClient, engine: sa.Engine, arts: UUID
) -> None:
    with writing(engine) as session:
        session.get_one(Organization, arts).name = "Mill Lane Community Choir"
    _, what = post(as_jo, "/listings/new")
    fields = {"title": "Chair yoga", "description": "Gentle.", "press": "next"}
    _, doing = post(as_jo, what, **fields, seen=seen_on(as_jo, what))
    first = ticks(as_jo.get(doing).text)
    right = list(first)
    post(
        as_jo, doing, shown=right, right=right, press="next", seen=seen_on(as_jo, doing)
    )
    again = ticks(as_jo.get(doing).text)

    assert first["yoga"]
    assert [name for name, ticked in first.items() if not ticked] == ["choir"]
    assert all(again.values())


def ticks(page: str) -> dict[str, bool]:
    """What was understood, and whether it is ticked."""
    found = re.findall(r'name="right" value="([^"]+)"( checked)?', page)
    return {name: bool(checked) for name, checked in found}
