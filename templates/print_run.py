"""A print run: many letters rendered in few large documents, split again into each letter's copies, and bound.

One LibreOffice call per letter takes seconds; here each letter costs a few hundredths of one. What every letter is
comes from how the run was made (a bookmark at each letter's end), and the fonts that each page uses are checked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pypdfium2 as pdfium

from rules.errors import InputProblems, Problem
from rules.letters import FormKind, Language, LetterKind, OwnField, RequestForm
from templates import libreoffice, run_pages
from templates.catalog import Kind, LetterCatalog
from templates.fill import Filled, LetterTemplate
from templates.run_document import OwnCell, assemble

Convert = Callable[[Sequence[Path], Path], libreoffice.Converted]
REAM = 500  # sheets
_WORKERS = 2  # LibreOffice uses one core; more at a time cost memory
_CALL = 100  # letters a call; a document slows down beyond 200, and a longer call leaves the other core idle at the end


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """One letter to make. ``context`` as compose gives it; the reference is added here."""

    reference: str
    kind: LetterKind | FormKind
    language: Language
    context: Mapping[str, object]

    @property
    def form(self) -> RequestForm | None:
        """The authority's own form that goes behind the letter: the context has fields under its name."""
        return next((form for form in RequestForm if form in self.context), None)

    @property
    def kinds(self) -> Sequence[Kind]:
        """The kinds of paper that it is made of."""
        return [self.kind] if self.form is None else [self.kind, self.form]


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
class _Document:
    """Letters of one template, to be set in one document."""

    template: LetterTemplate
    letters: tuple[tuple[str, Filled], ...]

    def halves(self) -> list[_Document]:
        middle = len(self.letters) // 2
        return [_Document(self.template, part) for part in (self.letters[:middle], self.letters[middle:])]


@dataclass(frozen=True, slots=True)
class _Converted:
    """A document's cells for our own pen, and its PDF; None where LibreOffice made none."""

    document: _Document
    own: Sequence[Sequence[OwnCell]]
    pdf: bytes | None


def sample(reference: str, kind: Kind, language: Language, letters: LetterCatalog) -> LetterRequest:
    """A letter to look at, filled with the samples of its fields; a form goes behind a request, as it is printed."""
    form = kind if isinstance(kind, RequestForm) else None
    letter = LetterKind.RTI_REQUEST if isinstance(kind, RequestForm) else kind
    return LetterRequest(reference, letter, language, letters.template(letter, language, form).fields.sample(language))


def render(
    requests: Sequence[LetterRequest], workdir: Path, letters: LetterCatalog, *, convert: Convert = libreoffice.to_pdf
) -> RunResult:
    """Make all letters. One that cannot be made is a problem and does not stop the others.

    ``workdir`` receives working files, which hold names: they are in a folder of mode 0700 and are removed.
    """
    parts = list(render_by_parts(requests, workdir, letters, convert=convert))
    done = {letter.reference: letter for part in parts for letter in part.rendered}
    rendered = tuple(done[request.reference] for request in requests if request.reference in done)
    return RunResult(rendered, tuple(problem for part in parts for problem in part.problems))


def render_by_parts(
    requests: Sequence[LetterRequest], workdir: Path, letters: LetterCatalog, *, convert: Convert = libreoffice.to_pdf
) -> Iterator[RunResult]:
    """As ``render``, but the letters of a LibreOffice call are given out, in any order, while the next call runs."""
    if len({request.reference for request in requests}) != len(requests):
        raise ValueError("two letters with one reference")
    groups, problems = _fill(requests, letters)
    if problems:
        yield RunResult((), tuple(problems))
    workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
        running = {pool.submit(_convert, call, workdir, convert) for call in _deal(groups)}
        try:
            while running:
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                for converted in (one for call in ended for one in call.result()):
                    part, again = _take_apart(converted)
                    running |= {pool.submit(_convert, [half], workdir, convert) for half in again}
                    yield part
        finally:
            pool.shutdown(cancel_futures=True)


def _fill(
    requests: Sequence[LetterRequest], letters: LetterCatalog
) -> tuple[list[list[tuple[str, Filled]]], list[Problem]]:
    """The letters filled in, template by template, and why some could not be."""
    problems: list[Problem] = []
    groups: dict[int, list[tuple[str, Filled]]] = {}
    for request in requests:
        try:
            template = letters.template(request.kind, request.language, request.form)
            filled = template.fill(request.reference, {**request.context, "reference": request.reference})
        except InputProblems as error:
            problems += error.problems
        else:
            groups.setdefault(id(template), []).append((request.reference, filled))
    return list(groups.values()), problems


def _deal(groups: Sequence[Sequence[tuple[str, Filled]]]) -> list[list[_Document]]:
    """The documents of each LibreOffice call. Calls hold alike many letters; starting one costs as much as dozens."""
    count = sum(map(len, groups))
    calls: list[list[_Document]] = [[] for _ in range(-(-count // _CALL))]
    at = 0
    for group in groups:
        start = 0
        while start < len(group):
            call = at * len(calls) // count
            end = start + -(-(call + 1) * count // len(calls)) - at  # where the next call begins
            document = _Document(group[0][1].template, tuple(group[start:end]))
            calls[call].append(document)
            start, at = start + len(document.letters), at + len(document.letters)
    return calls


def _convert(documents: Sequence[_Document], workdir: Path, convert: Convert) -> list[_Converted]:
    """One call of LibreOffice; it runs in a thread of its own."""
    with tempfile.TemporaryDirectory(prefix="run-", dir=workdir) as folder:
        assembled = [assemble([filled for _, filled in document.letters]) for document in documents]
        sources = [Path(folder) / f"run-{number}.docx" for number in range(len(documents))]
        for source, run in zip(sources, assembled, strict=True):
            source.write_bytes(run.docx)
        pdfs = convert(sources, Path(folder)).pdfs
        return [
            _Converted(document, run.own, pdfs[source].read_bytes() if source in pdfs else None)
            for document, run, source in zip(documents, assembled, sources, strict=True)
        ]


def _take_apart(converted: _Converted) -> tuple[RunResult, list[_Document]]:
    """The letters of one document; where they cannot be told apart, its halves, to be tried again."""
    document = converted.document
    references = [reference for reference, _ in document.letters]
    pages = None
    if converted.pdf is not None:
        pages = run_pages.split(converted.pdf, document.template, references, converted.own)
    if pages is None:
        if len(references) > 1:
            return RunResult((), ()), document.halves()
        what = "LibreOffice could not make a PDF of it."
        return RunResult((), (Problem(references[0], what, f"Open {document.template.name} in LibreOffice."),)), []
    rendered = [
        Rendered(reference, filled.docx(), letter.office_copy, letter.receipt_copy, letter.pages, letter.own_fields)
        for (reference, filled), letter in zip(document.letters, pages, strict=True)
        if not letter.problems
    ]
    return RunResult(tuple(rendered), tuple(problem for letter in pages for problem in letter.problems)), []


def volumes(letters: Iterable[tuple[object, int]], most: int = REAM) -> list[int]:
    """The volume, from 1, in which each letter of a run is bound; ``letters``: the office and pages of each, in order.

    A volume has at most ``most`` sheets, both copies counted; an office that would be cut in two begins a new one.
    """
    found: list[int] = []
    number, used = 1, 0
    for _, its in groupby(letters, key=itemgetter(0)):
        sheets = [2 * -(-pages // 2) for _, pages in its]
        if used and used + sum(sheets) > most:
            number, used = number + 1, 0
        for count in sheets:
            if used and used + count > most:
                number, used = number + 1, 0
            used += count
            found.append(number)
    return found


def bind(letters: Iterable[Sequence[bytes]]) -> bytes:
    """A volume of the print run as one PDF to print on both sides: the copies of each letter, in the order given.

    Each copy starts on a leaf of its own, so no claimant's letter stands on the back of another's. No metadata.
    """
    with run_pages.PDFIUM:
        out = pdfium.PdfDocument.new()
        for copies in letters:
            for copy in copies:
                source = pdfium.PdfDocument(copy)
                out.import_pages(source)
                if len(source) % 2:
                    out.new_page(*source.get_page_size(0))
                source.close()
        return run_pages.saved(out)
