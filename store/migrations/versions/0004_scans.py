"""Scans belong to the organisation that handed them in; those of a common inbox to none until they are matched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Who asked for the job that brought a scan, where she is a user of an organisation.
_FILL = (
    "UPDATE scans SET organisation = (SELECT users.organisation FROM jobs "
    "JOIN users ON jobs.opened_by = users.role || ':' || users.id WHERE jobs.id = scans.job)"
)


def upgrade() -> None:
    op.add_column("scans", sa.Column("organisation", sa.String(length=64), nullable=True))
    op.create_index("ix_scans_organisation", "scans", ["organisation"])
    op.execute(_FILL)


def downgrade() -> None:
    op.drop_index("ix_scans_organisation", "scans")
    op.drop_column("scans", "organisation")
