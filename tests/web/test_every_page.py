"""Every page, with everything on it written by somebody who means harm."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Self, get_args
from uuid import UUID

import pytest
from jinja2 import nodes

from catalogue.drafts import (
    FirstVisit,
    Openness,
    OpportunityDraft,
    OrganizationDraft,
    Price,
    Status,
    Timetable,
    Venue,
)
from catalogue.opportunities import Listing
from catalogue.pictures import pictures
from catalogue.places import FoundPlace, PlaceName, PlaceProblem, Point
from catalogue.places.finding import ProblemKind
from catalogue.schedules import Occurrence
from matcher.access import Visitor
from matcher.accounts.managing import TeamCount
from matcher.bundled import bundled
from matcher.matching import Day, Departure, Found, Group, Result
from matcher.models import Account, Link, LinkPurpose, Role, Team
from matcher.ranking import Conditions, Match, Phrase, Place, Quote, Reason, Snippet
from matcher.ranking.facts import Facts
from matcher.templates import easy_environment, page_environment
from matcher.web.shared_form import KINDS, SharedForm
from matcher.web.sign_in import LinkInput
from matcher.web.team import InvitationInput
from matcher.web.together import shown_groups
from tests.web.letter_pages import letter_pages
from tests.web.list_pages import list_pages, save_here
from tests.web.partner_pages import partner_pages
from tests.web.people_pages import people_pages
from tests.web.their_data_pages import their_data_pages
from tests.web.upload_pages import report_pages, upload_pages

FOLDER = bundled("templates")
NAMES = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html")}
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

EVIL = "<script>alert('canary')</script>\"><img src=x onerror=canary> & {{ 7*7 }}"

ENVIRONMENT = page_environment(demo=True)
EASY = easy_environment(ENVIRONMENT)

SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|sms:|/|#)")


# --- values --------------------------------------------------------------------------


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, links and inline code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []

    @classmethod
    def of(cls, page: str) -> Self:
        """The elements of a page."""
        elements = cls()
        elements.feed(page)
        return elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[n] for n in ("href", "src", "action") if n in given]
        self.inline += [n for n in given if n == "style" or n.startswith("on")]
        is_data = given.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.inline.append(tag)


def evil_draft(openness: str = "outward_facing") -> OpportunityDraft:
    return OpportunityDraft(
        source=EVIL,
        source_id="1",
        title=EVIL,
        description=f"{EVIL}\n\nhttps://evil.example/{EVIL} javascript:alert(1)",
        organization=OrganizationDraft(
            name=EVIL, description=EVIL, url="javascript:alert(1)", email=EVIL
        ),
        activities=(EVIL,),
        openness=Openness(openness),
        outward_note=EVIL,
        status=Status.TEMPORARILY_CLOSED,
        closed_note=EVIL,
        eligibility=EVIL,
        how_to_join=EVIL,
        what_to_bring=EVIL,
        contact_name=EVIL,
        email=EVIL,
        phone=EVIL,
        url="javascript:alert('canary')",
        languages=(EVIL,),
        online=True,
        venues=(
            Venue(name=EVIL, address=EVIL, accessibility=(EVIL,)),
            Venue(name=EVIL, latitude=53.0, longitude=-1.7),
        ),
        covers=(EVIL,),
        timetables=(Timetable(rrule="FREQ=YEARLY", text=EVIL),),
        prices=(Price(amount_pence=100, option=EVIL, per=EVIL),),
        cost_text=EVIL,
        first_visit=FirstVisit(
            who_meets_you=EVIL,
            how_long=EVIL,
            can_i_watch=EVIL,
            quiet_times=EVIL,
            bring_someone=EVIL,
        ),
        licence=EVIL,
        assured_on=TODAY,
    )


def result(openness: str = "outward_facing") -> Result:
    reason = Reason(
        phrase=0,
        words=EVIL,
        quotes=(Quote(text=EVIL, start=0, end=len(EVIL)),),
        snippet=Snippet(where="description", text=EVIL, marks=((0, 8),)),
        also=(1,),
        openness=openness,
        distance_km=1.0,
        covers_place=False,
        ask_first=("cost",),
        put_first=False,
    )
    return Result(
        match=Match(
            facts=Facts(id="1", title=EVIL),
            score=0.9,
            band=1,
            ease=0.5,
            answers=(),
            ask_first=("cost", "step_free", "days", "part_of_day", "place"),
            distance_km=1.0,
        ),
        listing=Listing(
            id=UUID(int=1),
            draft=evil_draft(openness),
            readings=(),
            organization_id=None,
            revision=1,
            modified_at=NOW,
        ),
        reason=reason,
        walk_minutes=15,
    )


FOUND = Found(
    groups=tuple(
        Group(openness=kind, results=(result(kind),) * 4, total=40, run_by=EVIL)
        for kind in Openness
    ),
    first=(result(),),
    unanswered=(0,),
    kept_in_view=(0,),
    only_refusals=False,
    refused=(EVIL,),
    total=160,
    choices={"free": 3},
    choices_to_ask={"free": 2},
)

NOTHING = Found(
    groups=(),
    first=(),
    unanswered=(0,),
    kept_in_view=(),
    only_refusals=False,
    refused=(),
    total=0,
    choices={},
    choices_to_ask={},
)

SHARED = SharedForm(
    phrases=(
        *(Phrase(words=EVIL, kind=kind) for kind in KINDS),
        Phrase(words="singing"),
    ),
    chosen=pictures()[:1],
    typed=EVIL,
    place=EVIL,
    travel_km="5",
    conditions=Conditions(
        free=True, max_cost_pence=500, days=frozenset({"MO"}), step_free=True
    ),
    max_cost=EVIL,
    put_first=EVIL,
    opened=("mainstream",),
    problems=("too_many", "max_cost"),
)

HERE = FoundPlace(
    asked=EVIL,
    point=Point(53.0, -1.7),
    precision="venue",
    label=EVIL,
    outcode="QX1",
    respelt=True,
)

TOGETHER = {
    "shared": SHARED,
    "today": TODAY,
    "in_part": False,
    "departure": Departure(place=Place(latitude=53.0, longitude=-1.7), found=HERE),
    "place_problem": None,
    "found": FOUND,
    "days": None,
    "groups": shown_groups(FOUND, ("mainstream",)),
    "said": SHARED.said,
    "answered": frozenset(),
    "is_empty": False,
    "can_save": save_here(result().listing),
}

CLUES = [
    PlaceProblem(
        kind="several",
        asked=EVIL,
        candidates=(PlaceName(name=EVIL, kind="venue", point=Point(53.0, -1.7)),),
    ),
    PlaceProblem(kind="unknown_name", asked=EVIL),
    PlaceProblem(kind="unknown_postcode", asked=EVIL, postcode=EVIL),
    PlaceProblem(
        kind="unknown_postcode", asked=EVIL, postcode=EVIL, outside="northern_ireland"
    ),
]

WEEK = (Day(day=TODAY, meetings=((Occurrence(day=TODAY, starts_at=NOW), result()),)),)

LINK = {
    "email": EVIL,
    "role": "worker",
    "name": EVIL,
    "problem": EVIL,
    "typed": LinkInput(name=EVIL, email=EVIL, service=EVIL, team=EVIL),
}

ADMINISTRATOR = Visitor(
    sign_in_id=EVIL, account_id=UUID(int=9), name=EVIL, role=Role.ADMINISTRATOR
)

TEAM = Team(id=UUID(int=3), name=EVIL, service=EVIL)

ACCOUNT = Account(
    id=UUID(int=2),
    role=Role.WORKER,
    name=EVIL,
    email=EVIL,
    team_id=TEAM.id,
    second_step_on=True,
    created_at=NOW,
    signed_in_at=NOW,
)

INVITATION = Link(
    id=UUID(int=4),
    purpose=LinkPurpose.INVITATION,
    email=EVIL,
    role=Role.WORKER,
    created_at=NOW,
    expires_at=NOW,
)

PAGES = {
    "a whole search": ("together/page.html", TOGETHER),
    "a part of a search": ("together/results.html", TOGETHER | {"in_part": True}),
    "nothing that fits": (
        "together/page.html",
        TOGETHER | {"found": NOTHING, "groups": ()},
    ),
    "only refusals": (
        "together/page.html",
        TOGETHER | {"found": replace(NOTHING, only_refusals=True), "groups": ()},
    ),
    "the week": ("together/page.html", TOGETHER | {"found": None, "days": WEEK}),
    "an empty week": ("together/page.html", TOGETHER | {"found": None, "days": ()}),
    "an empty catalogue": ("together/page.html", TOGETHER | {"is_empty": True}),
    "the first look": (
        "together/page.html",
        TOGETHER | {"shared": SharedForm(), "found": None, "said": ()},
    ),
    **{
        f"a place that is {clue.kind} {number}": (
            "together/page.html",
            TOGETHER | {"departure": None, "place_problem": clue},
        )
        for number, clue in enumerate(CLUES)
    },
    "one thing to do": (
        "opportunities/opportunity.html",
        {
            "listing": result().listing,
            "dates": (Occurrence(day=TODAY, starts_at=NOW),),
            "json_ld": "{}",
            "read_as": (EVIL, EVIL),
            "is_kept": False,
            "is_asked_for": False,
            "visitor": Visitor(sign_in_id=EVIL, name=EVIL, role=Role.PARTNER),
            "today": TODAY,
            "way_back": [("phrase", EVIL), (EVIL, EVIL)],
            "can_save": save_here(result().listing),
        },
    ),
    **list_pages(EVIL, result().listing),
    **their_data_pages(EVIL),
    **upload_pages(EVIL, result().listing.draft),
    **report_pages(EVIL, result().listing),
    **partner_pages(EVIL, result().listing),
    **letter_pages(EVIL),
    **people_pages(
        EVIL,
        found=FOUND,
        nothing=NOTHING,
        listing=result().listing,
        can_save=save_here(result().listing),
        departure=TOGETHER["departure"],
        clues=CLUES,
    ),
    "an error": (
        "errors/error.html",
        {
            "status": 404,
            "heading": EVIL,
            "sentence": EVIL,
            "way_on": EVIL,
            "number": EVIL,
            "sign_in_at": EVIL,
        },
    ),
    "sign in first": (
        "errors/error.html",
        {
            "status": 401,
            "heading": EVIL,
            "sentence": EVIL,
            "way_on": EVIL,
            "number": "",
            "sign_in_at": "/sign-in?to=%2Fpeople",
        },
    ),
    "about": ("about/about.html", {}),
    "accessibility": ("about/accessibility.html", {"write_to": EVIL}),
    "a look round": (
        "about/look_round.html",
        {
            "email": {"Joe": EVIL, "Dilys": EVIL, "Maureen": EVIL},
            "password": EVIL,
            "word": EVIL,
            "card": "2345",
        },
    ),
    "pictures": (
        "pictures/page.html",
        {
            "pictures": pictures(),
            "picked": {"singing"},
            "carried": [("phrase", EVIL), (EVIL, EVIL)],
            "problem": "too_many",
            "form_here": "pictures",
            "easy_back": "/together/pictures",
            "easy_sent": [(EVIL, EVIL)],
        },
    ),
    "signing in": (
        "sign_in/sign_in.html",
        {"email": EVIL, "problem": EVIL, "has_provider": True, "to": EVIL},
    ),
    "a forgotten password": (
        "sign_in/forgotten.html",
        {"email": EVIL, "problem": EVIL},
    ),
    "look in your mail": ("sign_in/mailed.html", {}),
    "a link to sign in": ("sign_in/sign_in_link.html", LINK),
    "a link to a new password": ("sign_in/new_password_link.html", LINK),
    "an invitation": ("sign_in/invitation_link.html", LINK),
    "the first invitation": ("sign_in/invitation_link.html", LINK | {"email": ""}),
    "a second step": (
        "sign_in/second_step.html",
        {
            "is_on": True,
            "secret": None,
            "svg": "",
            "problem": "wrong",
            "right_code": EVIL,
            "to": EVIL,
        },
    ),
    "a second step to set up": (
        "sign_in/second_step.html",
        {
            "is_on": False,
            "secret": EVIL,
            "svg": EVIL,
            "problem": "",
            "right_code": "",
            "to": "",
        },
    ),
    "one's own account": (
        "sign_in/account.html",
        {
            "visitor": ADMINISTRATOR,
            "account": ACCOUNT,
            "service": EVIL,
            "must_have_second_step": True,
            "problems": {"name": EVIL, "password": EVIL},
        },
    ),
    "the team": (
        "team/team.html",
        {
            "visitor": ADMINISTRATOR,
            "listed": [(ACCOUNT, TEAM)],
            "counts": [TeamCount(team=TEAM, people=n) for n in (None, 7)],
            "fewest": 5,
            "invitations": [INVITATION],
        },
    ),
    "inviting": (
        "team/invite.html",
        {
            "visitor": ADMINISTRATOR,
            "form": InvitationInput(email="a" * 9, organization="b"),
            "roles": list(Role),
            "teams": [TEAM],
            "problem": EVIL,
        },
    ),
    "somebody of the team": (
        "team/somebody.html",
        {"visitor": ADMINISTRATOR, "account": ACCOUNT, "teams": [TEAM]},
    ),
    "the letter about an unused page": (
        "email/unused_page/body.html",
        {"erased_on": "2026-12-24", "link": None, "base_url": "https://here.example"},
    ),
    **{
        f"the letter with {letter}": (
            f"email/{letter}/body.html",
            {
                "invited_by": EVIL,
                "link": "https://here.example/links/x",
                "base_url": "https://here.example",
            },
        )
        for letter in ("invitation", "sign_in", "new_password")
    },
}


@pytest.mark.parametrize("look", PAGES)
def test_what_others_wrote_stays_text_and_no_page_has_a_style_of_its_own(
    look: str,
) -> None:
    name, values = PAGES[look]

    page = Elements.of(ENVIRONMENT.get_template(name).render(values))

    assert "img" not in page.tags
    assert held_against(name, page) == []
    assert [link for link in page.links if not SAFE_LINK.match(link)] == []


def held_against(name: str, page: Elements) -> list[str]:
    """Styles and handlers of its own; a letter brings its look along, in its head."""
    brought = name.startswith("email/") and page.inline == ["style"]
    return [] if brought else page.inline


def test_the_easy_form_of_a_page_is_as_safe() -> None:
    faults = {
        look: faults
        for look, (name, values) in PAGES.items()
        for page in (Elements.of(EASY.get_template(name).render(values)),)
        if (
            faults := held_against(name, page)
            + [one for one in page.links if not SAFE_LINK.match(one)]
        )
        or "img" in page.tags
    }

    assert faults == {}


@pytest.mark.parametrize("look", PAGES)
def test_no_page_names_one_thing_twice(look: str) -> None:
    name, values = PAGES[look]
    values = values | {"groups": ()}  # their cards are all the same listing

    page = Elements.of(ENVIRONMENT.get_template(name).render(values))

    assert sorted(page.ids) == sorted(set(page.ids))


def test_every_template_is_seen_by_these_tests() -> None:
    used: set[str] = set()
    new = {name for name, _values in PAGES.values()}
    while new:
        used |= new
        new = {named for name in new for named in named_in(name)} - used

    assert NAMES - used == set(), "add its page to PAGES"


def named_in(template: str) -> set[str]:
    """The templates that one includes, imports, extends or makes a lasting part of."""
    parsed = ENVIRONMENT.parse((FOLDER / template).read_text())
    tags = parsed.find_all((nodes.Include, nodes.Import, nodes.Extends))
    called = {
        call.args[0].value
        for call in parsed.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "lasting"
    }
    return {tag.template.value for tag in tags} | called


def test_an_invented_town_says_so_on_the_page() -> None:
    page = ENVIRONMENT.get_template("about/about.html").render()

    assert "Wenbrook is an invented town." in page


def test_every_place_problem_has_its_sentence() -> None:
    said = {clue.kind for clue in CLUES}

    assert set(get_args(ProblemKind)) - said == {"empty", "unknown_sector"}
