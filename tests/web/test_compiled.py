"""What is kept of a template is read again for the very same words, and no others."""

from pathlib import Path

import pytest

from matcher.templates import page_environment
from matcher.web import compiled
from matcher.web.compiled import compiled_in

SAID = {"en": "Use my card", "cy": "Defnyddio fy ngherdyn"}
ANSWER = {"heading": "<b>", "sentence": "", "number": None, "sign_in_at": "/"}


def said(folder: Path, language: str) -> str:
    environment = page_environment(language=language)
    environment.bytecode_cache = compiled_in(folder, language)
    template = environment.get_template("errors/error.html")
    context = template.new_context({**ANSWER, "status": 401})
    return "".join(template.blocks["main"](context))


def test_each_language_reads_what_was_kept_of_its_own(tmp_path):
    first = {language: said(tmp_path, language) for language in SAID}
    again = {language: said(tmp_path, language) for language in reversed(SAID)}

    assert again == first
    assert [SAID[language] in first[language] for language in SAID] == [True, True]
    assert first["en"] != first["cy"]


@pytest.mark.parametrize("changed", ["EDITION", "mark_of"])
def test_what_was_kept_of_other_sentences_or_by_another_compiler_is_not_read(
    tmp_path, monkeypatch, changed
):
    said(tmp_path, "cy")
    kept = {file: file.read_bytes() for file in tmp_path.iterdir()}
    another = {"EDITION": 0, "mark_of": lambda _: "others"}
    monkeypatch.setattr(compiled, changed, another[changed])

    said(tmp_path, "cy")

    assert all(file.read_bytes() != before for file, before in kept.items())
    assert sorted(tmp_path.iterdir()) == sorted(kept)
