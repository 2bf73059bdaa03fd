"""Scans are recorded once; what was read on them moves under the key of the person it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete

from rules.errors import UsageError
from rules.findings import DocumentKind, Finding, Method, ReadDocument
from rules.references import new_reference
from store.keys import intake
from store.scans import ScanState
from store.session import Store
from store.tables import DataKeyRow

ACTOR = "system:test"
READ = ReadDocument(
    pages=(1,),
    kind=DocumentKind.RECEIPT,
    language="ben+eng",
    facts={"diary_no": (Finding("456", "৪৫৬", 1, (0.1, 0.1, 0.2, 0.2), 0.97, Method.STRIP),)},
    text="Rupali Kalponik",
)


def scan(store: Store, record: Any, data: bytes = b"pixels") -> Any:
    address = store.vault.put(data, "house")
    return record.add_scan(
        address, media_type="image/jpeg", pages=1, received_on=date(2026, 1, 7), name="Rupali card.jpg"
    )


def forget(store: Store, owner: str) -> None:
    with store._engine.begin() as connection:
        assert connection.execute(delete(DataKeyRow).where(DataKeyRow.owner == owner)).rowcount == 1


def test_the_same_scan_is_recorded_once(store: Store) -> None:
    """The second time the first record comes back, with the state that it has reached."""
    with store.begin(ACTOR) as record:
        first = scan(store, record)
        assert (first.state, first.received_on, first.job) == (ScanState.RECEIVED, date(2026, 1, 7), None)
        record.settle_scan(first.id, ScanState.READ)
        again = scan(store, record)
        assert (again.id, again.state) == (first.id, ScanState.READ)
        assert record.scans() == [again] == record.scans(states=[ScanState.READ])
        assert record.scans(states=[ScanState.RECEIVED]) == []
        assert record.scan(first.id) == record.scan_of(first.sha256) == again


def test_a_scan_must_be_in_the_vault_first(store: Store) -> None:
    """The original is safe before anything is recorded of it."""
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="vault"):
        record.add_scan("0" * 64, media_type="image/png", pages=1, received_on=date(2026, 1, 7))


def test_the_name_of_a_file_is_sealed_with_its_scan(store: Store) -> None:
    """It comes back as long as the intake key lives."""
    with store.begin(ACTOR) as record:
        kept = scan(store, record)
        assert record.scan_name(kept.id) == "Rupali card.jpg"
        record.commit()
    forget(store, intake(kept.sha256))
    with store.begin(ACTOR) as record:
        assert record.scan_name(kept.id) == ""


def test_documents_come_back_as_read(store: Store) -> None:
    """In order on their scan, with every finding."""
    with store.begin(ACTOR) as record:
        kept = scan(store, record)
        one, two = record.add_document(kept.id, READ), record.add_document(kept.id, READ)
        record.commit()
    with store.begin(ACTOR) as record:
        found = record.documents(scan=kept.id)
        assert [(document.id, document.position, document.letters) for document in found] == [
            (one, 1, ()),
            (two, 2, ()),
        ]
        assert found[0].read == READ
        assert record.documents(ids=[two]) == [found[1]]
        assert record.documents(ids=[]) == []


def test_one_reply_may_answer_several_letters(store: Store, samples: Any) -> None:
    """Documents and letters are many to many, and are found from either side."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record)).code
        one, two = (record.reserve_reference(step, claim) for step in ("1", "2"))
        kept = scan(store, record)
        reply = record.add_document(kept.id, READ, letter=one)
        record.bind_document(reply, two)
        record.bind_document(reply, two)
        (document,) = record.documents(letter=two)
        assert set(document.letters) == {one, two}
        assert record.documents(letter=one) == [document]
        with pytest.raises(UsageError):
            record.bind_document(reply, new_reference())
        with pytest.raises(UsageError):
            record.bind_document(99, one)


def test_a_document_is_read_anew_until_it_answers_a_letter(store: Store, samples: Any) -> None:
    """Another reading takes the place of the first; what was recorded from a document keeps its ground."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record)).code
        document = record.add_document(scan(store, record).id, READ)
        record.reread_document(document, replace(READ, pages=(2,), kind=DocumentKind.REPLY))
        [found] = record.documents()
        assert found.read == replace(READ, pages=(2,), kind=DocumentKind.REPLY)
        record.bind_document(document, record.reserve_reference("1", claim))
        with pytest.raises(UsageError, match="answers a letter"):
            record.reread_document(document, READ)
        with pytest.raises(UsageError, match="answers a letter"):
            record.give_pages(document, document)


def test_a_part_answers_what_its_whole_answers(store: Store, samples: Any) -> None:
    """Pages that were joined to a paper of another scan die with the same person as that paper."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        part = record.add_document(scan(store, record).id, READ)
        whole = record.add_document(scan(store, record, b"bound").id, READ)
        record.give_pages(part, whole)
        record.bind_document(whole, record.reserve_reference("1", claim.code))
        one, other = record.documents()
        assert one.letters == other.letters != ()
        record.commit()
    forget(store, claim.claimant)
    with store.begin(ACTOR) as record:
        assert [document.read for document in record.documents()] == [None, None]


def test_a_bound_document_dies_with_its_person(store: Store, samples: Any) -> None:
    """It is under her key, not under that of the pile it came in."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        kept = scan(store, record)
        record.add_document(kept.id, READ, letter=record.reserve_reference("1", claim.code))
        record.add_document(kept.id, READ)
        record.commit()
    forget(store, claim.claimant)
    with store.begin(ACTOR) as record:
        assert [document.read for document in record.documents()] == [None, READ]


def test_a_document_of_two_people_stays_under_the_piles_key(store: Store, samples: Any) -> None:
    """Neither person's key alone may take it from the other."""
    with store.begin(ACTOR) as record:
        claims = [samples.claim(record, samples.claimant(record)) for _ in range(2)]
        kept = scan(store, record)
        document = record.add_document(kept.id, READ)
        for number, claim in enumerate(claims):
            record.bind_document(document, record.reserve_reference(str(number), claim.code))
        record.commit()
    forget(store, claims[0].claimant)
    forget(store, claims[1].claimant)
    with store.begin(ACTOR) as record:
        assert record.documents()[0].read == READ
