"""Verification finds what was altered, lost or left over, and nothing where all is well."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.citizens import Citizen
from rules.events import Event, EventKind
from rules.findings import DocumentKind, ReadDocument, ReviewReason
from rules.letters import Letter
from store.engine import DATABASE
from store.letters import NewLetter
from store.reviews import ReviewEntry, ReviewState
from store.session import Store
from store.verify import verify
from tests.store.hands import tamper

ACTOR = "system:test"


@pytest.fixture
def letter(store: Store, samples: Any) -> Letter:
    """A store with one of everything, and its letter."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter: Letter = samples.letter(store, record, claim)
        facts = {"kind": "application", "office": letter.office, "rung": 0, "trigger": None}
        record.append(Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), claim.code, letter.reference, facts))
        proof = store.vault.put(b"proof", claim.claimant)
        filed = {"by": "hand", "proof": proof}
        record.append(
            Event(EventKind.LETTER_FILED, date(2026, 1, 6), claim.code, letter.reference, filed, {"words": "x"})
        )
        scan = record.add_scan(
            store.vault.put(b"scan", "house"),
            media_type="image/png",
            pages=1,
            received_on=date(2026, 1, 7),
            name="a.png",
        )
        read = ReadDocument((1,), DocumentKind.RECEIPT, "ben", text="Rupali")
        document = record.add_document(scan.id, read, letter.reference)
        crop = store.vault.put(b"crop", "house")
        entry = ReviewEntry(
            "receipt", (ReviewReason("date", "smudged"),), crops=(crop,), scan=scan.id, document=document
        )
        record.settle_review(record.add_review(entry), ReviewState.ACCEPTED, note="x")
        record.open_job("write_letters", {})
        record.set_standing_order("write_letters", {})
        record.put_citizen(Citizen("phool", "Ranu", "Post Box 9"))
        record.identities([claim.claimant], "test")
        record.commit()
    return letter


def test_a_whole_store_has_no_problems(store: Store, letter: Letter) -> None:
    """One of everything, and nothing to report; looking leaves no trace in the record."""
    with store.begin(ACTOR) as record:
        before = (record.head(), record.accesses())
    assert verify(store) == []
    with store.begin(ACTOR) as record:
        assert (record.head(), record.accesses()) == before


def test_an_empty_store_has_no_problems(store: Store) -> None:
    """A store just created is whole."""
    assert verify(store) == []


@pytest.mark.parametrize(
    ("statement", "where", "kind"),
    [
        ("UPDATE events SET facts = '{}' WHERE seq = 1", "events chain", "altered"),
        ("DELETE FROM accesses", "accesses chain", "missing"),
        ("DELETE FROM event_besides", "event 2", "missing"),
        ("UPDATE event_besides SET sealed = zeroblob(99)", "event/2", "altered"),
        ("UPDATE claimants SET sealed = zeroblob(99)", "identity/SN-", "altered"),
        ("UPDATE claims SET sealed = zeroblob(99)", "claim/SN-", "altered"),
        ("UPDATE letters SET sealed = zeroblob(99)", "letter/", "altered"),
        ("UPDATE documents SET sealed = zeroblob(99)", "document/1", "altered"),
        ("UPDATE reviews SET sealed = zeroblob(99)", "review/1", "altered"),
        ("UPDATE reviews SET settlement = zeroblob(99)", "settlement/1", "altered"),
        ("UPDATE jobs SET sealed = zeroblob(99)", "job/write_letters-", "altered"),
        ("UPDATE standing_orders SET sealed = zeroblob(99)", "standing/write_letters", "altered"),
        ("UPDATE citizens SET sealed = zeroblob(99)", "citizen/phool", "altered"),
        ("UPDATE citizens SET organisation = 'kuri'", "citizen/kuri", "altered"),
        ("UPDATE scans SET sealed = zeroblob(99)", "scan/", "altered"),
        ("DELETE FROM data_keys WHERE owner LIKE 'SN-%'", "identity/SN-", "missing"),
        ("UPDATE data_keys SET wrapped = zeroblob(99) WHERE owner LIKE 'SN-%'", "identity/SN-", "altered"),
        ("UPDATE letters SET office = 'bdo:other'", "letter ", "altered"),
        ("UPDATE letters SET claim = NULL", "letter ", "altered"),
        ("UPDATE letters SET office_copy = NULL", "letter ", "missing"),
        ("DELETE FROM letters", "letter ", "missing"),
        ("DELETE FROM claims", "database", "missing"),
        ("DELETE FROM reviews", "vault file", "orphan"),
    ],
)
def test_each_alteration_is_found_where_it_is(
    store: Store, letter: Letter, statement: str, where: str, kind: str
) -> None:
    """Whatever row somebody changes or deletes without the key."""
    tamper(store, statement)
    found = verify(store)
    assert any(problem.where.startswith(where) and problem.field == kind for problem in found), found


def test_a_citizens_letter_given_to_another_organisation_is_found(store: Store, letter: Letter) -> None:
    """Whose it is stands in the event of its printing too."""
    with store.begin(ACTOR) as record:
        reference = record.reserve_reference("general", None)
        papers = {one: store.vault.put(one.encode(), "house") for one in ("docx", "office_copy", "receipt_copy")}
        general = replace(letter, reference=reference, claim=None, **papers)
        record.add_letters([NewLetter(general, "general", {}, "phool")])
        facts = {"kind": "application", "organisation": "phool"}
        record.append(Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), None, reference, facts))
        record.commit()
    assert verify(store) == []
    tamper(store, "UPDATE letters SET organisation = 'kuri' WHERE claim IS NULL")
    assert [(problem.where, problem.field) for problem in verify(store)] == [(f"letter {reference}", "altered")]


def test_exchanged_people_are_found(store: Store, letter: Letter, samples: Any) -> None:
    """One person's sealed name and key put under another's code do not open there."""
    with store.begin(ACTOR) as record:
        samples.claimant(record, code="SN-222222")
        record.commit()
    one, other = "'SN-222222'", "(SELECT {} FROM {} WHERE {} LIKE 'SN-%' AND {} <> 'SN-222222')"
    identity = other.format("sealed", "claimants", "code", "code")
    wrapped = other.format("wrapped", "data_keys", "owner", "owner")
    tamper(store, f"UPDATE claimants SET sealed = {identity} WHERE code = {one}")
    tamper(store, f"UPDATE data_keys SET wrapped = {wrapped} WHERE owner = {one}")
    assert "identity/SN-222222" in {problem.where for problem in verify(store)}


def test_a_paper_lost_damaged_or_strange_is_found(store: Store, letter: Letter) -> None:
    """Each with its address and what to do next."""
    vault = store.home / "vault"
    docx, office, back = letter.docx, letter.office_copy, letter.receipt_copy
    assert docx
    assert office
    assert back
    (vault / docx[:2] / docx).unlink()
    path = vault / office[:2] / office
    path.write_bytes(path.read_bytes()[:-1])
    (vault / back[:2] / "a letter of mine.pdf").write_bytes(b"%PDF")
    (vault / "elsewhere").mkdir()
    (vault / back[:2] / back).rename(vault / "elsewhere" / back)
    found = {(problem.where.split()[2][:12], problem.field) for problem in verify(store)}
    expected = {(docx[:12], "missing"), (office[:12], "altered"), (back[:12], "missing")}
    assert expected < found
    assert sum(kind == "orphan" for _, kind in found) == 2
    assert all(problem.remedy for problem in verify(store))


@pytest.mark.in_a_file
def test_a_damaged_database_file_is_found(store: Store, letter: Letter) -> None:
    """Bytes overwritten inside an index page show in the check of the file itself."""
    store.close()
    connection = sqlite3.connect(store.home / DATABASE)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_events_claim'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with (store.home / DATABASE).open("r+b") as file:
        file.seek(page * size - 40)
        file.write(b"\xff" * 40)
    assert any(problem.where == "database" for problem in verify(store))


def test_an_erased_person_is_no_problem(store: Store, letter: Letter) -> None:
    """What died with her key by intent is not reported as lost."""
    for statement in (
        "UPDATE claimants SET sealed = NULL, erased_on = '2026-02-01'",
        "UPDATE claims SET sealed = NULL",
        "UPDATE letters SET sealed = NULL",
        "UPDATE documents SET sealed = NULL",
        "DELETE FROM event_besides",
        "DELETE FROM data_keys WHERE owner LIKE 'SN-%'",
    ):
        tamper(store, statement)
    assert verify(store) == []
