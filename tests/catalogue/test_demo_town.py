"""The demo town keeps its promises: lively, uneven, and unable to reach anybody."""

import csv
import json
import math
import re
from collections import Counter
from pathlib import Path

import pytest

import catalogue

DEMO = Path(catalogue.__file__).parent / "data" / "demo"
POSTCODE = re.compile(r"QX\d \d[A-Z]{2}")
PHONE = re.compile(r"(?<!\d)0\d{4} ?\d{6}(?!\d)")
DRAMA_PHONE = re.compile(r"01632 960\d{3}|07700 900\d{3}")
RESERVED_HOST = re.compile(r"([a-z0-9-]+\.)+example|example\.(com|org|net)")
MAIL = re.compile(r"[\w.+-]+@([\w.-]+\w)")
LINK = re.compile(r"https?://([^/\s\"]+)")
LABELS = re.compile(
    r"\b(clients?|service users?|patients?|referr\w+|vulnerable|homeless person)\b",
    re.IGNORECASE,
)

PAIRS = {
    "singing": ("choir-community", "msdc-singing"),
    "painting": ("painting-park", "msdc-art"),
    "gardening": ("gardening-club", "beacon-garden"),
    "football": ("football-tuesday", "bridge-house-football"),
    "cooking": ("cooking-club", "lantern-cooking"),
}
"""What somebody may say, the mainstream answer, and a nearer one inside a service."""

EVERYDAY = [
    ("anything with trains", "steam-railway", "trains"),
    ("anything with trains", "model-railway", "trains"),
    ("a laugh and a bingo card", "larkhill-bingo", "laughing"),
    ("something with engines", "shed-engines", "engines"),
    ("table tennis down the youth club", "table-tennis-adults", "youth club"),
    ("I ran a bar for ten years", "pub-bar-volunteer", "run a bar"),
    ("I ran a bar for ten years", "club-steward", "cellar"),
    ("somewhere I can just sit and listen", "library-read-aloud", "listen"),
    ("somewhere I can just sit and listen", "lunchtime-concerts", "sit"),
    ("theatre without paying a fortune", "theatre-ushers", "without paying"),
    ("know my rights and help others", "advice-volunteer", "know your rights"),
    ("sing, but not in church", "choir-rock", "no church music"),
    ("sing, and in church", "choir-church", "church"),
    ("give something back", "volunteer-drop-in", "give something back"),
    ("drums, I tap on everything", "steelpan", "tap on"),
]


def read_listings():
    text = (DEMO / "listings.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def read_sectors():
    with (DEMO / "sectors.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["sector"]: (float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
        }


LISTINGS = read_listings()
SECTORS = read_sectors()
BY_ID = {listing["id"].removeprefix("wenbrook:"): listing for listing in LISTINGS}
CENTRE = SECTORS["QX1 1"]


def km_between(one, other):
    """Flat-earth kilometres; good to a few metres across one town."""
    north = (one[0] - other[0]) * 111.2
    east = (one[1] - other[1]) * 111.2 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def places_of(listing):
    return listing.get("locations", [listing])


def point_of(place):
    if "lat" in place:
        return place["lat"], place["lon"]
    return SECTORS[place["postcode"][:5]]


def name_of(organization):
    return organization if isinstance(organization, str) else organization["name"]


def texts_in(value):
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []


ALL_TEXT = "\n".join(texts_in(LISTINGS))


def share_with(key):
    return sum(key in listing for listing in LISTINGS) / len(LISTINGS)


def test_every_listing_has_an_id_of_its_own_and_a_title():
    ids = Counter(listing["id"] for listing in LISTINGS)
    repeated = [id_ for id_, times in ids.items() if times > 1]
    untitled = [listing["id"] for listing in LISTINGS if not listing["title"].strip()]

    assert (repeated, untitled) == ([], [])


def test_the_town_is_large_enough_to_be_a_town():
    organizations = {
        name_of(listing["organization"])
        for listing in LISTINGS
        if "organization" in listing
    }

    joinable = [listing for listing in LISTINGS if listing["opportunity"]]
    assert (len(joinable) >= 180, len(organizations) >= 50) == (True, True)


@pytest.mark.parametrize(
    ("openness", "at_least"),
    [("mainstream", 110), ("outward_facing", 15), ("in_service", 35), (None, 4)],
)
def test_every_openness_is_well_represented(openness, at_least):
    count = sum(listing.get("openness") == openness for listing in LISTINGS)

    assert count >= at_least


def test_some_are_for_children_and_some_cannot_be_joined():
    children = sum(not listing["adults"] for listing in LISTINGS)
    nothing_to_join = sum(not listing["opportunity"] for listing in LISTINGS)
    online = sum(listing["online"] for listing in LISTINGS)

    assert (children, nothing_to_join, online) == (10, 8, 10)


@pytest.mark.parametrize(
    ("key", "lowest", "highest"),
    [
        ("schedule", 0.55, 0.8),
        ("cost", 0.55, 0.75),
        ("accessibility", 0.4, 0.6),
        ("first_visit", 0.3, 0.45),
        ("joining", 0.4, 0.6),
    ],
)
def test_the_listings_are_as_uneven_as_a_real_town(key, lowest, highest):
    share = share_with(key)

    assert lowest <= share <= highest


def test_an_organization_is_described_once_and_only_before_it_is_named():
    described = [
        listing["organization"]["name"]
        for listing in LISTINGS
        if isinstance(listing.get("organization"), dict)
    ]
    named_only = {
        listing["organization"]
        for listing in LISTINGS
        if isinstance(listing.get("organization"), str)
    }

    assert (len(described), named_only - set(described)) == (len(set(described)), set())


def test_every_postcode_is_in_an_invented_sector():
    postcodes = {
        place["postcode"]
        for listing in LISTINGS
        for place in places_of(listing)
        if "postcode" in place
    }

    unknown = [
        p for p in postcodes if not POSTCODE.fullmatch(p) or p[:5] not in SECTORS
    ]
    assert unknown == []


def test_no_place_is_far_from_its_own_sector():
    strays = [
        listing["id"]
        for listing in LISTINGS
        for place in places_of(listing)
        if "lat" in place
        and "postcode" in place
        and km_between(point_of(place), SECTORS[place["postcode"][:5]]) > 1
    ]

    assert strays == []


def test_every_sector_can_be_reached_from_the_centre():
    distances = {name: km_between(CENTRE, point) for name, point in SECTORS.items()}

    others = [km for name, km in distances.items() if name != "QX1 1"]
    assert (min(others) > 0.5, max(others) < 8.5) == (True, True)


def test_whoever_faces_outwards_says_what_is_open_to_whom():
    silent = [
        listing["id"]
        for listing in LISTINGS
        if listing.get("openness") == "outward_facing"
        and len(listing.get("outward_note", "")) < 30
    ]

    assert silent == []


def test_no_phone_mail_or_link_can_reach_anybody():
    phones = [p for p in PHONE.findall(ALL_TEXT) if not DRAMA_PHONE.fullmatch(p)]
    hosts = MAIL.findall(ALL_TEXT) + LINK.findall(ALL_TEXT)
    reachable = [host for host in hosts if not RESERVED_HOST.fullmatch(host)]

    assert (phones, reachable, len(hosts) > 30) == ([], [], True)


def test_people_are_never_labelled():
    labels = LABELS.findall(ALL_TEXT)

    assert labels == []


@pytest.mark.parametrize("said", PAIRS)
def test_what_is_inside_a_service_is_nearer_than_its_mainstream_pair(said):
    mainstream, in_service = (BY_ID[id_] for id_ in PAIRS[said])

    openness = [mainstream["openness"], in_service["openness"]]
    far, near = (km_between(CENTRE, point_of(x)) for x in (mainstream, in_service))
    assert (openness, near < far) == (["mainstream", "in_service"], True)


@pytest.mark.parametrize("said", PAIRS)
def test_both_of_a_pair_answer_the_same_words(said):
    shared = [set(BY_ID[id_]["categories"]) for id_ in PAIRS[said]]

    assert shared[0] & shared[1] != set()


@pytest.mark.parametrize(("said", "id_", "words"), EVERYDAY)
def test_everyday_words_have_something_to_find(said, id_, words):
    listing = BY_ID[id_]
    text = " ".join([listing["title"], listing["description"], *listing["categories"]])

    assert (words in text.casefold(), listing["opportunity"]) == (True, True)


def test_some_have_no_address_and_cover_an_area():
    far_out = BY_ID["sailing-haddle"]
    covers = {
        id_: listing["covers"]
        for id_, listing in BY_ID.items()
        if "covers" in listing and "postcode" not in listing and "lat" not in listing
    }

    assert (len(covers) >= 8, covers["dog-share"]) == (True, ["QX1", "QX2"])
    assert "Wenbrook" in far_out["covers"]
    assert 11 < km_between(CENTRE, point_of(far_out)) < 13


def test_a_few_are_closed_for_now_over_or_still_to_come():
    closed = [x for x in LISTINGS if x.get("status") == "temporarily closed"]
    explained = [x for x in closed if x.get("closed_note")]
    several = [x for x in LISTINGS if len(x.get("locations", [])) > 1]

    assert (len(closed), len(explained), len(several)) == (2, 2, 4)
    assert BY_ID["car-boot"]["visible_to"] < "2026-11"
    assert BY_ID["spring-garden-course"]["visible_from"] > "2027"


def test_every_line_says_that_it_is_invented():
    marks = {(listing["source"], listing["licence"]) for listing in LISTINGS}

    assert marks == {("wenbrook-demo", "MIT (invented)")}
