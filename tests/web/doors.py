"""Every door of the application, as each visitor knocks at it.

``knock`` fills any route in, as a real page of ours would send it.
"""

import re
from collections.abc import Mapping
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from matcher.introductions.on_device import to_text
from matcher.web.cookies import SAVED
from tests.signed_in import give_cookie
from tests.web.everybody import PASSWORD, Somebody, World

FORMS: Mapping[str, Mapping[str, str]] = {
    "/account/name": {"name": "canary-sent-name"},
    "/account/password": {"current": PASSWORD, "password": "canary-sent-password"},
    "/card": {"code": "{code}"},
    "/card/word": {"word": "{word}"},
    "/links/{token}": {},
    "/join": {
        "organization": "Bench Choir",
        "name": "Bo",
        "email": "canary-sent-join@good.example",
        "voucher": "Ana",
    },
    "/easy-read": {"easy": "yes", "back": "/together"},
    "/language": {"code": "en"},
    "/list/change": {"up": "{listing_id}"},
    "/listings/drafts/{draft_id}/{question}": {"title": "Bench choir", "seen": "1"},
    "/listings/drafts/{draft_id}/alike/{other_id}": {"seen": "1"},
    "/listings/{listing_id}/merge/{other_id}": {"seen": "1-1"},
    "/listings/{listing_id}/outward": {
        "what_is_open": "The show",
        "to_whom": "All neighbours",
        "when": "In May",
    },
    "/looking-over/drafts/{waiting_id}/agree": {"seen": "1"},
    "/looking-over/drafts/{waiting_id}/send-back": {"note": "Which door?"},
    "/looking-over/joining/{request_id}/decline": {"note": "Please ring us."},
    "/opportunities/{listing_id}/tell": {"kind": "changed", "words": "It moved"},
    "/listings/people": {"email": "canary-sent-colleague@good.example"},
    "/looking-over/claims/{claim_id}/decline": {"note": "Please ring us."},
    "/looking-over/left/{organization_id}": {"email": "kim@good.example"},
    "/list/mail": {"address": "canary-sent-to@good.example"},
    "/list/save": {"save": "{other_listing}", "phrase": "canary-sent-carried"},
    "/list/{listing_id}/hello": {
        "message": "canary-sent-hello",
        "first_name": "canary-sent-first-name",
        "keep": "1",
    },
    "/list/{listing_id}/plans": {
        "going_with": "canary-sent-with",
        "word": "canary-sent-why",
    },
    "/list/{listing_id}/state": {"state": "went"},
    "/list/{listing_id}/steer": {"way": "more_like_this"},
    "/people": {"called": "canary-sent-called", "phrase": "canary-sent-phrase"},
    "/people/new": {"phrase": "canary-sent-brought"},
    "/people/{person_id}/avoided": {"place": "canary-sent-avoided"},
    "/people/{person_id}/called": {"called": "canary-sent-other-name"},
    "/people/{person_id}/card/word": {"word": "canary-sent-secret"},
    "/people/{person_id}/data/consents": {"purpose": "weekly_letter", "given": "1"},
    "/people/{person_id}/data/cover": {"team_id": "{cover_team}"},
    "/people/{person_id}/data/shares": {"account_id": "{account_id}"},
    "/people/{person_id}/easier": {"language": "canary-sent-language"},
    "/people/{person_id}/from": {"place": "canary-sent-place"},
    "/people/{person_id}/hand-over": {},
    "/letters/{token}/pause": {"weeks": "2"},
    "/people/{person_id}/large-type": {"on": "yes"},
    "/people/{person_id}/letters": {"email": "canary-sent@good.example"},
    "/people/{person_id}/put-back": {
        "words": "canary-sent-back",
        "kind": "goal",
        "position": "0",
    },
    "/people/{person_id}/put-first": {"put_first": "canary-sent-put-first"},
    "/people/{person_id}/said-of-me": {"words": "canary-sent-of-me"},
    "/people/{person_id}/words": {
        "words": "canary-sent-words",
        "answer_goal": "canary-sent-goal",
    },
    "/people/{person_id}/words/{phrase_id}/meant": {"find": "canary-sent-meant"},
    "/people/{person_id}/words/{phrase_id}/move": {"to": "first"},
    "/people/{person_id}/words/{phrase_id}/reading": {"not_that": "choir"},
    "/people/{person_id}/words/{phrase_id}/reword": {
        "words": "canary-sent-reworded",
        "seen": "{seen}",
    },
    "/people/{person_id}/words/{phrase_id}/take-away": {"seen": "{seen}"},
    "/second-step": {"code": "000000"},
    "/sign-in": {"email": "Worker.Reyes@example.org", "password": PASSWORD},
    "/sign-in/link": {"email": "canary-sent-link@good.example"},
    "/sign-in/new-password": {"email": "canary-sent-forgot@good.example"},
    "/take-back": {"code": "4071"},
    "/team/invite": {
        "email": "canary-sent-invited@good.example",
        "role": "worker",
        "team": "{team}",
    },
    "/uploads/{upload_id}/mend": {"line-2": "Bench choir"},
    "/uploads/waiting/{waiting_upload}/send-back": {"note": "Which hall?"},
    "/team/teams": {"name": "canary-sent-team", "service": "canary-sent-service"},
    "/team/{account_id}/move": {"team": "{team}"},
    "/together": {"phrase": "canary-sent-together", "add": "canary-sent-added"},
}
"""What a page of ours sends to each route that changes something; "" for the others.
The list of a person takes what ``/list`` takes."""

THEIRS = "/people/{person_id}/list"


def form_of(path: str) -> Mapping[str, str]:
    """What is sent to a route."""
    own = "/list" + path.removeprefix(THEIRS) if path.startswith(THEIRS) else path
    return FORMS.get(own, {})


def knock(
    client: TestClient,
    world: World,
    who: str,
    route: tuple[str, str],
    *,
    at: Somebody | None = None,
    form: Mapping[str, str] | None = None,
    **headers: str,
) -> Any:
    """The answer to one visitor at one route, with the ids of Sam (or of ``at``).

    ``form`` is sent instead of what a page of ours would send.
    """
    asked = asked_at(client, world, who, route, at=at, form=form, **headers)
    return client.send(asked, follow_redirects=False)


def asked_at(
    client: TestClient,
    world: World,
    who: str,
    route: tuple[str, str],
    *,
    at: Somebody | None = None,
    form: Mapping[str, str] | None = None,
    **headers: str,
) -> httpx2.Request:
    """What ``knock`` sends, not sent yet."""
    method, path = route
    whose = at or world.sam
    ids = {**world.ids, **whose.ids}
    come_as(client, world, who)
    ours = {name: text.format(**ids) for name, text in form_of(path).items()}
    return client.build_request(
        method,
        re.sub(r"{(\w+)(?::\w+)?}", lambda found: str(ids[found[1]]), path),
        data=(ours if form is None else dict(form)) if method == "POST" else None,
        headers=headers,
    )


def come_as(client: TestClient, world: World, who: str) -> None:
    """Take this visitor's cookies, and no other's; each has saved something here."""
    client.cookies.clear()
    saved = to_text([world.ids["listing_id"]])
    client.cookies.set(SAVED, saved, domain="testserver.local", path="/")
    if who in world.cookies:
        give_cookie(client, world.cookies[who])
