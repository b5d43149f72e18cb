"""Two people full of canaries."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from matcher.db import writing
from tests.their_data.planted import an_opportunity, plant


@pytest.fixture
def two_people(engine: sa.Engine) -> tuple[UUID, UUID]:
    """Sam, who will be erased, and the neighbour, who must not notice."""
    with writing(engine) as session:
        choir = an_opportunity(session)
        return plant(session, "sam", choir), plant(session, "neighbour", choir)
