"""The first page is there after half of the start; the rest opens behind it."""

import asyncio
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import sqlalchemy as sa
from fastapi.testclient import TestClient
from jinja2.bccache import bc_magic
from starlette.types import Receive, Scope, Send

from matcher.settings import Settings
from matcher.web import create_app
from matcher.web.opening import RETRY_AFTER_SECONDS, Opened, Opening

SLOW_TO_OPEN = (
    *("alembic", "apscheduler", "css_inline", "dkim", "flufl", "icalendar", "limits"),
    *("openpyxl", "segno", "matcher.clock", "matcher.digests", "matcher.web.uploads"),
)
"""What no first page needs; each costs a start some hundredths of a second or more."""

START = """
import sys
from pathlib import Path
from matcher import cli, db
from matcher.cli import serving
from matcher.settings import Settings
from matcher.web import create_app
from fastapi.testclient import TestClient
from jinja2.bccache import bc_magic
from sqlmodel import SQLModel

settings = Settings(data=Path(sys.argv[1]), database_url=sys.argv[2])
engine = db.open_engine(settings.database)
db.upgrade(engine)
app = create_app(settings, engine, then=lambda: None)
answer = TestClient(app).get("/together")  # nobody entered it: nothing opens behind
assert answer.status_code == 200, answer.text
validators = [one for one in SQLModel.__subclasses__() if one.__pydantic_complete__]
print(sorted(set(sys.argv[3:]) & set(sys.modules)), validators)
"""


def test_the_first_page_is_answered_before_anything_slow_is_opened(
    sqlite_url: str, tmp_path: Path
) -> None:
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", START, str(tmp_path), sqlite_url, *SLOW_TO_OPEN],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert said.stdout.splitlines()[-1:] == ["[] []"], said.stderr


def test_who_is_quicker_than_the_rest_waits_for_it_and_sees_no_missing_page(
    engine: sa.Engine, tmp_path: Path
) -> None:
    gate, seen = threading.Event(), list[int]()
    app = create_app(Settings(data=tmp_path), engine, then=lambda: bool(gate.wait(60)))
    with TestClient(app) as client:
        first = client.get("/together").status_code
        asking = threading.Thread(
            target=lambda: seen.append(client.get("/about").status_code)
        )
        asking.start()
        asking.join(timeout=0.2)
        before = list(seen)
        gate.set()
        asking.join(timeout=60)

    assert (first, before, seen) == (200, [], [200])


def test_a_crowd_that_is_early_takes_no_thread_from_the_first_page(
    engine: sa.Engine, tmp_path: Path
) -> None:
    gate = threading.Event()
    app = create_app(Settings(data=tmp_path), engine, then=lambda: bool(gate.wait(60)))

    async def crowd() -> tuple[int, list[int]]:
        door = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(
                transport=door, base_url="http://matcher.test"
            ) as client,
        ):
            early = [asyncio.create_task(client.get("/about")) for _ in range(45)]
            async with asyncio.timeout(30):
                first = await client.get("/together")
            gate.set()
            answers = await asyncio.gather(*early)
        return first.status_code, [one.status_code for one in answers]

    try:
        first, answers = asyncio.run(crowd())
    finally:
        gate.set()

    assert first == 200
    assert set(answers) <= {200, 503}, "a page was said not to be there"
    assert 200 in answers


def test_who_is_one_too_many_or_comes_after_it_broke_is_told_to_come_again(
    engine: sa.Engine, tmp_path: Path
) -> None:
    app = create_app(Settings(data=tmp_path), engine)
    broken = Opened()
    broken.error = ValueError("no such thing")

    async def ask(opened: Opened, most_early: int) -> httpx2.Response:
        opening = Opening(app, opened, most_early=most_early)
        app.middleware_stack = app.middleware_stack or app.build_middleware_stack()

        async def with_app(scope: Scope, receive: Receive, send: Send) -> None:
            await opening({**scope, "app": app}, receive, send)

        door = httpx2.ASGITransport(app=with_app)
        async with httpx2.AsyncClient(transport=door, base_url="http://m") as client:
            return await client.get("/about")

    answers = [asyncio.run(ask(Opened(), 0)), asyncio.run(ask(broken, 1))]

    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == str(RETRY_AFTER_SECONDS)


BREAKS = """
import sys
from matcher import cli, clock
from matcher.errors import MatcherError
from matcher.web.serving import listening

def broken(*_):
    raise MatcherError("The clock has no hands.")

clock.running = broken
with listening("127.0.0.1", 0) as free:
    port = str(free.getsockname()[1])
cli.run(["serve", "--port", port, "--data", sys.argv[1]])
"""


def test_what_breaks_behind_the_first_page_ends_the_server_in_a_plain_sentence(
    tmp_path: Path,
) -> None:
    said = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", BREAKS, str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert said.stderr.splitlines()[-1:] == ["The clock has no hands."]
    assert said.returncode == 2


def test_pages_are_kept_as_they_are_compiled_and_read_the_same(
    engine: sa.Engine, tmp_path: Path
) -> None:
    kept = tmp_path / "pages"

    def page() -> str:
        app = create_app(Settings(data=tmp_path), engine, compiled_in=kept)
        return TestClient(app).get("/together").text

    assert page() == page()
    assert list(kept.iterdir()) != []


def test_a_folder_that_goes_away_or_is_none_costs_no_page(
    engine: sa.Engine, tmp_path: Path
) -> None:
    kept, none = tmp_path / "pages", tmp_path / "a file"
    none.write_text("no folder")
    app = create_app(Settings(data=tmp_path), engine, compiled_in=kept)
    other = create_app(Settings(data=tmp_path), engine, compiled_in=none)
    shutil.rmtree(kept)
    kept.write_text("on a full disk nothing can be written either")

    answers = [TestClient(one).get("/together").status_code for one in (app, other)]

    assert answers == [200, 200]


def test_a_file_half_written_is_compiled_anew(
    engine: sa.Engine, tmp_path: Path
) -> None:
    def page() -> str:
        app = create_app(Settings(data=tmp_path), engine, compiled_in=tmp_path / "p")
        return TestClient(app).get("/together").text

    whole = page()
    for file in (tmp_path / "p").iterdir():
        file.write_bytes(file.read_bytes()[: len(bc_magic)])

    assert page() == whole
