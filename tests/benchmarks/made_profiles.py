"""People of nobody's life, to ask with: phrases written for this, and seeded choices.

No phrase comes from a person or from a file of judgments. About one in five gets a
slip of the keyboard, drawn anew for each profile, so that putting spelling right is
measured too and not only remembered. Half of the phrases ask in a listing's own
words, half in a life's.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from matcher.ranking import Asked, Conditions, Phrase, Place
from tests.benchmarks.made_names import Town, point_near, town_weights
from tests.benchmarks.seeded import seeded

SLIPS = 0.2
"""Share of phrases with one slip."""
SHORTEST_SLIPPED = 5
"""Letters a word needs before a slip is put into it; short ones become other words."""
PHRASES_EACH = (3, 8)
"""Phrases of a profile: a short and a long conversation."""
TRAVEL_KM = (2.0, 5.0, 10.0)
"""A walk, a bus ride, across town."""
DAY_CHOICES = (("TU",), ("SA", "SU"), ("MO", "WE", "FR"), ("TH",))
MOST_PENCE = (0, 300, 500)
SHARE_WITH_DAYS = 0.3
SHARE_WITH_COST = 0.3

PHRASES = (
    ("enjoyed_before", "sang alto in the works choir"),
    ("enjoyed_before", "used to play snooker on a full-size table"),
    ("enjoyed_before", "had an allotment with my grandad, leeks mostly"),
    ("enjoyed_before", "five-a-side under the lights every Thursday"),
    ("enjoyed_before", "I loved dancing, ballroom and a bit of Latin"),
    ("enjoyed_before", "walked the hills with a flask and a map"),
    ("enjoyed_before", "school brass band, third cornet"),
    ("enjoyed_before", "painted watercolours of boats"),
    ("enjoyed_before", "swam lengths before work"),
    ("enjoyed_before", "chess by post with a man in Dundee"),
    ("enjoyed_before", "kept pigeons in the back yard"),
    ("enjoyed_before", "carpentry at night school, made a dovetail box"),
    ("enjoy_now", "knitting and a good natter"),
    ("enjoy_now", "anything with dogs"),
    ("enjoy_now", "I read crime novels one after the other"),
    ("enjoy_now", "baking bread and giving it away"),
    ("enjoy_now", "local history, old photographs of the mills"),
    ("enjoy_now", "watching birds from the bench by the water"),
    ("enjoy_now", "film nights"),
    ("enjoy_now", "doing quizzes with other people"),
    ("enjoy_now", "guitar, three chords and getting better"),
    ("enjoy_now", "yoga on the floor of my room"),
    ("enjoy_now", "jigsaws and board games"),
    ("enjoy_now", "football on the radio"),
    ("want_to_try", "pottery on a wheel"),
    ("want_to_try", "learning Spanish before I am sixty"),
    ("want_to_try", "tai chi in the park"),
    ("want_to_try", "singing without having to read music"),
    ("want_to_try", "going to the theatre on my own"),
    ("want_to_try", "a cycling group that isn't fast"),
    ("want_to_try", "drawing from life"),
    ("want_to_try", "beekeeping"),
    ("want_to_try", "playing the ukulele"),
    ("want_to_try", "meditation, or just sitting quietly with others"),
    ("want_to_try", "bell ringing"),
    ("want_to_try", "canoeing on the canal"),
    ("want_to_try", "table tennis with somebody patient"),
    ("want_to_try", "spoken word, open mic"),
    ("goal", "get fitter without a gym"),
    ("goal", "be out of the house on Sundays"),
    ("goal", "meet people who don't drink"),
    ("goal", "learn to use a computer properly"),
    ("goal", "cook something other than toast"),
    ("goal", "sleep better, walk more"),
    ("goal", "pass my maths at last"),
    ("managed_before", "mended all our own clothes"),
    ("managed_before", "ran the tea bar at the bowls club"),
    ("managed_before", "fixed bikes for the whole street"),
    ("manage_now", "I look after the plants on the landing"),
    ("manage_now", "shopping and cooking on very little"),
    ("strength", "good with old people, patient"),
    ("strength", "I can explain things to children"),
    ("strength", "handy with engines and small repairs"),
    ("strength", "a good listener"),
    ("could_bring", "could drive a minibus"),
    ("could_bring", "I speak Polish and some German"),
    ("could_bring", "can keep the books for a small club"),
    ("could_bring", "would help in a community garden or kitchen"),
    ("could_bring", "a loud voice for calling the bingo"),
    ("could_bring", "umpire, scorer, whatever the cricket team needs"),
)
"""Kind and words; kinds that are never matched would cost nobody anything."""


def make_profiles(count: int, *, near: Sequence[Town] = (), seed: int) -> list[Asked]:
    """``count`` profiles; each in or around one of the towns ``near`` when given.

    Some have firm days and some a firm cost, place or no place.
    """
    random = seeded("profiles", seed, bool(near))
    return [_profile(near, random) for _ in range(count)]


def _profile(towns: Sequence[Town], random: Random) -> Asked:
    chosen = random.sample(PHRASES, random.randint(*PHRASES_EACH))
    return Asked(
        phrases=tuple(
            Phrase(kind=kind, words=_with_slips(words, random))
            for kind, words in chosen
        ),
        place=_place(towns, random) if towns else None,
        conditions=_conditions(random),
    )


def _place(towns: Sequence[Town], random: Random) -> Place:
    """People live where listings are: mostly in the larger towns."""
    (town,) = random.choices(towns, cum_weights=town_weights(len(towns)))
    latitude, longitude = point_near(town, random)
    return Place(
        latitude=latitude,
        longitude=longitude,
        names=frozenset({town.name.casefold()}),
        travel_km=random.choice(TRAVEL_KM),
    )


def _conditions(random: Random) -> Conditions:
    conditions = Conditions()
    if random.random() < SHARE_WITH_DAYS:
        days = frozenset(random.choice(DAY_CHOICES))
        conditions = replace(conditions, days=days)
    if random.random() < SHARE_WITH_COST:
        most_pence = random.choice(MOST_PENCE)
        conditions = replace(conditions, max_cost_pence=most_pence)
    return conditions


def _with_slips(words: str, random: Random) -> str:
    """Two neighbouring letters of one long word, swapped, in some of the phrases."""
    said = words.split()
    long = [at for at, word in enumerate(said) if len(word) >= SHORTEST_SLIPPED]
    if not long or random.random() >= SLIPS:
        return words
    at = random.choice(long)
    word = said[at]
    cut = random.randrange(1, len(word) - 2)
    said[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(said)
