"""What is pressed about a listing stands beside it in the letter that asked."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "letter_listing",
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column("letter_listing", sa.Column("answer", sa.String(), nullable=True))
    op.drop_table("checking_listing")
    op.drop_table("checking")


def downgrade() -> None:
    op.create_table(
        "checking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_checking_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checking")),
    )
    op.create_index(op.f("ix_checking_account_id"), "checking", ["account_id"])
    op.create_index(op.f("ix_checking_email"), "checking", ["email"])
    op.create_table(
        "checking_listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("checking_id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checking_id"],
            ["checking.id"],
            name=op.f("fk_checking_listing_checking_id_checking"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_checking_listing_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checking_listing")),
    )
    op.create_index(
        op.f("ix_checking_listing_checking_id"), "checking_listing", ["checking_id"]
    )
    op.create_index(
        op.f("ix_checking_listing_opportunity_id"),
        "checking_listing",
        ["opportunity_id"],
    )
    op.drop_column("letter_listing", "answer")
    op.drop_column("letter_listing", "answered_at")
