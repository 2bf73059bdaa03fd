"""Many letters in one document: LibreOffice starts once for all of them, and each keeps its own pages and footer.

Each letter becomes a section with page numbers from 1. Parts of the template that hold tags or count pages (its
footers) are copied per letter; "of y pages" points to a bookmark at the letter's end, because the document's own
count is that of the run. Bookmarks whose names begin with ``own`` mark cells where our own pen goes.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import regex
from lxml import etree

from templates.fill import DOCUMENT, Filled, W, package

OWN = "own"  # no underscore: LibreOffice writes it as 5F into the PDF
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PAGES = regex.compile(r"\b(NUMPAGES|SECTIONPAGES)\b")
_MM_PER_TWIP = 25.4 / 1440


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell for our own pen: the name of its bookmark in the PDF, its size and its padding in millimetres."""

    destination: str
    width: float
    height: float
    padding: float


@dataclass(frozen=True, slots=True)
class RunDocument:
    docx: bytes
    own: Sequence[Sequence[OwnCell]]  # letter by letter


def assemble(letters: Sequence[Filled]) -> RunDocument:
    """One .docx of filled letters that share a template."""
    template = letters[0].template
    if any(letter.template is not template for letter in letters):
        raise ValueError("letters of one document share a template")
    parts: dict[str, bytes] = dict(template.fixed)
    relations = _Relations(template.parts[_RELATIONS], template.parts[_TYPES])
    trees = []
    own: list[list[OwnCell]] = []
    last = len(letters)
    for number, letter in enumerate(letters, start=1):
        tree = _parse(letter.parts[DOCUMENT])
        blocks = tree.find(f"{W}body")
        section = blocks.find(f"{W}sectPr")
        own.append(_name_bookmarks(blocks, number))
        _restart(section)
        _own_footers(section, letter, number, parts, relations)
        _end_bookmark(blocks, number)
        if number < last:
            blocks.remove(section)
            _paragraph_properties(blocks[-1]).append(section)
        trees.append((tree, blocks))
    root, body = trees[0]
    for _, blocks in trees[1:]:
        body.extend(list(blocks))
    parts[DOCUMENT] = _bytes(root)
    parts[_RELATIONS], parts[_TYPES] = relations.parts()
    for name in template.tagged:
        parts.setdefault(name, letters[0].parts[name].encode())
    return RunDocument(package(parts), own)


def end_name(number: int) -> str:
    """The bookmark at the end of the letter of that number, from 1."""
    return f"letterEnd{number}"


def own_cells(document: str) -> list[OwnCell]:
    """The cells for our own pen in one letter's document part, by the names they bear there."""
    return _name_bookmarks(_parse(document).find(f"{W}body"), None)


def _name_bookmarks(blocks: etree._Element, number: int | None) -> list[OwnCell]:
    """Give bookmarks names and numbers that differ from those of other letters; measure the cells of ours."""
    cells = []
    for index, start in enumerate(blocks.iter(f"{W}bookmarkStart")):
        name = start.get(f"{W}name", "")
        if number is not None:
            old, new = start.get(f"{W}id"), str(number * 1000 + index)
            for end in blocks.iter(f"{W}bookmarkEnd"):
                if end.get(f"{W}id") == old:
                    end.set(f"{W}id", new)
                    break
            start.set(f"{W}id", new)
            start.set(f"{W}name", f"{name}n{number}")
        if name.startswith(OWN):
            cell = _measure(start, start.get(f"{W}name", ""))
            if cell is not None:
                cells.append(cell)
    return cells


def _measure(start: etree._Element, destination: str) -> OwnCell | None:
    cell = next(start.iterancestors(f"{W}tc"), None)
    row = next(start.iterancestors(f"{W}tr"), None)
    table = next(start.iterancestors(f"{W}tbl"), None)
    if cell is None or row is None or table is None:
        return None
    width = cell.find(f"{W}tcPr/{W}tcW")
    height = row.find(f"{W}trPr/{W}trHeight")
    if width is None or height is None:
        return None
    padding = cell.find(f"{W}tcPr/{W}tcMar/{W}left")
    if padding is None:
        padding = table.find(f"{W}tblPr/{W}tblCellMar/{W}left")
    pad = 0 if padding is None else _twips(padding, "w")
    return OwnCell(destination, _twips(width, "w"), _twips(height, "val"), pad)


def _twips(element: etree._Element, attribute: str) -> float:
    return float(element.get(f"{W}{attribute}", "0")) * _MM_PER_TWIP


def _restart(section: etree._Element) -> None:
    """A new page, numbered 1. The order of a section's properties is fixed by the format."""
    for tag in ("type", "pgNumType"):
        for old in section.findall(f"{W}{tag}"):
            section.remove(old)
    kind, numbering = etree.Element(f"{W}type"), etree.Element(f"{W}pgNumType")
    kind.set(f"{W}val", "nextPage")
    numbering.set(f"{W}start", "1")
    references = len(section.findall(f"{W}headerReference")) + len(section.findall(f"{W}footerReference"))
    section.insert(references, kind)
    margins = section.find(f"{W}pgMar")
    section.insert(list(section).index(margins) + 1, numbering)


def _own_footers(
    section: etree._Element, letter: Filled, number: int, parts: dict[str, bytes], relations: _Relations
) -> None:
    """Copy the headers and footers that differ from letter to letter."""
    for reference in [*section.findall(f"{W}headerReference"), *section.findall(f"{W}footerReference")]:
        name = relations.target(reference.get(f"{_R}id", ""))
        xml = letter.parts.get(name)
        if xml is None:
            fixed = letter.template.fixed[name].decode()
            if not _PAGES.search(fixed):
                continue
            xml = fixed
        copied = f"{PurePosixPath(name).with_suffix('')}_{number}.xml"
        parts[copied] = _PAGES.sub(f"PAGEREF {end_name(number)}", xml).encode()
        own_relations = f"word/_rels/{PurePosixPath(name).name}.rels"
        if own_relations in parts:
            parts[f"word/_rels/{PurePosixPath(copied).name}.rels"] = parts[own_relations]
        reference.set(f"{_R}id", relations.copy(reference.get(f"{_R}id", ""), copied))


def _end_bookmark(blocks: etree._Element, number: int) -> None:
    last = [block for block in blocks if block.tag != f"{W}sectPr"][-1]
    if last.tag != f"{W}p":
        last.addnext(paragraph := etree.Element(f"{W}p"))
        last = paragraph
    for tag in ("bookmarkStart", "bookmarkEnd"):
        mark = etree.SubElement(last, f"{W}{tag}")
        mark.set(f"{W}id", str(number * 1000 + 999))
        if tag == "bookmarkStart":
            mark.set(f"{W}name", end_name(number))


def _paragraph_properties(paragraph: etree._Element) -> etree._Element:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties


class _Relations:
    """The document's list of parts, to which copies are added."""

    def __init__(self, relations: bytes, types: bytes) -> None:
        self._relations = etree.fromstring(relations)
        self._types = etree.fromstring(types)
        self._by_id = {row.get("Id"): row for row in self._relations}
        self._kinds = {row.get("PartName"): row for row in self._types if row.get("PartName")}

    def target(self, relation: str) -> str:
        return f"word/{self._by_id[relation].get('Target')}"

    def copy(self, relation: str, part: str) -> str:
        row = copy.deepcopy(self._by_id[relation])
        kind = copy.deepcopy(self._kinds[f"/{self.target(relation)}"])
        new = f"{relation}_{PurePosixPath(part).stem}"
        row.set("Id", new)
        row.set("Target", part.removeprefix("word/"))
        kind.set("PartName", f"/{part}")
        self._relations.append(row)
        self._types.append(kind)
        return new

    def parts(self) -> tuple[bytes, bytes]:
        return _bytes(self._relations), _bytes(self._types)


def _parse(xml: str) -> etree._Element:
    return etree.fromstring(xml.encode())


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
