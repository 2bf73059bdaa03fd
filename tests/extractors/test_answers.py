"""Numbered answers in a reply: which question, and what is said to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.answers import find_answers
from extractors.layout import anatomy
from extractors.running import Sheet
from rules.findings import Finding
from rules.text import nfc

SheetOf = Callable[..., Sheet]
HEAD = ("Memo No. 77/DLSA/2026            Dated : 20.04.2026", "Sub : Information under the RTI Act, 2005", "Madam,")


def answers(sheet: Sheet) -> list[Finding]:
    return find_answers(anatomy([sheet]).body)[0]


def said(sheet: Sheet) -> dict[str, str]:
    return {finding.value: finding.raw for finding in answers(sheet)}


def test_each_answer_is_found_under_its_letter(sheet_of: SheetOf) -> None:
    """Text that runs on belongs to its answer; what follows on appeals belongs to none."""
    assert said(
        sheet_of(
            *HEAD,
            "The information sought for is furnished below.",
            "(a) 128 applications were received; the monthly",
            "figures are in Annexure A.",
            "(b) In 12 of them, Rs. 3,40,000.",
            "(d) 9 awards are unpaid.",
            "If you are not satisfied you may prefer an appeal within 30 days.",
        )
    ) == {
        "1": "128 applications were received; the monthly figures are in Annexure A.",
        "2": "In 12 of them, Rs. 3,40,000.",
        "4": "9 awards are unpaid.",
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [("1. 45", "2. 12/2026"), ("1) 45", "2) 12/2026"), ("(i) 45", "(ii) 12/2026"), ("(ক) 45", "(খ) 12/2026"),
     ("১। 45", "২। 12/2026"), ("Point no. 1: 45", "Point no. 2: 12/2026"), ("a. 45", "b. 12/2026")],
)  # fmt: skip
def test_every_way_of_numbering_is_read(sheet_of: SheetOf, first: str, second: str) -> None:
    """In either script, with any mark, also where the answer is a bare number."""
    assert said(sheet_of(*HEAD, "The information is as follows.", first, second)) == {"1": "45", "2": "12/2026"}


def test_numbered_paragraphs_are_no_answers(sheet_of: SheetOf) -> None:
    """A letter that numbers its paragraphs answers nothing by that; the letters within one do."""
    sheet = sheet_of(
        *HEAD, "1. With reference to your application this is to inform:", "(a) 45", "(b) 12", "2. The file is closed."
    )
    assert said(sheet) == {"1": "45", "2": "12"}
    assert said(sheet_of(*HEAD, "1. With reference to your application.", "2. It is refused.")) == {}


@pytest.mark.parametrize("line", ["12.03.2026 is the date of the order.", "7. alone is no list.", "No. 4 is meant."])
def test_dates_and_single_numbers_are_no_answers(sheet_of: SheetOf, line: str) -> None:
    """One mark is none, and a date at the start of a line is a date."""
    assert answers(sheet_of(*HEAD, "The matter is pending.", line, "It is under consideration.")) == []


def test_a_mark_without_text_is_no_answer(sheet_of: SheetOf) -> None:
    """An empty item stays unanswered."""
    assert said(sheet_of(*HEAD, "As follows.", "1. 45", "2.", "3. 12")) == {"1": "45", "3": "12"}


def test_an_answer_is_as_sure_as_its_least_certain_word(sheet_of: SheetOf) -> None:
    """And says where on the page it stands."""
    finding = answers(sheet_of(*HEAD, "As follows.", "1. 45", "2. 12", confidence=0.7))[0]
    assert finding.confidence == 0.7
    assert finding.box[1] > 0.1


def test_a_bengali_reply_is_read_with_its_usual_misreadings(sheet_of: SheetOf) -> None:
    """ঙ reads as ও, and the প of an appeal as গ: the fifth answer is the fifth, and the appeal belongs to none."""
    sheet = sheet_of(
        "স্মারক নং ৭৭/২০২৬            তারিখ : ২০/০৪/২০২৬",
        "বিষয় : তথ্যের অধিকার আইন, ২০০৫",
        "মহাশয়া,",
        "প্রার্থিত তথ্য নিম্নে প্রদান করা হল।",
        "(ক) মোট ১২৮টি।",
        "(গ) ৩১টিতে মঞ্জুর হয়েছে।",
        "(ও) নকল সংযুক্ত।",
        "৩০ দিনের মধ্যে চেয়ারম্যানের নিকট প্রথম আগীল করা যায়।",
    )
    assert said(sheet) == {"1": "মোট ১২৮টি।", "3": nfc("৩১টিতে মঞ্জুর হয়েছে।"), "5": "নকল সংযুক্ত।"}
