"""The sides of one stack sorted into papers: what belongs together, by codes first, else by what stands on them.

Sides with our code belong to their letter wherever they lie, so that fronts and backs may be scanned as two halves. A
side without one is the back of the side before it, or begins a paper of someone else, or goes on with it; a blank side,
a separator sheet or a new letterhead ends one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

import regex

from extractors import sides
from extractors.codes import Code, find_codes, is_separator
from extractors.layout import anatomy
from extractors.numbers import memo_in, unlabelled_in
from extractors.pages import Page
from extractors.running import Sheet
from rules.text import nfc

BACK_WORDS = 60  # the back of one of our pages carries a stamp and a note, not a letter
_LETTERHEAD = regex.compile(nfc(r"office of the|government of|সরকার|করণ|কার্যালয়|পঞ্চায়েত"), regex.IGNORECASE)
_LETTERHEAD_ROWS = 5
_HALVES = "the fronts and then the backs of this pile were scanned, so which back is whose is not certain"
_SEVERAL = "more than one side without a code follows this one, so whose backs they are is not certain"


@dataclass
class Side:
    """One side while the stack is sorted, by its place in it: pictures of a whole pile do not fit in memory.

    ``sheet`` is read only where no code was found.
    """

    stack: Sequence[Page]
    at: int
    codes: list[Code]
    blank: bool = False
    separator: bool = False
    sheet: Sheet | None = None
    reference: str | None = None

    @property
    def page(self) -> Page:
        return self.stack[self.at]

    @property
    def empty(self) -> bool:
        """Whether nothing on it is to be read."""
        return self.blank or self.separator

    @property
    def number(self) -> int:
        """Which page of our letter its code says that it is; 0 where none says."""
        return self.codes[0].payload.page if self.codes else 0


class SidePages(Sequence[Page]):
    """The pages of some sides, each fetched when it is asked for."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides = sides

    def __len__(self) -> int:
        return len(self._sides)

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        return SidePages(self._sides[index]) if isinstance(index, slice) else self._sides[index].page


@dataclass
class Paper:
    """Sides that belong together; ``reference`` is that of our own page, None for a paper of someone else.

    ``doubt``: why its sides may not belong together.
    """

    reference: str | None
    sides: list[Side] = field(default_factory=list)
    doubt: str | None = None


def look_at(stack: Sequence[Page], at: int) -> Side:
    """One side with its codes, and whether it is blank or a separator sheet."""
    page = stack[at]
    codes = find_codes(page)
    if codes:
        return Side(stack, at, codes, reference=codes[0].payload.reference)
    blank = sides.is_blank(page)
    return Side(stack, at, codes, blank, not blank and is_separator(page))


def sort(stack: Sequence[Side]) -> list[Paper]:
    """The papers of a stack, in order of their first sides."""
    backs = _backs_behind(stack)
    papers: list[Paper] = []
    last: Paper | None = None
    ended = True
    for at, side in enumerate(stack):
        if at in backs:
            continue
        if side.empty:
            ended = True
            continue
        if side.reference:
            last = _of_letter(side, last, papers)
        elif last is not None and last.reference and not ended and is_back(side):
            if last.sides[-1].reference is None:
                last.doubt = _SEVERAL
        elif last is None or last.reference or ended or begins_letter(side):
            papers.append(last := Paper(None))
        last.sides.append(side)
        ended = False
    for back, front in backs.items():
        paper = next(paper for paper in papers if stack[front] in paper.sides)
        if not stack[back].empty:
            paper.sides.append(stack[back])
            paper.doubt = _HALVES
    return papers


def as_one(stack: Sequence[Side]) -> list[Paper]:
    """All sides as one paper, as somebody said who looked at them; none where nothing is on them."""
    told = [side for side in stack if not side.empty]
    return [Paper(next((side.reference for side in told if side.reference), None), told)] if told else []


def _of_letter(side: Side, last: Paper | None, papers: list[Paper]) -> Paper:
    """The paper of a side of ours: the one before it, or any of its letter that lacks this page, or a new one."""
    if last is not None and last.reference == side.reference:
        return last
    for paper in papers:
        if paper.reference == side.reference and side.number not in {0, *(one.number for one in paper.sides)}:
            return paper
    papers.append(made := Paper(side.reference))
    return made


def _backs_behind(stack: Sequence[Side]) -> dict[int, int]:
    """Where all fronts of a pile come first, and then all backs without a code: the place of each back's front.

    The pile was turned over whole, so that the last front lies on the first back.
    """
    half, odd = divmod(len(stack), 2)
    fronts, backs = stack[:half], stack[half:]
    if odd or half < 2 or not all(side.reference for side in fronts):
        return {}
    if not all(side.blank or (not side.reference and is_back(side)) for side in backs):
        return {}
    return {len(stack) - 1 - at: at for at in range(half)}


def is_back(side: Side) -> bool:
    """Whether a side right behind one of our own is its back: stamp and notes, no letter."""
    return side.sheet is not None and len(side.sheet.text.words) < BACK_WORDS and not begins_letter(side)


def begins_letter(side: Side) -> bool:
    """Whether a side is the first of a letter: a letterhead, and below it a number, a date or a subject."""
    if side.sheet is None:
        return False
    parts = anatomy([side.sheet])
    rows = [row.text for _, row in parts.head]
    headed = any(_LETTERHEAD.search(row) for row in rows[:_LETTERHEAD_ROWS])
    return headed and (bool(parts.subject) or any(memo_in(row) or unlabelled_in(row) for row in rows))
