"""What was made by others and travels with us is listed, unchanged and licensed."""

import json
from hashlib import sha256

import pytest

from matcher.web.static_files import FOLDER

LIST = json.loads((FOLDER / "vendored.json").read_text())
OUR_OWN = {
    "aloud.js",
    "bunting.svg",
    "easy.css",
    "icon.svg",
    "style.css",
    "list.js",
    "offline.js",
    "together.js",
    "vendored.json",
}


@pytest.mark.parametrize("row", LIST, ids=lambda row: row["file"])
def test_a_vendored_file_is_the_one_that_was_published(row):
    kept = FOLDER / row["file"]

    digest = sha256(kept.read_bytes()).hexdigest()

    assert digest == row["sha256"]


@pytest.mark.parametrize("row", LIST, ids=lambda row: row["file"])
def test_a_vendored_file_comes_with_its_licence(row):
    licence = FOLDER / row["licence_file"]

    words = licence.read_text()

    assert len(words) > 300
    assert row["licence"] in {"0BSD", "OFL-1.1"}


def test_every_static_file_is_our_own_or_on_the_list():
    listed = {row["file"] for row in LIST} | {row["licence_file"] for row in LIST}

    found = {
        str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()
    }

    assert found - listed == OUR_OWN, "List what others made in vendored.json."
