"""Is the record still what was written? Chains, sealed fields, vault, and letters with their papers.

    verify(store) -> list[Problem]        empty if all is well; ``Problem.field`` is one of
        altered    a row, a sealed field or a vault file is not what was written
        missing    something that the record speaks of is gone
        inserted   a link that does not belong in its chain
        orphan     a paper that nothing on record speaks of (a run was stopped between vault and record)

It reads every vault file and opens every sealed field, in one read-only transaction; names are not handed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from rules.errors import Problem, StoreDamaged, StoreRefuses
from rules.events import EventKind
from store.chain import REMEDY, Chain
from store.codec import unpack
from store.events import commitment
from store.keys import ACCESS, CHAIN, HOUSE, Keyring, intake
from store.session import Store
from store.tables import (
    AccessRow,
    Base,
    BesideRow,
    CitizenRow,
    ClaimantRow,
    ClaimRow,
    DocumentRow,
    EventRow,
    JobRow,
    LetterRow,
    ReferenceRow,
    ReviewRow,
    ScanRow,
    StandingOrderRow,
    UserRow,
    VaultFileRow,
)
from store.vault import Vault, is_address

ORPHAN_REMEDY = "Take the paper in again if it is still at hand; else leave it: it can be read by its address."


def verify(store: Store) -> list[Problem]:
    """Everything that is not as it was recorded."""
    found: list[Problem] = []
    with store.examine() as (session, keys):
        sections: dict[str, Callable[[], Iterator[Problem]]] = {
            "database": lambda: _database(session),
            "events chain": lambda: Chain(session, CHAIN, keys.need(CHAIN)).check(EventRow),
            "accesses chain": lambda: Chain(session, ACCESS, keys.need(ACCESS)).check(AccessRow),
            "events": lambda: _besides(session, keys),
            "sealed fields": lambda: _sealed_fields(session, keys),
            "letters": lambda: _letters(session),
            "vault": lambda: _vault(session, store.vault),
            "papers": lambda: _orphans(session, store.vault),
        }
        for name, section in sections.items():
            try:
                found += section()
            except (StoreDamaged, LookupError, ValueError, TypeError):
                # A row that is not even of its shape stops its section, not the others.
                found.append(Problem(name, "cannot be read to the end.", REMEDY, "altered"))
    return found


def _database(session: Session) -> Iterator[Problem]:
    """What SQLite itself finds wrong with the file, and rows that name others that are not there."""
    if session.get_bind().dialect.name != "sqlite":
        yield from _dangling(session)
        return
    for (finding,) in session.execute(text("PRAGMA integrity_check(20)")):
        if finding != "ok":
            yield Problem("database", "its file is damaged.", REMEDY, "altered")
            return
    for table, *_ in session.execute(text("PRAGMA foreign_key_check")):
        yield Problem("database", f"a row of {table} names another that is not there.", REMEDY, "missing")


def _dangling(session: Session) -> Iterator[Problem]:
    """A server holds its rows together itself, unless somebody told it not to."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias()
            there = other.c[key.column.name]
            query = select(func.count()).select_from(table.outerjoin(other, key.parent == there))
            for _ in range(session.scalar(query.where(key.parent.is_not(None), there.is_(None))) or 0):
                what = f"a row of {table.name} names another that is not there."
                yield Problem("database", what, REMEDY, "missing")


def _besides(session: Session, keys: Keyring) -> Iterator[Problem]:
    """What lies beside the events matches their commitments, and is there as long as its person is."""
    beside: BesideRow | None
    query = select(EventRow, BesideRow).outerjoin(BesideRow, BesideRow.seq == EventRow.seq)
    query = query.where((EventRow.commitment != "") | BesideRow.seq.is_not(None)).order_by(EventRow.seq)
    for event, beside in session.execute(query):
        where = f"event {event.seq}"
        if beside is None:
            if not _erased(session, event.claim, event.letter):
                yield Problem(where, "what lay beside it is gone.", REMEDY, "missing")
            continue
        opened = _open(keys, beside.owner, beside.sealed, f"event/{event.seq}")
        if isinstance(opened, Problem):
            yield opened
            continue
        words = unpack(opened)
        if commitment(words["salt"], words["beside"]) != event.commitment:
            yield Problem(where, "what lies beside it is not what was written.", REMEDY, "altered")


def _erased(session: Session, claim: str | None, letter: str | None) -> bool:
    if claim is None and letter is not None:
        reference = session.get(ReferenceRow, letter)
        claim = reference.claim if reference else None
    row = session.get(ClaimRow, claim) if claim else None
    claimant = session.get(ClaimantRow, row.claimant) if row else None
    return claimant is not None and claimant.erased_on is not None


# Table, column, whose key, and what the seal is about.
_SEALED: tuple[tuple[type[Base], str, Callable[[Any], str], Callable[[Any], str]], ...] = (
    (ClaimantRow, "sealed", lambda row: row.code, lambda row: f"identity/{row.code}"),
    (ClaimRow, "sealed", lambda row: row.claimant, lambda row: f"claim/{row.code}"),
    (UserRow, "sealed", lambda row: HOUSE, lambda row: f"user/{row.id}"),
    (JobRow, "sealed", lambda row: HOUSE, lambda row: f"job/{row.id}"),
    (CitizenRow, "sealed", lambda row: HOUSE, lambda row: f"citizen/{row.organisation}"),
    (StandingOrderRow, "sealed", lambda row: HOUSE, lambda row: f"standing/{row.journey}"),
    (ScanRow, "sealed", lambda row: intake(row.sha256), lambda row: f"scan/{row.sha256}"),
    (DocumentRow, "sealed", lambda row: row.owner, lambda row: f"document/{row.id}"),
    (ReviewRow, "sealed", lambda row: row.owner, lambda row: f"review/{row.id}"),
    (ReviewRow, "settlement", lambda row: row.owner, lambda row: f"settlement/{row.id}"),
)


def _sealed_fields(session: Session, keys: Keyring) -> Iterator[Problem]:
    for table, column, owner, about in _SEALED:
        for row in session.scalars(select(table).execution_options(yield_per=500)):
            yield from _if_problem(keys, owner(row), getattr(row, column), about(row))
    claimants = {row.code: row.claimant for row in session.execute(select(ClaimRow.code, ClaimRow.claimant))}
    for letter in session.scalars(select(LetterRow).execution_options(yield_per=500)):
        owner_of_it = claimants.get(letter.claim, HOUSE) if letter.claim else HOUSE
        yield from _if_problem(keys, owner_of_it, letter.sealed, f"letter/{letter.reference}")


def _if_problem(keys: Keyring, owner: str, sealed: bytes | None, about: str) -> Iterator[Problem]:
    opened = _open(keys, owner, sealed, about) if sealed is not None else None
    if isinstance(opened, Problem):
        yield opened


def _open(keys: Keyring, owner: str, sealed: bytes, about: str) -> bytes | Problem:
    """What is sealed; a problem if it does not open."""
    try:
        key = keys.find(owner)
        if key is None:
            return Problem(about, f"the data key of {owner} is gone.", REMEDY, "missing")
        return key.open(sealed, about)
    except StoreDamaged:
        return Problem(about, "its sealed field, or its key, is not what was written.", REMEDY, "altered")


def _letters(session: Session) -> Iterator[Problem]:
    """Each letter that an event says was printed is there, as that event says, with its papers."""
    printed = select(EventRow).where(EventRow.kind == EventKind.LETTER_PRINTED).order_by(EventRow.seq)
    for event in session.scalars(printed):
        letter = session.get(LetterRow, event.letter) if event.letter else None
        where = f"letter {event.letter}"
        if letter is None:
            yield Problem(where, f"event {event.seq} says it was printed, but it is gone.", REMEDY, "missing")
            continue
        if not (letter.docx and letter.office_copy and letter.receipt_copy):
            yield Problem(where, "a paper of it is not named.", REMEDY, "missing")
        told = {
            "kind": letter.kind.value,
            "office": letter.office,
            "rung": letter.rung,
            "variant": letter.variant,
            "organisation": letter.organisation,
        }
        if event.claim != letter.claim or any(event.facts.get(name, told[name]) != told[name] for name in told):
            yield Problem(where, f"it is not what event {event.seq} says was printed.", REMEDY, "altered")


def _referenced(session: Session) -> set[str]:
    """All vault addresses that the record speaks of."""
    found = set(session.scalars(select(ScanRow.sha256)))
    for papers in session.execute(select(LetterRow.docx, LetterRow.office_copy, LetterRow.receipt_copy)):
        found.update(paper for paper in papers if paper)
    for crops in session.scalars(select(ReviewRow.crops)):
        found.update(crops)
    for facts in session.scalars(select(EventRow.facts)):
        found.update(fact for fact in facts.values() if isinstance(fact, str) and is_address(fact))
    return found


def _vault(session: Session, vault: Vault) -> Iterator[Problem]:
    """Each paper on record is there and whole."""
    for row in session.scalars(select(VaultFileRow).order_by(VaultFileRow.sha256)):
        where = f"vault file {row.sha256[:12]}"
        if row.wrapped is None:
            continue
        if not vault.folder.has(row.sha256):
            yield Problem(where, "is missing.", "Put it back from a backup, or scan the paper again.", "missing")
            continue
        try:
            whole = vault.check(row.sha256) == row.size
        except StoreRefuses:
            whole = False
        if not whole:
            yield Problem(where, "is not what was put there.", "Put it back from a backup.", "altered")


def _orphans(session: Session, vault: Vault) -> Iterator[Problem]:
    """Papers that the record does not speak of, and files that lie in the vault without a key."""
    kept = set(session.scalars(select(VaultFileRow.sha256).where(VaultFileRow.wrapped.is_not(None))))
    for address in sorted(kept - _referenced(session)):
        yield Problem(f"vault file {address[:12]}", "is spoken of nowhere on record.", ORPHAN_REMEDY, "orphan")
    for name in vault.folder.names():
        address = name[3:]
        if address not in kept or name != f"{address[:2]}/{address}":
            what = "lies in the vault without its key: a run was stopped while it was written."
            yield Problem(f"vault file {name[:15]}", what, "Its source was not deleted; run that again.", "orphan")
