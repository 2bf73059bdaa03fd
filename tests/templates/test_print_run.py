"""The print run on the real LibreOffice: what comes out of it, letter by letter."""

import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from rules import strip
from rules.letters import FormKind, Language, LetterKind, RequestForm
from rules.references import new_reference
from templates import flat_odf, libreoffice
from templates.catalog import Kind, LetterCatalog
from templates.compose import MADE
from templates.print_run import LetterRequest, Rendered, RunResult, bind, render, render_by_parts, sample, volumes
from tests.templates import goldens

pytestmark = pytest.mark.slow
KINDS: list[Kind] = [*sorted(MADE), *FormKind, *RequestForm, LetterKind.MEMORANDUM]
FONTS = {"NotoSerif", "NotoSerifBengali", "BengaliPageNumerals"}
SANS = {"NotoSans", "NotoSansBengali"}  # of the dossier and its memorandum; the receipt strip is in Serif
_DRAW = random.Random(7)
REFERENCES = [new_reference(_DRAW.choice) for _ in range(len(KINDS) * len(Language))]
HOSTILE = ["Tea & <Coffee> 5 < 6", "{{7*7}} {% endif %}", "ক্ষ্মা শ্রীজ্ঞানেন্দ্র", "রহিমা\u200f বিবি", "হ" * 200]
STRANGE = "हिन्दी"  # a script that the letters' fonts do not have


def _request(catalog: LetterCatalog, reference: str, kind: Kind, language: Language, name: str = "") -> LetterRequest:
    request = sample(reference, kind, language, catalog)
    if not name:
        return request
    applicant: Any = request.context["applicant"]
    return replace(request, context={**request.context, "applicant": {**applicant, "name": name}})


@pytest.fixture(scope="module")
def run(letters: LetterCatalog, tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """Every letter and form in both languages, then hostile names, then a name in another script."""
    pairs = [(kind, language) for kind in KINDS for language in Language]
    requests = [_request(letters, REFERENCES[n], kind, language) for n, (kind, language) in enumerate(pairs)]
    for number, name in enumerate([*HOSTILE, STRANGE]):
        requests.append(_request(letters, f"hostile-{number}", LetterKind.APPLICATION, Language.BENGALI, name))
    workdir = tmp_path_factory.mktemp("run")
    result = render(requests, workdir, letters)
    assert list(workdir.iterdir()) == []  # working files hold names
    return result


def _image(pdf: bytes, page: int, dpi: int = 150) -> np.ndarray[Any, Any]:
    return np.asarray(pypdfium2.PdfDocument(pdf)[page - 1].render(scale=dpi / 72).to_numpy()[:, :, 0])


def _inside(image: np.ndarray[Any, Any], box: strip.Box) -> np.ndarray[Any, Any]:
    unit = 150 / 25.4
    return image[round(box.y0 * unit) : round(box.y1 * unit), round(box.x0 * unit) : round(box.x1 * unit)]


def _text(pdf: bytes) -> str:
    return "".join(str(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf))


def _own(run: RunResult) -> Sequence[Rendered]:
    return [letter for letter in run.rendered if letter.reference in REFERENCES]


def test_letters_come_back_in_order_on_one_or_two_pages(run: RunResult) -> None:
    """Each letter is there under its own reference, printed on every page, with page x of y right."""
    assert [letter.reference for letter in _own(run)] == REFERENCES
    for letter in _own(run):
        assert letter.pages <= 2
        for copy in (letter.office_copy, letter.receipt_copy):
            pdf = pypdfium2.PdfDocument(copy)
            assert len(pdf) == letter.pages
            for number, page in enumerate(pdf, start=1):
                text = page.get_textpage().get_text_range()
                assert letter.reference in text
                assert f"{number} / {letter.pages}" in text


def test_text_keeps_out_of_the_strip_and_the_codes(run: RunResult) -> None:
    """On the plain copy the places of strip and codes are white on every page."""
    for letter in run.rendered:
        for number in range(1, letter.pages + 1):
            image = _image(letter.office_copy, number)
            boxes = [*strip.QR_BOXES, *([strip.STRIP] if number == 1 else [])]
            assert all(_inside(image, box).min() == 255 for box in boxes), (letter.reference, number)


def test_only_the_receipt_copy_carries_codes(run: RunResult) -> None:
    """Two codes a page name letter and page on one copy; the other has none."""
    for letter in _own(run)[:4]:
        for number in range(1, letter.pages + 1):
            found = [code.text for code in zxingcpp.read_barcodes(_image(letter.receipt_copy, number))]
            assert found == [f"1:{letter.reference}:{number}"] * 2
            assert not zxingcpp.read_barcodes(_image(letter.office_copy, number))


def test_signature_cells_are_where_the_page_has_their_frames(run: RunResult) -> None:
    """Each field of our own pen has its printed frame on both sides and lies within the text area.

    All but the memorandum's: a collective's office-bearers sign it on dotted lines.
    """
    for letter in _own(run)[: -len(Language)]:
        assert letter.own_fields
        for field in letter.own_fields:
            image = _image(letter.office_copy, field.page)
            height, width = image.shape
            x0, y0, x1, y1 = field.box
            assert 0.1 < x0 < x1 < 0.92
            rows = slice(round((y0 + 0.3 * (y1 - y0)) * height), round((y0 + 0.7 * (y1 - y0)) * height))
            for x in (x0, x1):
                column = round(x * width)
                assert image[rows, column - 3 : column + 4].min(axis=1).max() < 160, (letter.reference, field)


def test_fonts_are_the_intended_ones_and_metadata_is_empty(run: RunResult) -> None:
    """Nothing but Noto Serif in both scripts and its page numerals is in a letter's pages, no date, title or author."""
    memoranda = REFERENCES[-len(Language) :]
    for letter in _own(run):
        for copy in (letter.office_copy, letter.receipt_copy):
            reader = PdfReader(io.BytesIO(copy))
            assert not reader.metadata
            names = {
                str(font.get_object()["/BaseFont"]).partition("+")[2]
                for page in reader.pages
                for font in page["/Resources"]["/Font"].values()
            }  # type: ignore[index]
            if letter.reference != REFERENCES[0]:  # that one shares a document with the name in another script
                assert {name.partition("-")[0] for name in names} <= (
                    FONTS | SANS if letter.reference in memoranda else FONTS
                )


def test_pages_of_a_bengali_letter_are_numbered_in_bengali(
    run: RunResult, letters: LetterCatalog, tmp_path: Path
) -> None:
    """Page ২ of ২ looks so: its numerals are those of Noto Serif Bengali, which the letter brings along."""
    appeal = REFERENCES[KINDS.index(LetterKind.SECOND_APPEAL) * len(Language) + list(Language).index(Language.BENGALI)]
    copy = next(letter.office_copy for letter in run.rendered if letter.reference == appeal)
    foot = _image(copy, 2, 300)[-330:, 330:900]  # right of the reference
    likeness = {
        digit: cv2.matchTemplate(foot, _set_alone(digit, tmp_path, 8, "normal", 300), cv2.TM_CCOEFF_NORMED).max()
        for digit in ("২", "2")
    }
    assert likeness["২"] > 0.85 > likeness["2"], likeness


def test_hostile_names_are_on_the_page_letter_for_letter(run: RunResult) -> None:
    """Markup, tags and conjuncts come out of the PDF as they went in; a name of 200 letters loses none."""
    texts = {letter.reference: _text(letter.office_copy) for letter in run.rendered}
    for number, name in enumerate(HOSTILE):
        printed = name.replace("\u200f", "")  # a mark of direction has no shape
        assert printed in texts[f"hostile-{number}"].replace("\r\n", ""), number


def test_hostile_names_look_as_they_would_alone(run: RunResult, tmp_path: Path) -> None:
    """Each name, set alone in the letters' bold face, is found as a picture on its page, conjuncts and all."""
    pages = {letter.reference: _image(letter.office_copy, 1) for letter in run.rendered}
    for number, name in enumerate(HOSTILE[:-1]):
        alone = _set_alone(name, tmp_path)
        likeness = cv2.matchTemplate(pages[f"hostile-{number}"], alone, cv2.TM_CCOEFF_NORMED).max()
        assert likeness > 0.8, (number, likeness)


def _set_alone(
    text: str, workdir: Path, size: float = 11, weight: str = "bold", dpi: int = 150
) -> np.ndarray[Any, Any]:
    """A text in a face and size of the letters, by default those of the name beside the signature."""
    style = (
        f'<style:style style:name="name" style:family="paragraph"><style:text-properties fo:font-size="{size}pt" '
        f'style:font-size-complex="{size}pt" fo:font-weight="{weight}" style:font-weight-complex="{weight}"/>'
        "</style:style>"
    )
    source = workdir / "name.fodt"
    body = f'<text:p text:style-name="name">{escape(text)}</text:p>'
    source.write_text(flat_odf.document(style, body, margin=20), encoding="utf-8")
    image = _image(libreoffice.to_pdf([source], workdir).pdfs[source].read_bytes(), 1, dpi)
    rows, columns = np.nonzero(image < 128)
    return image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_looks_as_it_did(run: RunResult, kind: Kind, language: Language) -> None:
    """Its pages hold their ink where the golden picture has it, within what another version of a font moves."""
    reference = REFERENCES[KINDS.index(kind) * len(Language) + list(Language).index(language)]
    letter = next(letter for letter in run.rendered if letter.reference == reference)
    assert goldens.difference(goldens.picture(letter.receipt_copy), goldens.path(kind, language)) < goldens.TOLERANCE


def test_a_letter_in_a_fallback_font_is_not_printed(run: RunResult) -> None:
    """A name in a script that the fonts lack is a problem of that letter alone; its words are not in the message."""
    (problem,) = run.problems
    assert problem.where == f"hostile-{len(HOSTILE)}"
    assert "Devanagari" in problem.what
    assert STRANGE not in str(problem)


def test_a_second_run_gives_the_same_bytes(run: RunResult, letters: LetterCatalog, tmp_path: Path) -> None:
    """The same letter made again alone is the same .docx, and its pages look the same."""
    (again,) = render([_request(letters, REFERENCES[3], KINDS[1], list(Language)[1])], tmp_path, letters).rendered
    first = run.rendered[3]
    assert again.docx == first.docx
    assert np.array_equal(_image(again.office_copy, 1), _image(first.office_copy, 1))


def test_a_letter_that_cannot_be_converted_does_not_stop_the_others(letters: LetterCatalog, tmp_path: Path) -> None:
    """A document that LibreOffice fails on is halved until the letter at fault stands alone, and is named."""

    def fails_on_bad(sources: Sequence[Path], out: Path) -> libreoffice.Converted:
        good = [source for source in sources if b"BAD" not in _document(source)]
        converted = libreoffice.to_pdf(good, out)
        return libreoffice.Converted(converted.pdfs, tuple(source for source in sources if source not in good))

    names = ["A", "BAD", "C"]
    requests = [
        _request(letters, f"ref-{n}", LetterKind.REMINDER, Language.ENGLISH, name) for n, name in enumerate(names)
    ]
    result = render(requests, tmp_path, letters, convert=fails_on_bad)
    assert [letter.reference for letter in result.rendered] == ["ref-0", "ref-2"]
    assert [problem.where for problem in result.problems] == ["ref-1"]


def test_a_long_run_comes_in_parts_from_calls_of_alike_size(letters: LetterCatalog, tmp_path: Path) -> None:
    """101 letters of two templates are converted in calls of 50 and 51, and no letter is lost or made twice."""
    calls: list[int] = []

    def counts(sources: Sequence[Path], out: Path) -> libreoffice.Converted:
        calls.append(sum(_document(source).count(b"<w:sectPr") for source in sources))
        return libreoffice.to_pdf(sources, out)

    kinds = [LetterKind.REMINDER] * 60 + [LetterKind.APPLICATION] * 41
    requests = [_request(letters, f"ref-{n}", kind, Language.ENGLISH) for n, kind in enumerate(kinds)]
    parts = list(render_by_parts(requests, tmp_path, letters, convert=counts))
    assert sorted(calls) == [50, 51]
    made = [letter.reference for part in parts for letter in part.rendered]
    assert sorted(made) == sorted(request.reference for request in requests)
    assert not [part.problems for part in parts if part.problems]


def _document(docx: Path) -> bytes:
    with zipfile.ZipFile(docx) as archive:
        return archive.read("word/document.xml")


def test_bound_run_never_puts_two_letters_on_one_leaf(run: RunResult) -> None:
    """In the order given; each copy starts on an odd page; no metadata."""
    one, two = (next(letter for letter in run.rendered if letter.pages == pages) for pages in (1, 2))
    bound = PdfReader(io.BytesIO(bind([(letter.office_copy, letter.receipt_copy) for letter in (two, one)])))
    texts = [page.extract_text() for page in bound.pages]
    held = [two.reference] * 4 + [one.reference, "", one.reference, ""]
    assert len(texts) == len(held)
    for text, reference in zip(texts, held, strict=True):
        assert (reference in text) if reference else not text.strip()
    assert not bound.metadata


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ([("a", 2), ("a", 2), ("b", 1)], [1, 1, 1]),
        ([("a", 2), ("a", 2), ("b", 4), ("b", 4), ("b", 1)], [1, 1, 2, 2, 2]),
        ([("a", 9), ("a", 4), ("b", 1)], [1, 2, 2]),
        ([("a", 30), ("b", 1)], [1, 2]),
        ([], []),
    ],
)
def test_a_run_is_cut_between_offices(letters: list[tuple[str, int]], found: list[int]) -> None:
    """Volumes of ten sheets here, two copies of a letter counted: an office is cut only where none would hold it."""
    assert volumes(letters, 10) == found
