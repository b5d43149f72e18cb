"""What enough people near a place look for and nobody offers there."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "looked_for",
        sa.Column("outcode", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("outcode", "activity", name=op.f("pk_looked_for")),
    )


def downgrade() -> None:
    op.drop_table("looked_for")
