"""No letter cites as law what nobody has read at its source."""

from __future__ import annotations

from pathlib import Path

import regex
import yaml
from docx import Document

from rules.catalogue import load
from rules.rows import Basis
from templates.catalog import SHIPPED

_SECTION = regex.compile(r"s\.(\d+[A-Z]?(?:\(\w+\))*)$")
_CITED = regex.compile(r"sections? ((?:\d+[A-Z]?(?:\(\w+\))*(?:, | and )?)+)")


def unverified() -> set[str]:
    """The sections of all rows that say they are law and rest on general knowledge."""
    rows = [row for row in load().clocks.values() if not row.firm and row.basis is not Basis.CONVENTION]
    return {found[1] for row in rows if (found := _SECTION.search(row.provision.en)) is not None}


def said(path: Path) -> list[str]:
    """The paragraphs of a letter, or the texts of paragraphs.yaml."""
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        return [one.text for part in (document, *cells) for one in part.paragraphs]
    rows = yaml.safe_load(path.read_text(encoding="utf-8")).values()
    return [text["en"] for row in rows for text in row.values() if isinstance(text, dict)]


def cited(text: str) -> set[str]:
    return {section for found in _CITED.findall(text) for section in regex.split(r", | and ", found)}


def test_what_is_general_knowledge_is_cited_in_no_letter() -> None:
    """Penalty, compensation and the like are prayed for without a section, unless the letter has it verified first."""
    wrong = unverified()
    assert {"20(1)", "19(8)(b)", "175(3)"} <= wrong
    paths = [*SHIPPED.rglob("letter.en.docx"), SHIPPED / "paragraphs.yaml"]
    texts = [(path, text) for path in paths for text in said(path) if "verifies the section" not in text]
    assert sum(bool(cited(text)) for _, text in texts) > 15
    assert [(path.parent.name, text) for path, text in texts if cited(text) & wrong] == []


def test_the_search_would_find_one() -> None:
    """One section, two with "and" between, and a section of the same number with a clause."""
    assert cited("act under sections 20(1) and 20(2);") == {"20(1)", "20(2)"}
    assert cited("compensation to me under section 19(8)(b);") == {"19(8)(b)"}
