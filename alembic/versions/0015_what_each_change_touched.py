"""Which listings each of the last changes of the catalogue touched."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
    )
    op.create_index(op.f("ix_catalogue_change_number"), "catalogue_change", ["number"])


def downgrade() -> None:
    op.drop_index(op.f("ix_catalogue_change_number"), table_name="catalogue_change")
    op.drop_table("catalogue_change")
