"""The application asked in one step, where a test wants its answer and no connection.

Starlette's ``TestClient`` hands each request to its loop in ten steps, and each wakes
two threads; here it is one. What an answer is stays the same: an error of the
application is raised in the test, and work behind an answer is done before it is given.
Nothing of a connection can be seen this way (a body that arrives in pieces, somebody
who hangs up): for that there is ``live_server``. Unlike with ``TestClient`` the scope
has no ``extensions``, and a stream that breaks midway raises and gives no answer.
"""

from typing import TYPE_CHECKING, cast

import httpx2
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

COMES_FROM = ("testclient", 50_000)
"""As ``TestClient`` says it."""


class Straight(httpx2.BaseTransport):
    """Asks the application of a client that was entered."""

    def __init__(self, client: TestClient) -> None:
        self.of = client
        self.door = httpx2.ASGITransport(app=self._enter, client=COMES_FROM)

    async def _enter(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        told = {**scope, "state": dict(self.of.app_state)}
        await self.of.app(told, receive, send)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, all of it."""
        assert self.of.portal is not None, "enter the client first"
        return self.of.portal.call(self._answer, request)

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        given = await self.door.handle_async_request(request)
        parts = cast("httpx2.AsyncByteStream", given.stream)
        return httpx2.Response(
            given.status_code,
            headers=given.headers,
            stream=httpx2.ByteStream(b"".join([part async for part in parts])),
            request=request,
        )


def straight(client: TestClient) -> TestClient:
    """The same client, asking in one step from now on."""
    client._transport = Straight(client)
    return client
