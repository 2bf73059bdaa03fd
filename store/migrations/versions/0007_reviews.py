"""Who put a question off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("postponed_by", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("reviews", "postponed_by")
