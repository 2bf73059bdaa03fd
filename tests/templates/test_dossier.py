"""The dossier as a PDF: numbers, outline, index, fonts, and nobody's name."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import regex
from pypdf import PdfReader

from rules.errors import InputProblems
from rules.letters import Language
from rules.text import bengali_digits, nfc
from templates.dossier import Printed, compile_dossier, print_dossier
from templates.dossier_data import Edition
from tests.templates.dossiers import dossier, public

EN, BN = Language.ENGLISH, Language.BENGALI
Get = Callable[[Language, Edition], Printed]
Read = Callable[[Language, Edition], PdfReader]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """Each edition in each language, printed once."""
    done: dict[tuple[Language, Edition], Printed] = {}

    def get(language: Language, edition: Edition) -> Printed:
        if (language, edition) not in done:
            data = dossier(language) if edition is Edition.DM else public(language)
            workdir = tmp_path_factory.mktemp("dossier")
            done[language, edition] = print_dossier(data, workdir)
            assert list(workdir.iterdir()) == []  # what was written there held the whole dossier in clear
        return done[language, edition]

    return get


@pytest.fixture(scope="module")
def read(printed: Get) -> Read:
    return lambda language, edition: PdfReader(io.BytesIO(printed(language, edition).pdf))


def _texts(pdf: PdfReader) -> list[str]:
    return [nfc(page.extract_text()) for page in pdf.pages]


def _outline(pdf: PdfReader) -> list[tuple[str, int]]:
    def walk(items: list[Any]) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        for item in items:
            if isinstance(item, list):
                found += walk(item)
            else:
                found.append((nfc(item.title), cast(int, pdf.get_destination_page_number(item))))
        return found

    return walk(cast("list[Any]", pdf.outline))


def _fonts(pdf: PdfReader) -> set[str]:
    found = set()
    for page in pdf.pages:
        resources = cast("dict[str, Any]", page["/Resources"].get_object())
        for font in resources.get("/Font", {}).get_object().values():
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


@pytest.mark.slow
def test_pages_are_numbered_from_cover_to_last_annexure(read: Read) -> None:
    """Each page of either language says which it is of how many."""
    for language, words in ((EN, "page {} of {}"), (BN, "পৃষ্ঠা {} / {}")):
        texts = _texts(read(language, Edition.DM))
        assert len(texts) > 15
        for number, text in enumerate(texts, start=1):
            wanted = words.format(number, len(texts))
            assert nfc(bengali_digits(wanted) if language is BN else wanted) in text


@pytest.mark.slow
def test_each_bookmark_leads_to_the_page_that_shows_it(read: Read) -> None:
    """Parts, cases and annexures are all in the outline, and each is found on the page it points to."""
    pdf = read(EN, Edition.DM)
    texts, outline = _texts(pdf), _outline(pdf)
    data = dossier(EN)
    assert len(outline) == 1 + 7 + len(data.cases) + len(data.annexures)
    for title, page in outline[1:]:
        first = title.partition(" · ")[0]
        assert ("Subject: Memorandum" if first == "Memorandum" else first) in texts[page]
    assert outline[0] == ("Cover", 0)


@pytest.mark.slow
def test_contents_and_index_name_the_pages_that_things_are_on(read: Read) -> None:
    """Every part's page on the cover, and every annexure's page in the index, is the page where it begins."""
    pdf = read(EN, Edition.DM)
    texts, pages = _texts(pdf), dict(_outline(pdf))
    cover = texts[0]
    for part in ("Summary tables", "Statement of claims", "Chronology of each claim", "Legal note"):
        assert regex.search(rf"{part}\s+{pages[part] + 1}\b", cover)
    index = texts[pages["Index of annexures"]]
    for annexure in dossier(EN).annexures:
        page = pages[f"{annexure.code} · {annexure.claim}"]
        assert f"Annexure {annexure.code}" in texts[page]
        row = regex.search(rf"{annexure.code}\s+{annexure.claim}.*?(?=A-\d\d|$)", index, regex.DOTALL)
        assert row is not None
        assert regex.search(rf"\b{page + 1}\b", row[0])


@pytest.mark.slow
def test_every_case_is_there_by_its_code(read: Read) -> None:
    """Codes stand in the statement and over each chronology; nothing says who wrote the file."""
    for language in (EN, BN):
        pdf = read(language, Edition.DM)
        text = "\n".join(_texts(pdf))
        for case in dossier(language).cases:
            assert text.count(case.code) >= 3
        assert not pdf.metadata
        assert "/Metadata" not in pdf.trailer["/Root"]  # type: ignore[operator]


@pytest.mark.slow
def test_no_word_says_whose_claims_these_are(read: Read) -> None:
    """Neither the product's name nor what the claimants went through is on any page."""
    for language in (EN, BN):
        text = "\n".join(_texts(read(language, Edition.DM))).casefold()
        for word in ("survivor", "traffick", "dabi", "পাচার", "সারভাইভার"):
            assert nfc(word) not in text


@pytest.mark.slow
def test_only_the_memorandum_carries_the_receipt_strip(read: Read) -> None:
    """Strip and codes are for the pages that come back stamped."""
    texts = _texts(read(EN, Edition.DM))
    assert [number for number, text in enumerate(texts) if "Acknowledgement of receipt" in text] == [1]


@pytest.mark.slow
def test_the_memorandum_by_itself_is_the_very_pages_of_the_dossier(printed: Get) -> None:
    """What is stamped is what is archived, page numbers included; three places are for our own pens."""
    dossier_of = printed(EN, Edition.DM)
    assert dossier_of.memorandum is not None
    whole = PdfReader(io.BytesIO(dossier_of.pdf))
    receipt = PdfReader(io.BytesIO(dossier_of.memorandum.receipt_copy))
    office = PdfReader(io.BytesIO(dossier_of.memorandum.office_copy))
    assert _texts(receipt) == _texts(whole)[1:3]
    assert f"page 2 of {len(whole.pages)}" in _texts(office)[0]
    assert "Acknowledgement" not in _texts(office)[0]
    assert [field.page for field in dossier_of.memorandum.own_fields] == [2, 2, 2]
    assert printed(EN, Edition.PUBLIC).memorandum is None


@pytest.mark.slow
def test_the_fonts_are_the_intended_ones(read: Read) -> None:
    """Noto Serif and Sans and their Bengali sisters, the memorandum's page numerals, no fallback."""
    for language in (EN, BN):
        for edition in Edition:
            fonts = _fonts(read(language, edition))
            assert fonts
            assert {font.partition("-")[0] for font in fonts} <= {
                "NotoSerif",
                "NotoSans",
                "NotoSerifBengali",
                "NotoSansBengali",
                "BengaliPageNumerals",
            }


@pytest.mark.slow
def test_the_public_edition_is_counts_alone(read: Read) -> None:
    """No code, no annexure, no officer; page numbers and outline all the same."""
    pdf = read(EN, Edition.PUBLIC)
    text = "\n".join(_texts(pdf))
    assert "<5" in text
    assert not regex.search(r"SN-|Annexure|Diary|Confidential", text)
    assert not any(page.images for page in pdf.pages)
    assert [title for title, _ in _outline(pdf)] == ["By service and age", "By block", "By level", "The law"]


@pytest.mark.slow
def test_the_same_data_prints_the_same_bytes(printed: Get, tmp_path: Path) -> None:
    """No time, no random number and no path gets into the file."""
    assert compile_dossier(public(EN), tmp_path) == printed(EN, Edition.PUBLIC).pdf


@pytest.mark.slow
def test_a_dossier_without_annexures_or_reference_is_whole_too(tmp_path: Path) -> None:
    """A draft has no reference yet, and a first deputation may have no proof."""
    data = dossier(EN, cases=1)
    bare = replace(data.cases[0], chronology=tuple(replace(row, annexure="") for row in data.cases[0].chronology))
    draft = replace(data, cases=(bare,), annexures=(), reference="", precedents=(), rti_states=(), law=(), copies_to=())
    texts = _texts(PdfReader(io.BytesIO(compile_dossier(draft, tmp_path))))
    assert any("There are none." in text for text in texts)
    assert not any("Acknowledgement of receipt" in text for text in texts)
    assert "Annexures: proofs of receipt" not in texts[0]


def test_what_is_no_dossier_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """All problems at once, and an empty work folder."""
    with pytest.raises(InputProblems, match="it makes no demand") as refused:
        compile_dossier(replace(dossier(EN), demands=(), office_bearers=()), tmp_path / "work")
    assert len(refused.value.problems) == 2
    assert list((tmp_path / "work").iterdir()) == []
