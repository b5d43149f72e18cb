"""One message to one address, whatever somebody put into the fields."""

import random
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.bundled import bundled
from matcher.errors import BadInput
from matcher.keys import link_token, secret_key
from matcher.mail import strict_address
from matcher.mail.writing import PARTS, BadSender, desk_of, one_line, sender_of, write
from matcher.models import Mail, MailState
from matcher.settings import Settings

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
LINK = UUID("12345678-1234-5678-1234-567812345678")
PIECES = [
    "\r\n", "\n", "\r", "\0", "\x0b", "\u2028", "\x85", ",", ";", ":", " ", "\t", '"',
    "<", ">", "(", ")", "\\", "@", ".", "..", "Bcc: ", "To: ", "Cc: ",
    "\r\nBcc: spy@evil.example", "%0d%0aBcc:", "=?utf-8?q?=0ABcc:_x?=", "evil.example",
    "sam", "sam@good.example", "spy@evil.example", "[127.0.0.1]", "ü", "\u202e", "xn--",
    "-", "a" * 70,
]  # fmt: skip


def hostile_strings(count: int) -> list[str]:
    """Texts made of what breaks headers, the same ones at every run."""
    dice = random.Random(4)  # noqa: S311 - not a secret
    near_miss = [f"sam@good.example{piece}spy@evil.example" for piece in PIECES]
    rest = [
        "".join(dice.choices(PIECES, k=dice.randint(1, 6)))
        for _ in range(count - len(near_miss))
    ]
    return near_miss + rest


def desk(tmp_path: Path, **given: str):
    return desk_of(Settings(data=tmp_path, base_url="https://here.example", **given))


def a_mail(recipient: str = "sam@good.example", **changes: object) -> Mail:
    values = {
        "id": UUID(int=7),
        "letter": "unused_page",
        "recipient": recipient,
        "values": {"erased_on": "2026-12-24"},
        "state": MailState.WAITING,
        "next_try_at": NOW,
        "created_at": NOW,
    }
    return Mail(**values | changes)


def read_back(message: EmailMessage) -> EmailMessage:
    """What the other side makes of the bytes that leave."""
    read = message_from_bytes(bytes(message), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_a_thousand_hostile_strings_reach_one_reader_or_none(tmp_path):
    writing, odd = desk(tmp_path), []

    for text in hostile_strings(1_000):
        try:
            address = strict_address(text)
        except BadInput:
            continue
        read = read_back(write(writing, a_mail(address), now=NOW))
        to = [one.addr_spec for one in read["To"].addresses]
        if to != [address] or read["Bcc"] or read["Cc"] or len(read.get_all("To")) > 1:
            odd.append(text)

    assert odd == []


def test_a_row_with_a_hostile_recipient_is_not_written(tmp_path):
    writing, written = desk(tmp_path), []

    for text in hostile_strings(1_000):
        try:
            strict_address(text)
        except BadInput:
            with pytest.raises(BadInput):
                written.append(write(writing, a_mail(text), now=NOW))

    assert written == []


@given(st.text())
def test_whatever_passes_is_one_address_without_a_gap(text):
    try:
        address = strict_address(text)
    except BadInput:
        return

    assert address.count("@") == 1
    assert address.isascii()
    assert not any(letter.isspace() or letter in ',;:<>()"[]' for letter in address)


@pytest.mark.parametrize(
    "address", ["sam@good.example", "s.o'neill+list@mail.good.example", "a@b.co"]
)
def test_everyday_addresses_pass(address):
    assert strict_address(f" {address} ") == address


@given(st.text())
def test_a_subject_is_always_one_line(text):
    message = EmailMessage()

    message["Subject"] = one_line(text)

    assert len(str(message["Subject"]).splitlines()) <= 1


def test_a_mail_says_who_it_is_from_and_that_nobody_need_answer(tmp_path):
    read = read_back(write(desk(tmp_path), a_mail(), now=NOW))

    assert {name: read[name] for name in ("From", "To", "Auto-Submitted")} == {
        "From": "Together <hello@localhost>",
        "To": "sam@good.example",
        "Auto-Submitted": "auto-generated",
    }
    assert read["Message-ID"] == f"<{UUID(int=7)}@localhost>"
    assert parsedate_to_datetime(read["Date"]) == NOW


def test_the_text_comes_first_and_both_say_the_same(tmp_path):
    read = read_back(write(desk(tmp_path), a_mail(), now=NOW))

    text, page = read.iter_parts()
    assert read.get_content_type() == "multipart/alternative"
    assert [text.get_content_type(), page.get_content_type()] == [
        "text/plain",
        "text/html",
    ]
    assert "24 December 2026" in text.get_content()
    assert "24 December 2026" in page.get_content()


def test_paragraphs_of_the_text_stand_apart(tmp_path):
    read = read_back(write(desk(tmp_path), a_mail(), now=NOW))

    text = next(read.iter_parts()).get_content()
    assert [part.split()[0] for part in text.replace("\r", "").split("\n\n")] == [
        "Hello,", "You", "On", "Would", "--", "https://here.example",
    ]  # fmt: skip


def test_a_link_is_made_when_the_mail_leaves(tmp_path, monkeypatch):
    writing = desk(tmp_path)
    token = link_token(secret_key(Settings(data=tmp_path)), LINK)
    page = writing.text.from_string("{{ link }}")
    monkeypatch.setattr(writing.text, "get_template", lambda _name: page)

    read = read_back(write(writing, a_mail(link_id=LINK), now=NOW))

    assert next(read.iter_parts()).get_content().strip() == (
        f"https://here.example/links/{token}"
    )


def test_nothing_in_a_mail_names_this_machine(tmp_path):
    import socket

    raw = bytes(write(desk(tmp_path), a_mail(), now=NOW)).decode("ascii")

    assert socket.gethostname() not in raw


@pytest.mark.parametrize(
    "sender",
    ["", "Together", "a@b, c@d", "Together <a@b>\nBcc: c@d", "<a b@c>", "a@b@c"],
)
def test_a_sender_that_cannot_work_is_named(sender):
    with pytest.raises(BadSender, match="MATCHER_MAIL_FROM"):
        sender_of(sender)


def test_every_letter_has_its_three_templates():
    letters = [path for path in bundled("templates/email").iterdir() if path.is_dir()]

    missing = [
        str(letter / part)
        for letter in letters
        for part in PARTS
        if not (letter / part).is_file()
    ]

    assert missing == [], "a letter is a subject, a text and a page that say the same"
