"""A stack of scanned sides into papers: our own receipt copies by code or printed reference, the rest as letters.

Order for each side: our code raw, then with ink dropped and harder readings (see codes.py), then our reference as
printed in the footer, then the text of the page. How sides are sorted into papers is told in pile.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import chain

from extractors import pile, sides
from extractors.pages import Page
from extractors.pile import Paper, SidePages, look_at
from extractors.pool import THREADS, side_by_side
from extractors.receipt import PAGES, ArchivedPrint, OwnPaper, read_receipts
from extractors.reply import read_reply, references
from extractors.reread import reread
from extractors.reread_body import reread_bodies
from extractors.running import Sheet
from rules import catalogue
from rules.findings import ReadDocument, ReviewReason
from rules.rows import Cue

Archive = Callable[[str], ArchivedPrint | None]

_FOOTER = 0.9  # of a page's height: our own pages print their reference below
_TIMEOUT = 30.0  # seconds for one page


@cache
def _shipped_cues() -> tuple[Cue, ...]:
    return catalogue.load().cues


def read_documents(
    pages: Sequence[Page], *, archive: Archive | None, today: date, cues: Sequence[Cue] | None = None
) -> list[ReadDocument]:
    """Read one stack. ``archive`` gives the print of a reference (None: nothing is known, nothing is subtracted);
    ``cues`` are the catalogue's, by default the shipped ones. Raises ToolMissing."""
    return read_stacks([pages], archive=archive, today=today, cues=cues)[0]


def read_stacks(
    stacks: Sequence[Sequence[Page]],
    *,
    archive: Archive | None,
    today: date,
    cues: Sequence[Cue] | None = None,
    whole: bool = False,
) -> list[list[ReadDocument]]:
    """Read several stacks (files) in one go, each for itself: cheaper, as Tesseract is started once for many pages.

    ``whole``: each stack is one paper, as somebody said who looked at it; else it is sorted.

    They are read in two shares side by side: while one waits for a file to be opened or a last page, the other works.
    """
    known = _shipped_cues() if cues is None else cues
    shares = _shared(stacks)
    with side_by_side() as pool:
        way = pool.map if len(shares) > 1 else map  # a single file has the pool for its pages
        read = way(lambda share: _read_share([stacks[at] for at in share], archive, today, known, whole), shares)
        found = dict(zip(chain.from_iterable(shares), chain.from_iterable(read), strict=True))
    return [found[at] for at in range(len(stacks))]


def _shared(stacks: Sequence[Sequence[Page]]) -> list[list[int]]:
    """Places of the stacks in as many shares as are read side by side, alike in pages."""
    shares: list[list[int]] = [[] for _ in range(min(THREADS, len(stacks)))]
    for at in sorted(range(len(stacks)), key=lambda at: -len(stacks[at])):
        min(shares, key=lambda share: sum(len(stacks[one]) for one in share)).append(at)
    return shares


def _read_share(
    stacks: Sequence[Sequence[Page]], archive: Archive | None, today: date, known: Sequence[Cue], whole: bool
) -> list[list[ReadDocument]]:
    with side_by_side() as pool:
        sorted_stacks = [list(pool.map(partial(look_at, pages), range(len(pages)))) for pages in stacks]
    foreign = [side for stack in sorted_stacks for side in stack if not side.codes and not side.empty]
    for side, sheet in zip(foreign, sides.read_sides(SidePages(foreign), _TIMEOUT), strict=True):
        side.sheet = sheet
        side.reference = _own_reference(sheet, archive)
    papers = [pile.as_one(stack) if whole else pile.sort(stack) for stack in sorted_stacks]
    letters = [_sheets(paper) for stack in papers for paper in stack if paper.reference is None]
    read = reread_bodies([read_reply(sheets, known, today) for sheets in letters], letters, known)
    replies = iter(reread(read, letters, today))
    receipts = iter(_receipts([paper for stack in papers for paper in stack if paper.reference], archive, today))
    return [[next(receipts if paper.reference else replies) for paper in stack] for stack in papers]


def _own_reference(sheet: Sheet, archive: Archive | None) -> str | None:
    """The reference in the footer of a side of ours whose codes could not be read; elsewhere it is only quoted."""
    for finding in references([sheet]):
        if finding.box[1] >= _FOOTER and (archive is None or archive(finding.value) is not None):
            return finding.value
    return None


def _sheets(paper: Paper) -> list[Sheet]:
    return [side.sheet for side in paper.sides if side.sheet is not None]


def _receipts(papers: Sequence[Paper], archive: Archive | None, today: date) -> list[ReadDocument]:
    """Our own papers of a pile."""
    ours = []
    for paper in papers:
        assert paper.reference is not None
        codes = [[code for code in side.codes if code.payload.reference == paper.reference] for side in paper.sides]
        archived = archive(paper.reference) if archive else None
        ours.append(OwnPaper(SidePages(paper.sides), codes, archived))
    read = read_receipts(ours, today)
    return [_with_reference(document, paper) for document, paper in zip(read, papers, strict=True)]


def _with_reference(document: ReadDocument, paper: Paper) -> ReadDocument:
    """A receipt with the reference that it was known by, and the doubt that codes of two letters raise."""
    if any(code.payload.reference != paper.reference for side in paper.sides for code in side.codes):
        both = ReviewReason(PAGES, "codes of two letters are on one page")
        document = replace(document, needs_review=(*document.needs_review, both))
    if paper.doubt is not None:
        document = replace(document, needs_review=(*document.needs_review, ReviewReason(PAGES, paper.doubt)))
    if any(finding.value == paper.reference for finding in document.references):
        return document
    sheets = [side.sheet for side in paper.sides if side.sheet is not None and side.reference == paper.reference]
    printed = [finding for finding in references(sheets) if finding.value == paper.reference]
    return replace(document, references=(*printed, *document.references))
