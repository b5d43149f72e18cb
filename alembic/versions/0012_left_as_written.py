"""Words of a listing that stay as they were written: no note on them any more."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_as_written",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", "entry", name=op.f("pk_left_as_written")),
    )


def downgrade() -> None:
    op.drop_table("left_as_written")
