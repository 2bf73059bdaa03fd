"""What an office added to our page: the scan, registered to its print, with the print taken away.

The print is blurred and darkened as this scanner or copier does it, spread by the measured misfit, and whatever it
explains is left out. Where print covers the paper, black ink cannot be seen and is bridged from its surroundings;
coloured ink still shows by its colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from extractors.marks import Region, bridged, regions
from extractors.register import PIXELS_PER_MM, Image, Registered
from rules import strip
from rules.findings import FractionBox

_SHARPNESS = (0.6, 0.9, 1.3, 1.8, 2.5)  # pixels of blur tried for the print
_OWN_REACH_MM = 40.0  # around a field of our own, what hangs on to its ink is looked for
_EDGE_MM = 1.5  # of the paper's rim: shadows, not ink
_COARSER = 4  # pixels to one, where only areas matter
_SLIP_MM = 9.0  # something smaller that hides print is not looked for
_BAND = 96  # rows of pixels looked at together
_WORTH_SPREADING = 0.006  # share of the paper right beside print that a wider spread must explain
_LARGE_ERROR = 1.2  # pixels of misfit from which the narrowest spread is not enough
_COLOURED = 36  # difference of channels from which ink counts as coloured
_FLOOR = 28  # steps of 255: what is less dark is paper
_SPECK = 9  # pixels: what is smaller is dust
_PRINT_HIDES = 0.3  # darkness of print over which black ink does not show


@dataclass(frozen=True, slots=True)
class AddedInk:
    """All ink that is not print: ``density`` (uint8, 255 = full ink) over the page, and its regions, largest first."""

    density: Image
    regions: tuple[Region, ...]


def added_ink(page: Registered, ours: Sequence[FractionBox]) -> AddedInk:
    """The ink that was added to ``page``, without that in ``ours`` (our own signature and thumb fields)."""
    light, gain = _on_white_paper(page)
    density, hidden = _unexplained(light, page)
    _blank(density, page, ours)
    density = _without_specks(density, _grain(light, gain))
    return AddedInk(density, regions(density, light, hidden))


def visible_ink(page: Registered, ours: Sequence[FractionBox], *, strip_page: bool) -> AddedInk:
    """What can be seen to be added where the print is not known: coloured ink, and ink in the strip's boxes.

    ``page`` is laid by its codes; ``strip_page`` says that it carries the strip.
    """
    light, gain = _on_white_paper(page)
    chroma = cv2.subtract(brightest(light), darkest(light))
    density = cv2.convertScaleAbs(np.where(chroma < _COLOURED, 0, chroma), alpha=1.6)
    if strip_page:
        dark = 255 - darkest(light)
        for box in (*strip.DATE_BOXES, strip.NUMBER_BOX, strip.SIGNATURE_BOX, strip.SEAL_BOX):
            _rectangle(density, box.fractions(), -0.8)[:] = _rectangle(dark, box.fractions(), -0.8)
    _blank(density, page, ours)
    density = _without_specks(density, _grain(light, gain))
    return AddedInk(density, regions(density, light, np.zeros_like(density)))


def _on_white_paper(page: Registered) -> tuple[Image, Image]:
    """The scan with its paper made white, channel by channel (shadow, tint and lamp are divided out), and the paper."""
    height, width = page.paper.shape
    small = _coarser(cv2.dilate(page.scan, np.ones((9, 9), np.uint8)), 8)
    small = np.maximum(cv2.GaussianBlur(cv2.medianBlur(small, 9), (0, 0), 3), 30)
    paper = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.divide(page.scan, paper, scale=245), np.uint8), paper


def _coarser(picture: Image, factor: int) -> Image:
    """One pixel for ``factor`` times ``factor``; what is left over at the right and below is cut off, which makes it
    several times as fast."""
    height, width = picture.shape[0] // factor, picture.shape[1] // factor
    whole = picture[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def darkest(light: Image) -> Image:
    """The darkest channel of each pixel; several times as fast as a minimum over the last axis."""
    blue, green, red = cv2.split(light)
    return np.asarray(cv2.min(cv2.min(blue, green), red), np.uint8)


def brightest(light: Image) -> Image:
    blue, green, red = cv2.split(light)
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def _unexplained(light: Image, page: Registered) -> tuple[Image, Image]:
    """How much darker each pixel is than the print makes it, 0..255 of full ink; and where (1) print hides ink."""
    dark = 255 - darkest(light)
    print_dark = _as_scanned(255 - page.paper, 255 - cv2.cvtColor(light, cv2.COLOR_BGR2GRAY))
    explained = _spread(print_dark, dark, page.error)
    explained[_covered_over(print_dark, dark) > 0] = 0
    added = cv2.subtract(dark, explained)
    chroma = cv2.subtract(brightest(light), darkest(light))
    chroma[chroma < _COLOURED] = 0
    hidden = (explained > _PRINT_HIDES * 255).astype(np.uint8)
    coloured = cv2.multiply(chroma, hidden, scale=1.6)
    added = cv2.max(added, coloured)
    added = bridged(added, ((hidden > 0) & (coloured == 0)).astype(np.uint8))
    added[page.covered == 0] = 0
    return added, hidden


def _covered_over(print_dark: Image, dark: Image) -> Image:
    """Where (1) something lies on the paper and hides its print, as a pinned slip does: there all ink is added."""
    there = (print_dark > 130).astype(np.uint8)
    missing = there * (cv2.dilate(dark, np.ones((5, 5), np.uint8)) < 60).astype(np.uint8)
    height, width = there.shape
    side = round(_SLIP_MM * PIXELS_PER_MM / _COARSER) | 1
    printed, gone = (cv2.blur(_coarser(255 * one, _COARSER), (side, side)) for one in (there, missing))
    covered = ((printed > 2) & (gone > 0.4 * printed)).astype(np.uint8)
    block = np.ones((side, side), np.uint8)
    closed = cv2.morphologyEx(np.pad(covered, side, mode="edge"), cv2.MORPH_CLOSE, block)[side:-side, side:-side]
    opened = cv2.dilate(cv2.morphologyEx(closed, cv2.MORPH_OPEN, block), np.ones((side // 2, side // 2), np.uint8))
    return np.asarray(cv2.resize(opened, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _spread(print_dark: Image, dark: Image, error: float) -> Image:
    """What the print explains: its darkness spread by the misfit, and further while much is left beside it.

    Copiers fatten strokes; next to most print there is nothing but print.
    """
    beside = (cv2.dilate(print_dark, np.ones((9, 9), np.uint8)) > 60) & (print_dark < 200)
    if not beside.any():
        return print_dark  # blank paper
    ways = []
    for reach in (3, 5, 7):
        shape = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
        spread = cv2.dilate(print_dark, shape)
        ways.append((float((cv2.subtract(dark, spread)[beside] > 60).mean()), np.asarray(spread, np.uint8)))
    least = 1 if error > _LARGE_ERROR else 0
    for (left, spread), (next_left, _) in pairwise(ways[least:]):
        if left - next_left < _WORTH_SPREADING:
            return spread
    return ways[-1][1]


def _as_scanned(paper_dark: Image, scan_dark: Image) -> Image:
    """The print's darkness blurred, fattened and scaled to what the scan shows of it; most print has nothing on it.

    How is found on every third band of the page.
    """
    bands = [slice(top, top + _BAND) for top in range(0, len(paper_dark), 3 * _BAND)]
    some, seen_of = (np.vstack([picture[band] for band in bands]) for picture in (paper_dark, scan_dark))
    near = cv2.dilate(some, np.ones((7, 7), np.uint8)) > 40
    seen = seen_of[near].astype(np.float32)[::3]
    if not len(seen):
        return paper_dark  # blank paper, such as a back
    best, best_misfit = (False, 0.0, 1.0), np.inf
    for fat in (False, True):
        source = _fattened(some) if fat else some
        for blur in _SHARPNESS:
            made = cv2.GaussianBlur(source, (0, 0), blur)[near][::3].astype(np.float32)
            core = made >= np.quantile(made, 0.8)
            scale = float(np.median(seen[core] / np.maximum(made[core], 1)))
            misfit = float(np.mean(np.minimum(np.abs(seen - scale * made), 60)))
            if misfit < best_misfit:
                best, best_misfit = (fat, blur, scale), misfit
    fat, blur, scale = best
    soft = cv2.GaussianBlur(_fattened(paper_dark) if fat else paper_dark, (0, 0), blur)
    return np.asarray(cv2.convertScaleAbs(soft, alpha=scale), np.uint8)


def _fattened(paper_dark: Image) -> Image:
    """Strokes as a copier makes them."""
    return np.asarray(cv2.dilate(paper_dark, np.ones((3, 3), np.uint8)), np.uint8)


def _blank(density: Image, page: Registered, ours: Sequence[FractionBox]) -> None:
    """Take out what is not the office's: the codes, the paper's rim, and our own pen with what hangs on to it."""
    rim = round(_EDGE_MM * PIXELS_PER_MM)
    paper = cv2.copyMakeBorder(page.covered[rim:-rim, rim:-rim], rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=0)
    density[cv2.erode(paper, np.ones((2 * rim + 1, 2 * rim + 1), np.uint8)) == 0] = 0
    for code in strip.QR_BOXES:
        _rectangle(density, code.fractions(), 0.4)[:] = 0
    for box in ours:
        _blank_own(density, box)


def _blank_own(density: Image, box: FractionBox) -> None:
    """Take out our own pen in ``box``, and with it the pieces of ink that have a good part of themselves there."""
    around = _rectangle(density, box, _OWN_REACH_MM)
    own = np.zeros(density.shape, bool)
    _rectangle(own, box, 0.8)[:] = True
    inside = _rectangle(own, box, _OWN_REACH_MM)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((around > 60).astype(np.uint8))
    hanging = np.bincount(labels[inside], minlength=len(stats)) > 0.3 * stats[:, cv2.CC_STAT_AREA]
    hanging[0] = False
    around[inside | hanging[labels]] = 0


def _rectangle(picture: Image, box: FractionBox, margin_mm: float) -> Image:
    """The part of ``picture`` inside ``box``, grown by a margin; a view."""
    height, width = picture.shape[:2]
    margin = margin_mm * PIXELS_PER_MM
    x0, y0 = max(0, round(box[0] * width - margin)), max(0, round(box[1] * height - margin))
    part: Image = picture[y0 : round(box[3] * height + margin), x0 : round(box[2] * width + margin)]
    return part


def _grain(light: Image, paper: Image) -> Image:
    """The darkness that paper alone may reach, pixel by pixel: its grain, more where shadow was lifted."""
    grey = darkest(light[::3, ::3])
    lamp = darkest(paper[::3, ::3])
    rough = cv2.absdiff(grey, cv2.GaussianBlur(grey, (0, 0), 2))
    blank = cv2.erode(grey, np.ones((5, 5), np.uint8)) > 185
    if not blank.any():
        return np.full(light.shape[:2], _FLOOR, np.uint8)
    grain = float(np.median(rough[blank] * lamp[blank].astype(np.float32))) * 1.48
    coarse = np.clip(5 * grain / darkest(paper[::_COARSER, ::_COARSER]), _FLOOR, 200).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (light.shape[1], light.shape[0])), np.uint8)


def _without_specks(density: Image, floor: Image) -> Image:
    """``density`` above the grain of the paper, as strokes: lone specks are dropped."""
    noisy = float(np.median(floor)) > _FLOOR
    soft = cv2.GaussianBlur(density, (0, 0), 0.8) if noisy else density
    _, labels, stats, _ = cv2.connectedComponentsWithStats((soft > floor).astype(np.uint8))
    kept = stats[:, cv2.CC_STAT_AREA] >= _SPECK
    kept[0] = False
    near = cv2.dilate(kept[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(soft, soft, mask=near), np.uint8)
