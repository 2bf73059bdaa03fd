"""What a paper as read means: certain, in doubt, or only its number in doubt."""

from __future__ import annotations

from datetime import date

from flows.take_in_scans.reading import decide
from rules.findings import DocumentKind, Finding, Method, ReadDocument, ReviewReason

TODAY = date(2026, 7, 20)
REFERENCE = "7K4Q-9XM2-B"


def finding(value: str) -> Finding:
    return Finding(value, value, 1, (0.1, 0.1, 0.2, 0.2), 0.99, Method.OCR)


def receipt(*reasons: ReviewReason, references: bool = True) -> ReadDocument:
    facts = {"received_date": (finding("2026-07-08"),), "diary_no": (finding("412"),)}
    named = (finding(REFERENCE),) if references else ()
    return ReadDocument((1,), DocumentKind.RECEIPT, "eng", named, facts, needs_review=reasons)


def test_a_clear_receipt_is_certain() -> None:
    """Nothing in doubt: day and number are to be recorded."""
    decision = decide(receipt(), [], TODAY)
    assert decision.reasons == ()
    assert decision.settled.letter == REFERENCE
    assert decision.settled.values == {"received_date": "2026-07-08", "diary_no": "412"}


def test_a_number_in_doubt_holds_back_only_itself() -> None:
    """The day stands and starts the clock; the doubtful number is left out and asked for."""
    decision = decide(receipt(ReviewReason("diary_no", "two readings")), [], TODAY)
    assert decision.number_waits
    assert decision.settled.values == {"received_date": "2026-07-08"}


def test_a_day_in_doubt_holds_back_all() -> None:
    """With the day in doubt nothing is recorded unseen."""
    decision = decide(receipt(ReviewReason("received_date", "two days")), [], TODAY)
    assert decision.reasons
    assert not decision.number_waits


def test_a_receipt_of_no_letter_is_asked_about() -> None:
    """Without a reference there is a question, never a guess."""
    decision = decide(receipt(references=False), [], TODAY)
    assert [reason.field for reason in decision.reasons] == ["reference"]


def test_a_paper_of_no_kind_is_asked_about_once() -> None:
    """A paper that is neither receipt nor reply gives one question about its kind, and names no letter."""
    for reasons in ((), (ReviewReason("kind", "no known form"),)):
        decision = decide(ReadDocument((1,), DocumentKind.OTHER, "eng", needs_review=reasons), [], TODAY)
        fields = [reason.field for reason in decision.reasons]
        assert fields.count("kind") == 1
        assert {"letter", "outcome"} <= set(fields)
        assert decision.settled.letter == ""
