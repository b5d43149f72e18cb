"""What is on, before anybody has said a word: everything open, by the same promise."""

from datetime import date

from matcher.ranking import Asked, Conditions, Facts, Index, browse

NOTHING_SAID = Asked(phrases=())


def test_the_community_comes_first_also_when_nothing_was_asked():
    town = [
        Facts(id="day centre", title="Art", openness="in_service", just_turn_up=True),
        Facts(id="nobody has said", title="Art"),
        Facts(id="hall", title="Art", openness="mainstream"),
    ]

    shown = browse(NOTHING_SAID, Index.build(town))

    assert [one.facts.id for one in shown] == ["hall", "nobody has said", "day centre"]


def test_what_is_closed_over_or_known_to_cost_is_left_out_and_the_unknown_asks_first():
    town = [
        Facts(id="children", title="Stay and play", adults=False),
        Facts(id="over", title="Fair", last_day=date(2026, 11, 1), cost_pence=0),
        Facts(id="dear", title="Opera", cost_pence=4_000),
        Facts(id="unsaid", title="Walk"),
        Facts(id="free", title="Chess", cost_pence=0),
    ]
    asked = Asked(phrases=(), conditions=Conditions(free=True))

    shown = browse(asked, Index.build(town), today=date(2026, 11, 22))

    assert [(one.facts.id, one.ask_first) for one in shown] == [
        ("free", ()),
        ("unsaid", ("cost",)),
    ]
