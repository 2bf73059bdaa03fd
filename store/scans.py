"""Scans that came in and the documents that were read on them.

    record.add_scan(address, *, media_type, pages, received_on, job=None, name="") -> Scan    same bytes: the known one
    record.scan(id) -> Scan | None; record.scan_of(address) -> Scan | None
    record.scans(*, states=None, job=None) -> list[Scan]
    record.settle_scan(id, state)                                                           RECEIVED → READ / UNREADABLE
    record.scan_name(id) -> str                                                  the sealed name that it came under
    record.add_document(scan, read, letter=None) -> int; record.bind_document(id, letter)
    record.reread_document(id, read); record.give_pages(id, to); record.parts(id)  when a person regroups their pages
    record.documents(*, scan=None, letter=None, ids=None) -> list[Document]

What is read stands under an intake key of its scan until all its letters are one claimant's; then under hers.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, not_, or_, select, true

from rules.errors import UsageError
from rules.findings import ReadDocument
from rules.roles import Right
from store.codec import pack_as, unpack_as
from store.keys import HOUSE, chunks, intake, scan_of_intake
from store.states import ScanState
from store.tables import ClaimantRow, DocumentLetterRow, DocumentRow, LetterRow, ScanRow, VaultFileRow, VaultOwnerRow
from store.unit import Unit

__all__ = ["Document", "Scan", "ScanState", "Scans"]


@dataclass(frozen=True, slots=True)
class Scan:
    """One file that came in; ``pages`` as counted when it was taken in."""

    id: int
    sha256: str
    media_type: str
    pages: int
    received_on: date
    job: str | None
    state: ScanState


@dataclass(frozen=True, slots=True)
class Document:
    """One paper on a scan; ``read`` is None once its key was destroyed."""

    id: int
    scan: int
    position: int
    letters: tuple[str, ...]
    read: ReadDocument | None


class Scans(Unit):
    def add_scan(
        self,
        sha256: str,
        *,
        media_type: str,
        pages: int,
        received_on: date,
        job: str | None = None,
        name: str = "",
    ) -> Scan:
        """Record a scan whose original is in the vault; of bytes that came before, the scan recorded then.

        It belongs to the organisation of the actor, or of whom the journey works for; what two of them hand in, to all
        until it is matched.
        """
        self.need(Right.TAKE_IN)
        ours = self._standing.organisation
        known = self._session.scalar(select(ScanRow).where(ScanRow.sha256 == sha256))
        if known is not None:
            if ours is not None and known.organisation not in (ours, None):
                known.organisation = None
                self._session.flush()
            return _scan(known)
        if self._session.get(VaultFileRow, sha256) is None:
            raise UsageError(f"The scan {sha256[:12]} is not in the vault; put it there first.")
        key = self._keys.draw(intake(sha256))
        row = ScanRow(
            sha256=sha256,
            media_type=media_type,
            pages=pages,
            received_on=received_on,
            job=job,
            state=ScanState.RECEIVED,
            organisation=ours,
            sealed=key.seal(os.fsencode(name), f"scan/{sha256}"),  # a name need not be text
        )
        self._session.add(row)
        self._session.flush()
        return _scan(row)

    def scan(self, scan: int) -> Scan | None:
        self.need(Right.PAPERS)
        row = self._session.scalar(select(ScanRow).where(ScanRow.id == scan, self._seen_scans()))
        return _scan(row) if row else None

    def _seen_scans(self) -> ColumnElement[bool]:
        """Which scans exist for the actor: her own, and those of others on which a letter of hers is answered."""
        if not self._standing.bounded:
            return true()
        matched = select(DocumentRow.scan).join(DocumentLetterRow, DocumentLetterRow.document == DocumentRow.id)
        return or_(
            self._own_scans(), ScanRow.id.in_(matched.where(DocumentLetterRow.letter.not_in(self._foreign_letters())))
        )

    def existing_papers(self, addresses: Collection[str]) -> Collection[str]:
        """Which of these papers of the vault exist for the actor.

        Those of the house but for other organisations' citizens' letters, of a person who exists, or of a scan that
        does, with all that was cut out of it.
        """
        self.need(Right.PAPERS)
        if not self._standing.bounded:
            return addresses
        query = select(VaultOwnerRow.sha256, VaultOwnerRow.owner).where(VaultOwnerRow.sha256.in_(addresses))
        owned = [(address, owner) for address, owner in self._session.execute(query)]
        owners = {owner for _, owner in owned}
        handed_in = [scan for owner in owners if (scan := scan_of_intake(owner)) is not None]
        scans = select(ScanRow.sha256).where(ScanRow.sha256.in_(handed_in), self._seen_scans())
        people = select(ClaimantRow.code).where(ClaimantRow.code.in_(owners), self._people())
        theirs = {HOUSE, *map(intake, self._session.scalars(scans)), *self._session.scalars(people)}
        of_house = [address for address, owner in owned if owner == HOUSE]
        papers = (LetterRow.docx, LetterRow.office_copy, LetterRow.receipt_copy)
        letters = select(*papers).where(LetterRow.claim.is_(None), not_(self._nobody_elses()))
        letters = letters.where(or_(*(paper.in_(of_house) for paper in papers)))
        hidden = {(paper, HOUSE) for its in self._session.execute(letters) for paper in its}
        return {address for address, owner in owned if owner in theirs and (address, owner) not in hidden}

    def scan_of(self, sha256: str) -> Scan | None:
        """The scan of these bytes, whoever handed it in: who can name them has them."""
        self.need(Right.PAPERS)
        row = self._session.scalar(select(ScanRow).where(ScanRow.sha256 == sha256))
        return _scan(row) if row else None

    def scans(self, *, states: Collection[ScanState] | None = None, job: str | None = None) -> list[Scan]:
        """Scans in order of arrival."""
        self.need(Right.PAPERS)
        query = select(ScanRow).where(self._seen_scans()).order_by(ScanRow.id)
        if states is not None:
            query = query.where(ScanRow.state.in_(list(states)))
        if job is not None:
            query = query.where(ScanRow.job == job)
        return [_scan(row) for row in self._session.scalars(query)]

    def settle_scan(self, scan: int, state: ScanState) -> None:
        """Say that the scan was read to the end, or that nothing could be made of it."""
        self.need(Right.TAKE_IN)
        self._scan_row(scan).state = ScanState(state)
        self._session.flush()

    def scan_name(self, scan: int) -> str:
        """The file name that it came under; empty once its key was destroyed."""
        self.need(Right.PAPERS)
        row = self._scan_row(scan)
        key = self._keys.find(intake(row.sha256))
        return os.fsdecode(key.open(row.sealed, f"scan/{row.sha256}")) if key and row.sealed is not None else ""

    def add_document(self, scan: int, read: ReadDocument, letter: str | None = None) -> int:
        """Record what was read of one paper on ``scan``; ``letter`` is the reference that it answers, if known."""
        self.need(Right.TAKE_IN)
        taken = select(func.count()).select_from(DocumentRow).where(DocumentRow.scan == scan)
        row = DocumentRow(
            scan=scan,
            position=(self._session.scalar(taken) or 0) + 1,
            kind=read.kind,
            owner=intake(self._scan_row(scan).sha256),
            sealed=None,
        )
        self._session.add(row)
        self._session.flush()
        self._seal_document(row, read)
        if letter is not None:
            self.bind_document(row.id, letter)
        return row.id

    def bind_document(self, document: int, letter: str) -> None:
        """Say that the document answers ``letter`` (too); it moves under its claimant's key if it is hers alone."""
        self.need(Right.TAKE_IN)
        row = self._session.get(DocumentRow, document)
        if row is None:
            raise UsageError(f"There is no document {document} on record.")
        if self._reference_row(letter) is None:
            raise UsageError(f"{letter} is not a reference of this store.")
        if self._session.get(DocumentLetterRow, (document, letter)) is None:
            self._session.add(DocumentLetterRow(document=document, letter=letter))
            self._session.flush()
        read = self._read(row)
        theirs = {self._claimant_of(None, one) for one in self._letters_of([document])[document]}
        owner = theirs.pop() if len(theirs) == 1 else None
        row.owner = owner or intake(self._scan_row(row.scan).sha256)
        if read is not None:
            self._seal_document(row, read)
        for part in self._session.scalars(select(DocumentRow.id).where(DocumentRow.part_of == document)).all():
            self.bind_document(part, letter)

    def reread_document(self, document: int, read: ReadDocument) -> None:
        """Put another reading in the place of the one on record: a person said which pages are one paper.

        UsageError for a document that answers a letter: what was recorded from it would lose its ground.
        """
        self.need(Right.TAKE_IN)
        row = self._unbound(document)
        row.kind = read.kind
        self._seal_document(row, read)

    def give_pages(self, document: int, to: int) -> None:
        """Say that the pages of ``document`` are read as a part of ``to``: it answers what that one answers.

        UsageError for a document that answers a letter already.
        """
        self.need(Right.TAKE_IN)
        self._unbound(document).part_of = to
        self._session.flush()

    def parts(self, document: int) -> list[Document]:
        """The documents whose pages are read as a part of ``document``, in order of their arrival."""
        ids = self._session.scalars(select(DocumentRow.id).where(DocumentRow.part_of == document)).all()
        return sorted(self.documents(ids=ids), key=lambda one: one.id)

    def _unbound(self, document: int) -> DocumentRow:
        row = self._session.get(DocumentRow, document)
        if row is None:
            raise UsageError(f"There is no document {document} on record.")
        if self._letters_of([document])[document]:
            raise UsageError(
                f"Document {document} answers a letter already. Take back what was recorded from it first."
            )
        return row

    def _seal_document(self, row: DocumentRow, read: ReadDocument) -> None:
        if self._is_erased(row.owner):
            row.sealed = None  # nothing of her is written any more
        else:
            row.sealed = self._keys.key(row.owner).seal(pack_as(ReadDocument, read), f"document/{row.id}")
        self._session.flush()

    def _read(self, row: DocumentRow) -> ReadDocument | None:
        key = self._keys.find(row.owner)
        if key is None or row.sealed is None:
            return None
        return unpack_as(ReadDocument, key.open(row.sealed, f"document/{row.id}"))

    def documents(
        self, *, scan: int | None = None, letter: str | None = None, ids: Collection[int] | None = None
    ) -> list[Document]:
        """Documents by scan and position."""
        self.need(Right.PAPERS)
        query = select(DocumentRow)
        if self._standing.bounded:
            of_others = select(DocumentLetterRow.document).where(DocumentLetterRow.letter.in_(self._foreign_letters()))
            answering = select(DocumentLetterRow.document)
            own = select(ScanRow.id).where(self._own_scans())
            query = query.where(DocumentRow.id.not_in(of_others))
            query = query.where(or_(DocumentRow.id.in_(answering), DocumentRow.scan.in_(own)))
        if scan is not None:
            query = query.where(DocumentRow.scan == scan)
        if letter is not None:
            query = query.join(DocumentLetterRow, DocumentLetterRow.document == DocumentRow.id)
            query = query.where(DocumentLetterRow.letter == letter)
        queries = [query] if ids is None else [query.where(DocumentRow.id.in_(some)) for some in chunks(set(ids))]
        rows = [row for one in queries for row in self._session.scalars(one)]
        self._keys.preload({row.owner for row in rows})
        letters = self._letters_of([row.id for row in rows])
        found = [Document(row.id, row.scan, row.position, letters[row.id], self._read(row)) for row in rows]
        return sorted(found, key=lambda document: (document.scan, document.position))

    def _letters_of(self, documents: Collection[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = dict.fromkeys(documents, ())
        for some in chunks(documents):
            query = select(DocumentLetterRow).where(DocumentLetterRow.document.in_(some))
            for row in self._session.scalars(query.order_by(DocumentLetterRow.letter)):
                found[row.document] += (row.letter,)
        return found

    def _scan_row(self, scan: int) -> ScanRow:
        row = self._session.scalar(select(ScanRow).where(ScanRow.id == scan, self._seen_scans()))
        if row is None:
            raise UsageError(f"There is no scan {scan} on record.")
        return row


def _scan(row: ScanRow) -> Scan:
    return Scan(row.id, row.sha256, row.media_type, row.pages, row.received_on, row.job, row.state)
