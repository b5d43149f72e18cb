"""Signing in by the provider of the place where somebody works (OpenID Connect).

The code flow with state, nonce and PKCE. All three are made from one random value that
stays in the browser's cookie, with the machine's own key, so nothing waits in the
database and no answer fits another browser. A provider only *recognises* somebody: an
account must be there, or an invitation, under the address it has verified.

Needs the extra ``oidc``; nothing else imports what it brings.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest, digest
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from sqlmodel import Session, select

from matcher.accounts import accepting, links
from matcher.accounts.signing_in import account_at, one_address
from matcher.errors import BadInput, MatcherError, NotAllowed, marked
from matcher.models import Account, LinkPurpose
from matcher.settings import Settings

PATIENCE_SECONDS = 5.0
"""How long the provider may take for each of its three answers."""

SIGNED_WITH = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a public key; never ``none``, never our own secret."""

CLOCKS_APART_SECONDS = 60
"""How far the provider's clock may be from ours."""

LARGEST_ANSWER = 200_000
"""Bytes of an answer of the provider: keys and addresses are a few thousand."""

NOT_KNOWN = marked(
    "We know nobody here by the address your provider gave us. Ask your lead for an"
    " invitation to that address."
)

NOT_TRUSTED = marked("What your provider said of you can't be trusted. Try once more.")

NOT_FROM_HERE = marked("That sign-in was not begun in this browser, or too long ago.")


class ProviderProblem(MatcherError):
    """The provider can't be used as it is set up; says what to mend."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """What a provider says of itself (OpenID Connect Discovery 1.0, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_header: bool


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """Whom the provider recognised."""

    subject: str
    """The provider and its own id for them; it never changes."""
    email: str
    name: str


def provider_of(settings: Settings) -> Provider:
    """Ask the provider where its addresses are. Raises ``ProviderProblem``."""
    issuer = settings.oidc_issuer
    said = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise ProviderProblem(
            "MATCHER_OIDC_ISSUER is not what the provider calls itself."
            f" Set it to {said.get('issuer')}"
        )
    ways = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    try:
        return Provider(
            issuer=issuer,
            authorization_endpoint=said["authorization_endpoint"],
            token_endpoint=said["token_endpoint"],
            jwks_uri=said["jwks_uri"],
            secret_in_header="client_secret_basic" in ways,
        )
    except KeyError as missing:
        raise ProviderProblem(f"The provider does not say its {missing}.") from None


def address_to_go_to(settings: Settings, key: bytes, kept: str) -> str:
    """Where the browser goes to be recognised; ``kept`` stays in its cookie."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    provider = provider_of(settings)
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": way_back(settings),
        "scope": "openid email profile",
        "state": _made(key, kept, "state"),
        "nonce": _made(key, kept, "nonce"),
        "code_challenge": create_s256_code_challenge(_made(key, kept, "verifier")),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in provider.authorization_endpoint else "?"
    return provider.authorization_endpoint + joint + urlencode(asked)


def way_back(settings: Settings) -> str:
    """Where the provider sends the browser back to; it has to be told once."""
    return f"{settings.base_url}/sign-in/single/back"


def _made(key: bytes, kept: str, what: str) -> str:
    """256 bits that only this machine can make, and only for this browser."""
    made = digest(key, f"single sign-on {what}:{kept}".encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def recognised(
    settings: Settings, key: bytes, kept: str, *, code: str, state: str, now: datetime
) -> Recognised:
    """Whom the provider means by ``code``.

    Raises ``NotAllowed`` when this browser did not begin it or the address is not
    verified, and ``ProviderProblem`` for an answer that can't be trusted.
    """
    if not kept or not compare_digest(state, _made(key, kept, "state")):
        raise NotAllowed(NOT_FROM_HERE)
    provider = provider_of(settings)
    answer = _token(settings, provider, code, verifier=_made(key, kept, "verifier"))
    claims = _claims(settings, provider, answer, _made(key, kept, "nonce"), now=now)
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise NotAllowed("Your provider has not verified your mail address.")
    return Recognised(
        subject=f"{provider.issuer} {claims['sub']}",
        email=one_address(str(claims["email"])),
        name=str(claims.get("name") or claims["email"]),
    )


def _token(
    settings: Settings, provider: Provider, code: str, *, verifier: str
) -> Mapping[str, Any]:
    """Swap the code for a token that says who it is."""
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": way_back(settings),
        "code_verifier": verifier,
    }
    who = settings.oidc_client_id, settings.oidc_client_secret
    if provider.secret_in_header:
        quoted = (quote(who[0], safe=""), quote(who[1], safe=""))  # RFC 6749, 2.3.1
        return _fetched(provider.token_endpoint, form=sent, basic=quoted)
    sent |= {"client_id": who[0], "client_secret": who[1]}
    return _fetched(provider.token_endpoint, form=sent)


def _claims(
    settings: Settings,
    provider: Provider,
    answer: Mapping[str, Any],
    nonce: str,
    *,
    now: datetime,
) -> Mapping[str, Any]:
    """What the token says, once it is the provider's own, for us and fresh."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        keys = KeySet.import_key_set(_fetched(provider.jwks_uri))  # type: ignore[arg-type]
        token = jwt.decode(str(answer.get("id_token")), keys, algorithms=SIGNED_WITH)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={
                "client_id": settings.oidc_client_id,
                "nonce": nonce,
                "access_token": answer.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=CLOCKS_APART_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotAllowed(NOT_TRUSTED) from None
    return dict(claims)


def _fetched(
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    basic: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """One JSON answer of the provider, by the operator's own setting: no redirects."""
    try:
        import httpx2
    except ImportError:
        raise ProviderProblem(
            "Single sign-on needs more to be installed:"
            " .venv/bin/pip install 'authlib>=1.7' 'httpx2>=2'"
        ) from None
    try:
        with httpx2.Client(timeout=PATIENCE_SECONDS, auth=basic) as client:
            method = "POST" if form else "GET"
            answer = client.request(method, address, data=dict(form or {}))
        if form and answer.status_code == HTTPStatus.BAD_REQUEST:
            raise NotAllowed(NOT_TRUSTED)  # the code was used, or is not ours
        answer.raise_for_status()
        said = answer.json() if len(answer.content) <= LARGEST_ANSWER else None
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        said = None
    if not isinstance(said, dict):
        raise ProviderProblem("The provider of single sign-on does not answer well.")
    return said


# --- whose account -------------------------------------------------------------------


def account_of(session: Session, who: Recognised, *, now: datetime) -> UUID:
    """The account of whom the provider recognised; an invitation becomes one.

    Once linked, the provider's own id counts, so an address that passes to somebody
    else there does not open the account. Raises ``NotAllowed``.
    """
    linked = session.exec(
        select(Account).where(Account.oidc_subject == who.subject)
    ).first()
    account = linked or account_at(session, who.email) or _invited(session, who, now)
    if account is None or account.disabled_at is not None:
        raise NotAllowed(NOT_KNOWN)
    if account.oidc_subject not in {None, who.subject}:
        raise NotAllowed(NOT_KNOWN)
    account.oidc_subject = who.subject
    return account.id


def _invited(session: Session, who: Recognised, now: datetime) -> Account | None:
    link = links.waiting_invitation(session, who.email, now=now)
    if link is None or not links.claim(session, link, LinkPurpose.INVITATION, now):
        return None
    try:
        return accepting.made(session, link, who.email, name=who.name[:200], now=now)
    except BadInput:
        return None
