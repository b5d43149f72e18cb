"""What the environment says, as the machine takes it."""

import os

import pytest

from matcher.settings import BadSetting, Settings, no_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in [name for name in os.environ if name.startswith("MATCHER_")]:
        monkeypatch.delenv(name)


def test_a_last_slash_of_the_address_gets_into_no_link(monkeypatch):
    monkeypatch.setenv("MATCHER_BASE_URL", "https://things.example/")

    assert Settings.read().base_url == "https://things.example"


def test_a_setting_that_is_left_empty_has_its_default(monkeypatch):
    for name in ("BASE_URL", "LETTERS_PER_MINUTE", "BACKUPS_KEPT_DAYS", "OWN_TERMS"):
        monkeypatch.setenv(f"MATCHER_{name}", "")

    assert Settings.read() == Settings()


@pytest.mark.parametrize("level", ["LOUD", "info", "WARN"])
def test_a_level_that_is_none_is_named_with_those_there_are(monkeypatch, level):
    monkeypatch.setenv("MATCHER_LOG_LEVEL", level)

    with pytest.raises(BadSetting, match=r"MATCHER_LOG_LEVEL .*'WARNING' or 'ERROR'"):
        Settings.read()


def test_a_name_that_is_no_setting_is_found_with_the_likeliest_meant(monkeypatch):
    for name in ("SMPT_HOST", "DATABASE", "LOGLEVEL", "TEST_DATABASE_URL"):
        monkeypatch.setenv(f"MATCHER_{name}", "x")
    monkeypatch.setenv("MATCHER_BASE_ULR", "")

    assert no_settings() == {
        "MATCHER_DATABASE": "MATCHER_DATABASE_URL",
        "MATCHER_LOGLEVEL": "MATCHER_LOG_LEVEL",
        "MATCHER_SMPT_HOST": "MATCHER_SMTP_URL",
    }


def test_what_kubernetes_sets_beside_a_service_of_our_name_is_like_none(monkeypatch):
    theirs = ("SERVICE_HOST", "SERVICE_PORT", "PORT", "PORT_8000_TCP_ADDR")
    for name in theirs:
        monkeypatch.setenv(f"MATCHER_{name}", "10.0.0.1")

    assert no_settings() == {f"MATCHER_{name}": "" for name in sorted(theirs)}
