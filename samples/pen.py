"""A pen in an officer's hand: digits from a packaged sample, a few words, initials, signatures; a thumb on a pad."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from rules.letters import Language
from samples.ink import Mask, clouds, turned

_SAMPLE = Path(__file__).with_name("handwriting.npz")
_BENGALI = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
# Strokes of the few letters that officers write beside a number; x to the right, y down, 0..1 = x-height box.
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "R": (((0.1, 1), (0.15, -0.5)), ((0.1, -0.4), (0.6, -0.5), (0.6, 0), (0.15, 0.2), (0.7, 1))),
    "D": (((0.15, 1), (0.2, -0.5)), ((0.0, -0.45), (0.6, -0.3), (0.75, 0.4), (0.5, 0.95), (0.05, 1))),
    "N": (((0.05, 1), (0.15, -0.5), (0.6, 1), (0.75, -0.5)),),
    "M": (((0, 1), (0.15, -0.5), (0.45, 0.7), (0.8, -0.5), (0.9, 1)),),
    "S": (((0.6, -0.4), (0.2, -0.4), (0.2, 0.1), (0.6, 0.4), (0.5, 1), (0.0, 0.9)),),
    "B": (((0.1, 1), (0.15, -0.5)), ((0.1, -0.45), (0.55, -0.3), (0.2, 0.15), (0.65, 0.6), (0.1, 1))),
    "K": (((0.1, 1), (0.15, -0.5)), ((0.6, -0.5), (0.18, 0.3), (0.65, 1))),
    "e": (((0.1, 0.5), (0.5, 0.4), (0.3, 0.05), (0.05, 0.5), (0.25, 1), (0.6, 0.8)),),
    "c": (((0.5, 0.2), (0.2, 0.1), (0.1, 0.6), (0.3, 1), (0.6, 0.8)),),
    "d": (((0.5, 0.2), (0.1, 0.3), (0.15, 0.95), (0.45, 0.8), (0.6, -0.6), (0.5, 0.8), (0.7, 1)),),
    "y": (((0.1, 0.1), (0.2, 0.7), (0.5, 0.6), (0.55, 0.1), (0.5, 1.2), (0.15, 1.6)),),
    "o": (((0.4, 0.1), (0.1, 0.4), (0.25, 1), (0.5, 0.7), (0.4, 0.1)),),
    "t": (((0.3, -0.3), (0.25, 0.8), (0.5, 1)), ((0.05, 0.15), (0.55, 0.1))),
    "i": (((0.2, 0.1), (0.2, 0.8), (0.4, 1)), ((0.22, -0.3), (0.25, -0.28))),
    "v": (((0.05, 0.1), (0.25, 1), (0.5, 0.1)),),
    "/": (((0.05, 1.2), (0.45, -0.6)),),
    "-": (((0.05, 0.4), (0.4, 0.38)),),
    ".": (((0.1, 0.95), (0.14, 0.99)),),
    ":": (((0.1, 0.3), (0.13, 0.33)), ((0.1, 0.9), (0.13, 0.93))),
}


@lru_cache(maxsize=1)
def _glyphs() -> dict[tuple[Language, int], list[NDArray[np.uint8]]]:
    with np.load(_SAMPLE) as pack:
        return {
            (language, digit): list(pack[name][pack[f"{name}_labels"] == digit])
            for language, name in ((Language.BENGALI, "bengali"), (Language.ENGLISH, "latin"))
            for digit in range(10)
        }


@lru_cache(maxsize=1024)
def _thinned(language: Language, digit: int, index: int) -> Mask:
    """One digit of the sample as its centre line, 64 pixels high: a ballpoint has one width, the sample has many."""
    glyph = _glyphs()[language, digit][index]
    rows, columns = np.where(glyph > 60)
    cut = glyph[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    width = max(8, round(64 * cut.shape[1] / cut.shape[0]))
    large = cv2.resize(cut, (width, 64), interpolation=cv2.INTER_CUBIC)
    solid = np.pad(cv2.GaussianBlur(large, (0, 0), 0.8) > 150, 2)
    return _thin(solid)


def _thin(solid: NDArray[np.bool_]) -> Mask:
    """Zhang and Suen's thinning (Communications of the ACM 27, 1984, 236-239)."""
    image = solid.copy()
    while True:
        changed = False
        for odd in (False, True):
            padded = np.pad(image, 1)
            around = [(0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]
            n = [padded[r : r + image.shape[0], c : c + image.shape[1]] for r, c in around]
            count = sum(part.astype(np.int8) for part in n)
            turns = sum((~n[i] & n[(i + 1) % 8]).astype(np.int8) for i in range(8))
            if odd:
                open_side = ~(n[0] & n[2] & n[6]) & ~(n[0] & n[4] & n[6])
            else:
                open_side = ~(n[0] & n[2] & n[4]) & ~(n[2] & n[4] & n[6])
            gone = image & (count >= 2) & (count <= 6) & (turns == 1) & open_side
            changed = changed or bool(gone.any())
            image &= ~gone
        if not changed:
            return image.astype(np.float32)


def curve(points: NDArray[np.float64], shape: tuple[int, int], width: float) -> Mask:
    """A smooth stroke (Catmull-Rom) through ``points`` (x, y) in pixels, ``width`` pixels wide."""
    if len(points) > 2:
        ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
        t = np.linspace(0, 1, 12, endpoint=False)[:, None]
        parts = []
        for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
            bend = 2 * p0 - 5 * p1 + 4 * p2 - p3
            parts.append(0.5 * (2 * p1 + (p2 - p0) * t + bend * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3))
        points = np.vstack([*parts, points[-1:]])
    canvas = np.zeros(shape, np.uint8)
    cv2.polylines(canvas, [np.round(points * 16).astype(np.int32)], False, 255, max(1, round(width)), cv2.LINE_AA, 4)
    return np.asarray(canvas.astype(np.float32) / 255, np.float32)


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's hand: how it slants, how wide it runs, how steady it is, and the pen's width in millimetres."""

    slant: float
    spread: float
    wobble: float
    pen: float

    @classmethod
    def of(cls, rng: np.random.Generator) -> Hand:
        return cls(rng.uniform(-0.05, 0.35), rng.uniform(0.9, 1.2), rng.uniform(0.02, 0.07), rng.uniform(0.38, 0.6))

    def write(self, text: str, height: float, ppm: float, rng: np.random.Generator, pitch: float | None = None) -> Mask:
        """``text`` of digits (either script), ``/ - . :`` and the letters of ``_STROKES``, digits ``height`` mm high.

        With ``pitch`` (mm) each character stands alone in a box of that width, as in the receipt strip.
        """
        size = height * ppm
        pieces = [self._character(char, size, ppm, rng) for char in text]
        room = int(size * 2.2)
        total = sum(piece.shape[1] for piece in pieces) + int(size) * (len(pieces) + 2)
        if pitch is not None:
            total = int(pitch * ppm * len(pieces))
        canvas = np.zeros((room, total), np.float32)
        x = size * 0.3
        for index, piece in enumerate(pieces):
            if pitch is not None:
                x = (index + 0.5) * pitch * ppm - piece.shape[1] / 2
            drop = int(room * 0.5 - piece.shape[0] / 2 + rng.normal(0, self.wobble) * size)
            left, top = max(0, min(int(x), total - piece.shape[1])), max(0, min(drop, room - piece.shape[0]))
            part = canvas[top : top + piece.shape[0], left : left + piece.shape[1]]
            np.maximum(part, piece[: part.shape[0], : part.shape[1]], out=part)
            x += piece.shape[1] + size * (0.08 + 0.08 * rng.random()) * self.spread
        if pitch is None:
            columns = np.where(canvas.any(axis=0))[0]
            rows = np.where(canvas.any(axis=1))[0]
            canvas = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else canvas
        return canvas

    def _character(self, char: str, size: float, ppm: float, rng: np.random.Generator) -> Mask:
        width = max(1.0, self.pen * ppm)
        if char == " ":
            return np.zeros((int(size), max(1, int(size * 0.35))), np.float32)
        if char.isdigit():
            bengali = char in "০১২৩৪৫৬৭৮৯"
            return self._digit(int(char.translate(_BENGALI)), bengali, size * rng.uniform(0.9, 1.1), width, rng)
        strokes = _STROKES[char]
        pad = int(size * 0.15) + int(width)
        unit = size * 0.6
        shape = (int(unit * 2.6) + 2 * pad, int(unit * 0.95) + 2 * pad)
        mask = np.zeros(shape, np.float32)
        for stroke in strokes:
            points = np.array(stroke) + rng.normal(0, 0.03, (len(stroke), 2))
            x = points[:, 0] * unit + pad + self.slant * unit * (1 - points[:, 1]) * 0.6
            y = points[:, 1] * unit + pad + unit * 0.75
            mask = np.maximum(mask, curve(np.column_stack([x, y]), shape, width * 0.8))
        columns = np.where(mask.any(axis=0))[0]
        return mask[:, columns[0] : columns[-1] + 1]

    def _digit(self, digit: int, bengali: bool, size: float, width: float, rng: np.random.Generator) -> Mask:
        language = Language.BENGALI if bengali else Language.ENGLISH
        line = _thinned(language, digit, int(rng.integers(len(_glyphs()[language, digit]))))
        # The Bengali sample was stretched to squares; a hand writes them narrower.
        squeeze = (0.72 if bengali else 1.0) * self.spread * size / 64
        shear = self.slant * 0.5 if bengali else 0.0
        pad = int(width) + 2
        out = (int(64 * squeeze + abs(shear) * size) + 2 * pad + 4, int(size) + 2 * pad + 4)
        if not bengali:
            out = (int(line.shape[1] * squeeze) + 2 * pad + 4, out[1])
        matrix = np.array([[squeeze, -shear * size / 64, pad + abs(shear) * size], [0, size / 64, pad]], np.float32)
        moved = cv2.warpAffine(cv2.dilate(line, np.ones((3, 3), np.uint8)), matrix, out, flags=cv2.INTER_AREA)
        radius = max(1, round(width * 0.75))
        brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (radius, radius))
        mask = cv2.GaussianBlur(cv2.dilate((moved > 0.3).astype(np.float32), brush), (0, 0), 0.6)
        columns = np.where(mask.max(axis=0) > 0.05)[0]
        return np.asarray(mask[:, columns[0] : columns[-1] + 1], np.float32)


def signature(rng: np.random.Generator, width: float, height: float, ppm: float, pen: float = 0.45) -> Mask:
    """A scribbled signature ``width`` x ``height`` mm: loops that run to the right, and a flourish under it."""
    shape = (int(height * ppm), int(width * ppm))
    count = int(rng.integers(10, 20))
    x = np.linspace(0.05, 0.85, count) + rng.normal(0, 0.05, count)
    swing = np.where(np.arange(count) % 2 == 0, -1, 1) * rng.uniform(0.08, 0.36, count) * np.linspace(1.25, 0.6, count)
    y = 0.5 + swing
    points = np.column_stack([x * shape[1], y * shape[0]])
    mask = curve(points, shape, pen * ppm)
    if rng.random() < 0.7:
        tail = np.array([[0.8, 0.55], [0.95, 0.7], [0.5, 0.85], [0.1, 0.8 + rng.uniform(-0.05, 0.1)]])
        mask = np.maximum(mask, curve(tail * [shape[1], shape[0]], shape, pen * ppm * 0.8))
    return turned(mask, rng.uniform(-4, 12))


def initials(rng: np.random.Generator, size: float, ppm: float) -> Mask:
    """An officer's initials, about ``size`` mm: two or three loops and a dot or bar."""
    shape = (int(size * ppm), int(size * 1.3 * ppm))
    count = int(rng.integers(5, 8))
    points = np.column_stack([np.linspace(0.1, 0.9, count), 0.5 + rng.uniform(-0.4, 0.4, count)]) * [shape[1], shape[0]]
    return turned(curve(points, shape, 0.45 * ppm), rng.uniform(-10, 20))


def thumb(rng: np.random.Generator, ppm: float) -> Mask:
    """A thumb print of about 17 x 23 mm: an oval of ridges, pressed unevenly."""
    height, width = int(23 * ppm), int(17 * ppm)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (x / width - 0.5) * 2, (y / height - 0.5) * 2
    warp = clouds(rng, (height, width), 4)
    arch = np.sqrt((u * 1.1) ** 2 + (v + 0.25) ** 2) + 0.25 * warp
    ridges = 0.5 + 0.5 * np.sin(arch * 2 * np.pi * rng.uniform(11, 14))
    oval = np.clip((1 - (u**2 + v**2)) * 6, 0, 1)
    pressed = 0.35 + 0.65 * clouds(rng, (height, width), 5)
    print_ = np.asarray(cv2.GaussianBlur((ridges > 0.45).astype(np.float32), (0, 0), 0.7) * oval * pressed, np.float32)
    return turned(print_, rng.uniform(-25, 25))
