"""The catalogue of letters and an organisation's own on top of it."""

import shutil
from pathlib import Path

import pytest

from rules.errors import InputProblems
from rules.letters import Language, LetterKind
from templates.catalog import SHIPPED, LetterCatalog


def test_own_letter_goes_before_the_shipped_one(tmp_path: Path) -> None:
    """A letter in the override folder is used with the shipped fields; the other language stays the shipped one."""
    (tmp_path / "reminder").mkdir()
    shutil.copy(SHIPPED / "reminder" / "letter.bn.docx", tmp_path / "reminder")
    letters = LetterCatalog(tmp_path)
    assert letters.path(LetterKind.REMINDER, "letter.bn.docx").parent.parent == tmp_path
    assert letters.path(LetterKind.REMINDER, "letter.en.docx").parent.parent == SHIPPED
    assert letters.template(LetterKind.REMINDER, Language.BENGALI).fields.rows


def test_a_letter_is_compiled_once() -> None:
    """The same template object serves every letter of its kind and language."""
    letters = LetterCatalog()
    once = letters.template(LetterKind.REMINDER, Language.ENGLISH)
    assert letters.template(LetterKind.REMINDER, Language.ENGLISH) is once


def test_an_absent_letter_says_where_it_belongs() -> None:
    """A kind without a file names the file and its folder."""
    with pytest.raises(InputProblems, match=r"no letter\.xx\.docx.*folder reminder"):
        LetterCatalog().path(LetterKind.REMINDER, "letter.xx.docx")


def test_own_paragraphs_go_before_the_shipped_ones(tmp_path: Path) -> None:
    """One service's words can be replaced; the others stay."""
    (tmp_path / "paragraphs.yaml").write_text(
        "ration_card:\n  subject: {en: A, bn: ক}\n  need: {en: B, bn: খ}\n  prayer: {en: C, bn: গ}\n", "utf-8"
    )
    paragraphs = LetterCatalog(tmp_path).paragraphs
    assert paragraphs["ration_card"].need.bn == "খ"
    assert paragraphs["legal_aid"].subject.en == "Application for free legal aid"


def test_incomplete_paragraphs_are_named(tmp_path: Path) -> None:
    """A row without a prayer names its service."""
    (tmp_path / "paragraphs.yaml").write_text("housing:\n  subject: {en: A, bn: ক}\n  need: {en: B, bn: খ}\n", "utf-8")
    with pytest.raises(InputProblems, match=r"housing"):
        _ = LetterCatalog(tmp_path).paragraphs


def test_what_an_envelope_costs_is_ones_own_to_say(tmp_path: Path) -> None:
    """The shipped sum, another, or none where only the counter knows; what is no sum is told."""
    assert LetterCatalog(tmp_path).requests.postage == 76
    for text, wanted in (("postage: 42\n", 42), ("postage:\n", None)):
        (tmp_path / "requests.yaml").write_text(text, "utf-8")
        assert LetterCatalog(tmp_path).requests.postage == wanted
    for wrong in ("dear", "-3", "7.5", "true"):
        (tmp_path / "requests.yaml").write_text(f"postage: {wrong}\n", "utf-8")
        with pytest.raises(InputProblems, match="postage"):
            _ = LetterCatalog(tmp_path).requests
