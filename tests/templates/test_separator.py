"""The separator sheet as printed, against the reader that must know it however it was scanned."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.codes import find_codes, is_separator
from extractors.pages import Page, load
from templates.separator import separator_sheet
from tests.extractors.papers import coloured, printed, separator

GREY_PAPER = 200


def _page(image: np.ndarray) -> Page:
    return Page(1, np.ascontiguousarray(image), 200.0, None)


@pytest.mark.slow
def test_the_printed_sheet_is_known_upright_turned_and_coarse() -> None:
    """Each copy is seen as a separator at 200 and at 75 dpi, upside down and sideways, and on grey noisy paper."""
    loaded = load(separator_sheet(2), "separator.pdf")
    assert (len(loaded.pages), loaded.problems) == (2, ())
    rng = np.random.default_rng(5)
    for page in loaded.pages:
        noise = rng.normal(0, 20, page.image.shape)
        dirty = np.clip(np.minimum(page.image, GREY_PAPER) + noise, 0, 255).astype(np.uint8)
        for image in (page.image, np.rot90(page.image), np.rot90(page.image, 2), page.image[::2, ::2], dirty):
            assert is_separator(_page(image))
        assert find_codes(page) == []  # it names no letter


def test_a_page_of_ours_is_no_separator() -> None:
    """The codes of a letter end no paper; a separator's code does."""
    assert not is_separator(_page(coloured(printed())))
    assert is_separator(_page(separator()))
