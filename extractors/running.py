"""A paper's words as running text, and the way from a stretch of that text back to box and confidence on the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.text import Line, PageText, Word, as_fractions, surround
from rules.findings import Finding, Method


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as read: word boxes are pixels of the upright picture of ``shape`` (height, width).

    ``coloured`` says where coloured ink was (rows of packed bits, from the top of the page, or None): words in it
    are pen or stamp, not print. ``picture`` is the mended grey picture, for a second reading. Both hold only the upper
    part of the page.
    """

    number: int
    shape: tuple[int, int]
    text: PageText
    method: Method
    coloured: np.ndarray | None = None
    picture: np.ndarray | None = None

    @property
    def reason(self) -> str | None:
        return self.text.reason


@dataclass(frozen=True, slots=True)
class Place:
    """One word and the sheet that it stands on."""

    sheet: Sheet
    word: Word


class Running:
    """Lines of one or more sheets as one string, each word passed through ``form``; lines are joined by ``joint``."""

    def __init__(
        self,
        lines: Sequence[tuple[Sheet, Line]],
        form: Callable[[str], str] = lambda text: text,
        joint: str = "\n",
    ) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[Place] = []
        at = 0
        for sheet, line in lines:
            for index, word in enumerate(line.words):
                if parts:
                    gap = " " if index else joint
                    parts.append(gap)
                    at += len(gap)
                shaped = form(word.text)
                self._starts.append(at)
                self._places.append(Place(sheet, word))
                parts.append(shaped)
                at += len(shaped)
        self.text = "".join(parts)

    def places(self, start: int, end: int) -> list[Place]:
        """The words that the stretch from ``start`` to ``end`` touches."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, max(end, start + 1))
        return self._places[first:last]

    def finding(self, value: str, start: int, end: int, factor: float = 1.0) -> Finding:
        """A finding over a stretch of the text: its confidence is that of its least certain word, times ``factor``."""
        return found(value, self.text[start:end].replace("\n", " "), self.places(start, end), factor)


def found(value: str, raw: str, places: Sequence[Place], factor: float = 1.0) -> Finding:
    """A finding over words; those on a later page than the first do not count for its box."""
    sheet = places[0].sheet
    words = [place.word for place in places if place.sheet is sheet]
    confidence = min(place.word.confidence for place in places) * factor
    box = as_fractions(surround(word.box for word in words), sheet.shape)
    return Finding(value, raw, sheet.number, box, round(min(max(confidence, 0.0), 1.0), 3), sheet.method)


def pen_share(places: Sequence[Place]) -> float:
    """How much of the words' ink is coloured, 0..1 as a share of their boxes' area times a typical print density."""
    area = coloured = 0.0
    for place in places:
        if place.sheet.coloured is None:
            continue
        x0, y0, x1, y1 = (round(edge) for edge in place.word.box)
        rows = place.sheet.coloured[max(y0, 0) : y1]
        window = np.unpackbits(rows, axis=1)[:, max(x0, 0) : x1]
        area += window.size
        coloured += float(window.sum())
    return coloured / area if area else 0.0
