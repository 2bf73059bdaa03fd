"""Our own receipt copy, come back: what the office added to it, read from the added ink alone, on both sides.

Identity comes from the codes, never from reading. A date is a fact only if the readings of its mark agree, it lies
between printing and scan, and no other mark gives another one; all else is a candidate for a person to settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import cv2

from extractors import pdf
from extractors.blanks import is_row, may_be_writing, read_blanks
from extractors.codes import Code, quarter_turns
from extractors.crops import Crop, straighten
from extractors.ink import added_ink, visible_ink
from extractors.marks import Region
from extractors.pages import Page
from extractors.pool import side_by_side
from extractors.proof import around, crop, proof_picture
from extractors.register import (
    DPI,
    Image,
    NotRegistered,
    Placed,
    Registered,
    blank_side,
    by_codes,
    register,
    turned_box,
)
from extractors.stamp import NUMBER, RECEIVED, Candidate, Looks, MarkText, look_at, office_name, weigh
from extractors.stamp_dates import Span
from extractors.stamp_words import takes_back
from extractors.strip import StripText, read_strip
from extractors.text import has_bengali
from rules.findings import DocumentKind, Finding, Method, ReadDocument, ReviewReason
from rules.letters import OwnField
from rules.strip import REFERENCE_LINE

__all__ = ["NO_MARK", "PAGES", "ArchivedPrint", "OwnPaper", "crop", "read_receipts"]

NO_MARK = "no mark of the office found"
UNSTAMPED = "nothing but a pen has been on it, which may be one of ours"
_BESIDE = "it is by a pen, and the stamp's own date cannot be read"
PAGES = "pages"  # in the place of a fact: what is wrong with a side, whatever is read on it
_CLEAR = 0.9  # probability of a pen's date that stands for the stamps' own
_SIDES_AT_ONCE = 12  # whose ink is held while their marks are read
_MARKS_A_SIDE = 14  # regions read on one side, the largest first
_LINES_ON_A_BACK = 12  # a side without codes that says more is another paper, not the back of ours
_CLOSE = round(8 / 25.4 * DPI)  # pixels of the print within which two marks may be one stamp
_OLDEST = timedelta(days=3 * 365)  # receipts are looked for this far back where the day of printing is not known


@dataclass(frozen=True, slots=True)
class ArchivedPrint:
    """The receipt copy as it was printed: its PDF, the day, and where our own pen goes."""

    reference: str
    pdf: bytes
    printed_on: date
    own_fields: tuple[OwnField, ...]


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """One receipt copy come back: its ``pages`` as scanned, for each, in order, the codes of ours found on it, and its
    print. At least one page has a code, or else lies on the print."""

    pages: Sequence[Page]
    codes: Sequence[Sequence[Code]]
    archived: ArchivedPrint | None


@dataclass(frozen=True, slots=True)
class _Side:
    """One scanned side; ``number`` is its page of the letter (0: a back), a ``doubt`` keeps its facts from counting."""

    page: int
    number: int
    place: Placed
    regions: tuple[Region, ...]
    density: Image
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Laid:
    """A paper with every side laid over its print, what went wrong with that, and its marks that may be writing, each
    with the side that it stands on; the ``pages`` that it takes up, and the references that their codes give."""

    pages: tuple[int, ...]
    references: tuple[Finding, ...]
    sides: tuple[_Side, ...]
    reasons: tuple[ReviewReason, ...]
    marks: tuple[tuple[_Side, Crop], ...]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A candidate with the side that it stands on; ``stamped``: see ``Finding``."""

    side: _Side
    candidate: Candidate
    stamped: bool

    def doubted(self, doubt: str | None) -> _Fact:
        """With this doubt, if it has none of its own."""
        if doubt is None or self.candidate.doubt is not None:
            return self
        return replace(self, candidate=replace(self.candidate, doubt=doubt))

    def finding(self) -> Finding:
        c = self.candidate
        return Finding(
            c.value,
            c.raw,
            self.side.page,
            self.side.place.box_on_scan(c.box),
            c.confidence,
            c.method,
            c.doubt,
            self.stamped,
        )


def read_receipts(papers: Sequence[OwnPaper], today: date) -> list[ReadDocument]:
    """Read a pile of receipt copies, side by side, with one run of Tesseract for the marks of many of them.

    Without an archived print only coloured ink and the strip can be told from print. A review reason for
    ``received_date`` or ``pages`` means that nothing may be recorded; one for ``diary_no`` alone that the date stands
    and only the number waits.
    """
    return [document for group in _groups(papers) for document in _read_group(group, today)]


def _groups(papers: Sequence[OwnPaper]) -> Iterator[list[OwnPaper]]:
    """The papers in order, as many at once as have ``_SIDES_AT_ONCE`` sides: their ink is held in memory."""
    group: list[OwnPaper] = []
    for paper in papers:
        if group and sum(len(one.pages) for one in (*group, paper)) > _SIDES_AT_ONCE:
            yield group
            group = []
        group.append(paper)
    if group:
        yield group


def _read_group(papers: Sequence[OwnPaper], today: date) -> list[ReadDocument]:
    with side_by_side() as pool:
        laid = list(pool.map(_lay, papers))
        looks = iter(look_at([mark for one in laid for _, mark in one.marks]))
        shown = [[next(looks) for _ in one.marks] for one in laid]
        prints = [paper.archived for paper in papers]
        return list(pool.map(lambda one, seen, archived: _read(one, seen, archived, today), laid, shown, prints))


def _lay(paper: OwnPaper) -> _Laid:
    """Every side laid over its print, and its marks set straight."""
    sides: list[_Side] = []
    reasons: list[ReviewReason] = []
    references: dict[str, Finding] = {}
    numbers = []
    for page, codes in zip(paper.pages, paper.codes, strict=True):
        numbers.append(page.number)
        for found in _references(page, codes):
            references.setdefault(found.value, found)
        side = _coded(page, codes, paper.archived) if codes else _without_code(page, paper.archived)
        if isinstance(side, NotRegistered):
            reasons.append(ReviewReason(PAGES, f"page {page.number}: {side.reason}"))
            continue
        if side.doubt is not None:
            reasons.append(ReviewReason(PAGES, f"page {page.number}: {side.doubt}"))
        sides.append(side)
    straight = [(side, straighten(region)) for side in sides for region in side.regions[:_MARKS_A_SIDE]]
    marks = [(side, mark) for side, mark in straight if may_be_writing(mark.density)]
    return _Laid(tuple(numbers), tuple(references.values()), tuple(sides), tuple(reasons), tuple(marks))


def _read(laid: _Laid, looks: Sequence[Looks], archived: ArchivedPrint | None, today: date) -> ReadDocument:
    """What the marks and the strip of one paper say, and what keeps it from being recorded."""
    sides, reasons = laid.sides, list(laid.reasons)
    span = Span(archived.printed_on if archived is not None else today - _OLDEST, today)
    facts, marks, strips = _facts(laid, looks, span)
    stamped = any(mark.is_stamp for _, mark in marks)
    leaves_day = stamped and not any(field == RECEIVED for _, mark in marks for field, _ in mark.labels)
    dates = _beside_stamps([fact for fact in facts if fact.candidate.field == RECEIVED], leaves_day=leaves_day)
    numbers = [fact for fact in facts if fact.candidate.field == NUMBER]
    inked = any(side.regions for side in sides)
    sound = _settle(dates)
    reasons += _reasons(RECEIVED, sound, dates, _no_date(inked, strips))
    if len(sound) == 1 and (other := _another_receipt([mark for _, mark in marks], sound, span)):
        reasons.append(ReviewReason(RECEIVED, f"another receipt on it may be of {other}"))
    refusals = [mark.purpose for _, mark in marks if mark.purpose is not None and takes_back(mark.purpose)]
    reasons += [ReviewReason(PAGES, f"a mark says {said}") for said in refusals]
    by_strip = any(strip.date_used or strip.number_used for strip in strips)
    if dates and not by_strip and not stamped:
        labelled = any(fact.stamped for fact in dates)  # "Recd 5/2/26": that may be borne out by the day on record
        reasons.append(ReviewReason(RECEIVED if labelled else PAGES, UNSTAMPED))
    reasons += _reasons(NUMBER, _settle(numbers), numbers, _no_number([mark for _, mark in marks], strips))
    found = {
        name: tuple(fact.finding() for fact in _ranked(some))
        for name, some in ((RECEIVED, dates), (NUMBER, numbers))
        if some
    }
    office = _office(marks)
    if office is not None:
        found["office"] = (office,)
    references = laid.references or _by_likeness(sides, archived)
    text = "\n".join(mark.text for _, mark in marks if mark.text)
    proof = _proof(sides, dates + numbers)
    return ReadDocument(
        pages=laid.pages,
        kind=DocumentKind.RECEIPT,
        language="ben+eng" if has_bengali(text) else "eng",
        references=references,
        facts=found,
        needs_review=tuple(reasons),
        text=text,
        proof=proof_picture(proof[1]) if proof else None,
        proof_page=proof[0].page if proof else 0,
        proof_box=proof[0].place.box_on_scan(around(proof[1])) if proof else None,
        proof_turns=proof[0].place.turns if proof else 0,
    )


def _coded(page: Page, codes: Sequence[Code], archived: ArchivedPrint | None) -> _Side | NotRegistered:
    number = max(1, codes[0].payload.page)
    corners = [code.corners for code in codes]
    why = "there is no archived print to compare with, so only coloured ink and the strip were read"
    if archived is not None:
        laid = _on_print(page, number, corners, archived)
        if isinstance(laid, Registered):
            return _side(page, number, laid, archived)
        why = laid.reason
    posed = by_codes(page.image, corners)
    if isinstance(posed, NotRegistered):
        return posed
    ours = [field.box for field in archived.own_fields if field.page == number] if archived is not None else []
    ink = visible_ink(posed, ours, strip_page=number == 1)
    return _Side(page.number, number, posed.place, ink.regions, ink.density, why)


def _on_print(page: Page, number: int, corners: Sequence[Image], archived: ArchivedPrint) -> Registered | NotRegistered:
    if number > len(pdf.page_sizes(archived.pdf)):
        return NotRegistered(f"the archived print has no page {number}")
    paper = cv2.cvtColor(pdf.rasterise(archived.pdf, number, DPI), cv2.COLOR_BGR2GRAY)
    return register(page.image, paper, corners)


def _side(page: Page, number: int, laid: Registered, archived: ArchivedPrint | None) -> _Side:
    own = archived.own_fields if archived is not None else ()
    ink = added_ink(laid, [field.box for field in own if field.page == number])
    return _Side(page.number, number, laid.place, ink.regions, ink.density)


def _without_code(page: Page, archived: ArchivedPrint | None) -> _Side:
    """A page whose codes are both covered, found by its likeness to the print, or else the back of one."""
    if archived is not None:
        for number in range(1, len(pdf.page_sizes(archived.pdf)) + 1):
            laid = _on_print(page, number, [], archived)
            if isinstance(laid, Registered):
                return _side(page, number, laid, archived)
    return _side(page, 0, blank_side(page.image, page.dpi), None)


def _facts(
    laid: _Laid, looks: Sequence[Looks], span: Span
) -> tuple[list[_Fact], list[tuple[_Side, MarkText]], list[StripText]]:
    """All candidates of all sides, the marks that they stand on, and what the strips say."""
    marks = [(side, weigh(crop_, seen, span)) for (side, crop_), seen in zip(laid.marks, looks, strict=True)]
    lines = Counter[int]()
    for side, mark in marks:
        lines[side.page] += len(mark.lines)
    kept = [(side, mark) for side, mark in marks if side.number > 0 or lines[side.page] <= _LINES_ON_A_BACK]
    kept = [(side, _with_word_beside(side, mark, kept)) for side, mark in kept]
    stamps = [(side, mark.crop.region.box) for side, mark in kept if mark.is_stamp]
    facts = []
    for side, mark in kept:
        for candidate in (*mark.candidates, *read_blanks(mark, side.density, span)):
            on_stamp = any(side is other and _is_inside(candidate.box, box) for other, box in stamps)
            facts.append(_Fact(side, candidate, candidate.labelled or on_stamp))
    strips = []
    for side in laid.sides:
        if side.number == 1:
            strip = read_strip(side.density, span.earliest, span.latest)
            strips.append(strip)
            facts = [
                replace(fact, stamped=fact.stamped or (fact.side is side and strip.holds(fact.candidate)))
                for fact in facts
                if fact.side is not side or not strip.claims(fact.candidate)
            ]
            facts += [_Fact(side, candidate, True) for candidate in strip.candidates]
    return [fact.doubted(fact.side.doubt) for fact in facts], kept, strips


def _with_word_beside(side: _Side, mark: MarkText, marks: Sequence[tuple[_Side, MarkText]]) -> MarkText:
    """A mark, its dates doubted where a mark without any stands close by that says that it is for another purpose: one
    stamp may fall into two marks."""
    x0, y0, x1, y1 = mark.crop.region.box
    about = (x0 - _CLOSE, y0 - _CLOSE, x1 + _CLOSE, y1 + _CLOSE)
    for other_side, other in marks:
        if other_side is side and other.purpose is not None and _overlap(about, other.crop.region.box):
            return mark.doubting(other.purpose)
    return mark


def _beside_stamps(dates: Sequence[_Fact], *, leaves_day: bool) -> list[_Fact]:
    """The same, a pen's dates weighed by what the stamps of the paper say of the day.

    Where they are in doubt and read otherwise it is doubted: a clerk's day of passing the paper on, or a note of ours,
    does not stand for a stamp that cannot be read. ``leaves_day``: there are stamps, with no place for a date.
    """
    on_stamps = [fact.candidate for fact in dates if fact.stamped]
    if any(one.doubt is None for one in on_stamps):
        return list(dates)
    if on_stamps:
        said = {one.value for one in on_stamps}
        return [fact if fact.candidate.value in said else fact.doubted(_BESIDE) for fact in dates]
    return [replace(fact, stamped=leaves_day and fact.candidate.confidence >= _CLEAR) for fact in dates]


def _settle(facts: Sequence[_Fact]) -> set[str]:
    """The values that nothing speaks against."""
    return {fact.candidate.value for fact in facts if fact.candidate.doubt is None}


def _another_receipt(marks: Sequence[MarkText], sound: set[str], span: Span) -> str | None:
    """The day, none of ``sound``, of a mark of receipt that gives no certain one: two offices may have stamped it."""
    for mark in marks:
        dates = [one for one in mark.candidates if one.field == RECEIVED and span.holds(date.fromisoformat(one.value))]
        if mark.of_receipt and dates and all(one.doubt and one.value not in sound for one in dates):
            return dates[0].value
    return None


def _ranked(facts: Sequence[_Fact]) -> list[_Fact]:
    return sorted(facts, key=lambda fact: (fact.candidate.doubt is not None, -fact.candidate.confidence))


def _reasons(field: str, sound: set[str], facts: Sequence[_Fact], absent: str | None) -> list[ReviewReason]:
    """Why one field waits for a person; nothing if exactly one value is sound, or none is there."""
    if len(sound) == 1:
        return []
    if sound:
        return [ReviewReason(field, "the marks give different values: " + ", ".join(sorted(sound)))]
    if facts:
        best = _ranked(facts)[0].candidate
        return [ReviewReason(field, f"{best.doubt} (perhaps {best.raw})")]
    return [ReviewReason(field, absent)] if absent else []


def _no_date(inked: bool, strips: Sequence[StripText]) -> str:
    if any(strip.date_used for strip in strips):
        return "the date in the strip could not be read"
    return "no date could be read in the office's mark" if inked else NO_MARK


def _no_number(marks: Sequence[MarkText], strips: Sequence[StripText]) -> str | None:
    """What may be a number where none was read; None if nothing looks like one."""
    if any(field == NUMBER for mark in marks for field, _ in mark.labels) or any(one.number_used for one in strips):
        return "a number is marked and could not be read"
    unread = any(not mark.candidates and not mark.legible and is_row(mark.crop.density) for mark in marks)
    return "a line by pen could not be read" if unread else None


def _office(marks: Sequence[tuple[_Side, MarkText]]) -> Finding | None:
    """The office's name where a stamp says it legibly."""
    for side, mark in marks:
        named = office_name(mark)
        if named is not None:
            text, confidence = named
            return Finding(text, text, side.page, side.place.box_on_scan(mark.crop.region.box), confidence, Method.OCR)
    return None


def _references(page: Page, codes: Sequence[Code]) -> Iterator[Finding]:
    """What the codes of one side say, where they stand on it."""
    height, width = page.image.shape[:2]
    for code in codes:
        (x0, y0), (x1, y1) = code.corners.min(0), code.corners.max(0)
        lying = (float(x0 / width), float(y0 / height), float(x1 / width), float(y1 / height))
        box = turned_box(lying, -quarter_turns(code) % 4)
        name = code.payload.reference
        yield Finding(name, name, page.number, box, 1.0, Method.QR)


def _by_likeness(sides: Sequence[_Side], archived: ArchivedPrint | None) -> tuple[Finding, ...]:
    """The reference of a paper without readable codes that lies exactly on its archived print."""
    for side in sides:
        if archived is not None and side.number > 0 and side.doubt is None:
            height, width = side.place.shape
            x0, y0, x1, y1 = REFERENCE_LINE.fractions()
            box = side.place.box_on_scan((int(x0 * width), int(y0 * height), int(x1 * width), int(y1 * height)))
            name = archived.reference
            return (Finding(name, name, side.page, box, 0.99, Method.OCR),)
    return ()


def _proof(sides: Sequence[_Side], read: Sequence[_Fact]) -> tuple[_Side, list[Region]] | None:
    """The side to show, and on it the marks that the facts were read from (else all marks)."""
    best = _ranked(read)[0].side if read else next((side for side in sides if side.regions), None)
    if best is None or not best.regions:
        return None
    boxes = [fact.candidate.box for fact in read if fact.side is best]
    telling = [region for region in best.regions if any(_overlap(region.box, box) for box in boxes)]
    return best, telling or list(best.regions[:_MARKS_A_SIDE])


def _is_inside(box: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    """Whether the middle of ``box`` lies in ``outer``."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
