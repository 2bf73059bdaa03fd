"""Pictures, bookmarks and long tables of a filled dossier."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from rules.errors import InputProblems
from rules.letters import Language
from templates import dossier_context as words
from templates.dossier import FOLDER
from templates.dossier_places import clean, complete
from templates.fill import LetterTemplate
from tests.templates.dossiers import dossier


def _png(width: int, height: int, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG", **options)
    return out.getvalue()


def _body(cases: int) -> bytes:
    template = LetterTemplate.read(FOLDER / "body.en.docx", FOLDER / "body.yaml", Language.ENGLISH)
    return template.fill("dossier", words.body(dossier(Language.ENGLISH, cases=cases), {})).docx()


def test_a_picture_says_nothing_but_its_pixels() -> None:
    """Text kept inside a PNG, such as where it was scanned, does not reach the dossier."""
    said = PngInfo()
    said.add_text("Comment", "scanned at Namunagram")
    cleaned, _ = clean("A-01", _png(40, 40, pnginfo=said))
    assert b"Namunagram" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert (image.size, image.getpixel((5, 5))) == ((40, 40), (255, 255, 255))


@pytest.mark.parametrize(
    ("size", "dpi", "width"),
    [((400, 200), 200, 50.8), ((4000, 400), 200, 150.0), ((1000, 4000), 200, 22.0), ((300, 100), 300, 25.4)],
)
def test_a_picture_is_fitted_and_never_enlarged(size: tuple[int, int], dpi: int, width: float) -> None:
    """It keeps its own size on paper unless it is wider than 150 mm or taller than 88 mm."""
    assert clean("A-01", _png(*size, dpi=(dpi, dpi)))[1] == pytest.approx(width, abs=0.1)


def test_what_is_no_picture_is_named_by_its_annexure() -> None:
    """The message says which annexure and what to do."""
    with pytest.raises(InputProblems, match=r"annexure A-07: its picture is not a PNG\. Crop it anew\."):
        clean("A-07", b"%PDF-1.7")


def test_every_case_and_annexure_gets_a_bookmark_and_its_picture() -> None:
    """Three cases with five proofs give three and five numbered bookmarks and five pictures."""
    pictures = {annexure.code: annexure.picture for annexure in dossier(Language.ENGLISH, cases=3).annexures}
    document = Document(io.BytesIO(complete(_body(3), pictures)))
    names = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    numbered = {"case1", "case2", "case3", *(f"annexure{n}" for n in range(1, len(pictures) + 1))}
    assert len(pictures) == len(document.inline_shapes) == 6
    assert numbered <= names


def test_a_picture_without_a_place_is_an_error() -> None:
    """A proof must not be left out in silence."""
    pictures = {annexure.code: annexure.picture for annexure in dossier(Language.ENGLISH, cases=1).annexures}
    with pytest.raises(ValueError, match="no place for 1 pictures"):
        complete(_body(1), {**pictures, "A-99": _png(10, 10)})
