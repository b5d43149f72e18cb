"""How often listings were shown, opened, saved and said hello to, week by week."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_count",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "shown",
                "opened",
                "saved",
                "hello",
                name="noticed",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_listing_count_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "opportunity_id",
            "week",
            "what",
            "activity",
            name=op.f("pk_listing_count"),
        ),
    )


def downgrade() -> None:
    op.drop_table("listing_count")
