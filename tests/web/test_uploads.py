"""Spreadsheets on the web: many rows, bad cells, progress, and all of it back."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import SQLModel

from catalogue import organizations
from catalogue.activities import Lexicon, load_lexicon
from catalogue.opportunities import keeping
from matcher.db import writing
from matcher.models import Account, Role, Upload, UploadState
from matcher.partners.uploads import working
from matcher.web.uploads import BAD_ROWS_SHOWN, ROWS_SHOWN
from tests.partners.builders import ARTS, CHOIR
from tests.signed_in import SignInAs, an_account

ROWS, BAD = 1_500, 90
"""More than are read, put in, mended or shown at a time, so that each seam is met."""
LEFT_OUT = {
    *("catalogue_version", "catalogue_change", "sign_in"),
    *("upload", "upload_row", "upload_before"),
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def arts(engine: sa.Engine, now: datetime) -> UUID:
    """Mill Lane Arts with a choir, told at once."""
    with writing(engine) as session:
        key = organizations.welcome(session, "here", ARTS, now=now)
        organizations.trust(session, key, now=now)
        keeping.publish(session, CHOIR, kept_by=key, now=now)
    return key


@pytest.fixture
def as_jo(
    engine: sa.Engine, client: TestClient, arts: UUID, sign_in_as: SignInAs
) -> TestClient:
    """Jo of Mill Lane Arts."""
    jo = an_account(
        engine, role=Role.PARTNER, name="Jo Field", team=None, organization_id=arts
    )
    sign_in_as(client, jo)
    return client


def tables(engine: sa.Engine) -> dict[str, list[str]]:
    """Everything there is, but for the uploads and the count of all changes."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in LEFT_OUT
        }


def sheet() -> bytes:
    """Fifteen hundred classes; of every fifty the last three have a bad cell."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(["id", "title", "schedule", "opportunity", "adults"])
    for number in range(ROWS):
        bad = number % 50
        rows.writerow(
            [
                "1" if bad == 47 else number + 1_000,
                "" if bad == 48 else f"Class {number}",
                "Tuesdays 7pm-9pm",
                "perhaps" if bad == 49 else "yes",
                "yes",
            ]
        )
    return text.getvalue().encode()


def send(client: TestClient, body: bytes, name: str = "ours.csv") -> str:
    """The address of the upload's page."""
    answer = client.post(
        "/uploads", files={"file": (name, body)}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def post(client: TestClient, path: str, **fields: str) -> int:
    return client.post(path, data=fields, follow_redirects=False).status_code


class Watch:
    """A clock that looks at the page each time somebody asks it what time it is."""

    def __init__(self, client: TestClient, at: str, now: datetime) -> None:
        self.client, self.at, self.now = client, at, now
        self.seen: list[int] = []

    def __call__(self) -> datetime:
        page = self.client.get(self.at).text
        self.seen += map(int, re.findall(r'<progress [^>]*value="(\d+)"', page))
        return self.now


def work(
    engine: sa.Engine, client: TestClient, at: str, now: datetime, lexicon: Lexicon
) -> list[int]:
    """What the page said of how far it was, while the clock worked."""
    watch = Watch(client, at, now)
    working.work(engine, lexicon=lexicon, clock=watch)
    return watch.seen


def figures(page: str) -> dict[str, str]:
    """What the boxes of the page count; a number that is nothing has none."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([\d,]+)</dd>", page))


def bad_cells(client: TestClient, at: str) -> Iterator[tuple[str, str]]:
    """(name, value) of each field to put right, on all pages."""
    there = at
    while there:
        page = client.get(there).text
        yield from re.findall(r'name="(line-\d+)" value="([^"]*)"', page)
        onward = re.search(r'href="([^"]*\?after=\d+)#bad"', page)
        there = onward[1] if onward else ""


def test_fifteen_hundred_rows_ninety_of_them_bad(
    engine: sa.Engine, as_jo: TestClient, now: datetime
) -> None:
    before, lexicon = tables(engine), load_lexicon()
    at = send(as_jo, sheet())
    assert 'http-equiv="refresh"' in as_jo.get(at).text
    assert post(as_jo, f"{at}/put-in") == 422

    read = work(engine, as_jo, at, now, lexicon)
    judged = figures(as_jo.get(at).text)
    cells = list(bad_cells(as_jo, at))
    right = {
        name: "yes" if value == "perhaps" else f"Mended {name}" for name, value in cells
    }
    names = list(right)
    for start in range(0, BAD, BAD_ROWS_SHOWN):
        some = {name: right[name] for name in names[start : start + BAD_ROWS_SHOWN]}
        assert post(as_jo, f"{at}/mend", **some) == 303
    mended = figures(as_jo.get(at).text)
    assert tables(engine) == before

    assert post(as_jo, f"{at}/put-in") == 303
    put_in = work(engine, as_jo, at, now, lexicon)
    page = as_jo.get(at).text
    full = tables(engine)
    assert post(as_jo, f"{at}/undo") == 303
    taken_back = work(engine, as_jo, at, now, lexicon)

    assert len(cells) == BAD - 1  # the first of those that share an id is right
    assert judged == {"New": "1,411", "Left out": "89"}
    assert mended == {"New": "1,500"}
    assert "<p>new 1,500</p>" in page
    assert len(full["opportunity"]) == ROWS + 1
    for seen in (read, put_in, taken_back):
        assert seen == sorted(seen)
        assert len(set(seen)) > 5
    assert tables(engine) == before


def test_what_they_take_out_is_a_sheet_without_formulas(
    engine: sa.Engine, as_jo: TestClient, now: datetime
) -> None:
    at = send(as_jo, b'id,title,phone\n1,"=1+1",+44 161 496 0000\n')
    work(engine, as_jo, at, now, load_lexicon())
    post(as_jo, f"{at}/put-in")
    work(engine, as_jo, at, now, load_lexicon())

    text = as_jo.get("/uploads/theirs.csv")
    book = as_jo.get("/uploads/theirs.xlsx")
    again = send(as_jo, book.content, "again.xlsx")
    work(engine, as_jo, again, now, load_lexicon())

    cells = [cell for row in csv.reader(StringIO(text.text)) for cell in row]
    assert "'=1+1" in cells
    assert not any(cell[:1] in tuple("=+@") for cell in cells)
    assert text.headers["content-disposition"].endswith('"listings.csv"')
    assert figures(as_jo.get(again).text) == {"The same": "2"}


def test_only_a_file_is_taken_and_says_what_is_the_matter(as_jo: TestClient) -> None:
    none = as_jo.post("/uploads", data={"openness": ""})
    empty = as_jo.post("/uploads", files={"file": ("list.csv", b"")})
    kind = as_jo.post("/uploads", files={"file": ("list.exe", b"MZ")})
    more = as_jo.post(
        "/uploads", files={"file": ("a.csv", b"id,title")}, data={"of_partner": "no"}
    )

    far = as_jo.get(f"{send(as_jo, b'id,title')}?after={10**30}")

    refused = [x.status_code for x in (none, empty, kind, more, far)]
    assert refused == [422, 422, 422, 422, 422]
    assert "Choose a file first." in none.text
    assert "There is nothing in that file. Is it the right one?" in empty.text
    assert "Choose a file that ends in .xlsx, .csv or .jsonl." in kind.text


def test_twenty_megabytes_are_taken_here_and_nowhere_else(
    as_jo: TestClient, worker: Account
) -> None:
    two = b"id,title\n" + b"x" * 2_000_000

    here = as_jo.post("/uploads", files={"file": ("a.csv", two)})
    elsewhere = as_jo.post("/listings/new", content=two)
    too_big = as_jo.post("/uploads", files={"file": ("a.csv", two * 10)})
    as_jo.cookies.clear()
    stranger = as_jo.post("/uploads", files={"file": ("a.csv", two)})

    assert here.status_code == 200
    assert (elsewhere.status_code, too_big.status_code) == (413, 413)
    assert stranger.status_code == 413
    assert "larger than 20 MB" in too_big.text
    assert "larger than 1 MB" in stranger.text


def test_a_worker_looks_at_a_new_partners_file_first(
    engine: sa.Engine,
    client: TestClient,
    as_jo: TestClient,
    arts: UUID,
    worker: Account,
    sign_in_as: SignInAs,
    now: datetime,
) -> None:
    with writing(engine) as session:
        organizations.trust(session, arts, now=None)
    at = send(as_jo, b"id,title\n1,Mill Lane sewing\n2,\n")
    work(engine, as_jo, at, now, load_lexicon())
    post(as_jo, f"{at}/put-in")
    waits = as_jo.get(at).text
    sign_in_as(client, worker)

    look = client.get(f"/uploads/waiting/{at.rpartition('/')[2]}").text
    on_the_list = client.get("/uploads").text
    unsaid = post(client, at.replace("/uploads/", "/uploads/waiting/") + "/send-back")
    [seen] = re.findall(r'name="seen" value="([^"]+)"', look)
    there = at.replace("/uploads/", "/uploads/waiting/")
    unseen = client.post(f"{there}/agree", follow_redirects=False)
    old_page = client.post(f"{there}/agree", data={"seen": "2026-01-01T00:00:00Z"})
    agreed = post(client, f"{there}/agree", trust="yes", seen=seen)
    work(engine, client, at, now, load_lexicon())

    assert "This waits for somebody here to look at it." in waits
    assert "Mill Lane sewing" in look
    assert 'name="line-3"' not in look
    assert "ours.csv" in on_the_list
    assert (unsaid, agreed) == (422, 303)
    assert (unseen.headers["location"], old_page.status_code) == (there, 422)
    assert "They have changed it since. Look at it once more." in old_page.text
    assert "Mill Lane sewing" in old_page.text
    with engine.connect() as connection:
        titles = connection.execute(sa.text("select title from opportunity")).scalars()
        assert sorted(titles) == ["Mill Lane sewing", "Tuesday choir"]


def test_the_page_says_what_is_still_there_of_what_stopped(
    engine: sa.Engine, as_jo: TestClient, now: datetime
) -> None:
    at = send(as_jo, b"id,title\n1,Sewing\n")
    pages = []

    for state, stored_at in (("reading", None), ("storing", now), ("undoing", now)):
        with writing(engine) as session:
            upload = session.get_one(Upload, UUID(at.rpartition("/")[2]))
            is_in = stored_at is not None
            upload.state = UploadState.STORED if is_in else UploadState.UNREADABLE
            upload.problem, upload.stored_at = f"stopped while {state}", stored_at
        pages.append(as_jo.get(at).text)

    sentences = (
        "Put it away and send it once more.",
        "Take it back, or send the file once more for the rest.",
        "Take back the rest below.",
    )
    assert [
        [sentence in page for sentence in (*sentences, "Nothing was changed.")]
        for page in pages
    ] == [
        [True, False, False, True],
        [False, True, False, False],
        [False, False, True, False],
    ]


def test_only_the_fields_of_lines_are_mended(
    engine: sa.Engine, as_jo: TestClient, now: datetime
) -> None:
    body = b'{"id": 1, "title": "Choir", "opportunity": 12}\n'
    at = send(as_jo, body, "ours.jsonl")
    work(engine, as_jo, at, now, load_lexicon())
    page = as_jo.get(at).text

    odd = [
        post(as_jo, f"{at}/mend", **{name: "yes"})
        for name in ("1", "12345678901234", "line-" + "9" * 14, "line-\u0661")
    ]
    untouched = figures(as_jo.get(at).text)
    mended = post(as_jo, f"{at}/mend", **{"line-1": "y\0es"})

    assert 'name="line-1" value="12"' in page
    assert odd == [303] * 4
    assert untouched == {"Left out": "1"}
    assert (mended, figures(as_jo.get(at).text)) == (303, {"New": "1"})


def test_names_of_files_and_of_who_runs_them_hold_no_odd_characters(
    client: TestClient, worker: Account, sign_in_as: SignInAs
) -> None:
    sign_in_as(client, worker)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="run_by"\r\n\r\nElm\0 Road\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="o\0urs.csv"'
        b"\r\n\r\nid,title\r\n--b--\r\n"
    )
    kind = {"content-type": "multipart/form-data; boundary=b"}

    page = client.post("/uploads", content=body, headers=kind).text

    assert "<h1>ours.csv</h1>\n<p>Elm Road</p>" in page


def test_ten_of_what_is_new_are_named_and_the_others_counted(
    engine: sa.Engine, as_jo: TestClient, now: datetime
) -> None:
    rows = "".join(f"{n},Class number {n}\n" for n in range(1, ROWS_SHOWN + 3))
    at = send(as_jo, b"id,title\n" + rows.encode())
    work(engine, as_jo, at, now, load_lexicon())

    page = as_jo.get(at).text

    assert page.count("<strong>Class number") == ROWS_SHOWN
    assert "and 2 more" in page


def test_a_sheet_that_is_not_in_yet_stands_on_the_page_of_what_they_keep(
    as_jo: TestClient, engine: sa.Engine, now: datetime
) -> None:
    at = send(as_jo, b"Name,When\nChess,Mondays 7pm\n", name="chess.csv")
    work(engine, as_jo, at, now, load_lexicon())
    before = as_jo.get("/listings").text
    put_in = post(as_jo, f"{at}/put-in")
    work(engine, as_jo, at, now, load_lexicon())
    after = as_jo.get("/listings").text

    assert "chess.csv</strong><br>\n<span" in before
    assert f'href="{at}">Go on' in before
    assert "Looked at, and not put in yet." in before
    assert (put_in, "chess.csv" in after, "Chess" in after) == (303, False, True)
