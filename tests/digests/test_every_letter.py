"""Letters of all kinds, in a town where nothing is well named: nothing gets out.

``run.py bench digest-letters`` does the same with five hundred, and lets both judges
look at each; here they look at one of each shape.
"""

from collections import Counter

import pytest

from tests.benchmarks import letter_checks as checks
from tests.benchmarks.digest_letters import wrongs
from tests.benchmarks.letter_world import CANARY, Wanted, Written, letters
from tests.missing import missing

FEW = Wanted(person=60, notice=20, worker=12, partner=12)

JUDGED = 12
"""Letters that SpamAssassin looks at: it takes a while with each."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """What would leave."""
    return list(letters(tmp_path_factory.mktemp("town"), FEW))


@pytest.fixture(scope="module")
def of_each_shape(written: list[Written]) -> list[bytes]:
    """One letter of each way a letter can be built."""
    return list({checks.shape_of(one.raw): one.raw for one in written}.values())


def test_there_are_letters_of_every_kind_and_ill_words_in_most_of_them(written):
    kinds = Counter(one.kind for one in written)
    ill = {one.kind for one in written if checks.holds_a_canary(one.raw)}

    assert kinds == vars(FEW)
    assert ill == {"person", "notice", "partner"}


def test_nothing_is_told_outside_leads_elsewhere_or_is_let_loose(written):
    found = wrongs(written)

    assert {name for name, ill in found.items() if ill} == set()


def test_the_page_checker_finds_no_error_and_would_find_one(of_each_shape):
    pages = [checks.bodies(checks.read(raw))[1] for raw in of_each_shape]
    broken = pages[0].replace("</h1>", "</h2>", 1)

    *found, found_in_broken = checks.errors_of_each([*pages, broken])

    assert found == [[] for _ in pages]
    assert found_in_broken != []


def test_no_letter_looks_like_unwanted_mail_and_one_that_is_does(of_each_shape):
    if checks.spamassassin() is None:
        missing("SpamAssassin is not installed: apt-get install spamassassin")
    unwanted = of_each_shape[0].replace(
        b"Subject: ", b"Subject: VIAGRA $$$ MAKE MONEY FAST!!! ", 1
    )

    *scores, worst = checks.spam_scores([*of_each_shape[:JUDGED], unwanted])

    assert len(scores) == len(of_each_shape[:JUDGED])
    assert max(scores) < checks.MOST_SPAM <= worst


@pytest.mark.parametrize(
    ("look", "slip"),
    [
        (checks.let_loose, b"<h1"),
        (checks.addresses_of_others, b"<a href"),
        (checks.strange_headers, b"Subject"),
    ],
    ids=["let loose", "elsewhere", "header"],
)
def test_each_look_would_find_what_it_looks_for(look, slip):
    good = (
        b"Subject: a\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/plain\r\n\r\nHello\r\n--x\r\n"
        b"Content-Type: text/html\r\n\r\n<h1>Hello</h1>"
        b'<a href="https://here.example/x">x</a>\r\n--x--\r\n'
    )
    ill = {
        b"<h1": f'<b id="{CANARY}1"></b><h1'.encode(),
        b"<a href": b'<img src="https://evil.example/x.gif"><a href',
        b"Subject": b"Bcc: spy@evil.example\r\nSubject",
    }

    assert look(good) == []
    assert look(good.replace(slip, ill[slip], 1)) != []
