"""One's own account: name, password, second step, signing out everywhere."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from matcher.access import SECOND_STEP_FOR, Visitor
from matcher.accounts import own_account, sign_ins
from matcher.db import writing
from matcher.errors import BadInput, SignInFirst
from matcher.models import Account
from matcher.web.cookies import forget_signed_in, set_signed_in
from matcher.web.deps import Reading, Staff, Writing
from matcher.web.inputs import Input, Line, Secret
from matcher.web.pages import page
from matcher.web.tries import CountedTries

router = APIRouter()


class NameInput(Input):
    """What people should call somebody."""

    name: Line = ""


class NewPasswordInput(Input):
    """The password of now, where there is one, and the new one."""

    current: Secret = ""
    password: Secret = ""


@router.get("/account")
def open_account(request: Request, visitor: Staff, session: Reading) -> HTMLResponse:
    """What is held about somebody who works here, and how to change it."""
    return _account_page(request, session, visitor)


def _account_page(
    request: Request, session: Session, visitor: Visitor, **problems: str
) -> HTMLResponse:
    account = session.get_one(Account, visitor.account_id)
    return page(
        request,
        "sign_in/account.html",
        status=422 if problems else 200,
        account=account,
        service=visitor.service,
        must_have_second_step=account.role in SECOND_STEP_FOR,
        problems=problems,
    )


@router.post("/account/name")
def rename(
    request: Request,
    form: Annotated[NameInput, Form()],
    visitor: Staff,
    session: Writing,
) -> Response:
    """Change what people call them."""
    try:
        own_account.rename(session, _id(visitor), form.name)
    except BadInput as problem:
        return _account_page(request, session, visitor, name=problem.sentence)
    return _back()


@router.post("/account/password")
def change_password(
    request: Request,
    form: Annotated[NewPasswordInput, Form()],
    visitor: Staff,
    tries: CountedTries,
    session: Reading,
) -> Response:
    """Take a new password; every other browser is signed out."""
    tries.count("own password", visitor.account_id)
    here = str(visitor.sign_in_id)
    try:
        password_hash = own_account.password_to_keep(
            session, here, current=form.current, new=form.password
        )
    except BadInput as problem:
        return _account_page(request, session, visitor, password=problem.sentence)
    session.rollback()
    with writing(request.app.state.engine) as own:
        value = own_account.change_password(own, here, password_hash)
    tries.forget("own password", visitor.account_id)
    return _back(value)


@router.post("/account/second-step")
def begin_second_step(visitor: Staff, session: Writing) -> Response:
    """Set a second step up; the next page shows how."""
    own_account.begin_second_step(session, _id(visitor))
    return RedirectResponse("/second-step", status_code=303)


@router.post("/account/second-step/drop")
def drop_second_step(visitor: Staff, session: Writing) -> Response:
    """Do without it, for who may."""
    return _back(own_account.drop_second_step(session, str(visitor.sign_in_id)))


@router.post("/account/sign-out-everywhere")
def sign_out_everywhere(visitor: Staff, session: Writing) -> Response:
    """End every sign-in of this account, this one too."""
    sign_ins.end_all(session, account_id=_id(visitor))
    answer = RedirectResponse("/sign-in", status_code=303)
    forget_signed_in(answer)
    return answer


def _id(visitor: Visitor) -> UUID:
    if visitor.account_id is None:
        raise SignInFirst("Sign in first.")
    return visitor.account_id


def _back(value: str | None = None) -> RedirectResponse:
    answer = RedirectResponse("/account", status_code=303)
    if value:
        set_signed_in(answer, value)
    return answer
