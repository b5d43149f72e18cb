"""The first page is there after half of the start; the rest opens behind it."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import sqlalchemy as sa
from fastapi.testclient import TestClient
from jinja2.bccache import bc_magic

from matcher.settings import Settings
from matcher.web import create_app

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

settings = Settings(data=Path(sys.argv[1]), database_url=sys.argv[2])
engine = db.open_engine(settings.database)
db.upgrade(engine)
app = create_app(settings, engine, then=lambda: None)
answer = TestClient(app).get("/together")  # nobody entered it: nothing opens behind
assert answer.status_code == 200, answer.text
print(sorted(set(sys.argv[3:]) & set(sys.modules)))
"""


def test_the_first_page_is_answered_before_anything_slow_is_opened(
    engine: sa.Engine, tmp_path: Path
) -> None:
    address = engine.url.render_as_string(hide_password=False)

    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", START, str(tmp_path), address, *SLOW_TO_OPEN],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert said.stdout.splitlines()[-1:] == ["[]"], said.stderr


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
