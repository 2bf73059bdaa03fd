"""The second opinion on stamped figures: right ones are borne out, wrong ones are not."""

import cv2
import numpy as np
import pytest

from extractors.crops import Crop, straighten
from extractors.figures import opinion
from extractors.marks import Ink, Region
from extractors.text import Word


def _mark(text: str, hidden: bool = False) -> Crop:
    picture = np.zeros((100, 80 + 34 * len(text)), np.uint8)
    cv2.putText(picture, text, (20, 70), cv2.FONT_HERSHEY_DUPLEX, 1.6, 255, 4, cv2.LINE_AA)
    cover = np.full_like(picture, 255 if hidden else 0)
    return straighten(Region((0, 0, picture.shape[1], 100), Ink.BLUE, picture, cover))


def _word(mark: Crop, text: str, zoom: float = 1.0) -> Word:
    height, width = mark.density.shape
    return Word(text, (12 * zoom, 12 * zoom, (width - 12) * zoom, (height - 12) * zoom), 0.95, 0)


@pytest.mark.parametrize("text", ["2026", "5432", "305", "542/26"])
def test_figures_as_shown_are_borne_out(text: str) -> None:
    """Whatever the scale at which Tesseract saw them."""
    mark = _mark(text)
    for zoom in (1.0, 2.0):
        found = opinion(mark, _word(mark, text, zoom), zoom)
        assert found is not None
        assert found.support > 0.3


@pytest.mark.parametrize(("shown", "read"), [("2025", "2028"), ("5432", "5437"), ("305", "385"), ("542/26", "547/26")])
def test_a_wrong_figure_is_not_borne_out(shown: str, read: str) -> None:
    """One misread figure among right ones brings the support of the whole word down."""
    mark = _mark(shown)
    found = opinion(mark, _word(mark, read), 1.0)
    assert found is not None
    assert found.support < 0.06


def test_a_crossed_zero_read_as_nine_is_mended() -> None:
    """The opinion offers the word with its zero."""
    mark = _mark("05")
    found = opinion(mark, _word(mark, "95"), 1.0)
    assert found is not None
    assert (found.text, found.support) == ("05", 0.0)
    assert found.mended > 0.6


def test_figures_that_cannot_be_told_apart_have_no_opinion() -> None:
    """Another number of pieces than of figures, or no figure at all."""
    mark = _mark("12/01/26")
    assert opinion(mark, _word(mark, "1/26"), 1.0) is None
    assert opinion(mark, _word(mark, "Date"), 1.0) is None


def test_figures_half_hidden_by_print_need_a_sure_opinion() -> None:
    """What was bridged across a printed stroke is a guess."""
    seen, guessed = _mark("3689"), _mark("3689", hidden=True)
    sure = opinion(seen, _word(seen, "3689"), 1.0)
    unsure = opinion(guessed, _word(guessed, "3689"), 1.0)
    assert sure is not None
    assert unsure is not None
    assert unsure.support in (0.0, sure.support)
    assert unsure.support == 0.0 or sure.support >= 0.5
