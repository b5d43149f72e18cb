"""The person's page: who may open it, what each form does, what nobody else sees."""

import re
from datetime import datetime
from html import unescape
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, col, select

from catalogue.models import Opportunity
from matcher.db import reading
from matcher.introductions import on_device
from matcher.keys import hashed
from matcher.models import (
    AccessEvent,
    Account,
    AvoidedPlace,
    Consent,
    Introduction,
    Look,
    Person,
    Phrase,
    Role,
    SignIn,
    Understanding,
)
from matcher.web.cookies import SAVED, SIGNED_IN
from tests.signed_in import SignInAs, an_account, cookie_of, give_cookie

SUNG = "used to sing in the school choir"
CODE = {"code": "4071", "again": "4071"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The verbs are proved on both databases elsewhere; pages need one."""
    return sqlite_url


@pytest.fixture
def at_desk(client: TestClient, worker: Account, sign_in_as: SignInAs) -> TestClient:
    """Ana, signed in."""
    sign_in_as(client, worker)
    return client


@pytest.fixture
def sam(at_desk: TestClient) -> str:
    """The address of Sam's page."""
    return welcomed(at_desk, "Sam")


def welcomed(client: TestClient, called: str, **carried: object) -> str:
    answer = client.post(
        "/people", data={"called": called, **carried}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def said(page: Response) -> list[str]:
    """The words on the page, in their order."""
    found = re.findall(r'saying-words"><mark>(.*?)</mark>', page.text, re.DOTALL)
    return [unescape(words) for words in found]


def phrases(engine: sa.Engine, address: str) -> list[Phrase]:
    with reading(engine) as session:
        return list(
            session.exec(
                select(Phrase)
                .where(Phrase.person_id == UUID(address.split("/")[2]))
                .order_by(col(Phrase.position))
            )
        )


def seen(page: Response) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page.text)
    assert found
    return found[1]


def handed_over(client: TestClient, address: str) -> Response:
    return client.post(f"{address}/hand-over", data=CODE)


# --- welcome -------------------------------------------------------------------------


def test_a_worker_welcomes_somebody_and_finds_them_by_name(at_desk: TestClient) -> None:
    address = welcomed(at_desk, "Sam O’Neill & <b>")

    page = at_desk.get("/people").text

    assert f'<a href="{address}">Sam O’Neill &amp; &lt;b&gt;</a>' in page
    assert "here today" in page
    assert "Welcome somebody" in page


def test_the_yes_is_kept_in_the_words_it_was_asked_in(
    at_desk: TestClient, engine: sa.Engine
) -> None:
    asked = at_desk.get("/people/new").text
    welcomed(at_desk, "Sam")

    with reading(engine) as session:
        consent = session.exec(select(Consent)).one()
    assert f'<p class="wording">{consent.wording}</p>' in asked
    assert "Ana Reyes" in consent.wording
    assert consent.asked_by == "Ana Reyes"


@pytest.mark.parametrize("called", ["", "   ", "\x00\x07"])
def test_a_page_has_a_name(at_desk: TestClient, engine: sa.Engine, called: str) -> None:
    answer = at_desk.post("/people", data={"called": called, "phrase": SUNG})

    assert answer.status_code == 422
    assert "Write a name first" in answer.text
    assert f'value="{SUNG}"' in answer.text
    with reading(engine) as session:
        assert session.exec(select(Person)).all() == []


def test_what_was_said_on_the_shared_page_comes_along_to_a_page_of_their_own(
    demo_town: sa.Engine, at_desk: TestClient
) -> None:
    with reading(demo_town) as session:
        saved = session.exec(select(Opportunity.id).limit(2)).all()
    at_desk.cookies.set(
        SAVED, on_device.to_text(saved), domain="testserver.local", path="/"
    )
    form = {
        "phrase": [SUNG, "darts"], "kind": ["enjoyed_before", "enjoy_now"],
        "add": "no pubs", "place": "QX1 1AA", "travel_km": "8", "free": "1",
        "day": ["TU", "WE"], "max_cost": "2.50", "put_first": "Mill Street",
    }  # fmt: skip

    asked = at_desk.post("/people/new", data=form)
    carried = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
    fields: dict[str, list[str]] = {}
    for name, value in carried:
        fields.setdefault(name, []).append(unescape(value))
    answer = at_desk.post(
        "/people", data=fields | {"called": "Sam"}, follow_redirects=False
    )
    page = at_desk.get(answer.headers["location"])

    assert said(page) == [SUNG, "darts", "no pubs"]
    for one in ('value="QX1 1AA"', 'value="day=TU" checked', 'value="free=yes" checked',
                'value="2.50"', "Mill Street"):  # fmt: skip
        assert one in page.text
    with reading(demo_town) as session:
        kept = session.exec(
            select(Introduction.opportunity_id).order_by(col(Introduction.position))
        ).all()
    assert kept == saved
    assert SAVED not in at_desk.cookies


def test_nothing_is_kept_before_the_yes(at_desk: TestClient, engine: sa.Engine) -> None:
    at_desk.post("/people/new", data={"phrase": SUNG})

    with reading(engine) as session:
        assert session.exec(select(Person)).all() == []


def test_only_somebody_who_meets_people_is_asked_to_keep_a_page(
    client: TestClient, engine: sa.Engine, worker: Account, sign_in_as: SignInAs
) -> None:
    assert "Keep this as a page" not in client.get("/together").text
    sign_in_as(client, worker)
    assert "Keep this as a page" in client.get("/together").text
    partner = an_account(engine, role=Role.PARTNER, name="Pat", team=None)
    sign_in_as(client, partner)
    assert "Keep this as a page" not in client.get("/together").text
    assert client.get("/people").status_code == 403


# --- words ---------------------------------------------------------------------------


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

    assert "<s>darts</s>" in wrong.text
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


# --- practical -----------------------------------------------------------------------


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


# --- who may open it -----------------------------------------------------------------


def test_every_look_and_change_by_staff_is_written_down(
    at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    at_desk.get(sam)
    at_desk.post(f"{sam}/words", data={"words": SUNG}, follow_redirects=False)
    handed_over(at_desk, sam)
    at_desk.post(f"{sam}/words", data={"words": "mine"})

    with reading(engine) as session:
        events = session.exec(select(AccessEvent)).all()
    assert [one.what for one in events] == [
        Look.WELCOMED,
        Look.LOOKED,
        Look.CHANGED,
        Look.LOOKED,
    ]
    assert {one.who for one in events} == {"Ana Reyes, Mill Street"}


def test_another_worker_finds_no_page(
    at_desk: TestClient, sam: str, engine: sa.Engine, sign_in_as: SignInAs
) -> None:
    sign_in_as(at_desk, an_account(engine, name="Bo Lind", team="Other"))

    assert at_desk.get(sam).status_code == 404
    assert at_desk.post(f"{sam}/words", data={"words": "x"}).status_code == 404
    assert "Sam" not in at_desk.get("/people").text


def test_a_card_alone_opens_the_list_and_not_the_page(
    client: TestClient, at_desk: TestClient, sam: str, engine: sa.Engine, now: datetime
) -> None:
    person_id = UUID(sam.split("/")[2])
    give_cookie(client, cookie_of(engine, now, person_id=person_id, whole_page=False))
    assert client.get(sam).status_code == 403
    assert client.post(f"{sam}/words", data={"words": "x"}).status_code == 403

    give_cookie(client, cookie_of(engine, now, person_id=person_id))
    page = client.get(sam)
    assert page.status_code == 200
    assert "Hand the screen" not in page.text
    assert client.get(f"{sam}/hand-over").status_code == 401


def test_a_screen_in_a_persons_hands_opens_nothing_but_their_own_pages(
    app: FastAPI, at_desk: TestClient, sam: str, engine: sa.Engine
) -> None:
    kim = welcomed(at_desk, "Kim Bystander")
    at_desk.post(f"{kim}/words", data={"words": "Kim’s own words"})
    handed_over(at_desk, sam)

    answers = {
        path: at_desk.get(path)
        for path in gets(app, kim.split("/")[2])
        if not path.startswith("/static")
    }

    told = {
        path
        for path, answer in answers.items()
        if re.search("Kim|Bystander|Ana Reyes", answer.text)
    }
    assert told == set()
    open_to_them = {path for path, answer in answers.items() if kim in path
                    and answer.status_code == 200}  # fmt: skip
    assert open_to_them == set()
    assert at_desk.get("/people").status_code == 401
    assert at_desk.get("/people/new").status_code == 401
    page = at_desk.get(sam)
    assert page.status_code == 200
    assert "Sam’s turn" in page.text
    assert 'href="/people"' not in page.text
    assert 'href="/account"' not in page.text


def gets(app: FastAPI, key: str) -> set[str]:
    """Every address that can be looked at, about the person with this key."""
    return {
        re.sub(r"{[^}]*}", key, str(route.path))
        for route in iter_route_contexts(app.routes)
        if "GET" in (route.methods or {"GET"})
    }


# --- the screen ----------------------------------------------------------------------


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
