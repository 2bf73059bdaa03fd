"""Damage is found where it is, mended there, and nowhere else."""

import cv2
import numpy as np
import pytest

from extractors import damage

DPI = 150.0


@pytest.fixture
def clean() -> np.ndarray:
    """A page of printed lines, black on white, BGR."""
    page = np.full((1754, 1240, 3), 255, np.uint8)
    for row in range(40):
        cv2.putText(
            page, "the quick brown fox jumps over", (90, 90 + 40 * row), cv2.FONT_HERSHEY_COMPLEX, 1.0, (0, 0, 0), 2
        )
    return page


def _stamped(page: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    ink = np.full_like(page, 255)
    cv2.circle(ink, (620, 700), 150, colour, 9, cv2.LINE_AA)
    cv2.putText(ink, "RECEIVED", (500, 710), cv2.FONT_HERSHEY_SIMPLEX, 1.6, colour, 5, cv2.LINE_AA)
    return np.minimum(page, ink)


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_a_clean_page_is_left_alone(clean: np.ndarray) -> None:
    """Nothing found, nothing changed: mending a clean page makes it worse."""
    assert damage.find(clean, DPI, damage.coloured_ink(clean)).none
    assert np.array_equal(damage.mend(clean, DPI).image, cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY))


@pytest.mark.parametrize("colour", [(170, 50, 40), (40, 40, 200), (160, 40, 120)], ids=["blue", "red", "violet"])
def test_a_stamp_over_print_is_dropped(clean: np.ndarray, colour: tuple[int, int, int]) -> None:
    """Coloured ink goes, the print under it stays, and the original is not touched."""
    stamped = _stamped(clean, colour)
    before = stamped.copy()
    mended = damage.mend(stamped, DPI)
    assert mended.damage.stamps is not None
    grey = cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY)
    assert _difference(mended.image, grey) < 0.35 * _difference(cv2.cvtColor(stamped, cv2.COLOR_BGR2GRAY), grey)
    assert np.array_equal(stamped, before)


def test_a_pen_s_number_is_not_dropped(clean: np.ndarray) -> None:
    """Small coloured handwriting on free paper is to be read, not removed."""
    clean[60:200, :] = 255
    cv2.putText(clean, "205 / 2026", (500, 130), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.6, (170, 50, 40), 4, cv2.LINE_AA)
    assert damage.has_coloured_ink(clean)
    assert damage.find(clean, DPI, damage.coloured_ink(clean)).stamps is None


def test_yellowed_paper_is_no_ink(clean: np.ndarray) -> None:
    """Old paper's tint covers the page and is no stamp."""
    yellow = (clean * np.array([0.70, 0.88, 0.95])).astype(np.uint8)
    assert not damage.has_coloured_ink(yellow)


def test_a_shadow_is_found_and_evened_out(clean: np.ndarray) -> None:
    """A phone's shadow over half the page leaves no grey."""
    shade = np.linspace(1.0, 0.4, clean.shape[1])[None, :, None]
    mended = damage.mend((clean * shade).astype(np.uint8), DPI)
    assert mended.damage.shadow
    assert set(np.unique(mended.image)) <= {0, 255}
    assert _difference(mended.image, cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY)) < 6


@pytest.mark.parametrize("degrees", [-4.0, 2.5, 7.0])
def test_skew_is_measured_and_undone(clean: np.ndarray, degrees: float) -> None:
    """The angle comes out within a fifth of a degree, and boxes find their way back."""
    matrix = cv2.getRotationMatrix2D((620, 877), -degrees, 1.0)
    skewed = cv2.warpAffine(clean, matrix, (1240, 1754), borderValue=(255, 255, 255))
    mended = damage.mend(skewed, DPI)
    assert abs(mended.damage.skew - degrees) < 0.2
    x, y, _, _ = mended.back((300.0, 400.0, 300.0, 400.0))
    there = cv2.invertAffineTransform(mended.matrix) @ np.array([x, y, 1.0])
    assert np.allclose(there, (300, 400), atol=0.5)
    assert mended.flat.shape == skewed.shape[:2]


def test_under_one_degree_nothing_is_turned(clean: np.ndarray) -> None:
    """There is nothing to gain, and turning softens the print."""
    matrix = cv2.getRotationMatrix2D((620, 877), 0.6, 1.0)
    assert damage.find(cv2.warpAffine(clean, matrix, (1240, 1754), borderValue=(255, 255, 255)), DPI, None).skew == 0.0


def test_speckle_is_found_and_cleaned(clean: np.ndarray) -> None:
    """Salt and pepper goes through a median; the print stays."""
    rng = np.random.default_rng(5)
    noisy = clean.copy()
    noisy[rng.random(clean.shape[:2]) < 0.03] = 0
    mended = damage.mend(noisy, DPI)
    grey = cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY)
    assert mended.damage.speckle
    assert _difference(mended.image, grey) < _difference(cv2.cvtColor(noisy, cv2.COLOR_BGR2GRAY), grey)


def test_an_empty_page_is_undamaged() -> None:
    """No print, no verdict."""
    assert damage.find(np.full((1000, 700, 3), 255, np.uint8), DPI, None).none
