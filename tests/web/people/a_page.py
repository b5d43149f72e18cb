"""What tests do on a person's page, and read from it."""

import re
from html import unescape
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import col, select

from matcher.db import reading
from matcher.models import Phrase

SUNG = "used to sing in the school choir"


CODE = {"code": "4071", "again": "4071"}


def welcomed(client: TestClient, called: str, **carried: object) -> str:
    answer = client.post(
        "/people", data={"called": called, **carried}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def said(page: Response) -> list[str]:
    """The words on the page, in their order."""
    found = re.findall(r'saying-words"><mark>(.*?)</mark>', page.text, re.DOTALL)
    return [unescape(words) for words in found]


def phrases(engine: sa.Engine, address: str) -> list[Phrase]:
    with reading(engine) as session:
        return list(
            session.exec(
                select(Phrase)
                .where(Phrase.person_id == UUID(address.split("/")[2]))
                .order_by(col(Phrase.position))
            )
        )


def seen(page: Response) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page.text)
    assert found
    return found[1]


def handed_over(client: TestClient, address: str) -> Response:
    return client.post(f"{address}/hand-over", data=CODE)
