"""What a mark is for by its words."""

import pytest

from extractors.stamp_words import labelled_otherwise, other_purpose, says_received, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "DESPATCHED\n12 FEB 2026",
        "DESPaTCHED\n07 FRB 2026",
        "OFFICE OF THE B.D.O.\nRETURNED",
        "CHECKED\n02 FEB 2026",
        "Date 05 FEB 2026\nPAID",
        "NOT RECEIVED\n05 FEB 2026",
        "RECEIVED\nDESPATCHED",
        "TRUE COPY",
        "COPY\n10 FEB 2026",
        "PUT UP\n10.02.26",
        "Hearing on 12/2/26",
        "ফেরত দেওয়া হইল\nতারিখ ০২/০২/২০২৬",
        "গৃহীত হয় নাই",
    ],
)
def test_a_word_for_another_purpose_is_seen(text: str) -> None:
    """Also with a letter misread, and beside a word of receipt."""
    assert other_purpose(["", text]) is not None


@pytest.mark.parametrize(
    "text",
    [
        "RECEIVED\n12 FEB 2026",
        "RECEIVED\nContents not verified",
        "Received copy",
        "RECEIVED & ENTERED",
        "12 FEB 2026",
        "GRAM PANCHAYAT BASANTI\n12 FEB 2026",
        "Office of the Inspector, Food & Supplies",
        "DUARE SARKAR CAMP\nRECEIVED",
        "গৃহীত\nতারিখ ০২/০২/২০২৬\nডায়েরি নং ৪১",
        "প্রাপ্ত",
    ],
)
def test_a_stamp_of_receipt_or_without_a_word_is_no_other(text: str) -> None:
    """What offices put beside a receipt does not make it another thing."""
    assert other_purpose([text]) is None


def test_a_word_of_receipt_is_known_misread() -> None:
    """As worn rubber is read."""
    assert says_received(["RECElVED 12 FEB"])
    assert says_received(["গৃহীত"])
    assert not says_received(["BLOCK OFFICE", "12 FEB 2026"])


@pytest.mark.parametrize(
    "before", ["Next date ", "Hearing on ", "Memo No. 145/BDO Dt. ", "M.R. No. 4512 Dt. ", "শুনানি "]
)
def test_a_date_of_something_else_is_known_by_its_line(before: str) -> None:
    """And one after a word of receipt is not."""
    assert labelled_otherwise(before)
    assert not labelled_otherwise("Date of receipt ")


def test_a_paper_that_was_not_taken_is_told_from_one_for_another_purpose() -> None:
    """No day on record makes a receipt of "returned"; "checked" on that day may stand."""
    assert all(map(takes_back, ("RETURNED", "NOT RECEIVED", "CANCELLED", "ফেরত")))
    assert not any(map(takes_back, ("CHECKED", "ISSUED", "PUT UP")))
