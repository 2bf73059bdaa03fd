"""Reviews that are put off to a day, and documents whose pages went to another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("postponed_until", sa.Date(), nullable=True))
    op.add_column("documents", sa.Column("part_of", sa.Integer(), nullable=True))
    op.create_index("ix_documents_part_of", "documents", ["part_of"])


def downgrade() -> None:
    op.drop_index("ix_documents_part_of", "documents")
    op.drop_column("documents", "part_of")
    op.drop_column("reviews", "postponed_until")
