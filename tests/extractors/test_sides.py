"""Sides without a code: blank ones, sideways ones, and number and date read again from crops. Real Tesseract."""

from datetime import date

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.pages import Page
from extractors.read import read_documents
from extractors.sides import is_blank, read_sides
from rules import catalogue

TODAY = date(2026, 4, 1)
LETTER = (
    "Government of West Bengal",
    "Office of the Block Development Officer",
    "Basanti, South 24 Parganas",
    "Memo No. 417(3)/BDO-BST/2026          Dated : 12.03.2026",
    "Sub : Your prayer for widow pension",
    "Madam,",
    "On enquiry it has been found that you do not fulfil the criteria of the scheme.",
    "In view of the above the prayer cannot be granted and the same stands rejected.",
    "Yours faithfully,",
    "Block Development Officer",
)


@pytest.fixture(scope="module")
def letter() -> np.ndarray:
    """A letter printed at 200 dpi, BGR."""
    paper = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(paper)
    font = ImageFont.load_default(size=32)
    for row, line in enumerate(LETTER):
        draw.text((130, 150 + 75 * row), line, fill=0, font=font)
    return cv2.cvtColor(np.asarray(paper), cv2.COLOR_GRAY2BGR)


def test_a_blank_side_is_told_from_a_faint_one(letter: np.ndarray) -> None:
    """Scanner edges and a few specks are nothing; one line of print is something."""
    blank = np.full_like(letter, 250)
    blank[:40] = 60
    blank[900:903, 400:403] = 0
    assert is_blank(Page(1, blank, 200.0))
    blank[1000:1100] = np.minimum(blank[1000:1100], letter[150:250])
    assert not is_blank(Page(1, blank, 200.0))


@pytest.mark.slow
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_side_lying_or_on_its_head_is_read_upright(letter: np.ndarray, turns: int) -> None:
    """Words come out, with boxes on the upright page."""
    [sheet] = read_sides([Page(1, np.ascontiguousarray(np.rot90(letter, turns)), 200.0)], timeout=30)
    assert sheet.shape == (2339, 1654)
    word = next(word for word in sheet.text.words if "417" in word.text)
    assert 340 < word.box[1] < word.box[3] < 430


@pytest.mark.slow
def test_a_printed_letter_passes_and_a_penned_number_does_not(letter: np.ndarray) -> None:
    """Two readings agree on print; a number by pen, in colour or in a blank, waits for a person."""
    cues = catalogue.load().cues
    [document] = read_documents([Page(1, letter, 200.0)], archive=None, today=TODAY, cues=cues)
    assert document.needs_review == ()
    assert document.facts["memo_no"][0].value == "417(3)/BDO-BST/2026"
    assert document.facts["letter_date"][0].value == "2026-03-12"
    assert (document.outcome and document.outcome.value) == "refused"
    penned = letter.copy()
    row = penned[360:420, 280:420]
    row[row[:, :, 0] < 128] = (170, 50, 40)
    [document] = read_documents([Page(1, penned, 200.0)], archive=None, today=TODAY, cues=cues)
    assert any(why.field == "memo_no" and "pen" in why.reason for why in document.needs_review)
