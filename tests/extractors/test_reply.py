"""Letters of offices that say more than one thing: what may not be recorded without a person."""

from collections.abc import Callable
from datetime import date

import pytest

from extractors.numbers import is_same
from extractors.reply import read_reply
from extractors.running import Sheet
from rules import catalogue
from rules.findings import ReadDocument
from rules.rows import Cue

SheetOf = Callable[..., Sheet]
TODAY = date(2026, 4, 20)
HEAD = ("Office of the Block Development Officer", "Gosaba, South 24 Parganas")
MEMO = "Memo No. 214/BDO-GSB    Dated : 12.03.2026"
TO = ("To", "Smt. Malati Kalpana")
BODY = ("Sub : Your prayer", "Ref : Your application dated 10.02.2026", "Madam,")
GRANTED = "Your application has been sanctioned by the competent authority."
HEARD = "In the matter a hearing has been fixed "


@pytest.fixture(scope="module")
def cues() -> tuple[Cue, ...]:
    return catalogue.load().cues


def _asked(document: ReadDocument) -> set[str]:
    return {reason.field for reason in document.needs_review}


def test_a_plain_letter_is_read_without_a_doubt(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Number, day and outcome."""
    document = read_reply([sheet_of(*HEAD, MEMO, *TO, *BODY, GRANTED)], cues, TODAY)
    assert _asked(document) == set()
    assert document.facts["letter_date"][0].value == "2026-03-12"


@pytest.mark.parametrize(
    ("head", "field"),
    [
        (("Memo No. 991(3)/SDO    Dated : 20.03.2026", "Copy forwarded for information", *HEAD, MEMO), "letter_date"),
        ((*HEAD, "Memo No. 214/BDO-GSB", "Received on 14.02.2026"), "letter_date"),
        ((*HEAD, "Memo No. 214/BDO-GSB    vide order dated 01.03.2026"), "letter_date"),
        ((*HEAD, "Memo No. 214/BDO-GSB    Dated :", "Proceedings of the meeting held on 05.03.2026"), "letter_date"),
    ],
)
def test_the_day_of_another_paper_in_the_head_is_not_the_letters(
    sheet_of: SheetOf, cues: tuple[Cue, ...], head: tuple[str, ...], field: str
) -> None:
    """That of an endorsement, a receipt, an order, a meeting."""
    assert field in _asked(read_reply([sheet_of(*head, *TO, *BODY, GRANTED)], cues, TODAY))


@pytest.mark.parametrize(
    "tail", [" By Regd. Post    Dated : 12.03.2026", " 12.03.2026", "    vide order dated 01.03.2026"]
)
def test_a_number_ends_where_other_words_begin(sheet_of: SheetOf, cues: tuple[Cue, ...], tail: str) -> None:
    """How it was sent, a day without a label and an order are no part of it."""
    document = read_reply([sheet_of(*HEAD, f"Memo No. 214/BDO-GSB{tail}", *TO, *BODY, GRANTED)], cues, TODAY)
    assert is_same(document.facts["memo_no"][0].value, "214/BDO-GSB")


@pytest.mark.parametrize(
    "to", [("To", "The Pradhan, Bali Gram Panchayat"), ("To : The Manager, State Bank",), ("প্রতি", "প্রধান, বালি")]
)
def test_a_letter_to_an_office_is_asked_about(sheet_of: SheetOf, cues: tuple[Cue, ...], to: tuple[str, ...]) -> None:
    """What it wants, it wants of that office; she has a copy."""
    assert "letter" in _asked(read_reply([sheet_of(*HEAD, MEMO, *to, *BODY, GRANTED)], cues, TODAY))


def test_the_secretary_of_her_society_is_no_office(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """A person named is who it is written to."""
    to = ("To", "Smt. Malati Kalpana, Secretary")
    assert "letter" not in _asked(read_reply([sheet_of(*HEAD, MEMO, *to, *BODY, GRANTED)], cues, TODAY))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("on 22.04.2026 at 11 A.M.", "2026-04-22"),
        ("on 02.03.2026 at 11 A.M.", None),
        ("on the day noted; statements for the hearing by 15.04.2026.", None),
    ],
)
def test_a_hearing_lies_after_the_letter(sheet_of: SheetOf, cues: tuple[Cue, ...], said: str, day: str | None) -> None:
    """A day gone by and a last day for papers are not taken for it."""
    document = read_reply([sheet_of(*HEAD, MEMO, *TO, *BODY, HEARD + said)], cues, TODAY)
    found = document.facts.get("hearing_date")
    assert ("hearing_date" in _asked(document)) is (day is None)
    assert day is None or (found and found[0].value == day)


def test_a_rate_is_no_sum(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Two rupees for each page are not the fee."""
    said = "You are requested to deposit Rs. 2/- for each page."
    document = read_reply([sheet_of(*HEAD, MEMO, *TO, *BODY, said)], cues, TODAY)
    assert "fee_amount" in _asked(document)
    assert "fee_amount" not in document.facts
