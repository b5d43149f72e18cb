"""Organizations that keep their listings here: who joins, what waits, what is told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    op.create_index(
        op.f("ix_checking_account_id"), "checking", ["account_id"], unique=False
    )
    op.create_index(op.f("ix_checking_email"), "checking", ["email"], unique=False)
    op.create_table(
        "join_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("charity_number", sa.String(), nullable=True),
        sa.Column("company_number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_join_request_decided_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(
        op.f("ix_join_request_asked_at"), "join_request", ["asked_at"], unique=False
    )
    op.create_index(
        op.f("ix_join_request_decided_by_id"),
        "join_request",
        ["decided_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_join_request_email"), "join_request", ["email"], unique=False
    )
    op.create_table(
        "kept_by",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_kept_by_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_kept_by_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("pk_kept_by")),
    )
    op.create_index(
        op.f("ix_kept_by_organization_id"), "kept_by", ["organization_id"], unique=False
    )
    op.create_table(
        "listing_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("opportunity_id", sa.Uuid(), nullable=True),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("confirm_email", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_listing_draft_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_listing_draft_decided_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_listing_draft_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_listing_draft_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_draft")),
    )
    op.create_index(
        op.f("ix_listing_draft_account_id"),
        "listing_draft",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_draft_decided_by_id"),
        "listing_draft",
        ["decided_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_draft_opportunity_id"),
        "listing_draft",
        ["opportunity_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_draft_organization_id"),
        "listing_draft",
        ["organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_draft_submitted_at"),
        "listing_draft",
        ["submitted_at"],
        unique=False,
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "changed",
                "unsafe",
                name="remark_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_remark_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(
        op.f("ix_remark_opportunity_id"), "remark", ["opportunity_id"], unique=False
    )
    op.create_index(op.f("ix_remark_told_at"), "remark", ["told_at"], unique=False)
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
        op.f("ix_checking_listing_checking_id"),
        "checking_listing",
        ["checking_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_checking_listing_opportunity_id"),
        "checking_listing",
        ["opportunity_id"],
        unique=False,
    )
    op.add_column("opportunity", sa.Column("rests_until", sa.Date(), nullable=True))
    op.add_column(
        "opportunity",
        sa.Column("not_activities", sa.JSON(), server_default="[]", nullable=False),
    )
    op.add_column(
        "organization",
        sa.Column("trusted_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("organization", "trusted_at")
    op.drop_column("opportunity", "not_activities")
    op.drop_column("opportunity", "rests_until")
    op.drop_index(
        op.f("ix_checking_listing_opportunity_id"), table_name="checking_listing"
    )
    op.drop_index(
        op.f("ix_checking_listing_checking_id"), table_name="checking_listing"
    )
    op.drop_table("checking_listing")
    op.drop_index(op.f("ix_remark_told_at"), table_name="remark")
    op.drop_index(op.f("ix_remark_opportunity_id"), table_name="remark")
    op.drop_table("remark")
    op.drop_index(op.f("ix_listing_draft_submitted_at"), table_name="listing_draft")
    op.drop_index(op.f("ix_listing_draft_organization_id"), table_name="listing_draft")
    op.drop_index(op.f("ix_listing_draft_opportunity_id"), table_name="listing_draft")
    op.drop_index(op.f("ix_listing_draft_decided_by_id"), table_name="listing_draft")
    op.drop_index(op.f("ix_listing_draft_account_id"), table_name="listing_draft")
    op.drop_table("listing_draft")
    op.drop_index(op.f("ix_kept_by_organization_id"), table_name="kept_by")
    op.drop_table("kept_by")
    op.drop_index(op.f("ix_join_request_email"), table_name="join_request")
    op.drop_index(op.f("ix_join_request_decided_by_id"), table_name="join_request")
    op.drop_index(op.f("ix_join_request_asked_at"), table_name="join_request")
    op.drop_table("join_request")
    op.drop_index(op.f("ix_checking_email"), table_name="checking")
    op.drop_index(op.f("ix_checking_account_id"), table_name="checking")
    op.drop_table("checking")
