"""A mark of the office made ready for reading: set straight, rings and frames taken out, dark on white at a good size.

Positions found on a crop lead back to the print by ``Crop.on_print``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractors.marks import PixelRect, Region
from extractors.register import PIXELS_PER_MM, Floats, Image

_TILT = 14.0  # degrees that a stamp is tilted at most
_ROUND_MM = (20.0, 60.0)  # diameters of round stamps
_MARGIN = 14  # pixels of white around
_FAINT = 0.25  # of the mark's own strength: what is left of the print, not ink
_DOT_PIXELS = 9  # across: what is larger is no dot of a dotted line
_LINE_MM = 11.0  # a straight run of ink this long is a rule, not writing


@dataclass(frozen=True, slots=True)
class Crop:
    """One mark, straight: ``density`` (uint8, 255 = ink) at the print's scale; ``to_print`` (2 x 3) leads back.

    ``hidden`` is 255 where the ink is a guess, because print covers the paper. ``crossed`` is the mark with its rings
    left in, where a line of writing runs across one; else None. ``ringed``: it is a round stamp.
    """

    density: Image
    hidden: Image
    to_print: Floats
    region: Region
    crossed: Image | None = None
    ringed: bool = False

    def on_print(self, box: tuple[float, float, float, float]) -> PixelRect:
        """A box in pixels of ``density`` as the upright box around it in pixels of the print."""
        x0, y0, x1, y1 = box
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]], np.float32) @ self.to_print.T
        (left, top), (right, bottom) = corners.min(0), corners.max(0)
        return (int(left), int(top), int(right) + 1, int(bottom) + 1)


def straighten(region: Region) -> Crop:
    """The mark on its own, along its own lines, without ring or frame."""
    density = np.pad(region.density, _MARGIN)
    ring = _ring(density)
    crossed = None
    if ring is None:
        turned, back = _turned(density, _tilt(density))
    else:
        angle = _tilt(ring.inside(density))
        turned, back = _turned(ring.erased(density), angle)
        upright = ring.moved(cv2.invertAffineTransform(back))
        if upright.is_crossed(turned):
            crossed = upright.writing(_turned(density, angle)[0], turned)
        turned = upright.writing(turned, turned)
    shift = np.array([[1, 0, region.box[0] - _MARGIN], [0, 1, region.box[1] - _MARGIN]], np.float32)
    to_print = shift @ np.vstack([back, [0, 0, 1]]).astype(np.float32)
    hidden = cv2.warpAffine(np.pad(region.hidden, _MARGIN), back, turned.shape[::-1], flags=cv2.WARP_INVERSE_MAP)
    tight = _tight(without_rules(turned), np.asarray(hidden, np.uint8), to_print, region, crossed)
    return replace(tight, ringed=ring is not None)


def _tight(density: Image, hidden: Image, to_print: Floats, region: Region, crossed: Image | None) -> Crop:
    """Cut to the ink, with a margin."""
    solid = density > 60
    columns, rows = np.flatnonzero(solid.any(0)), np.flatnonzero(solid.any(1))
    if not len(columns):
        return Crop(density[:1, :1], hidden[:1, :1], to_print, region)
    x0, y0 = int(columns[0]), int(rows[0])
    window = (slice(y0, int(rows[-1]) + 1), slice(x0, int(columns[-1]) + 1))
    move = np.array([[1, 0, x0 - _MARGIN], [0, 1, y0 - _MARGIN], [0, 0, 1]], np.float32)
    with_rings = np.pad(crossed[window], _MARGIN) if crossed is not None else None
    inked, covered = (np.pad(picture[window], _MARGIN) for picture in (density, hidden))
    return Crop(inked, covered, to_print @ move, region, with_rings)


@dataclass(frozen=True, slots=True)
class _Ring:
    """A round stamp: its centre, and the radii of its rings, inner one first."""

    x: float
    y: float
    radii: tuple[int, ...]

    def erased(self, density: Image) -> Image:
        """``density`` without the rings and what lies outside the outermost."""
        kept = np.full_like(density, 0)
        centre = (round(self.x), round(self.y))
        cv2.circle(kept, centre, self.radii[-1] - 2, 255, -1)
        for radius in self.radii:
            cv2.circle(kept, centre, radius, 0, 3)
        return np.asarray(cv2.bitwise_and(density, kept), np.uint8)

    def inside(self, density: Image) -> Image:
        """What stands inside the innermost ring."""
        disc = np.zeros_like(density)
        cv2.circle(disc, (round(self.x), round(self.y)), max(1, self.radii[0] - 3), 255, -1)
        return np.asarray(cv2.bitwise_and(density, disc), np.uint8)

    def moved(self, turn: Floats) -> _Ring:
        x, y = turn @ np.array([self.x, self.y, 1.0])
        return _Ring(float(x), float(y), self.radii)

    def is_crossed(self, density: Image) -> bool:
        """Whether a line of writing runs on across the innermost ring."""
        return len(self.radii) > 1 and bool(self._crossing_rows(density).any())

    def writing(self, density: Image, erased: Image) -> Image:
        """The level lines of the stamp: what is inside the innermost ring, and lines that run on across it.

        Names bent along the rim are left out; a dater's line is often wider than the ring that it stands in.
        ``erased`` is the stamp without rings, ``density`` the picture to take the lines from.
        """
        inside = self.inside(erased)
        if not self.is_crossed(erased):
            return inside
        return np.where(self._crossing_rows(erased)[:, None], density, inside).astype(np.uint8)

    def _crossing_rows(self, erased: Image) -> Image:
        ys, xs = np.nonzero(self.inside(erased) > 60)
        rim = np.hypot(xs - self.x, ys - self.y) > self.radii[0] - 1.6 * PIXELS_PER_MM
        level = np.abs(ys - self.y) < 0.5 * self.radii[0]
        rows = np.bincount(ys[rim & level], minlength=erased.shape[0]) > 0
        reach = round(0.8 * PIXELS_PER_MM)
        crossing: Image = np.convolve(rows, np.ones(2 * reach + 1), "same") > 0
        return crossing


def _ring(density: Image) -> _Ring | None:
    """The rings of a round stamp, if most of its outermost is there."""
    height, width = density.shape
    smallest, largest = (mm * PIXELS_PER_MM for mm in _ROUND_MM)
    if min(height, width) < smallest:
        return None
    half = cv2.resize(density, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    circles = cv2.HoughCircles(
        half, cv2.HOUGH_GRADIENT, 1, max(half.shape), param1=120, param2=30,
        minRadius=round(smallest / 4), maxRadius=round(min(largest, 1.1 * max(height, width)) / 4),
    )  # fmt: skip
    if circles is None:
        return None
    x, y, radius = (2 * float(v) for v in np.reshape(circles, (-1, 3))[0])
    x, y = _centred(density, x, y, radius)
    reach = round(min(1.7 * radius, max(height, width)))
    around = cv2.warpPolar(density, (reach, 720), (x, y), reach, cv2.WARP_POLAR_LINEAR)
    share = (cv2.dilate(around, np.ones((1, 3), np.uint8)) > 60).mean(axis=0)
    inked = [at for at in range(round(0.25 * smallest), reach) if share[at] > 0.62]
    rings = [at for at in inked if share[at] == share[max(0, at - 5) : at + 6].max()]
    return _Ring(x, y, tuple(rings)) if rings and rings[-1] > 0.4 * smallest else None


def _centred(density: Image, x: float, y: float, radius: float) -> tuple[float, float]:
    """The circle's centre from the ink near it, by least squares."""
    ys, xs = np.nonzero(density > 90)
    for width in (0.06, 0.03):
        far = np.hypot(xs - x, ys - y)
        near = np.abs(far - radius) < width * radius
        if near.sum() < 50:
            break
        terms = np.stack([2 * xs[near], 2 * ys[near], np.ones(int(near.sum()))], axis=1)
        (x, y, rest), *_ = np.linalg.lstsq(terms, xs[near] ** 2.0 + ys[near] ** 2.0, rcond=None)
        radius = float(np.sqrt(max(1.0, rest + x * x + y * y)))
    return float(x), float(y)


def _tilt(density: Image) -> float:
    """Degrees by which the lines of writing fall to the right, from the sharpest profile of their rows."""
    small = cv2.resize(density, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small > 50)
    if len(xs) < 30 or np.ptp(xs) < 20:
        return 0.0
    weights = small[ys, xs].astype(np.float64)

    def sharpness(degrees: float) -> float:
        rows = ys * np.cos(np.radians(degrees)) - xs * np.sin(np.radians(degrees))
        profile = np.bincount((rows - rows.min()).astype(int), weights)
        return float((np.diff(profile) ** 2).sum())

    coarse = max(np.arange(-_TILT, _TILT + 0.1, 1.0), key=sharpness)
    return float(max(np.arange(coarse - 0.75, coarse + 0.8, 0.25), key=sharpness))


def _turned(density: Image, degrees: float) -> tuple[Image, Floats]:
    """Turned by ``degrees`` counter-clockwise about the middle on a page large enough, and the way back (2 x 3)."""
    height, width = density.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = int(width * cos + height * sin) + 2, int(width * sin + height * cos) + 2
    turn[0, 2] += wide / 2 - width / 2
    turn[1, 2] += high / 2 - height / 2
    turned = cv2.warpAffine(density, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=0)
    return np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float32)


def without_rules(density: Image) -> Image:
    """Without frames, ruled and dotted lines: long straight runs of ink, level or upright."""
    solid = (density > 60).astype(np.uint8)
    run = round(_LINE_MM * PIXELS_PER_MM)
    rules = _dots_in_rows(solid, run)
    for shape in ((1, run), (run, 1)):
        if solid.shape[0] >= shape[0] and solid.shape[1] >= shape[1]:
            thick = cv2.dilate(solid, np.ones((3, 1) if shape[0] == 1 else (1, 3), np.uint8))
            rules = np.maximum(rules, cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape, np.uint8)))
    if not rules.any():
        return density
    return np.where(cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0, 0, density).astype(np.uint8)


def _dots_in_rows(solid: Image, run: int) -> Image:
    """The dots (1) of dotted lines at least ``run`` pixels long."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DOT_PIXELS) & (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT_PIXELS)
    small[0] = False
    dots = small[labels].astype(np.uint8)
    thick = cv2.dilate(dots, np.ones((3, 1), np.uint8))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, 2 * _DOT_PIXELS + 1), np.uint8))
    rows = cv2.dilate(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, run), np.uint8)), np.ones((3, 3), np.uint8))
    return np.asarray(dots & rows, np.uint8)


def grey(density: Image, zoom: float) -> Image:
    """Dark on white with its own greys, ``zoom`` times as large; traces much fainter than the mark fade out."""
    inked = density[density > 60]
    strong = float(np.quantile(inked, 0.7)) if len(inked) else 255.0
    faint = _FAINT * strong
    dark = np.clip((density.astype(np.float32) - faint) * (235 / (strong - faint)), 0, 255)
    picture = 255 - dark.astype(np.uint8)
    return np.asarray(cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC), np.uint8)


def binary(density: Image, zoom: float) -> Image:
    """Black on white, ``zoom`` times as large, cut at the middle between its ink and its paper."""
    large = cv2.resize(density, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC)
    inked = large[large > 40]
    cut = 0.5 * float(np.quantile(inked, 0.85)) if len(inked) else 255.0
    return np.where(cv2.GaussianBlur(large, (0, 0), 0.6 * zoom) > cut, 0, 255).astype(np.uint8)
