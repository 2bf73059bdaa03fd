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
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("part_of", sa.Integer(), nullable=True))
        documents.create_foreign_key("fk_documents_part_of_documents", "documents", ["part_of"], ["id"])
        documents.create_index("ix_documents_part_of", ["part_of"])


def downgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.drop_index("ix_documents_part_of")
        documents.drop_constraint("fk_documents_part_of_documents", type_="foreignkey")
        documents.drop_column("part_of")
    op.drop_column("reviews", "postponed_until")
