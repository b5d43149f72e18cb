"""What the environment says, as the machine takes it."""

import pytest

from matcher.settings import BadSetting, Settings


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
