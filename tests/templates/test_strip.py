"""The receipt strip and the codes, as printed."""

import io

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader, PdfWriter

from rules import strip as geometry
from rules.letters import Language
from templates import strip


def _blank(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595.28, 841.89)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _codes(pdf: bytes, page: int) -> list[tuple[str, float, float]]:
    """Text and top left corner in millimetres of each code on a page."""
    image = pypdfium2.PdfDocument(pdf)[page - 1].render(scale=150 / 72).to_numpy()
    unit = 25.4 / 150
    found = zxingcpp.read_barcodes(image)
    return sorted((code.text, code.position.top_left.x * unit, code.position.top_left.y * unit) for code in found)


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_both_codes_of_each_page_are_read_in_their_places(language: Language) -> None:
    """A reader finds two codes a page, each saying reference and page, in the two corners of the shared geometry."""
    copy = strip.receipt_copy(_blank(2), "7K4Q-9XM2-A", language)
    for page in (1, 2):
        codes = _codes(copy, page)
        assert [text for text, _, _ in codes] == [f"1:7K4Q-9XM2-A:{page}"] * 2
        for (_, x, y), box in zip(codes, geometry.QR_BOXES, strict=True):
            assert (x, y) == pytest.approx((box.x0, box.y0), abs=0.3)


@pytest.mark.slow
def test_codes_survive_a_stamp() -> None:
    """They carry the highest level of error correction, whatever the page's number."""
    copy = strip.receipt_copy(_blank(12), "7K4Q-9XM2-A", Language.ENGLISH)
    for page in (1, 12):
        image = pypdfium2.PdfDocument(copy)[page - 1].render(scale=150 / 72).to_numpy()
        assert {code.ec_level for code in zxingcpp.read_barcodes(image)} == {"H"}


@pytest.mark.slow
def test_strip_is_on_page_one_only_with_its_lines_in_place() -> None:
    """The strip's frame and date boxes are dark on page one where the geometry says, and page two is blank there."""
    copy = strip.receipt_copy(_blank(2), "7K4Q-9XM2-A", Language.BENGALI)
    first, second = (page.render(scale=200 / 72).to_numpy()[:, :, 0] for page in pypdfium2.PdfDocument(copy))
    unit = 200 / 25.4
    for box in (geometry.STRIP, *geometry.DATE_BOXES, geometry.NUMBER_BOX, geometry.SIGNATURE_BOX, geometry.SEAL_BOX):
        row, column = round((box.y0 + box.y1) / 2 * unit), round(box.x0 * unit)
        assert first[row, column - 2 : column + 3].min() < 128
        assert second[row, column - 2 : column + 3].min() == 255
    for label in (geometry.STRIP_TITLE, geometry.SEAL_LABEL, geometry.NUMBER_LABEL):
        inside = first[round(label.y0 * unit) + 4 : round(label.y1 * unit) - 4]
        assert inside[:, round(label.x0 * unit) + 4 : round(label.x1 * unit) - 4].min() < 128


@pytest.mark.slow
def test_receipt_copy_names_nobody_and_repeats_byte_for_byte() -> None:
    """The same letter gives the same bytes twice, and the file's metadata is empty."""
    once, twice = (strip.receipt_copy(_blank(1), "7K4Q-9XM2-A", Language.ENGLISH) for _ in range(2))
    assert once == twice
    assert not PdfReader(io.BytesIO(once)).metadata
