"""What a letter says: plain values in, a letter out, or None when there is no news.

Pure but for the templates. Everything that others wrote is brought to one line of
readable words without addresses first, so that a letter leads to our own pages alone.
Never an empty letter: what still stands on a list is no news by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from catalogue.drafts import Openness, OpportunityDraft
from catalogue.opportunities import Listing
from matcher.digests.changes import Change
from matcher.digests.printing import Composed, Press
from matcher.matching import Result
from matcher.taking import Taken

MOST_NEW = 5
"""New things in a letter: what somebody reads to the end."""

MOST_STILL = 2
"""Things still on their list that a letter reminds of."""

MOST_CHANGED = 8
"""Changes told one by one; the list has them all."""

MOST_TO_CONFIRM = 20
"""Listings a partner is asked of in one letter."""

LONGEST = 160
"""Characters of one fact in a letter; its page has the whole."""

WITH_SCHEME = re.compile(
    r"(?i)\b(?:[a-z][a-z0-9+.-]*://|(?:javascript|vbscript|data|file|mailto):|www\.)\S*"
    r"|\S+@\S+"
)
BARE_HOST = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2})")
"""A dot inside of a word, which mail programs would make a link of."""


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Where a letter leads: pages of ours, opened without signing in."""

    read_here: str
    preferences: str
    stop: str
    """Where one POST stops the letters (RFC 8058)."""


NOWHERE = Ways(read_here="", preferences="", stop="")
"""Of what is read for many before it is known which letter it goes into."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Something on the person's list, and what happened to it."""

    listing: Listing
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class ForPerson:
    """All that a person's letter is made from."""

    called: str
    ways: Ways
    today: date
    new: tuple[Result, ...] = ()
    """New for them since their last sent letter, best first by the promise."""
    changed: tuple[Changed, ...] = ()
    still: tuple[Listing, ...] = ()
    """On their list and not put aside, in their order."""
    activities: Mapping[str, Taken] | None = None
    """Activity -> the names people know it by."""
    own_words: bool = False
    """They chose that a letter may quote them."""
    shared_inbox: bool = False
    large_type: bool = False


@dataclass(frozen=True, kw_only=True)
class ForWorker:
    """Counts, and nothing else."""

    ways: Ways
    people: int
    """How many who agreed to be counted have something new."""
    unchecked: int = 0
    """Things on their lists that nobody checked for a year."""


@dataclass(frozen=True, kw_only=True)
class ForPartner:
    """What an organization may confirm as still true."""

    ways: Ways
    today: date
    due: tuple[Listing, ...] = ()
    looked_for: tuple[Taken, ...] = ()
    """Activities that enough people look for; never who, nor how many."""
    by_phone: bool = False
    """A worker told it after speaking with them: they never wrote here themselves."""
    nobody_left: bool = False
    """It is their organization's, of which nobody has an account any more."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing to do, as a letter says it: plain lines."""

    id: UUID
    title: str
    address: str
    """Its page; "" when it has none any more."""
    reason: str = ""
    who: str = ""
    for_whom: str = ""
    """Who it is for in particular, in the words of who runs it."""
    note: str = ""
    """What of a service is open, to whom and when."""
    when: str = ""
    where: str = ""
    cost: str = ""
    meets: str = ""
    """Who meets them the first time, and where."""
    first_visit: str = ""
    fresh: str = ""
    """When somebody last looked whether it is true."""


def letter_for_person(values: ForPerson, press: Press) -> Composed | None:
    """The weekly letter; None when nothing is new and nothing has changed."""
    if not values.new and not values.changed:
        return None
    content = content_for_person(values, press)
    new, still = values.new[:MOST_NEW], _still(values)
    listings = [result.listing for result in new] + list(still)
    return press.print(
        "weekly_person",
        _told(values, press)
        | (content if not values.shared_inbox else {})
        | {"shared_inbox": values.shared_inbox},
        revisions={one.id: one.revision for one in listings},
    )


def content_for_person(values: ForPerson, press: Press) -> dict[str, Any]:
    """What the letter tells, for the mail and for its page alike."""
    return {
        "new": [_new(result, values, press) for result in values.new[:MOST_NEW]],
        "more": len(values.new) > MOST_NEW,
        "changed": [
            (
                thing_of(one.listing, press, values.today, is_here=not _gone(one)),
                one.changes,
            )
            for one in values.changed[:MOST_CHANGED]
        ],
        "still": [thing_of(one, press, values.today) for one in _still(values)],
    }


def letter_for_worker(values: ForWorker, press: Press) -> Composed | None:
    """One mail with counts and a link; None when nobody has anything new."""
    if not values.people:
        return None
    return press.print(
        "weekly_worker",
        {"ways": values.ways, "people": values.people, "unchecked": values.unchecked},
    )


def letter_for_partner(values: ForPartner, press: Press) -> Composed | None:
    """What to confirm as still true; None when nothing is due."""
    if not values.due:
        return None
    due = values.due[:MOST_TO_CONFIRM]
    return press.print(
        "weekly_partner",
        {
            "ways": values.ways,
            "due": [thing_of(one, press, values.today) for one in due],
            "more": len(values.due) - len(due),
            "looked_for": [_called(one, press) for one in values.looked_for],
            "by_phone": values.by_phone,
            "nobody_left": values.nobody_left,
        },
        revisions={one.id: one.revision for one in due},
    )


def notice_of_change(values: ForPerson, press: Press) -> Composed | None:
    """A cancellation, told at once; None when it no longer is one."""
    gone = [one for one in values.changed if _gone(one) or Change.CLOSED in one.changes]
    if not gone:
        return None
    content = {
        "changed": [
            (thing_of(one.listing, press, values.today, is_here=not _gone(one)),
             one.changes)
            for one in gone
        ]
    }  # fmt: skip
    return press.print(
        "cancelled",
        _told(values, press)
        | (content if not values.shared_inbox else {"changed": []})
        | {"shared_inbox": values.shared_inbox},
    )


# --- parts ---------------------------------------------------------------------------


def thing_of(
    listing: Listing,
    press: Press,
    today: date,
    *,
    is_here: bool = True,
    reason: str = "",
) -> Thing:
    """A listing in plain lines; ``is_here``: whether it still has a page.

    Said once for all letters of a press that show this very listing.
    """
    key = (id(listing), today, is_here)
    if key not in press.said:  # the listing is held, so that its id stays its own
        press.said[key] = listing, _said_of(listing, press, today, is_here=is_here)
    thing: Thing = press.said[key][1]
    return replace(thing, reason=reason) if reason else thing


def _said_of(listing: Listing, press: Press, today: date, *, is_here: bool) -> Thing:
    draft = listing.draft
    run_by = draft.organization.name if draft.organization else None
    base = press.desk.base_url
    return Thing(
        id=listing.id,
        title=plain(draft.title),
        address=f"{base}/opportunities/{listing.id}" if is_here else "",
        who=plain(press.say("openness", draft.openness, run_by)),
        for_whom=plain(draft.eligibility or ""),
        note=_note(draft),
        when=plain(press.say("times_told", draft, today)),
        where=plain(press.say("where", draft)),
        cost=plain(press.say("cost_told", draft)),
        meets=plain(draft.first_visit.who_meets_you or ""),
        first_visit=_first_visit(draft, press),
        fresh=press.say("fresh", draft.assured_on, today),
    )


def plain(text: str, longest: int = LONGEST) -> str:
    """One line of readable words: no addresses, nothing a program makes a link of."""
    bare = WITH_SCHEME.sub(" ", text)
    readable = "".join(x if x.isprintable() else " " for x in bare)
    line = " ".join(BARE_HOST.sub(". ", readable).split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(None, 1)[0] + " …"


def _told(values: ForPerson, press: Press) -> dict[str, Any]:
    return {
        "ways": values.ways,
        "called": _greeted(values.called, press),
        "large_type": values.large_type,
    }


def _greeted(called: str, press: Press) -> str:
    """What they are called, unless that itself would say too much on a screen."""
    name = plain(called, 40)
    return "" if press.neutral.found_in(name) else name


def _new(result: Result, values: ForPerson, press: Press) -> Thing:
    reason = plain(_reason(result, values, press))
    return thing_of(result.listing, press, values.today, reason=reason)


def _reason(result: Result, values: ForPerson, press: Press) -> str:
    """Why it is there: the activity's name, or the person's words if they chose so."""
    why = result.reason
    if why is None:
        return ""
    words = press.words()
    if values.own_words and why.quotes:
        return str(words.quoting(why)).strip()
    known = values.activities or {}
    read = next((one.activity for one in result.listing.readings), "")
    found = known.get(why.activity) or known.get(read)
    name = _called(found, press) if found else ""
    return str(words.naming(name, result.listing.draft.title)).strip()


def _called(activity: Taken, press: Press) -> str:
    return plain(activity.called(press.language))


def _note(draft: OpportunityDraft) -> str:
    """As a card shows it: where a service opens something to its neighbours."""
    is_open = draft.openness is Openness.OUTWARD_FACING
    return plain(draft.outward_note or "") if is_open else ""


def _first_visit(draft: OpportunityDraft, press: Press) -> str:
    return plain(str(press.words().first_visit(draft.joining, draft.first_visit)))


def _still(values: ForPerson) -> tuple[Listing, ...]:
    told = {one.listing.id for one in values.changed}
    told |= {result.listing.id for result in values.new[:MOST_NEW]}
    return tuple(one for one in values.still if one.id not in told)[:MOST_STILL]


def _gone(one: Changed) -> bool:
    return Change.CANCELLED in one.changes
