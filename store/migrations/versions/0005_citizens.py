"""Citizens who ask in general have a table of their own, each with her organisation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citizens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_citizens"),
    )
    op.create_index("ix_citizens_organisation", "citizens", ["organisation"])
    # The list they were kept in says of nobody to which organisation she belongs: they are told anew.
    op.execute("DELETE FROM standing_orders WHERE journey = 'general_requests'")


def downgrade() -> None:
    op.drop_index("ix_citizens_organisation", "citizens")
    op.drop_table("citizens")
