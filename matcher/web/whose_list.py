"""Whose list is open: a stranger's on their device, or a person's on their page.

``/list`` is whoever looks's own: a person's by their card or on a screen handed to
them, else the one in this device's cookie. ``/people/{person_id}/list`` is a person's
for those they let in. Every route of a list stands at both (``at_both``).

A stranger's list never touches the database's one writer, so it can be saved to while
an import runs; a person's is written in a short unit of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, Self, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from catalogue import opportunities
from catalogue.opportunities import Listing
from catalogue.schedules import day_of
from matcher import introductions
from matcher.access import Visitor, note, person_for
from matcher.db import writing
from matcher.errors import BadInput, NotFound
from matcher.introductions import Steers, on_device
from matcher.introductions.on_device import Ids
from matcher.models import Introduction, Look, Noticed, Person
from matcher.web.cookies import SAVED, set_saved
from matcher.web.counted import notice
from matcher.web.deps import Anyone, get_somebody_known
from matcher.web.shared_form import Fields, last_of
from matcher.web.shown import is_shown, shown_listing

AnyResponse = TypeVar("AnyResponse", bound=Response)

OWN = "/list"
"""Where whoever looks has their own list."""

THEIRS = "/people/{person_id}/list"
"""Where a worker has a person's."""


@dataclass(frozen=True, kw_only=True)
class Whose:
    """The list that is open."""

    visitor: Visitor
    at: str
    """Its address: what its pages and forms begin with."""
    person_id: UUID | None = None
    """None: nobody's page, but the device's."""
    ids: Ids = ()
    """The device's list: the one that is open, or what may be brought onto it."""
    changed: bool = False
    """Whether a device's list is no longer what its cookie says."""

    @property
    def on_device(self) -> bool:
        """Whether it is a stranger's, kept on their own device."""
        return self.person_id is None

    def with_ids(self, ids: Ids) -> Self:
        """The same list of a device, with these on it now."""
        return replace(self, ids=ids, changed=True)

    @property
    def shows_notes(self) -> bool:
        """Whether what they noted may be seen: not by their card alone, which
        somebody may have found."""
        return not self.on_device and (self.visitor.is_staff or self.visitor.whole_page)


@dataclass(frozen=True, kw_only=True)
class SaveHere:
    """What the save button of a card needs to know (``macros/cards.html``)."""

    at: str
    ids: frozenset[UUID]
    """What is on the list already."""
    inside: str = ""
    """Where the form around the card is sent to when something is saved in it."""
    back: str = ""
    """The page to come back to, for cards that stand in no form."""
    steers: Steers | None = None
    """A person's "more like this" and "not that one"; None: not asked here."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing on a list, as its pages show it."""

    listing: Listing
    introduction: Introduction | None
    is_here: bool
    """Whether it has a page: else it ended, or was taken down."""
    is_due: bool
    """They asked to be asked how it was, and it has been."""


async def whose_list(request: Request, visitor: Anyone) -> Whose:
    """The list that the address and the visitor stand for."""
    ids = ids_on_device(request)
    if given := request.path_params.get("person_id"):
        person_id = _id(given)
        at = THEIRS.format(person_id=person_id)
        return Whose(visitor=visitor, at=at, person_id=person_id, ids=ids)
    if visitor.is_person:
        return Whose(visitor=visitor, at=OWN, person_id=visitor.person_id, ids=ids)
    return Whose(visitor=visitor, at=OWN, ids=ids)


WhoseList = Annotated[Whose, Depends(whose_list)]


def ids_on_device(request: Request) -> Ids:
    """What was saved on this device: for welcoming somebody, who may want to keep it.

    Whoever adopts it empties the cookie: ``cookies.set_saved(response, "")``.
    """
    return on_device.from_text(request.cookies.get(SAVED))


def remember(answer: AnyResponse, whose: Whose) -> AnyResponse:
    """The answer, with a device's list in its cookie as it is now."""
    if whose.changed:
        set_saved(answer, on_device.to_text(whose.ids))
    return answer


def at_both(
    router: APIRouter, method: str, path: str, *, person_only: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Put a route at ``/list`` and at a person's list; ``person_only``: a stranger
    has no such thing on their device."""
    known = [Depends(get_somebody_known)]

    def add(route: Callable[..., Any]) -> Callable[..., Any]:
        for start, asks in ((OWN, known if person_only else []), (THEIRS, known)):
            router.add_api_route(
                start + path,
                route,
                methods=[method],
                dependencies=asks,
                include_in_schema=False,
            )
        return route

    return add


@contextmanager
def opened(
    request: Request, session: Session, whose: Whose, look: Look, *, now: datetime
) -> Iterator[tuple[Session, Person]]:
    """A person's list to read or to change, noted when somebody else does it.

    The session given back is committed at the end. Raises ``NotFound`` for a list
    that this visitor may not see.
    """
    session.rollback()  # SQLite: what was read before the change is not the newest
    with writing(request.app.state.engine) as own:
        person = _person(own, whose, now, to_change=True)
        note(own, whose.visitor, person, look, now=now)
        yield own, person


def held(session: Session, whose: Whose, *, now: datetime) -> UUID | None:
    """Whose list it is, held until this unit ends; None for a device's.

    Raises ``NotFound`` for somebody who was just erased: nothing is added to them.
    """
    if whose.on_device:
        return None
    return _person(session, whose, now, to_change=True).id


def items_of(
    request: Request,
    session: Session,
    whose: Whose,
    look: Look = Look.LOOKED,
    *,
    today: date,
    now: datetime,
) -> list[Item]:
    """Everything on the list in its order; a look at a person's by staff is noted.

    What is on a device and no longer has a page is left out quietly; on a person's
    page it stays, because they may have been there.
    """
    if whose.on_device:
        found = opportunities.listings(session, whose.ids)
        return [
            Item(listing=one, introduction=None, is_here=True, is_due=False)
            for one in found
            if is_shown(one.draft, today)
        ]
    if whose.visitor.is_staff:
        with opened(request, session, whose, look, now=now):
            pass
    rows = introductions.the_list(session, _person(session, whose, now))
    return _with_listings(session, rows, today)


def _with_listings(
    session: Session, rows: Sequence[Introduction], today: date
) -> list[Item]:
    found = opportunities.listings(session, [row.opportunity_id for row in rows])
    listings = {one.id: one for one in found}
    return [
        Item(
            listing=listings[row.opportunity_id],
            introduction=row,
            is_here=is_shown(listings[row.opportunity_id].draft, today),
            is_due=introductions.is_due(row, today=today),
        )
        for row in rows
        if row.opportunity_id in listings
    ]


def keep(
    request: Request, session: Session, whose: Whose, one: UUID, *, now: datetime
) -> Whose:
    """The list with one more thing on it.

    Raises ``NotFound`` for what has no page, ``BadInput`` for a full list.
    """
    kept = _kept(request, session, whose, one, now=now)
    today = day_of(now)
    notice(request, Noticed.SAVED, {one: ()}, today=today, person_id=whose.person_id)
    return kept


def _kept(
    request: Request, session: Session, whose: Whose, one: UUID, *, now: datetime
) -> Whose:
    if not whose.on_device:
        with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
            introductions.save(own, person, one, now=now)
        return whose
    today = day_of(now)
    shown = items_of(request, session, whose, today=today, now=now)
    shown_listing(session, one, today)
    ids = on_device.added(tuple(item.listing.id for item in shown), one)
    if one not in ids:
        raise BadInput(
            "This list holds %(most)s things. Take one away first.", most=on_device.MOST
        )
    return whose.with_ids(ids)


def drop(
    request: Request, session: Session, whose: Whose, one: UUID, *, now: datetime
) -> Whose:
    """The list without one thing; what is not on it is no matter."""
    if whose.on_device:
        return whose.with_ids(on_device.without(whose.ids, one))
    with opened(request, session, whose, Look.CHANGED, now=now) as (own, person):
        introductions.remove(own, person, one, now=now)
    return whose


def pressed(
    request: Request, session: Session, whose: Whose, fields: Fields, *, now: datetime
) -> Whose:
    """The list after the press that sent a form: its save button may have been it."""
    if one := chosen(fields, "save"):
        return keep(request, session, whose, one, now=now)
    if one := chosen(fields, "unsave"):
        return drop(request, session, whose, one, now=now)
    return whose


def chosen(fields: Fields, name: str) -> UUID | None:
    """The listing that the button of this name stands for, if it was pressed."""
    text = last_of(fields, name)
    return _id(text) if text else None


def save_here(
    session: Session, whose: Whose, *, now: datetime, inside: str = "", back: str = ""
) -> SaveHere:
    """What the save buttons of a page need, for the list that is open."""
    if whose.on_device:
        ids = frozenset(whose.ids)
        return SaveHere(at=whose.at, ids=ids, inside=inside, back=back)
    person = _person(session, whose, now)
    rows = introductions.the_list(session, person)
    return SaveHere(
        at=whose.at,
        ids=frozenset(row.opportunity_id for row in rows),
        inside=inside,
        back=back,
        steers=introductions.steers(session, person),
    )


def person_of(
    session: Session, whose: Whose, *, now: datetime, to_change: bool = False
) -> Person | None:
    """Whose page the list is on; nobody's, when it is on a device.

    Raises ``NotFound`` for a page that is not for whoever looks.
    """
    if whose.person_id is None:
        return None
    return person_for(
        session, whose.visitor, whose.person_id, now=now, to_change=to_change
    )


def _person(
    session: Session, whose: Whose, now: datetime, *, to_change: bool = False
) -> Person:
    person = person_of(session, whose, now=now, to_change=to_change)
    if person is None:
        raise NotFound("There is no such page.")
    return person


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such page.") from None
