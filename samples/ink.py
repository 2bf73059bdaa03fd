"""Ink on paper: masks of strokes and lettering, and a sheet that takes them up as real paper does.

A mask is a float32 array, 0 = bare paper, 1 = full ink. Ink is multiplied onto the sheet, so print shows through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import cv2
import numpy as np
import regex
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from rules.findings import FractionBox
from rules.letters import Language

Mask = NDArray[np.float32]
Picture = NDArray[np.uint8]  # height x width x 3, RGB
T = TypeVar("T")

PAPER_MM = (210.0, 297.0)
INKS: dict[str, tuple[int, int, int]] = {
    "blue": (38, 62, 160),
    "violet": (104, 46, 150),
    "red": (190, 36, 44),
    "black": (34, 34, 38),
    "pen-blue": (24, 40, 140),
    "pen-black": (22, 22, 26),
}
_BENGALI = regex.compile(r"\p{Bengali}")
_LATIN = regex.compile(r"[A-Za-z&$]")
_LATIN_RUN = regex.compile(r"[A-Za-z&$]+|[^A-Za-z&$]+")
_FONTS = {
    (Language.ENGLISH, "bold"): "NotoSans-Bold.ttf",
    (Language.ENGLISH, "serif"): "NotoSerif-Regular.ttf",
    (Language.ENGLISH, "mono"): "DejaVuSansMono-Bold.ttf",
    (Language.BENGALI, "bold"): "NotoSansBengali-Bold.ttf",
    (Language.BENGALI, "serif"): "NotoSerifBengali-Regular.ttf",
    (Language.BENGALI, "mono"): "NotoSansBengali-Bold.ttf",
}


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """One of ``options``, each as likely as the others."""
    return options[int(rng.integers(len(options)))]


def deal(rng: np.random.Generator, shares: Sequence[tuple[T, float]], count: int) -> list[T]:
    """A shuffled hand of ``count`` options in the given shares (largest remainder), so that each is really there."""
    total = sum(share for _, share in shares)
    exact = [share / total * count for _, share in shares]
    whole = [int(value) for value in exact]
    rest = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])[: count - sum(whole)]
    for i in rest:
        whole[i] += 1
    hand = [option for (option, _), many in zip(shares, whole, strict=True) for _ in range(many)]
    return [hand[int(i)] for i in rng.permutation(count)]


@lru_cache(maxsize=128)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size, layout_engine=ImageFont.Layout.RAQM)


def lettering(text: str, height: float, language: Language, face: str = "bold") -> Mask:
    """One line of ``text`` as a tight mask; ``height`` is the font size in pixels. Bengali is shaped by raqm."""
    size = max(6, round(height))
    bengali = language is Language.BENGALI or _BENGALI.search(text) is not None
    # The Bengali fonts hold no Latin letters: each run is set in its own font on one base line.
    runs = _LATIN_RUN.findall(text) if bengali else [text]
    fonts = [_font(_FONTS[_script(run, bengali), face], size) for run in runs]
    widths = [font.getlength(run) for font, run in zip(fonts, runs, strict=True)]
    image = Image.new("L", (int(sum(widths)) + size, size * 3), 0)
    draw, x = ImageDraw.Draw(image), size / 2
    for run, font, width in zip(runs, fonts, widths, strict=True):
        draw.text((x, size * 2), run, font=font, fill=255, anchor="ls")
        x += width
    left, top, right, bottom = image.getbbox() or (0, 0, 4, 4)
    tight = image.crop((left - 2, top - 2, right + 2, bottom + 2))
    return np.asarray(np.asarray(tight, np.float32) / 255, np.float32)


def _script(run: str, bengali: bool) -> Language:
    return Language.BENGALI if bengali and not _LATIN.search(run) else Language.ENGLISH


def turned(mask: Mask, degrees: float) -> Mask:
    """``mask`` turned anticlockwise about its middle, on a canvas that holds all of it."""
    if abs(degrees) < 0.05:
        return mask
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    new_width, new_height = int(height * sin + width * cos) + 2, int(height * cos + width * sin) + 2
    matrix[0, 2] += new_width / 2 - width / 2
    matrix[1, 2] += new_height / 2 - height / 2
    return np.asarray(cv2.warpAffine(mask, matrix, (new_width, new_height), flags=cv2.INTER_LINEAR), np.float32)


def clouds(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> Mask:
    """Smooth random unevenness between 0 and 1 over ``shape``, about ``cells`` blotches across."""
    coarse = rng.random((cells, cells), np.float32)
    smooth = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth, 0, 1), np.float32)


def uneven(mask: Mask, rng: np.random.Generator, dryness: float) -> Mask:
    """A rubber stamp's inking: patches too dry, pinholes, a fuzzy edge. ``dryness`` 0 (wet) to 1 (hardly legible)."""
    patches = 1 - dryness * 0.85 * clouds(rng, mask.shape, 5)
    grain = rng.random(mask.shape, np.float32)
    pinholes = (grain > 0.04 + 0.22 * dryness).astype(np.float32)
    soft = cv2.GaussianBlur(mask * (0.35 + 0.65 * pinholes), (0, 0), 0.6)
    return np.asarray(np.clip(soft * patches, 0, 1), np.float32)


@dataclass(slots=True)
class Sheet:
    """One printed side at ``dpi``; coordinates are millimetres from its top left corner."""

    image: Picture
    dpi: int

    @property
    def ppm(self) -> float:
        """Pixels per millimetre."""
        return self.dpi / 25.4

    def box(self, x: float, y: float, width: float, height: float) -> FractionBox:
        """A rectangle in millimetres as fractions of this page."""
        page_width, page_height = self.image.shape[1] / self.ppm, self.image.shape[0] / self.ppm
        return (x / page_width, y / page_height, (x + width) / page_width, (y + height) / page_height)

    def ink(self, mask: Mask, colour: str, x: float, y: float, strength: float = 0.9) -> FractionBox:
        """Ink ``mask`` with its middle at (x, y) mm; what falls beside the paper is lost. Returns where it stands."""
        height, width = mask.shape
        left, top = round(x * self.ppm - width / 2), round(y * self.ppm - height / 2)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.image.shape[1], left + width), min(self.image.shape[0], top + height)
        if x0 < x1 and y0 < y1:
            part = mask[y0 - top : y1 - top, x0 - left : x1 - left, None] * strength
            tint = np.array(INKS[colour], np.float32) / 255
            old = self.image[y0:y1, x0:x1].astype(np.float32)
            self.image[y0:y1, x0:x1] = np.clip(old * (1 - part * (1 - tint)), 0, 255).astype(np.uint8)
        return self.box(left / self.ppm, top / self.ppm, width / self.ppm, height / self.ppm)

    def cover(self, patch: Picture, x: float, y: float) -> None:
        """Lay an opaque ``patch`` (a slip of paper) with its top left corner at (x, y) mm, with a thin shadow."""
        left, top = max(0, round(x * self.ppm)), max(0, round(y * self.ppm))
        height, width = min(patch.shape[0], self.image.shape[0] - top), min(patch.shape[1], self.image.shape[1] - left)
        shade = self.image[top : top + height + 4, left : left + width + 4]
        shade[:] = (shade * 0.72).astype(np.uint8)
        self.image[top : top + height, left : left + width] = patch[:height, :width]
