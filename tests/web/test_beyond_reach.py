"""Numbers, days and signs no database or calendar has, in every form that takes one.

The fields are read from the routes themselves, so a new one is judged at once.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from pydantic import AwareDatetime

from matcher.web.tries import Tries
from tests.web.doors import form_of, knock
from tests.web.everybody import World
from tests.web.test_every_route import SAFE
from tests.web.test_who_may_see import read_table

BEYOND = {
    int: ["9" * 30, str(2**63), str(2**31), "-1"],
    date: ["0001-01-01", "9999-12-31"],
    AwareDatetime: ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"],
}


def test_what_is_beyond_all_reach_is_refused_or_means_nothing(
    app: FastAPI, client: TestClient, world: World
) -> None:
    table = read_table()
    broke = {}

    for route, name, kind in counted_in(app):
        ours = {
            key: text.format(**world.ids, **world.sam.ids)
            for key, text in form_of(route[1]).items()
        }
        let_in = [who for who, gets in table[route].items() if gets == "ok"]
        who = next(iter(let_in), "stranger")
        for value in BEYOND[kind]:
            app.state.tries = Tries()
            sent = {**ours, name: value}
            answer = knock(client, world, who, route, form=sent)
            if answer.is_server_error:
                broke[route, name, value] = answer.status_code

    assert broke == {}


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("worker", "/listings/{listing_id}/close"),
        ("worker", "/looking-over/drafts/{waiting_id}/send-back"),
        ("worker", "/uploads/waiting/{waiting_upload}/send-back"),
        ("lead", "/looking-over/claims/{claim_id}/decline"),
        ("lead", "/looking-over/joining/{request_id}/decline"),
    ],
)
def test_a_sign_that_no_database_takes_is_left_out_of_a_note(
    client: TestClient, world: World, who: str, path: str
) -> None:
    answer = knock(client, world, who, ("POST", path), form={"note": "Come\x00 in"})

    assert answer.status_code == 303


def test_there_are_such_fields_to_be_found(app: FastAPI) -> None:
    assert {kind for _, _, kind in counted_in(app)} == set(BEYOND)


def counted_in(app: FastAPI) -> Iterator[tuple[tuple[str, str], str, Any]]:
    """Each field that is a number, a day or a moment, and the route that takes it."""
    for route in iter_route_contexts(app.routes):
        models = list(bodies_of(getattr(route, "dependant", None)))
        for method in set(route.methods or ()) - SAFE:
            for name, kind in (one for model in models for one in fields_of(model)):
                yield (method, str(route.path)), name, kind


def bodies_of(dependant: Dependant | None) -> Iterator[Any]:
    for one in dependant.body_params if dependant else ():
        yield one.field_info.annotation


def fields_of(model: Any) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        yield from ((name, kind) for kind in BEYOND if is_a(field.annotation, kind))


def is_a(said: Any, kind: type) -> bool:
    """Whether an annotation is of a kind, or may be, however it is narrowed."""
    return said is kind or any(is_a(part, kind) for part in get_args(said)[:2])
