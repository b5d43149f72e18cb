"""What ranking knows of a listing: one draft in, its ``Facts`` out. Pure.

The one place where the catalogue's words become ranking's. What nobody has said
stays unknown here; nothing is made up to fill a column.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from catalogue import activities
from catalogue.costs import full_price, least_named, lowest_price
from catalogue.drafts import OpportunityDraft, Venue
from catalogue.places import (
    FoundPlace,
    Gazetteer,
    PlaceName,
    Point,
    PostcodeTable,
    folded,
    names_of,
    place_names,
)
from catalogue.schedules import last_day, meeting_times
from matcher.ranking.clauses import Understood, understand
from matcher.ranking.facts import Asked, Facts, Meant, Phrase, Place, Reading
from matcher.ranking.hearing import is_matched
from matcher.ranking.practical import anything_in, without_practical
from matcher.ranking.words import Word, fold, read_folded

STEP_FREE = "step-free"
NOT_STEP_FREE = "not step-free"
ANYTHING = "anything"
QUIET = "quiet space"

SAID_BY_NOBODY = ("singing at table tennis, gardnening, but no pubs", "make friends")
"""Half a name, a slip, a refusal and a wish: every way in which words are read."""

_meant = partial(tuple.__new__, Meant)
"""The catalogue's ``Meant`` as ranking's, field by field: a hundred for a profile."""


def facts_of(
    key: str,
    draft: OpportunityDraft,
    readings: Iterable[activities.Reading],
    postcodes: PostcodeTable,
) -> Facts:
    """What ranking knows of this listing; ``key`` is its id as ranking returns it."""
    run_by = draft.organization.name if draft.organization else ""
    points = (point_of(venue, postcodes) for venue in draft.venues)
    return Facts(
        id=key,
        title=draft.title,
        description=draft.description,
        organization=run_by,
        activities=draft.activities,
        readings=tuple(Reading(**vars(reading)) for reading in readings),
        openness=draft.openness,
        joinable=draft.joinable,
        adults=draft.adults,
        minimum_age=draft.minimum_age,
        maximum_age=draft.maximum_age,
        points=tuple((p.latitude, p.longitude) for p in points if p),
        venues=tuple(venue.name for venue in draft.venues if venue.name),
        addresses=tuple(
            part
            for venue in draft.venues
            for part in (venue.address, venue.district)
            if part
        ),
        covers=frozenset(folded(area) for area in draft.covers),
        online=draft.online,
        meets=meeting_times(draft.timetables),
        last_day=last_day(draft.timetables),
        cost_pence=full_price(draft.prices),
        lowest_cost_pence=_lowest_cost(draft),
        step_free=_step_free(draft.venues),
        quiet=_quiet(draft),
        just_turn_up=draft.joining.just_turn_up,
        assured_on=draft.assured_on,
    )


def _lowest_cost(draft: OpportunityDraft) -> int | None:
    """The least that anyone is asked for, in pence, as far as it is known."""
    if draft.prices:
        return lowest_price(draft.prices)
    return least_named(draft.cost_text)


def understood(
    asked: Asked, lexicon: activities.Lexicon, *, by_words_alone: bool = False
) -> Asked:
    """The same question, each phrase with the activities it is understood as.

    All phrases are read together: one person waits for them all. What is never matched
    is not read at all. ``by_words_alone`` does without meaning, for measuring.
    """
    phrases = asked.phrases
    heard = [phrase.parts or heard_as(phrase.words, lexicon) for phrase in phrases]
    matched = [at for at, phrase in enumerate(phrases) if is_matched(phrase)]
    refusing = [at for at in matched if heard[at].refused_spans]
    wanted = [
        _wanted(phrases[at], heard[at], by_words_alone=by_words_alone) for at in matched
    ]
    refused = [_refused(phrases[at], heard[at]) for at in refusing]
    hindered = [at for at in matched if heard[at].in_the_way]
    whole = [
        _wanted(phrases[at], _with_all(heard[at]), by_words_alone=by_words_alone)
        for at in hindered
    ]
    every = lexicon.read_phrases([*wanted, *refused, *whole])
    read = iter([tuple(map(_meant, one)) for one in every])
    meant = {
        at: tuple(_resting_on(one, heard[at]) for one in found)
        for at, found in zip(matched, islice(read, len(matched)), strict=True)
    }
    noes = {
        at: (*found, *_whole_fields(phrases[at], heard[at]))
        for at, found in zip(refusing, islice(read, len(refusing)), strict=True)
    }
    for at, found in zip(hindered, read, strict=True):
        meant[at] = _in_other_ways(meant[at], found, lexicon)
    return replace(
        asked,
        phrases=tuple(
            replace(
                phrase,
                meant=meant.get(at, ()),
                refused=noes.get(at, ()),
                parts=heard[at],
            )
            for at, phrase in enumerate(phrases)
        ),
    )


def _with_all(heard: Understood) -> Understood:
    """The same, and what is in the way is read as well."""
    spans = sorted((*heard.wanted_spans, *heard.in_the_way))
    return replace(heard, wanted_spans=tuple(spans))


def _in_other_ways(
    meant: Sequence[Meant], whole: Sequence[Meant], lexicon: activities.Lexicon
) -> tuple[Meant, ...]:
    """What is meant, and what the whole phrase says besides that is of its kind: who
    would dance, but has bad knees, may dance sitting down."""
    known = {one.activity: one.weight for one in reversed(meant)}
    kin = {
        other
        for one in meant
        if one.how == "said"
        for other in lexicon.neighbours.relatives(one.activity)
    }
    more = {
        one.activity: one
        for one in whole
        if one.how == "said"
        and one.activity in kin
        and one.weight > known.get(one.activity, 0.0)
    }
    kept = (one for one in meant if one.activity not in more)
    return tuple(sorted((*kept, *more.values()), key=lambda one: -one.weight))


def heard_as(words: str, lexicon: activities.Lexicon) -> Understood:
    """What a phrase wants and refuses, in whichever language it is said.

    Of a phrase in another language than English only what is said in English is looked
    for by its words: no other would be spelt right against an English catalogue.
    """
    left, practical = without_practical(fold(words))
    told = lexicon.told(words, left)
    if told is None:
        return understand(words)
    english = read_folded(fold(words))
    wanted = (_within(span, english, told.english) for span in told.wanted)
    refused = (_within(span, english, told.telling) for span in told.refused)
    return Understood(
        clauses=tuple(tuple(said) for said in wanted if said),
        refused=tuple(run for said in refused for run in _runs(said, words)),
        wanted_spans=told.wanted,
        refused_spans=told.refused,
        practical=practical,
        anything=anything_in(left) if practical else None,
        in_english=False,
        words=words,
    )


def _within(
    part: tuple[int, int], said: Iterable[Word], spans: Iterable[tuple[int, int]]
) -> list[Word]:
    """The words of one part of a phrase that stand in one of these spans."""
    counting = [span for span in spans if part[0] <= span[0] and span[1] <= part[1]]
    return [
        word
        for word in said
        if any(start <= word.start and word.end <= end for start, end in counting)
    ]


def _runs(said: Iterable[Word], words: str) -> list[tuple[Word, ...]]:
    """Neighbouring words together, "gerddoriaeth uchel"; other words part them."""
    runs: list[tuple[Word, ...]] = []
    for word in said:
        if runs and not words[runs[-1][-1].end : word.start].strip(" -"):
            runs[-1] = (*runs[-1], word)
        else:
            runs.append((word,))
    return runs


def lay_out(lexicon: activities.Lexicon) -> None:
    """Build what reading needs, a sixth of a second's work, before anybody waits."""
    phrases = tuple(Phrase(words=words) for words in SAID_BY_NOBODY)
    understood(Asked(phrases=phrases), lexicon)


def _wanted(
    phrase: Phrase, heard: Understood, *, by_words_alone: bool
) -> activities.Spoken:
    """What a phrase asks for, and what the person says it means."""
    words, within = as_read(phrase.words, heard)
    return activities.Spoken(
        words=words,
        kind=phrase.kind,
        within=within,
        also=phrase.also_meant,
        without=phrase.not_meant,
        by_words_alone=by_words_alone,
    )


def as_read(words: str, heard: Understood) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words of a phrase to be read, and where: "something on Sundays" wants
    anything, and the lexicon knows what that is."""
    if heard.anything:
        return ANYTHING, ((0, len(ANYTHING)),)
    return words, heard.wanted_spans


def _resting_on(meant: Meant, heard: Understood) -> Meant:
    """The same by the person's own word, where another was read for it."""
    return meant._replace(spans=(heard.anything,)) if heard.anything else meant


def _refused(phrase: Phrase, heard: Understood) -> activities.Spoken:
    """What a phrase says no to."""
    return activities.Spoken(
        words=phrase.words,
        kind=phrase.kind,
        within=heard.refused_spans,
        without=phrase.not_meant,
        by_words_alone=True,
    )


def _whole_fields(phrase: Phrase, heard: Understood) -> Iterator[Meant]:
    """The activities of each field of life that a phrase says no to."""
    for one in activities.kept_out(phrase.words, heard.refused_spans):
        if one.activity not in phrase.not_meant:
            yield _meant(one)


def point_of(venue: Venue, postcodes: PostcodeTable) -> Point | None:
    """Where a venue is: as given, else its postcode's centre, else unknown."""
    if venue.latitude is not None and venue.longitude is not None:
        return Point(venue.latitude, venue.longitude)
    located = postcodes.locate(venue.postal_code) if venue.postal_code else None
    return located.point if located else None


def _step_free(venues: Iterable[Venue]) -> bool | None:
    """Yes when any place is said to be; no only when every place is said not to be."""
    said = [
        STEP_FREE in labels or (False if NOT_STEP_FREE in labels else None)
        for labels in ({x.casefold() for x in v.accessibility} for v in venues)
    ]
    if any(said):
        return True
    return False if said and all(answer is False for answer in said) else None


def _quiet(draft: OpportunityDraft) -> bool | None:
    """Yes when a quiet space or quiet times are named; never a plain no."""
    labels = {x.casefold() for venue in draft.venues for x in venue.accessibility}
    return True if QUIET in labels or draft.first_visit.quiet_times else None


def gazetteer_of(
    drafts: Iterable[OpportunityDraft], postcodes: PostcodeTable
) -> Gazetteer:
    """Every name somebody may ask for a place by, from the listings' own addresses."""
    return Gazetteer(gazetteer_names(drafts, postcodes))


def gazetteer_names(
    drafts: Iterable[OpportunityDraft], postcodes: PostcodeTable
) -> Iterator[PlaceName]:
    """The names that a gazetteer of these listings is made of."""
    return (
        name
        for draft in drafts
        for venue in draft.venues
        if (point := point_of(venue, postcodes))
        for name in place_names(venue, point)
    )


def ranking_place(
    found: FoundPlace, gazetteer: Gazetteer, travel_km: float | None
) -> Place:
    """Where the person sets out from, as ranking takes it."""
    return Place(
        latitude=found.point.latitude,
        longitude=found.point.longitude,
        names=names_of(found, gazetteer),
        travel_km=travel_km,
    )
