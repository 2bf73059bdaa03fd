"""Plain typesetting for simulated papers: a short list of blocks becomes a flat ODT and, through LibreOffice, a PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from templates import libreoffice


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. ``style``: body, plain, centre, right, heading, bold, small, newpage; lines break without gap."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Look:
    """Page and type: margins in mm (top, right, bottom, left) and the size of the body in points."""

    margins: tuple[float, float, float, float] = (20, 20, 20, 25)
    size: float = 11.5
    latin: str = "Noto Serif"
    bengali: str = "Noto Serif Bengali"
    spacing: float = 130  # per cent


def to_pdfs(documents: Mapping[str, tuple[Sequence[Block], Look]]) -> dict[str, bytes]:
    """Typeset each document in one LibreOffice call; RuntimeError if one of them would not become a PDF."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        sources = {}
        for name, (blocks, look) in documents.items():
            sources[name] = Path(folder) / f"{name}.fodt"
            sources[name].write_text(_document(blocks, look), encoding="utf-8")
        made = libreoffice.to_pdf(list(sources.values()), Path(folder) / "pdf")
        if made.failed:
            raise RuntimeError(f"LibreOffice made no PDF of {len(made.failed)} simulated papers")
        return {name: made.pdfs[source].read_bytes() for name, source in sources.items()}


def _document(blocks: Sequence[Block], look: Look) -> str:
    paragraphs = []
    for block in blocks:
        lines = "<text:line-break/>".join(map(_marked, block.text.splitlines()))
        paragraphs.append(f'<text:p text:style-name="{block.style}">{lines}</text:p>')
    top, right, bottom, left = look.margins
    return _ODT.format(
        latin=look.latin, bengali=look.bengali, size=look.size, small=look.size - 2.5, large=look.size + 2.5,
        spacing=look.spacing, top=top, right=right, bottom=bottom, left=left, body="".join(paragraphs),
    )  # fmt: skip


def _marked(line: str) -> str:
    """Tabs as tab stops; all else as text."""
    return "<text:tab/>".join(escape(part) for part in line.split("\t"))


_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>
<style:font-face style:name="latin" svg:font-family="'{latin}'"/>
<style:font-face style:name="bengali" svg:font-family="'{bengali}'"/>
</office:font-face-decls>
<office:styles><style:default-style style:family="paragraph">
<style:paragraph-properties fo:margin-bottom="2.2mm" fo:line-height="{spacing}%"/>
<style:text-properties style:font-name="latin" style:font-name-complex="bengali" fo:font-size="{size}pt"
 style:font-size-complex="{size}pt" fo:language="en" fo:country="IN" style:language-complex="bn"
 style:country-complex="IN"/></style:default-style></office:styles>
<office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
 fo:margin-top="{top}mm" fo:margin-right="{right}mm" fo:margin-bottom="{bottom}mm" fo:margin-left="{left}mm"/>
</style:page-layout>
<style:style style:name="body" style:family="paragraph"><style:paragraph-properties fo:text-align="justify"
 fo:text-indent="10mm"/></style:style>
<style:style style:name="plain" style:family="paragraph"><style:paragraph-properties fo:text-align="left">
<style:tab-stops><style:tab-stop style:position="100mm"/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="centre" style:family="paragraph"><style:paragraph-properties fo:text-align="center"
 fo:margin-bottom="0mm"/></style:style>
<style:style style:name="right" style:family="paragraph"><style:paragraph-properties fo:text-align="center"
 fo:margin-left="95mm"/></style:style>
<style:style style:name="heading" style:family="paragraph"><style:paragraph-properties fo:text-align="center"
 fo:margin-bottom="0mm"/><style:text-properties fo:font-size="{large}pt" style:font-size-complex="{large}pt"
 fo:font-weight="bold" style:font-weight-complex="bold"/></style:style>
<style:style style:name="bold" style:family="paragraph"><style:text-properties fo:font-weight="bold"
 style:font-weight-complex="bold"/></style:style>
<style:style style:name="newpage" style:family="paragraph"><style:paragraph-properties fo:break-before="page"
 fo:text-align="center"/></style:style>
<style:style style:name="small" style:family="paragraph"><style:text-properties fo:font-size="{small}pt"
 style:font-size-complex="{small}pt"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles>
<office:body><office:text>{body}</office:text></office:body>
</office:document>
"""
