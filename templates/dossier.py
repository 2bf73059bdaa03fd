"""The dossier that a collective takes to the District Magistrate, and its public edition, as one PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rules.errors import InputProblems, Problem, ToolMissing
from rules.letters import LetterKind
from templates import dossier_context as words
from templates import libreoffice
from templates.bind import Bookmark, anchors, bind, count_pages, cut
from templates.catalog import LetterCatalog
from templates.dossier_data import DossierData, Edition, problems
from templates.dossier_places import complete
from templates.fill import LetterTemplate
from templates.print_run import LetterRequest, Rendered, render

FOLDER = Path(__file__).parent / "dossier"
_ROUNDS = 4  # page numbers settle in two; a third comes of a number that grew by a digit


@dataclass(frozen=True, slots=True)
class Printed:
    """A dossier, and the memorandum in it as a letter by itself.

    The memorandum's copies are the very pages of the dossier, its page numbers included: a stamped copy is read by
    taking away what was printed. None in the public edition.
    """

    pdf: bytes
    memorandum: Rendered | None


@dataclass(frozen=True, slots=True)
class _Bound:
    """The parts of one round and where, in the whole, each thing begins."""

    front: bytes
    memorandum: Rendered
    body: bytes
    pages: Mapping[str, int]
    total: int


def compile_dossier(data: DossierData, workdir: Path, letters: LetterCatalog | None = None) -> bytes:
    """One PDF with outline and continuous page numbers; nothing of it stays in ``workdir``.

    Raises InputProblems for what keeps it from being a dossier, ToolMissing if LibreOffice will not do it.
    """
    return print_dossier(data, workdir, letters).pdf


def print_dossier(data: DossierData, workdir: Path, letters: LetterCatalog | None = None) -> Printed:
    """As ``compile_dossier``, with the memorandum by itself too, for the record. With a reference the memorandum in the
    dossier is the receipt copy, else the plain one."""
    workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if data.edition is Edition.PUBLIC:
        return Printed(_public(data, workdir), None)
    if found := problems(data):
        raise InputProblems(found)
    bound = _settle(data, workdir, letters or LetterCatalog())
    memorandum = bound.memorandum
    first, last = bound.pages["memorandum"], bound.pages["memorandum"] + memorandum.pages - 1
    folio = _folio(data, [page > last for page in range(1, bound.total + 1)], workdir)
    numbers = cut(folio, first, last)
    memorandum = replace(
        memorandum,
        office_copy=bind([memorandum.office_copy], [], numbers),
        receipt_copy=bind([memorandum.receipt_copy], [], numbers),
    )
    middle = bound.memorandum.receipt_copy if data.reference else bound.memorandum.office_copy
    return Printed(bind([bound.front, middle, bound.body], _outline(data, bound.pages), folio), memorandum)


def _settle(data: DossierData, workdir: Path, letters: LetterCatalog) -> _Bound:
    """Print until the page numbers that the pages name are those that they have."""
    pages: Mapping[str, int] = {}
    total: int | None = None
    for _ in range(_ROUNDS):
        bound = _round(data, pages, total, workdir, letters)
        if bound.pages == pages and bound.total == total:
            return bound
        pages, total = bound.pages, bound.total
    raise RuntimeError("the page numbers of the dossier do not settle")


def _round(
    data: DossierData, pages: Mapping[str, int], total: int | None, workdir: Path, letters: LetterCatalog
) -> _Bound:
    reference = data.reference or words.NONE
    letter = LetterRequest(reference, LetterKind.MEMORANDUM, data.language, words.memorandum(data, total))
    result = render([letter], workdir, letters)
    if result.problems:
        raise InputProblems(result.problems)
    [memorandum] = result.rendered
    body = _template("body", data).fill("dossier", words.body(data, pages)).docx()
    documents = {
        "front": _template("front", data).fill("dossier", words.front(data, pages)).docx(),
        "body": complete(body, {annexure.code: annexure.picture for annexure in data.annexures}),
    }
    pdfs = _convert(documents, workdir)
    before = count_pages(pdfs["front"])
    start = before + memorandum.pages
    found = {name: page + start for name, page in anchors(pdfs["body"]).items()}
    parts = {name.removeprefix("part"): page for name, page in found.items()}
    if lost := [part for part in words.BODY_PARTS if part not in parts]:
        what = f"its template has lost the bookmark part{lost[0]}."
        raise InputProblems([Problem("dossier", what, "Set it anew on the heading of that part.")])
    return _Bound(
        front=pdfs["front"],
        memorandum=memorandum,
        body=pdfs["body"],
        pages={"memorandum": before + 1, **parts},
        total=start + count_pages(pdfs["body"]),
    )


def _outline(data: DossierData, pages: Mapping[str, int]) -> list[Bookmark]:
    inner = {
        "chronology": [(f"case{n}", f"{case.code} · {case.service}") for n, case in enumerate(data.cases, start=1)],
        "annexures": [(f"annexure{n}", f"{a.code} · {a.claim}") for n, a in enumerate(data.annexures, start=1)],
    }
    outline = [Bookmark(words.COVER.of(data.language), 1)]
    for part in words.PARTS:
        if part in pages:
            outline.append(Bookmark(words.PART_TITLES[part].of(data.language), pages[part]))
            outline += [Bookmark(title, pages[name], inner=True) for name, title in inner.get(part, [])]
    return outline


def _public(data: DossierData, workdir: Path) -> bytes:
    pdf = _convert({"public": _template("public", data).fill("public edition", words.public(data)).docx()}, workdir)
    pages = anchors(pdf["public"])
    outline = [
        Bookmark(title.of(data.language), pages[name]) for name, title in words.PUBLIC_TITLES.items() if name in pages
    ]
    headed = [False] + [True] * (count_pages(pdf["public"]) - 1)
    return bind([pdf["public"]], outline, _folio(data, headed, workdir))


def _folio(data: DossierData, headed: list[bool], workdir: Path) -> bytes:
    filled = _template("folio", data).fill("page numbers", words.folio(data, headed))
    return _convert({"folio": filled.docx()}, workdir)["folio"]


def _template(part: str, data: DossierData) -> LetterTemplate:
    return LetterTemplate.read(FOLDER / f"{part}.{data.language}.docx", FOLDER / f"{part}.yaml", data.language)


def _convert(documents: Mapping[str, bytes], workdir: Path) -> dict[str, bytes]:
    """PDFs by name, in one call of LibreOffice; nothing of them stays in ``workdir``."""
    sources = {name: workdir / f"{name}.docx" for name in documents}
    try:
        for name, source in sources.items():
            source.write_bytes(documents[name])
        converted = libreoffice.to_pdf(list(sources.values()), workdir)
        if converted.failed:
            raise ToolMissing("LibreOffice", f"it made no PDF of {converted.failed[0].name}.", "Run 'dabi doctor'.")
        return {name: converted.pdfs[source].read_bytes() for name, source in sources.items()}
    finally:
        for source in sources.values():
            source.unlink(missing_ok=True)
            source.with_suffix(".pdf").unlink(missing_ok=True)
