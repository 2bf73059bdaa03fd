"""Many letters in one document: each keeps its own pages, footer and bookmarks."""

import io
import zipfile

import pytest
from lxml import etree

from rules.letters import Language, LetterKind
from templates.catalog import LetterCatalog
from templates.fill import DOCUMENT, Filled, W
from templates.run_document import assemble


def _letters(catalog: LetterCatalog, references: list[str]) -> list[Filled]:
    template = catalog.template(LetterKind.REMINDER, Language.ENGLISH)
    sample = template.fields.sample(Language.ENGLISH)
    return [template.fill(reference, {**sample, "reference": reference}) for reference in references]


def test_each_letter_is_a_section_that_counts_its_own_pages(letters: LetterCatalog) -> None:
    """Three letters give three sections from page 1, each with a footer of its own reference and its own end."""
    references = ["7K4Q-9XM2-A", "8M2P-4TXR-C", "9QRS-4TXR-C"]
    run = assemble(_letters(letters, references))
    with zipfile.ZipFile(io.BytesIO(run.docx)) as archive:
        root = etree.fromstring(archive.read(DOCUMENT))
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        sections = list(root.iter(f"{W}sectPr"))
        assert [section.find(f"{W}pgNumType").get(f"{W}start") for section in sections] == ["1", "1", "1"]
        targets = {row.get("Id"): row.get("Target") for row in relations}
        r_id = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        for number, (section, reference) in enumerate(zip(sections, references, strict=True), start=1):
            footers = [targets[row.get(r_id)] for row in section.findall(f"{W}footerReference")]
            assert len(set(footers)) == 2
            for footer in footers:
                xml = archive.read(f"word/{footer}").decode()
                assert reference in xml
                assert f"PAGEREF letterEnd{number}" in xml
                assert "NUMPAGES" not in xml


def test_bookmarks_of_different_letters_differ(letters: LetterCatalog) -> None:
    """No name or number of a bookmark occurs twice, and each signature cell is measured in millimetres."""
    run = assemble(_letters(letters, ["7K4Q-9XM2-A", "8M2P-4TXR-C"]))
    with zipfile.ZipFile(io.BytesIO(run.docx)) as archive:
        marks = list(etree.fromstring(archive.read(DOCUMENT)).iter(f"{W}bookmarkStart"))
    assert len({mark.get(f"{W}name") for mark in marks}) == len(marks)
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks)
    assert [cell.destination for cell in run.own[1]] == ["ownReadern2", "ownSignaturen2"]
    assert run.own[1][1].width == pytest.approx(60, abs=0.1)
    assert run.own[1][1].height == pytest.approx(27, abs=0.1)


def test_letters_of_one_document_share_a_template(letters: LetterCatalog) -> None:
    """A run document of two templates is refused: styles would mix."""
    english = _letters(letters, ["7K4Q-9XM2-A"])
    template = letters.template(LetterKind.REMINDER, Language.BENGALI)
    bengali = template.fill("x", {**template.fields.sample(Language.BENGALI), "reference": "8M2P-4TXR-C"})
    with pytest.raises(ValueError, match="share a template"):
        assemble([*english, bengali])
