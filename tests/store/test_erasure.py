"""Of an erased person nothing can be read any more, by any key; what happened stays as evidence."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from rules.errors import UsageError
from rules.events import Event, EventKind
from rules.findings import DocumentKind, ReadDocument, ReviewReason
from rules.people import Claim
from store.backup import backup
from store.engine import DATABASE
from store.erasure import Erasure, erase, erased
from store.keys import intake
from store.restore import restore
from store.reviews import ReviewEntry
from store.session import Store, open_store
from store.tables import Base
from store.verify import verify
from tests.store.hands import filled, look

ACTOR = "administrator:u-1"
ON = date(2026, 2, 1)
MARK = "Zqxmarker"
PASSPHRASE = "three dry words"


def scan(store: Store, record: Any, data: bytes, *letters: str) -> int:
    """A scan with one document per letter, each in review with a crop."""
    address = sha256(data).hexdigest()
    store.vault.put(data, intake(address))
    found = record.add_scan(address, media_type="image/png", pages=1, received_on=ON, name=f"{MARK}.png")
    for letter in letters:
        read = ReadDocument((1,), DocumentKind.RECEIPT, "ben", text=f"{MARK} {letter}")
        document = record.add_document(found.id, read, letter)
        crop = store.vault.put(b"crop " + letter.encode() + data, intake(address))
        reasons = (ReviewReason("date", MARK),)
        entry = ReviewEntry("receipt", reasons, crops=(crop,), scan=found.id, document=document, letter=letter)
        record.add_review(entry)
    number: int = found.id
    return number


def person(store: Store, record: Any, samples: Any, name: str) -> tuple[Claim, str]:
    claim: Claim = samples.claim(record, samples.claimant(record, name))
    letter = samples.letter(store, record, claim, key=f"step {claim.code}")
    facts = {"kind": "application", "office": letter.office, "rung": 0}
    record.append(Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), claim.code, letter.reference, facts))
    said = {"answer": "threat"}
    record.append(Event(EventKind.VISIT_RECORDED, ON, claim.code, letter.reference, said, {"words": f"{MARK} {name}"}))
    return claim, letter.reference


@pytest.fixture
def two(store: Store, samples: Any) -> tuple[Claim, Claim, int]:
    """Two women, a scan of each, one of both, a paper of both; the number of the scan of both."""
    with store.begin(ACTOR) as record:
        one, her_letter = person(store, record, samples, "Rupali Kalponik")
        other, other_letter = person(store, record, samples, "Chhaya Kalponik")
        scan(store, record, b"hers", her_letter)
        scan(store, record, b"the other's", other_letter)
        shared = scan(store, record, b"of both", her_letter, other_letter)
        for owner in (one.claimant, other.claimant):
            both = store.vault.put(b"a list that both signed", owner)
        filed = {"by": "hand", "proof": both}
        record.append(Event(EventKind.LETTER_FILED, ON, other.code, other_letter, filed))
        record.commit()
    return one, other, shared


def opened(store: Store) -> str:
    """All that the record gives out, with every key it has."""
    with store.begin(ACTOR) as record:
        codes = [person.code for person in record.claimants()]
        letters = [filled(record, letter.reference) for letter in record.letters()]
        words = (record.claims(), record.events(), record.documents(), record.reviews(open_only=False), letters)
        names = [record.scan_name(scan.id) for scan in record.scans()]
        return repr((words, names, record.identities(codes, "test")))


def test_nothing_of_her_can_be_read_and_all_of_the_other_can(store: Store, two: tuple[Claim, Claim, int]) -> None:
    """Identity, words, contexts, spoken words, read texts, names of files, papers; verify finds nothing wrong."""
    one, other, shared = two
    with store.begin(ACTOR) as record:
        before = {"events": len(record.events()), "letters": len(record.letters())}
        mine = record.letters(claims=[one.code])
    done = erase(store, one.claimant, on=ON, actor=ACTOR)
    assert done == Erasure(one.claimant, ON, papers=3 + 2 + 1, shared=(shared,))
    seen = opened(store)
    assert f"{MARK} Rupali" not in seen
    assert f"{MARK} {mine[0].reference}" not in seen
    assert "name='Rupali" not in seen
    assert f"{MARK} Chhaya" in seen
    with store.begin(ACTOR) as record:
        assert list(record.identities([one.claimant, other.claimant], "test")) == [other.claimant]
        assert record.claimants_named("Rupali Kalponik") == []
        assert record.claimants_named("Chhaya Kalponik") == [other.claimant]
        assert filled(record, mine[0].reference) is None
        assert [letter.reference for letter in record.letters()].count(mine[0].reference) == 1
        assert len(record.letters()) == before["letters"]
        assert len(record.events()) == before["events"] + 2
        assert {event.kind for event in record.events(claims=[one.code])} >= {EventKind.WITHDRAWN}
        assert not record.claims(codes=[one.code])[0].consent.apply
        assert record.claims(codes=[other.code])[0].consent.apply
        assert record.accesses(claimant=one.claimant)[0].purpose == "erase"
    for paper in (mine[0].docx, mine[0].office_copy, mine[0].receipt_copy):
        assert paper
        assert not store.vault.has(paper)
        with pytest.raises(UsageError, match="erased"):
            store.vault.get(paper, "system:test")
    assert verify(store) == []


def rows(home: Path) -> list[bytes]:
    """Every value of bytes in the database, and every digest."""
    connection = sqlite3.connect(home / DATABASE)
    found: list[bytes] = []
    for table in Base.metadata.tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            found += [value for value in row if isinstance(value, bytes)]
    found += [digest.encode() for (digest,) in connection.execute("SELECT digest FROM blind_indexes")]
    connection.close()
    return found


@pytest.mark.in_a_file
def test_what_was_sealed_lies_in_no_file_any_more(store: Store, home: Path, two: tuple[Claim, Claim, int]) -> None:
    """Not in a free page of the database, not in its log, not in the vault: who has the master key finds nothing."""
    before = {value for value in rows(home) if len(value) > 40}
    files = papers(home)
    erase(store, two[0].claimant, on=ON, actor=ACTOR)
    gone = before - set(rows(home))
    assert len(gone) > 15
    raw = b"".join(path.read_bytes() for path in home.glob(f"{DATABASE}*"))
    assert [value for value in gone if value in raw] == []
    assert len(files - papers(home)) == 6


def heap(store: Store) -> bytes:
    """What lies in the files of a server's tables, old rows and all."""
    with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.exec_driver_sql("CHECKPOINT")
        files = [f"SELECT pg_read_binary_file(pg_relation_filepath('{table}'))" for table in Base.metadata.tables]
        return b"".join(bytes(server.exec_driver_sql(file).scalar_one()) for file in files)


@pytest.mark.on_a_server
def test_what_was_sealed_lies_in_no_table_of_a_server(store: Store, two: tuple[Claim, Claim, int]) -> None:
    """Old versions of rows, which PostgreSQL leaves in its files, are gone with the key."""
    own = [look(store, f"SELECT wrapped FROM data_keys WHERE owner = '{claim.claimant}'") for claim in two[:2]]
    (hers,), (others,) = ([bytes(row[0]) for row in rows] for rows in own)
    assert hers in heap(store)
    erase(store, two[0].claimant, on=ON, actor=ACTOR)
    raw = heap(store)
    assert hers not in raw
    assert others in raw


def test_erasing_again_and_nobody(store: Store, two: tuple[Claim, Claim, int]) -> None:
    """The second time changes nothing but what a first one that was stopped left lying; a strange code is refused."""
    one = two[0]
    first = erase(store, one.claimant, on=ON, actor=ACTOR)
    with store.begin(ACTOR) as record:
        head = record.head()
        letter = record.letters(claims=[one.code])[0]
    assert letter.docx
    store.vault.folder.write(letter.docx, b"left lying")
    assert erase(store, one.claimant, on=date(2026, 3, 1), actor=ACTOR) == replace(first, papers=0)
    assert not store.vault.folder.has(letter.docx)
    with store.begin(ACTOR) as record:
        assert record.head() == head
    with pytest.raises(UsageError):
        erase(store, "SN-222222", on=ON, actor=ACTOR)
    assert erased(store) == {one.claimant: ON}


def test_what_was_delivered_stays_delivered(store: Store, two: tuple[Claim, Claim, int]) -> None:
    """Erasing her does not say that she gave up a claim that was won."""
    one = two[0]
    with store.begin(ACTOR) as record:
        record.append(Event(EventKind.DELIVERED, ON, one.code))
        record.commit()
    erase(store, one.claimant, on=ON, actor=ACTOR)
    with store.begin(ACTOR) as record:
        assert record.events(claims=[one.code])[-1].kind is EventKind.CONSENT_WITHDRAWN


def test_a_restored_backup_erases_her_again(store: Store, two: tuple[Claim, Claim, int], tmp_path: Path) -> None:
    """A copy from before, restored with the list of the erased, holds nothing of her; a strange code does no harm."""
    one = two[0]
    backup(store, tmp_path / "it", PASSPHRASE)
    erase(store, one.claimant, on=ON, actor=ACTOR)
    known = erased(store) | {"SN-222222": ON}
    key = restore(tmp_path / "it", tmp_path / "new", PASSPHRASE, erased=known)
    with open_store(tmp_path / "new", key) as again:
        assert erased(again) == {one.claimant: ON}
        assert verify(again) == []
        assert f"{MARK} Rupali" not in opened(again)
        assert f"{MARK} Chhaya" in opened(again)
    restore(tmp_path / "it", tmp_path / "old", PASSPHRASE)
    assert papers(tmp_path / "old") - papers(tmp_path / "new") == papers(tmp_path / "old") - papers(store.home)
    assert len(papers(tmp_path / "old") - papers(tmp_path / "new")) == 6


def papers(home: Path) -> set[str]:
    return {path.name for path in (home / "vault").rglob("*") if path.is_file()}


def test_what_comes_in_about_her_later_is_kept_without_its_words(store: Store, two: tuple[Claim, Claim, int]) -> None:
    """A late reply stops no pile: its scan and events are recorded, what they say is not; she claims nothing anew."""
    one, other, _ = two
    erase(store, one.claimant, on=ON, actor=ACTOR)
    with store.begin(ACTOR) as record:
        letter = record.letters(claims=[one.code])[0].reference
        late = scan(store, record, b"late", letter)
        said = record.append(
            Event(EventKind.VISIT_RECORDED, ON, one.code, letter, {"answer": "absent"}, {"words": f"{MARK} late"})
        )
        assert said.beside == {}
        assert record.documents(scan=late)[0].read is None
        assert record.reviews(scan=late)[0].reasons == ()
        again = {name: getattr(other, name) for name in other.__dataclass_fields__ if name != "code"}
        with pytest.raises(UsageError, match="erased"):
            record.add_claim(**(again | {"claimant": one.claimant, "service": "widow-pension"}))
        record.commit()
    assert f"{MARK} late" not in opened(store)
    assert f"{MARK} {letter}" not in opened(store)
    assert verify(store) == []
    assert erase(store, one.claimant, on=ON, actor=ACTOR).papers == 2  # the late scan and its crop, asked for anew
    assert verify(store) == []
