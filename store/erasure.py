"""Erasing a person: what only she could be known by is destroyed, what happened to her claims stays.

    erase(store, claimant, *, on, actor) -> Erasure        again: what is left of an earlier, interrupted one
    erased(store) -> dict[code, date]                      to be kept apart from backups: a restore replays it
    replay(store, erased, actor="system:restore") -> int

Destroyed: her data key, and with it her identity, the words of her claims, the contexts of her letters, what lies
beside her events and what was read of papers that are hers alone; her blind indexes; the papers that nobody else owns,
with their keys; scans that hold nobody else's paper, with theirs. Sealed rows go too, not only their keys.
Kept, as evidence: codes, dates, offices, references, hashes, and both chains.

What comes in about her later is kept as a code and a date, and its words are not.

Keys die with the commit; after it the encrypted files go, and the write-ahead log is emptied, for the old pages in it.
On a server the tables are written anew instead; its own log and its backups end when whoever keeps it lets them end.
A scan that holds papers of others as well keeps its pictures: ``Erasure.shared`` names it, for a person to look at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rules.errors import UsageError
from rules.events import Event, EventKind
from rules.history import effective
from rules.people import DossierConsent
from rules.roles import Right
from store.engine import BUSY_SECONDS
from store.keys import chunks, intake
from store.record import Record
from store.session import Store
from store.tables import (
    BesideRow,
    BlindIndexRow,
    ClaimantRow,
    ClaimRow,
    DataKeyRow,
    DocumentLetterRow,
    DocumentRow,
    LetterRow,
    ReferenceRow,
    ReviewRow,
    ScanRow,
    VaultFileRow,
    VaultOwnerRow,
)

# The tables out of which something is destroyed.
_REWRITTEN = (
    DataKeyRow, ClaimantRow, BlindIndexRow, ClaimRow, BesideRow, LetterRow, ScanRow, DocumentRow, ReviewRow,
    VaultFileRow, VaultOwnerRow,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was done: papers destroyed in the vault, and scans left because others' papers are on them too."""

    claimant: str
    on: date
    papers: int
    shared: tuple[int, ...]


def erase(store: Store, claimant: str, *, on: date, actor: str) -> Erasure:
    """Erase the person behind a claimant's code, for good. UsageError if there is none.

    Her claims are withdrawn in the event chain (unless delivered), and no consent of hers holds any more.
    """
    with store.begin(actor) as record:
        record.need(Right.ERASE)
        session = record._session
        person = record._claimant_row(claimant)
        if person is None:
            raise UsageError(f"There is no claimant {claimant} on record.")
        if person.erased_on is None:
            person.erased_on = on
            _close(record, claimant, on)
        papers, shared = _shred(session, claimant)
        session.flush()
        done = Erasure(claimant, person.erased_on, papers, tuple(shared))
        record.commit()
    _sweep(store, actor)
    return done


def _close(record: Record, claimant: str, on: date) -> None:
    """Say in the chain that she is gone; nothing more is proposed or printed for her."""
    record._note_access([claimant], "erase")
    claims = [claim.code for claim in record.claims(claimants=[claimant])]
    counting = effective(record.events(claims=claims))
    delivered = {event.claim for event in counting if event.kind is EventKind.DELIVERED}
    for claim in claims:
        record.append(Event(EventKind.CONSENT_WITHDRAWN, on, claim, facts={"erased": True}))
        if claim not in delivered:
            record.append(Event(EventKind.WITHDRAWN, on, claim, facts={"erased": True}))


def _shred(session: Session, claimant: str) -> tuple[int, list[int]]:
    """Destroy rows and keys; how many papers lost theirs, and the scans that are shared."""
    claims = list(session.scalars(select(ClaimRow.code).where(ClaimRow.claimant == claimant)))
    letters = set(session.scalars(select(ReferenceRow.reference).where(ReferenceRow.claim.in_(claims))))
    scans, shared = _scans(session, letters)
    owners = {claimant, *(intake(scan.sha256) for scan in scans)}
    papers = _papers_of(session, owners) | _crops(session, claimant)
    session.get_one(ClaimantRow, claimant).sealed = None
    session.execute(delete(BlindIndexRow).where(BlindIndexRow.claimant == claimant))
    session.execute(delete(BesideRow).where(BesideRow.owner.in_(owners)))
    for claim in session.scalars(select(ClaimRow).where(ClaimRow.claimant == claimant)):
        claim.sealed, claim.consent_apply, claim.consent_dossier = None, False, DossierConsent.NONE
        claim.consent_offices = []
    for letter in session.scalars(select(LetterRow).where(LetterRow.claim.in_(claims))):
        letter.sealed = None
    for document in session.scalars(select(DocumentRow).where(DocumentRow.owner.in_(owners))):
        document.sealed = None
    for review in session.scalars(select(ReviewRow).where(ReviewRow.owner.in_(owners))):
        review.sealed = review.settlement = None
    for scan in scans:
        scan.sealed = None
    session.execute(delete(DataKeyRow).where(DataKeyRow.owner.in_(owners)))
    session.execute(delete(VaultOwnerRow).where(VaultOwnerRow.owner.in_(owners)))
    return _forget(session, papers), shared


def _scans(session: Session, letters: Iterable[str]) -> tuple[list[ScanRow], list[int]]:
    """Scans with a paper of hers: those on which every paper is hers, and the numbers of the others."""
    letters = set(letters)
    found: set[int] = set()
    for some in chunks(letters):
        query = select(DocumentRow.scan).join(DocumentLetterRow, DocumentLetterRow.document == DocumentRow.id)
        found.update(session.scalars(query.where(DocumentLetterRow.letter.in_(some))))
    hers, shared = [], []
    for number in sorted(found):
        of_scan = select(DocumentLetterRow.letter).select_from(DocumentRow).where(DocumentRow.scan == number)
        of_scan = of_scan.outerjoin(DocumentLetterRow, DocumentLetterRow.document == DocumentRow.id)
        if all(letter in letters for letter in session.scalars(of_scan)):  # None: a paper not known to be hers
            hers.append(session.get_one(ScanRow, number))
        else:
            shared.append(number)
    return hers, shared


def _papers_of(session: Session, owners: Iterable[str]) -> set[str]:
    """Addresses of vault files that belong to these owners and to nobody else."""
    owners = set(owners)
    theirs = set(session.scalars(select(VaultOwnerRow.sha256).where(VaultOwnerRow.owner.in_(owners))))
    for some in chunks(set(theirs)):
        others = select(VaultOwnerRow.sha256).where(VaultOwnerRow.sha256.in_(some), VaultOwnerRow.owner.not_in(owners))
        theirs.difference_update(session.scalars(others))
    return theirs


def _crops(session: Session, claimant: str) -> set[str]:
    """Pictures shown for papers of hers, also where the scan they were cut from is shared."""
    hers: set[str] = set()
    for review in session.scalars(select(ReviewRow).where(ReviewRow.owner == claimant)).all():
        of_scan = select(ReviewRow).where(ReviewRow.scan == review.scan, ReviewRow.owner != claimant)
        others = {crop for other in session.scalars(of_scan) for crop in other.crops}
        hers.update(set(review.crops) - others)
    return hers


def _forget(session: Session, papers: Iterable[str]) -> int:
    count = 0
    for some in chunks(papers):
        session.execute(delete(VaultOwnerRow).where(VaultOwnerRow.sha256.in_(some)))
        for file in session.scalars(select(VaultFileRow).where(VaultFileRow.sha256.in_(some))):
            count += file.wrapped is not None
            file.wrapped = None
    return count


def _sweep(store: Store, actor: str) -> None:
    """Remove the files without a key, with other writers shut out, and what the database still holds of old rows."""
    with store.begin(actor) as record:
        gone = select(VaultFileRow.sha256).where(VaultFileRow.wrapped.is_(None))
        for address in record._session.scalars(gone):
            store.vault.folder.remove(address)
    if store.database is not None:
        with closing(sqlite3.connect(store.database, timeout=BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    else:
        with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
            server.exec_driver_sql(f"VACUUM FULL {', '.join(row.__tablename__ for row in _REWRITTEN)}")


def erased(store: Store) -> dict[str, date]:
    """Everybody who was erased, and when: codes and dates only."""
    with store.begin("system:erasure", read_only=True) as record:
        return {person.code: person.erased_on for person in record.claimants() if person.erased_on is not None}


def replay(store: Store, erased: Mapping[str, date], actor: str = "system:restore") -> int:
    """Erase again whom an older copy of the record still holds; those who were added since are not in it."""
    with store.begin(actor, read_only=True) as record:
        held = {person.code for person in record.claimants() if person.erased_on is None}
    for claimant in sorted(held & set(erased)):
        erase(store, claimant, on=erased[claimant], actor=actor)
    return len(held & set(erased))
