"""What a letter says, exactly; and what it never says, whoever wrote what."""

from dataclasses import replace
from datetime import time, timedelta
from html import unescape
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.drafts import (
    FirstVisit,
    Openness,
    OrganizationDraft,
    Price,
    Timetable,
    Venue,
)
from matcher.digests.changes import Change
from matcher.digests.composing import (
    MOST_NEW,
    Changed,
    ForPartner,
    ForWorker,
    content_for_person,
    letter_for_partner,
    letter_for_person,
    letter_for_worker,
    notice_of_change,
    plain,
)
from matcher.digests.printing import LINKS, Composed
from matcher.taking import Taken
from tests.digests.letters import (
    HERE,
    POTTERY,
    TODAY,
    WAYS,
    a_listing,
    a_press,
    a_result,
    for_person,
)

PRESS = a_press()

EVIL = (
    "<script>alert('canary')</script>\"><img src=https://spy.example/p.gif onerror=x>"
    " {{ 7*7 }}\r\nBcc: spy@evil.example\n-- \nStop: http://evil.example/u spy.example"
)


class Page(HTMLParser):
    """The elements of a page, its links and what would be fetched or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.links += [value or ""] if name == "href" else []
            self.fetched += [f"{tag} {name}"] if name in {"src", "background"} else []
            self.fetched += [value or ""] if name.startswith("on") else []
            if name == "style" and "url(" in (value or ""):
                self.fetched.append(value or "")


def composed(letter: Composed | None) -> Composed:
    assert letter is not None
    return letter


# --- in another language -------------------------------------------------------------

DATED = a_listing(
    timetables=(Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19)),),
    schedule_text=None,
    prices=(Price(amount_pence=2500, per="month"),),
    assured_on=TODAY - timedelta(days=9),
)

WELSH_FACTS = (
    "Gall unrhyw un ymuno",
    "Dyddiau Mawrth, o 7pm",
    "£25 y mis",
    "Gwiriwyd 9 o ddyddiau'n ôl",
)


def test_a_letter_in_welsh_says_its_facts_in_welsh():
    new = (replace(a_result(), listing=DATED),)

    letter = composed(letter_for_person(for_person(new=new), a_press(language="cy")))

    page = unescape(letter.html)
    assert [one for one in WELSH_FACTS if one not in letter.text] == []
    assert [one for one in WELSH_FACTS if one not in page] == []


def test_a_letter_that_is_read_on_a_welsh_screen_says_its_facts_in_welsh():
    new = (replace(a_result(), listing=DATED),)
    press = a_press().for_screens_in("cy")

    [thing] = content_for_person(for_person(new=new), press)["new"]

    assert (thing.who, thing.when, thing.cost, thing.fresh) == WELSH_FACTS
    assert thing.reason.startswith("Crochenwaith: mae'n cyd-fynd")


def test_a_letter_in_welsh_calls_activities_by_their_welsh_names():
    values = for_person(new=(a_result(1, "Mornings at the wheel"),))
    partner = ForPartner(ways=WAYS, today=TODAY, due=(DATED,), looked_for=(POTTERY,))

    theirs = composed(letter_for_person(values, a_press(language="cy")))
    ours = composed(letter_for_partner(partner, a_press(language="cy")))

    for said in (theirs.text, unescape(theirs.html)):
        assert "Crochenwaith: mae'n cyd-fynd â'r hyn a ddywedoch wrthym" in said
    for said in (ours.text, unescape(ours.html)):
        assert "crochenwaith" in said


def test_a_name_of_their_own_that_no_welsh_file_has_is_said_in_english():
    known = {"pottery": Taken(activity="pottery", name="pottery")}
    new = (a_result(1, "Mornings at the wheel"),)

    letter = composed(
        letter_for_person(for_person(new=new, activities=known), a_press(language="cy"))
    )

    assert "\nPottery: mae'n cyd-fynd" in letter.text


# --- the person's --------------------------------------------------------------------


def test_the_letter_says_what_is_new_and_why_and_where_it_leads():
    letter = composed(letter_for_person(for_person(), PRESS))

    assert letter.subject == "Your letter for this week"
    assert (
        letter.text
        == f"""Hello Sam,

Here is your letter for this week. There is nothing you need to do, and no \
hurry at all. Put the kettle on and have a look when it suits you.

NEW FOR YOU

Open pottery
It goes with something you told us
Anyone can join
When: Tuesdays 7pm
Where: Mill Lane Hall, Wenbrook
Cost: £3
Who meets you: Jo, at the blue door
Nobody has checked this yet
{HERE}/opportunities/00000000-0000-0000-0000-000000000001

Go or don’t go, alone or with somebody: it is up to you.

--
Read this in your browser: {HERE}/letter/abc
Another day, fewer, a pause, or no more: {HERE}/letters/def
This message was sent by itself. Nobody reads answers to it."""
    )


def test_a_letter_without_news_is_no_letter():
    still = (a_listing(7, "Tea dance"),)

    assert letter_for_person(for_person(new=(), still=still), PRESS) is None


def test_a_change_to_something_saved_is_news_even_alone():
    moved = Changed(listing=a_listing(7, "Tea dance"), changes=(Change.MOVED,))

    letter = composed(letter_for_person(for_person(new=(), changed=(moved,)), PRESS))

    assert "Tea dance\nThis has moved.\n" in letter.text
    assert letter.listing_ids == ()


def test_only_the_best_five_and_two_still_on_the_list_stand_in_it():
    new = tuple(a_result(n, f"New {n}") for n in range(1, 9))
    still = (new[0].listing, *(a_listing(n, f"Kept {n}") for n in range(20, 24)))

    letter = composed(letter_for_person(for_person(new=new, still=still), PRESS))

    assert letter.listing_ids == tuple(UUID(int=n) for n in (1, 2, 3, 4, 5, 20, 21))
    assert letter.revisions == dict.fromkeys(letter.listing_ids, 1)
    assert "There is more that is new, when you search." in letter.text
    assert "New 6" not in letter.text + letter.html
    assert "Kept 22" not in letter.text + letter.html


def test_their_words_stand_in_it_only_if_they_chose_so():
    silent = composed(letter_for_person(for_person(), PRESS))
    quoting = composed(letter_for_person(for_person(own_words=True), PRESS))

    assert "clay" not in silent.text + silent.html
    assert "You said “clay”: its name says “pottery”" in quoting.text
    assert "divorce" not in quoting.text + quoting.html


def test_what_stands_in_the_title_is_not_said_again():
    named = composed(letter_for_person(for_person(), PRESS))
    other = for_person(new=(a_result(title="Clay on Tuesdays"),))
    inside = for_person(new=(a_result(title="Unpottery"),))

    assert "It goes with something you told us" in named.text
    assert "Pottery: it goes with" not in named.text + named.html
    for person in (other, inside):
        said = composed(letter_for_person(person, PRESS)).text
        assert "Pottery: it goes with what you told us" in said


def test_a_shared_inbox_gets_a_link_and_nothing_else():
    letter = composed(letter_for_person(for_person(shared_inbox=True), PRESS))

    assert "pottery" not in (letter.text + letter.html).lower()
    assert set(LINKS.findall(letter.text)) == {WAYS.read_here, WAYS.preferences}
    assert letter.listing_ids == (UUID(int=1),)


def test_a_name_that_says_too_much_on_a_locked_screen_is_left_out():
    letter = composed(letter_for_person(for_person(called="Homeless Joe"), PRESS))

    assert letter.text.startswith("Hello,\n")


# --- the others' ---------------------------------------------------------------------


def test_a_worker_gets_counts_and_a_link_and_no_name():
    letter = composed(letter_for_worker(ForWorker(ways=WAYS, people=3), PRESS))

    assert "3 of those who agreed to be counted have something new" in letter.text
    assert f"{HERE}/people" in letter.text
    assert letter_for_worker(ForWorker(ways=WAYS, people=0, unchecked=4), PRESS) is None


def test_a_partner_gets_what_is_due_and_never_who_looks_for_it():
    values = ForPartner(
        ways=WAYS, today=TODAY, due=(a_listing(),), looked_for=(POTTERY,)
    )

    letter = composed(letter_for_partner(values, PRESS))

    listing = "00000000-0000-0000-0000-000000000001"
    assert f"Is this right? {WAYS.read_here}#listing-{listing}" in letter.text
    assert "and nobody offers them yet: pottery." in letter.text
    assert letter_for_partner(replace(values, due=()), PRESS) is None


def test_the_letter_says_whom_something_is_for_in_particular():
    only = a_result(1, "Back to football", eligibility="Women 16+")

    letter = composed(letter_for_person(for_person(new=(only,)), PRESS))

    assert "Anyone can join\nWho it is for: Women 16+\nWhen: " in letter.text
    assert "Women 16+" in letter.html


def test_a_cancellation_is_told_by_a_notice_that_is_neutral_outside():
    gone = Changed(listing=a_listing(7, "Tea dance"), changes=(Change.CANCELLED,))
    moved = Changed(listing=a_listing(8, "Choir"), changes=(Change.MOVED,))

    letter = composed(
        notice_of_change(for_person(new=(), changed=(gone, moved)), PRESS)
    )

    assert letter.subject == "Something has changed"
    assert "Tea dance\nThis does not happen any more." in letter.text
    assert "Choir" not in letter.text
    assert notice_of_change(for_person(changed=(moved,)), PRESS) is None


# --- whatever somebody wrote ---------------------------------------------------------


def every_letter(evil: str) -> list[Composed]:
    """Each kind of letter, with ``evil`` wherever somebody may have written."""
    told = {
        "organization": OrganizationDraft(name=evil),
        "eligibility": evil,
        "venues": (Venue(name=evil, city=evil, accessibility=(evil,)),),
        "schedule_text": evil,
        "prices": (Price(amount_pence=100, option=evil, per=evil),),
        "first_visit": FirstVisit(who_meets_you=evil),
    }
    result = a_result(1, evil, said=evil, activity="x", **told)
    other = Taken(activity="x", name=evil, names={"cy": evil})
    listing = a_listing(2, evil, **told)
    person = for_person(
        called=evil,
        new=(result,),
        changed=(
            Changed(listing=listing, changes=tuple(Change)),
            Changed(listing=listing, changes=(Change.CLOSED,)),
        ),
        still=(a_listing(3, evil, **told),),
        activities={"x": other},
    )
    letters = [
        letter_for_person(person, PRESS),
        letter_for_person(replace(person, own_words=True, large_type=True), PRESS),
        letter_for_person(replace(person, shared_inbox=True), PRESS),
        notice_of_change(person, PRESS),
        letter_for_worker(ForWorker(ways=WAYS, people=1, unchecked=1), PRESS),
        letter_for_partner(
            ForPartner(ways=WAYS, today=TODAY, due=(listing,), looked_for=(other,)),
            PRESS,
        ),
    ]
    return [composed(letter) for letter in letters]


@pytest.mark.parametrize("number", range(6))
def test_what_others_wrote_stays_words_in_every_letter(number: int):
    letter = every_letter(EVIL)[number]

    page = Page(letter.html)
    assert page.tags & {"script", "img", "link", "iframe", "form", "object"} == set()
    assert page.fetched == []
    assert {link.split("/")[2] for link in page.links} == {"here.example"}
    assert all(link.startswith(HERE) for link in LINKS.findall(letter.text))
    assert "evil.example" not in letter.text + letter.html
    assert "49" not in letter.html.replace(HERE, "")
    assert "\n-- \n" not in letter.text


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_no_text_breaks_a_letter_or_leads_elsewhere(text: str):
    for letter in every_letter(text):
        assert "\n" not in letter.subject
        assert {link.split("/")[2] for link in Page(letter.html).links} == {
            "here.example"
        }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tea at 7.30pm, bring £2.50", "Tea at 7.30pm, bring £2.50"),
        ("See www.x.example or evil.com/a", "See or evil. com/a"),
        ("one\r\ntwo\u202ethree\x00", "one two three"),
        ("mail jo@x.example now", "mail now"),
        ("javascript://x data", "data"),
    ],
)
def test_a_fact_is_one_line_that_no_program_makes_a_link_of(written: str, read: str):
    assert plain(written) == read


def test_five_is_what_the_promise_says():
    assert MOST_NEW == 5


def test_a_letter_says_how_fresh_a_thing_is_and_what_a_service_opens():
    values = for_person(
        new=(
            a_result(1, assured_on=TODAY - timedelta(days=21)),
            a_result(2, "Open kiln", assured_on=TODAY - timedelta(days=250)),
            a_result(
                3, "Art room", openness=Openness.OUTWARD_FACING,
                outward_note="Fridays, everybody",
            ),
            a_result(4, "Wheel", outward_note="Not shown: anyone can join anyway"),
        )
    )  # fmt: skip

    letter = letter_for_person(values, a_press())

    assert letter
    for part in (letter.text, letter.html):
        assert "Checked 3 weeks ago" in part
        assert "and nobody has confirmed it since" in part
        assert part.count("Nobody has checked this yet") == 2
        assert "Fridays, everybody" in part
        assert "Not shown" not in part


def test_what_nobody_has_told_is_said_as_it_is_on_a_card():
    new = (a_result(schedule_text=None, prices=(), cost_text=None),)

    letter = composed(letter_for_person(for_person(new=new), a_press()))

    assert "When: Nobody has told us yet" in letter.text
    assert "Cost: Nobody has told us yet" in letter.text
