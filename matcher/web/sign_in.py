"""Signing in and out for whoever has an account, and links that work once.

A wrong password, an unknown address and a disabled account get the same answer after
the same time; a mail is put in the post only after the answer has left. An account's
own page is ``account``; by a provider one comes in through ``single_sign_on``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from matcher.access import Visitor
from matcher.accounts import accepting, links, own_account, second_step, sign_ins
from matcher.accounts import signing_in as verbs
from matcher.db import writing
from matcher.errors import BadInput, SignInFirst
from matcher.models import Account, LinkPurpose, Role
from matcher.web.cookies import forget_signed_in, set_signed_in
from matcher.web.deps import Anyone, CurrentKey, CurrentSettings, Now, Reading, Writing
from matcher.web.inputs import Input, Line, Secret
from matcher.web.pages import page
from matcher.web.tries import CountedTries, FromWhere
from matcher.web.wanted import Wanted, sign_in_for

router = APIRouter()

HOMES: Mapping[Role, str] = {
    Role.WORKER: "/people",
    Role.LEAD: "/team",
    Role.ADMINISTRATOR: "/team",
    Role.PARTNER: "/listings",
}
"""Where each begins once signed in."""


class PasswordInput(Input):
    """An address with its password; with the other button the password is ignored."""

    email: Line = ""
    password: Secret = ""
    to: Wanted = ""


class AddressInput(Input):
    """Where a mail should go."""

    email: Line = ""


class LinkInput(Input):
    """What somebody with a link fills in; which of it counts, its purpose says."""

    name: Line = ""
    password: Secret = ""
    email: Line = ""
    service: Line = ""
    team: Line = ""


class CodeInput(Input):
    """A code from the app."""

    code: Line = ""
    to: Wanted = ""


# --- by password ---------------------------------------------------------------------


@router.get("/sign-in")
def open_sign_in(
    request: Request, visitor: Anyone, settings: CurrentSettings, to: Wanted = ""
) -> Response:
    """The form; whoever is signed in already is led on, to the page they wanted."""
    if visitor.second_step_due:
        on = "/second-step" + sign_in_for(to).removeprefix("/sign-in")
        return RedirectResponse(on, status_code=303)
    if visitor.is_staff and visitor.role:
        return RedirectResponse(to or HOMES[visitor.role], status_code=303)
    return _sign_in_page(request, bool(settings.oidc_issuer), to=to)


def _sign_in_page(
    request: Request,
    has_provider: object,
    *,
    email: str = "",
    problem: str = "",
    to: str = "",
) -> HTMLResponse:
    return page(
        request,
        "sign_in/sign_in.html",
        status=422 if problem else 200,
        has_provider=bool(has_provider),
        email=email,
        problem=problem,
        to=to,
    )


def tried_password(
    form: Annotated[PasswordInput, Form()],
    session: Reading,
    tries: CountedTries,
    where: FromWhere,
) -> UUID | None:
    """Whose password it is, found out before anything begins to be written."""
    tries.check("sign in from", where)
    tries.count("password", form.email.casefold())
    account_id = verbs.known_by_password(session, form.email, form.password)
    if account_id is None:
        tries.count("sign in from", where)
    else:
        tries.forget("password", form.email.casefold())
    return account_id


@router.post("/sign-in")
def sign_in(
    request: Request,
    form: Annotated[PasswordInput, Form()],
    known: Annotated[UUID | None, Depends(tried_password)],
    visitor: Anyone,
    session: Writing,
    settings: CurrentSettings,
    now: Now,
) -> Response:
    """Sign in by password."""
    if known is None:
        return _sign_in_page(
            request,
            settings.oidc_issuer,
            email=form.email,
            problem="wrong",
            to=form.to,
        )
    value = verbs.begin(session, known, now=now)
    return signed_in(session, visitor, value, to=form.to)


def signed_in(
    session: Session, visitor: Visitor, value: str, *, to: str = ""
) -> RedirectResponse:
    """The answer to who has just signed in; what the browser was before is over."""
    if visitor.sign_in_id:
        sign_ins.end(session, visitor.sign_in_id)
    answer = RedirectResponse(sign_in_for(to), status_code=303)
    set_signed_in(answer, value)
    return answer


@router.post("/sign-out")
def sign_out(visitor: Anyone, session: Writing) -> Response:
    """End this browser's sign-in, whoever it was of."""
    if visitor.sign_in_id:
        sign_ins.end(session, visitor.sign_in_id)
    answer = RedirectResponse("/together", status_code=303)
    forget_signed_in(answer)
    return answer


# --- by mail -------------------------------------------------------------------------


@router.post("/sign-in/link")
def mail_a_link(
    request: Request,
    form: Annotated[PasswordInput, Form()],
    background: BackgroundTasks,
    tries: CountedTries,
    where: FromWhere,
    settings: CurrentSettings,
    now: Now,
) -> Response:
    """Mail a link to sign in; the same answer whether the address is known or not."""
    try:
        address = _address_to_mail(form.email, tries, where)
    except BadInput as problem:
        return _sign_in_page(
            request, settings.oidc_issuer, email=form.email, problem=problem.sentence
        )
    background.add_task(_send, request.app.state.engine, address, "sign_in", now)
    return RedirectResponse("/sign-in/mailed", status_code=303)


@router.get("/sign-in/new-password")
def ask_for_new_password(request: Request) -> HTMLResponse:
    """For whoever forgot it."""
    return page(request, "sign_in/forgotten.html", email="", problem="")


@router.post("/sign-in/new-password")
def mail_a_new_password(
    request: Request,
    form: Annotated[AddressInput, Form()],
    background: BackgroundTasks,
    tries: CountedTries,
    where: FromWhere,
    now: Now,
) -> Response:
    """Mail a link to a new password; the same answer whether it is known or not."""
    try:
        address = _address_to_mail(form.email, tries, where)
    except BadInput as problem:
        return page(
            request, "sign_in/forgotten.html", status=422, email=form.email,
            problem=problem.sentence,
        )  # fmt: skip
    background.add_task(_send, request.app.state.engine, address, "new_password", now)
    return RedirectResponse("/sign-in/mailed", status_code=303)


def _address_to_mail(email: str, tries: CountedTries, where: str) -> str:
    address = verbs.one_address(email)
    tries.count("mail from", where)
    tries.count("mail to", address)
    return address


def _send(engine: sa.Engine, address: str, purpose: str, now: datetime) -> None:
    """After the answer has left, so that it takes as long for nobody as for somebody.

    A crash between the two costs the mail: they ask once more.
    """
    with writing(engine) as session:
        verbs.send_link(session, address, purpose=LinkPurpose(purpose), now=now)


@router.get("/sign-in/mailed")
def mailed(request: Request) -> HTMLResponse:
    """Look in your mail."""
    return page(request, "sign_in/mailed.html")


# --- links ---------------------------------------------------------------------------


@router.get("/links/{token}")
def open_link(
    request: Request, token: str, session: Reading, key: CurrentKey, now: Now
) -> HTMLResponse:
    """What the link is for, and a button; looking uses nothing up."""
    link = links.look(session, key, token, now=now)
    return page(
        request, _template(link.purpose), **_shown(session, link), typed=LinkInput()
    )


def _template(purpose: LinkPurpose) -> str:
    return f"sign_in/{purpose.value}_link.html"


def _shown(session: Session, link: Any) -> dict[str, Any]:
    """What the page of a link says, as plain values."""
    account = session.get(Account, link.account_id) if link.account_id else None
    return {
        "email": link.email,
        "role": link.role.value if link.role else "",
        "name": account.name if account else "",
        "problem": "",
    }


@router.post("/links/{token}")
def use_link(
    request: Request,
    token: str,
    form: Annotated[LinkInput, Form()],
    visitor: Anyone,
    session: Writing,
    key: CurrentKey,
    now: Now,
) -> Response:
    """Use the link up: from here on a cookie does."""
    link = links.look(session, key, token, now=now)
    template, shown = _template(link.purpose), _shown(session, link)
    try:
        value = _used(session, key, token, link.purpose, form, now=now)
    except BadInput as problem:
        session.rollback()
        said = shown | {"problem": problem.sentence, "typed": form}
        return page(request, template, status=422, **said)
    return signed_in(session, visitor, value)


def _used(
    session: Session,
    key: bytes,
    token: str,
    purpose: LinkPurpose,
    form: LinkInput,
    *,
    now: datetime,
) -> str:
    if purpose is LinkPurpose.SIGN_IN:
        return verbs.by_link(session, key, token, now=now)
    if purpose is LinkPurpose.NEW_PASSWORD:
        return verbs.with_new_password(session, key, token, form.password, now=now)
    account = accepting.accept(session, key, token, **form.model_dump(), now=now)
    return verbs.begin(session, account.id, now=now)


# --- the second step -----------------------------------------------------------------


@router.get("/second-step")
def open_second_step(
    request: Request,
    visitor: Anyone,
    session: Reading,
    key: CurrentKey,
    now: Now,
    to: Wanted = "",
) -> HTMLResponse:
    """The code, and at the first time how to set it up."""
    account = _own_account(session, visitor)
    return _second_step_page(request, account, key, now=now, to=to)


@router.post("/second-step")
def take_second_step(
    request: Request,
    form: Annotated[CodeInput, Form()],
    visitor: Anyone,
    tries: CountedTries,
    session: Writing,
    key: CurrentKey,
    now: Now,
) -> Response:
    """The second step: from here on everything is open."""
    account = _own_account(session, visitor)
    tries.count("code", account.id)
    value = own_account.pass_second_step(
        session, key, str(visitor.sign_in_id), form.code, now=now
    )
    if value is None:
        return _second_step_page(
            request, account, key, now=now, to=form.to, problem="wrong"
        )
    tries.forget("code", account.id)
    answer = RedirectResponse(sign_in_for(form.to), status_code=303)
    set_signed_in(answer, value)
    return answer


def _own_account(session: Session, visitor: Visitor) -> Account:
    """The account that is signed in, be its second step still due or not."""
    if visitor.account_id is None:
        raise SignInFirst("Sign in first.")
    return session.get_one(Account, visitor.account_id)


def _second_step_page(
    request: Request,
    account: Account,
    key: bytes,
    *,
    now: datetime,
    to: str,
    problem: str = "",
) -> HTMLResponse:
    """In the demo the code stands on the page, so that anybody can try; never else."""
    demo = request.app.state.settings.demo
    secret = None if account.second_step_on else second_step.secret_of(key, account)
    svg = second_step.as_svg(second_step.app_address(secret, account)) if secret else ""
    return page(
        request,
        "sign_in/second_step.html",
        status=422 if problem else 200,
        is_on=account.second_step_on,
        secret=second_step.spelt(secret) if secret else None,
        svg=Markup(svg),  # noqa: S704 - drawn by us from a secret of ours
        right_code=second_step.right_code(key, account, now=now) if demo else "",
        to=to,
        problem=problem,
    )
