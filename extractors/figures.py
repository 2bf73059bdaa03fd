"""A second opinion on numerals that Tesseract read: each is cut out and shown to the recogniser of numerals.

Two readers that were made differently seldom make the same mistake. The recogniser learned from handwriting, so on
type it is often unsure; what it is sure of counts, above all against a reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from extractors import digits
from extractors.crops import Crop
from extractors.register import Image
from extractors.text import Word

_LATIN = "0123456789"
_BENGALI = "০১২৩৪৫৬৭৮৯"
_LIKE_CROSSED_ZERO = "689"  # what Tesseract takes the crossed zero of daters and typewriters for
_SURE_ZERO = 0.75
_SURELY_ANOTHER = 0.9  # a typed 1 is a shape of its own, with flag and foot: only another sure figure speaks against it
_PLAIN_ONE = 0.3
_GUESSED = 0.06  # share of a figure hidden by print from which the recogniser must be sure of it
_SURE = 0.5
_PERHAPS_ZERO = 0.2
_SOLID = 70  # steps of 255 from which a pixel is ink
_LEAST_HEIGHT = 0.4  # of the word's height: a smaller piece is a dot or a fleck
_SAME_COLUMN = 0.5  # pieces that share this much of the narrower one's width are one figure


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the recogniser says of a word: ``support``, the probability of the least likely numeral among those of its
    script (nothing if one may be a crossed zero); ``text``, the word with crossed zeros mended, and its support,
    ``mended``."""

    support: float
    text: str
    mended: float


def opinion(mark: Crop, word: Word, zoom: float) -> Opinion | None:
    """A second opinion on the numerals of ``word``; None where it has none or they cannot be told apart.

    The word's box is ``zoom`` times as large as the mark.
    """
    places = [at for at, char in enumerate(word.text) if char.isdigit()]
    pieces = _pieces(mark, word, zoom) if places else None
    if pieces is None or len(pieces) != len(places):
        return None
    text, support, mended = list(word.text), 1.0, 1.0
    chances_of_all = digits.probabilities([piece for piece, _ in pieces])
    for at, row, (_, guessed) in zip(places, chances_of_all, pieces, strict=True):
        script = _LATIN if word.text[at].isascii() else _BENGALI
        start = 10 if script is _LATIN else 0
        chances = row[start : start + 10] / max(float(row[start : start + 10].sum()), 1e-6)
        chance = float(chances[script.index(word.text[at])])
        if word.text[at] == "1" and chances.max() < _SURELY_ANOTHER:
            chance = max(chance, _PLAIN_ONE)
        if guessed > _GUESSED and chance < _SURE:
            chance = 0.0
        crossed = word.text[at] in _LIKE_CROSSED_ZERO
        support = min(support, 0.0 if crossed and chances[0] >= _PERHAPS_ZERO else chance)
        if crossed and chances[0] >= _SURE_ZERO:
            text[at], chance = "0", float(chances[0])
        mended = min(mended, chance)
    return Opinion(support, "".join(text), mended)


def _pieces(mark: Crop, word: Word, zoom: float) -> list[tuple[Image, float]] | None:
    """The numerals of a word, each framed in paper, and the share of each that print hides; None where its ink does not
    fall into as many pieces."""
    x0, y0, x1, y1 = (round(side / zoom) for side in word.box)
    window = (slice(max(0, y0 - 2), y1 + 2), slice(max(0, x0 - 2), x1 + 2))
    part, hidden = mark.density[window], mark.hidden[window]
    if min(part.shape) < 5:
        return None
    spans = columns(part)
    text = [char for char in word.text if char.isdigit() or char in "/|()"]
    if len(spans) != len(text):
        if not word.text.isdigit() or not spans:
            return None
        edges = np.linspace(spans[0][0], spans[-1][1], len(text) + 1).round().astype(int).tolist()
        spans = list(pairwise(edges))  # figures of type are equally wide
    return [
        (np.pad(255 - part[:, left:right], 8, constant_values=255), float((hidden[:, left:right] > 127).mean()))
        for char, (left, right) in zip(text, spans, strict=True)
        if char.isdigit() and right - left >= 2
    ]


def columns(part: Image) -> list[tuple[int, int]]:
    """The columns that each figure of one line takes, left to right; dots and flecks are left out."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((part > _SOLID).astype(np.uint8))
    found: list[list[int]] = []
    for x, _, width, height, _ in sorted(stats[1:].tolist()):
        if height < _LEAST_HEIGHT * part.shape[0]:
            continue
        if found:
            shared = found[-1][1] - x
            if shared > _SAME_COLUMN * min(width, found[-1][1] - found[-1][0]):
                found[-1][1] = max(found[-1][1], x + width)
                continue
        found.append([x, x + width])
    return [(left, right) for left, right in found]
