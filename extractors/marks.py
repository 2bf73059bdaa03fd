"""The added ink of a page as separate marks, each in its own ink: a stamp, and apart from it the pen across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from extractors.register import PIXELS_PER_MM, Image

PixelRect = tuple[int, int, int, int]  # x0, y0, x1, y1

_JOIN_MM = (4.6, 2.6)  # ink this near, across and down, belongs together
_SMALLEST_MM = (4.0, 1.6)  # width, height of a region worth reading
_COARSER = 4  # pixels to one, while what belongs together is found
_SOLID = 70  # steps of 255 from which a pixel is ink
_HOLE_MM = (3.0, 9.0)  # diameter of a punched hole, which scans as a black disc
_FEW_PIXELS = 200  # of sure ink: too few to tell two colours
_APART = 0.2  # distance of two inks' colours from which they are two
_FAR_APART = 0.4  # of inks as unlike as red and blue
_LEAST_SHARE = 0.07  # of a mark's ink that a second ink must have; of one very unlike a quarter of that


class Ink(StrEnum):
    BLACK = "black"
    BLUE = "blue"
    VIOLET = "violet"
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Region:
    """One mark: its place in pixels of the print, its ink, its ``density`` (uint8, 255 = full ink), and where print
    covers the paper (``hidden``, 255), so that the ink there is a guess from its surroundings."""

    box: PixelRect
    ink: Ink
    density: Image
    hidden: Image


def regions(density: Image, light: Image, hidden: Image) -> tuple[Region, ...]:
    """Marks that stand apart, largest first, overlapping inks taken apart.

    ``density`` is the added ink, ``light`` the scan on white paper (BGR), ``hidden`` 1 where print covers the paper.
    """
    solid = 255 * (density > _SOLID).astype(np.uint8)
    height, width = (side // _COARSER for side in solid.shape)
    coarse = cv2.resize(solid[: height * _COARSER, : width * _COARSER], (width, height), interpolation=cv2.INTER_AREA)
    reach = [round(mm * PIXELS_PER_MM / _COARSER) | 1 for mm in _JOIN_MM]
    joined = cv2.dilate((coarse > 0).astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, reach))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h in stats[:, :4]]
    found: list[Region] = []
    for group in _nested(boxes[1:]):
        members = np.array([index + 1 for index in group])
        x0, y0, x1, y1 = boxes[members[0]]
        mine = np.isin(labels[y0:y1, x0:x1], members).astype(np.uint8)
        window = (slice(_COARSER * y0, _COARSER * y1), slice(_COARSER * x0, _COARSER * x1))
        own = density[window] * cv2.resize(mine, None, fx=_COARSER, fy=_COARSER, interpolation=cv2.INTER_NEAREST)
        if _extent(own) is None:
            continue
        for layer in _inks(own, light[window], hidden[window]):
            region = _cut(layer, light[window], hidden[window], (_COARSER * x0, _COARSER * y0))
            if region is not None:
                found.append(region)
    return tuple(sorted(found, key=lambda region: -_area(region.box)))


def _cut(layer: Image, light: Image, hidden: Image, corner: tuple[int, int]) -> Region | None:
    """A mark cut to its ink; None if it is too small to say anything, or a punched hole."""
    extent = _extent(layer)
    if extent is None:
        return None
    x0, y0, x1, y1 = extent
    own = layer[y0:y1, x0:x1]
    if _is_hole(own):
        return None
    box = (corner[0] + x0, corner[1] + y0, corner[0] + x1, corner[1] + y1)
    return Region(box, _colour(light[y0:y1, x0:x1], own), own, 255 * hidden[y0:y1, x0:x1])


def _extent(layer: Image) -> PixelRect | None:
    """The box round the ink of a layer; None if it is too small to say anything."""
    columns, rows = np.flatnonzero((layer > _SOLID).any(0)), np.flatnonzero((layer > _SOLID).any(1))
    if not len(columns):
        return None
    x0, x1, y0, y1 = int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1
    if x1 - x0 < _SMALLEST_MM[0] * PIXELS_PER_MM or y1 - y0 < _SMALLEST_MM[1] * PIXELS_PER_MM:
        return None
    return x0, y0, x1, y1


def _is_hole(density: Image) -> bool:
    height, width = (side / PIXELS_PER_MM for side in density.shape)
    round_ = _HOLE_MM[0] < min(height, width) and max(height, width) < _HOLE_MM[1] and 0.75 < width / height < 1.33
    return round_ and float((density > _SOLID).mean()) > 0.6


def _inks(density: Image, light: Image, hidden: Image) -> list[Image]:
    """One density per ink: a mark of one ink as it is, a stamp with a pen across it as two."""
    seen = (density > 100) & (hidden == 0)
    if seen.sum() < _FEW_PIXELS:
        return [density]
    tone = _tone(light)
    centres, share = _two_tones(tone[seen])
    apart = float(np.linalg.norm(centres[0] - centres[1]))
    if apart < _APART or min(share, 1 - share) < (_LEAST_SHARE if apart < _FAR_APART else _LEAST_SHARE / 4):
        return [density]
    far = np.linalg.norm(tone[:, :, None] - centres[None, None], axis=3)
    second = cv2.medianBlur((far[:, :, 1] < far[:, :, 0]).astype(np.uint8), 5)
    layers = []
    for mask in (second == 0, second == 1):
        layer = np.where(mask | (hidden > 0), density, 0).astype(np.uint8)
        other = cv2.dilate((~mask & (density > _SOLID)).astype(np.uint8), np.ones((3, 3), np.uint8))
        layers.append(bridged(layer, other))
    return layers


def _two_tones(tones: Image) -> tuple[Image, float]:
    """The centres of the two groups that ``tones`` (n x 2) fall into, and the share of the second: two-means, begun at
    the ends of the widest direction, so that the same scan always gives the same."""
    some = tones[:: max(1, len(tones) // 4000)]
    along = (some - some.mean(0)) @ np.linalg.svd(np.cov(some.T))[0][:, 0]
    second = along > (np.quantile(along, 0.02) + np.quantile(along, 0.98)) / 2
    centres = np.zeros((2, 2), np.float32)
    for _ in range(8):
        if second.all() or not second.any():
            break
        centres = np.stack([some[~second].mean(0), some[second].mean(0)])
        second = np.linalg.norm(some - centres[1], axis=1) < np.linalg.norm(some - centres[0], axis=1)
    return centres, float(second.mean())


def _tone(light: Image) -> Image:
    """The colour of ink whatever its strength: two differences of what it swallows of each light."""
    soft = 255.0 - cv2.GaussianBlur(light, (0, 0), 1.2).astype(np.float32)
    strongest = np.maximum(soft.max(axis=2), 40)
    return np.stack([(soft[:, :, 2] - soft[:, :, 0]) / strongest, (soft[:, :, 1] - soft[:, :, 0]) / strongest], axis=2)


def bridged(added: Image, blind: Image) -> Image:
    """Ink where it cannot be seen (``blind`` 1) taken from both sides of it: gaps closed, only there."""
    closed = cv2.morphologyEx(added, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    return np.where(blind > 0, np.maximum(added, closed), added).astype(np.uint8)


def _nested(boxes: Sequence[PixelRect]) -> list[list[int]]:
    """Boxes grouped with those that lie in them, as a date lies in its ring; the surrounding box is first."""
    groups: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda at: -_area(boxes[at])):
        x0, y0, x1, y1 = boxes[index]
        for group in groups:
            a, b, c, d = boxes[group[0]]
            if _area((max(a, x0), max(b, y0), min(c, x1), min(d, y1))) >= 0.98 * _area(boxes[index]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def _area(box: PixelRect) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def _colour(light: Image, density: Image) -> Ink:
    """The ink of a mark from the colour that it leaves on the paper."""
    strong = density >= max(_SOLID, int(np.quantile(density[density > 0], 0.5)))
    blue, green, red = (255 - light[strong].mean(axis=0)).tolist()  # how much of each light is swallowed
    if max(blue, green, red) - min(blue, green, red) < 0.22 * max(blue, green, red):
        return Ink.BLACK
    if red <= min(blue, green):
        return Ink.RED if red < 0.6 * blue else Ink.VIOLET
    if green >= max(blue, red):
        return Ink.VIOLET
    return Ink.BLUE if blue <= green else Ink.GREEN
