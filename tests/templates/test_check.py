"""Checking templates: a zoo of broken ones, each with the message it must get."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from docx import Document

from rules.letters import Language, LetterKind
from templates.catalog import KINDS, SHIPPED, LetterCatalog
from templates.check import check, check_all, check_folder, check_pages
from templates.compose import MADE

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


def test_every_letter_that_can_be_made_is_shipped() -> None:
    """What is composed has its folder, and each folder but the memorandum's is composed."""
    shipped = {folder.name for folder in SHIPPED.iterdir() if folder.is_dir()}
    assert shipped - {"memorandum"} == MADE


def test_shipped_letters_have_no_problem() -> None:
    """All letters and forms in both languages declare what they use, use what they declare, fill with their samples."""
    assert check_all(LetterCatalog(), list(KINDS.values())) == []


@pytest.mark.parametrize("language", Language)
def test_a_signature_never_stands_on_a_page_without_a_word_of_its_letter(language: Language) -> None:
    """The last paragraph goes to the next page with it; what is verified or indexed below stands there anyhow."""
    closing = {"bn": "নীচের ঠিকানাতেই পাঠানোর অনুরোধ রইল", "en": "only to the address given below"}[language]
    for kind in sorted(MADE - {LetterKind.RTI_REQUEST, LetterKind.SECOND_APPEAL}):
        docx = SHIPPED / kind / f"letter.{language}.docx"
        paragraphs = Document(str(docx)).paragraphs
        (last,) = [one for one in paragraphs if closing in one.text]
        assert last.paragraph_format.keep_with_next, kind


def _broken(tmp_path: Path, part: str, change: Callable[[str], str]) -> tuple[Path, Path]:
    folder = tmp_path / "application"
    folder.mkdir()
    data = io.BytesIO()
    with zipfile.ZipFile(SHIPPED / "application" / "letter.bn.docx") as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            changed = change(body.decode()).encode() if name == part else body
            assert name != part or changed != body
            target.writestr(name, changed)
    (folder / "letter.bn.docx").write_bytes(data.getvalue())
    (folder / "fields.yaml").write_text((SHIPPED / "application" / "fields.yaml").read_text(encoding="utf-8"), "utf-8")
    return folder / "letter.bn.docx", folder / "fields.yaml"


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ ned }}"), "ned: it is used and not declared"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", ""), "need: it is declared and not used"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need }"), "a tag in word/document.xml is broken"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{% if need %}"), "a tag in word/document.xml is broken"),
        (
            DOCUMENT,
            lambda x: x.replace("{{ e.mark }}", "{{ e.number }}"),
            "enclosures[].number: it is used and not declared",
        ),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need + }}"), "it cannot be read"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need }}{% endif %}"), "endif closes nothing that is open"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{% for n in words %}"), "for is never closed"),
        (DOCUMENT, lambda x: x.replace('w:name="own', 'w:name="his'), "no cell is marked for the signature"),
        (DOCUMENT, lambda x: x.replace("<w:pPr>", "<w:pPr><w:numPr/>", 1), "automatic numbering"),
        (
            DOCUMENT,
            lambda x: x.replace("<w:pPr>", "<w:pPr><w:rPr><w:b/></w:rPr>", 1),
            "w:b without w:bCs in paragraph 1: 'তারিখ",
        ),
        (STYLES, lambda x: x.replace("<w:b/><w:bCs/>", "<w:b/>"), "w:b without w:bCs in the style LetterSubject"),
        (STYLES, lambda x: x.replace(' w:cs="Noto Serif Bengali"', ""), "no font for Bengali text"),
        (STYLES, lambda x: x.replace(' w:bidi="bn-IN"', ""), "not set to Bengali (India)"),
        (STYLES, lambda x: x.replace("<w:szCs", "<w:szXx", 1), "w:sz without w:szCs"),
        (DOCUMENT, lambda x: x.replace('"LetterSubject"', '"Lettersubject"'), "names the style Lettersubject, which"),
        (STYLES, lambda x: x.replace('w:styleId="LetterFooter"', 'w:styleId="Footer"'), "names the style LetterFooter"),
        (DOCUMENT, lambda x: x.replace("<w:r>", '<w:ins w:id="9" w:author="x"/><w:r>', 1), "tracked changes"),
        (
            DOCUMENT,
            lambda x: x.replace("{%p if enclosures %}", "Enclosures: {%p if enclosures %}"),
            "it takes the place of its whole paragraph, and what else stands there would be lost",
        ),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need|grand }}"), "No filter named 'grand'), in paragraph 8"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need|default(“—”) }}"), "unexpected char '“'"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{{ need }}}"), "it cannot be read"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", '{% include "x" %}{{ need }}'), "a letter has no include"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{% set need = 1 %}{{ need }}"), "a letter has no set"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need.__class__ }}"), "need.__class__: it is used and not"),
        (DOCUMENT, lambda x: x.replace("{{ need }}", "{%tr if right %}{{ need }}"), "it stands in no row"),
        (
            DOCUMENT,
            lambda x: x.replace('<w:pPr><w:pStyle w:val="LetterSubject"/>', "<w:pPr><w:sectPr/>", 1),
            "it has a section break",
        ),
        (DOCUMENT, lambda x: x.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"'), "not upright A4"),
        (DOCUMENT, lambda x: x.replace('w:left="1417"', 'w:left="400"'), "no room to punch it"),
        (
            "word/footer1.xml",
            lambda x: x.replace("{{ reference }}", "-"),
            "footer1.xml does not bear the letter's number",
        ),
        (
            "word/_rels/document.xml.rels",
            lambda x: x.replace('Target="settings.xml"', 'Target="https://example.org/x" TargetMode="External"'),
            "links to something outside",
        ),
    ],
)
def test_each_broken_template_gets_its_message(
    tmp_path: Path, part: str, change: Callable[[str], str], message: str
) -> None:
    """What is wrong is said in words, with the file's name and a remedy."""
    problems = check(*_broken(tmp_path, part, change), Language.BENGALI)
    found = [problem for problem in problems if message in f"{problem.field}: {problem.what}"]
    assert found, [str(problem) for problem in problems]
    assert all(problem.where == "application/letter.bn.docx" and problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("data", "message"), [(b"no zip at all", "it is not a .docx document"), (b"", "it is not a .docx document")]
)
def test_a_file_that_is_no_letter_is_said_to_be_none(tmp_path: Path, data: bytes, message: str) -> None:
    """Whatever stands in it."""
    docx, fields = _broken(tmp_path, DOCUMENT, lambda x: x.replace("{{ need }}", "{{ ned }}"))
    docx.write_bytes(data)
    assert message in check(docx, fields, Language.BENGALI)[0].what


def test_a_broken_tag_is_shown_with_its_paragraph(tmp_path: Path) -> None:
    """The paragraph's number and its text, so that its author finds it; two broken ones are both named."""
    paths = _broken(
        tmp_path, DOCUMENT, lambda x: x.replace("{{ need }}", "{{ need }").replace("{{ date }}", "{{ 1 + }}")
    )
    problems = [problem.what for problem in check(*paths, Language.BENGALI)]
    assert [what for what in problems if "paragraph 1: 'তারিখ: {{ 1 + }}'" in what]
    assert [what for what in problems if "opens or closes only once" in what and "{{ need }" in what]


def test_a_broken_tag_hides_neither_another_nor_a_name_that_is_not_known(tmp_path: Path) -> None:
    """All of them are told in one go; what a loop gives out is known."""
    change = {"{{ need }}": "{{ neeed }}", "{{ prayer }}": "{{ prayr }", "{{ subject }}": "{{ subject|loud }}"}

    def changed(xml: str) -> str:
        for was, now in change.items():
            xml = xml.replace(was, now)
        return xml

    told = [f"{one.field} {one.what}" for one in check(*_broken(tmp_path, DOCUMENT, changed), Language.BENGALI)]
    assert len(told) == 3
    for part in ("neeed it is used and not declared", "{{ prayr }", "No filter named 'loud'"):
        assert [one for one in told if part in one]


def test_what_would_never_end_is_refused(tmp_path: Path) -> None:
    """The sandbox stops it, and the check says so instead of falling over."""
    endless = "{% for n in range(1000000000) %}x{% endfor %}{{ need }}"
    problems = check(*_broken(tmp_path, DOCUMENT, lambda x: x.replace("{{ need }}", endless)), Language.BENGALI)
    assert [problem for problem in problems if "cannot be filled (OverflowError" in problem.what]


def test_broken_fields_do_not_hide_what_is_wrong_with_the_letter(tmp_path: Path) -> None:
    """Both files' faults are told in one go."""
    docx, fields = _broken(tmp_path, DOCUMENT, lambda x: x.replace("<w:pPr>", "<w:pPr><w:numPr/>", 1))
    fields.write_text("fields:\n  need: {type: poem, help: what she needs}\n", encoding="utf-8")
    assert {problem.where for problem in check(docx, fields, Language.BENGALI)} == {
        "application/letter.bn.docx",
        "application/fields.yaml",
    }


def test_a_folder_that_is_no_letter_is_named(tmp_path: Path) -> None:
    """A misspelt folder would never be used, and paragraphs that lack a language would stop every letter."""
    (tmp_path / "aplication").mkdir()
    (tmp_path / "paragraphs.yaml").write_text("ration_card: {subject: {en: A}}\n", encoding="utf-8")
    problems = check_folder(LetterCatalog(tmp_path))
    assert [problem.where for problem in problems] == ["letters/aplication", "paragraphs.yaml"]
    assert check_folder(LetterCatalog(tmp_path / "nowhere")) == []


@pytest.mark.slow
def test_text_that_would_run_into_the_strip_is_found_on_the_printed_page(tmp_path: Path) -> None:
    """A letter of one's own without the room that the first footer keeps; the shipped ones keep it."""
    room = 'w:line="2721" w:lineRule="exact"'
    _broken(tmp_path, STYLES, lambda x: x.replace(room, 'w:line="20" w:lineRule="exact"'))
    fields = tmp_path / "application" / "fields.yaml"
    declared = yaml.safe_load(fields.read_text(encoding="utf-8"))
    declared["fields"]["words"]["sample"] = [f"A line of hers, number {number}." for number in range(30)]
    fields.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    problems = check_pages(LetterCatalog(tmp_path), [LetterKind.APPLICATION], tmp_path / "work")
    assert {problem.where for problem in problems} == {"application/letter.bn.docx with its samples"}
    assert "runs into the receipt strip on page 1" in problems[0].what


def test_several_faults_are_reported_at_once(tmp_path: Path) -> None:
    """A template with an unknown field, an unused one and a missing weight for Bengali gets all three."""
    paths = _broken(
        tmp_path,
        DOCUMENT,
        lambda x: x.replace("{{ need }}", "{{ ned }}").replace("<w:pPr>", "<w:pPr><w:rPr><w:b/></w:rPr>", 1),
    )
    assert {problem.field for problem in check(*paths, Language.BENGALI)} == {"ned", "need", None}
