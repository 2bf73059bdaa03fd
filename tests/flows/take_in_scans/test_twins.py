"""The same paper scanned again is joined to the first scan of it; another paper never is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from extractors.pages import Page
from flows import jobs
from flows.take_in_scans import papers, settle
from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi
from rules.events import Event, EventKind
from rules.findings import DocumentKind, FractionBox, ReadDocument, ReviewReason
from store.reviews import ReviewState
from tests.extractors.test_likeness import png, stamp
from tests.flows.take_in_scans.readings import finding

ON = date(2026, 7, 20)
ACTOR = "system:test"
HERE, THERE = (0.5, 0.7, 0.9, 0.9), (0.05, 0.05, 0.4, 0.2)
RING, FRAME = png(stamp("RECEIVED", ring=True)), png(stamp("DISPATCHED", ring=False))


def receipt(
    letter: str, day: str, *doubts: str, mark: bytes = RING, box: FractionBox = HERE, number: str = "412"
) -> ReadDocument:
    facts = {"received_date": (finding(day),), "diary_no": (finding(number),)}
    reasons = tuple(ReviewReason(field, "not clear") for field in doubts)
    return ReadDocument((1,), DocumentKind.RECEIPT, "eng", (finding(letter),), facts, None, reasons, "", mark, 1, box)


def reply(letter: str, number: str, *doubts: str) -> ReadDocument:
    facts = {"letter_date": (finding("2026-03-20"),), "memo_no": (finding(number),)}
    reasons = tuple(ReviewReason(field, "not clear") for field in doubts)
    return ReadDocument((1,), DocumentKind.REPLY, "eng", (finding(letter),), facts, finding("refused"), reasons)


def take(dabi: Dabi, monkeypatch: pytest.MonkeyPatch, read: ReadDocument) -> str:
    """Take in one more scan, on which this is read; what became of it."""

    def stacks(pages: Sequence[Sequence[Page]], **_: Any) -> list[list[ReadDocument]]:
        return [[read] for _ in pages]

    monkeypatch.setattr(papers, "read_stacks", stacks)
    with dabi.store.begin(ACTOR, read_only=True) as record:
        shade = 200 + len(record.scans())
    Image.new("L", (400, 600), shade).save(dabi.settings.inbox / "paper.png")
    counts = take_in.run(dabi, jobs.open_job(dabi, take_in.JOURNEY, {"on": ON.isoformat(), "paths": []}, ACTOR))
    [became] = [name for name in ("recorded", "queued", "repeated") if counts[name]]
    return became


def states(dabi: Dabi) -> list[ReviewState]:
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return [entry.state for entry in record.reviews(open_only=False)]


def answered(dabi: Dabi) -> list[tuple[str, ...]]:
    """The letters that each document answers."""
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return [document.letters for document in record.documents()]


def test_a_second_scan_of_what_waits_is_not_asked_about(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question for one paper; its answer counts for both scans, and a third scan asks nothing either."""
    doubtful = receipt(letter, "2026-03-04", "received_date")
    assert [take(dabi, monkeypatch, doubtful) for _ in range(2)] == ["queued", "repeated"]
    settle.accept(dabi, 1, ON, ACTOR)
    assert answered(dabi) == [(letter,), (letter,)]
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-08", "received_date")) == "repeated"
    assert answered(dabi) == [(letter,)] * 3
    assert states(dabi) == [ReviewState.ACCEPTED]


def test_a_better_scan_answers_the_question(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is certain on the second scan is recorded, and nobody is asked about the first any more."""
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-08", "received_date", "diary_no")) == "queued"
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04")) == "recorded"
    assert states(dabi) == [ReviewState.JOINED]
    assert answered(dabi) == [(letter,), (letter,)]
    with dabi.store.begin(ACTOR, read_only=True) as record:
        [event] = record.events(kinds=[EventKind.RECEIPT_RECORDED])
    assert event.facts["received_on"] == "2026-03-04"


def test_one_paper_read_in_two_ways_is_asked_about(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two readings of one mark, both without a doubt, that differ: one is wrong, and a person says which."""
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04")) == "recorded"
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-05")) == "queued"


@pytest.mark.parametrize("other", [{"mark": FRAME}, {"box": THERE}])
def test_another_mark_is_another_paper(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch, other: dict[str, Any]
) -> None:
    """Marks that look otherwise or stand elsewhere are two questions."""
    take(dabi, monkeypatch, receipt(letter, "2026-03-04", "received_date"))
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04", "received_date", **other)) == "queued"
    assert states(dabi) == [ReviewState.OPEN, ReviewState.OPEN]


def test_a_reply_is_known_again_by_number_and_date(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In either script and with any count of copies; another number is another reply."""
    assert take(dabi, monkeypatch, reply(letter, "417(2)/BDO", "outcome")) == "queued"
    assert take(dabi, monkeypatch, reply(letter, "৪১৭(৩)/BDO", "outcome")) == "repeated"
    assert take(dabi, monkeypatch, reply(letter, "418/BDO", "outcome")) == "queued"
    again = replace(reply(letter, "417/BDO", "text"), outcome=finding("granted"))
    assert take(dabi, monkeypatch, again) == "queued"


def test_a_rescan_after_a_discard_is_asked_about(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who discards a scan as too faint has the paper scanned again, and must be asked about that one."""
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04", "received_date")) == "queued"
    settle.discard(dabi, 1, "too faint: scan it again", ACTOR)
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04", "received_date")) == "queued"
    assert states(dabi) == [ReviewState.DISCARDED, ReviewState.OPEN]


def test_a_rescan_of_a_receipt_that_was_taken_back_is_asked_about(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt that was misread stands no more, so its next scan is news."""
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04")) == "recorded"
    with dabi.store.begin(ACTOR) as record:
        [told] = record.events(letter=letter, kinds=[EventKind.RECEIPT_RECORDED])
        record.append(Event(EventKind.CORRECTED, ON, told.claim, letter, {"corrects": told.seq}))
        record.commit()
    assert take(dabi, monkeypatch, receipt(letter, "2026-03-04", "received_date")) == "queued"
