"""Signing in, an account and a team, for ``test_every_page``: what their pages take,
with hostile words wherever somebody may have written."""

from typing import Any
from uuid import UUID

from matcher.access import Visitor
from matcher.accounts.managing import TeamCount
from matcher.models import Account, Link, LinkPurpose, Role, Team
from matcher.web.sign_in import LinkInput
from matcher.web.team import InvitationInput
from tests.web.evil import EVIL, NOW, TODAY

LINK = {
    "email": EVIL,
    "role": "worker",
    "name": EVIL,
    "problem": EVIL,
    "typed": LinkInput(name=EVIL, email=EVIL, service=EVIL, team=EVIL),
}

ADMINISTRATOR = Visitor(
    sign_in_id=EVIL, account_id=UUID(int=9), name=EVIL, role=Role.ADMINISTRATOR
)

TEAM = Team(id=UUID(int=3), name=EVIL, service=EVIL)

ACCOUNT = Account(
    id=UUID(int=2),
    role=Role.WORKER,
    name=EVIL,
    email=EVIL,
    team_id=TEAM.id,
    second_step_on=True,
    created_at=NOW,
    signed_in_at=NOW,
)

INVITATION = Link(
    id=UUID(int=4),
    purpose=LinkPurpose.INVITATION,
    email=EVIL,
    role=Role.WORKER,
    created_at=NOW,
    expires_at=NOW,
)

SIGN_IN_PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "signing in": (
        "sign_in/sign_in.html",
        {"email": EVIL, "problem": EVIL, "has_provider": True, "to": EVIL},
    ),
    "a forgotten password": (
        "sign_in/forgotten.html",
        {"email": EVIL, "problem": EVIL},
    ),
    "look in your mail": ("sign_in/mailed.html", {}),
    "a link to sign in": ("sign_in/sign_in_link.html", LINK),
    "a link to a new password": ("sign_in/new_password_link.html", LINK),
    "an invitation": ("sign_in/invitation_link.html", LINK),
    "the first invitation": ("sign_in/invitation_link.html", LINK | {"email": ""}),
    "a second step": (
        "sign_in/second_step.html",
        {
            "is_on": True,
            "secret": None,
            "svg": "",
            "problem": "wrong",
            "right_code": EVIL,
            "to": EVIL,
        },
    ),
    "a second step to set up": (
        "sign_in/second_step.html",
        {
            "is_on": False,
            "secret": EVIL,
            "svg": EVIL,
            "problem": "",
            "right_code": "",
            "to": "",
        },
    ),
    "one's own account": (
        "sign_in/account.html",
        {
            "visitor": ADMINISTRATOR,
            "account": ACCOUNT,
            "service": EVIL,
            "must_have_second_step": True,
            "problems": {"name": EVIL, "password": EVIL},
        },
    ),
    "the team": (
        "team/team.html",
        {
            "visitor": ADMINISTRATOR,
            "listed": [(ACCOUNT, TEAM)],
            "counts": [TeamCount(team=TEAM, people=n) for n in (None, 7)],
            "fewest": 5,
            "invitations": [INVITATION],
            "is_undelivered": True,
            "today": TODAY,
        },
    ),
    "inviting": (
        "team/invite.html",
        {
            "visitor": ADMINISTRATOR,
            "form": InvitationInput(email="a" * 9, organization="b"),
            "roles": list(Role),
            "teams": [TEAM],
            "problem": EVIL,
        },
    ),
    "somebody of the team": (
        "team/somebody.html",
        {"visitor": ADMINISTRATOR, "account": ACCOUNT, "teams": [TEAM]},
    ),
}
