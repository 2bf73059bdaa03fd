"""An authority's own form behind a letter: one document of both, so the form has the letter's reference and codes."""

from __future__ import annotations

from lxml import etree

from rules.errors import InputProblems, Problem
from rules.letters import RequestForm
from templates.fields import FieldRow, Fields
from templates.fill import DOCUMENT, LetterTemplate, W, package

_STYLES = "word/styles.xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def attached(letter: LetterTemplate, form: LetterTemplate, kind: RequestForm) -> LetterTemplate:
    """The letter with the form on a page of its own behind it, filled from the letter's fields and the form's own.

    It is set in the letter's styles; those that the letter lacks come with the form. Raises InputProblems for a field
    that the letter does not have, and for pictures, which would stay behind.
    """
    rows, problems = _rows(letter, form, kind)
    whole, behind = (etree.fromstring(one.parts[DOCUMENT]) for one in (letter, form))
    body, blocks = whole.find(f"{W}body"), behind.find(f"{W}body")
    for section in blocks.findall(f"{W}sectPr"):
        blocks.remove(section)
    if any(name.startswith(_R) for element in blocks.iter() for name in element.attrib):
        what = "it holds a picture or a link, which does not go with it behind a letter."
        problems.append(Problem(form.name, what, "Take it out."))
    for one in (letter, form):
        if _STYLES not in one.parts:
            problems.append(Problem(one.name, "it has no styles.", "Save it from Word or LibreOffice."))
    if problems:
        raise InputProblems(problems)
    _renumber_bookmarks(blocks, kind)
    section = body.find(f"{W}sectPr")
    for block in (_page_break(), *blocks):
        section.addprevious(block)
    parts = {**letter.parts, DOCUMENT: _bytes(whole), _STYLES: _with_styles(letter.parts[_STYLES], form.parts[_STYLES])}
    return LetterTemplate(f"{letter.name} with {form.name}", package(parts), Fields(rows), letter.language)


def _rows(letter: LetterTemplate, form: LetterTemplate, kind: RequestForm) -> tuple[dict[str, FieldRow], list[Problem]]:
    """The letter's fields, with the form's samples where it uses them, and the form's own, which bear its name."""
    rows, problems = dict(letter.fields.rows), []
    for name, row in form.fields.rows.items():
        known = letter.fields.rows.get(name)
        if known is not None and known.type is row.type:
            rows[name] = known.model_copy(update={"sample": row.sample})
        elif known is None and name.startswith(f"{kind}."):
            rows[name] = row
        else:
            what = f"{letter.name} has no such field of this type to fill it from."
            problems.append(Problem(form.name, what, "Use a field that the letter has, as it declares it.", name))
    return rows, problems


def _renumber_bookmarks(blocks: etree._Element, kind: RequestForm) -> None:
    """Give the form's bookmarks names and numbers that the letter's do not have."""
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in blocks.iter(f"{W}{tag}"):
            mark.set(f"{W}id", f"9{mark.get(f'{W}id'):0>6}")
            if tag == "bookmarkStart":
                mark.set(f"{W}name", f"{mark.get(f'{W}name')}{kind.replace('_', '')}")


def _page_break() -> etree._Element:
    """A paragraph of no height at the top of a new page."""
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(properties, f"{W}pageBreakBefore")
    etree.SubElement(properties, f"{W}spacing", {f"{W}line": "20", f"{W}lineRule": "exact"})
    return paragraph


def _with_styles(letter: bytes, form: bytes) -> bytes:
    styles = etree.fromstring(letter)
    known = {style.get(f"{W}styleId") for style in styles.findall(f"{W}style")}
    styles.extend(
        [style for style in etree.fromstring(form).findall(f"{W}style") if style.get(f"{W}styleId") not in known]
    )
    return _bytes(styles)


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
