"""Stylesheets and scripts are kept by browsers, and changed ones are noticed."""

import re

import pytest
from fastapi.testclient import TestClient

from matcher.web.static_files import FOLDER, hash_of, static_url

SCRIPT = "vendor/htmx.min.js"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


def test_an_address_carries_the_files_hash() -> None:
    assert static_url(SCRIPT) == f"/static/{SCRIPT}?v={hash_of(SCRIPT)}"
    assert len(hash_of(SCRIPT)) == 12


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (static_url(SCRIPT), "public, max-age=31536000, immutable"),
        (f"/static/{SCRIPT}", "public, max-age=3600"),
        (f"/static/{SCRIPT}?v=older", "public, max-age=3600"),
    ],
)
def test_only_the_right_hash_is_kept_for_a_year(
    client: TestClient, address: str, kept: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, kept)


def test_a_browser_that_has_it_is_not_sent_it_again(client: TestClient) -> None:
    first = client.get(static_url(SCRIPT))

    again = client.get(
        static_url(SCRIPT), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["../deps.py", "%2e%2e/deps.py", "..%2fdeps.py", "vendor", "", "%00", "a" * 300],
)
def test_nothing_outside_the_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_every_file_is_told_what_it_is(client: TestClient) -> None:
    kinds = {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }
    files = [path for path in FOLDER.rglob("*") if path.suffix in kinds]

    served = {
        path: client.get(f"/static/{path.relative_to(FOLDER).as_posix()}")
        for path in files
    }

    assert {p: a.headers["content-type"] for p, a in served.items()} == {
        p: kinds[p.suffix] for p in files
    }


def test_a_first_view_is_light_for_a_slow_phone(client: TestClient) -> None:
    page = client.get("/together").text
    asked = {*re.findall(r'(?:href|src)="(/static/[^"]+)"', page)}
    style = client.get(static_url("style.css")).text
    letters = next(
        one for one in re.findall(r"url\(\"?([^\")]+)", style) if "latin-wght" in one
    )
    asked |= {f"/static/{letters}", "/static/bunting.svg"}

    weights = {one: sent(client, one) for one in asked}

    assert len(asked) == 7
    assert sum(weights.values()) + len(page) <= 90_000, weights


def sent(client: TestClient, path: str) -> int:
    """The bytes that travel for one file."""
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        return sum(len(chunk) for chunk in answer.iter_raw())
