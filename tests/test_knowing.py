"""What a person asks is read into activities, as far as it is ever matched."""

from catalogue.activities import load_lexicon
from matcher.knowing import understood
from matcher.ranking import Asked, Phrase

LEXICON = load_lexicon()
DARTS = "on the oche every Friday, but no karaoke"


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
