"""Simulated lines of rubber type, with their truth: what a dater or a numbering machine leaves on a printed page.

Lines are set in the faces of font files and inked, worn and scanned; print that lay under the ink is cut out of them
or guessed over, as subtraction leaves it, and pens and rings run across. All randomness comes from the generator passed
in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from extractors.digits import EMPTY, NO_NUMERAL, Floats, Image
from extractors.register import PIXELS_PER_MM

FINE = 2  # pixels drawn for one pixel of the print
BENGALI = "০১২৩৪৫৬৭৮৯"
LATIN = "0123456789"
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WORDS = ("No", "RECEIVED", "Date", "BDO", "DATE", "SL", "Dy")
BENGALI_WORDS = ("নং", "তারিখ", "গৃহীত", "ক্রমিক")
_PRINT = "Application for the record of a claim under the Act, with enclosures as listed below and a copy to the office"
_EDGE = 5.0  # mm of paper drawn around a line


@dataclass(frozen=True)
class Family:
    """The files of one family of fonts, and whether they hold Bengali numerals too."""

    name: str
    files: tuple[Path, ...]
    bengali: bool


@dataclass(frozen=True)
class Piece:
    """One figure, letter or gap cut out of a line: dark on white, as ``extractors.figures`` cuts it, and its class."""

    picture: Image
    label: int


def families(folder: Path) -> list[Family]:
    """The families under a folder that have all ten Latin numerals as shapes of their own, by name."""
    found: dict[str, list[Path]] = {}
    for path in sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")]):
        name = path.stem.split("-")[0]
        slanted = any(word in path.stem.lower() for word in ("italic", "oblique", "slanted", "thin", "hairline"))
        if not slanted and _has(path, LATIN):
            found.setdefault(name, []).append(path)
    return [Family(name, tuple(files), all(_has(path, BENGALI) for path in files)) for name, files in found.items()]


def _has(path: Path, characters: str) -> bool:
    """Whether a font has these characters, each with a shape of its own."""
    try:
        font = ImageFont.truetype(str(path), 24)
        shapes = [bytes(font.getmask(char)) for char in (*characters, "\uffff")]
    except OSError:
        return False
    return len(set(shapes)) == len(shapes) and all(any(shape) for shape in shapes[:-1])


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def text(rng: np.random.Generator, bengali: bool) -> str:
    """What such a stamp says: a date, a number of an office, or a word."""
    day, month, year = rng.integers(1, 32), rng.integers(1, 13), rng.integers(2000, 2060)
    kind = rng.random()
    if kind < 0.4 and not bengali:
        said = f"{day:02d} {MONTHS[month - 1]} {year if rng.random() < 0.7 else f'{year % 100:02d}'}"
    elif kind < 0.55:
        said = rng.choice(["/", "-", ".", " "]).join((f"{day:02d}", f"{month:02d}", f"{year % 100:02d}"))
    elif kind < 0.93:
        said = str(rng.integers(10, 10 ** int(rng.integers(2, 7))))
        said += f"/{year % 100:02d}" if rng.random() < 0.4 else ""
    else:
        said = str(rng.choice(BENGALI_WORDS if bengali else WORDS)) + f" {rng.integers(1, 1000)}"
    return said.translate(str.maketrans(LATIN, BENGALI)) if bengali else said


def pieces(line: str, font: Path, rng: np.random.Generator) -> list[Piece]:
    """A line set in a face, stamped on a printed page and scanned, cut into its figures, letters and gaps."""
    ink, spans = _set(line, font, rng)
    density = _seen(_crossed(_inked(ink, rng), rng), rng)
    top, bottom = _EDGE * PIXELS_PER_MM, density.shape[0] - _EDGE * PIXELS_PER_MM
    cut = []
    for char, (left, right) in zip(line, spans, strict=True):
        if char in "/-.":
            continue
        ends = rng.normal((-1, 1), 1.2)
        x0, x1 = round(left / FINE + ends[0]), round(right / FINE + ends[1])
        y0, y1 = round(top + rng.normal(-3, 2)), round(bottom + rng.normal(3, 2))
        part = density[max(0, y0) : y1, max(0, x0) : max(x1, x0 + 3)]
        cut.append(Piece(np.pad(255 - part, 8, constant_values=255), _class(char)))
    return cut


def _class(char: str) -> int:
    if char == " ":
        return EMPTY
    if char in BENGALI:
        return BENGALI.index(char)
    return 10 + LATIN.index(char) if char in LATIN else NO_NUMERAL


def _set(line: str, path: Path, rng: np.random.Generator) -> tuple[Floats, list[tuple[int, int]]]:
    """The line as cut in rubber, 0 to 1, with paper around, and the columns of each of its characters."""
    scale = FINE * PIXELS_PER_MM
    height = rng.uniform(2.0, 5.2) * scale
    probe = _font(path, 100).getbbox("0" if line.isascii() else "০")
    font = _font(path, max(8, round(100 * height / max(probe[3] - probe[1], 20))))
    loose, gap = rng.uniform(-0.02, 0.22) * height, rng.uniform(0.3, 1.0) * height
    edge = round(_EDGE * scale)
    shift = rng.random() < 0.3  # bands of a dater that are not turned home
    x, spans, places = float(edge), [], []
    for char in line:
        box = font.getbbox(char, anchor="ls")
        wide = gap if char == " " else float(box[2] - box[0])
        spans.append((round(x), round(x + wide)))
        places.append((char, x - box[0], rng.normal(0, 0.05 * height) if shift else 0.0))
        x += wide + loose + max(1.0, 0.04 * height)
    # Lines are as high as their figures: what reaches above or below them is cut, as Tesseract's boxes cut it.
    canvas = Pictures.new("L", (round(x) + edge, round(height) + 2 * edge))
    draw = ImageDraw.Draw(canvas)
    for char, left, drop in places:
        draw.text((left, edge + height + drop), char, fill=255, font=font, anchor="ls")
    squeezed = rng.uniform(0.75, 1.15)  # machines set narrow figures
    drawn = np.asarray(canvas, np.float32) / 255
    drawn = np.asarray(cv2.resize(drawn, (round(drawn.shape[1] * squeezed), drawn.shape[0])), np.float32)
    return drawn, [(round(left * squeezed), round(right * squeezed)) for left, right in spans]


def _inked(ink: Floats, rng: np.random.Generator) -> Floats:
    """Swollen or worn type, unevenly inked."""
    spread = rng.uniform(0.4, 1.6)
    soft = cv2.GaussianBlur(ink, (0, 0), spread)
    cut = rng.uniform(0.25, 0.68)
    swollen = np.clip((soft - cut) * 6 + 0.5, 0, 1)
    uneven = _cloud(ink.shape, rng.uniform(4, 30), rng)
    grain = _cloud(ink.shape, 1.2, rng)
    pressed = np.clip(rng.uniform(0.5, 1.3) + rng.uniform(0, 0.9) * uneven + rng.uniform(0, 0.5) * grain, 0, 1)
    result: Floats = (swollen * pressed).astype(np.float32)
    return result


def _cloud(shape: tuple[int, ...], size: float, rng: np.random.Generator) -> Floats:
    """Smooth noise, mostly between -1 and 1, with spots ``size`` pixels wide."""
    small = rng.standard_normal((max(2, round(shape[0] / size)), max(2, round(shape[1] / size)))).astype(np.float32)
    result: Floats = cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC) * np.float32(0.6)
    return result


def _crossed(ink: Floats, rng: np.random.Generator) -> Floats:
    """What print, pens and rings do to a line of type."""
    height, width = ink.shape
    if rng.random() < 0.35:  # print below it, taken away with the ink that covers it, or guessed over
        printed = np.zeros(ink.shape, np.uint8)
        size = rng.uniform(0.9, 1.6)
        start = int(rng.integers(len(_PRINT) // 2))
        at = (int(rng.integers(-20, 10)), int(rng.uniform(0.2, 0.95) * height))
        cv2.putText(printed, _PRINT[start:], at, cv2.FONT_HERSHEY_COMPLEX, size, 255, int(rng.integers(2, 4)))
        hidden = cv2.GaussianBlur(printed, (0, 0), 1.0).astype(np.float32) / 255
        left = rng.uniform(0, 0.35)
        ink = ink * (1 - hidden * (1 - left)) + hidden * np.float32(rng.uniform(0, 0.2))
        if rng.random() < 0.5:  # mended by what stands beside the gap
            ink = np.maximum(ink, cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) * hidden)
    other = np.zeros(ink.shape, np.uint8)
    if rng.random() < 0.1:
        points = rng.uniform(0, 1, (int(rng.integers(3, 7)), 2)) * (width, height)
        cv2.polylines(other, [np.round(points).astype(np.int32)], False, 255, int(rng.integers(2, 6)), cv2.LINE_AA)
    if rng.random() < 0.08:
        radius = rng.uniform(10, 20) * FINE * PIXELS_PER_MM
        centre = (round(rng.uniform(0, width)), round(height / 2 + radius * rng.choice((-1, 1))))
        cv2.circle(other, centre, round(radius), 255, int(rng.integers(2, 7)), cv2.LINE_AA)
    if rng.random() < 0.12:
        y = round(height / 2 + rng.choice((-1, 1)) * (height / 2 - _EDGE * FINE * PIXELS_PER_MM * rng.uniform(0.8, 1)))
        cv2.line(other, (0, y), (width, y), 255, int(rng.integers(1, 5)))
    return np.maximum(ink, other.astype(np.float32) / 255 * np.float32(rng.uniform(0.4, 1)))


def _seen(ink: Floats, rng: np.random.Generator) -> Image:
    """The density of a scan of it, 255 ink, at the resolution of the print."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.normal(0, 0.8), 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
    coarse = rng.uniform(0.45, 1.0)  # scanned more coarsely than the print, and brought to its size
    size = (max(8, round(width / FINE)), max(8, round(height / FINE)))
    scanned = cv2.resize(turned, (round(size[0] * coarse), round(size[1] * coarse)), interpolation=cv2.INTER_AREA)
    seen = cv2.resize(scanned, size, interpolation=cv2.INTER_CUBIC)
    if (blur := rng.uniform(0, 1.1)) > 0.3:
        seen = cv2.GaussianBlur(seen, (0, 0), blur)
    noisy = seen * rng.uniform(0.45, 1.0) + rng.standard_normal(seen.shape) * rng.uniform(0, 0.05)
    faint = rng.uniform(0, 0.15)
    result: Image = (np.where(noisy > faint, noisy, 0).clip(0, 1) * 255).astype(np.uint8)
    return result


def lines(of: Sequence[Family], count: int, seed: int) -> list[list[Piece]]:
    """So many lines, three in ten of them Bengali where the families have it."""
    rng = np.random.default_rng(seed)
    bengali = [family for family in of if family.bengali]
    made = []
    for _ in range(count):
        in_bengali = bool(bengali) and rng.random() < 0.3
        among = bengali if in_bengali else of
        family = among[int(rng.integers(len(among)))]
        made.append(pieces(text(rng, in_bengali), family.files[int(rng.integers(len(family.files)))], rng))
    return made
