"""Marks made ready for reading: straight, without ring or frame, and their places led back to the print."""

import cv2
import numpy as np

from extractors.crops import Crop, binary, grey, straighten
from extractors.marks import Ink, Region
from extractors.register import PIXELS_PER_MM


def _mark(draw_frame: bool = False, ring: bool = False, degrees: float = 0.0, text: str = "12 JAN 2026") -> Region:
    picture = np.zeros((400, 520), np.uint8)
    cv2.putText(picture, text, (100, 215), cv2.FONT_HERSHEY_DUPLEX, 1.5, 255, 3, cv2.LINE_AA)
    if draw_frame:
        cv2.rectangle(picture, (60, 120), (460, 280), 255, 5)
    if ring:
        for radius in (185, 140):
            cv2.circle(picture, (260, 200), radius, 255, 4, cv2.LINE_AA)
        cv2.putText(picture, "OFFICE", (190, 55), cv2.FONT_HERSHEY_DUPLEX, 0.8, 255, 2, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((260, 200), degrees, 1)
    return Region((1000, 500, 1520, 900), Ink.BLUE, cv2.warpAffine(picture, turn, (520, 400)), np.zeros_like(picture))


def _tilt_of(crop: Crop) -> float:
    """Height of the ink against a straight line of type, in multiples of its height."""
    rows = np.flatnonzero((crop.density > 100).sum(1) > 3)
    return float(np.ptp(rows) / 36)


def test_a_tilted_line_is_set_straight() -> None:
    """Eight degrees either way leave a line no taller than its type."""
    for degrees in (-8.0, 0.0, 8.0):
        assert _tilt_of(straighten(_mark(degrees=degrees))) < 1.45


def test_a_frame_is_taken_out_and_the_line_kept() -> None:
    """What is left of a box stamp is no wider than its writing."""
    plain, framed = straighten(_mark(degrees=5.0)), straighten(_mark(draw_frame=True, degrees=5.0))
    assert abs(framed.density.shape[1] - plain.density.shape[1]) < 12
    assert abs(int((framed.density > 100).sum()) - int((plain.density > 100).sum())) < 0.1 * (plain.density > 100).sum()


def test_rings_and_what_is_bent_along_them_are_taken_out() -> None:
    """Of a round seal the level line inside stays."""
    crop = straighten(_mark(ring=True, text="12 JAN"))
    assert crop.density.shape[0] < 100
    assert 150 < crop.density.shape[1] < 260


def test_a_line_that_runs_across_its_ring_is_kept_whole_and_also_with_the_ring() -> None:
    """A dater is often wider than the ring around it: it is read with and without the ring's pieces."""
    crop = straighten(_mark(ring=True, text="12 JAN 2026"))
    assert crop.density.shape[1] > 300
    assert crop.crossed is not None
    assert crop.crossed.shape == crop.density.shape


def test_dotted_lines_are_taken_out() -> None:
    """The dots of a form do not touch up the figures written over them."""
    picture = np.zeros((120, 500), np.uint8)
    for x in range(10, 490, 10):
        cv2.circle(picture, (x, 90), 2, 255, -1)
    cv2.putText(picture, "5436", (150, 80), cv2.FONT_HERSHEY_DUPLEX, 1.5, 255, 3, cv2.LINE_AA)
    crop = straighten(Region((0, 0, 500, 120), Ink.BLACK, picture, np.zeros_like(picture)))
    assert crop.density.shape[1] < 200


def test_places_on_a_crop_lead_back_to_the_print() -> None:
    """The ink of a straightened crop lies where the mark lies on the print."""
    region = _mark(degrees=10.0)
    crop = straighten(region)
    height, width = crop.density.shape
    x0, y0, x1, y1 = crop.on_print((14, 14, width - 14, height - 14))
    rows, columns = np.nonzero(region.density > 100)
    truth = (1000 + columns.min(), 500 + rows.min(), 1000 + columns.max(), 500 + rows.max())
    assert np.abs(np.array([x0, y0, x1, y1]) - truth).max() < 1.5 * PIXELS_PER_MM


def test_pictures_for_reading_are_dark_on_white() -> None:
    """Grey keeps shades, black and white has two; traces fade; both are enlarged as asked."""
    density = straighten(_mark()).density
    density[:6, :30] = 40  # a trace of print
    soft, hard = grey(density, 1.5), binary(density, 2.0)
    assert soft.shape[0] == round(1.5 * density.shape[0])
    assert hard.shape[0] == 2 * density.shape[0]
    assert set(np.unique(hard)) == {0, 255}
    assert soft.min() < 40
    assert soft[:6, :30].min() > 245
