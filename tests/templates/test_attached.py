"""An authority's own form behind a request: on its own page, filled from the letter, whatever either looks like."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import regex
import zxingcpp

from rules.catalogue import Catalogue
from rules.errors import InputProblems
from rules.letters import Language, LetterKind, RequestForm
from rules.text import Text
from templates.applicant import Applicant
from templates.campaign_letter import compose_campaign
from templates.catalog import FORMS, LetterCatalog
from templates.check import check_all
from templates.fill import DOCUMENT
from templates.print_run import LetterRequest, render, sample

FORM = RequestForm.COURT_FORM_A
STYLES = "word/styles.xml"
LONG_ADDRESS = """C/o Post Box 100, Namuna Sangha, Purba Namunapara, near the old jetty
Post Office Namunaganj, Police Station Canning
South 24 Parganas 700 001"""
HEADING, LAST = {"bn": "ফর্ম 'এ'", "en": "FORM A"}, {"bn": "দ্রষ্টব্য", "en": "Note:"}


def asked(law: Catalogue, letters: LetterCatalog, language: Language, questions: list[Text]) -> LetterRequest:
    """A campaign's request to a court."""
    office = law.offices.office("district-judge:nadia")
    context = compose_campaign(
        office.id,
        language,
        applicant=Applicant("Shikha Namuna", "শিখা নমুনা", LONG_ADDRESS),
        office=office,
        subject=Text("compensation to victims under section 396 BNSS", "ভারতীয় নাগরিক সুরক্ষা সংহিতার ৩৯৬ ধারায় ক্ষতিপূরণ"),
        questions=questions,
        period=(date(2024, 4, 1), date(2026, 3, 31)),
        today=date(2026, 4, 1),
        requests=letters.requests,
    )
    return LetterRequest("7K4Q-9XM2-A", LetterKind.RTI_REQUEST, language, context)


def texts(pdf: bytes) -> list[str]:
    return [str(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_the_form_has_a_page_of_its_own_under_the_letters_reference(
    letters: LetterCatalog, tmp_path: Path, language: Language
) -> None:
    """In both copies; on the receipt copy with its codes. Where our own pen goes is known on both pages."""
    (made,) = render([sample("7K4Q-9XM2-A", FORM, language, letters)], tmp_path, letters).rendered
    for copy in (made.office_copy, made.receipt_copy):
        letter, form = texts(copy)
        assert HEADING[language] not in letter
        assert HEADING[language] in form
        assert "7K4Q-9XM2-A" in form
    page = pypdfium2.PdfDocument(made.receipt_copy)[1].render(scale=150 / 72).to_numpy()
    assert [code.text for code in zxingcpp.read_barcodes(page)] == ["1:7K4Q-9XM2-A:2"] * 2
    assert [field.page for field in made.own_fields] == [1, 1, 2, 2]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "characters"), [(7, 130), (12, 65), (12, 495)])
@pytest.mark.parametrize("language", Language)
def test_a_form_never_needs_a_second_page(
    law: Catalogue, letters: LetterCatalog, tmp_path: Path, language: Language, count: int, characters: int
) -> None:
    """With as many questions as it has room for, and with the longest, which then stand in the letter alone."""
    sentence = Text("How many applications were received, month by month. ", "কতগুলি আবেদন জমা পড়েছে, মাসওয়ারি হিসাব। ")
    question = (sentence.of(language) * 12)[:characters]
    request = asked(law, letters, language, [Text(question, question)] * count)
    (made,) = render([request], tmp_path, letters).rendered
    *_, form = texts(made.office_copy)
    assert HEADING[language] in form
    assert LAST[language] in form


def test_questions_that_are_too_long_are_named_by_their_letters(law: Catalogue, letters: LetterCatalog) -> None:
    """Short ones stand in the form as they do in the letter."""
    template = letters.template(LetterKind.RTI_REQUEST, Language.ENGLISH, FORM)
    for length, times, words in ((40, 2, ""), (499, 1, "questions (a) to (l)")):
        request = asked(law, letters, Language.ENGLISH, [Text("x" * length, "ক")] * 12)
        page = template.fill("x", {**request.context, "reference": "7K4Q-9XM2-A"}).parts[DOCUMENT]
        assert page.count("x" * length) == times * 12
        assert words in page


def test_the_two_have_no_bookmark_in_common(letters: LetterCatalog) -> None:
    """Else the one's place for the signature would be taken for the other's."""
    document = letters.template(LetterKind.RTI_REQUEST, Language.BENGALI, FORM).parts[DOCUMENT]
    letter, form = document.split(b"pageBreakBefore")
    for attribute in (b"name", b"id"):
        marks, others = (
            set(regex.findall(rb'<w:bookmark[^>]*w:%b="([^"]+)"' % attribute, one)) for one in (letter, form)
        )
        assert marks
        assert others
        assert not marks & others


def own(folder: Path, change: Callable[[str, str], str]) -> LetterCatalog:
    """The catalogue of an organisation with a form of its own: ours with the text of its parts changed."""
    (folder / FORM).mkdir()
    for language in Language:
        name = f"letter.{language}.docx"
        data = io.BytesIO()
        with zipfile.ZipFile(FORMS / FORM / name) as source, zipfile.ZipFile(data, "w") as target:
            for part in source.namelist():
                body = source.read(part)
                target.writestr(part, change(part, body.decode()) if part.endswith(".xml") else body)
        (folder / FORM / name).write_bytes(data.getvalue())
    (folder / FORM / "fields.yaml").write_bytes((FORMS / FORM / "fields.yaml").read_bytes())
    return LetterCatalog(folder)


def test_a_form_of_ones_own_goes_before_the_shipped_one(tmp_path: Path) -> None:
    """With the styles that the letter does not have."""
    style = '<w:style w:type="paragraph" w:styleId="CourtHeading"><w:name w:val="Court Heading"/></w:style></w:styles>'

    def change(part: str, xml: str) -> str:
        if part == STYLES:
            return xml.replace("</w:styles>", style)
        return xml.replace("FORM A", "FORM 'A' OF OURS").replace("LetterHeading", "CourtHeading")

    letters = own(tmp_path, change)
    assert check_all(letters, [FORM]) == []
    parts = letters.template(LetterKind.RTI_REQUEST, Language.ENGLISH, FORM).parts
    assert b"FORM 'A' OF OURS" in parts[DOCUMENT]
    assert b'styleId="CourtHeading"' in parts[STYLES]


def test_what_a_form_cannot_take_behind_a_letter_is_told_by_the_check(tmp_path: Path) -> None:
    """A field that requests do not have, in the words in which it must be mended; a picture's link as well."""

    def change(part: str, xml: str) -> str:
        return xml.replace("{{ fee.amount }}", "{{ fee.sum }}").replace("<w:tab/>", '<w:tab r:id="rId10"/>')

    letters = own(tmp_path, change)
    fields = tmp_path / FORM / "fields.yaml"
    fields.write_text(fields.read_text(encoding="utf-8").replace("fee.amount", "fee.sum"), encoding="utf-8")
    told = [(problem.where, problem.field, problem.what) for problem in check_all(letters, [FORM])]
    for language in Language:
        docx = f"court_form_a/letter.{language}.docx"
        assert (
            docx,
            "fee.sum",
            f"rti_request/letter.{language}.docx has no such field of this type to fill it from.",
        ) in told
        assert (docx, None, "it holds a picture or a link, which does not go with it behind a letter.") in told
    with pytest.raises(InputProblems, match=r"fee\.sum"):
        letters.template(LetterKind.RTI_REQUEST, Language.BENGALI, FORM)
