"""What every request passes through: headers, bodies, and where a change came from."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Form
from fastapi.testclient import TestClient

from matcher.db import open_engine
from matcher.settings import Settings
from matcher.web import create_app
from matcher.web.security import HEADERS
from matcher.web.serving import listening
from tests.live import running

OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
MB = 1_000_000


def with_a_form(app: FastAPI) -> FastAPI:
    """The application with one more page: a form that says how much arrived."""

    @app.post("/tests/form")
    def form(words: Annotated[str, Form()]) -> dict[str, int]:
        return {"arrived": len(words)}

    @app.get("/tests/broken")
    def broken() -> None:
        raise RuntimeError("the words of a person")

    return app


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rim is the same on both databases: one is enough."""
    return sqlite_url


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[TestClient]:
    """A visitor to the application with the form."""
    with TestClient(with_a_form(app)) as client:
        yield client


# Headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("GET", "/static/none.css", 404),
        ("GET", "/no-such-page", 404),
        ("PUT", "/health", 405),
        ("POST", "/tests/form", 422),
        ("GET", "/tests/broken", 500),
    ],
)
def test_every_answer_carries_the_full_set(
    visitor: TestClient, method: str, path: str, status: int
) -> None:
    answer = visitor.request(method, path)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_and_its_part_are_never_mixed_up_by_a_cache(visitor: TestClient) -> None:
    assert visitor.get("/no-such-page").headers["Vary"] == "HX-Request"


def test_no_answer_says_which_server_gave_it(visitor: TestClient) -> None:
    assert "server" not in visitor.get("/health").headers


def test_the_policy_allows_nothing_inline_and_nobody_to_frame_us() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


# Where a change comes from


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 200, id="our page"),
        pytest.param({"Sec-Fetch-Site": "none"}, 200, id="the visitor"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="a stranger"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a neighbour"),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site", "Origin": "https://testserver"},
            403,
            id="a stranger who names us",
        ),
        pytest.param({"Origin": "https://testserver"}, 200, id="an older browser"),
        pytest.param({"Origin": "https://elsewhere.example"}, 403, id="foreign"),
        pytest.param({"Origin": "http://testserver.evil.example"}, 403, id="alike"),
        pytest.param({"Origin": "null"}, 200, id="plain http, nobody signed in"),
        pytest.param({"Origin": "null", "Cookie": "a=b"}, 403, id="null, cookie"),
        pytest.param({}, 200, id="a program"),
    ],
)
def test_a_change_must_come_from_our_own_pages(
    visitor: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = visitor.post("/tests/form", data={"words": "choir"}, headers=headers)

    assert answer.status_code == status


def test_reading_may_begin_anywhere(visitor: TestClient) -> None:
    answer = visitor.get("/health", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200


# Bodies


def test_a_form_of_two_megabytes_is_one_plain_sentence(visitor: TestClient) -> None:
    words = "a" * 2 * MB

    answer = visitor.post("/tests/form", data={"words": words}, headers=OUR_PAGE)

    assert answer.status_code == 413
    assert "What you sent is larger than 1 MB" in answer.text
    assert len(answer.content) < 20_000


def test_a_body_that_hides_its_size_is_counted(visitor: TestClient) -> None:
    chunks = (b"words=" + b"a" * 100_000 for _ in range(20))

    answer = visitor.post(
        "/tests/form",
        content=chunks,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 413


def test_a_form_just_under_the_cap_arrives_whole(visitor: TestClient) -> None:
    answer = visitor.post("/tests/form", data={"words": "a" * 999_000})

    assert answer.json() == {"arrived": 999_000}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(
            "a=1&" * 5000, "application/x-www-form-urlencoded", id="too many fields"
        ),
        pytest.param(
            "".join(
                f'--b\r\nContent-Disposition: form-data; name="n{n}"\r\n\r\nx\r\n'
                for n in range(5000)
            )
            + "--b--\r\n",
            "multipart/form-data; boundary=b",
            id="too many parts",
        ),
        pytest.param("x", "multipart/form-data", id="no boundary"),
    ],
)
def test_a_form_that_makes_no_sense_is_the_visitors_400_not_our_500(
    visitor: TestClient, body: str, content_type: str
) -> None:
    answer = visitor.post(
        "/tests/form", content=body, headers={"Content-Type": content_type}
    )

    assert answer.status_code == 400
    assert "We could not read that" in answer.text


@pytest.mark.parametrize(
    "encoding", ["utf-7", "unicode_escape", "undefined", "idna", "\x00", "latin-1"]
)
def test_a_form_in_another_encoding_is_refused_before_it_is_read(
    visitor: TestClient, encoding: str
) -> None:
    words = b'--b\r\nContent-Disposition: form-data; name="words"\r\n\r\n+2AA-\r\n--b--'
    kind = f"multipart/form-data; boundary=b; charset={encoding}"

    answer = visitor.post("/tests/form", content=words, headers={"Content-Type": kind})

    assert answer.status_code == 422
    assert "Send it as UTF-8" in answer.text


@pytest.mark.parametrize("kind", ["x-www-form-urlencoded", "X-WWW-form-urlencoded"])
@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "utf8", '"UTF-8"'])
def test_a_form_that_says_it_is_utf_8_arrives(
    visitor: TestClient, kind: str, encoding: str
) -> None:
    answer = visitor.post(
        "/tests/form",
        content="words=c%C3%A2n",
        headers={"Content-Type": f"application/{kind};charset={encoding}"},
    )

    assert answer.json() == {"arrived": 3}


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/x"],
)
@pytest.mark.parametrize(
    "body", ["words=%00", "words=%ff%fe", "words=%", "%=%&&&==", "--b\r\nnonsense", ""]
)
def test_odd_bytes_in_a_form_never_break_a_page(
    visitor: TestClient, body: str, content_type: str
) -> None:
    answer = visitor.post(
        "/tests/form", content=body, headers={"Content-Type": content_type}
    )

    assert answer.status_code in {200, 400, 422}


def test_a_page_is_not_called_before_the_whole_body_is_there(app: FastAPI) -> None:
    called: list[str] = []

    @app.post("/tests/late")
    def late() -> None:
        called.append("late")

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    sent = send_to(app, "/tests/late", receive)

    assert (called, sent) == ([], [])


def send_to(app: FastAPI, path: str, receive: Callable[[], Any]) -> list[Any]:
    """Post to the application without a server; what it sent back."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"content-length", b"5")],
    }
    asyncio.run(app(scope, receive, send))
    return sent


# Bodies on a real connection


@pytest.fixture
def port(sqlite_url: str, tmp_path: Path) -> Iterator[int]:
    """The port of a real server that gives a body half a second."""
    engine = open_engine(sqlite_url)
    settings = Settings(data=tmp_path, body_seconds=0.5)
    app = with_a_form(create_app(settings, engine))
    with listening("127.0.0.1", 0) as listener, running(app, listener):
        yield listener.getsockname()[1]
    engine.dispose()


def post(port: int, *pieces: bytes, headers: str = "") -> bytes:
    """Send a form in pieces over a bare connection; everything that came back."""
    head = (
        "POST /tests/form HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{headers}\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        line.sendall(head.encode())
        for piece in pieces:
            line.sendall(piece)
        answer = b""
        while b"</html>" not in answer and (more := line.recv(65_536)):
            answer += more
    return answer


def test_a_slow_body_is_told_so_and_let_go(port: int) -> None:
    answer = post(port, b"words=a", headers="Content-Length: 500")

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()
    assert b"did not arrive in time" in answer


def test_a_browser_that_sends_two_megabytes_gets_to_read_why_not(port: int) -> None:
    words = b"words=" + b"a" * (2 * MB)

    answer = post(port, words, headers=f"Content-Length: {len(words)}")

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"larger than 1 MB" in answer


def test_one_who_asks_before_sending_too_much_is_spared_the_sending(port: int) -> None:
    answer = post(port, headers="Content-Length: 60000000\r\nExpect: 100-continue")

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_body_without_an_end_is_cut_off(port: int) -> None:
    endless = repeat(b"10000\r\n" + b"a" * 65_536 + b"\r\n", 10_000)

    with pytest.raises(OSError, match=r"reset|Broken pipe"):
        post(port, *endless, headers="Transfer-Encoding: chunked")
