"""Which listings people may see and join on a day, as the database is asked for it."""

import sqlalchemy as sa
from sqlmodel import col

from catalogue.drafts import Status
from catalogue.models import Opportunity

_STARTS, _ENDS = col(Opportunity.visible_from), col(Opportunity.visible_to)
_TODAY = sa.bindparam("today", type_=sa.Date())

CURRENT = sa.and_(
    col(Opportunity.merged_into).is_(None),
    sa.or_(
        col(Opportunity.status) == Status.ACTIVE,
        sa.and_(
            col(Opportunity.status) == Status.TEMPORARILY_CLOSED,
            col(Opportunity.rests_until) < _TODAY,
        ),
    ),
    sa.or_(_STARTS.is_(None), _STARTS <= _TODAY),
    sa.or_(_ENDS.is_(None), _ENDS >= _TODAY),
)
"""Takes ``today``."""
