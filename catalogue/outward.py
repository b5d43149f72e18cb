"""Three kind ideas to open what a service does outwards, fitted to what people do.

Pure: a listing's values in, ideas as plain names out; a macro says them. One idea each
about where it happens, what is shown at the end, and who joins in. Nothing is demanded,
scored or asked twice, and to call a thing open is not enough: ``said_openly`` wants to
know what is open, to whom and when.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.activities import Lexicon, load_lexicon
from catalogue.activities.entries import Activity
from catalogue.drafts import Openness, OpportunityDraft, Status
from catalogue.imports.values import Refused, line_of

LONGEST_ANSWER = 200
"""Characters of each answer: together they are a line and a half on the card."""

SHORTEST_ANSWER = 3
"""Letters: "all" and "May" say something, "x" and "-" do not."""

SURE = 0.3
"""How sure a reading must be to fit an idea to it: ideas may be a little off."""

SEPARATOR = " · "
"""Between the three answers on the card."""

ANSWERS = ("what_is_open", "to_whom", "when")
"""What has to be said of something that is open, in the order of the card."""

WHERE = {
    "outdoors": "in_the_park",
    "learning": "at_the_library",
    "quiet": "at_the_library",
    "moving": "at_the_leisure_centre",
    "making": "in_a_shop_window",
    "company": "at_a_cafe",
}
SHOW = {
    "making": "an_exhibition",
    "moving": "a_friendly_match",
    "outdoors": "an_open_gate",
    "helping": "something_for_the_street",
    "learning": "a_talk_for_neighbours",
    "company": "a_shared_table",
}
WHO = {
    "helping": "neighbours_lend_a_hand",
    "learning": "members_teach",
    "making": "bring_a_friend",
    "company": "once_a_month_for_all",
}
ANYWAY = {
    "where": "in_a_public_place",
    "show": "a_show_at_the_end",
    "who": "neighbours_welcome",
}
"""What each thing that an activity gives suggests; and what suits any."""

SAYS_LITTLE = frozenset(("company", "quiet"))
"""Nearly everything gives these, so what else it gives comes first."""

WAYS: Mapping[str, Mapping[str, str]] = {"where": WHERE, "show": SHOW, "who": WHO}


@dataclass(frozen=True, kw_only=True)
class Idea:
    """One way to open a listing outwards, in parts."""

    way: str
    """``where``, ``show`` or ``who``."""
    kind: str
    """One of the names above; ``macros/outward.html`` says it."""
    activity: str | None = None
    """What people do there, by its name in the lexicon, if that made the difference."""


class NotSaidYet(ValueError):
    """It was called open, and not said what is open, to whom or when.

    ``missing`` names the questions without an answer, in their order.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"not said yet: {', '.join(missing)}")
        self.missing = missing


def ideas_for(
    draft: OpportunityDraft, lexicon: Lexicon | None = None
) -> tuple[Idea, ...]:
    """One idea each of where, what to show and who joins in, in this order."""
    activities = _done_there(draft, lexicon or load_lexicon())
    return tuple(_idea(way, kinds, activities) for way, kinds in WAYS.items())


def may_be_nudged(draft: OpportunityDraft) -> bool:
    """Whether ideas suit it: inside a service, going on, and something to join."""
    going_on = draft.status is Status.ACTIVE and draft.joinable
    return going_on and draft.openness is Openness.IN_SERVICE


def only_relabelled(draft: OpportunityDraft) -> bool:
    """Whether it is called outward facing without a word of what is open."""
    is_outward = draft.openness is Openness.OUTWARD_FACING
    return is_outward and not (draft.outward_note or "").strip()


def said_openly(*, what_is_open: str, to_whom: str, when: str) -> str:
    """The three answers as the card shows them; raises ``NotSaidYet``.

    An answer is a line of at least three letters, and says something of its own.
    """
    answers = {
        "what_is_open": _answer(what_is_open, "what_is_open"),
        "to_whom": _answer(to_whom, "to_whom"),
        "when": _answer(when, "when"),
    }
    missing = tuple(name for name, said in answers.items() if said is None)
    if missing:
        raise NotSaidYet(missing)
    said = [answer for answer in answers.values() if answer]
    if len({answer.casefold() for answer in said}) < len(said):
        raise NotSaidYet(tuple(answers))
    return SEPARATOR.join(said)


def answers_of(note: str | None) -> dict[str, str]:
    """The three answers that a note was made of, by the names ``said_openly`` has.

    A note that somebody wrote in another way is the first answer, and the whole of it.
    """
    said = (note or "").split(SEPARATOR)
    whole = said if len(said) == len(ANSWERS) else [note or ""]
    return dict(zip(ANSWERS, [*whole, "", ""], strict=False))


def _answer(text: str, name: str) -> str | None:
    try:
        said = line_of(text, name, longest=LONGEST_ANSWER)
    except Refused:
        return None
    letters = sum(letter.isalnum() for letter in said or "")
    return said if letters >= SHORTEST_ANSWER else None


def _done_there(draft: OpportunityDraft, lexicon: Lexicon) -> list[Activity]:
    readings = lexicon.read_listing(
        title=draft.title,
        activities=draft.activities,
        organization="",
        description=draft.description,
    )
    return [
        lexicon.activities[one.activity]
        for one in readings
        if one.weight >= SURE and one.activity in lexicon.activities
    ]


def _idea(way: str, kinds: Mapping[str, str], activities: Sequence[Activity]) -> Idea:
    """Fitted to what most of the readings give, by the surest of those that do."""
    given = Counter(one for activity in activities for one in activity.gives)
    telling = [one for one in given if one in kinds]
    if not telling:
        return Idea(way=way, kind=ANYWAY[way])
    gives = max(telling, key=lambda one: (one not in SAYS_LITTLE, given[one]))
    surest = next(one for one in activities if gives in one.gives)
    return Idea(way=way, kind=kinds[gives], activity=surest.name)
