"""The first tables: people, claims, the event chain, letters, scans, reviews, jobs, keys, vault."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CHAINS = ("events", "accesses")


def upgrade() -> None:
    _keys_and_vault()
    _people()
    _claims()
    _chains()
    _jobs()
    _letters()
    _scans()
    _reviews()
    for table in CHAINS:
        if op.get_bind().dialect.name == "sqlite":
            _guard_on_sqlite(table)
        else:
            _guard_on_postgres(table)


def _next(table: str) -> str:
    return f"SELECT coalesce(max(seq), 0) + 1 FROM {table}"  # noqa: S608  (our own names, never a value)


def _guard_on_sqlite(table: str) -> None:
    """A link is added behind the last one, and never changed or deleted."""
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} "
        f"WHEN NEW.seq <> ({_next(table)}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _guard_on_postgres(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
    op.execute(
        f"CREATE FUNCTION {table}_order() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NEW.seq <> ({_next(table)}) "
        f"THEN RAISE EXCEPTION '{table} is append-only'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_order()"
    )


def downgrade() -> None:
    for table in (
        "reviews",
        "document_letters",
        "documents",
        "scans",
        "letters",
        "letter_references",
        "standing_orders",
        "job_items",
        "jobs",
        "event_besides",
        "events",
        "accesses",
        "chain_heads",
        "claims",
        "blind_indexes",
        "claimants",
        "vault_owners",
        "vault_files",
        "data_keys",
        "store",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in CHAINS:
            op.execute(f"DROP FUNCTION {table}_append_only")
            op.execute(f"DROP FUNCTION {table}_order")


def _keys_and_vault() -> None:
    op.create_table(
        "store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=36), nullable=False),
        sa.Column("key_check", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_store_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_store"),
    )
    op.create_table(
        "data_keys",
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_data_keys"),
    )
    op.create_table(
        "vault_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_vault_files"),
    )
    op.create_table(
        "vault_owners",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["vault_files.sha256"], name="fk_vault_owners_sha256"),
        sa.PrimaryKeyConstraint("sha256", "owner", name="pk_vault_owners"),
    )
    op.create_index("ix_vault_owners_owner", "vault_owners", ["owner"], unique=False)


def _people() -> None:
    op.create_table(
        "claimants",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_claimants"),
    )
    op.create_index("ix_claimants_organisation", "claimants", ["organisation"], unique=False)
    op.create_table(
        "blind_indexes",
        sa.Column("claimant", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["claimant"], ["claimants.code"], name="fk_blind_indexes_claimant"),
        sa.PrimaryKeyConstraint("claimant", "field", name="pk_blind_indexes"),
    )
    op.create_index("ix_blind_indexes_digest", "blind_indexes", ["digest"], unique=False)


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("claimant", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("district", sa.String(length=64), nullable=False),
        sa.Column("block", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("collective", sa.String(length=64), nullable=False),
        sa.Column("child_at_offence", sa.String(32), nullable=False),
        sa.Column("applicant_capacity", sa.String(32), nullable=False),
        sa.Column("bpl", sa.Boolean(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("consent_until", sa.Date(), nullable=True),
        sa.Column("consent_apply", sa.Boolean(), nullable=False),
        sa.Column("consent_offices", sa.Text(), nullable=True),
        sa.Column("consent_dossier", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["claimant"], ["claimants.code"], name="fk_claims_claimant"),
        sa.PrimaryKeyConstraint("code", name="pk_claims"),
        sa.UniqueConstraint("claimant", "service", name="uq_claims_claimant_service"),
    )
    op.create_index("ix_claims_collective", "claims", ["collective"], unique=False)
    op.create_index("ix_claims_district_block", "claims", ["district", "block"], unique=False)
    op.create_index("ix_claims_organisation", "claims", ["organisation"], unique=False)


def _chains() -> None:
    op.create_table(
        "chain_heads",
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_chain_heads"),
    )
    op.create_table(
        "accesses",
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("claimants", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_accesses"),
    )
    op.create_table(
        "events",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("letter", sa.String(length=16), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.code"], name="fk_events_claim"),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
    )
    op.create_index("ix_events_claim", "events", ["claim"], unique=False)
    op.create_index("ix_events_letter", "events", ["letter"], unique=False)
    op.create_table(
        "event_besides",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["events.seq"], name="fk_event_besides_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_event_besides"),
    )
    op.create_index("ix_event_besides_owner", "event_besides", ["owner"], unique=False)


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("journey", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column("holder_process", sa.String(length=200), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_journey", "jobs", ["journey"], unique=False)
    op.create_index("ix_jobs_state", "jobs", ["state"], unique=False)
    op.create_table(
        "job_items",
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_job_items_job"),
        sa.PrimaryKeyConstraint("job", "key", name="pk_job_items"),
    )
    op.create_table(
        "standing_orders",
        sa.Column("journey", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("journey", name="pk_standing_orders"),
    )


def _letters() -> None:
    op.create_table(
        "letter_references",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("allotted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.code"], name="fk_letter_references_claim"),
        sa.PrimaryKeyConstraint("reference", name="pk_letter_references"),
        sa.UniqueConstraint("key", name="uq_letter_references_key"),
    )
    op.create_index("ix_letter_references_claim", "letter_references", ["claim"], unique=False)
    op.create_table(
        "letters",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("office", sa.String(length=160), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("docx", sa.String(length=64), nullable=True),
        sa.Column("office_copy", sa.String(length=64), nullable=True),
        sa.Column("receipt_copy", sa.String(length=64), nullable=True),
        sa.Column("own_fields", sa.Text(), nullable=False),
        sa.Column("cites", sa.Text(), nullable=False),
        sa.Column("variant", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claims.code"], name="fk_letters_claim"),
        sa.ForeignKeyConstraint(["docx"], ["vault_files.sha256"], name="fk_letters_docx"),
        sa.ForeignKeyConstraint(["office_copy"], ["vault_files.sha256"], name="fk_letters_office_copy"),
        sa.ForeignKeyConstraint(["receipt_copy"], ["vault_files.sha256"], name="fk_letters_receipt_copy"),
        sa.ForeignKeyConstraint(["reference"], ["letter_references.reference"], name="fk_letters_reference"),
        sa.PrimaryKeyConstraint("reference", name="pk_letters"),
    )
    op.create_index("ix_letters_claim", "letters", ["claim"], unique=False)
    op.create_index("ix_letters_written_on", "letters", ["written_on"], unique=False)


def _scans() -> None:
    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_scans_job"),
        sa.ForeignKeyConstraint(["sha256"], ["vault_files.sha256"], name="fk_scans_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_scans"),
        sa.UniqueConstraint("sha256", name="uq_scans_sha256"),
    )
    op.create_index("ix_scans_job", "scans", ["job"], unique=False)
    op.create_index("ix_scans_state", "scans", ["state"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name="fk_documents_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("scan", "position", name="uq_documents_scan_position"),
    )
    op.create_index("ix_documents_owner", "documents", ["owner"], unique=False)
    op.create_table(
        "document_letters",
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_document_letters_document"),
        sa.ForeignKeyConstraint(["letter"], ["letter_references.reference"], name="fk_document_letters_letter"),
        sa.PrimaryKeyConstraint("document", "letter", name="pk_document_letters"),
    )
    op.create_index("ix_document_letters_letter", "document_letters", ["letter"], unique=False)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("scan", sa.Integer(), nullable=True),
        sa.Column("document", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=16), nullable=True),
        sa.Column("crops", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("settlement", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_reviews_document"),
        sa.ForeignKeyConstraint(["letter"], ["letter_references.reference"], name="fk_reviews_letter"),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name="fk_reviews_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("key", name="uq_reviews_key"),
    )
    op.create_index("ix_reviews_owner", "reviews", ["owner"], unique=False)
    op.create_index("ix_reviews_scan", "reviews", ["scan"], unique=False)
    op.create_index("ix_reviews_state", "reviews", ["state"], unique=False)
