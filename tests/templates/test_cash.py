"""The cash sheet of a print run."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from rules.letters import Language
from rules.office import Office
from templates.cash import CashRow, Expense, sheet


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            Language.ENGLISH,
            ["2 February 2026", "8M2P-4TXR-C", "7K4Q-9XM2-A", "9QRS-4TXR-C", "Rs 34, and postage for 1"],
        ),
        (Language.BENGALI, ["২রা ফেব্রুয়ারি ২০২৬", "8M2P-4TXR-C", "7K4Q-9XM2-A", "9QRS-4TXR-C", "৩৪ টাকা, আর ১টি"]),
    ],
)
def test_what_to_have_at_hand_is_added_up(
    office: Office, tmp_path: Path, language: Language, wanted: list[str]
) -> None:
    """Fees first, then further fees, then envelopes whose price only the counter knows; references only."""
    rows = [
        CashRow("9QRS-4TXR-C", office, Expense.POSTAGE, None),
        CashRow("7K4Q-9XM2-A", office, Expense.FURTHER_FEE, 24),
        CashRow("8M2P-4TXR-C", office, Expense.APPLICATION_FEE, 10),
    ]
    pdf = sheet(rows, date(2026, 2, 2), language, tmp_path)
    assert list(tmp_path.iterdir()) == []
    text = "".join(str(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf))
    places = [text.index(word) for word in wanted]
    assert places == sorted(places)
