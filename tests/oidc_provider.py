"""A small but real OpenID Connect provider on loopback, to test single sign-on with.

Discovery, the code flow with PKCE, a token endpoint that asks for the client's secret,
ID tokens signed with RS256, and its public keys. Whoever is set as ``person`` is signed
in there already and agrees at once. ``lies`` makes it say something that is not so.
"""

import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from matcher.web.serving import address_of, listening
from tests.live import running

CLIENT_ID = "matcher"
CLIENT_SECRET = "hush: hush / hush"  # noqa: S105 - colons and slashes have to travel


@dataclass
class Provider:
    """The provider: what it knows, and what it was asked."""

    now: datetime
    issuer: str = ""
    redirect_uri: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    """Claims of the next token that are changed; None leaves one out."""
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    )
    signs_with: RSAKey | None = None
    """Another key than the published one, to lie with."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def id_token(self, asked: dict[str, str], access_token: str) -> str:
        seconds = int(self.now.timestamp())
        half = sha256(access_token.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": seconds,
            "exp": seconds + 300,
            "nonce": asked["nonce"],
            "at_hash": urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        said = claims | self.person | self.lies
        return jwt.encode(
            {"alg": "RS256", "kid": "one"},
            {name: value for name, value in said.items() if value is not None},
            self.signs_with or self.key,
        )


def application(provider: Provider) -> FastAPI:
    """The provider's own web application."""
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    @app.get("/keys")
    def keys() -> Any:
        return KeySet([provider.key]).as_dict(private=False)

    @app.get("/authorize")
    def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        wanted = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": provider.redirect_uri,
            "code_challenge_method": "S256",
        }
        if {name: asked.get(name) for name in wanted} != wanted:
            return JSONResponse({"error": "invalid_request"}, status_code=400)
        if "openid" not in asked["scope"].split() or not asked.get("code_challenge"):
            return JSONResponse({"error": "invalid_scope"}, status_code=400)
        code = secrets.token_urlsafe()
        provider.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{provider.redirect_uri}?{back}", status_code=302)

    @app.post("/token")
    async def token(request: Request) -> Response:
        form = dict(await request.form())
        if request.headers.get("authorization", "") != _basic():
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        asked = provider.codes.pop(str(form.get("code")), None)
        if (
            asked is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != asked["redirect_uri"]
            or _challenge(str(form.get("code_verifier"))) != asked["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        access_token = secrets.token_urlsafe()
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": provider.id_token(asked, access_token),
            }
        )

    return app


def _basic() -> str:

    pair = f"{quote(CLIENT_ID, safe='')}:{quote(CLIENT_SECRET, safe='')}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _challenge(verifier: str) -> str:
    made = sha256(verifier.encode()).digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


@pytest.fixture
def provider(now: datetime) -> Iterator[Provider]:
    """A provider that runs, and knows Ana."""
    provider = Provider(now=now)
    provider.person = {
        "sub": "ana-1",
        "email": "ana.reyes@example.org",
        "email_verified": True,
        "name": "Ana Reyes",
    }
    with listening("127.0.0.1", 0) as listener:
        provider.issuer = address_of(listener)
        with running(application(provider), listener):
            yield provider
