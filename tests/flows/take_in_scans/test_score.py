"""The readers measured on what people told: right, wrong, or left to a person, and what another gate would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from extractors.pages import Page
from flows import jobs
from flows.claim_words import correct as take_back
from flows.recording import Settled, record_settled
from flows.take_in_scans import papers, settle
from flows.take_in_scans import steps as take_in
from flows.take_in_scans.score import Change, Score, Verdict, score
from flows.wiring import Dabi
from rules.errors import UsageError
from rules.events import Correction, EventKind
from rules.findings import DocumentKind, ReadDocument, ReviewReason
from tests.flows.take_in_scans.readings import finding

ON = date(2026, 7, 20)
ACTOR = "system:test"


def receipt(letter: str, day: str, *doubts: str) -> ReadDocument:
    reasons = tuple(ReviewReason(field, "not clear") for field in doubts)
    facts = {"received_date": (finding(day, 0.9),), "diary_no": (finding("412"),)}
    return ReadDocument((1,), DocumentKind.RECEIPT, "eng", (finding(letter),), facts, needs_review=reasons)


def reads(monkeypatch: pytest.MonkeyPatch, *found: ReadDocument) -> None:
    """From now on the reader finds this on every file."""

    def stacks(pages: Sequence[Sequence[Page]], **_: Any) -> list[list[ReadDocument]]:
        return [list(found) for _ in pages]

    monkeypatch.setattr(papers, "read_stacks", stacks)


def take(dabi: Dabi) -> None:
    sides = [Image.new("L", (400, 600), shade) for shade in (250, 240)]
    sides[0].save(dabi.settings.inbox / "paper.tif", save_all=True, append_images=sides[1:])
    take_in.run(dabi, jobs.open_job(dabi, take_in.JOURNEY, {"on": ON.isoformat(), "paths": []}, ACTOR))


def corrected(dabi: Dabi, said: dict[str, str]) -> None:
    with dabi.store.begin(ACTOR, read_only=True) as record:
        [entry] = record.reviews()
    settle.correct(dabi, entry.id, said, ON, ACTOR)


def verdicts(found: Score) -> dict[str, Verdict]:
    """Of a single paper: each fact's verdict."""
    assert found.papers == 1
    return {fact: next(one for one, count in counts.items() if count) for fact, counts in found.now.items()}


def test_a_corrected_date_measures_the_reader_of_today(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In doubt it is queued; a reader that is sure is right or wrong by what the person said."""
    reads(monkeypatch, receipt(letter, "2026-03-05", "received_date"))
    take(dabi)
    corrected(dabi, {"received_date": "2026-03-04"})
    told = dict.fromkeys(("letter", "kind", "pages", "diary_no"), Verdict.RIGHT)
    for read, paper, day in (
        (receipt(letter, "2026-03-05", "received_date"), Verdict.QUEUED, Verdict.QUEUED),
        (receipt(letter, "2026-03-04"), Verdict.RIGHT, Verdict.RIGHT),
        (receipt(letter, "2026-03-05"), Verdict.WRONG, Verdict.WRONG),
    ):
        reads(monkeypatch, read)
        assert verdicts(score(dabi, {})) == told | {"paper": paper, "received_date": day}


def test_doubt_of_the_pages_doubts_all_that_is_on_them(
    dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong date that nobody would have recorded is left to a person, not wrong."""
    reads(monkeypatch, receipt(letter, "2026-03-05", "received_date"))
    take(dabi)
    corrected(dabi, {"received_date": "2026-03-04"})
    reads(monkeypatch, receipt(letter, "2026-03-05", "pages"))
    assert set(verdicts(score(dabi, {})).values()) == {Verdict.QUEUED}


def test_a_paper_that_is_not_found_any_more_is_queued(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another side is all that is read, nothing of this paper is right."""
    reads(monkeypatch, receipt(letter, "2026-03-05", "received_date"))
    take(dabi)
    corrected(dabi, {"received_date": "2026-03-04"})
    reads(monkeypatch, replace(receipt(letter, "2026-03-04"), pages=(2,)))
    assert set(verdicts(score(dabi, {})).values()) == {Verdict.QUEUED}


def test_sides_taken_for_one_paper_are_wrong(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that puts a further side to the paper that a person saw reads other pages, whatever they say."""
    reads(monkeypatch, receipt(letter, "2026-03-05", "received_date"))
    take(dabi)
    corrected(dabi, {"received_date": "2026-03-04"})
    reads(monkeypatch, replace(receipt(letter, "2026-03-04"), pages=(1, 2)))
    found = verdicts(score(dabi, {}))
    assert (found["paper"], found["pages"], found["received_date"]) == (Verdict.WRONG, Verdict.WRONG, Verdict.RIGHT)


def test_another_gate_shows_what_it_would_change(dabi: Dabi, letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the confidence of the date the paper waits; below it nothing changes."""
    reads(monkeypatch, receipt(letter, "2026-03-05", "received_date"))
    take(dabi)
    corrected(dabi, {"received_date": "2026-03-04"})
    reads(monkeypatch, receipt(letter, "2026-03-04"))
    found = score(dabi, {"received_date": 0.95})
    assert found.changes == (
        Change(1, "paper", Verdict.RIGHT, Verdict.QUEUED),
        Change(1, "received_date", Verdict.RIGHT, Verdict.QUEUED),
    )
    assert found.now["received_date"][Verdict.RIGHT] == found.tried["received_date"][Verdict.QUEUED] == 1
    assert score(dabi, {"received_date": 0.85}).changes == ()


def test_what_was_recorded_unseen_and_taken_back_is_wrong(
    dabi: Dabi, claim: str, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The date recorded in its place is the truth; what was never taken back is not measured."""
    reads(monkeypatch, receipt(letter, "2026-03-05"))
    take(dabi)
    assert score(dabi, {}).papers == 0
    with dabi.store.begin(ACTOR, read_only=True) as record:
        [wrong] = record.events(kinds=[EventKind.RECEIPT_RECORDED])
    take_back(dabi, claim, wrong.seq, Correction.MISREAD, "the 4 is plain", ON, ACTOR)
    assert score(dabi, {}).papers == 0
    with dabi.store.begin(ACTOR) as record:
        right = Settled(DocumentKind.RECEIPT, letter, {"received_date": "2026-03-04", "diary_no": "412"})
        record_settled(record, right, ON, document=None, proof=None)
        record.commit()
    found = verdicts(score(dabi, {}))
    assert (found["paper"], found["received_date"], found["diary_no"]) == (Verdict.WRONG, Verdict.WRONG, Verdict.RIGHT)


@pytest.mark.parametrize("gates", [{"colour": 0.5}, {"memo_no": 1.5}])
def test_a_gate_that_cannot_be_is_refused(dabi: Dabi, gates: dict[str, float]) -> None:
    """An unknown fact, and a confidence that none can have."""
    with pytest.raises(UsageError, match="memo_no"):
        score(dabi, gates)
