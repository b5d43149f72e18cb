"""Who stands at the door, and links they were sent."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa

from matcher.accounts import links
from matcher.db import writing
from matcher.keys import link_token, secret_key
from matcher.models import Account, LinkPurpose
from matcher.settings import Settings
from tests.signed_in import an_account
from tests.web.sign_in.at_the_door import with_password


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages are the same on both databases; the verbs are tried on each."""
    return sqlite_url


@pytest.fixture
def worker(engine: sa.Engine) -> Account:
    """Ana Reyes, who has a password."""
    return with_password(engine, an_account(engine))


@pytest.fixture
def link_to(engine: sa.Engine, settings: Settings, now: datetime) -> Callable[..., str]:
    """Makes a link of a purpose, for an account or to be invited: its path."""

    def made(
        purpose: LinkPurpose,
        account: Account | None = None,
        email: str = "",
        **bound: object,
    ) -> str:
        with writing(engine) as session:
            link = links.make(
                session,
                purpose=purpose,
                email=account.email if account else email,
                now=now,
                lives=links.SIGN_IN_LIVES,
                account_id=account.id if account else None,
                **bound,
            )
        return f"/links/{link_token(secret_key(settings), link.id)}"

    return made
