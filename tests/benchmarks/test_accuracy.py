"""The benchmark's arithmetic: what counts as recorded, queued, wrong, and what a share is a share of."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.accuracy import (
    Reading,
    events_of,
    gates,
    is_recorded,
    receipts,
    receipts_mistold,
    replies,
    text_shares,
    value_shares,
)
from flows.recording import Settled
from flows.take_in_scans.reading import Decision
from rules.events import Event, EventKind, Fact
from rules.findings import DocumentKind, Finding, Method, Outcome, ReadDocument, ReviewReason
from rules.letters import Language
from samples.truth import Damage, PageFile, ReplyTruth, Truth

ON = date(2026, 2, 20)
ONE, TWO, THREE = "7K4Q-9XM2-A", "8L5R-2YN3-B", "9M6S-3ZP4-C"
WRITTEN = {reference: date(2026, 1, 5) for reference in (ONE, TWO, THREE)}


def truth(reference: str, number: str | None, damage: Damage = Damage.LIGHT) -> Truth:
    """A receipt copy received on 12 January 2026 that came back in a file named after it."""
    files = (PageFile(f"{reference}.jpg", 1, 1),)
    day = date(2026, 1, 12)
    return Truth(
        reference, files, day, number, (), "ring", "blue", False, False, False, False, damage, 200, handed_on=day
    )  # fmt: skip


def reading(reference: str, day: str, number: str = "", *reasons: ReviewReason, file: str = "") -> Reading:
    values = {"received_date": day} | ({"diary_no": number} if number else {})
    facts = _facts(values)
    read = ReadDocument((1,), DocumentKind.RECEIPT, "ben", (_finding(reference),), facts)
    decision = Decision(Settled(DocumentKind.RECEIPT, reference, values), reasons)
    return Reading(file or f"{reference}.jpg", read, decision)


def _facts(values: dict[str, str]) -> dict[str, tuple[Finding, ...]]:
    return {name: (_finding(value),) for name, value in values.items()}


def _finding(value: str) -> Finding:
    return Finding(value, value, 1, (0.1, 0.1, 0.2, 0.2), 0.9, Method.OCR)


def test_recorded_queued_and_wrong_are_shares_of_what_came_back() -> None:
    """One right, one wrong, one queued of three; the fourth never came back and counts nowhere."""
    lost = Truth("5N7T-4AQ5-D", (), None, None, (), "ring", "blue", False, False, False, False, Damage.LIGHT, 200, ON)
    truths = [truth(ONE, "1247/26"), truth(TWO, None, Damage.HEAVY), truth(THREE, "31"), lost]
    readings = [
        reading(ONE, "2026-01-12", "1247/26"),
        reading(TWO, "2026-01-13"),
        reading(THREE, "2026-01-12", "37", ReviewReason("received_date", "two dates")),
    ]
    figures = receipts(truths, readings, events_of(readings, WRITTEN, ON))
    assert figures["receipts.count"] == 3
    assert figures["receipts.recorded"] == pytest.approx(2 / 3)
    assert figures["receipts.queued"] == pytest.approx(1 / 3)
    assert figures["receipts.wrong"] == pytest.approx(1 / 3)
    assert (figures["receipts.heavy.wrong"], figures["receipts.light.wrong"]) == (1, 0)
    assert figures["receipts.light_and_medium.recorded"] == pytest.approx(1 / 2)
    assert figures["scans.reference_found"] == 1
    assert figures["receipts.received_date.right"] == pytest.approx(2 / 3)
    assert figures["receipts.received_date.wrong_unasked"] == pytest.approx(1 / 3)
    assert (figures["receipts.diary_no.right"], figures["receipts.diary_no.wrong"]) == (0.5, 0.5)


def test_doubt_of_the_pages_is_doubt_of_the_date() -> None:
    """A wrong date on a page that is asked about is one that somebody looks at."""
    readings = [reading(ONE, "2026-01-13", "", ReviewReason("pages", "codes of two letters are on one page"))]
    figures = receipts([truth(ONE, None)], readings, events_of(readings, WRITTEN, ON))
    assert (figures["receipts.received_date.wrong"], figures["receipts.received_date.wrong_unasked"]) == (1, 0)


def test_confidence_is_held_against_what_is_right() -> None:
    """Of two dates read with 0.9 one is right; a number that nobody marked counts nowhere."""
    readings = [reading(ONE, "2026-01-12", "31"), reading(TWO, "2026-01-13")]
    figures = receipts([truth(ONE, None), truth(TWO, None)], readings, events_of(readings, WRITTEN, ON))
    assert figures["receipts.received_date.reliability.from_90.count"] == 2
    assert figures["receipts.received_date.reliability.from_90.right"] == 0.5
    assert figures["receipts.received_date.reliability.error"] == pytest.approx(0.4)
    assert not any(name.startswith("receipts.diary_no.reliability") for name in figures)


def test_a_number_left_to_a_person_does_not_keep_the_date_from_the_record() -> None:
    """The receipt is recorded right, and its number counts as asked for."""
    readings = [reading(ONE, "2026-01-12", "", ReviewReason("diary_no", "unsure"))]
    figures = receipts([truth(ONE, "1247/26")], readings, events_of(readings, WRITTEN, ON))
    assert (figures["receipts.recorded"], figures["receipts.wrong"], figures["receipts.number_asked"]) == (1, 0, 1)


def test_a_mistaken_day_on_record_is_wrong_where_the_mark_is_taken_for_it() -> None:
    """Of three papers under two mistaken days, one was recorded with such a day."""
    truths = [truth(ONE, None), truth(TWO, None), truth(THREE, None)]
    told = [[reading(ONE, "2026-01-11"), reading(TWO, "2026-01-12")], [reading(ONE, "2026-01-12")]]
    figures = receipts_mistold(truths, [events_of(read, WRITTEN, ON) for read in told])
    assert figures == {"receipts.mistold.wrong": pytest.approx(1 / 6)}


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-21", "soon"])
def test_an_impossible_date_is_queued_as_the_product_would(day: str) -> None:
    """Before the letter was written, after the scan, or no date at all."""
    assert not is_recorded(reading(ONE, day).decision, WRITTEN, ON)


def test_a_letter_that_nobody_wrote_is_never_recorded() -> None:
    """The record knows no such reference."""
    assert not is_recorded(reading("5N7T-4AQ5-D", "2026-01-12").decision, WRITTEN, ON)


def test_a_reference_counts_as_found_on_its_own_page_only() -> None:
    """Read from another paper's file it was not found."""
    figures = receipts([truth(ONE, None)], [reading(ONE, "2026-01-12", file=f"{TWO}.jpg")], [])
    assert figures["scans.reference_found"] == 0


def test_a_reply_bound_to_the_wrong_letter_is_wrong() -> None:
    """Everything else on it was read right."""
    day = date(2026, 2, 2)
    said = ReplyTruth(
        ONE, (PageFile("a.jpg", 1, 1),), Outcome.GRANTED, Language.BENGALI, "412/BDO-BST", day, None, None, None
    )
    values = {"outcome": "granted", "letter_date": "2026-02-02", "memo_no": "৪১২/BDO-BST"}
    facts = _facts({"letter_date": "2026-02-02", "memo_no": values["memo_no"]})
    read = ReadDocument((1,), DocumentKind.REPLY, "ben", (), facts, outcome=_finding("granted"))
    for letter, wrong in ((ONE, 0), (TWO, 1)):
        readings = [Reading("a.jpg", read, Decision(Settled(DocumentKind.REPLY, letter, values), ()))]
        figures = replies([said], readings, events_of(readings, WRITTEN, ON))
        assert (figures["replies.recorded"], figures["replies.wrong"]) == (1, wrong)
        assert (figures["replies.letter.right"], figures["replies.letter.wrong"]) == (1 - wrong, wrong)
        assert (figures["replies.memo_no.right"], figures["replies.outcome.right"]) == (1, 1)


def test_each_gate_that_is_tried_shows_what_it_would_let_through() -> None:
    """A paper of the wrong letter, its number read with 0.75, is wrong under a gate of 0.70 and queued under 0.80."""
    day = date(2026, 2, 2)
    said = ReplyTruth(ONE, (PageFile("a.jpg", 1, 1),), Outcome.GRANTED, Language.BENGALI, "412", day, None, None, None)
    facts: dict[str, Fact] = {"outcome": "granted", "letter_date": "2026-02-02"}
    event = Event(EventKind.REPLY_RECORDED, ON, None, TWO, facts, {"memo_no": "412"}, actor="system:take_in_scans")

    figures = gates([said], lambda fact, least: [event] if fact != "memo_no" or least <= 0.75 else [])
    tried = {f"{least:02}": figures[f"replies.memo_no.gate_{least:02}.wrong"] for least in (0, 55, 70, 80, 90, 95)}
    assert tried == {"00": 1, "55": 1, "70": 1, "80": 0, "90": 0, "95": 0}
    assert figures["replies.memo_no.gate_80.recorded"] == 0
    assert figures["replies.outcome.gate_95.recorded"] == 1


def test_what_was_not_read_is_neither_right_nor_wrong() -> None:
    """Of four papers one is right, one wrong, two unread; of none, nothing is divided by nought."""
    papers: list[tuple[list[str], str]] = [(["12"], "12"), (["13"], "12"), ([], "12"), ([], "14")]
    assert value_shares("x", papers) == {"x.right": 0.25, "x.wrong": 0.25}
    assert value_shares("x", []) == {"x.right": 0, "x.wrong": 0}


def test_a_text_says_what_stands_in_it_in_any_form() -> None:
    """A date in words or figures, a number in either script; only on the paper's own pages, and only as a whole."""
    pages = (PageFile("a.jpg", 1, 1),)
    papers = [(pages, "2026-01-12"), (pages, "1247/26"), (pages, "247/26"), ((PageFile("b.jpg", 1, 1),), "1247/26")]
    texts = {"other": {("a.jpg", 1): "Dy. No. ১২৪৭/২৬\nRECEIVED 12 JAN 2026"}}
    said = [text_shares("field", texts, [paper], ON)["field.in_other"] for paper in papers]
    assert said == [1, 1, 0, 0]
