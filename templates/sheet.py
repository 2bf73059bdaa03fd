"""Sheets of tables for our own use, one table per group: the submission register, the cash sheet of a run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rules.errors import ToolMissing
from rules.letters import Language
from rules.text import Text
from templates import flat_odf, libreoffice
from templates.run_pages import anonymous

_MARGIN = 15.0


@dataclass(frozen=True, slots=True)
class Column:
    heading: Text
    width: float  # millimetres


@dataclass(frozen=True, slots=True)
class Group:
    """One table with what stands above it."""

    heading: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``name`` says in a message what could not be made; ``closing`` lines stand below the tables."""

    name: str
    title: str
    columns: Sequence[Column]
    groups: Sequence[Group]
    closing: Sequence[str] = ()

    def pdf(self, language: Language, workdir: Path) -> bytes:
        """The sheet as a PDF without metadata; ``workdir`` is left as it was."""
        workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="sheet-", dir=workdir) as folder:
            source = Path(folder) / "sheet.fodt"
            body = "".join(self._body(language))
            source.write_text(flat_odf.document(self._styles(), body, margin=_MARGIN), encoding="utf-8")
            converted = libreoffice.to_pdf([source], Path(folder))
            if converted.failed:
                raise ToolMissing("LibreOffice", f"it made no PDF of the {self.name}.", "Run 'dabi doctor'.")
            return anonymous(converted.pdfs[source].read_bytes())

    def _body(self, language: Language) -> Iterator[str]:
        yield _paragraph("title", self.title)
        heads = _row([_paragraph("head", column.heading.of(language)) for column in self.columns])
        for number, group in enumerate(self.groups):
            yield _paragraph("group", group.heading)
            yield f'<table:table table:name="t{number}" table:style-name="table">'
            yield from (f'<table:table-column table:style-name="c{index}"/>' for index in range(len(self.columns)))
            yield f"<table:table-header-rows>{heads}</table:table-header-rows>"
            yield from (_row([_paragraph("cell", text) for text in row]) for row in group.rows)
            yield "</table:table>"
        yield from (_paragraph("group", line) for line in self.closing)

    def _styles(self) -> str:
        columns = "".join(
            f'<style:style style:name="c{index}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{column.width}mm"/></style:style>'
            for index, column in enumerate(self.columns)
        )
        paragraphs = "".join(
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
            f'fo:margin-top="{above}mm" fo:margin-bottom="{below}mm" fo:keep-with-next="{keep}"/>'
            f'<style:text-properties fo:font-size="{size}pt" style:font-size-complex="{size}pt" '
            f'fo:font-weight="{weight}" style:font-weight-complex="{weight}"/></style:style>'
            for name, size, weight, above, below, keep in (
                ("title", 14, "bold", 0, 2, "always"),
                ("group", 11, "bold", 5, 1.5, "always"),
                ("head", 9, "bold", 0, 0, "auto"),
                ("cell", 10, "normal", 0, 0, "auto"),
            )
        )
        width = sum(column.width for column in self.columns)
        return f"""{columns}{paragraphs}
<style:style style:name="table" style:family="table"><style:table-properties style:width="{width}mm"
 table:align="left"/></style:style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties style:min-row-height="9mm"
 fo:keep-together="always"/></style:style>
<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
 fo:padding="1mm" style:vertical-align="middle"/></style:style>
"""


def _row(cells: Sequence[str]) -> str:
    inside = "".join(f'<table:table-cell table:style-name="box">{cell}</table:table-cell>' for cell in cells)
    return f'<table:table-row table:style-name="row">{inside}</table:table-row>'


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'
