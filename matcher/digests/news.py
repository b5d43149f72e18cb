"""What is new in the catalogue since a moment, and for whom.

New is a listing that came since then, and one that is open to somebody now and was not
then: it became open to all, began, moved into reach, dropped its price. A mere edit of
its words is no news, so an older version is read with today's words before it is held
against what the person asked. What is ranked is small, and the same for everybody whose
last letter was planned at the same moment.

A listing that was closed until a day and opens again by itself is not seen.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities
from catalogue.activities import Lexicon
from catalogue.drafts import OpportunityDraft
from catalogue.models import Opportunity
from catalogue.opportunities import Listing
from catalogue.places import load_postcodes
from catalogue.schedules import day_of
from matcher import matching
from matcher.digests.changes import was_shown
from matcher.digests.versions import LATEST, drafts_at
from matcher.knowing import facts_of, understood
from matcher.matching import Result
from matcher.ranking import Asked, Facts, Index, Match, rank, rank_of, reason_for

COMMITTED_WITHIN = timedelta(hours=1)
"""A listing may be dated so long before it can be seen: a long import is one write."""

LOOKED_AT = 60
"""Of each openness, the best so many are held against how they were."""

KEPT = 8
"""Moments whose news are kept in memory: all letters of a week share a few."""


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """What may be new since a moment, ready to be ranked."""

    index: Index
    """What came since then, and what was revised."""
    came: frozenset[str]
    """Ids of those that nobody could see before."""
    before: Index
    """The others as they stood at that moment, with today's words."""

    @cached_property
    def glances(self) -> Sequence["Glance"]:
        """By position in ``index``, what each listing is, as far as news go; what is
        gone keeps its position there."""
        numbers: dict[object, int] = {}
        return [
            Glance(
                one.id,
                numbers.setdefault(thing_of(one), len(numbers)),
                one.openness,
                one.id in self.came,
            )
            for one in self.index.facts.at_every_position()
        ]


class Glance(NamedTuple):
    """What is looked at of a listing while it is asked for whom it is new."""

    id: str
    number: int
    """The same for every place of one thing; see ``thing_of``."""
    openness: str
    came: bool


def fresh_since(session: Session, since: datetime | None, *, today: date) -> Fresh:
    """What may be new since then; everything when ``since`` is None."""
    # The version first: what is newer than its number is asked for anew, and what is
    # older would not be.
    key = (opportunities.version(session), today, since)
    whole = matching.index_of(session, today=today)
    engine = session.get_bind().engine
    with _building:
        kept = _kept.setdefault(engine, OrderedDict())
        if key not in kept:
            kept[key] = _fresh(session, since, whole)
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return kept[key]


_kept: WeakKeyDictionary[sa.Engine, OrderedDict[object, Fresh]] = WeakKeyDictionary()
_building = threading.Lock()
"""Two letters must not both read what is new at the same moment."""


def matches_for(
    session: Session,
    asked: Asked,
    *,
    since: datetime | None,
    lexicon: Lexicon,
    today: date,
    most: int,
) -> tuple[Match, ...]:
    """What is new for somebody since a moment, best first by the promise.

    ``asked`` names what is no news to them, whatever happened. At most ``most``.
    """
    fresh = fresh_since(session, since, today=today)
    asked = understood(asked, lexicon)
    ranked = rank(asked, fresh.index, today=today, branches="apart", limit=LOOKED_AT)
    then = _openness_then(asked, fresh, since)
    new = (
        match
        for match in ranked.matches
        if match.facts.id in fresh.came
        or is_more_open(match.facts.openness, than=then.get(match.facts.id))
    )
    return tuple(_each_thing_once(new)[:most])


def is_more_open(openness: str, *, than: str | None) -> bool:
    """Whether something is open to somebody now and was not so then; ``than``: how
    open it was to them, None when it did not fit."""
    return than is None or rank_of(openness) < rank_of(than)


def ranked_among(
    session: Session,
    asked: Asked,
    keys: Collection[UUID],
    *,
    lexicon: Lexicon,
    today: date,
) -> dict[UUID, Result]:
    """Those of these listings that fit, each with its reason."""
    wanted = {str(key) for key in keys}
    whole = matching.index_of(session, today=today)
    part = _part(whole, wanted)
    asked = understood(asked, lexicon)
    ranked = rank(asked, part, today=today, branches="apart")
    return {one.listing.id: one for one in results_of(session, ranked.matches, asked)}


def results_of(
    session: Session, matches: Iterable[Match], asked: Asked
) -> tuple[Result, ...]:
    """Matches as results; the way there is left to the page."""
    [found] = results_of_each(session, [(tuple(matches), asked)])
    return found


def results_of_each(
    session: Session, answers: Sequence[tuple[Sequence[Match], Asked]]
) -> list[tuple[Result, ...]]:
    """The same for many people; each listing is read once, for all of them."""
    keys = dict.fromkeys(UUID(one.facts.id) for some, _ in answers for one in some)
    listings = {str(x.id): x for x in opportunities.listings(session, list(keys))}
    return [
        tuple(
            Result(
                match=match,
                listing=listings[match.facts.id],
                reason=reason_for(match, asked) if match.answers else None,
                walk_minutes=None,
            )
            for match in matches
            if match.facts.id in listings  # else it went a moment ago
        )
        for matches, asked in answers
    ]


def without_reason(listing: Listing) -> Result:
    """A listing that no longer answers anything somebody said: shown all the same."""
    facts = facts_of(str(listing.id), listing.draft, listing.readings, load_postcodes())
    match = Match(facts=facts, score=0.0, band=0, ease=0.0, answers=())
    return Result(match=match, listing=listing, reason=None, walk_minutes=None)


def _fresh(session: Session, since: datetime | None, whole: Index) -> Fresh:
    if since is None:
        return Fresh(
            index=whole, came=frozenset(x.id for x in whole.facts), before=_part(whole)
        )
    then = day_of(since)
    came, revised = _touched(session, since, then)
    before = drafts_at(session, revised, since)
    hidden = {key for key in revised if not was_shown(before.get(key), then)}
    came |= hidden
    stood = {
        str(one.id): one
        for one in opportunities.listings(session, sorted(set(revised) - hidden))
    }
    told = drafts_at(session, [one.id for one in stood.values()], LATEST)
    texts = {
        key: _as_it_stood(before[one.id], told[one.id], one)
        for key, one in stood.items()
    }
    new = {str(key) for key in came}
    return Fresh(
        index=_part(whole, new | stood.keys()),
        came=frozenset(new),
        before=Index.build(texts.values(), whole.statistics),
    )


def _touched(
    session: Session, since: datetime, then: date
) -> tuple[set[UUID], list[UUID]]:
    """What came since, and what was there and was revised since."""
    created, begins = col(Opportunity.created_at), col(Opportunity.visible_from)
    edge = since - COMMITTED_WITHIN
    came = session.execute(
        sa.select(col(Opportunity.id)).where(sa.or_(created > edge, begins > then))
    ).scalars()
    revised = session.execute(
        sa.select(col(Opportunity.id)).where(
            created <= edge, col(Opportunity.modified_at) > since
        )
    ).scalars()
    new = set(came)
    return new, [key for key in revised if key not in new]


def _as_it_stood(
    before: OpportunityDraft, told: OpportunityDraft, now: Listing
) -> Facts:
    """How open a listing was, told in today's words: an edit of them is no news.

    Who leaves openness to the organization says nothing new by it (``told``: what was
    said last).
    """
    is_same = before.openness is told.openness
    words = replace(
        before,
        title=now.draft.title,
        description=now.draft.description,
        activities=now.draft.activities,
        organization=now.draft.organization,
        openness=now.draft.openness if is_same else before.openness,
    )
    return facts_of(str(now.id), words, now.readings, load_postcodes())


def _openness_then(
    asked: Asked, fresh: Fresh, since: datetime | None
) -> Mapping[str, str]:
    """How open each of the older listings was to this person; those that did not fit
    are left out."""
    if since is None or not len(fresh.before):
        return {}
    then = day_of(since)
    ranked = rank(asked, fresh.before, today=then, branches="apart")
    return {one.facts.id: one.facts.openness for one in ranked.matches}


def _each_thing_once(matches: Iterable[Match]) -> list[Match]:
    """The first place of each thing: one title of one organization."""
    kept: dict[object, Match] = {}
    for match in matches:
        kept.setdefault(thing_of(match.facts), match)
    return list(kept.values())


def thing_of(facts: Facts) -> object:
    """What a listing is a place of."""
    run_by = facts.organization.casefold()
    return (facts.title.casefold(), run_by) if run_by else facts.id


def _part(whole: Index, wanted: Collection[str] = ()) -> Index:
    """Some listings by themselves, their words weighed as in the whole."""
    return Index.build(
        (facts for facts in whole.facts if facts.id in wanted), whole.statistics
    )
