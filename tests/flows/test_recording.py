"""From what a paper says to events: what contradicts the record waits, what repeats it adds nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.import_claims.steps import import_claims
from flows.recording import Settled, problems, record_settled
from flows.wiring import Dabi
from rules.events import EventKind
from rules.findings import DocumentKind
from rules.history import numbered
from tests.desk.desks import FOUR, table

TODAY = date(2026, 7, 20)


@pytest.fixture
def letter(dabi: Dabi, tmp_path: Path) -> str:
    """An application that waits at the BDO since 2 March 2026, with no receipt on record."""
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", [{**FOUR[3], "diary_no": ""}]), TODAY).claims
    with dabi.store.begin("system:test", read_only=True) as record:
        [found] = record.letters(claims=[claim.code])
    return found.reference


def receipt(letter: str, day: str, number: str = "") -> Settled:
    values = {"received_date": day} | ({"diary_no": number} if number else {})
    return Settled(DocumentKind.RECEIPT, letter, values)


def test_a_second_receipt_is_news_repetition_or_contradiction(dabi: Dabi, letter: str) -> None:
    """A number that was wanted is added; the same again is not; another day or another number is a problem."""
    with dabi.store.begin("system:test") as record:

        def keep(settled: Settled) -> bool:
            assert problems(record, settled, TODAY) == []
            return record_settled(record, settled, TODAY, document=None, proof=None)

        assert keep(receipt(letter, "2026-03-04"))
        assert not keep(receipt(letter, "2026-03-04"))
        assert keep(receipt(letter, "2026-03-04", "৪১২/26"))
        assert not keep(receipt(letter, "2026-03-04", "412/26"))
        assert not keep(receipt(letter, "2026-03-04"))
        fields = [
            [problem.field or problem.where for problem in problems(record, other, TODAY)]
            for other in (receipt(letter, "2026-03-05", "412/26"), receipt(letter, "2026-03-04", "413/26"))
        ]
        assert fields == [["received_date"], ["diary_no"]]
        days = [event.facts["received_on"] for event in record.events(kinds=[EventKind.RECEIPT_RECORDED])]
        assert days == ["2026-03-04", "2026-03-04"]


def test_a_date_is_kept_in_one_form(dabi: Dabi, letter: str) -> None:
    """However a day is written, the event holds it as YYYY-MM-DD, so that it compares."""
    with dabi.store.begin("system:test") as record:
        record_settled(record, receipt(letter, "20260304"), TODAY, document=None, proof=None)
        [event] = record.events(kinds=[EventKind.RECEIPT_RECORDED])
        assert event.facts["received_on"] == "2026-03-04"
        assert problems(record, receipt(letter, "2026-03-04"), TODAY) == []


def test_an_unknown_letter_is_no_place_for_facts(dabi: Dabi) -> None:
    """A reference that is none of ours is told; what is no reference at all is not even repeated."""
    with dabi.store.begin("system:test", read_only=True) as record:
        [problem] = problems(record, receipt("Kalpana Namuna", "2026-03-04"), TODAY)
    assert problem.where == "letter"
    assert "Kalpana" not in str(problem)


def test_what_a_machine_did_not_see_is_kept_apart_from_what_is_lacking(dabi: Dabi, letter: str) -> None:
    """Codes on the reply's event; nobody has told what it lacks."""
    values = {"outcome": "refused", "letter_date": "2026-06-01", "seems_lacking": "officer, appeal_period"}
    with dabi.store.begin("system:test") as record:
        record_settled(record, Settled(DocumentKind.REPLY, letter, values), TODAY, document=None, proof=None)
        [event] = record.events(kinds=[EventKind.REPLY_RECORDED])
    assert event.facts["seems_lacking"] == "officer,appeal_period"
    assert "lacks" not in event.facts


def test_a_reply_gets_its_number_later_and_once(dabi: Dabi, letter: str) -> None:
    """The number is told beside the reply, which stays the one answer; told again it is no news."""
    said = {"outcome": "refused", "letter_date": "2026-03-20"}
    with dabi.store.begin("system:test") as record:
        assert record_settled(record, Settled(DocumentKind.REPLY, letter, said), TODAY, document=None, proof=None)
        whole = Settled(DocumentKind.REPLY, letter, {**said, "memo_no": "417/BDO-BST"})
        assert record_settled(record, whole, TODAY, document=None, proof=None)
        assert not record_settled(record, whole, TODAY, document=None, proof=None)
        assert not record_settled(record, Settled(DocumentKind.REPLY, letter, said), TODAY, document=None, proof=None)
        told = numbered(record.events(letter=letter))
    replies = [event for event in told if event.kind is EventKind.REPLY_RECORDED]
    assert [event.beside for event in replies] == [{"memo_no": "417/BDO-BST"}]
    assert sum(event.kind is EventKind.REFUSED for event in told) == 1
