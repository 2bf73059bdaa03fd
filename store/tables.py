"""The tables, typed. Nothing of these classes leaves ``store``; sealed columns hold bytes that only a data key opens.

What stands in the clear is codes, dates, places down to the block, counts and states. Everything else is sealed.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from rules.events import EventKind
from rules.findings import DocumentKind
from rules.letters import Language, LetterKind
from rules.people import Capacity, DossierConsent, YesNoUnknown
from rules.roles import Role
from store.codec import canonical
from store.states import ItemState, JobState, ReviewState, ScanState

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Plain(TypeDecorator[Any]):
    """A small JSON value in the clear (codes only), as canonical text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def _by_value(states: type[StrEnum]) -> Enum:
    """A StrEnum kept as its value; no CHECK, so that a new member needs no migration."""
    return Enum(
        states, native_enum=False, create_constraint=False, length=32, values_callable=lambda e: [m.value for m in e]
    )


SHA256 = String(64)
CODE = String(64)
REFERENCE = String(16)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        datetime: Moment(),
        date: Date(),
        bytes: LargeBinary(),
        EventKind: _by_value(EventKind),
        DocumentKind: _by_value(DocumentKind),
        Language: _by_value(Language),
        LetterKind: _by_value(LetterKind),
        Capacity: _by_value(Capacity),
        DossierConsent: _by_value(DossierConsent),
        YesNoUnknown: _by_value(YesNoUnknown),
        Role: _by_value(Role),
        ItemState: _by_value(ItemState),
        JobState: _by_value(JobState),
        ReviewState: _by_value(ReviewState),
        ScanState: _by_value(ScanState),
    }


class StoreRow(Base):
    """The store itself: one row."""

    __tablename__ = "store"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(36))  # random, tells stores apart
    key_check: Mapped[str] = mapped_column(SHA256)
    created_at: Mapped[datetime]


class DataKeyRow(Base):
    """The wrapped data key of a person (her code), a scan (``scan/<address>``) or the house (``house``, ``chain``)."""

    __tablename__ = "data_keys"
    owner: Mapped[str] = mapped_column(String(80), primary_key=True)
    wrapped: Mapped[bytes]


class UserRow(Base):
    """One who may sign in; an id that was given is never given again."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(CODE, primary_key=True)
    role: Mapped[Role]
    organisation: Mapped[str | None] = mapped_column(CODE)
    collective: Mapped[str | None] = mapped_column(CODE)
    may_override: Mapped[bool]
    digest: Mapped[str] = mapped_column(SHA256, unique=True)  # blind index of her name
    sealed: Mapped[bytes]  # her name and the hash of her password
    failures: Mapped[int]  # wrong passwords since the last right one
    locked_until: Mapped[datetime | None]
    added_on: Mapped[date]
    ended_on: Mapped[date | None]


class ClaimantRow(Base):
    __tablename__ = "claimants"
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    organisation: Mapped[str] = mapped_column(CODE, index=True)
    added_on: Mapped[date]
    sealed: Mapped[bytes | None]  # Identity; None once erased
    erased_on: Mapped[date | None]


class BlindIndexRow(Base):
    __tablename__ = "blind_indexes"
    claimant: Mapped[str] = mapped_column(ForeignKey("claimants.code"), primary_key=True)
    field: Mapped[str] = mapped_column(String(32), primary_key=True)
    digest: Mapped[str] = mapped_column(SHA256, index=True)


class ClaimRow(Base):
    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("claimant", "service"),
        Index(None, "district", "block"),
    )
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    claimant: Mapped[str] = mapped_column(ForeignKey("claimants.code"))
    service: Mapped[str] = mapped_column(CODE)
    priority: Mapped[int]
    language: Mapped[Language]
    district: Mapped[str] = mapped_column(CODE)
    block: Mapped[str] = mapped_column(CODE)
    organisation: Mapped[str] = mapped_column(CODE, index=True)
    collective: Mapped[str] = mapped_column(CODE, index=True)
    child_at_offence: Mapped[YesNoUnknown]
    applicant_capacity: Mapped[Capacity]
    bpl: Mapped[bool]
    consent_on: Mapped[date]
    consent_until: Mapped[date | None]
    consent_apply: Mapped[bool]
    consent_offices: Mapped[Any] = mapped_column(Plain(), nullable=True)
    consent_dossier: Mapped[DossierConsent]
    sealed: Mapped[bytes | None]  # details, social worker


class LinkRow(Base):
    """One link of a chain; triggers forbid changing or deleting it."""

    __abstract__ = True
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(CODE)
    previous: Mapped[str] = mapped_column(SHA256)
    hash: Mapped[str] = mapped_column(SHA256)


class EventRow(LinkRow):
    __tablename__ = "events"
    kind: Mapped[EventKind]
    on: Mapped[date]
    claim: Mapped[str | None] = mapped_column(ForeignKey("claims.code"), index=True)
    letter: Mapped[str | None] = mapped_column(REFERENCE, index=True)
    facts: Mapped[Any] = mapped_column(Plain())
    commitment: Mapped[str] = mapped_column(SHA256)  # of what lies beside; empty if nothing does


class BesideRow(Base):
    """What an event speaks of and its salt, sealed; it can die while the event stays."""

    __tablename__ = "event_besides"
    seq: Mapped[int] = mapped_column(ForeignKey("events.seq"), primary_key=True, autoincrement=False)
    owner: Mapped[str] = mapped_column(String(80), index=True)
    sealed: Mapped[bytes]


class AccessRow(LinkRow):
    """Who read whose name, and why."""

    __tablename__ = "accesses"
    purpose: Mapped[str] = mapped_column(CODE)
    claimants: Mapped[Any] = mapped_column(Plain())


class HeadRow(Base):
    """The head of a chain, sealed by its key; locked while a link is added."""

    __tablename__ = "chain_heads"
    chain: Mapped[str] = mapped_column(String(16), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(SHA256)
    seal: Mapped[str] = mapped_column(SHA256)


class VaultFileRow(Base):
    __tablename__ = "vault_files"
    sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    size: Mapped[int]
    wrapped: Mapped[bytes | None]  # None once erased
    stored_at: Mapped[datetime]


class VaultOwnerRow(Base):
    """Whose paper it is; the same bytes may belong to several, and die with the last of them."""

    __tablename__ = "vault_owners"
    sha256: Mapped[str] = mapped_column(ForeignKey("vault_files.sha256"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class ReferenceRow(Base):
    """A reference once allotted is never allotted again."""

    __tablename__ = "letter_references"
    reference: Mapped[str] = mapped_column(REFERENCE, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    claim: Mapped[str | None] = mapped_column(ForeignKey("claims.code"), index=True)
    allotted_at: Mapped[datetime]


class LetterRow(Base):
    __tablename__ = "letters"
    reference: Mapped[str] = mapped_column(ForeignKey("letter_references.reference"), primary_key=True)
    kind: Mapped[LetterKind]
    claim: Mapped[str | None] = mapped_column(ForeignKey("claims.code"), index=True)
    office: Mapped[str] = mapped_column(String(160))
    rung: Mapped[int]
    language: Mapped[Language]
    written_on: Mapped[date] = mapped_column(index=True)
    pages: Mapped[int]
    docx: Mapped[str | None] = mapped_column(ForeignKey("vault_files.sha256"))
    office_copy: Mapped[str | None] = mapped_column(ForeignKey("vault_files.sha256"))
    receipt_copy: Mapped[str | None] = mapped_column(ForeignKey("vault_files.sha256"))
    own_fields: Mapped[Any] = mapped_column(Plain())
    cites: Mapped[Any] = mapped_column(Plain())
    variant: Mapped[str] = mapped_column(CODE)
    organisation: Mapped[str | None] = mapped_column(CODE)  # of the citizen who asks; None: a claim's, or nobody's own
    sealed: Mapped[bytes | None]  # the context it was filled with


class JobRow(Base):
    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(CODE, primary_key=True)
    journey: Mapped[str] = mapped_column(CODE, index=True)
    state: Mapped[JobState] = mapped_column(index=True)
    sealed: Mapped[bytes]  # the request
    counts: Mapped[Any] = mapped_column(Plain())
    error: Mapped[str] = mapped_column(CODE)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(CODE)
    attempts: Mapped[int]
    holder: Mapped[str | None] = mapped_column(CODE)
    holder_process: Mapped[str | None] = mapped_column(String(200))  # host, process and its start
    leased_until: Mapped[datetime | None]


class JobItemRow(Base):
    __tablename__ = "job_items"
    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    state: Mapped[ItemState]


class StandingOrderRow(Base):
    __tablename__ = "standing_orders"
    journey: Mapped[str] = mapped_column(CODE, primary_key=True)
    sealed: Mapped[bytes]


class CitizenRow(Base):
    __tablename__ = "citizens"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(CODE, index=True)
    sealed: Mapped[bytes]  # her name and address


class ScanRow(Base):
    __tablename__ = "scans"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("vault_files.sha256"), unique=True)
    media_type: Mapped[str] = mapped_column(CODE)
    pages: Mapped[int]
    received_on: Mapped[date]
    job: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    state: Mapped[ScanState] = mapped_column(index=True)
    organisation: Mapped[str | None] = mapped_column(CODE, index=True)  # that handed it in; None: a common inbox
    sealed: Mapped[bytes | None]  # the name it came under


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("scan", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    scan: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    position: Mapped[int]
    kind: Mapped[DocumentKind]
    owner: Mapped[str] = mapped_column(String(80), index=True)  # whose data key seals it
    sealed: Mapped[bytes | None]  # ReadDocument
    # The document that its pages went to. No foreign key: SQLite would make the table anew, to which others point.
    part_of: Mapped[int | None] = mapped_column(index=True)


class DocumentLetterRow(Base):
    __tablename__ = "document_letters"
    document: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    letter: Mapped[str] = mapped_column(ForeignKey("letter_references.reference"), primary_key=True, index=True)


class ReviewRow(Base):
    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(CODE)
    state: Mapped[ReviewState] = mapped_column(index=True)
    scan: Mapped[int | None] = mapped_column(ForeignKey("scans.id"), index=True)
    document: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    letter: Mapped[str | None] = mapped_column(ForeignKey("letter_references.reference"))
    crops: Mapped[Any] = mapped_column(Plain())  # vault addresses
    owner: Mapped[str] = mapped_column(String(80), index=True)
    sealed: Mapped[bytes | None]  # reasons, candidates, facts
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(CODE)
    settlement: Mapped[bytes | None]  # values and note, sealed
    postponed_until: Mapped[date | None]
    postponed_by: Mapped[str | None] = mapped_column(CODE)
