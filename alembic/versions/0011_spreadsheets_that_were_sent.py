"""Spreadsheets that were sent, their rows, and what stood there before."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _upload()
    _upload_file()
    _upload_row()
    _upload_before()


def _one_of(name, *words):
    return sa.Enum(
        *words, name=name, native_enum=False, create_constraint=True, length=32
    )


def _upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("of_partner", sa.Boolean(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("run_by", sa.String(), nullable=True),
        sa.Column(
            "openness",
            _one_of(
                "upload_openness",
                "mainstream",
                "outward_facing",
                "unstated",
                "in_service",
            ),
            nullable=True,
        ),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column(
            "state",
            _one_of(
                "upload_state",
                "reading",
                "unreadable",
                "ready",
                "waiting",
                "storing",
                "stored",
                "undoing",
                "undone",
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("new_terms", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_upload_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_upload_organization_id_organization"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    for column in ("account_id", "organization_id", "state", "changed_at"):
        op.create_index(op.f(f"ix_upload_{column}"), "upload", [column], unique=False)


def _of_upload(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["upload_id"],
        ["upload.id"],
        name=op.f(f"fk_{table}_upload_id_upload"),
        ondelete="CASCADE",
    )


def _upload_file() -> None:
    op.create_table(
        "upload_file",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of_upload("upload_file"),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_upload_file")),
    )


def _upload_row() -> None:
    op.create_table(
        "upload_row",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            _one_of(
                "row_outcome",
                "added",
                "revised",
                "unchanged",
                "refused",
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("opportunity_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("column", sa.String(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        _of_upload("upload_row"),
        sa.PrimaryKeyConstraint("upload_id", "line", name=op.f("pk_upload_row")),
    )
    op.create_index(
        op.f("ix_upload_row_opportunity_id"), "upload_row", ["opportunity_id"]
    )


def _upload_before() -> None:
    op.create_table(
        "upload_before",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("is_listing", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        _of_upload("upload_before"),
        sa.PrimaryKeyConstraint("upload_id", "key", name=op.f("pk_upload_before")),
    )


def downgrade() -> None:
    for table in ("upload_before", "upload_row", "upload_file", "upload"):
        op.drop_table(table)
