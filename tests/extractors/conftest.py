"""Letters made of words for the tests of what reads them: no picture, no Tesseract."""

from collections.abc import Callable

import numpy as np
import pytest

from extractors.pages import Page
from extractors.running import Sheet
from extractors.text import PageText, Word, normal
from rules.findings import Method

WIDTH, HEIGHT, CHAR, ROW = 1654, 2339, 14, 52


def words_of(lines: list[str], confidence: float = 0.95, top: int = 120) -> tuple[Word, ...]:
    """One line of print a string, evenly set; a run of spaces is as wide as it is long."""
    words = []
    for row, line in enumerate(lines):
        at = 0
        for text in line.split(" "):
            if text:
                x, y = 120 + CHAR * at, top + ROW * row
                words.append(Word(normal(text), (x, y, x + CHAR * len(text), y + 30), confidence, row))
            at += len(text) + 1
    return tuple(words)


SheetOf = Callable[..., Sheet]
PageOf = Callable[..., Page]


@pytest.fixture
def sheet_of() -> SheetOf:
    """A sheet of printed lines: ``sheet_of(*lines, number=1, confidence=0.95)``."""

    def make(*lines: str, number: int = 1, confidence: float = 0.95) -> Sheet:
        return Sheet(number, (HEIGHT, WIDTH), PageText(words_of(list(lines), confidence)), Method.OCR)

    return make


@pytest.fixture
def page_of() -> PageOf:
    """A born-digital page of printed lines: ``page_of(number, *lines)``; without lines a blank side."""

    def make(number: int, *lines: str) -> Page:
        image = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
        return Page(number, image, 200.0, words_of(list(lines)) if lines else None)

    return make
