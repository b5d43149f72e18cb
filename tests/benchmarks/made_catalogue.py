"""A catalogue of any size for measuring, made from the demo town by a seed.

Each listing takes its subject, openness and title from one listing of the demo town
(a few subjects are common and most are rare, as everywhere), sentences of that
listing and of others, and times, prices, accessibility and joining from further ones.
Names of places and people are invented anew in a county of 24 towns, half the
listings in the four largest. So sentences are plain English, and posting lists are as
uneven as in a real directory: the commonest term is in 44 % of listings, the 100th in
9 %, the 1,000th in 1 % (in 1,107 real ones: 37, 7 and 0.7 %), and 43 % of all terms
are in a single listing (49 %).

What it is not: a listing's sentences hang together only loosely, so nothing about
relevance can be measured on it; and areas covered are left out, because the peers
have no room for them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import accumulate
from random import Random

from catalogue.activities import Reading, load_lexicon
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Venue
from catalogue.imports import read_file
from catalogue.places import load_postcodes
from matcher.knowing import facts_of
from matcher.ranking import Facts
from tests.benchmarks.made_names import (
    Town,
    make_towns,
    person,
    point_near,
    street,
    town_weights,
)
from tests.benchmarks.seeded import seeded

DEMO_TOWN = files("catalogue").joinpath("data", "demo", "listings.jsonl")

FLATTER = 12
"""Added to each rank of Zipf's law (Mandelbrot's amendment), so that the commonest of
the demo town's 305 subjects fills 2.4 % of the catalogue and not 16 %."""

OWN_SENTENCES = 4
"""At most so many sentences come from the listing that gives the subject."""

OTHER_SENTENCES = (4, 11)
"""So many come from elsewhere, which makes up the length of listings of a real
directory: 51 terms on average (56)."""

TITLES = [
    "{title}",
    "{title}",
    "{title}",
    "{town} {title}",
    "{title} in {district}",
    "{title} at {venue}",
    "{title} with {first}",
]
SAYINGS = [
    "Ask for {leader} at the door.",
    "Run by {leader} and friends since the days on {street}.",
    "Ring {leader} if you would like to know more.",
    "We are on {street}, by the stop.",
    "",
]


IN_A_COUNTY = 10_000
"""Listings of one county; a larger catalogue is a country of several."""

MOST_READ = 12
"""Readings of a listing: as many as one has on average that is read as a whole."""

COUNTIES_IN_A_ROW = 10
COUNTY_HIGH, COUNTY_WIDE = 0.6, 1.0
"""Degrees of latitude and longitude from one county to the next: 67 km each way."""


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What is recombined: the demo town, its own names turned into blanks."""

    subjects: tuple[OpportunityDraft, ...]
    sentences: tuple[tuple[str, ...], ...]
    """Of each subject, in its order; ``{town} {district} {venue}`` are blanks."""
    every_sentence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A listing, and the texts it was filled in from, ``{blanks}`` still in them."""

    draft: OpportunityDraft
    title: str
    organization: str
    sentences: tuple[str, ...]


def make_facts(count: int, *, seed: int) -> list[Facts]:
    """What ranking knows of ``count`` made listings; the same for the same seed.

    Each sentence is read into activities by itself, once however often it is used: a
    hundred thousand listings would take half an hour otherwise.
    """
    return list(each_facts(count, seed=seed))


def each_facts(count: int, *, seed: int) -> Iterator[Facts]:
    """The same one after the other: a million at once are ten gigabytes."""
    postcodes = load_postcodes()
    return (
        facts_of(one.draft.source_id, one.draft, _readings(one), postcodes)
        for one in _make(count, seed)
    )


def make_drafts(count: int, *, seed: int) -> Iterator[OpportunityDraft]:
    """``count`` listings as somebody might have imported them."""
    return (one.draft for one in _make(count, seed))


def make_read_drafts(
    count: int, *, seed: int
) -> Iterator[tuple[OpportunityDraft, Sequence[Reading]]]:
    """The same, each with what its sentences were read as."""
    return ((one.draft, _readings(one)) for one in _make(count, seed))


def _make(count: int, seed: int) -> Iterator[Made]:
    random = seeded("listings", seed)
    counties = make_counties(count, seed)
    of_towns = town_weights()
    stock = _stock()
    order = random.sample(range(len(stock.subjects)), len(stock.subjects))
    of_subjects = _zipf(len(order))
    of_sentences = _zipf(len(stock.every_sentence))
    for number in range(count):
        towns = counties[number // IN_A_COUNTY]
        (town,) = random.choices(towns, cum_weights=of_towns)
        (subject,) = random.choices(order, cum_weights=of_subjects)
        others = random.choices(
            stock.every_sentence,
            cum_weights=of_sentences,
            k=random.randint(*OTHER_SENTENCES),
        )
        yield _made(f"made:{number}", stock, subject, others, town, random)


def make_counties(count: int, seed: int) -> list[tuple[Town, ...]]:
    """The counties of a catalogue of so many listings, side by side, row by row."""
    counties = [make_county(seed)]
    for number in range(1, -(-count // IN_A_COUNTY)):
        row, column = divmod(number, COUNTIES_IN_A_ROW)
        towns = make_towns(seeded("county", seed, number))
        counties.append(
            tuple(
                replace(
                    town,
                    latitude=town.latitude - row * COUNTY_HIGH,
                    longitude=town.longitude + column * COUNTY_WIDE,
                )
                for town in towns
            )
        )
    return counties


def _readings(made: Made) -> list[Reading]:
    """The surest reading of each activity, over all texts of a listing."""
    draft = made.draft
    told = [(reading, draft.title, 0) for reading in _read_text("title", made.title)]
    if draft.organization:
        name = draft.organization.name
        told += [(x, name, 0) for x in _read_text("organization", made.organization)]
    told += [
        (x, " · ".join(draft.activities), 0) for x in _read_names(draft.activities)
    ]
    starts = 0
    for sentence in made.sentences:
        read = _read_text("description", sentence)
        told += [(reading, draft.description, starts) for reading in read]
        starts += len(sentence) // 2  # blanks are filled in with more or less
    surest: dict[str, Reading] = {}
    for reading, text, after in told:
        known = surest.get(reading.activity)
        at = text.find(reading.found, after)
        at = at if at >= 0 else text.find(reading.found)
        if at >= 0 and (known is None or reading.weight > known.weight):
            surest[reading.activity] = replace(reading, found_start=at)
    by_weight = sorted(surest.values(), key=lambda one: (-one.weight, one.activity))
    return by_weight[:MOST_READ]


@lru_cache(maxsize=1 << 15)
def _read_text(field: str, text: str) -> tuple[Reading, ...]:
    """What one text of a listing speaks of; ``{blanks}`` are names, and say nothing."""
    texts = {"title": "", "organization": "", "description": ""}
    texts[field] = re.sub(r"\{\w+\}", "Xx", text)
    return load_lexicon().read_listing(activities=(), **texts)


@lru_cache(maxsize=1 << 12)
def _read_names(activities: tuple[str, ...]) -> tuple[Reading, ...]:
    return load_lexicon().read_listing(
        title="", organization="", description="", activities=activities
    )


def make_county(seed: int) -> tuple[Town, ...]:
    """The towns of the first county of this seed, largest first."""
    return make_towns(seeded("county", seed))


def _made(
    key: str,
    stock: Stock,
    subject: int,
    others: Sequence[str],
    town: Town,
    random: Random,
) -> Made:
    theme = stock.subjects[subject]
    times, prices, joining = random.choices(stock.subjects, k=3)
    leader = person(random)
    names = {
        "town": town.name,
        "district": random.choice(town.districts),
        "venue": random.choice(town.venues),
        "leader": leader,
        "first": leader.split()[0],
        "street": street(random),
    }
    title = random.choice(TITLES).replace("{title}", theme.title)
    own = stock.sentences[subject]
    said = [*random.sample(own, min(len(own), OWN_SENTENCES)), *others]
    said.append(random.choice(SAYINGS))
    draft = replace(
        theme,
        source="made",
        source_id=key,
        title=_filled(title, names),
        description=_filled(" ".join(said).strip(), names),
        organization=_organization(theme, names),
        venues=_venues(theme, names, town, random),
        covers=(),
        timetables=times.timetables,
        schedule_text=times.schedule_text,
        prices=prices.prices,
        cost_text=prices.cost_text,
        joining=joining.joining,
        assured_on=joining.assured_on,
    )
    return Made(
        draft=draft,
        title=title,
        organization=theme.organization.name if theme.organization else "",
        sentences=tuple(said),
    )


def _organization(
    theme: OpportunityDraft, names: dict[str, str]
) -> OrganizationDraft | None:
    if theme.organization is None:
        return None
    name = _filled(theme.organization.name, names)
    return OrganizationDraft(name=name, openness=theme.organization.openness)


def _venues(
    theme: OpportunityDraft, names: dict[str, str], town: Town, random: Random
) -> tuple[Venue, ...]:
    """One place where the subject has any: peers keep one point for a listing."""
    if not theme.venues:
        return ()
    latitude, longitude = point_near(town, random)
    return (
        Venue(
            name=names["venue"],
            address=f"{random.randint(1, 140)} {names['street']}",
            city=town.name,
            district=names["district"],
            latitude=latitude,
            longitude=longitude,
            accessibility=theme.venues[0].accessibility,
        ),
    )


@cache
def _stock() -> Stock:
    with as_file(DEMO_TOWN) as path, closing(read_file(path)) as rows:
        drafts = [row.draft for row in rows if row.draft]
    blank = _blanker(drafts)
    sentences = tuple(tuple(map(blank, _sentences(draft))) for draft in drafts)
    every = sorted({sentence for of_one in sentences for sentence in of_one})
    seeded("sentences").shuffle(every)
    return Stock(
        subjects=tuple(_blanked(draft, blank) for draft in drafts),
        sentences=sentences,
        every_sentence=tuple(every),
    )


def _blanker(drafts: Iterable[OpportunityDraft]) -> Callable[[str], str]:
    """What turns every name of a place in the demo town into a blank."""
    venues = [venue for draft in drafts for venue in draft.venues]
    blanks = (
        {venue.name: "{venue}" for venue in venues if venue.name}
        | {venue.district: "{district}" for venue in venues if venue.district}
        | {venue.city: "{town}" for venue in venues if venue.city}
    )
    longest_first = sorted(blanks, key=lambda name: (-len(name), name))
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    return lambda text: names.sub(lambda found: blanks[found.group()], text)


def _blanked(draft: OpportunityDraft, blank: Callable[[str], str]) -> OpportunityDraft:
    run_by = draft.organization
    return replace(
        draft,
        title=blank(draft.title),
        organization=run_by and replace(run_by, name=blank(run_by.name)),
    )


def _sentences(draft: OpportunityDraft) -> list[str]:
    """Everything the listing says in sentences, the first-visit card too."""
    card = draft.first_visit
    texts = (
        draft.description,
        draft.how_to_join,
        draft.what_to_bring,
        draft.eligibility,
        card.who_meets_you,
        card.can_i_watch,
        card.quiet_times,
        card.bring_someone,
    )
    pieces = (re.split(r"(?<=[.!?])\s+", text.strip()) for text in texts if text)
    return [_ended(sentence) for piece in pieces for sentence in piece if sentence]


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".!?" else f"{sentence}."


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _zipf(count: int) -> list[float]:
    """Cumulative weights of Zipf's law, flattened at the top."""
    return list(accumulate(1 / (rank + FLATTER) for rank in range(1, count + 1)))
