"""No name, number, address or spoken word lies in the clear anywhere in the home."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.citizens import Citizen
from rules.events import Event, EventKind
from rules.findings import DocumentKind, Finding, Method, ReadDocument, ReviewReason
from rules.people import ConsentTo, Identity, Relation
from store.reviews import Candidate, ReviewEntry, ReviewState
from store.session import Store, open_store

ACTOR = "system:test"
pytestmark = pytest.mark.in_a_file


class Marker:
    """Hands out texts that occur nowhere else, in both scripts, and remembers them."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self) -> str:
        text = f"মার্কার{len(self.texts)}Zqx{len(self.texts)}Marker"
        self.texts.append(text)
        return text

    def spellings(self) -> list[bytes]:
        """As written, without its script, and with JSON's escapes."""
        found = []
        for text in self.texts:
            latin = text[text.index("Zqx") :]
            escaped = text.encode("unicode_escape").replace(b"\\", rb"\\")
            found += [text.encode(), text.encode("utf-16-le"), latin.encode(), latin.lower().encode(), escaped]
        return found


def plant(store: Store, samples: Any, mark: Marker) -> None:
    plain = {
        "relation": Relation.FATHER,
        "birth_year": 1999,
        "safe_phone": "+91 73551 94620",
        "avoid_offices": (mark(),),
    }
    identity = Identity(**{name: plain.get(name) or mark() for name in Identity.__dataclass_fields__})
    with store.begin(ACTOR) as record:
        code = record.add_claimant(identity, organisation="phool", on=date(2026, 1, 2))
        like = samples.claim(record, samples.claimant(record))
        kept = {name: getattr(like, name) for name in like.__dataclass_fields__ if name != "code"}
        words = {"claimant": code, "details": mark(), "details_bn": mark(), "social_worker": mark()}
        claim = record.add_claim(**(kept | words))
        record.claimants_named(identity.name)
        record.claimants_with_phone(identity.safe_phone)
        record.identities([code], "test")
        letter = samples.letter(store, record, claim, key="marked")
        paper = store.vault.put(mark().encode(), code)
        reference = record.reserve_reference("second", claim.code)
        again = {name: getattr(letter, name) for name in letter.__dataclass_fields__}
        again |= {"reference": reference, "docx": paper}
        record.add_letter(type(letter)(**again), key="second", context={mark(): [mark(), {"deep": mark()}]})
        beside = {"memo_no": mark(), "words": mark()}
        record.append(
            Event(EventKind.VISIT_RECORDED, date(2026, 1, 5), claim.code, reference, {"answer": "threat"}, beside)
        )
        record.append(Event(EventKind.VISIT_RECORDED, date(2026, 1, 5), beside={"words": mark()}))
        record.override_consent(claim.code, ConsentTo.APPLY, f"{mark()} {mark()} {mark()}", on=date(2026, 1, 5))
        job = record.open_job("write_letters", {"path": mark()})
        record.set_standing_order("write_letters", {"path": mark()})
        record.put_citizen(Citizen("phool", mark(), mark()))
        address = store.vault.put(mark().encode(), "house")
        scan = record.add_scan(
            address, media_type="image/png", pages=1, received_on=date(2026, 1, 7), job=job, name=mark()
        )
        finding = Finding(mark(), mark(), 1, (0, 0, 1, 1), 0.5, Method.OCR)
        reason = ReviewReason("date", mark())
        read = ReadDocument(
            (1,), DocumentKind.REPLY, "ben", (finding,), {"officer": (finding,)}, finding, (reason,), mark()
        )
        for bound in (None, reference):
            record.add_document(scan.id, read, bound)
            entry = ReviewEntry(
                "reply", (reason,), (Candidate(reference, 0.5, mark()),), scan=scan.id, facts={"officer": mark()}
            )
            review = record.add_review(entry)
            record.settle_review(review, ReviewState.CORRECTED, values={"officer": mark()}, note=mark())
        record.commit()


def leaks(store: Store, mark: Marker) -> list[str]:
    spellings = [*mark.spellings(), b"7355194620", b"73551 94620"]
    files = [path for path in store.home.rglob("*") if path.is_file()]
    assert len(files) > 5
    found = [str(path) for path in files for text in spellings if text in path.read_bytes()]
    names = [str(path) for path in store.home.rglob("*") for text in mark.texts if text in str(path)]
    return found + names


def test_no_planted_text_lies_in_the_clear(store: Store, samples: Any, key: Any) -> None:
    """Database, write-ahead log, shared memory, vault and file names: while open, after closing, and opened again."""
    mark = Marker()
    plant(store, samples, mark)
    assert len(mark.texts) > 35
    assert (store.home / "record.sqlite-wal").stat().st_size > 0
    assert leaks(store, mark) == []
    store.close()
    assert leaks(store, mark) == []
    with open_store(store.home, key) as again, again.begin(ACTOR) as record:
        seen = repr(
            (record.claims(), record.citizens(), record.documents(), record.reviews(open_only=False), record.events())
        )
        assert sum(text in seen for text in mark.texts) > 10  # the markers are really there, under the keys
    assert leaks(store, mark) == []


def test_the_search_would_find_a_leak(store: Store) -> None:
    """A marker written where only codes belong is seen in the raw file: the test above can fail."""
    mark = Marker()
    with store.begin(ACTOR) as record:
        record.reserve_reference(mark(), None)
        for number in range(6):
            store.vault.put(bytes([number]), "house")
        record.commit()
    assert leaks(store, mark) != []
