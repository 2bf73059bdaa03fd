"""The submission register of a print run."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.letters import Language, LetterKind
from rules.text import Text
from templates.register import RegisterRow, register


@pytest.mark.slow
def test_register_lists_references_office_by_office(law: Catalogue, tmp_path: Path) -> None:
    """References stand under their offices in the order of the bound run, an authority under the name that a board
    gives it; nothing is left in the work folder."""
    offices = [law.offices.at("bdo", Place("south-24-parganas", block)) for block in ("gosaba", "basanti")]
    named = replace(offices[1], name=Text("Room 4, New Building", "৪ নং ঘর, নতুন ভবন"))
    rows = [
        RegisterRow("2M2P-4TXR-C", LetterKind.FIRST_APPEAL, named, 2),
        RegisterRow("9QRS-4TXR-C", LetterKind.REMINDER, offices[0], 1),
        RegisterRow("7K4Q-9XM2-A", LetterKind.APPLICATION, offices[1], 2),
        RegisterRow("8M2P-4TXR-C", LetterKind.RTI_REQUEST, offices[0], 2),
    ]
    pdf = register(rows, date(2026, 2, 2), Language.ENGLISH, tmp_path)
    assert list(tmp_path.iterdir()) == []
    text = "".join(str(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf))
    wanted = [
        "2 February 2026",
        "Basanti",
        "7K4Q-9XM2-A",
        "New Building",
        "2M2P-4TXR-C",
        "Gosaba",
        "8M2P-4TXR-C",
        "9QRS-4TXR-C",
    ]
    places = [text.index(word) for word in wanted]
    assert places == sorted(places)
    assert "SN-" not in text


@pytest.mark.slow
def test_a_register_of_several_volumes_says_which(law: Catalogue, tmp_path: Path) -> None:
    """Beside the office, in the order in which the volumes are bound; of one volume nothing is said."""
    office = law.offices.at("bdo", Place("south-24-parganas", "basanti"))
    rows = [
        RegisterRow("7K4Q-9XM2-A", LetterKind.APPLICATION, office, 2, 2),
        RegisterRow("8M2P-4TXR-C", LetterKind.RTI_REQUEST, office, 2, 1),
    ]
    pdf = register(rows, date(2026, 2, 2), Language.ENGLISH, tmp_path)
    text = "".join(str(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf))
    places = [text.index(word) for word in ("volume 1", "8M2P-4TXR-C", "volume 2", "7K4Q-9XM2-A")]
    assert places == sorted(places)
