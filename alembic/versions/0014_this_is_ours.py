"""One listing is claimed by an organization, or named by somebody who asks to join."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_listing_claim_{column}_{table}"),
                ondelete=then,
            )
            for column, table, then in (
                ("opportunity_id", "opportunity", "CASCADE"),
                ("organization_id", "organization", "CASCADE"),
                ("account_id", "account", "CASCADE"),
                ("decided_by_id", "account", "SET NULL"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_claim")),
    )
    for column in ("opportunity_id", "organization_id", "account_id", "decided_by_id"):
        op.create_index(op.f(f"ix_listing_claim_{column}"), "listing_claim", [column])
    with op.batch_alter_table("join_request") as table:
        table.add_column(sa.Column("opportunity_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_join_request_opportunity_id_opportunity"),
            "opportunity",
            ["opportunity_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_join_request_opportunity_id"), ["opportunity_id"])


def downgrade() -> None:
    with op.batch_alter_table("join_request") as table:
        table.drop_index(op.f("ix_join_request_opportunity_id"))
        table.drop_constraint(
            op.f("fk_join_request_opportunity_id_opportunity"), type_="foreignkey"
        )
        table.drop_column("opportunity_id")
    op.drop_table("listing_claim")
