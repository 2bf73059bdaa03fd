"""Whether a letter's page layout keeps its text out of the receipt strip and the codes, whatever the text is."""

from __future__ import annotations

from lxml import etree

from rules.strip import PAGE_HEIGHT, PAGE_WIDTH, TEXT_BOTTOM, TEXT_BOTTOM_FIRST, TEXT_LEFT, TEXT_RIGHT, TEXT_TOP
from templates.fill import DOCUMENT, LetterTemplate, W

_STYLES, _RELATIONS = "word/styles.xml", "word/_rels/document.xml.rels"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TWIPS = 1440 / 25.4
_ROUNDED = 2  # twips that whole millimetres may lack


def keeps_clear(template: LetterTemplate) -> bool:
    """A4 with at least the margins of the shipped letters, and a first footer that keeps the strip's height free.

    A layout that differs may be as good: its printed pages are looked at then.
    """
    section = etree.fromstring(template.parts[DOCUMENT]).find(f"{W}body/{W}sectPr")
    if section is None or section.find(f"{W}titlePg") is None:
        return False
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margins is None or _number(size, "w") > PAGE_WIDTH * _TWIPS + _ROUNDED:
        return False
    needed = {
        "left": TEXT_LEFT,
        "right": PAGE_WIDTH - TEXT_RIGHT,
        "top": TEXT_TOP,
        "bottom": PAGE_HEIGHT - TEXT_BOTTOM,
    }
    wide = all(_number(margins, side) >= room * _TWIPS - _ROUNDED for side, room in needed.items())
    below = PAGE_HEIGHT * _TWIPS - _number(margins, "footer")  # the footer grows upwards from here
    return wide and below - _first_footer(template, section) <= TEXT_BOTTOM_FIRST * _TWIPS + _ROUNDED


def _first_footer(template: LetterTemplate, section: etree._Element) -> float:
    """The height of the first page's footer in twips, as far as its paragraphs have an exact one."""
    references = {ref.get(f"{W}type"): ref.get(f"{_R}id") for ref in section.findall(f"{W}footerReference")}
    targets = {row.get("Id"): row.get("Target") for row in etree.fromstring(template.parts[_RELATIONS])}
    footer = template.parts.get(f"word/{targets.get(references.get('first'))}")
    if footer is None:
        return 0
    exact = {
        style.get(f"{W}styleId"): _number(spacing, "line")
        for style in etree.fromstring(template.parts[_STYLES]).findall(f"{W}style")
        if (spacing := style.find(f"{W}pPr/{W}spacing")) is not None and spacing.get(f"{W}lineRule") == "exact"
    }
    named = (style.get(f"{W}val") for style in etree.fromstring(footer).iter(f"{W}pStyle"))
    return sum(exact.get(style, 0) for style in named)


def _number(element: etree._Element, attribute: str) -> float:
    try:
        return float(element.get(f"{W}{attribute}", "0"))
    except ValueError:
        return 0
