"""A little of Markdown, and nothing else, becomes elements of a page."""

import time

import pytest

from matcher.prose import linked, prose, unstressed
from matcher.templates import first_sentence

REL = "noopener noreferrer nofollow"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("We sing.\n\nAll welcome.", "<p>We sing.</p>\n<p>All welcome.</p>"),
        (
            "Bring:\n- a mug\n* water\nSee you.",
            "<p>Bring:</p><ul><li>a mug</li><li>water</li></ul><p>See you.</p>",
        ),
        ("**Free** and *warm*", "<p><strong>Free</strong> and <em>warm</em></p>"),
        ("2 * 3 * 4, a*b*c and ** no **", "<p>2 * 3 * 4, a*b*c and ** no **</p>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
        (
            "See https://a.example/x_*y*z.",
            f'<p>See <a href="https://a.example/x_*y*z" rel="{REL}">'
            "https://a.example/x_*y*z</a>.</p>",
        ),
        (
            "**https://a.example/x**",
            f'<p>**<a href="https://a.example/x" rel="{REL}">'
            "https://a.example/x</a>**</p>",
        ),
        ("[here](javascript:alert(1))", "<p>[here](javascript:alert(1))</p>"),
        ("**<b>bold</b>**", "<p><strong>&lt;b&gt;bold&lt;/b&gt;</strong></p>"),
        ("# Not a heading", "<p># Not a heading</p>"),
        ("", ""),
    ],
)
def test_so_it_is_shown(written, shown):
    assert prose(written) == shown


def test_where_stars_mean_nothing_they_are_shown_around_the_same_link():
    shown = linked("See *https://a.example/x* & *sing*")

    link = f'<a href="https://a.example/x" rel="{REL}">https://a.example/x</a>'
    assert shown == f"See *{link}* &amp; *sing*"


def test_a_card_shows_the_words_without_the_stars():
    assert unstressed("**Free** 2*3 *warm*") == "Free 2*3 warm"
    assert first_sentence("*Sing* with us. Then tea.") == "Sing with us."


@pytest.mark.parametrize("piece", ["*", "**a", "* a\n", "- ", "https://a", "*a *"])
def test_a_long_text_of_anything_is_quick(piece):
    begun = time.perf_counter()

    prose(piece * (50_000 // len(piece)))

    assert time.perf_counter() - begun < 5, "a pattern goes back and forth"
