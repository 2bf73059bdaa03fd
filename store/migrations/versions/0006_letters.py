"""Letters of no claim are of the organisation whose citizen asks in them."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("organisation", sa.String(length=64), nullable=True))
    connection = op.get_bind()
    printed = connection.execute(
        sa.text("SELECT letter, facts FROM events WHERE kind = 'letter_printed' AND claim IS NULL")
    )
    said = ((letter, json.loads(facts).get("organisation")) for letter, facts in printed)
    whose = {letter: organisation for letter, organisation in said if letter and organisation}
    citing = connection.execute(sa.text("SELECT reference, cites FROM letters WHERE claim IS NULL"))
    cites = {reference: json.loads(cited) for reference, cited in citing}
    # An appeal is of whose letter it cites, and so is a complaint upon that.
    while found := {
        letter: whose[one] for letter, cited in cites.items() if letter not in whose for one in cited if one in whose
    }:
        whose |= found
    for letter, organisation in whose.items():
        connection.execute(
            sa.text("UPDATE letters SET organisation = :organisation WHERE reference = :letter"),
            {"organisation": organisation, "letter": letter},
        )


def downgrade() -> None:
    op.drop_column("letters", "organisation")
