"""What scanners, copiers and telephones do to a page: skew, blur, shade, noise, speckle, recompression, perspective."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from samples.ink import Picture, clouds
from samples.truth import Damage


@dataclass(frozen=True, slots=True)
class Wear:
    """How strong each kind of damage may get at one level; ranges are (least, most)."""

    skew: tuple[float, float]  # degrees, either way
    blur: tuple[float, float]  # Gaussian sigma at 200 dpi, pixels
    shade: tuple[float, float]  # share of light lost in the darkest corner
    noise: tuple[float, float]  # standard deviation of 255
    quality: tuple[int, int]  # JPEG
    specks: int  # specks on a page, at most
    dpi: tuple[int, ...]


WEAR = {
    Damage.LIGHT: Wear((0.0, 0.8), (0.3, 0.55), (0.0, 0.06), (1.0, 3.0), (78, 92), 15, (200, 200, 250, 300)),
    Damage.MEDIUM: Wear((0.3, 2.2), (0.5, 0.85), (0.05, 0.2), (2.0, 6.0), (52, 75), 90, (150, 170, 200, 200)),
    Damage.HEAVY: Wear((1.0, 5.0), (0.75, 1.2), (0.15, 0.38), (5.0, 11.0), (28, 48), 350, (100, 120, 140, 150)),
}
TELEPHONE_DPI = {Damage.LIGHT: (220, 240), Damage.MEDIUM: (170, 190), Damage.HEAVY: (130, 150)}


def photocopied(image: Picture, rng: np.random.Generator) -> Picture:
    """A black-and-white copy of a copy: colour gone, contrast hard, toner specks and a dark edge."""
    grey: np.ndarray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.6)
    grey = grey + 10 * rng.standard_normal(grey.shape, np.float32)
    middle = rng.uniform(165, 195)
    grey = 255 / (1 + np.exp(-(grey - middle) / 14))
    edge = int(grey.shape[1] * rng.uniform(0.004, 0.015))
    if rng.random() < 0.6:
        grey[:, :edge] *= rng.uniform(0.1, 0.6)
    copy = np.clip(grey, 12, 250).astype(np.uint8)
    _speckle(copy, int(rng.integers(30, 160)), rng)
    return np.repeat(copy[:, :, None], 3, axis=2)


def _speckle(grey: np.ndarray, count: int, rng: np.random.Generator) -> None:
    for _ in range(count):
        x, y = int(rng.integers(grey.shape[1])), int(rng.integers(grey.shape[0]))
        shade = int(rng.integers(20, 130))
        colour = (shade,) * 3 if grey.ndim == 3 else shade
        cv2.circle(grey, (x, y), int(rng.integers(1, 3)), colour, -1, cv2.LINE_AA)


def aged(image: Picture, rng: np.random.Generator, dpi: int) -> Picture:
    """The paper itself: its tint, a fold across the middle, staple or punch holes; the print less than black."""
    warm = rng.uniform(0.0, 1.0)  # office paper yellows, it does not turn green
    tint = np.array([1 - 0.012 * warm, 1 - 0.022 * warm, 1 - 0.075 * warm], np.float32) * rng.uniform(0.97, 1.0)
    floor = rng.uniform(8, 34)
    page = image.astype(np.float32)
    page *= tint * np.float32((255 - floor) / 255)
    page += tint * np.float32(floor)
    page *= (1 - np.float32(0.025) * clouds(rng, image.shape[:2], 9))[:, :, None]
    if rng.random() < 0.35:
        for part in (0.5,) if rng.random() < 0.6 else (0.34, 0.67):
            row = int(image.shape[0] * (part + rng.uniform(-0.01, 0.01)))
            page[row : row + 2] *= 0.88
            page[row + 2 : row + 5] *= 1.03
    result = np.clip(page, 0, 255, out=page).astype(np.uint8)
    ppm = dpi / 25.4
    if rng.random() < 0.3:
        x, y = int(rng.uniform(5, 9) * ppm), int(rng.uniform(5, 8) * ppm)
        cv2.line(result, (x, y), (x + int(9 * ppm), y + int(rng.uniform(-3, 3) * ppm)), (120, 120, 124), 3, cv2.LINE_AA)
    if rng.random() < 0.25:
        for y_mm in (108.5, 188.5):
            cv2.circle(result, (int(10 * ppm), int(y_mm * ppm)), int(2.7 * ppm), (96, 92, 88), -1, cv2.LINE_AA)
    return result


def _noisy(page: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    grain = rng.standard_normal(page.shape[:2], np.float32)
    page += (cv2.GaussianBlur(grain, (0, 0), 0.7) * np.float32(sigma * 1.5))[:, :, None]
    return page


def scanned(image: Picture, level: Damage, rng: np.random.Generator, drawn_dpi: int, dpi: int) -> Picture:
    """A flatbed or sheet-fed scan of ``image`` (drawn at ``drawn_dpi``), at ``dpi``."""
    wear = WEAR[level]
    size = (round(image.shape[1] * dpi / drawn_dpi), round(image.shape[0] * dpi / drawn_dpi))
    shrink = dpi <= drawn_dpi
    page = cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
    degrees = rng.uniform(*wear.skew) * (1 if rng.random() < 0.5 else -1)
    shift = rng.uniform(-4, 4, 2) * dpi / 25.4 * 0.4
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), degrees, rng.uniform(0.985, 1.0))
    matrix[:, 2] = matrix[:, 2] + shift
    lid = (250, 250, 250) if rng.random() < 0.7 else (70, 68, 66)
    page = cv2.warpAffine(page, matrix, size, flags=cv2.INTER_LINEAR, borderValue=lid)
    page = cv2.GaussianBlur(page, (0, 0), max(0.2, rng.uniform(*wear.blur) * dpi / 200))
    light = page.astype(np.float32)
    light *= (1 - np.float32(rng.uniform(*wear.shade)) * _slope(page.shape[:2], rng))[:, :, None]
    result: Picture = np.clip(_noisy(light, rng.uniform(*wear.noise), rng), 0, 255, out=light).astype(np.uint8)
    if wear.specks > 15:
        _speckle(result, int(rng.integers(wear.specks // 4, wear.specks)), rng)
    return result


def _slope(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Light that falls off from one side, unevenly: 0 bright to 1 dark."""
    turn = rng.uniform(0, 2 * np.pi)
    small = (120, 90)
    y, x = np.mgrid[0 : small[0], 0 : small[1]].astype(np.float32)
    along = (x / small[1] - 0.5) * np.cos(turn) + (y / small[0] - 0.5) * np.sin(turn)
    light = np.clip(along * 0.8 + 0.4 + 0.3 * (clouds(rng, small, 4) - 0.5), 0, 1).astype(np.float32)
    return np.asarray(cv2.resize(light, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def photographed(image: Picture, level: Damage, rng: np.random.Generator, drawn_dpi: int, dpi: int) -> Picture:
    """A telephone's photograph of the page on a table: perspective, a shadow, warm light, the table around it."""
    wear = WEAR[level]
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    page = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if dpi <= drawn_dpi else cv2.INTER_CUBIC)
    room = int(0.06 * width)
    canvas = (width + 2 * room, height + 2 * room)
    table = _table((canvas[1], canvas[0]), rng)
    tilt = {Damage.LIGHT: 0.012, Damage.MEDIUM: 0.028, Damage.HEAVY: 0.045}[level]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = corners + room + (rng.uniform(-tilt, tilt, (4, 2)) * width).astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    laid = cv2.warpPerspective(page, warp, canvas, flags=cv2.INTER_LINEAR)
    cover = (
        cv2.warpPerspective(np.full((height, width), 255, np.uint8), warp, canvas).astype(np.float32)[:, :, None] / 255
    )
    shade = 1 - 0.35 * cv2.GaussianBlur(cover[:, :, 0], (0, 0), room / 4)[:, :, None] * (1 - cover)
    photo = table  # in place: float pictures of this size are near a hundred megabytes
    photo *= (1 - cover) * shade
    photo += laid * cover
    photo *= (1 - np.float32(rng.uniform(0.25, 0.5)) * _shadow(photo.shape[:2], rng))[:, :, None]
    photo *= np.array([1.0, rng.uniform(0.95, 1.0), rng.uniform(0.86, 0.97)], np.float32)
    photo = cv2.GaussianBlur(photo, (0, 0), rng.uniform(*wear.blur) * 0.9 * dpi / 200 + 0.15)
    result: Picture = np.clip(_noisy(photo, rng.uniform(*wear.noise), rng), 0, 255, out=photo).astype(np.uint8)
    return result


def _table(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A wooden or grey table top."""
    base = np.array(((118, 84, 56), (92, 70, 52), (128, 128, 124), (70, 86, 98))[int(rng.integers(4))], np.float32)
    streaks = cv2.resize(rng.random((shape[0] // 6 + 1, 3)).astype(np.float32), (shape[1], shape[0]))
    return np.asarray(base * (0.8 + 0.35 * streaks[:, :, None]), np.float32)


def _shadow(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """The soft shadow of a hand and a telephone: 0 lit to 1 dark."""
    small = np.zeros((120, 90), np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    x, y = 45 + 45 * np.cos(turn), 60 + 60 * np.sin(turn)
    cv2.ellipse(small, (int(x), int(y)), (int(rng.integers(25, 50)), int(rng.integers(30, 60))), 0, 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(6, 14)))
    return np.asarray(cv2.resize(soft, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)
