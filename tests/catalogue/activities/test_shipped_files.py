"""The lexicon as it is shipped: complete, unambiguous, and respectful."""

import re
from collections import defaultdict
from itertools import combinations

import pytest

from catalogue.activities import load_lexicon
from catalogue.activities.entries import MOST_PHRASES, lexicon_files, read_entries
from catalogue.activities.opening import SHIPPED
from catalogue.activities.words import telling_stems

AT_LEAST = {"activities": 700, "phrases": 15_000}
"""What a matcher for the whole country needs; phrases distinct once stripped."""

LABELS = {
    r"service users?": "people, or their name",
    r"clients? with": "people, or their name",
    r"patients with": "people, or their name",
    r"addicts?|junkies?|druggies?|alkies?|crackheads?": "say what somebody does now",
    r"(?<!non-)(?<!non )alcoholics?(?! drinks?| ginger| anonymous)": "in recovery",
    r"schizo\w*|psychos?|psychopaths?|nutters?|loon(?:y|ies)|maniacs?": "no diagnosis",
    r"mental patients?|bipolars|autistics": "no diagnosis",
    r"(?:ex-?)?offenders?|ex-?cons?|convicts?|criminals": "was inside, served time",
    r"the (?:disabled|handicapped|mentally ill)(?! \w)": "disabled people",
    r"handicapped|retarded|retards?|spastics?|cripples?|crippled": "disabled people",
    r"wheelchair[- ]bound|confined to a wheelchair": "uses a wheelchair",
    r"sufferers?|suffers? from": "has, lives with",
    r"the homeless(?! (?:centre|shelter|team))": "people without a home",
    r"homeless (?:person|m[ae]n|wom[ae]n)|tramps?|dossers?": "people without a home",
    r"the elderly|old biddies|old dears": "older people",
    r"the vulnerable|vulnerable (?:people|adults?|person)|hard to reach": "people",
    r"problem (?:famil\w+|child\w*|drinkers?)|troubled (?:youths?|teens?)": "people",
    r"illegal immigrants?|illegals": "people seeking sanctuary",
    r"chavs?|pikeys?|gypp?os?|scroungers?|half-?castes?": "an insult",
    r"coloureds|coloured (?:people|folk|wom[ae]n|lads?|girls?)": "an insult",
    r"deaf and dumb|dumb (?:man|woman|people)|midgets?": "an insult",
    r"committed suicide": "died by suicide",
}
"""What people are called instead of what they do, and what to say instead.

Names are left alone: listings call things what they call them.
"""

LEXICON = load_lexicon()
ENTRIES = [
    entry
    for path in lexicon_files(SHIPPED)
    for entry in read_entries(path.read_text(encoding="utf-8"), path.name, [])
]


def test_no_line_of_a_shipped_file_is_lost():
    assert [str(problem) for problem in LEXICON.problems] == []


def test_there_are_activities_enough():
    assert len(LEXICON.activities) >= AT_LEAST["activities"]


def test_there_are_phrases_enough_that_stay_distinct_once_stripped():
    distinct = {telling_stems(phrase) for entry in ENTRIES for phrase in entry.says}

    assert len(distinct - {()}) >= AT_LEAST["phrases"]


def test_no_activity_drowns_its_neighbours():
    crowded = {
        one.id: len(one.says)
        for one in LEXICON.activities.values()
        if len(one.says) > MOST_PHRASES
    }

    assert crowded == {}, "split the activity, or keep its best phrases"


def test_an_activity_stands_in_one_place_only():
    places = defaultdict(list)
    for entry in ENTRIES:
        places[entry.id].append(f"{entry.file}, line {entry.line}")

    assert {one: at for one, at in places.items() if len(at) > 1} == {}


def test_every_activity_can_be_found_and_shown():
    bare = [
        one.id
        for one in LEXICON.activities.values()
        if not (one.names and one.words and one.says and one.gives and one.part)
    ]

    assert bare == []


def test_every_phrase_points_somewhere():
    empty = [
        f"{entry.file}: {phrase}"
        for entry in ENTRIES
        for phrase in entry.says
        if not telling_stems(phrase)
    ]

    assert empty == [], "say something of the activity besides framing"


def test_a_phrase_under_two_unrelated_activities_says_so():
    owners = defaultdict(dict)
    for entry in ENTRIES:
        for phrase in entry.says:
            owners[telling_stems(phrase)][entry.id] = phrase
    relatives = LEXICON.neighbours.relatives
    unsaid = [
        f"'{activities[one]}' is under {one} and {other}: (also {other})?"
        for stems, activities in owners.items()
        if stems
        for one, other in combinations(sorted(activities), 2)
        if one not in relatives(other) and other not in relatives(one)
    ]

    assert unsaid == []


@pytest.mark.parametrize("label", LABELS)
def test_nothing_labels_people(label):
    pattern = re.compile(rf"\b(?:{label})\b", re.IGNORECASE)

    labelling = [
        f"{one.id}: {text}"
        for one in LEXICON.activities.values()
        for text in one.says
        if pattern.search(text)
    ]

    assert labelling == [], f"say rather: {LABELS[label]}"


@pytest.mark.parametrize("path", lexicon_files(SHIPPED), ids=lambda path: path.stem)
def test_a_file_says_first_what_belongs_in_it(path):
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]

    assert first.startswith("# ")
    assert second.startswith("# ")
