"""Mail that says who stands for it: the signature holds, and what would break it."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from matcher.digests.composing import letter_for_person
from matcher.digests.leaving import way_for
from matcher.digests.outgoing import Outgoing
from matcher.digests.writing import message_of
from matcher.mail.carrying import carrier_for
from matcher.mail.signing import BadSigningKey, signed
from matcher.mail.writing import desk_of, write
from matcher.settings import Settings
from tests.digests.letters import NOW, WAYS, a_press, a_result, for_person
from tests.mail.conftest import AnyPort
from tests.mail.test_writing import a_mail


def pem(bits: int) -> rsa.RSAPrivateKey:
    """A new key of so many bits."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def kept(private: rsa.RSAPrivateKey, file: Path) -> Path:
    """The key in a file, as ``openssl genrsa`` writes it."""
    file.write_bytes(
        private.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
    )
    return file


@pytest.fixture(scope="module")
def private() -> rsa.RSAPrivateKey:
    return pem(2048)


@pytest.fixture
def public(private: rsa.RSAPrivateKey) -> bytes:
    """What stands in the DNS."""
    der = private.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + b64encode(der)


@pytest.fixture
def settings(tmp_path: Path, private: rsa.RSAPrivateKey) -> Settings:
    """A machine that signs."""
    key = kept(private, tmp_path / "dkim.pem")
    return Settings(
        data=tmp_path, mail_from="Together <hello@here.example>", dkim_key=key
    )


class Raw:
    """Keeps what arrives, byte for byte."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        self.messages.append(envelope.original_content)
        return "250 OK"


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[tuple[Settings, list[bytes]]]:
    """The same machine handing its mail to a server, and what that was handed."""
    raw = Raw()
    controller = AnyPort(raw, hostname="127.0.0.1", port=0, ready_timeout=10)
    controller.start()
    url = f"smtp://127.0.0.1:{controller.port}"
    yield settings.model_copy(update={"smtp_url": url}), raw.messages
    controller.stop()


def a_letter(settings: Settings) -> Outgoing:
    """A weekly letter whose lines begin as no line of a mail may by itself."""
    person = for_person(new=(a_result(1, "From here\n.\nFrom there"),))
    composed = letter_for_person(person, a_press())
    assert composed is not None
    hard = replace(composed, text=f"From us\n.\n..dots\n{composed.text}")
    desk = desk_of(settings)
    message = message_of(
        hard, sender=desk.sender, recipient="sam@good.example",
        message_id="1@here.example", ways=WAYS, now=NOW,
    )  # fmt: skip
    return Outgoing(
        message=signed(message, desk.signing), return_path="hello@here.example"
    )


def holds(raw: bytes, public: bytes) -> bool:
    """Whether the signature does, by the public key of its domain and selector."""
    keys = {b"letters._domainkey.here.example.": public}
    return bool(dkim.verify(raw, dnsfunc=lambda name, **_: keys.get(name)))


def test_a_letter_arrives_with_a_signature_that_holds(mail_server, public):
    settings, arrived = mail_server
    outgoing = a_letter(settings)

    for way in (
        way_for(settings),
        way_for(settings.model_copy(update={"smtp_url": ""})),
    ):
        way.begin(outgoing, UUID(int=1)).finish()
        way.close()
    [file] = (settings.data / "outbox").glob("*.eml")

    assert [holds(raw, public) for raw in (*arrived, file.read_bytes())] == [True, True]


def test_a_plain_mail_arrives_with_a_signature_that_holds(mail_server, public):
    settings, arrived = mail_server
    message = write(desk_of(settings), a_mail(), now=NOW)

    carrier_for(settings)(message, UUID(int=1))

    assert [holds(raw, public) for raw in arrived] == [True]


@pytest.mark.parametrize(
    "header",
    ["From", "To", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"],
)
def test_what_mail_programs_act_on_is_signed(settings, public, header):
    raw = bytes(a_letter(settings).message)
    name = f"{header}: ".encode()

    changed = raw.replace(name, name + b"x", 1)
    added = name + b"x\r\n" + raw

    assert holds(raw, public)
    assert not holds(changed, public)
    assert header != "From" or not holds(added, public)


def test_a_line_of_the_text_that_changes_breaks_it(settings, public):
    raw = bytes(a_letter(settings).message)

    assert not holds(raw.replace(b"kettle", b"cattle"), public)


def test_without_a_key_nothing_is_signed(tmp_path):
    outgoing = a_letter(Settings(data=tmp_path))

    assert "DKIM-Signature" not in outgoing.message


def test_a_key_that_can_sign_nothing_is_named(settings, tmp_path):
    kept(pem(1024), tmp_path / "short.pem")
    (tmp_path / "none.pem").write_text("no key")
    wrong = {
        "MATCHER_DKIM_KEY": [
            {"dkim_key": tmp_path / name} for name in ("short.pem", "none.pem", "gone")
        ],
        "MATCHER_DKIM_SELECTOR": [{"dkim_selector": "no such name"}],
    }

    for setting, cases in wrong.items():
        for case in cases:
            with pytest.raises(BadSigningKey, match=setting):
                desk_of(settings.model_copy(update=case))
