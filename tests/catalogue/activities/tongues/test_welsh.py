"""What people say in Welsh is understood, and what they refuse in Welsh is refused."""

import pytest

from catalogue.activities import Spoken, load_lexicon
from catalogue.activities.tongues.welsh import mutations_of

LEXICON = load_lexicon()

MEANT = {
    "canu mewn côr": "choir",
    "roeddwn i'n canu yng nghôr yr ysgol": "choir",
    "ro'n i'n arfer canu mewn cor": "choir",
    "canu emynau yn y capel": "church-choir",
    "garddio": "gardening-club",
    "dw i wrth fy modd yn yr ardd": "gardening-club",
    "hoffwn i ddysgu chwarae'r gitâr": "guitar",
    "canu'r delyn": "harp",
    "band pres y pentref": "brass-band",
    "dw i'n mwynhau cerdded mynyddoedd": "hillwalking",
    "mynd am dro bach": "walking-group",
    "hoffi cerdded ond ddim yn rhy bell": "walking-group",
    "mynd â'r ci am dro": "dog-walking",
    "dw i'n licio gwau": "knitting",
    "wi'n lico gweu": "knitting",
    "gwau a chrosio": "crochet",
    "nain ddysgodd fi i wau": "knitting",
    "chwarae pêl-droed": "football",
    "pêl-droed cerdded": "walking-football",
    "ro'n i'n chwarae phêl droed efo'r hogia": "football",
    "gwylio'r rygbi": "rugby",
    "nofio": "swimming",
    "dw i isio dysgu nofio": "swimming-lessons",
    "nofio yn y môr": "open-water-swimming",
    "cadw'n heini": "exercise-class",
    "mynd i'r gampfa": "gym-strength",
    "reidio beic": "cycling",
    "beicio mynydd": "mountain-biking",
    "pysgota ar lan yr afon": "fishing",
    "chwarae dartiau": "darts",
    "gêm o wyddbwyll": "chess",
    "cwis tafarn": "pub-quiz",
    "tennis bwrdd": "table-tennis",
    "darllen nofelau": "book-club",
    "sgwennu barddoniaeth": "poetry",
    "tipyn o gynganeddu": "poetry",
    "peintio dyfrlliw": "watercolour",
    "tynnu lluniau": "photography",
    "gwylio adar": "birdwatching",
    "cadw gwenyn": "beekeeping",
    "tyfu llysiau": "allotment",
    "coginio": "cooking-class",
    "pobi bara": "bread-making",
    "gwneud teisennau": "baking",
    "gwnïo": "sewing",
    "gweithio efo coed": "woodwork",
    "trwsio beiciau": "bike-repair",
    "marchogaeth": "horses",
    "dawnsio gwerin": "ceilidh",
    "actio mewn drama": "drama",
    "mynd i'r pictiwrs": "cinema-going",
    "hel achau": "family-history",
    "dysgu Cymraeg": "welsh-language",
    "edrych ar y sêr": "astronomy",
    "grŵp Ti a Fi": "parents-toddlers",
    "mynd i'r capel": "chapel-life",
    "codi sbwriel": "litter-picking",
    "gwirfoddoli mewn siop elusen": "charity-shop",
    "helpu yn y banc bwyd": "food-bank",
    "cyfle i wneud ffrindiau": "tea-and-chat",
    "dw i'n teimlo'n unig": "tea-and-chat",
    "bues i yn y fyddin": "veterans",
}
"""What people say -> the activity they surely mean."""

NOTHING = (
    "sut mae",
    "dw i ddim yn gwybod",
    "fy nheulu",
    "pan o'n i'n ifanc",
    "bob dydd Mawrth",
    "sa i'n siŵr",
    "ers blynyddoedd",
    "dim ots gen i",
    "mae hi'n braf heddiw",
    "roedd mam yn dod o Landeilo",
)

REFUSED = {
    "dim pêl-droed": ("pêl-droed", None),
    "dim torfeydd": ("torfeydd", None),
    "dw i ddim yn hoffi canu": ("canu", None),
    "sa i'n lico nofio": ("nofio", None),
    "dwi'm yn licio darllen": ("darllen", None),
    "heb gŵn": ("gŵn", None),
    "canu ond ddim yn y capel": ("capel", "singing"),
    "dw i ddim yn licio tafarndai ond dw i'n hoffi cerdded": (
        "tafarndai",
        "walking-group",
    ),
    "dw i heb ganu ers blynyddoedd": (None, "singing"),
    "ddim wedi chwarae dartiau ers oes": (None, "darts"),
    "dim ond garddio": (None, "gardening-club"),
}
"""What people say -> what they refuse in it, and what they mean."""


def sure_of(words):
    """The activities a phrase means as surely as any."""
    said = [one for one in LEXICON.read_phrase(words) if one.how == "said"]
    return [one.activity for one in said if one.weight == said[0].weight]


@pytest.mark.parametrize("words", MEANT)
def test_what_is_said_in_welsh_is_understood(words):
    assert MEANT[words] in sure_of(words)


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("dw i'n licio darlen", "book-club"),
        ("mwynhau cerddad", "walking-group"),
        ("gwilio adar", "birdwatching"),
        ("hoffwn i ddysgu rhaglenu", "coding"),
    ],
)
def test_a_slip_or_the_way_it_sounds_is_understood(words, activity):
    assert activity in sure_of(words)


@pytest.mark.parametrize("words", NOTHING)
def test_what_says_nothing_in_welsh_is_no_activity(words):
    assert sure_of(words) == []


@pytest.mark.parametrize("words", REFUSED)
def test_a_plain_no_in_welsh_refuses(words):
    refused, meant = REFUSED[words]

    told = LEXICON.told(words)

    assert [words[slice(*span)].strip() for span in told.refused] == (
        [refused] if refused else []
    )
    assert sure_of(words)[:1] == ([meant] if meant else [])


def test_english_words_in_the_middle_of_welsh_are_read_as_english():
    words = "dw i'n licio darts a snooker"

    assert {"darts", "pool-snooker"} <= {
        one.activity for one in LEXICON.read_phrase(words) if one.weight > 0.9
    }


def test_the_words_it_rests_on_are_those_that_were_typed():
    words = "Ro'n i'n arfer canu yng nghôr yr ysgol"

    choir, *_ = LEXICON.read_phrase(words)

    assert [words[slice(*span)] for span in choir.spans] == ["canu", "nghôr", "ysgol"]


def test_what_is_refused_in_welsh_is_read_as_what_it_is():
    words = "dim pêl-droed"

    (meant,) = LEXICON.read_phrases([Spoken(words=words, within=[(4, len(words))])])

    assert meant[0].activity == "football"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("cor", ["gor", "nghor", "chor"]),
        ("gardd", ["ardd", "ngardd"]),
        ("llysiau", ["lysiau"]),
        ("rhedeg", ["redeg"]),
        ("pel", ["bel", "mhel", "phel"]),
        ("ysgol", []),
        ("chwarae", []),
    ],
)
def test_a_word_is_known_by_what_grammar_makes_of_its_beginning(word, forms):
    assert list(mutations_of(word)) == forms
