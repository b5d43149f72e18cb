"""The doctor looks at how mail leaves, and says what holds it up."""

from datetime import UTC, datetime

import pytest

from matcher.db import writing
from matcher.doctor import OFF, examine, what_is_off
from matcher.mail import deliver, post
from matcher.mail.carrying import NotNow
from matcher.settings import Settings
from tests.signed_in import an_account

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
EITHER = "MATCHER_MAIL_FROM or MATCHER_BASE_URL"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough to look at settings."""
    return sqlite_url


def said(engine, settings) -> dict[bool, str]:
    """Everything that is well, and everything to mend."""
    findings = list(examine(settings, engine))
    return {
        well: " ".join(one.sentence for one in findings if one.well is well)
        for well in (True, False)
    }


def test_without_a_server_it_says_where_mail_is_kept(engine, tmp_path):
    found = said(engine, Settings(data=tmp_path))

    assert f"Mail is kept as files in {tmp_path / 'outbox'}." in found[True]


def test_a_server_is_named_without_its_password(engine, tmp_path):
    url = "smtp://me:s3cret@mail.example.org"

    found = said(engine, Settings(data=tmp_path, smtp_url=url))

    assert "Mail leaves by mail.example.org." in found[True]
    assert "s3cret" not in "".join(found.values())


@pytest.mark.parametrize(
    ("setting", "name"),
    [("smtp_url", "MATCHER_SMTP_URL"), ("mail_from", "MATCHER_MAIL_FROM")],
)
def test_a_setting_that_cannot_work_is_named(engine, tmp_path, setting, name):
    found = said(engine, Settings(data=tmp_path, **{setting: "not so"}))

    assert name in found[False]


def test_terms_of_ones_own_that_are_not_there_are_named(engine, tmp_path):
    found = said(engine, Settings(data=tmp_path, own_terms=tmp_path / "nowhere.txt"))

    assert "MATCHER_OWN_TERMS is not all understood: nowhere.txt" in found[False]


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("mail_from", "The hostel team <hello@here.example>", "MATCHER_MAIL_FROM"),
        ("mail_from", "Together <hello@recovery.example>", EITHER),
        ("base_url", "https://homeless-help.example", EITHER),
        ("mail_from", "Mill Street <hello@here.example>", "MATCHER_MAIL_FROM"),
    ],
)
def test_an_outside_of_letters_that_tells_is_named(
    engine, settings, setting, value, name
):
    an_account(engine)  # of the service at Mill Street
    telling = settings.model_copy(update={setting: value})

    assert f"It comes from {name}." in said(engine, telling)[False]
    assert "name nothing on the reviewed list of" in said(engine, settings)[True]


def test_mail_that_is_held_up_is_counted_and_never_named(engine, settings):
    with writing(engine) as session:
        post(
            session,
            letter="unused_page",
            recipient="canary@good.example",
            values={"erased_on": "2026-12-24"},
            now=NOW,
        )

    def unreachable(_message, _mail_id):
        raise NotNow("The mail server did not answer in time.", for_all=True)

    deliver(engine, settings, now=NOW, carry=unreachable)
    found = said(engine, settings)

    assert "1 mail could not leave yet" in found[False]
    assert "did not answer in time" in found[False]
    assert "canary" not in found[False]


def test_every_setting_that_may_be_empty_is_explained_while_it_is(tmp_path):
    may_be_empty = {
        name
        for name, field in Settings.model_fields.items()
        if field.default in (None, "")
    }

    told = " ".join(what_is_off(Settings(data=tmp_path)))

    assert may_be_empty == set(OFF)
    assert [name for name in OFF if f"MATCHER_{name.upper()}: " not in told] == []


def test_a_setting_that_is_on_is_not_called_off(tmp_path):
    told = list(what_is_off(Settings(data=tmp_path, logs_kept_days=30)))

    assert [one for one in told if "MATCHER_LOGS_KEPT_DAYS" in one] == []


def test_half_a_single_sign_on_is_to_be_mended(engine, tmp_path):
    half = Settings(data=tmp_path, oidc_issuer="https://id.example", oidc_client_id="x")

    found = said(engine, half)

    assert "not MATCHER_OIDC_CLIENT_SECRET." in found[False]
