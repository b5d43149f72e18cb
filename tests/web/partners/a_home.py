"""What tests press on an organization's pages, and read from them."""

import re
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from fastapi.testclient import TestClient

from catalogue import organizations
from matcher.db import writing

JOINING = {
    "organization": "Mill Lane Arts", "name": "Jo Field",
    "email": "jo@milllane.example", "charity_number": "1234567",
}  # fmt: skip


ANSWERS: dict[str, dict[str, object]] = {
    "what": {"title": "Tuesday watercolours", "description": "We paint and chat."},
    "activities": {"others": "ink"},
    "when": {
        "way": "weekly", "day": ["TU"], "starts": "7pm", "ends": "9pm", "press": "add",
    },
    "where": {"at": ["place"], "venue": "Mill Lane Hall", "postcode": "QX1 1AA"},
    "cost": {"how": "costs", "words": "£3"},
    "welcome": {"openness": "mainstream"},
    "access": {"steps": "step-free"},
    "first-visit": {"who_meets_you": "Jo, by the door", "just_turn_up": "yes"},
    "hello": {"phone": "0161 496 0000"},
}  # fmt: skip


def post(client: TestClient, path: str, **fields: object) -> tuple[int, str]:
    answer = client.post(path, data=fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def seen_on(client: TestClient, address: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    assert found
    return found[1]


def told(client: TestClient) -> str:
    """Answers every question as somebody would; the address of the check page."""
    _, address = post(client, "/listings/new")
    for step, fields in ANSWERS.items():
        assert address.endswith(f"/{step}"), address
        seen = seen_on(client, address)
        status, onward = post(client, address, **{"press": "next", **fields}, seen=seen)
        assert status == 303
        if step == "when":
            page = client.get(onward).text
            assert "Tuesdays, 7pm to 9pm" in page
            assert page.count("Tue 24 Nov, Tue 1 Dec, Tue 8 Dec, Tue 15 Dec") == 1
            seen = seen_on(client, onward)
            _, onward = post(client, onward, press="next", way="weekly", seen=seen)
        address = onward
    return address


def trust(engine: sa.Engine, arts: UUID, now: datetime) -> None:
    with writing(engine) as session:
        organizations.trust(session, arts, now=now)


def publish(client: TestClient, check: str) -> tuple[int, str]:
    seen = seen_on(client, check)
    return post(client, check.replace("/check", "/publish"), seen=seen)
