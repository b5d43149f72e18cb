"""Everything we say can be read by somebody of nine to eleven years, or a tired adult.

Measured by the Automated Readability Index (Smith and Senter, 1967): letters a word and
words a sentence, as the school year in which one reads it; five years on is the age. It
needs no dictionary of syllables. Licences and names of others are as they are.
"""

import re
from collections import defaultdict

from matcher.translating import gathered

HIGHEST_YEAR = 6.0
"""School year of what one part of the product says in all: eleven years of age."""

HARDEST_YEAR = 9.0
"""The same of any single text; a few long words weigh more there."""

EASY_YEAR = 4.0
"""School year of what easy read and the pictures say: nine years of age."""

EASY_PARTS = ("easy_read.html", "macros/aloud.html", "macros/easy.html", "pictures/")

SHORTEST = 6
"""Words; less is a label, and says nothing of how one reads."""

OTHERS_WORDS = ("Places of postcodes: contains OS data",)
"""What others ask us to say in their words."""

NAMED = re.compile(r"%\(\w+\)[sd]")
TAGS = re.compile(r"<[^>]+>")
WORD = re.compile(r"[\w’'-]+")
ENDS = re.compile(r"[.?!:;](?=\s|$|”)")


def year_of(text: str) -> float:
    """The school year a text is for: 4.71 letters a word + 0.5 words a sentence."""
    words = WORD.findall(text)
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    sentences = max(len(ENDS.findall(text)), 1)
    return 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43


def said() -> dict[str, list[str]]:
    """Every text of some length, by the part of the product that says it."""
    parts = defaultdict(list)
    for message in gathered():
        many = message.id if isinstance(message.id, str) else message.id[-1]
        text = TAGS.sub("", NAMED.sub("Sam", many)).strip()
        if len(text.split()) >= SHORTEST and not text.startswith(OTHERS_WORDS):
            for part in {place.partition("/")[0] for place, _ in message.locations}:
                parts[part].append(text)
    return parts


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    easy = year_of("We went to the park. It was fun.")
    hard = year_of("Eligibility considerations necessitate comprehensive assessment.")

    assert easy < 1
    assert hard > 20


def test_every_part_reads_at_nine_to_eleven() -> None:
    years = {part: year_of(" ".join(texts)) for part, texts in said().items()}

    assert len(years) > 10
    assert {part: year for part, year in years.items() if year > HIGHEST_YEAR} == {}


def test_no_single_text_is_hard() -> None:
    hard = {
        text: round(year_of(text), 1)
        for texts in said().values()
        for text in texts
        if len(text.split()) > 8 and year_of(text) > HARDEST_YEAR
    }

    assert hard == {}, "say it in two sentences, or in shorter words"


def test_easy_read_is_easier() -> None:
    texts = [
        NAMED.sub("Sam", message.id if isinstance(message.id, str) else message.id[-1])
        for message in gathered()
        if any(place.startswith(EASY_PARTS) for place, _ in message.locations)
    ]

    assert len(texts) > 30
    assert year_of(". ".join(texts)) <= EASY_YEAR
