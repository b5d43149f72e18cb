"""Activities read from listings, kept with the listing they were read from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_reading",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("found_start", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_activity_reading_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "opportunity_id", "activity", name=op.f("pk_activity_reading")
        ),
    )
    with op.batch_alter_table("opportunity") as batch:
        batch.add_column(
            sa.Column("read_with", sa.String(), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("opportunity") as batch:
        batch.drop_column("read_with")
    op.drop_table("activity_reading")
