"""A cost in plain words becomes prices where it is certain; else it stays text."""

import time as clock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.costs import full_price, least_named, lowest_price, read_cost
from catalogue.drafts import Price

Said = tuple[int, str | None, str | None]


def said(text: str) -> list[Said]:
    return [(p.amount_pence, p.option, p.per) for p in read_cost(text)]


UNDERSTOOD: list[tuple[str, list[Said]]] = [
    ("£3", [(300, None, None)]),
    ("£3.00", [(300, None, None)]),
    ("£ 3.50.", [(350, None, None)]),
    ("£1,200", [(120_000, None, None)]),
    ("50p", [(50, None, None)]),
    ("3 pounds", [(300, None, None)]),
    ("Cost: £3", [(300, None, None)]),
    ("Just £3 on the door", [(300, None, None)]),
    ("£3 each", [(300, None, None)]),
    ("£3pp", [(300, None, None)]),
    ("£3 per person", [(300, None, None)]),
    ("£3 including refreshments", [(300, None, None)]),
    ("free", [(0, None, None)]),
    ("Free entry", [(0, None, None)]),
    ("FREE of charge", [(0, None, None)]),
    ("No charge", [(0, None, None)]),
    ("£0", [(0, None, None)]),
    ("Free (donations welcome)", [(0, None, None)]),
    ("Free, booking essential", [(0, None, None)]),
    ("£5 per session", [(500, None, "session")]),
    ("£5/session", [(500, None, "session")]),
    ("£5 (per session)", [(500, None, "session")]),
    ("£5 a class", [(500, None, "class")]),
    ("£2.50 a week", [(250, None, "week")]),
    ("£2.50pw", [(250, None, "week")]),
    ("£10 monthly", [(1000, None, "month")]),
    ("£40 a year", [(4000, None, "year")]),
    ("£40 per annum", [(4000, None, "year")]),
    ("£60 for the course", [(6000, None, "course")]),
    ("£3 / £2 concessions", [(300, None, None), (200, "concessions", None)]),
    ("£3 (£2 concessions)", [(300, None, None), (200, "concessions", None)]),
    ("£3, concessions £2", [(300, None, None), (200, "concessions", None)]),
    ("£3; £2 for students", [(300, None, None), (200, "students", None)]),
    ("£3, free for under 16s", [(300, None, None), (0, "under 16s", None)]),
    ("£3 and over-60s free", [(300, None, None), (0, "over-60s", None)]),
    ("Adults - £5; children: £3", [(500, "adults", None), (300, "children", None)]),
    (
        "Members free, non-members £3",
        [(0, "members", None), (300, "non-members", None)],
    ),
    ("£4 per class or £40 per term", [(400, None, "class"), (4000, None, "term")]),
    ("First session free, then £4", [(0, "first session", None), (400, None, None)]),
    (
        "£4 a week. First session free",
        [(400, None, "week"), (0, "first session", None)],
    ),
    ("first class free, £4 thereafter", [(0, "first class", None), (400, None, None)]),
    ("£3, first one free", [(300, None, None), (0, "first one", None)]),
    ("£40, free if unwaged", [(4000, None, None), (0, "unwaged", None)]),
    ("Free, expenses paid", [(0, None, None)]),
    ("£3 including tea", [(300, None, None)]),
    ("£2 concessions", [(200, "concessions", None)]),
]


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD)
def test_a_cost_in_plain_words_is_understood(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


STAYS_TEXT = [
    "",
    "Not given",
    "TBC",
    "Free!?",
    "Donations welcome",
    "By donation",
    "Suggested donation £3",
    "£3, donations welcome",
    "Pay what you can",
    "Pay what you can, free if you need it",
    "£3-£5",
    "£3 to £5",
    "£3 - £5",
    "From £3",
    "Up to £5",
    "Around £3",
    "£3+",
    "£3 plus materials",
    "£3 and £1 materials",
    "£3 / £2",
    "£3/2",
    "£3 £2 concessions",
    "£3, concessions available",
    "£3 (concessions)",
    "£3, concessions",
    "Free / £3",
    "Free or £3",
    "£3 then £4",
    "£3 adults children",
    "£3 for",
    "free for",
    "£2.5",
    "£2.50.3",
    "£2.505",
    "£99,999",
    "3",
    "$3",
    "€3",
    "Free parking",
    "Not free",
    "Free trial",
    "Free for members of the library",
    "Membership £20",
    "£30 for 10 weeks",
    "(£3",
    "Expenses paid",
    "Free teas",
    "£6.50, shoes £2",
    "£3 adults, £4 adults",
]


@pytest.mark.parametrize("text", STAYS_TEXT)
def test_a_cost_that_is_not_certain_stays_text(text: str) -> None:
    assert read_cost(text) == ()


FULL_AND_LOWEST = [
    ("£3", 300, 300),
    ("free", 0, 0),
    ("£3 / £2 concessions", 300, 200),
    ("£5 adults, £3 children", 500, 500),
    ("£3, free for under 16s", 300, 300),
    ("£3, £1 under 25s", 300, 100),
    ("Members free, non-members £3", 300, 0),
    ("First session free, then £4", 400, 400),
    ("£4 per class or £40 per term", 400, 400),
    ("£5 a week or £18 a month", 500, 500),
    ("£40 a year, £20 a year concessions", 4000, 2000),
    ("£2 concessions", None, 200),
    ("First session free", None, None),
    ("Donations welcome", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "full", "lowest"), FULL_AND_LOWEST)
def test_the_full_price_is_what_anyone_pays_and_the_lowest_is_an_adults_concession(
    text: str, full: int | None, lowest: int | None
) -> None:
    prices = read_cost(text)

    assert (full_price(prices), lowest_price(prices)) == (full, lowest)


def test_a_cost_that_is_not_given_is_never_free() -> None:
    assert full_price([]) is None
    assert lowest_price([]) is None


def test_a_period_we_have_no_word_for_counts_as_the_longest() -> None:
    prices = [
        Price(amount_pence=900, per="fortnight"),
        Price(amount_pence=500, per="week"),
    ]

    assert full_price(prices) == 500


# --- properties


def pounds(pence: int) -> list[str]:
    whole = [f"£{pence // 100}", f"{pence // 100} pounds"] if pence % 100 == 0 else []
    small = [f"{pence}p"] if 0 < pence < 100 else []
    return [*whole, *small, f"£{pence / 100:.2f}", f"£ {pence / 100:,.2f}"]


amounts = st.integers(0, 100_000)
periods = st.sampled_from([None, "session", "class", "week", "month", "term", "year"])
options = st.sampled_from(["concessions", "members", "students", "over 60s", "unwaged"])


@given(amounts, periods, st.data())
def test_a_price_said_in_plain_words_is_read_back_the_same(
    pence: int, per: str | None, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(pounds(pence)))
    if per is not None:
        text += data.draw(st.sampled_from([" per ", " a ", " each ", "/"])) + per

    assert said(text) == [(pence, None, per)]


@given(amounts, amounts, options, st.data())
def test_a_price_and_its_concession_are_read_back_the_same(
    full: int, less: int, option: str, data: st.DataObject
) -> None:
    first = data.draw(st.sampled_from(pounds(full)))
    second = data.draw(st.sampled_from(pounds(less)))
    forms = ["{0} / {1} {2}", "{0} ({1} {2})", "{0}, {2} {1}", "{0}; {1} for {2}"]

    text = data.draw(st.sampled_from(forms)).format(first, second, option)

    assert said(text) == [(full, None, None), (less, option, None)]


unknown_words = st.one_of(
    st.sampled_from(["from", "about", "suggested", "donation", "up", "plus", "unless"]),
    st.text("bcdfghjklmnqrstvwxz", min_size=3, max_size=12),
)


@given(st.sampled_from([text for text, _ in UNDERSTOOD]), unknown_words, st.data())
def test_one_unknown_word_anywhere_leaves_the_whole_cost_as_text(
    text: str, word: str, data: st.DataObject
) -> None:
    words = text.split(" ")
    place = data.draw(st.integers(0, len(words)))

    words.insert(place, word)

    assert read_cost(" ".join(words)) == ()


@given(st.text(max_size=400))
def test_no_text_can_make_reading_a_cost_fail(text: str) -> None:
    read_cost(text)


KNOWN = """£3 £2 free - : / , ; ( ) and or then for per session week adults members
under 16s first donations welcome pw 50p only"""
soup = st.lists(st.sampled_from(KNOWN.split()))


@given(soup, st.sampled_from(["", " "]))
def test_no_soup_of_known_words_is_read_as_a_cost_below_nothing(
    words: list[str], between: str
) -> None:
    prices = read_cost(between.join(words))

    assert all(price.amount_pence in {0, 50, 200, 300} for price in prices)


HOSTILE = ["£" * 50_000, "9" * 50_000, "£1,000" * 8_000, "(" * 50_000, " " * 50_000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_a_very_long_cost_costs_no_time(text: str) -> None:
    began = clock.perf_counter()
    read_cost(text)
    read_cost(text[:300])
    took_s = clock.perf_counter() - began

    assert took_s < 0.5


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("£5 for six books", 500),
        ("£8 / £5", 500),
        ("from £3", 300),
        ("20p a card, £4.80p for the tea", 20),
        ("£38 a year for a half plot, £19 if on benefits or over 60", 1900),
        ("£72 a term, first two sessions free", None),
        ("suggested donation £3", None),
        ("£14 / £9 concessions, pay what you can at the relaxed performance", None),
        ("Free, buy a pint or a pop", None),
        ("£0 - £5", None),
        ("ask at the desk", None),
        ("", None),
        (None, None),
    ],
)
def test_an_amount_named_is_the_least_that_is_asked_unless_some_pay_nothing(
    text: str | None, least: int | None
) -> None:
    assert read_cost(text or "") == ()
    assert least_named(text) == least
