"""Text as read from paper: words with their places, and the one normal form that all comparisons use."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from rules.findings import FractionBox

PixelBox = tuple[float, float, float, float]  # x0, y0, x1, y1, y downwards

_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
_FOLDED = str.maketrans(
    {
        "৷": "।",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "\u00a0": " ",
    }
)
_BENGALI_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read: ``box`` in pixels of the picture that was read, ``confidence`` 0..1, ``line`` from 0."""

    text: str
    box: PixelBox
    confidence: float
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one printed line, left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> PixelBox:
        return surround(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read on one picture; ``reason`` says in words why nothing could be read, if so."""

    words: tuple[Word, ...]
    reason: str | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        grouped: dict[int, list[Word]] = {}
        for word in self.words:
            grouped.setdefault(word.line, []).append(word)
        return tuple(Line(tuple(grouped[key])) for key in sorted(grouped))

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def surround(boxes: Iterable[PixelBox]) -> PixelBox:
    """The smallest box around all of ``boxes`` (at least one)."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return (min(x0s), min(y0s), max(x1s), max(y1s))


def as_fractions(box: PixelBox, shape: Sequence[int]) -> FractionBox:
    """A pixel box as fractions of a picture of ``shape`` (height, width, ...), clipped to the page."""
    height, width = shape[0], shape[1]
    x0, y0, x1, y1 = box
    return (
        round(min(max(x0 / width, 0.0), 1.0), 4),
        round(min(max(y0 / height, 0.0), 1.0), 4),
        round(min(max(x1 / width, 0.0), 1.0), 4),
        round(min(max(y1 / height, 0.0), 1.0), 4),
    )


def normal(text: str) -> str:
    """NFC (which decomposes ড় ঢ় য়), without joiners, one dash, one quote, ৷ as ।, single spaces.

    Both sides of every comparison go through this; digits keep their script (see ``latin_digits``).
    """
    clean = unicodedata.normalize("NFC", text).translate(_DROPPED).translate(_FOLDED)
    return _SPACE.sub(" ", clean).strip()


def latin_digits(text: str) -> str:
    """Bengali digits as 0-9; nothing else changes, so positions stay."""
    return text.translate(_BENGALI_DIGITS)


def has_bengali(text: str) -> bool:
    return any("\u0980" <= char <= "\u09ff" for char in text)
