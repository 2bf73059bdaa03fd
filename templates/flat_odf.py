"""A small OpenDocument text in one XML file: how pages of our own making reach LibreOffice, which shapes Bengali."""

from __future__ import annotations


def document(styles: str, body: str, *, margin: float) -> str:
    """A4 pages with ``margin`` millimetres on all sides, in the letters' fonts; ``styles`` are automatic styles."""
    return _DOCUMENT.format(styles=styles, body=body, margin=margin)


_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>
<style:font-face style:name="latin" svg:font-family="'Noto Serif'"/>
<style:font-face style:name="bengali" svg:font-family="'Noto Serif Bengali'"/>
</office:font-face-decls>
<office:styles><style:default-style style:family="paragraph">
<style:text-properties style:font-name="latin" style:font-name-complex="bengali" fo:language="en" fo:country="IN"
 style:language-complex="bn" style:country-complex="IN"/></style:default-style></office:styles>
<office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
 fo:margin="{margin}mm"/></style:page-layout>
{styles}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles>
<office:body><office:text>{body}</office:text></office:body>
</office:document>
"""
