"""Filling a letter: nothing is lost, nothing is added, nothing says who wrote it."""

import io
import zipfile
from typing import Any

import pytest
from lxml import etree

from rules.errors import InputProblems
from rules.letters import Language, LetterKind
from templates.catalog import LetterCatalog
from templates.fill import DOCUMENT, LetterTemplate, W


@pytest.fixture
def template(letters: LetterCatalog) -> LetterTemplate:
    return letters.template(LetterKind.APPLICATION, Language.BENGALI)


@pytest.fixture
def context(template: LetterTemplate) -> dict[str, Any]:
    return template.fields.sample(Language.BENGALI)


def _text(xml: str) -> str:
    return "".join(etree.fromstring(xml.encode()).itertext(f"{W}t"))


@pytest.mark.parametrize(
    "name",
    [
        "Tea & <Coffee> 5 < 6",
        "{{7*7}} {% endif %}",
        "{_{ }_} {_% %_}",
        "ক্ষ্মা শ্রীজ্ঞানেন্দ্র র‍্যাব",
        "\u200fমালতী",
        "ক" * 200,
        "\"'’“",
    ],
)
def test_hostile_names_come_out_letter_for_letter(template: LetterTemplate, context: dict[str, Any], name: str) -> None:
    """A name with markup, tags, braces or rare conjuncts stands in the document as it was given, and the rest stays."""
    before = _text(template.fill("x", context).parts[DOCUMENT])
    old = context["applicant"]["name"]
    context["applicant"]["name"] = name
    after = _text(template.fill("x", context).parts[DOCUMENT])
    assert name in after
    assert len(after) - len(name) == len(before) - len(old)


@pytest.mark.parametrize("bad", ["a\x07b", "a\x0cb", "a\x00b", "a\ud800b", "two\nlines", "a\u2028b", "a\u202eb"])
def test_characters_that_would_vanish_are_refused(template: LetterTemplate, context: dict[str, Any], bad: str) -> None:
    """Control characters, line breaks, half characters, turns of direction: the field is named, its content is not."""
    context["enclosures"][0]["text"] = bad
    with pytest.raises(InputProblems) as caught:
        template.fill("7K4Q-9XM2-A", context)
    (problem,) = caught.value.problems
    assert problem.field == "enclosures[1].text"
    assert "U+" in problem.what
    assert bad not in str(problem)


def test_every_wrong_field_is_listed_at_once(template: LetterTemplate, context: dict[str, Any]) -> None:
    """None, a missing field, an undeclared one, a wrong type and an incomplete record give five problems."""
    context["need"] = None
    del context["prayer"]
    context["nickname"] = "x"
    context["keep_from_panchayat"] = "yes"
    del context["enclosures"][1]["text"]
    with pytest.raises(InputProblems) as caught:
        template.fill("7K4Q-9XM2-A", context)
    assert {problem.field for problem in caught.value.problems} == {
        "need",
        "prayer",
        "nickname",
        "keep_from_panchayat",
        "enclosures[2].text",
    }
    assert all(problem.where == "7K4Q-9XM2-A" for problem in caught.value.problems)


def test_an_empty_field_is_refused_unless_it_may_be_empty(template: LetterTemplate, context: dict[str, Any]) -> None:
    """A letter without a name is not printed; one without words of her own is."""
    context["words"] = []
    template.fill("x", context)
    context["applicant"]["name"] = " "
    with pytest.raises(InputProblems, match=r"applicant\.name"):
        template.fill("x", context)


def test_same_letter_gives_same_bytes_and_no_metadata(template: LetterTemplate, context: dict[str, Any]) -> None:
    """Two fillings are equal byte for byte, times are fixed, and no part tells author, title or date."""
    once, twice = (template.fill("x", context).docx() for _ in range(2))
    assert once == twice
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())
        assert not [name for name in archive.namelist() if name.startswith(("docProps", "customXml"))]
        assert b"docProps" not in archive.read("[Content_Types].xml") + archive.read("_rels/.rels")


def test_metadata_of_an_edited_template_is_left_out(template: LetterTemplate) -> None:
    """Author and comments that Word adds to a template do not reach a letter."""
    parts = {**template.parts, "docProps/core.xml": b"<author>Somebody</author>", "word/comments.xml": b"<x/>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    again = LetterTemplate("application/letter.bn.docx", out.getvalue(), template.fields, Language.BENGALI)
    assert set(again.parts) == set(template.parts)


@pytest.mark.parametrize("data", [b"", b"a text by another name", b"PK\x03\x04 broken"])
def test_what_is_no_docx_is_named(template: LetterTemplate, data: bytes) -> None:
    """A file that is not a .docx gives its name and what to do."""
    with pytest.raises(InputProblems, match=r"letter\.bn\.docx: it is not a \.docx"):
        LetterTemplate("application/letter.bn.docx", data, template.fields, Language.BENGALI)
