"""A library opened plainly works, and what it was opened without is there later."""

import sys

import pytest
from pydantic import BaseModel, ValidationError

from matcher.plainly import never_open, open_plainly, validators_when_used


def in_a_new_module(tmp_path, monkeypatch, name, text):
    (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, name, raising=False)


OPTIONAL = "try:\n    import colorsys as found\nexcept ImportError:\n    found = None\n"


def test_a_library_opened_plainly_does_without(tmp_path, monkeypatch):
    in_a_new_module(tmp_path, monkeypatch, "which_can_do_without", OPTIONAL)
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)

    open_plainly("which_can_do_without", without=("colorsys",))
    import colorsys

    assert sys.modules["which_can_do_without"].found is None
    assert colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)


def test_what_is_open_already_stays_open(tmp_path, monkeypatch):
    import colorsys

    in_a_new_module(tmp_path, monkeypatch, "which_finds_it_open", OPTIONAL)

    open_plainly("which_finds_it_open", without=("colorsys",))

    assert sys.modules["which_finds_it_open"].found is colorsys


def test_what_is_never_opened_is_as_if_it_were_not_installed(monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    monkeypatch.setitem(sys.modules, "colorsys", None)
    monkeypatch.delitem(sys.modules, "colorsys")

    never_open("colorsys")
    try:
        import colorsys  # noqa: F401
    except ImportError:
        found = False
    else:
        found = True

    assert found is False


def test_a_validator_not_built_at_the_start_is_built_when_it_is_used():
    with validators_when_used():

        class Described(BaseModel):
            count: int

    class Ours(BaseModel):
        count: int

    before = Described.__pydantic_complete__, Ours.__pydantic_complete__
    with pytest.raises(ValidationError):
        Described(count="many")

    assert before == (False, True)
    assert Described.__pydantic_complete__
