"""A skip must never hide that half of the tests did not run."""

import pytest

from tests.missing import missing


def test_at_home_what_is_missing_skips_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no browser here"):
        missing("no browser here")


def test_on_the_machine_that_judges_us_what_is_missing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="no browser here"):
        missing("no browser here")
