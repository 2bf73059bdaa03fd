"""Facts of a letter, head and body, in both languages; what contradicts itself is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from extractors.facts_body import find_body
from extractors.facts_head import find_head
from extractors.layout import anatomy
from extractors.running import Sheet
from extractors.text import PageText, normal

SheetOf = Callable[..., Sheet]
TODAY = date(2026, 4, 1)

ENGLISH = (
    "Government of West Bengal",
    "Office of the Block Development Officer",
    "Basanti, South 24 Parganas",
    "Phone No. 03218-255123",
    "Memo No. 417(3)/BDO-BST/2026            Dated : 12.03.2026",
    "From : The Block Development Officer",
    "To : Smt. Namuna Khatun",
    "Sub : Payment of further fee",
    "Ref : Your application No. 88/2026 dated 16/01/2026, received in this office on 19.01.2026 vide Diary No. 4748",
    "Madam,",
    "With reference to the above you are requested to deposit Rs. 36/- being the cost of 18 pages @ Rs. 2/- per page",
    "under section 7(3) of the RTI Act, 2005. A hearing is fixed on 17/04/2026 at 11 A.M.",
    "Yours faithfully,",
    "Block Development Officer",
    "Encl : 2 sheets",
    "Memo No. 417/1(2)/BDO-BST/2026",
    "Copy forwarded to the Sub-Divisional Officer",
)
BENGALI = (
    "পশ্চিমবঙ্গ সরকার",
    "মহকুমা শাসকের করণ",
    "ক্যানিং, দক্ষিণ ২৪ পরগনা",
    "স্মারক নং ৯৩(২)/মশা/২০২৬                 তারিখ : ১২ই মার্চ, ২০২৬",
    "প্রাপক : শ্রীমতী নমুনা খাতুন",
    "বিষয় : অতিরিক্ত ফি জমা প্রসঙ্গে",
    "সূত্র : আপনার ১৬/০১/২০২৬ তারিখের আবেদনপত্র, অত্র দপ্তরের ডায়েরি নং ৪৭৪৮",
    "মহাশয়া,",
    "প্রতি পৃষ্ঠা ২ টাকা হিসাবে মোট ৩৬ টাকা জমা দিবার জন্য অনুরোধ করা হইতেছে।",
    "আগামী ১৭/০৪/২০২৬ তারিখে বেলা ১১ ঘটিকায় শুনানির দিন ধার্য করা হইল। ৮(১)(জে) ধারা অনুসারে ইহা প্রদান করা সম্ভব নহে।",
    "ভবদীয়,",
    "মহকুমা শাসক",
)


def _values(sheet: Sheet) -> dict[str, str]:
    parts = anatomy([sheet])
    head, _ = find_head(parts, TODAY)
    body, _ = find_body(parts, TODAY)
    return {name: findings[0].value for name, findings in {**head, **body}.items()}


def test_an_english_letter_gives_all_its_facts(sheet_of: SheetOf) -> None:
    """Each fact is found in its place, the copy line and the phone number are not taken for the letter's own."""
    assert _values(sheet_of(*ENGLISH)) == {
        "memo_no": "417(3)/BDO-BST/2026",
        "letter_date": "2026-03-12",
        "office": "Office of the Block Development Officer Basanti, South 24 Parganas",
        "officer": "Block Development Officer",
        "refers_to_date": "2026-01-16",
        "refers_to_no": "88/2026",
        "received_date": "2026-01-19",
        "diary_no": "4748",
        "fee_amount": "36",
        "section": "7(3)",
        "hearing_date": "2026-04-17",
        "enclosures": "2 sheets",
    }


def test_a_bengali_letter_gives_all_its_facts(sheet_of: SheetOf) -> None:
    """Dates become ISO, sums Latin digits, clauses the Act's letters; the number stays as it is printed."""
    values = _values(sheet_of(*BENGALI))
    assert values["memo_no"] == normal("৯৩(২)/মশা/২০২৬")
    assert values["letter_date"] == "2026-03-12"
    assert values["office"].startswith(normal("মহকুমা শাসকের করণ"))
    assert values["officer"] == normal("মহকুমা শাসক")
    assert values["refers_to_date"] == "2026-01-16"
    assert values["diary_no"] == "৪৭৪৮"
    assert values["fee_amount"] == "36"
    assert values["hearing_date"] == "2026-04-17"
    assert values["section"] == "8(1)(j)"


def test_a_finding_carries_its_place_and_its_least_certain_word(sheet_of: SheetOf) -> None:
    """The box is where the words stand, as fractions of the page; confidence is the lowest of them."""
    parts = anatomy([sheet_of(*ENGLISH, confidence=0.83)])
    [memo] = find_head(parts, TODAY)[0]["memo_no"]
    assert memo.page == 1
    assert memo.confidence == 0.83
    assert 0.13 < memo.box[0] < memo.box[2] < 0.4
    assert 0.13 < memo.box[1] < memo.box[3] < 0.16


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("Memo No. /BDO-BST/2026     Dated : 12.03.2026", "memo_no", "left open"),
        ("Memo No.    417/BDO-BST/2026     Dated : 12.03.2026", "memo_no", "by pen"),
        ("Memo No.    {17/BDO-BST/2026     Dated : 12.03.2026", "memo_no", "by pen"),
        ("Memo No. 417/BDO-BST/2026     Dated : 12.05.2026", "letter_date", "after today"),
        ("Memo No. 417/BDO-BST/2026     Dated : ১২.03.2026", "letter_date", "two scripts"),
    ],
)
def test_what_cannot_be_trusted_is_told(sheet_of: SheetOf, row: str, field: str, words: str) -> None:
    """An open serial, a date after today, a date in two scripts: each names its field and says why."""
    lines = [row if line.startswith("Memo No. 417(3)") else line for line in ENGLISH]
    reasons = find_head(anatomy([sheet_of(*lines)]), TODAY)[1]
    assert any(reason.field == field and words in reason.reason for reason in reasons)


def test_two_numbers_in_one_head_are_told(sheet_of: SheetOf) -> None:
    """A number of the office and one of its department: a person says which."""
    lines = [*ENGLISH[:5], "Order No. 9/HOME    Dated : 11.03.2026", *ENGLISH[5:]]
    facts, reasons = find_head(anatomy([sheet_of(*lines)]), TODAY)
    assert len(facts["memo_no"]) == 2
    assert {"memo_no", "letter_date"} <= {reason.field for reason in reasons}


def test_a_sum_that_does_not_add_up_is_told(sheet_of: SheetOf) -> None:
    """18 pages at 2 are not 63."""
    lines = [line.replace("Rs. 36/-", "Rs. 63/-") for line in ENGLISH]
    facts, reasons = find_body(anatomy([sheet_of(*lines)]), TODAY)
    assert facts["fee_amount"][0].value == "63"
    assert any(reason.field == "fee_amount" and "18 pages at 2" in reason.reason for reason in reasons)


def test_the_date_of_our_letter_is_not_that_of_the_answer(sheet_of: SheetOf) -> None:
    """Where the head has lost its date, the date of the Ref line does not take its place."""
    lines = [line.split("   ")[0] if line.startswith("Memo No. 417(3)") else line for line in ENGLISH]
    facts, _ = find_head(anatomy([sheet_of(*lines)]), TODAY)
    assert "letter_date" not in facts


def test_a_tilted_page_keeps_its_rows_apart(sheet_of: SheetOf) -> None:
    """Lines that run downhill by less than they are apart are not mixed."""
    sheet = sheet_of(*ENGLISH)
    tilted = Sheet(sheet.number, sheet.shape, _tilted(sheet.text, 0.017), sheet.method)
    assert _values(tilted)["memo_no"] == "417(3)/BDO-BST/2026"
    assert _values(tilted)["letter_date"] == "2026-03-12"


def _tilted(text: PageText, slope: float) -> PageText:
    words = []
    for word in text.words:
        x0, y0, x1, y1 = word.box
        words.append(replace(word, box=(x0, y0 + slope * x0, x1, y1 + slope * x1)))
    return replace(text, words=tuple(words))
