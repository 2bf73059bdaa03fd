"""The submission register of a print run: references only, office by office, to be ticked off at the counter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from rules.errors import ToolMissing
from rules.letters import Language, LetterKind
from rules.offices import Office
from rules.text import Text
from templates import flat_odf, libreoffice
from templates.run_pages import anonymous
from templates.wording import KIND_NAMES, date_in, number_in

_TITLE = Text("Submission register", "জমা দেওয়ার খাতা")
_COLUMNS = (
    # heading, width in millimetres
    (Text("Done", "জমা"), 12.0),
    (Text("Letter no.", "পত্র নং"), 32.0),
    (Text("Letter", "পত্র"), 36.0),
    (Text("Pages", "পৃষ্ঠা"), 14.0),
    (Text("Date handed in", "জমার তারিখ"), 28.0),
    (Text("Diary / inward no.", "ডায়েরি / ইনওয়ার্ড নং"), 34.0),
    (Text("Remarks", "মন্তব্য"), 24.0),
)
_MARGIN = 15.0


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One letter of the run; nothing here says whose it is."""

    reference: str
    kind: LetterKind
    office: Office
    pages: int


def register(rows: Sequence[RegisterRow], printed_on: date, language: Language, workdir: Path) -> bytes:
    """The register as a PDF, in the order in which the print run is bound."""
    workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="register-", dir=workdir) as folder:
        source = Path(folder) / "register.fodt"
        body = "".join(_body(rows, printed_on, language))
        source.write_text(flat_odf.document(_styles(), body, margin=_MARGIN), encoding="utf-8")
        converted = libreoffice.to_pdf([source], Path(folder))
        if converted.failed:
            raise ToolMissing("LibreOffice", "it made no PDF of the submission register.", "Run 'dabi doctor'.")
        return anonymous(converted.pdfs[source].read_bytes())


def _body(rows: Sequence[RegisterRow], printed_on: date, language: Language) -> Iterator[str]:
    yield _paragraph("title", f"{_TITLE.of(language)} · {date_in(language, printed_on)}")
    ordered = sorted(rows, key=lambda row: (row.office.id, row.reference))
    for number, (_, group) in enumerate(groupby(ordered, key=lambda row: row.office.id)):
        letters = list(group)
        office = letters[0].office
        yield _paragraph(
            "office",
            f"{office.designation.of(language)} · {office.name.of(language)} ({number_in(language, len(letters))})",
        )
        yield f'<table:table table:name="t{number}" table:style-name="table">'
        yield from (f'<table:table-column table:style-name="c{index}"/>' for index in range(len(_COLUMNS)))
        heads = [_paragraph("head", heading.of(language)) for heading, _ in _COLUMNS]
        yield f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
        for letter in letters:
            kind = KIND_NAMES[letter.kind].of(language)
            yield _row(
                [
                    _paragraph("cell", text)
                    for text in ("", letter.reference, kind, number_in(language, letter.pages), "", "", "")
                ]
            )
        yield "</table:table>"


def _row(cells: Sequence[str]) -> str:
    inside = "".join(f'<table:table-cell table:style-name="box">{cell}</table:table-cell>' for cell in cells)
    return f'<table:table-row table:style-name="row">{inside}</table:table-row>'


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def _styles() -> str:
    columns = "".join(
        f'<style:style style:name="c{index}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for index, (_, width) in enumerate(_COLUMNS)
    )
    paragraphs = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
        f'fo:margin-top="{above}mm" fo:margin-bottom="{below}mm" fo:keep-with-next="{keep}"/><style:text-properties '
        f'fo:font-size="{size}pt" style:font-size-complex="{size}pt" fo:font-weight="{weight}" '
        f'style:font-weight-complex="{weight}"/></style:style>'
        for name, size, weight, above, below, keep in (
            ("title", 14, "bold", 0, 2, "always"),
            ("office", 11, "bold", 5, 1.5, "always"),
            ("head", 9, "bold", 0, 0, "auto"),
            ("cell", 10, "normal", 0, 0, "auto"),
        )
    )
    width = sum(width for _, width in _COLUMNS)
    return f"""{columns}{paragraphs}
<style:style style:name="table" style:family="table"><style:table-properties style:width="{width}mm"
 table:align="left"/></style:style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties style:min-row-height="9mm"
 fo:keep-together="always"/></style:style>
<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
 fo:padding="1mm" style:vertical-align="middle"/></style:style>
"""
