"""A stack of scanned sides into papers: our own receipt copies by code or printed reference, the rest as letters.

Order for each side: our code raw, then with ink dropped and harder readings (see codes.py), then our reference as
printed in the footer, then the text of the page. A blank side, a separator
sheet, a new letter's head, or another reference ends a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import overload

import regex

from extractors import sides
from extractors.codes import Code, find_codes, is_separator
from extractors.layout import anatomy
from extractors.numbers import memo_in, unlabelled_in
from extractors.pages import Page
from extractors.pool import THREADS, side_by_side
from extractors.receipt import ArchivedPrint, OwnPaper, read_receipts
from extractors.reply import read_reply, references
from extractors.reread import reread
from extractors.running import Sheet
from rules import catalogue
from rules.findings import ReadDocument, ReviewReason
from rules.rows import Cue
from rules.text import nfc

Archive = Callable[[str], ArchivedPrint | None]

_FOOTER = 0.9  # of a page's height: our own pages print their reference below
_BACK_WORDS = 60  # the back of one of our pages carries a stamp and a note, not a letter
_TIMEOUT = 30.0  # seconds for one page
_LETTERHEAD = regex.compile(nfc(r"office of the|government of|সরকার|করণ|কার্যালয়|পঞ্চায়েত"), regex.IGNORECASE)
_LETTERHEAD_ROWS = 5


@dataclass
class _Side:
    """One side while the stack is sorted, by its place in it: pictures of a whole pile do not fit in memory.

    ``blank``: nothing is on it, or it is a separator sheet; ``sheet`` is read only where no code was found.
    """

    stack: Sequence[Page]
    at: int
    codes: list[Code]
    blank: bool
    sheet: Sheet | None = None
    reference: str | None = None

    @property
    def page(self) -> Page:
        return self.stack[self.at]


class _Pages(Sequence[Page]):
    """The pages of some sides, each fetched when it is asked for."""

    def __init__(self, sides: Sequence[_Side]) -> None:
        self._sides = sides

    def __len__(self) -> int:
        return len(self._sides)

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        return _Pages(self._sides[index]) if isinstance(index, slice) else self._sides[index].page


@dataclass
class _Paper:
    """Sides that belong together; ``reference`` is that of our own page, None for a paper of someone else."""

    reference: str | None
    sides: list[_Side] = field(default_factory=list)


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
    stacks: Sequence[Sequence[Page]], *, archive: Archive | None, today: date, cues: Sequence[Cue] | None = None
) -> list[list[ReadDocument]]:
    """Read several stacks (files) in one go, each for itself: cheaper, as Tesseract is started once for many pages.

    They are read in two shares side by side: while one waits for a file to be opened or a last page, the other works.
    """
    known = _shipped_cues() if cues is None else cues
    shares = _shared(stacks)
    with side_by_side() as pool:
        way = pool.map if len(shares) > 1 else map  # a single file has the pool for its pages
        read = way(lambda share: _read_share([stacks[at] for at in share], archive, today, known), shares)
        found = dict(zip(chain.from_iterable(shares), chain.from_iterable(read), strict=True))
    return [found[at] for at in range(len(stacks))]


def _shared(stacks: Sequence[Sequence[Page]]) -> list[list[int]]:
    """Places of the stacks in as many shares as are read side by side, alike in pages."""
    shares: list[list[int]] = [[] for _ in range(min(THREADS, len(stacks)))]
    for at in sorted(range(len(stacks)), key=lambda at: -len(stacks[at])):
        min(shares, key=lambda share: sum(len(stacks[one]) for one in share)).append(at)
    return shares


def _read_share(
    stacks: Sequence[Sequence[Page]], archive: Archive | None, today: date, known: Sequence[Cue]
) -> list[list[ReadDocument]]:
    with side_by_side() as pool:
        sorted_stacks = [list(pool.map(partial(_side, pages), range(len(pages)))) for pages in stacks]
    foreign = [side for stack in sorted_stacks for side in stack if not side.codes and not side.blank]
    for side, sheet in zip(foreign, sides.read_sides(_Pages(foreign), _TIMEOUT), strict=True):
        side.sheet = sheet
        side.reference = _own_reference(sheet, archive)
    papers = [_papers(stack) for stack in sorted_stacks]
    letters = [_sheets(paper) for stack in papers for paper in stack if paper.reference is None]
    replies = iter(reread([read_reply(sheets, known, today) for sheets in letters], letters, today))
    receipts = iter(_receipts([paper for stack in papers for paper in stack if paper.reference], archive, today))
    return [[next(receipts if paper.reference else replies) for paper in stack] for stack in papers]


def _side(stack: Sequence[Page], at: int) -> _Side:
    page = stack[at]
    codes = find_codes(page)
    reference = codes[0].payload.reference if codes else None
    empty = not codes and (sides.is_blank(page) or is_separator(page))
    return _Side(stack, at, codes, empty, reference=reference)


def _own_reference(sheet: Sheet, archive: Archive | None) -> str | None:
    """The reference in the footer of a side of ours whose codes could not be read; elsewhere it is only quoted."""
    for finding in references([sheet]):
        if finding.box[1] >= _FOOTER and (archive is None or archive(finding.value) is not None):
            return finding.value
    return None


def _papers(stack: Sequence[_Side]) -> list[_Paper]:
    papers: list[_Paper] = []
    ended = True
    for side in stack:
        if side.blank:
            ended = True
            continue
        last = papers[-1] if papers else None
        if side.reference:
            if last is None or last.reference != side.reference:
                papers.append(_Paper(side.reference))
        elif last is not None and last.reference and not ended and _is_back(side):
            pass
        elif last is None or last.reference or ended or _begins_letter(side):
            papers.append(_Paper(None))
        papers[-1].sides.append(side)
        ended = False
    return papers


def _is_back(side: _Side) -> bool:
    """Whether a side right behind one of our own is its back: stamp and notes, no letter."""
    return side.sheet is not None and len(side.sheet.text.words) < _BACK_WORDS and not _begins_letter(side)


def _begins_letter(side: _Side) -> bool:
    """Whether a side is the first of a letter: a letterhead, and below it a number, a date or a subject."""
    if side.sheet is None:
        return False
    parts = anatomy([side.sheet])
    rows = [row.text for _, row in parts.head]
    headed = any(_LETTERHEAD.search(row) for row in rows[:_LETTERHEAD_ROWS])
    return headed and (bool(parts.subject) or any(memo_in(row) or unlabelled_in(row) for row in rows))


def _sheets(paper: _Paper) -> list[Sheet]:
    return [side.sheet for side in paper.sides if side.sheet is not None]


def _receipts(papers: Sequence[_Paper], archive: Archive | None, today: date) -> list[ReadDocument]:
    """Our own papers of a pile."""
    ours = []
    for paper in papers:
        assert paper.reference is not None
        codes = [[code for code in side.codes if code.payload.reference == paper.reference] for side in paper.sides]
        archived = archive(paper.reference) if archive else None
        ours.append(OwnPaper(_Pages(paper.sides), codes, archived))
    read = read_receipts(ours, today)
    return [_with_reference(document, paper) for document, paper in zip(read, papers, strict=True)]


def _with_reference(document: ReadDocument, paper: _Paper) -> ReadDocument:
    """A receipt with the reference that it was known by, and the doubt that codes of two letters raise."""
    if any(code.payload.reference != paper.reference for side in paper.sides for code in side.codes):
        both = ReviewReason("received_date", "codes of two letters are on one page")
        document = replace(document, needs_review=(*document.needs_review, both))
    if any(finding.value == paper.reference for finding in document.references):
        return document
    sheets = [side.sheet for side in paper.sides if side.sheet is not None and side.reference == paper.reference]
    printed = [finding for finding in references(sheets) if finding.value == paper.reference]
    return replace(document, references=(*printed, *document.references))
