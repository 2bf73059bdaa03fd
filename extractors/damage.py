"""What paper suffers, found before it is mended: stamps over print, shadow, skew, speckle.

Only damage that is there is mended, and always on a copy: mending a clean page makes it worse. Thresholds were measured
on office print at 200 dpi.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

# Ink of stamps and pens is saturated and not dark; printed black is dark whatever its saturation.
_SATURATION = 55
_VALUE = 60
_LEAST_INK = 0.0008  # share of the page that is coloured ink before it counts
_STAMP_MM = 12.0  # a coloured blob smaller than this in either direction is handwriting, and is left to be read
_PRINT_UNDER_INK = 0.015  # share of dark print inside a blob's frame that makes dropping it worth while
_SHADOW = 0.28  # difference of paper brightness over the page, as a share of the brightest
_LEAST_SKEW = 1.0  # degrees; under this Tesseract gains nothing
_MOST_SKEW = 12.0
_SPECKLE = 0.12  # share of dark pixels standing alone; on clean pages under 0.05
_GRAIN = 11.0  # standard deviation of paper noise, grey levels
_SAUVOLA_WINDOW = 101
_SAUVOLA_K = 0.2
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Damage:
    """What was found: ``stamps`` as a bool mask of ink to drop or None, ``shadow``, ``skew`` in degrees clockwise,
    ``speckle`` (salt and pepper), ``grain`` (soft noise)."""

    stamps: np.ndarray | None
    shadow: bool
    skew: float
    speckle: bool
    grain: bool

    @property
    def none(self) -> bool:
        return self.stamps is None and not (self.shadow or self.skew or self.speckle or self.grain)


@dataclass(frozen=True, slots=True)
class Mended:
    """A grey picture to read, and the way back: ``matrix`` (2x3) takes its pixels to those of the original.

    ``flat`` is the same before it was turned straight: pixels of the original.
    """

    image: np.ndarray
    flat: np.ndarray
    matrix: np.ndarray
    damage: Damage

    def back(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box on the mended picture as the upright box around it on the original."""
        x0, y0, x1, y1 = box
        corners = np.array([(x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)]) @ self.matrix.T
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def ink_mask(image: np.ndarray) -> np.ndarray:
    """Where coloured ink is, as bool of the picture's height and width; yellowed or tinted paper is no ink."""
    paper = np.percentile(image[::8, ::8].reshape(-1, 3), 70, axis=0)
    if paper.max() - paper.min() > 12 and paper.min() > 60:
        gains = paper.max() / paper
        ramp = np.arange(256)
        table = np.stack([np.clip(ramp * gain, 0, 255) for gain in gains], axis=-1).astype(np.uint8)
        image = cv2.LUT(image, table.reshape(1, 256, 3))
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    return np.asarray(cv2.inRange(hsv, (0, _SATURATION + 1, _VALUE + 1), (255, 255, 255)) > 0)


def halved(image: np.ndarray) -> np.ndarray:
    """The picture at half its size, each pixel the mean of four: whole pixels, or it takes five times as long."""
    height, width = image.shape[0] // 2, image.shape[1] // 2
    return cv2.resize(image[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)


def has_coloured_ink(image: np.ndarray, least: float = _LEAST_INK) -> bool:
    """Whether coloured ink covers at least the share ``least`` of the page, by default that of a stamp or a note."""
    return float(ink_mask(halved(image)).mean()) > least


def coloured_ink(image: np.ndarray, least: float = _LEAST_INK) -> np.ndarray | None:
    """The ``ink_mask`` of a page that has coloured ink, as ``has_coloured_ink`` says; else None."""
    return ink_mask(image) if has_coloured_ink(image, least) else None


def drop_ink(image: np.ndarray, ink: np.ndarray | None = None) -> np.ndarray:
    """The picture (BGR) with ``ink`` (all coloured ink by default) turned into paper; dark print under it stays."""
    if ink is None:
        ink = ink_mask(image)
    rim = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    paper = np.median(image[::8, ::8].reshape(-1, 3), axis=0).astype(np.uint8)
    dropped = image.copy()
    # The rim of a stroke is pale: it goes too, but never where it lies over dark print.
    blue, green, red = cv2.split(image)
    value = cv2.max(cv2.max(blue, green), red)
    dropped[ink | (rim & (value > 2 * _VALUE))] = paper
    return dropped


def find(image: np.ndarray, dpi: float, ink: np.ndarray | None) -> Damage:
    """What is wrong with a picture (BGR uint8 at ``dpi``) whose ``coloured_ink`` is ``ink``."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = halved(grey)
    speckle, grain = _noise(grey)
    return Damage(
        stamps=_stamps_over_print(ink, grey, dpi),
        shadow=_shadow(small) > _SHADOW,
        skew=skew(small),
        speckle=speckle,
        grain=grain,
    )


def mend(image: np.ndarray, dpi: float, damage: Damage | None = None) -> Mended:
    """A grey copy of ``image`` with its damage mended; pass what ``find`` returned, or let it look."""
    if damage is None:
        damage = find(image, dpi, coloured_ink(image))
    matrix = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    dropped = image if damage.stamps is None else drop_ink(image, damage.stamps)
    grey = cv2.cvtColor(dropped, cv2.COLOR_BGR2GRAY)
    if damage.speckle:
        grey = cv2.medianBlur(grey, 3)
    elif damage.grain:
        grey = cv2.fastNlMeansDenoising(grey, None, 18, 5, 11)
    if damage.shadow:
        grey = _without_shadow(grey)
    flat = grey
    if damage.skew:
        grey, matrix = _turned(grey, damage.skew)
    return Mended(grey, flat, matrix, damage)


def skew(grey: np.ndarray) -> float:
    """How far the lines of print are turned clockwise, in degrees; 0.0 under one degree or where there is no print."""
    scale = 560.0 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(small, (33, 33))
    dark = 255 * (small < paper * 0.88).astype(np.uint8)
    margin = round(0.03 * max(dark.shape))
    dark = dark[margin:-margin, margin:-margin]
    if np.count_nonzero(dark) < 200:
        return 0.0
    coarse = _best_turn(halved(dark), np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 1.0))
    fine = _best_turn(dark, coarse + np.arange(-0.9, 0.91, 0.15))
    return float(round(fine, 2)) if abs(fine) >= _LEAST_SKEW else 0.0


def _best_turn(dark: np.ndarray, angles: np.ndarray) -> float:
    height, width = dark.shape
    centre = (width / 2, height / 2)
    best, best_score = 0.0, -1.0
    for angle in angles:
        matrix = cv2.getRotationMatrix2D(centre, float(angle), 1.0)
        turned = cv2.warpAffine(dark, matrix, (width, height), flags=cv2.INTER_LINEAR)
        rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
        score = float(np.square(np.diff(rows[:, 0])).sum())
        if score > best_score:
            best, best_score = float(angle), score
    return best


def _turned(grey: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    height, width = grey.shape
    there = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(there[0, 0]), abs(there[0, 1])
    size = (round(height * sin + width * cos), round(height * cos + width * sin))
    there[0, 2] += size[0] / 2 - width / 2
    there[1, 2] += size[1] / 2 - height / 2
    paper = int(np.percentile(grey[::16, ::16], 80))
    turned = cv2.warpAffine(grey, there, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    return turned, cv2.invertAffineTransform(there)


def _stamps_over_print(ink: np.ndarray | None, grey: np.ndarray, dpi: float) -> np.ndarray | None:
    """The ink of those coloured blobs that are as large as a stamp and lie over print; None if there are none."""
    if ink is None or ink.mean() <= _LEAST_INK:
        return None
    # Blobs are found on a picture of half the size: a quarter of the work.
    small = halved(ink.astype(np.uint8))
    pale = halved(grey)
    dark = pale < 0.62 * cv2.blur(pale, (31, 31))
    reach = max(3, round(1.0 * dpi / _MM_PER_INCH))
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    least = 0.5 * _STAMP_MM * dpi / _MM_PER_INCH
    chosen = np.zeros(joined.shape, np.uint8)
    for index in range(1, count):
        x, y, width, height, _ = stats[index]
        if width < least or height < 0.6 * least:
            continue
        window = np.s_[y : y + height, x : x + width]
        if (dark[window] & (small[window] == 0)).mean() > _PRINT_UNDER_INK:
            chosen[window] |= labels[window] == index
    if not chosen.any():
        return None
    whole = cv2.resize(chosen, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(np.logical_and(ink, whole))


def _shadow(grey: np.ndarray) -> float:
    """How much darker the darkest quarter of the paper is than the brightest, as a share; print does not count."""
    small = cv2.resize(grey, (64, 90), interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(small, np.ones((7, 7), np.uint8))[4:-4, 4:-4]
    low, high = np.percentile(bright, (8, 97))
    return float((high - low) / max(high, 1.0))


def _without_shadow(grey: np.ndarray) -> np.ndarray:
    """Sauvola by box filters: local threshold mean * (1 + k (deviation / 128 - 1)), softened to keep edges grey."""
    window = (_SAUVOLA_WINDOW, _SAUVOLA_WINDOW)
    mean = cv2.boxFilter(grey, cv2.CV_32F, window)
    variance = cv2.sqrBoxFilter(grey, cv2.CV_32F, window)
    cv2.subtract(variance, cv2.multiply(mean, mean), dst=variance)
    deviation = cv2.sqrt(np.maximum(variance, 0.0, out=variance), dst=variance)
    factor = cv2.addWeighted(deviation, _SAUVOLA_K / 128.0, deviation, 0.0, 1.0 - _SAUVOLA_K, dst=deviation)
    threshold = cv2.multiply(mean, factor, dst=mean)
    return np.asarray(cv2.compare(grey.astype(np.float32), threshold, cv2.CMP_GT))


def _noise(grey: np.ndarray) -> tuple[bool, bool]:
    """Whether dark dots stand alone all over (speckle), and whether the paper itself is noisy (grain)."""
    middle = grey[grey.shape[0] // 8 : -grey.shape[0] // 8, grey.shape[1] // 8 : -grey.shape[1] // 8]
    paper = float(np.percentile(middle[::4, ::4], 75))
    dark = middle < 0.6 * paper
    total = int(dark.sum())
    smooth = cv2.medianBlur(middle, 3)
    if total > 0.002 * dark.size:
        alone = int((dark & (smooth > 0.75 * paper)).sum())
        if alone > _SPECKLE * total and alone > 0.003 * dark.size:
            return True, False
    bright = smooth > 0.85 * paper
    if bright.sum() < 1000:
        return False, False
    residue = cv2.subtract(middle, smooth, dtype=cv2.CV_16S)
    _, deviation = cv2.meanStdDev(residue, mask=bright.astype(np.uint8))
    return False, bool(deviation[0, 0] > _GRAIN)
