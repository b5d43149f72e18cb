"""What a person asks is read into activities, as far as it is ever matched."""

from collections.abc import Iterator

from catalogue.activities import Lexicon, load_lexicon
from matcher.knowing import lay_out, understood
from matcher.ranking import Asked, Phrase

LEXICON = load_lexicon()
DARTS = "on the oche every Friday, but no karaoke"
SAID = (
    *(DARTS, "make friends", "tennis", "knittting", "a choir, not football"),
    *("", "the rain", "my uncle had a shed", "somewhere muddy with a spade"),
)


def test_what_is_kept_in_view_and_never_matched_is_not_read():
    asked = Asked(
        phrases=(
            Phrase(kind="independence", words=DARTS),
            Phrase(kind="enjoyed_before", words=DARTS),
            Phrase(kind="goal", words="get my own place, and the garden with it"),
        )
    )

    in_view, matched, support = understood(asked, LEXICON).phrases

    assert (in_view.meant, in_view.refused, support.meant) == ((), (), ())
    assert matched.meant[0].activity == "darts"
    assert matched.refused[0].activity == "karaoke"


def test_nothing_is_left_to_be_built_once_reading_is_laid_out():
    lexicon = Lexicon(activities=LEXICON.activities, kept_as=LEXICON.kept_as)
    asked = Asked(phrases=tuple(Phrase(words=words) for words in SAID))

    lay_out(lexicon)
    laid_out = set(built_in(lexicon))
    understood(asked, lexicon)

    assert set(built_in(lexicon)) == laid_out


def built_in(part: object) -> Iterator[str]:
    """What a lexicon, and each part of it, has worked out so far."""
    for name, value in vars(part).items():
        yield f"{type(part).__name__}.{name}"
        if type(value).__module__.startswith("catalogue.") and hasattr(
            value, "__dict__"
        ):
            yield from built_in(value)
