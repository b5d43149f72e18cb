"""What somebody typed will not do: in Welsh, in every room, whoever is looking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalogue.sentences import Sentence, said_in
from matcher.accounts.cards import SHORTEST_WORD
from matcher.accounts.passwords import SHORTEST
from matcher.db import writing
from matcher.languages import translations_of
from matcher.models import ListingDraft
from matcher.people.phrases import LONGEST
from tests.web.doors import knock
from tests.web.everybody import PASSWORD, World

WELSH = translations_of("cy").gettext


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Who sends what where, and the English of the answer."""

    who: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> Sentence:
        """The sentence that the page is to show."""
        return Sentence(self.message, **self.values)


NO_ADDRESS = (
    "That is not a mail address we can use. It should look like name@example.org"
)
A_WORD = "Choose a word or two with at least %(fewest)s letters altogether."
LONG_ENOUGH = (
    "Choose a password of at least %(fewest)s characters."
    " Three or four words you like do well."
)
SHORTER = (
    "That is longer than %(most)s letters. Say it more shortly, or in a few pieces."
)

SLIPS = (
    Slip(
        who="stranger",
        path="/sign-in/link",
        form={"email": "no address"},
        message=NO_ADDRESS,
    ),
    Slip(
        who="stranger",
        path="/sign-in/new-password",
        form={"email": "x"},
        message=NO_ADDRESS,
    ),
    Slip(
        who="stranger",
        path="/join",
        form={"organization": "Bench", "name": "Bo", "email": "bo@good.example"},
        message="Give a charity number, a company number, or the name of a worker here"
        " who knows you.",
    ),
    Slip(
        who="stranger",
        path="/opportunities/{listing_id}/tell",
        form={"kind": "changed", "words": " "},
        message="Write a few words, so that somebody can put it right.",
    ),
    Slip(
        who="worker",
        path="/account/password",
        form={"current": PASSWORD, "password": "short"},
        message=LONG_ENOUGH,
        values={"fewest": SHORTEST},
    ),
    Slip(
        who="worker",
        path="/account/password",
        form={"current": "not it", "password": "four quiet green boats"},
        message="Your password of now is not right.",
    ),
    Slip(
        who="whole",
        path="/people/{person_id}/letters",
        form={"email": "sam at home"},
        message=NO_ADDRESS,
    ),
    Slip(
        who="worker",
        path="/people/{person_id}/words",
        form={"words": "w" * (LONGEST + 1)},
        message=SHORTER,
        values={"most": LONGEST},
    ),
    Slip(
        who="whole",
        path="/people/{person_id}/avoided",
        form={"place": " "},
        message="Which place? Its name or street is enough.",
    ),
    Slip(
        who="whole",
        path="/people/{person_id}/card/word",
        form={"word": "ab"},
        message=A_WORD,
        values={"fewest": SHORTEST_WORD},
    ),
    Slip(
        who="whole",
        path="/people/{person_id}/list/{listing_id}/state",
        form={"state": "dancing"},
        message="Press one of the buttons to say where you are.",
    ),
    Slip(
        who="whole",
        path="/people/{person_id}/list/{listing_id}/plans",
        form={"other_day": "2031-01-01"},
        message="Choose a day from today on, and not more than a year away.",
    ),
    Slip(
        who="partner",
        path="/listings/people",
        form={"email": "nobody"},
        message=NO_ADDRESS,
    ),
    Slip(
        who="partner",
        path="/listings/people/leave",
        form={"email": "nobody", "sure": "yes"},
        message=NO_ADDRESS,
    ),
    Slip(
        who="partner",
        path="/listings/drafts/{draft_id}/what",
        form={"title": " ", "seen": "1"},
        message="Give it a name, so that people can ask for it.",
    ),
    Slip(
        who="partner",
        path="/listings/drafts/{draft_id}/when",
        form={"way": "weekly", "starts": "7pm", "seen": "1"},
        message="Press the day it is on.",
    ),
    Slip(
        who="partner",
        path="/listings/{listing_id}/outward",
        form={"what_is_open": "The show"},
        message="Say what is open, to whom and when, each in a few words of its own.",
    ),
    Slip(
        who="lead",
        path="/team/invite",
        form={"email": "new@good.example", "role": "worker"},
        message="Choose the team they will be in.",
    ),
    Slip(
        who="lead",
        path="/team/teams",
        form={"name": " ", "service": ""},
        message="Give the team a name, and say which service it is of.",
    ),
    Slip(
        who="lead",
        path="/looking-over/drafts/{waiting_id}/send-back",
        form={"note": " "},
        message="Write to them what to look at once more.",
    ),
    Slip(
        who="stranger",
        path="/easy-read",
        form={"easy": "perhaps"},
        message="Say whether you would like easy read: yes or no.",
    ),
    Slip(
        who="stranger",
        path="/language",
        form={"code": "xx"},
        message="We have no pages in that language: %(languages)s.",
        values={"languages": "en, cy"},
    ),
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[TestClient]:
    """A browser that asks for Welsh."""
    with TestClient(app, headers={"Accept-Language": "cy"}) as visitor:
        yield visitor


def test_what_will_not_do_is_said_in_welsh(visitor: TestClient, world: World) -> None:
    wrong = {}

    for slip in SLIPS:
        route = ("POST", slip.path)
        answer = knock(visitor, world, slip.who, route, form=slip.form)
        page, welsh = unescape(answer.text), said_in(slip.said, WELSH)
        if welsh == slip.said or welsh not in page or slip.said in page:
            wrong[slip.path, slip.message] = (answer.status_code, welsh)

    assert list(wrong.items()) == []


def test_what_changed_before_it_was_agreed_to_is_told_in_welsh(
    visitor: TestClient, world: World, engine: sa.Engine
) -> None:
    with writing(engine) as session:
        draft = session.get_one(ListingDraft, world.ids["waiting_id"])
        draft.opportunity_id = world.ids["listing_id"]
    route = ("POST", "/looking-over/drafts/{waiting_id}/agree")

    answer = knock(visitor, world, "lead", route, form={"seen": "1", "over": "7"})

    assert answer.status_code == 409
    assert "Newidiodd rhywun arall hwn gynnau fach." in unescape(answer.text)


def test_a_file_of_another_kind_is_refused_in_welsh(
    visitor: TestClient, world: World
) -> None:
    visitor.cookies.clear()
    knock(visitor, world, "partner", ("GET", "/uploads"))

    answer = visitor.post("/uploads", files={"file": ("list.pdf", b"%PDF", "x/y")})

    assert answer.status_code == 422
    assert '<html lang="cy">' in answer.text
    assert "Dewiswch ffeil sy'n gorffen yn .xlsx, .csv neu .jsonl." in (
        unescape(answer.text)
    )


def test_what_is_larger_than_we_take_is_told_so_in_welsh(visitor: TestClient) -> None:
    answer = visitor.post("/together", data={"phrase": "w" * 1_000_000})

    assert answer.status_code == 413
    assert "Mae'r hyn a anfonoch yn fwy na 1 MB, " in unescape(answer.text)
