"""The pages of lists, introductions and cards for ``test_every_page``: what they take,
with hostile words wherever somebody may have written."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup

from catalogue.opportunities import Listing
from catalogue.schedules import Occurrence
from matcher.access import Visitor
from matcher.introductions import Steers
from matcher.introductions.hello import HelloChoices, contact_of, mail_link
from matcher.models import Card, Introduction, IntroductionState, Person, Role, Steer
from matcher.web.saved import TakenAway
from matcher.web.whose_list import Item, SaveHere, Whose

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SAM = UUID(int=5)

Pages = dict[str, tuple[str, dict[str, Any]]]


def list_pages(evil: str, listing: Listing) -> Pages:
    """Each look of each page, as a template and its values."""
    introduction = Introduction(
        id=UUID(int=6),
        person_id=SAM,
        opportunity_id=listing.id,
        state=IntroductionState.WANT_TO_GO,
        position=0,
        steer=Steer.MORE_LIKE_THIS,
        going_with=evil,
        going_on=TODAY,
        message=evil,
        ask_me=True,
        word=evil,
        saved_at=NOW,
        changed_at=NOW,
    )
    person = Person(
        id=SAM, called=evil, word_hash=evil, locked_until=NOW,
        created_at=NOW, active_at=NOW,
    )  # fmt: skip
    worker = Visitor(sign_in_id=evil, account_id=UUID(int=7), role=Role.WORKER)
    theirs = Whose(visitor=worker, at=f"/people/{SAM}/list", person_id=SAM)
    own = Whose(visitor=Visitor(sign_in_id=evil, person_id=SAM), at="/list",
                person_id=SAM)  # fmt: skip
    device = Whose(visitor=Visitor(), at="/list", ids=(listing.id,))
    item = Item(listing=listing, introduction=introduction, is_here=True, is_due=True)
    gone = Item(listing=listing, introduction=introduction, is_here=False, is_due=False)
    stranger = Item(listing=listing, introduction=None, is_here=True, is_due=False)
    dates = {listing.id: (Occurrence(day=TODAY, starts_at=NOW),)}
    code = Markup('<svg class="qr"><path d="M0 0"/></svg>')
    the_list = {
        "whose": theirs, "items": [item], "aside": [], "gone": None, "way_back": (),
        "today": TODAY, "on_device": 0, "locked": person, "called": evil,
        "kept_offline": True, "now": NOW,
    }  # fmt: skip
    one = {
        "whose": theirs, "listing": listing, "introduction": introduction,
        "days": [TODAY], "is_here": True, "today": TODAY,
    }  # fmt: skip
    contact = contact_of(listing.draft)
    hello = {
        "whose": theirs, "listing": listing, "introduction": introduction,
        "can_keep": True, "message": evil, "contact": contact,
        "choices": HelloChoices(first_name=evil, when=evil, going_with=evil),
        "mail_link": mail_link(contact, subject=evil, message=evil),
        "text_link": None,
    }  # fmt: skip
    print_sheet = {
        "whose": device, "listings": [listing], "dates": dates, "today": TODAY,
        "codes": {listing.id: code},
    }  # fmt: skip
    return {
        "a save button": (
            "saved/button.html",
            {"id": listing.id, "title": evil, "can_save": save_here(listing)},
        ),
        "a save button of its own": (
            "saved/button.html",
            {
                "id": listing.id, "title": evil,
                "can_save": SaveHere(at="/list", ids=frozenset(), back="/together"),
            },
        ),
        "somebody's list": ("saved/list.html", the_list | {
            "gone": TakenAway(listing=listing, place=1),
            "way_back": [("phrase", evil), (evil, evil)],
        }),
        "somebody's list with what ended": (
            "saved/list.html",
            the_list | {"items": [gone], "whose": own, "called": ""},
        ),
        "what is not for them": (
            "saved/list.html",
            the_list | {"items": [], "aside": [item]},
        ),
        "a stranger's list": (
            "saved/list.html",
            the_list
            | {"items": [stranger], "whose": device, "locked": None, "called": ""},
        ),
        "side by side": (
            "saved/compare.html",
            {
                "whose": device, "listings": [listing], "dates": dates,
                "left_out": True, "today": TODAY,
            },
        ),
        "ways to take it": (
            "saved/take_away.html",
            {
                "whose": device, "listings": [listing], "text": evil, "sent": True,
                "has_dates": True,
            },
        ),
        "a sheet": ("saved/print.html", print_sheet | {"paper": "a4"}),
        "a folded card": ("saved/print.html", print_sheet | {"paper": "pocket"}),
        "one thing on a list": ("introductions/one.html", one),
        "one thing, by card": ("introductions/one.html", one | {"whose": own}),
        "a hello": ("introductions/hello.html", hello),
        "a hello of a stranger": (
            "introductions/hello.html",
            hello | {"whose": device, "introduction": None, "can_keep": False},
        ),
        "a list by mail": (
            "email/my_list/body.html",
            {
                "base_url": "https://here.example",
                "listings": [
                    {"title": evil, "facts": evil, "address": f"https://x/{evil}"}
                ],
            },
        ),
        "typing a code": ("cards/open.html", {"problem": evil, "typed": evil}),
        "a card's press": ("cards/press.html", {"code": evil}),
        "a word": (
            "cards/word.html",
            {"person": person, "problem": evil, "tries_left": 3, "is_locked": False},
        ),
        "cards": (
            "cards/cards.html",
            {
                "person": person, "problem": evil,
                "visitor": Visitor(sign_in_id=evil, person_id=SAM, whole_page=True),
                "cards": [
                    Card(id=UUID(int=8), person_id=SAM, code_hash=evil, made_at=NOW)
                ],
            },
        ),
        "a new card": (
            "cards/made.html",
            {"person": person, "code": evil, "qr": code, "address": evil},
        ),
    }  # fmt: skip


def save_here(listing: Listing) -> SaveHere:
    """A save button inside a form, of something that is saved."""
    return SaveHere(
        at="/list",
        ids=frozenset({listing.id}),
        inside="/together",
        steers=Steers(more_like=(listing.id,)),
    )
