"""A person's words: said, changed, taken away, put back, and how they were taken."""

import re

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import select

from matcher.db import reading
from matcher.models import Understanding
from tests.web.people.a_page import SUNG, phrases, said, seen


def test_the_box_comes_first_and_words_stand_below_it(
    at_desk: TestClient, sam: str
) -> None:
    page = at_desk.post(f"{sam}/words", data={"words": SUNG})

    assert said(page) == [SUNG]
    assert page.text.index("What do you enjoy, or did you use to?") < page.text.index(
        SUNG
    )
    assert "progress" not in page.text


def test_any_question_can_be_answered_in_any_order(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    at_desk.post(
        f"{sam}/words",
        data={
            "words": "", "answer_in_the_way": "stairs", "answer_goal": "my own tenancy",
            "answer_people_around": "my sister",
        },
    )  # fmt: skip

    kept = [(one.kind, one.words) for one in phrases(engine, sam)]

    assert kept == [
        ("goal", "my own tenancy"),
        ("people_around", "my sister"),
        ("in_the_way", "stairs"),
    ]


def test_words_never_stand_in_an_address(at_desk: TestClient, sam: str) -> None:
    answer = at_desk.post(f"{sam}/words", data={"words": SUNG}, follow_redirects=False)

    assert answer.headers["location"] == f"{sam}#ask"


def test_a_no_is_not_said_to_be_looked_for(at_desk: TestClient, sam: str) -> None:
    page = at_desk.post(f"{sam}/words", data={"words": "no pubs"}).text

    assert "You would rather not, so we don’t look for this." in page
    assert "We still look for the words." not in page


def test_when_and_how_leads_to_the_choices(at_desk: TestClient, sam: str) -> None:
    page = at_desk.post(f"{sam}/words", data={"words": "nothing in the evening"}).text

    assert '<a href="#easier">Choose what would make it easier</a>' in page
    assert "You would rather not, so we don’t look for this." not in page
    assert "We still look for the words." not in page


def test_words_taken_away_are_put_back_from_the_page_alone(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    at_desk.post(f"{sam}/words", data={"words": "bass"})
    page = at_desk.post(f"{sam}/words", data={"words": "darts"})
    bass = phrases(engine, sam)[0]
    at_desk.post(f"{sam}/words/{bass.id}/reading", data={"not_that": "sea-fishing"})

    gone = at_desk.post(f"{sam}/words/{bass.id}/take-away", data={"seen": seen(page)})

    assert said(gone) == ["darts"]
    assert [one.words for one in phrases(engine, sam)] == ["darts"]
    form = gone.text[gone.text.index("put-back") :].split("</form>")[0]
    undo = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    back = at_desk.post(f"{sam}/put-back", data=undo)
    assert said(back) == ["bass", "darts"]
    with reading(engine) as session:
        kept = session.exec(select(Understanding)).one()
    assert (kept.activity, kept.meant) == ("sea-fishing", False)


def test_of_two_screens_that_change_the_same_words_both_texts_are_shown(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    page = at_desk.post(f"{sam}/words", data={"words": "footie"})
    phrase = phrases(engine, sam)[0]
    mark, path = seen(page), f"{sam}/words/{phrase.id}"
    at_desk.post(f"{path}/reword", data={"words": "five-a-side", "seen": mark})

    both = at_desk.post(f"{path}/reword", data={"words": "walking", "seen": mark})
    unseen = at_desk.post(f"{path}/take-away", data={"seen": mark})

    assert (both.status_code, unseen.status_code) == (409, 409)
    assert said(both) == ["five-a-side", "walking"]
    assert said(unseen) == ["five-a-side"]
    kept = at_desk.post(f"{path}/reword", data={"words": "walking", "seen": seen(both)})
    assert said(kept) == ["walking"]


def test_words_taken_away_elsewhere_are_offered_to_be_kept(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    page = at_desk.post(f"{sam}/words", data={"words": "footie"})
    path, mark = f"{sam}/words/{phrases(engine, sam)[0].id}", seen(page)
    at_desk.post(f"{path}/take-away", data={"seen": mark})

    late = at_desk.post(f"{path}/reword", data={"words": "five-a-side", "seen": mark})
    again = at_desk.post(f"{path}/take-away", data={"seen": mark})

    assert (late.status_code, said(late)) == (409, ["five-a-side"])
    assert again.status_code == 200


def test_what_somebody_said_of_them_is_kept_only_when_they_say_so(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    words = "you never give up"

    shown = at_desk.post(f"{sam}/said-of-me", data={"words": words})

    assert words in shown.text
    assert "That’s me" in shown.text
    assert phrases(engine, sam) == []
    at_desk.post(f"{sam}/words", data={"words": words, "kind": "strength"})
    assert [(x.kind, x.words) for x in phrases(engine, sam)] == [("strength", words)]


def test_how_words_were_taken_is_shown_and_put_right(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    page = at_desk.post(f"{sam}/words", data={"words": "darts"})
    path = f"{sam}/words/{phrases(engine, sam)[0].id}"
    assert 'name="not_that" value="darts"' in page.text

    wrong = at_desk.post(f"{path}/reading", data={"not_that": "darts"})
    offered = at_desk.post(f"{path}/meant", data={"find": "baking"})
    right = at_desk.post(f"{path}/reading", data={"this_too": "baking"})

    assert "darts</s>" in wrong.text
    assert 'name="this_too" value="baking"' in offered.text
    assert "baking" in right.text
    with reading(engine) as session:
        kept = session.exec(select(Understanding)).all()
    assert {(one.activity, one.meant) for one in kept} == {
        ("darts", False),
        ("baking", True),
    }
    at_desk.post(f"{path}/reading", data={"undo": "darts"})
    at_desk.post(f"{path}/reading", data={"this_too": "not-an-activity"})
    with reading(engine) as session:
        assert [x.activity for x in session.exec(select(Understanding))] == ["baking"]


def test_what_matters_most_comes_first(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    for words in ("a", "b", "c"):
        at_desk.post(f"{sam}/words", data={"words": words})
    last = phrases(engine, sam)[2]

    page = at_desk.post(f"{sam}/words/{last.id}/move", data={"to": "first"})

    assert said(page) == ["c", "a", "b"]
