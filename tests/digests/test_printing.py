"""How a letter begins where only its beginning is seen."""

from hypothesis import given
from hypothesis import strategies as st

from matcher.digests.printing import beginning_of


def test_a_beginning_is_cut_at_a_word_and_only_where_there_is_more() -> None:
    begun = {
        text: beginning_of(text, 8)
        for text in (
            "Hello",
            "Hello Jo",
            "Hello Sam",
            "Hello Jo and Sam",
            "Goodmorning",
        )
    }

    assert begun == {
        "Hello": "Hello",
        "Hello Jo": "Hello Jo",
        "Hello Sam": "Hello …",
        "Hello Jo and Sam": "Hello Jo …",
        "Goodmorning": "Goodmorn …",
    }


@given(st.lists(st.text("ab", min_size=1), min_size=1).map(" ".join))
def test_a_beginning_is_never_nothing_nor_longer_than_it_may(text: str) -> None:
    begun = beginning_of(text, 6).removesuffix(" …")

    assert 0 < len(begun) <= 6
    assert text.startswith(begun)
