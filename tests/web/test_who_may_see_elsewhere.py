"""The same table on PostgreSQL: the doors where its queries decide.

The whole matrix is walked on SQLite (``test_who_may_see``); here everybody goes to a
few doors of Sam's and of Kim's.
"""

import pytest
from fastapi.testclient import TestClient

from tests.web.doors import knock
from tests.web.everybody import VISITORS, World
from tests.web.test_who_may_see import REFUSED, outcome, read_table, said_to

DOORS = (
    ("GET", "/people"),
    ("GET", "/people/{person_id}/data/export.json"),
    ("GET", "/people/{person_id}/list"),
    ("GET", "/people/{person_id}/words/{phrase_id}/meant"),
    ("GET", "/team/{account_id}"),
    ("POST", "/people/{person_id}/called"),
    ("POST", "/people/{person_id}/list/{listing_id}/state"),
    ("POST", "/team/{account_id}/move"),
)


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """The other engine."""
    return postgresql_url


def test_the_same_is_said_on_postgresql(client: TestClient, world: World) -> None:
    table = read_table()

    of_sam: dict[tuple[str, tuple[str, str]], str] = {}
    of_kim: set[int] = set()
    leaks: list[tuple[str, object]] = []
    for who in VISITORS:
        for door in DOORS:
            answer = knock(client, world, who, door)
            of_sam[who, door] = outcome(answer.status_code)
            leaks += [(who, word) for word in said_to(who, world, answer)]
            if "{person_id}" in door[1]:
                answer = knock(client, world, who, door, at=world.kim)
                of_kim.add(answer.status_code)
                leaks += [(who, word) for word in said_to(who, world, answer)]

    assert of_sam == {(who, door): table[door][who] for who, door in of_sam}
    assert of_kim <= REFUSED
    assert leaks == []
