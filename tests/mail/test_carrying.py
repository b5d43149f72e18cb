"""Mail leaves over a checked, encrypted line, or stays; a real server at the end."""

import socket
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from uuid import UUID

import pytest

from matcher.mail import carrying
from matcher.mail.carrying import (
    BadServer,
    MailServer,
    Never,
    NotNow,
    carrier_for,
    send_by_smtp,
)
from matcher.mail.carrying import mail_server as read_address
from matcher.mail.writing import POLICY
from matcher.settings import Settings
from tests.mail.conftest import PASSWORD, USER, know_us

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def a_message(to: str = "sam@good.example") -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"] = Address("Together", addr_spec="hello@neutral.example")
    message["To"] = Address(addr_spec=to)
    message["Subject"] = "Grüße"
    message.set_content("Zoë, this is it.\n.\nA line with one dot stood above.\n")
    return message


# --- the line ------------------------------------------------------------------------


def test_a_message_arrives_as_it_left(mail_server, trusting):
    server = mail_server()

    send_by_smtp(MailServer(host="127.0.0.1", port=server.port), trusting, a_message())

    [message] = server.postbox.received
    assert message["Subject"] == "Grüße"
    assert message.get_content().replace("\r\n", "\n") == (
        "Zoë, this is it.\n.\nA line with one dot stood above.\n"
    )
    assert server.postbox.envelopes == [
        ("hello@neutral.example", ("sam@good.example",))
    ]


def test_the_greeting_names_the_senders_domain_and_not_this_machine(
    mail_server, trusting
):
    server = mail_server()

    send_by_smtp(MailServer(host="127.0.0.1", port=server.port), trusting, a_message())

    assert server.postbox.greeted_as == ["neutral.example"]


def test_a_password_goes_only_through_an_encrypted_line(
    mail_server, server_context, trusting
):
    server = mail_server(
        tls_context=server_context, authenticator=know_us, auth_required=True
    )
    known = MailServer(host="127.0.0.1", port=server.port, user=USER, password=PASSWORD)

    send_by_smtp(known, trusting, a_message())

    assert server.postbox.encrypted == [True]


def test_a_server_that_offers_no_encryption_gets_no_password(mail_server, trusting):
    server = mail_server(authenticator=know_us, auth_require_tls=False)
    known = MailServer(host="127.0.0.1", port=server.port, user=USER, password=PASSWORD)

    with pytest.raises(NotNow, match="encrypted") as met:
        send_by_smtp(known, trusting, a_message())

    assert met.value.for_all
    assert server.postbox.received == []


def test_the_submission_port_is_never_spoken_to_in_the_open(
    mail_server, trusting, monkeypatch
):
    server = mail_server()
    monkeypatch.setattr(carrying, "SUBMISSION", server.port)

    with pytest.raises(NotNow, match="encrypted"):
        send_by_smtp(
            MailServer(host="127.0.0.1", port=server.port), trusting, a_message()
        )

    assert server.postbox.received == []


def test_a_host_elsewhere_that_offers_encryption_is_taken_at_its_word(
    mail_server, server_context, trusting, monkeypatch
):
    server = mail_server(tls_context=server_context)
    monkeypatch.setattr(carrying, "HERE", frozenset())

    send_by_smtp(MailServer(host="127.0.0.1", port=server.port), trusting, a_message())

    assert server.postbox.encrypted == [True]


def test_a_certificate_nobody_vouches_for_is_refused(
    mail_server, server_context, tmp_path
):
    server = mail_server(tls_context=server_context)
    url = f"smtp://{USER}:pw@127.0.0.1:{server.port}"
    carry = carrier_for(Settings(data=tmp_path, smtp_url=url))

    with pytest.raises(NotNow, match="certificate") as met:
        carry(a_message(), UUID(int=1))

    assert met.value.for_all
    assert server.postbox.received == []


def test_an_encrypted_port_is_encrypted_from_the_first_word(
    mail_server, server_context, trusting, tmp_path
):
    server = mail_server(ssl_context=server_context)
    url = f"smtps://127.0.0.1:{server.port}"
    carry = carrier_for(Settings(data=tmp_path, smtp_url=url), trusting)

    carry(a_message(), UUID(int=1))

    assert len(server.postbox.received) == 1


def test_a_wrong_password_holds_everything_back(mail_server, server_context, trusting):
    server = mail_server(
        tls_context=server_context, authenticator=know_us, auth_required=True
    )
    wrong = MailServer(host="127.0.0.1", port=server.port, user=USER, password=USER)

    with pytest.raises(NotNow, match="name and password") as met:
        send_by_smtp(wrong, trusting, a_message())

    assert met.value.for_all


# --- answers -------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["answer_to_recipient", "answer_to_data"])
def test_a_no_for_good_is_not_tried_again(mail_server, trusting, where):
    server = mail_server()
    setattr(server.postbox, where, "550 no such reader sam@good.example")

    with pytest.raises(Never) as met:
        send_by_smtp(
            MailServer(host="127.0.0.1", port=server.port), trusting, a_message()
        )

    assert met.value.problem == "The other side does not take it (SMTP 550)."


@pytest.mark.parametrize("where", ["answer_to_recipient", "answer_to_data"])
def test_a_call_for_patience_is_for_that_mail_alone(mail_server, trusting, where):
    server = mail_server()
    setattr(server.postbox, where, "451 later, sam@good.example")

    with pytest.raises(NotNow) as met:
        send_by_smtp(
            MailServer(host="127.0.0.1", port=server.port), trusting, a_message()
        )

    assert met.value.problem == "The other side asks for patience (SMTP 451)."
    assert not met.value.for_all


def test_a_line_that_breaks_is_tried_again(mail_server, trusting):
    server = mail_server()
    server.postbox.breaks_off = True

    with pytest.raises(NotNow, match="broke off") as met:
        send_by_smtp(
            MailServer(host="127.0.0.1", port=server.port), trusting, a_message()
        )

    assert met.value.for_all


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(trusting, monkeypatch):
    hurried = partial(carrying.connected, timeout_seconds=0.2)
    monkeypatch.setattr(carrying, "connected", hurried)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NotNow, match="in time"):
            send_by_smtp(MailServer(host="127.0.0.1", port=port), trusting, a_message())


# --- addresses of servers ------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer(host="mail.example", port=25)),
        (
            "smtp://me%40x:p%2Fw@mail.example",
            MailServer(host="mail.example", port=587, user="me@x", password="p/w"),  # noqa: S106
        ),
        (
            "smtps://mail.example",
            MailServer(host="mail.example", port=465, encrypted_at_once=True),
        ),
    ],
)
def test_a_server_is_read_from_its_address(url, server):
    assert read_address(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:port", "smtp:x"]
)
def test_an_address_that_names_no_server_names_the_setting(url):
    with pytest.raises(BadServer, match="MATCHER_SMTP_URL"):
        read_address(url)


# --- files ---------------------------------------------------------------------------


def test_without_a_server_mail_stays_in_the_outbox_folder(tmp_path):
    carry = carrier_for(Settings(data=tmp_path))

    carry(a_message(), UUID(int=1))
    carry(a_message(), UUID(int=1))

    files = list((tmp_path / "outbox").iterdir())
    assert [file.name for file in files] == [f"{UUID(int=1)}.eml"]
    assert b"Subject: =?utf-8?" in files[0].read_bytes()


def test_a_folder_that_cannot_be_written_holds_everything_back(tmp_path):
    (tmp_path / "outbox").write_text("a file in the way")
    carry = carrier_for(Settings(data=tmp_path))

    with pytest.raises(NotNow, match="outbox") as met:
        carry(a_message(), UUID(int=1))

    assert met.value.for_all
