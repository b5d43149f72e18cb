"""The second step: a code from an app on the phone (TOTP, RFC 6238).

The secret is made from a stored salt with the machine's own key, so the database
alone gives no codes. A code works once.
"""

import hmac
import secrets
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from uuid import UUID

import pyotp
import sqlalchemy as sa
from sqlmodel import Session, col, update

from matcher import keys
from matcher.models import Account

STEP_SECONDS = 30
"""How long a code is shown (RFC 6238, 5.2)."""

DRIFT_STEPS = (0, -1, 1)
"""A phone's clock may be half a minute off, and typing takes time (RFC 6238, 6)."""

SHOWN_AS = "Together"
"""What the app calls it: the phone's screen names no service."""


def prepare(account: Account) -> None:
    """Give the account a secret of its own, if it has none; it is not asked for yet."""
    if account.second_step_salt is None:
        account.second_step_salt = secrets.token_hex(16)


def secret_of(key: bytes, account: Account) -> str | None:
    """What the app is given; None before ``prepare``."""
    if account.second_step_salt is None:
        return None
    return keys.second_step_secret(key, account.second_step_salt)


def right_code(key: bytes, account: Account, *, now: datetime) -> str:
    """The code that is right and not used yet: for the demo, which has no phones.

    "" before ``prepare``.
    """
    secret = secret_of(key, account)
    if secret is None:
        return ""
    step = int(now.timestamp()) // STEP_SECONDS
    if account.second_step_used is not None:
        step = max(step, account.second_step_used + 1)
    return pyotp.TOTP(secret).generate_otp(step)


def app_address(secret: str, account: Account) -> str:
    """What the QR says: an ``otpauth:`` address for the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=SHOWN_AS)


def spelt(secret: str) -> str:
    """The secret in fours, for typing."""
    return " ".join(wrap(secret, 4))


def as_svg(app_address: str) -> str:
    """A QR code as one ``svg`` element, black on white, with its quiet zone."""
    import segno

    drawn = BytesIO()
    segno.make(app_address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, nl=False,
        scale=5, border=4, dark="#000", light="#fff", omitsize=True,
    )  # fmt: skip
    return drawn.getvalue().decode()


def confirm(
    session: Session, key: bytes, account_id: UUID, code: str, *, now: datetime
) -> bool:
    """Whether the code is right and new; from the first right one it is asked for.

    One compare-and-set: of two browsers with the same code, one gets in.
    """
    account = session.get_one(Account, account_id)
    secret = secret_of(key, account)
    step = _step_of(secret, code, now=now) if secret else None
    if step is None:
        return False
    claim = (
        update(Account)
        .where(
            col(Account.id) == account_id,
            col(Account.second_step_salt) == account.second_step_salt,
            sa.or_(
                col(Account.second_step_used).is_(None),
                col(Account.second_step_used) < step,
            ),
        )
        .values(second_step_used=step, second_step_on=True)
    )
    return session.exec(claim).rowcount == 1


def _step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step that a code is of, if it is of one near ``now``."""
    current = int(now.timestamp()) // STEP_SECONDS
    typed = "".join(code.split()).encode()
    for step in (current + drift for drift in DRIFT_STEPS):
        right = pyotp.TOTP(secret).generate_otp(step).encode()
        if hmac.compare_digest(right, typed):
            return step
    return None


def take_away(account: Account) -> None:
    """Forget the phone: a new one can be set up, and the old one's codes are dead."""
    account.second_step_salt = None
    account.second_step_on = False
    account.second_step_used = None
