"""Whoever told a listing by phone gets letters at their address, without an account."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("subscription") as table:
        table.add_column(sa.Column("address", sa.String(), nullable=True))
        table.create_unique_constraint(op.f("uq_subscription_address"), ["address"])
    _keep_addresses()


def downgrade() -> None:
    op.execute("DELETE FROM subscription WHERE address IS NOT NULL")
    with op.batch_alter_table("subscription") as table:
        table.drop_constraint(op.f("uq_subscription_address"), type_="unique")
        table.drop_column("address")


def _keep_addresses():
    """Those that workers named before: they are asked from now on too."""
    draft = sa.table(
        "listing_draft",
        sa.column("confirm_email", sa.String()),
        sa.column("organization_id", sa.Uuid()),
        sa.column("opportunity_id", sa.Uuid()),
        sa.column("decided_at", sa.DateTime(timezone=True)),
    )
    subscription = sa.table(
        "subscription",
        sa.column("id", sa.Uuid()),
        sa.column("address", sa.String()),
        sa.column("weekday", sa.Integer()),
        sa.column("timezone", sa.String()),
        sa.column("fewer", sa.Boolean()),
        sa.column("shared_inbox", sa.Boolean()),
        sa.column("asked_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    told = connection.execute(
        sa.select(sa.func.lower(draft.c.confirm_email))
        .where(
            draft.c.confirm_email.is_not(None),
            draft.c.organization_id.is_(None),
            draft.c.opportunity_id.is_not(None),
            draft.c.decided_at.is_not(None),
        )
        .distinct()
    ).scalars()
    now = datetime.now(UTC)
    rows = [
        {
            "id": uuid4(),
            "address": address,
            "weekday": 0,
            "timezone": "Europe/London",
            "fewer": False,
            "shared_inbox": False,
            "asked_at": now,
        }
        for address in told
    ]
    if rows:
        connection.execute(subscription.insert(), rows)
