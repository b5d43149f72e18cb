"""Two listings that are one, found by indexed keys; and when a nudge was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    op.add_column("opportunity", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.add_column(
        "opportunity", sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "opportunity",
        sa.Column("title_key", sa.String(), nullable=False, server_default=""),
    )
    op.add_column(
        "location",
        sa.Column("postcode_key", sa.String(), nullable=False, server_default=""),
    )
    _fill("opportunity", "title", "title_key", lambda title: title.casefold().split())
    _fill("location", "postal_code", "postcode_key", _postcode)
    op.create_index(op.f("ix_opportunity_merged_into"), "opportunity", ["merged_into"])
    op.create_index(op.f("ix_opportunity_title_key"), "opportunity", ["title_key"])
    op.create_index(op.f("ix_location_postcode_key"), "location", ["postcode_key"])
    op.create_index(op.f("ix_organization_name_key"), "organization", ["name_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_organization_name_key"), table_name="organization")
    op.drop_index(op.f("ix_location_postcode_key"), table_name="location")
    op.drop_index(op.f("ix_opportunity_title_key"), table_name="opportunity")
    op.drop_index(op.f("ix_opportunity_merged_into"), table_name="opportunity")
    op.drop_column("location", "postcode_key")
    op.drop_column("opportunity", "title_key")
    op.drop_column("opportunity", "nudged_at")
    op.drop_column("opportunity", "merged_into")


def _postcode(text):
    plain = text.upper().split()
    return plain if len("".join(plain)) <= 7 else []


def _fill(table, source, key, words_of):
    """Work the keys out here: the database folds no letters beyond the English."""
    rows = sa.table(
        table, sa.column("id", sa.Uuid()), sa.column(source), sa.column(key)
    )
    connection = op.get_bind()
    given = connection.execute(
        sa.select(rows.c.id, rows.c[source]).where(rows.c[source].is_not(None))
    ).all()
    update = (
        sa.update(rows)
        .where(rows.c.id == sa.bindparam("row"))
        .values({key: sa.bindparam("said")})
    )
    for start in range(0, len(given), BATCH):
        batch = given[start : start + BATCH]
        said = [
            {"row": one, "said": " ".join(words_of(text))[:200]} for one, text in batch
        ]
        connection.execute(update, said)
