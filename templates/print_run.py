"""A print run: many letters rendered in few large documents, split again into each letter's copies, and bound.

One LibreOffice call per letter takes seconds; here each letter costs a few hundredths of one. What every letter is
comes from how the run was made (a bookmark at each letter's end), and the fonts that each page uses are checked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from rules.errors import InputProblems, Problem
from rules.letters import Language, OwnField
from templates import libreoffice, run_pages
from templates.catalog import Kind, LetterCatalog
from templates.fill import Filled, LetterTemplate
from templates.run_document import MAX_LETTERS, assemble

Convert = Callable[[Sequence[Path], Path], libreoffice.Converted]
_WORKERS = 2  # LibreOffice uses one core; more at a time cost memory


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """One letter to make. ``context`` as compose gives it; the reference is added here."""

    reference: str
    kind: Kind
    language: Language
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rendered:
    """One letter made: its .docx, both copies as PDF, and where on the pages our own pen goes."""

    reference: str
    docx: bytes
    office_copy: bytes
    receipt_copy: bytes
    pages: int
    own_fields: tuple[OwnField, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    rendered: tuple[Rendered, ...]  # in the order of the requests
    problems: tuple[Problem, ...]  # what could not be made, and why; the others were


@dataclass(frozen=True, slots=True)
class _Chunk:
    template: LetterTemplate
    letters: tuple[tuple[str, Filled], ...]

    def halves(self) -> list[_Chunk]:
        middle = len(self.letters) // 2
        return [_Chunk(self.template, part) for part in (self.letters[:middle], self.letters[middle:])]


def render(
    requests: Sequence[LetterRequest], workdir: Path, letters: LetterCatalog, *, convert: Convert = libreoffice.to_pdf
) -> RunResult:
    """Make all letters. One that cannot be made is a problem and does not stop the others.

    ``workdir`` receives working files, which hold names: they are in a folder of mode 0700 and are removed.
    """
    if len({request.reference for request in requests}) != len(requests):
        raise ValueError("two letters with one reference")
    problems: list[Problem] = []
    groups: dict[int, list[tuple[str, Filled]]] = {}
    for request in requests:
        try:
            template = letters.template(request.kind, request.language)
            filled = template.fill(request.reference, {**request.context, "reference": request.reference})
        except InputProblems as error:
            problems += error.problems
        else:
            groups.setdefault(id(template), []).append((request.reference, filled))
    pending = [
        _Chunk(group[0][1].template, tuple(group[start : start + MAX_LETTERS]))
        for group in groups.values()
        for start in range(0, len(group), MAX_LETTERS)
    ]
    workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
    done: dict[str, Rendered] = {}
    while pending:
        chunks, pending = pending, []
        for chunk, outcome in zip(chunks, _convert(chunks, workdir, convert), strict=True):
            if outcome is not None:
                problems += _collect(chunk, outcome, done)
            elif len(chunk.letters) > 1:
                pending += chunk.halves()
            else:
                what = "LibreOffice could not make a PDF of it."
                problems.append(Problem(chunk.letters[0][0], what, f"Open {chunk.template.name} in LibreOffice."))
    rendered = tuple(done[request.reference] for request in requests if request.reference in done)
    return RunResult(rendered, tuple(problems))


def _collect(chunk: _Chunk, pages: Sequence[run_pages.LetterPages], done: dict[str, Rendered]) -> list[Problem]:
    problems: list[Problem] = []
    for (reference, filled), letter in zip(chunk.letters, pages, strict=True):
        if letter.problems:
            problems += letter.problems
        else:
            copies = (letter.office_copy, letter.receipt_copy)
            done[reference] = Rendered(reference, filled.docx(), *copies, letter.pages, letter.own_fields)
    return problems


def _convert(chunks: Sequence[_Chunk], workdir: Path, convert: Convert) -> list[list[run_pages.LetterPages] | None]:
    """The pages of each chunk; None for a chunk that did not become a PDF with all its letters."""
    with tempfile.TemporaryDirectory(prefix="run-", dir=workdir) as folder:
        documents, sources = [], []
        for number, chunk in enumerate(chunks):
            document = assemble([filled for _, filled in chunk.letters])
            source = Path(folder) / f"run-{number}.docx"
            source.write_bytes(document.docx)
            documents.append(document.own)
            sources.append(source)
        # One call for several documents: starting LibreOffice costs as much as dozens of letters.
        shares = [share for share in (sources[worker::_WORKERS] for worker in range(_WORKERS)) if share]
        with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
            converted = list(pool.map(lambda share: convert(share, Path(folder)), shares))
        pdfs = {source: pdf for share in converted for source, pdf in share.pdfs.items()}
        return [
            run_pages.split(pdfs[source].read_bytes(), chunk.template, [ref for ref, _ in chunk.letters], own)
            if source in pdfs
            else None
            for chunk, source, own in zip(chunks, sources, documents, strict=True)
        ]


def bind(letters: Sequence[tuple[str, Rendered]]) -> bytes:
    """The print run as one PDF to print on both sides: (office id, letter) office by office, office copy first.

    Each copy starts on a leaf of its own, so no claimant's letter stands on the back of another's. No metadata.
    """
    out = pdfium.PdfDocument.new()
    for _, letter in sorted(letters, key=lambda pair: (pair[0], pair[1].reference)):
        for copy in (letter.office_copy, letter.receipt_copy):
            source = pdfium.PdfDocument(copy)
            out.import_pages(source)
            if len(source) % 2:
                width, height = source[0].get_size()
                out.new_page(width, height)
            source.close()
    return run_pages.saved(out)
