"""Letters and their references: a reference is allotted once per proposal and never again.

record.reserve_reference(key, claim) -> str              same key, same reference, forever
record.reserve_references({key: claim}) -> dict          the same of many, by key
record.reference_of(key) -> str | None                   without allotting one
record.references_of(keys) -> dict
record.reservation(reference) -> Reservation | None      is this one of ours, and whose
record.blank_references() -> list[Reservation]           those with a key "blank:…", oldest first
record.bind_reference(reference, claim)                  a blank sheet finds its claim
record.add_letter(letter, *, key, context)               papers must be in the vault; context is JSON, dates as text
record.add_letters([NewLetter, …])                       the same of many
record.letter(reference) -> Letter | None
record.letters(*, claims=None, references=None, offices=None, variant=None, shared=False) -> list[Letter]
record.letter_contexts(references, purpose) -> dict      audited; without those whose key was destroyed
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from rules.errors import StoreRefuses, UsageError
from rules.letters import Letter, OwnField
from rules.references import is_reference, new_reference
from rules.roles import Right
from store.access import Accesses
from store.codec import pack, unpack
from store.consents import Consents
from store.keys import HOUSE, chunks
from store.tables import LetterRow, ReferenceRow, VaultFileRow


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reference, the key that it was allotted for, and its claim if it is bound to one."""

    reference: str
    key: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be put on record: the key of its reference, what it was filled with (JSON, dates as text), and of a
    citizen's own letter her organisation."""

    letter: Letter
    key: str
    context: Mapping[str, Any]
    organisation: str | None = None


class Letters(Consents, Accesses):
    def reserve_reference(self, key: str, claim: str | None) -> str:
        """The reference of ``key`` (a proposal, or a claim's application), drawn at the first asking."""
        return self.reserve_references({key: claim})[key]

    def reserve_references(self, claims: Mapping[str, str | None]) -> dict[str, str]:
        """The references of keys, each given with its claim or none, in few queries."""
        self.need(Right.WRITE)
        found = {key: row.reference for key, row in self._by_key(claims).items()}
        fresh = {key: claim for key, claim in claims.items() if key not in found}
        self._must_be_claims(fresh.values())
        for (key, claim), reference in zip(fresh.items(), self._free_references(len(fresh)), strict=True):
            self._session.add(ReferenceRow(reference=reference, key=key, claim=claim, allotted_at=self._moment()))
            found[key] = reference
        self._session.flush()
        return found

    def _free_references(self, number: int) -> list[str]:
        """So many new references that nobody has."""
        free: set[str] = set()
        while len(free) < number:
            drawn = {new_reference() for _ in range(number - len(free))}
            for some in chunks(drawn):
                query = select(ReferenceRow.reference).where(ReferenceRow.reference.in_(some))
                drawn -= set(self._session.scalars(query))
            free |= drawn
        return list(free)

    def reference_of(self, key: str) -> str | None:
        """The reference allotted to ``key``; None if there is none yet."""
        return self.references_of([key]).get(key)

    def references_of(self, keys: Collection[str]) -> dict[str, str]:
        """The references allotted to these keys, by key; without those that have none yet."""
        self.need(Right.CLAIMS)
        return {key: row.reference for key, row in self._by_key(keys).items()}

    def _by_key(self, keys: Collection[str]) -> dict[str, ReferenceRow]:
        queries = (select(ReferenceRow).where(ReferenceRow.key.in_(some)) for some in chunks(keys))
        return {row.key: row for query in queries for row in self._session.scalars(query)}

    def reservation(self, reference: str) -> Reservation | None:
        self.need(Right.CLAIMS)
        row = self._reference_row(reference)
        return Reservation(row.reference, row.key, row.claim) if row else None

    def blank_references(self) -> list[Reservation]:
        """All references ever allotted to blank sheets (key ``blank:…``), bound since or not, oldest first."""
        self.need(Right.CLAIMS)
        query = select(ReferenceRow).where(ReferenceRow.key.startswith("blank:", autoescape=True))
        query = query.where(self._of_claim(ReferenceRow.claim))
        rows = self._session.scalars(query.order_by(ReferenceRow.allotted_at, ReferenceRow.reference))
        return [Reservation(row.reference, row.key, row.claim) for row in rows]

    def bind_reference(self, reference: str, claim: str) -> None:
        """Give a reference that belongs to no claim yet its claim. UsageError if it is unknown or another claim's."""
        self.need(Right.TELL)
        row = self._reference_row(reference)
        if row is None:
            raise UsageError(f"{reference} is not a reference of this store.")
        if row.claim not in (None, claim):
            raise UsageError(f"{reference} belongs to {row.claim} already.")
        self._must_be_claims([claim])
        row.claim = claim
        written = self._session.get(LetterRow, reference)
        context = self._context(written)
        if written is not None and context is not None:
            written.claim = claim
            written.sealed = self._sealed_context(reference, claim, context)
        self._session.flush()

    def add_letter(self, letter: Letter, *, key: str, context: Mapping[str, Any]) -> None:
        """Record a letter whose papers are in the vault. The same letter again is no deed.

        UsageError for a bad reference, an unknown claim or a paper that is not in the vault; StoreRefuses if the
        reference or the key stands for another letter, or if she has not agreed to it.
        """
        self.add_letters([NewLetter(letter, key, context)])

    def add_letters(self, new: Collection[NewLetter]) -> None:
        """``add_letter`` of several letters, no two under one reference, in few queries."""
        self.need(Right.WRITE)
        if len({one.letter.reference for one in new}) != len(new):
            raise UsageError("Two letters with one reference cannot be put on record.")
        for one in new:
            if not is_reference(one.letter.reference):
                raise UsageError(f"{one.letter.reference} is not a reference.")
        self._must_be_claims(one.letter.claim for one in new)
        self._reserve_as(new)
        references = [one.letter.reference for one in new]
        known = {letter.reference: letter for letter in self.letters(references=references, shared=True)}
        for one in new:
            if one.letter != known.get(one.letter.reference, one.letter):
                raise StoreRefuses(f"Letter {one.letter.reference} is on record already, and is never overwritten.")
        fresh = [one for one in new if one.letter.reference not in known]
        self._must_be_kept([one.letter for one in fresh])
        for one in fresh:
            self._must_be_agreed(one.letter)
        self._keys.preload(self._claimant_of(one.letter.claim) or HOUSE for one in fresh)
        self._session.add_all(self._letter_row(one) for one in fresh)
        self._session.flush()

    def _must_be_kept(self, letters: Sequence[Letter]) -> None:
        """UsageError for a letter of which a paper is not in the vault."""
        papers = {letter.reference: set(filter(None, _papers(letter))) for letter in letters}
        kept: set[str] = set()
        for some in chunks({paper for its in papers.values() for paper in its}):
            kept |= set(self._session.scalars(select(VaultFileRow.sha256).where(VaultFileRow.sha256.in_(some))))
        for reference, its in papers.items():
            if its - kept:
                raise UsageError(f"A paper of letter {reference} is not in the vault; put it there first.")

    def _letter_row(self, new: NewLetter) -> LetterRow:
        letter = new.letter
        return LetterRow(
            reference=letter.reference,
            kind=letter.kind,
            claim=letter.claim,
            office=letter.office,
            rung=letter.rung,
            language=letter.language,
            written_on=letter.written_on,
            pages=letter.pages,
            docx=letter.docx,
            office_copy=letter.office_copy,
            receipt_copy=letter.receipt_copy,
            own_fields=[[field.page, *field.box] for field in letter.own_fields],
            cites=list(letter.cites),
            variant=letter.variant,
            organisation=new.organisation,
            sealed=self._sealed_context(letter.reference, letter.claim, new.context),
        )

    def _sealed_context(self, reference: str, claim: str | None, context: Mapping[str, Any]) -> bytes:
        _, key = self._key_of(self._claimant_of(claim))
        return key.seal(pack(context), f"letter/{reference}")

    def _reserve_as(self, new: Collection[NewLetter]) -> None:
        """Each letter's reference is that of its key; one that nobody has is taken for it."""
        by_key = self._by_key([one.key for one in new])
        for one in new:
            row, letter = by_key.get(one.key), one.letter
            if row is None and self._session.get(ReferenceRow, letter.reference) is None:
                moment = self._moment()
                row = ReferenceRow(reference=letter.reference, key=one.key, claim=letter.claim, allotted_at=moment)
                self._session.add(row)
            elif row is None or row.reference != letter.reference:
                raise StoreRefuses(f"Another letter than {letter.reference} is on record for this step already.")
            elif row.claim != letter.claim:
                raise StoreRefuses(f"The reference {letter.reference} was allotted to another claim.")
        self._session.flush()

    def _must_be_claims(self, claims: Iterable[str | None]) -> None:
        codes = [claim for claim in claims if claim is not None]
        self._hold_claims(codes)
        for claim in codes:
            if self._claim_row(claim) is None:
                raise UsageError(f"There is no claim {claim} on record.")

    def letter(self, reference: str) -> Letter | None:
        self.need(Right.CLAIMS)
        row = self._session.get(LetterRow, reference) if self._reference_row(reference) else None
        return _letter(row) if row else None

    def letters(
        self,
        *,
        claims: Collection[str] | None = None,
        references: Collection[str] | None = None,
        offices: Collection[str] | None = None,
        variant: str | None = None,
        shared: bool = False,
    ) -> list[Letter]:
        """Letters by date and reference; of ``claims``, among ``references``, to ``offices``, of a ``variant`` where
        given; ``shared``: with what other organisations' citizens ask in general, which serves claims of hers too."""
        self.need(Right.CLAIMS)
        every = select(LetterRow).where(self._of_claim(LetterRow.claim))
        if not shared:
            every = every.where(self._nobody_elses())
        queries: list[Select[tuple[LetterRow]]] = [
            every if variant is None else every.where(LetterRow.variant == variant)
        ]
        if claims is not None:
            queries = [one.where(LetterRow.claim.in_(some)) for one in queries for some in chunks(set(claims))]
        if references is not None:
            among = set(references)
            queries = [one.where(LetterRow.reference.in_(some)) for one in queries for some in chunks(among)]
        if offices is not None:
            queries = [one.where(LetterRow.office.in_(some)) for one in queries for some in chunks(set(offices))]
        found = [_letter(row) for query in queries for row in self._session.scalars(query)]
        return sorted(found, key=lambda letter: (letter.written_on, letter.reference))

    def letter_contexts(self, references: Collection[str], purpose: str) -> dict[str, dict[str, Any]]:
        """What letters were filled with, by reference; without those that are not there or whose person was erased.

        One link on the access chain a call, of those whom the letters name; none where they are nobody's own.
        """
        self.need(Right.NAMES)
        found: dict[str, dict[str, Any]] = {}
        named: set[str | None] = set()
        every = select(LetterRow).where(self._of_claim(LetterRow.claim), self._nobody_elses())
        every = every.order_by(LetterRow.reference)
        queries = (every.where(LetterRow.reference.in_(some)) for some in chunks(sorted(set(references))))
        rows = [row for query in queries for row in self._session.scalars(query)]
        self._hold_claims(row.claim for row in rows)
        self._keys.preload(self._claimant_of(row.claim) or HOUSE for row in rows)
        for row in rows:
            context = self._context(row)
            if context is not None:
                found[row.reference] = context
                named.add(self._claimant_of(row.claim))
        self._note_seen(named, purpose)
        return found

    def note_papers_seen(self, references: Collection[str], purpose: str) -> None:
        """Say that somebody looks at papers that answer these letters: the names of their people stand there.

        One link on the access chain, of all of them; none where they are nobody's own.
        """
        self.need(Right.PAPERS)
        self._note_seen({self._claimant_of(None, one) for one in references if self._reference_row(one)}, purpose)

    def _note_seen(self, claimants: set[str | None], purpose: str) -> None:
        named = {claimant for claimant in claimants if claimant is not None}
        if named:
            self._note_access(named, purpose)

    def _context(self, row: LetterRow | None) -> dict[str, Any] | None:
        if row is None or row.sealed is None:
            return None
        key = self._keys.find(self._claimant_of(row.claim) or HOUSE)
        if key is None:
            return None
        context: dict[str, Any] = unpack(key.open(row.sealed, f"letter/{row.reference}"))
        return context


def _papers(letter: Letter) -> tuple[str | None, str | None, str | None]:
    return letter.docx, letter.office_copy, letter.receipt_copy


def _letter(row: LetterRow) -> Letter:
    return Letter(
        reference=row.reference,
        kind=row.kind,
        claim=row.claim,
        office=row.office,
        rung=row.rung,
        language=row.language,
        written_on=row.written_on,
        pages=row.pages,
        docx=row.docx,
        office_copy=row.office_copy,
        receipt_copy=row.receipt_copy,
        own_fields=tuple(OwnField(page, (x0, y0, x1, y1)) for page, x0, y0, x1, y1 in row.own_fields),
        cites=tuple(row.cites),
        variant=row.variant,
    )
