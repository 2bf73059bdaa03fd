"""Sheets on photographs: laid straight where all four edges are seen, left alone where they are not."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.flatten import flattened
from extractors.pages import load
from extractors.pdf import A4_LONG_INCHES
from tests.extractors.papers import coloured, printed

SHEET = (1100, 780)  # height and width of the paper, of A4's shape
TABLE = (90, 100, 110)
CORNERS = np.array([[0, 0], [SHEET[1], 0], [SHEET[1], SHEET[0]], [0, SHEET[0]]], np.float32)
TILTED = np.array([[90, 70], [835, 110], [870, 1190], [60, 1160]], np.float32)


def paper() -> np.ndarray:
    """A sheet with a mark in each corner: from the top left one filled block, two, three, four."""
    page = np.full((*SHEET, 3), 235, np.uint8)
    for corner, (x, y) in enumerate(((60, 60), (640, 60), (640, 1000), (60, 1000)), start=1):
        for block in range(corner):
            cv2.rectangle(page, (x + 22 * block, y), (x + 22 * block + 14, y + 40), (20, 20, 20), -1)
    return page


def photo(corners: np.ndarray = TILTED, table: tuple[int, int, int] = TABLE) -> np.ndarray:
    """The sheet on a table, its corners there."""
    pose = cv2.getPerspectiveTransform(CORNERS, corners)
    picture = np.full((1260, 930, 3), table, np.uint8)
    cover = cv2.warpPerspective(np.full(SHEET, 255, np.uint8), pose, (930, 1260)) > 0
    picture[cover] = cv2.warpPerspective(paper(), pose, (930, 1260))[cover]
    return cv2.GaussianBlur(picture, (3, 3), 0)


def test_a_tilted_sheet_is_laid_straight() -> None:
    """Its marks stand where they stand on the paper, to two hundredths of its size, and the table is gone."""
    flat = flattened(photo())
    assert flat is not None
    seen = cv2.cvtColor(cv2.resize(flat, SHEET[::-1]), cv2.COLOR_BGR2GRAY)
    _, _, boxes, _ = cv2.connectedComponentsWithStats((seen < 90).astype(np.uint8))
    marks = sorted((round(x / SHEET[1], 2), round(y / SHEET[0], 2)) for x, y, _, _, area in boxes[1:] if area > 200)
    _, _, boxes, _ = cv2.connectedComponentsWithStats((paper()[:, :, 0] < 90).astype(np.uint8))
    drawn = sorted((round(x / SHEET[1], 2), round(y / SHEET[0], 2)) for x, y, _, _, _ in boxes[1:])
    assert len(marks) == len(drawn) == 10
    assert np.allclose(marks, drawn, atol=0.02)


@pytest.mark.parametrize(
    "picture",
    [
        photo(TILTED + np.array([-140, 0], np.float32)),  # its left edge is outside
        photo(TILTED * 0.6 + 100),  # half of the picture is something else, perhaps a second sheet
        photo(table=(230, 230, 230)),  # on white
        paper(),  # the sheet fills the picture
        np.full((900, 700, 3), 200, np.uint8),
    ],
)
def test_what_is_not_plainly_a_whole_sheet_is_left_as_it_is(picture: np.ndarray) -> None:
    """A wrong cut would lose what stands at the edge."""
    assert flattened(picture) is None


def test_a_photograph_becomes_its_sheet_and_a_scan_stays() -> None:
    """Without a resolution it is a photograph; a scanner states one, and its dark lid is no table."""
    sizes = []
    for dpi in (None, (110, 110)):
        out = io.BytesIO()
        Image.fromarray(photo()[:, :, ::-1]).save(out, "PNG", **({"dpi": dpi} if dpi else {}))
        [page] = load(out.getvalue(), "photo.png").pages
        sizes.append((page.image.shape[:2], page.dpi))
    (photographed, estimated), (scanned, stated) = sizes
    assert photographed[0] < 1150
    assert estimated == pytest.approx(max(photographed) / A4_LONG_INCHES)
    assert (scanned, round(stated)) == ((1260, 930), 110)


def test_a_page_of_ours_stays_as_it_was_photographed() -> None:
    """Its code tells how it lies, and the page is laid over its print in one step."""
    page = cv2.resize(coloured(printed()), (780, 1100), interpolation=cv2.INTER_AREA)
    picture = np.full((1260, 930, 3), TABLE, np.uint8)
    picture[80:1180, 70:850] = page
    assert flattened(picture) is not None
    out = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(out, "PNG")
    [loaded] = load(out.getvalue(), "photo.png").pages
    assert loaded.image.shape[:2] == (1260, 930)
