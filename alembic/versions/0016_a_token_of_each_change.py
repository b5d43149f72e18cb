"""A token of each change of the catalogue: numbers come again, tokens never do."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

change = sa.table(
    "catalogue_change", sa.column("number", sa.Integer()), sa.column("token", sa.Uuid())
)


def upgrade() -> None:
    op.add_column("catalogue_change", sa.Column("token", sa.Uuid(), nullable=True))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(change.c.number).distinct()).all():
        named = sa.update(change).where(change.c.number == number)
        connection.execute(named.values(token=uuid4()))


def downgrade() -> None:
    op.drop_column("catalogue_change", "token")
