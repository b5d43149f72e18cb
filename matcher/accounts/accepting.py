"""Accepting an invitation: it is used up, and there is an account.

The first link of a machine is the only one that asks for an address, a service and a
team: nobody is there yet to invite anybody.
"""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from matcher.accounts import admitting, links, managing, passwords
from matcher.accounts.inviting import ALREADY, must_be_new
from matcher.accounts.signing_in import one_address
from matcher.errors import BadInput, DeadLink
from matcher.models import Account, Link, LinkPurpose


def accept(
    session: Session,
    key: bytes,
    token: str,
    *,
    name: str,
    password: str = "",
    email: str = "",
    service: str = "",
    team: str = "",
    now: datetime,
) -> Account:
    """Use an invitation up: the new account. Without a password: by mail link only.

    ``email``, ``service`` and ``team`` count for the first link of a machine alone.
    Raises ``BadInput`` for what won't do (the link still works then) and ``DeadLink``
    for a dead link.
    """
    link = links.look(session, key, token, now=now)
    is_first = link.email == ""
    if is_first and not admitting.nobody_is_here(session):
        raise DeadLink(links.DEAD)
    address = one_address(email) if is_first else link.email
    if not name:
        raise BadInput("Say what people should call you.")
    if is_first and not (service and team):
        raise BadInput("Name your service and your team.")
    if password:
        passwords.judged(password, about=(address, name))
    links.use(session, key, token, LinkPurpose.INVITATION, now)
    if is_first:
        link.team_id = managing.made_team(session, service=service, name=team).id
    hashed = passwords.hashed(password) if password else None
    return made(session, link, address, name=name, password_hash=hashed, now=now)


def made(
    session: Session,
    link: Link,
    address: str,
    *,
    name: str,
    password_hash: str | None = None,
    now: datetime,
) -> Account:
    """The account that a used invitation is for.

    Raises ``BadInput`` when the address has one already, also at the same moment.
    """
    if link.role is None:
        raise DeadLink(links.DEAD)
    must_be_new(session, address)
    account = Account(
        id=uuid4(),
        role=link.role,
        name=name,
        email=address,
        team_id=link.team_id,
        organization_id=link.organization_id,
        password_hash=password_hash,
        created_at=now,
    )
    session.add(account)
    try:
        session.flush()
    except sa.exc.IntegrityError:
        raise BadInput(ALREADY) from None
    links.take_back(session, email=address)
    return account
