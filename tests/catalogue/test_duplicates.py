"""Is that already here? Two hundred made pairs, and the words that say why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from itertools import cycle, islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.drafts import OpportunityDraft, OrganizationDraft, Timetable, Venue
from catalogue.duplicates import Alike, folded, likely, number_key

KEY = UUID(int=7)
Pair = tuple[OpportunityDraft, OpportunityDraft]

TITLES = (
    "Saint Mary's Community Choir",
    "Wednesday Walking Football",
    "Pottery for beginners",
    "Knit and Natter",
    "Mill Street Men in Sheds",
    "Bridge End Gardeners",
    "Tai Chi in the park",
    "Reading aloud",
    "Watercolour afternoon",
    "Ukulele orchestra",
    "Repair Café",
    "Chess and chat",
    "Sewing circle",
    "Street dance for adults",
    "Bell ringing",
    "Wild swimming",
    "Photography walk",
    "Community kitchen",
    "Board games evening",
    "Table tennis for all",
)
DAYS = ("MO", "TU", "WE", "TH", "FR")
POSTCODES = ("M16 0AB", "M33 7XE", "M41 5DG", "WA14 2QE", "OL1 1QN")
FAR = ("LS1 4DY", "B1 1BB", "BS1 5TR", "NE1 4ST", "CF10 1EP")


def made(number: int) -> OpportunityDraft:
    title = TITLES[number % len(TITLES)]
    runs = OrganizationDraft(
        name=f"Friends of {title.split()[0]} {title.split()[-1]}",
        charity_number=f"11{number:05}",
    )
    return OpportunityDraft(
        source="one",
        source_id=str(number),
        title=title,
        organization=runs,
        venues=(
            Venue(
                name="Saint Luke's Community Centre",
                postal_code=POSTCODES[number % len(POSTCODES)],
            ),
        ),
        timetables=(weekly(DAYS[number % len(DAYS)], 10 + number % 9),),
    )


def weekly(day: str, hour: int, minute: int = 0) -> Timetable:
    return Timetable(rrule=f"FREQ=WEEKLY;BYDAY={day}", opens_at=time(hour, minute))


def again(draft: OpportunityDraft, **said: object) -> OpportunityDraft:
    """The same told by somebody else, who says these otherwise."""
    runs = draft.organization and replace(draft.organization, charity_number=None)
    told = {"source": "two", "organization": runs} | said
    return replace(draft, **told)  # type: ignore[arg-type]


def with_a_slip(title: str) -> str:
    middle = len(title) // 2
    return title[:middle] + title[middle + 1 :]


def shortened(text: str) -> str:
    for long, short in (
        ("Saint", "St"),
        ("Wednesday", "Wed"),
        ("Street", "St"),
        ("Community", "Comm."),
        ("Centre", "Ctr"),
        (" and ", " & "),
    ):
        text = text.replace(long, short)
    return text.upper()


def the_same() -> Iterator[Pair]:
    """A hundred pairs that are one thing to do."""
    for number in range(20):
        draft = made(number)
        yield draft, again(draft, title=with_a_slip(draft.title))
        hall = replace(draft.venues[0], name="St Lukes Comm Ctr", postal_code=None)
        yield draft, again(draft, title=shortened(draft.title), venues=(hall,))
        yield moved_or_partial(draft, number)
        name = draft.organization.name if draft.organization else ""
        yield draft, again(draft, title=f"{name}: {draft.title}", organization=None)
        first = draft.timetables[0]
        later = replace(first, opens_at=time(first.opens_at.hour, 30))  # type: ignore[union-attr]
        yield draft, again(draft, title=draft.title + " group", timetables=(later,))


def moved_or_partial(draft: OpportunityDraft, number: int) -> Pair:
    match number % 3:
        case 0:
            hall = Venue(
                name="The Old Library", postal_code=draft.venues[0].postal_code
            )
            return draft, again(draft, venues=(hall,))
        case 1:
            return draft, again(draft, venues=())
        case _:
            return draft, again(draft, timetables=(), title=draft.title.lower())


def not_the_same() -> Iterator[Pair]:
    """A hundred pairs that are two things to do."""
    days = islice(cycle(DAYS), 1, None)
    for number, other_day in zip(range(20), days, strict=False):
        draft = made(number)
        elsewhere = Venue(
            name="Saint Luke's Community Centre", postal_code=FAR[number % len(FAR)]
        )
        yield draft, replace(draft, source_id="branch", venues=(elsewhere,))
        yield (
            draft,
            replace(draft, source_id="other day", timetables=(weekly(other_day, 11),)),
        )
        beside = TITLES[(number + 7) % len(TITLES)]
        yield draft, replace(draft, source_id="beside", title=beside)
        stranger = OrganizationDraft(name="Turn It Up CIC")
        yield (
            draft,
            again(draft, organization=stranger, venues=(elsewhere,), timetables=()),
        )
        common = draft.title.split()[-1]
        yield (
            draft,
            again(
                draft,
                title=f"Young {common} of the valley",
                organization=stranger,
                venues=(),
            ),
        )


SAME, OTHER = list(the_same()), list(not_the_same())


def test_of_two_hundred_made_pairs_nearly_all_are_told_apart():
    found = [bool(likely(one, [(KEY, other)])) for one, other in SAME]
    wrong = [bool(likely(one, [(KEY, other)])) for one, other in OTHER]

    recall = sum(found) / len(found)
    precision = sum(found) / (sum(found) + sum(wrong))

    assert (len(SAME), len(OTHER)) == (100, 100)
    assert recall >= 0.95, [x for x, ok in zip(SAME, found, strict=True) if not ok]
    assert precision >= 0.95, [x for x, ok in zip(OTHER, wrong, strict=True) if ok]


@pytest.mark.parametrize("pair", SAME)
def test_it_does_not_matter_which_of_the_two_was_there_first(pair: Pair):
    one, other = pair

    there = [x.id for x in likely(one, [(KEY, other)])]
    back = [x.id for x in likely(other, [(KEY, one)])]

    assert there == back


def test_a_branch_of_the_same_charity_in_another_town_is_another_thing():
    sale = made(0)
    leeds = Venue(name="Town Hall", postal_code="LS1 4DY")

    branch = replace(sale, source_id="leeds", venues=(leeds,))

    assert likely(sale, [(KEY, branch)]) == ()


def test_the_reasons_are_parts_that_a_page_can_say():
    choir = replace(made(2), title="Wenbrook Choir")
    runs = OrganizationDraft(name="Wenbrook Choir", charity_number="1 100002")
    told = again(choir, organization=runs, title="Wenbrook  choir")

    (found,) = likely(choir, [(KEY, told)])

    assert found.reasons == (
        Alike(kind="charity_number", ours="1100002", theirs="1 100002"),
        Alike(kind="name", ours="Wenbrook Choir", theirs="Wenbrook  choir"),
        Alike(
            kind="venue",
            ours="Saint Luke's Community Centre",
            theirs="Saint Luke's Community Centre",
        ),
        Alike(kind="time", weekday="WE", ours="12:00", theirs="12:00"),
    )


def test_two_points_a_street_apart_are_one_place_and_two_a_mile_apart_are_not():
    here = Venue(name="Hall", latitude=53.4, longitude=-2.3)
    street = Venue(name="Rear entrance", latitude=53.401, longitude=-2.3)
    mile = Venue(name="Rear entrance", latitude=53.415, longitude=-2.3)
    one = replace(made(0), venues=(here,))

    told = [again(one, venues=(place,)) for place in (street, mile)]
    kinds = [
        [reason.kind for x in likely(one, [(KEY, other)]) for reason in x.reasons]
        for other in told
    ]

    assert kinds == [["name", "near", "time"], ["name", "moved", "time"]]


def test_a_listing_is_no_duplicate_of_itself():
    one = made(1)

    assert likely(one, [(KEY, replace(one, title="Renamed"))]) == ()


def test_an_evening_that_meets_once_is_compared_by_its_weekday():
    once = Timetable(rrule=None, valid_from=date(2026, 11, 24), opens_at=time(19, 15))
    one = replace(made(1), timetables=(weekly("TU", 19),))

    assert [x.id for x in likely(one, [(KEY, again(one, timetables=(once,)))])] == [KEY]


def test_numbers_are_compared_as_the_registers_write_them():
    assert number_key("SC 012345") == number_key("sc12345")
    assert number_key("0123-4567") == number_key("1234567")
    assert number_key("SC012345") != number_key("NI012345")


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_names_can_be_compared(ours: str, theirs: str):
    one = replace(made(0), title=ours)
    other = again(one, title=theirs)

    found = likely(one, [(KEY, other)])

    assert all(0 <= x.score <= 100 for x in found)
    assert folded(folded(ours)) == folded(ours)
