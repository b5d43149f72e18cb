"""Signing in by the provider of the place where somebody works: there and back.

The way back is a GET because the provider makes it one; it signs in only the browser
that went there, which its own short-lived cookie shows.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from matcher.accounts import signing_in, single_sign_on
from matcher.accounts.single_sign_on import Recognised
from matcher.errors import NotAllowed, NotFound
from matcher.keys import new_value
from matcher.settings import Settings
from matcher.web.cookies import forget_going, kept_going, set_going
from matcher.web.deps import Anyone, CurrentKey, CurrentSettings, Now, Writing
from matcher.web.sign_in import signed_in

router = APIRouter()


def must_have_provider(settings: CurrentSettings) -> Settings:
    """The settings of a machine that has a provider; raises ``NotFound`` on others."""
    if not settings.oidc_issuer:
        raise NotFound("There is no sign-in by a provider here.")
    return settings


WithProvider = Annotated[Settings, Depends(must_have_provider)]


@router.get("/sign-in/single")
def go_to_provider(settings: WithProvider, key: CurrentKey) -> Response:
    """Send the browser to the provider, with a cookie to know it again by."""
    kept = new_value()
    address = single_sign_on.address_to_go_to(settings, key, kept)
    answer = RedirectResponse(address, status_code=303)
    set_going(answer, kept)
    return answer


def who_came_back(
    request: Request,
    settings: WithProvider,
    key: CurrentKey,
    now: Now,
    code: str = "",
    state: str = "",
) -> Recognised:
    """Whom the provider recognised, found out before anything begins to be written."""
    if not code:
        raise NotAllowed("Your provider did not let you in. Nothing was changed here.")
    kept = kept_going(request)
    return single_sign_on.recognised(
        settings, key, kept, code=code[:4000], state=state, now=now
    )


@router.get("/sign-in/single/back")
def come_back(
    who: Annotated[Recognised, Depends(who_came_back)],
    visitor: Anyone,
    session: Writing,
    now: Now,
) -> Response:
    """Sign in whom the provider recognised, if an account or invitation is there."""
    account_id = single_sign_on.account_of(session, who, now=now)
    value = signing_in.begin(session, account_id, now=now)
    answer = signed_in(session, visitor, value)
    forget_going(answer)
    return answer
