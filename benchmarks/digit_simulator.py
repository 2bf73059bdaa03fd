"""Simulated rows of handwritten numerals in the boxes of a receipt strip, with their truth.

Real numerals (skeletons of scanned ones, redrawn with a pen) on simulated paper: pens, inks, box lines or what print
subtraction leaves of them, neighbours' strokes, skew, low resolution, blur, noise and JPEG; and what is no numeral.
All randomness comes from the generator that is passed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from extractors.digits import EMPTY, NO_NUMERAL, Floats, Image
from rules import strip

GRID = 64  # side of a skeleton picture
BODY = 48  # the numeral within it
SCALE = 10.0  # pixels per millimetre while drawing
LEFT, TOP, RIGHT, BOTTOM = 18.5, 241.5, 77.5, 256.5  # the part of the page that is drawn, in mm

LATIN_LETTERS = "AEFHKMNPRTUVWXYadfhkmnprtuvwx"  # without those that are numerals to any eye, such as O, I, S, b, q
BENGALI_LETTERS = "কখগঘছজঝঞঠডণথদধনপফভমযরলশসহঅআইউএ"


@dataclass(frozen=True)
class Damage:
    """Ranges from which a row's damage is drawn."""

    dpi: tuple[float, float]
    skew: float  # degrees either way
    offset: float  # mm either way
    blur: float  # pixels at the scanned resolution, at most
    noise: float  # grey levels, at most
    quality: tuple[int, int]  # JPEG
    intrusion: float  # how far a numeral may leave its box, mm
    overlay: float  # chance of a stamp's edge across the row


LIGHT = Damage((200, 300), 0.5, 0.25, 0.6, 4, (75, 95), 0.4, 0.0)
MEDIUM = Damage((150, 240), 1.2, 0.45, 0.9, 9, (50, 90), 0.8, 0.05)
HEAVY = Damage((100, 170), 2.2, 0.7, 1.2, 16, (25, 75), 1.3, 0.15)
LEVELS = {"light": LIGHT, "medium": MEDIUM, "heavy": HEAVY}


def skeletons(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Skeletons, (n, 64, 64) of 0/1, of pictures (n, h, w) with light ink on black: thickness and grain are gone."""
    if not len(pictures):
        return np.zeros((0, GRID, GRID), np.uint8)
    bodies = np.stack([_centred(picture) for picture in pictures])
    return np.concatenate([_thin(bodies[start : start + 500]) for start in range(0, len(bodies), 500)])


def _centred(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = np.nonzero(picture > 100)
    if not len(rows):
        return np.zeros((GRID, GRID), np.uint8)
    body = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    factor = BODY / max(body.shape)
    size = (max(2, round(body.shape[1] * factor)), max(2, round(body.shape[0] * factor)))
    large = cv2.resize(body, size, interpolation=cv2.INTER_CUBIC)
    canvas = np.zeros((GRID, GRID), np.uint8)
    y, x = (GRID - size[1]) // 2, (GRID - size[0]) // 2
    canvas[y : y + size[1], x : x + size[0]] = large
    bold: NDArray[np.uint8] = (np.asarray(cv2.GaussianBlur(canvas, (0, 0), 1.0)) > 140).astype(np.uint8)
    return bold


def _thin(bodies: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Thinning after Zhang and Suen (1984), all pictures at once."""
    image = bodies.astype(bool)
    while True:
        before = image.sum()
        for first in (True, False):
            p = np.pad(image, ((0, 0), (1, 1), (1, 1)))
            ring = [p[:, :-2, 1:-1], p[:, :-2, 2:], p[:, 1:-1, 2:], p[:, 2:, 2:],
                    p[:, 2:, 1:-1], p[:, 2:, :-2], p[:, 1:-1, :-2], p[:, :-2, :-2]]  # fmt: skip
            count = sum(part.astype(np.int8) for part in ring)
            turns = sum((~ring[i] & ring[(i + 1) % 8]).astype(np.int8) for i in range(8))
            north, east, south, west = ring[0], ring[2], ring[4], ring[6]
            if first:
                free = ~(north & east & south) & ~(east & south & west)
            else:
                free = ~(north & east & west) & ~(north & south & west)
            image = image & ~((count >= 2) & (count <= 6) & (turns == 1) & free)
        if image.sum() == before:
            return image.astype(np.uint8)


def letters(fonts: Sequence[Path]) -> NDArray[np.uint8]:
    """Skeletons of letters: Hershey's strokes, and any font files given (Bengali ones give Bengali letters)."""
    pictures = []
    for face in (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX):
        for letter in LATIN_LETTERS:
            canvas = np.zeros((96, 96), np.uint8)
            cv2.putText(canvas, letter, (20, 70), face, 2, 255, 4, cv2.LINE_AA)
            pictures.append(canvas)
    for font in fonts:
        face_of = ImageFont.truetype(str(font), 56)
        for letter in BENGALI_LETTERS if "bengali" in font.name.lower() else LATIN_LETTERS:
            drawn = Pictures.new("L", (96, 96))
            ImageDraw.Draw(drawn).text((16, 8), letter, fill=255, font=face_of)
            pictures.append(np.asarray(drawn, np.uint8))
    return skeletons(np.stack(pictures))


@dataclass(frozen=True)
class Sources:
    """Skeletons by class, 0..9 Bengali and 10..19 Latin, and of letters: of one split only."""

    numerals: tuple[NDArray[np.uint8], ...]
    letters: NDArray[np.uint8]


@dataclass(frozen=True)
class Hand:
    """What one writer keeps through a row, in mm and degrees."""

    pen: float
    height: float
    slant: float
    wobble: float


def _pick(rng: np.random.Generator, pool: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return pool[int(rng.integers(len(pool)))]


def _stroke(canvas: Floats, skeleton: NDArray[np.uint8], x: float, y: float, hand: Hand, wide: float,
            rng: np.random.Generator) -> None:  # fmt: skip
    """Draw a skeleton with the hand's pen, centred at x, y (mm from the canvas's corner)."""
    grain = hand.height * SCALE / BODY
    turn = np.deg2rad(rng.normal(0, 4))
    shear = np.tan(np.deg2rad(hand.slant + rng.normal(0, 3)))
    forward = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array(
        [[wide, -shear], [0, 1]]
    )
    forward = forward * grain * rng.uniform(0.9, 1.1)
    back = np.linalg.inv(forward)
    half = int(GRID * grain * 0.72) + 4
    cx, cy = round(x * SCALE), round(y * SCALE)
    grid_y, grid_x = np.mgrid[-half:half, -half:half].astype(np.float32)
    bend = cv2.resize(rng.normal(0, hand.wobble, (2, 4, 4)).astype(np.float32).transpose(1, 2, 0), (2 * half, 2 * half),
                      interpolation=cv2.INTER_CUBIC)  # fmt: skip
    map_x = (back[0, 0] * grid_x + back[0, 1] * grid_y + GRID / 2 + bend[..., 0]).astype(np.float32)
    map_y = (back[1, 0] * grid_x + back[1, 1] * grid_y + GRID / 2 + bend[..., 1]).astype(np.float32)
    thick = cv2.GaussianBlur(skeleton.astype(np.float32), (0, 0), 0.8)
    drawn = cv2.remap(thick, map_x, map_y, cv2.INTER_LINEAR)
    distance = cv2.distanceTransform((drawn < 0.22).astype(np.uint8), cv2.DIST_L2, 3)
    pressed = np.clip(hand.pen * SCALE / 2 - 0.6 * grain - distance + 1.0, 0, 1)
    if rng.random() < 0.25:  # a ballpoint that skips
        skips = cv2.resize(rng.random((6, 6)).astype(np.float32), (2 * half, 2 * half), interpolation=cv2.INTER_CUBIC)
        pressed = pressed * np.clip(0.35 + skips * 1.6, 0, 1)
    _lay(canvas, pressed, cx - half, cy - half)


def _lay(canvas: Floats, patch: NDArray[np.floating], x: int, y: int) -> None:
    height, width = canvas.shape
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + patch.shape[1], width), min(y + patch.shape[0], height)
    if x0 < x1 and y0 < y1:
        region = canvas[y0:y1, x0:x1]
        np.maximum(region, patch[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32), out=region)


def _scribble(canvas: Floats, x: float, y: float, hand: Hand, turns: int, rng: np.random.Generator) -> None:
    """A smooth line through random points: a scrawl, a tick, initials, a crossing out."""
    points = rng.uniform(-0.5, 0.5, (turns, 2)) * (4.6, 6.2) + (x, y)
    steps = np.linspace(0, turns - 1, turns * 12)
    path = np.stack([np.interp(steps, range(turns), points[:, axis]) for axis in (0, 1)], axis=1)
    kernel = np.hanning(11) / np.hanning(11).sum()
    path = np.stack([np.convolve(np.pad(path[:, axis], 5, "edge"), kernel, "valid") for axis in (0, 1)], axis=1)
    cv2.polylines(canvas, [np.round(path * SCALE * 8).astype(np.int32)], False, 1.0, max(1, round(hand.pen * SCALE)),
                  cv2.LINE_AA, 3)  # fmt: skip


def _not_a_numeral(canvas: Floats, x: float, y: float, hand: Hand, sources: Sources, script: int,
                   rng: np.random.Generator) -> None:  # fmt: skip
    pool = sources.numerals
    kind = rng.choice(["letter", "scribble", "struck", "two", "over", "arc", "mark", "part"],
                      p=[0.3, 0.18, 0.14, 0.1, 0.08, 0.08, 0.07, 0.05])  # fmt: skip
    digit = pool[int(rng.integers(10)) + 10 * script]
    if kind == "letter":
        _stroke(canvas, _pick(rng, sources.letters), x, y, hand, rng.uniform(0.7, 1.1), rng)
    elif kind == "scribble":
        _scribble(canvas, x, y, hand, int(rng.integers(5, 16)), rng)
    elif kind == "struck":
        _stroke(canvas, _pick(rng, digit), x, y, hand, rng.uniform(0.7, 1.1), rng)
        _scribble(canvas, x, y, hand, int(rng.integers(4, 10)), rng)
    elif kind == "two":  # two numerals squeezed into one box
        small = Hand(hand.pen, hand.height * 0.75, hand.slant, hand.wobble)
        _stroke(canvas, _pick(rng, digit), x - 1.3, y, small, 0.6, rng)
        _stroke(canvas, _pick(rng, pool[int(rng.integers(10)) + 10 * script]), x + 1.3, y, small, 0.6, rng)
    elif kind == "over":  # one written over another
        _stroke(canvas, _pick(rng, digit), x, y, hand, rng.uniform(0.7, 1.1), rng)
        _stroke(canvas, _pick(rng, sources.letters), x, y, hand, rng.uniform(0.7, 1.1), rng)
    elif kind == "arc":
        _stamp_edge(canvas, x, y, rng)
    elif kind == "mark":  # dash, dot or cross
        reach = rng.uniform(0.4, 2.0)
        for lean in ((1, rng.uniform(-0.3, 0.3)),) if rng.random() < 0.6 else ((1, 1), (1, -1)):
            a, b = (x - reach * lean[0], y - reach * lean[1]), (x + reach * lean[0], y + reach * lean[1])
            cv2.line(canvas, _px(a), _px(b), 1.0, max(1, round(hand.pen * SCALE)), cv2.LINE_AA)
    else:  # a numeral of which the better half is gone
        _stroke(canvas, _pick(rng, digit), x, y, hand, rng.uniform(0.7, 1.1), rng)
        low, high = (y - 4, y + rng.uniform(-0.2, 0.8)) if rng.random() < 0.5 else (y + rng.uniform(-0.8, 0.2), y + 4)
        (x0, y0), (x1, y1) = _px((x - 3, low)), _px((x + 3, high))
        canvas[max(y0, 0) : y1, max(x0, 0) : x1] = 0


def _stamp_edge(canvas: Floats, x: float, y: float, rng: np.random.Generator) -> None:
    angle, radius = rng.uniform(0, 2 * np.pi), rng.uniform(10, 22)
    centre = (x + radius * np.cos(angle) + rng.normal(0, 1), y + radius * np.sin(angle) + rng.normal(0, 1))
    for ring in (0, rng.uniform(0.8, 2.2)):
        cv2.circle(canvas, _px(centre), round((radius - ring) * SCALE), 1.0, round(rng.uniform(0.25, 0.7) * SCALE),
                   cv2.LINE_AA)  # fmt: skip


def _px(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0] * SCALE), round(point[1] * SCALE)


def row(classes: Sequence[int], sources: Sources, damage: Damage, rng: np.random.Generator) -> list[Image]:
    """Crops of eight strip boxes filled with ``classes`` (see extractors.digits), as a receipt reader cuts them."""
    shape = (round((BOTTOM - TOP) * SCALE), round((RIGHT - LEFT) * SCALE))
    pen = np.zeros(shape, np.float32)
    hand = Hand(rng.uniform(0.3, 0.85), rng.uniform(3.6, 6.8), rng.normal(4, 7), rng.uniform(0.2, 1.4))
    script = 1 if any(10 <= known < 20 for known in classes) else int(not any(known < 10 for known in classes))
    drift = rng.normal(0, 0.15, 2)
    for box, known in zip(strip.DATE_BOXES, classes, strict=True):
        x = (box.x0 + box.x1) / 2 - LEFT + np.clip(rng.normal(drift[0], 0.45), -1, 1) * damage.intrusion
        y = (box.y0 + box.y1) / 2 - TOP + np.clip(rng.normal(drift[1], 0.45), -1, 1) * damage.intrusion
        if known == NO_NUMERAL:
            _not_a_numeral(pen, x, y, hand, sources, script, rng)
        elif known != EMPTY:
            wide = rng.uniform(0.6, 1.1) if known < 10 else rng.uniform(0.85, 1.25)
            wide *= min(1.0, 5.8 / hand.height)
            _stroke(pen, _pick(rng, sources.numerals[known]), x, y, hand, wide, rng)
    lines = np.zeros(shape, np.float32)
    _lines(lines, pen, rng)
    scanned, dots = _scan(pen, lines, damage, rng)
    grow = rng.uniform(-0.45, 0.9)
    crops = []
    for box in strip.DATE_BOXES:
        x0, x1 = (box.x0 - LEFT - grow) * dots, (box.x1 - LEFT + grow) * dots
        y0, y1 = (box.y0 - TOP - grow) * dots, (box.y1 - TOP + grow) * dots
        crops.append(np.ascontiguousarray(scanned[max(0, round(y0)) : round(y1), max(0, round(x0)) : round(x1)]))
    return crops


def line(text: str, script: int, sources: Sources, damage: Damage, rng: np.random.Generator) -> Image:
    """A line of numerals and separators ``/ - .`` without boxes, cut out with a little paper round it.

    ``text`` in ASCII, ``script`` 0 Bengali, 1 Latin. Spacing as hands do it: now and then numerals touch.
    """
    hand = Hand(rng.uniform(0.3, 0.75), rng.uniform(3.4, 6.0), rng.normal(4, 7), rng.uniform(0.2, 1.2))
    gap = rng.uniform(0.25, 1.3)
    pieces = [_character(char, script, sources, hand, rng) for char in text]
    height = pieces[0].shape[0]
    pen = np.zeros((height, round((len(text) * 8 + 8) * SCALE)), np.float32)
    x = round(2 * SCALE)
    for piece in pieces:
        _lay(pen, piece, x, round(rng.normal(0, 0.25) * SCALE))
        x += piece.shape[1] + round((gap + rng.normal(0, 0.2)) * SCALE)
    columns, rows = np.flatnonzero(pen.any(axis=0)), np.flatnonzero(pen.any(axis=1))
    frame = round(rng.uniform(1.0, 2.0) * SCALE)
    pen = np.pad(pen[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], frame)
    return _scan(pen, np.zeros(pen.shape, np.float32), damage, rng)[0]


def _character(char: str, script: int, sources: Sources, hand: Hand, rng: np.random.Generator) -> Floats:
    canvas = np.zeros((round(14 * SCALE), round(14 * SCALE)), np.float32)
    thick = max(1, round(hand.pen * SCALE))
    if char == "/":
        tall, lean = hand.height * rng.uniform(0.55, 0.8), hand.height * rng.uniform(0.08, 0.32)
        cv2.line(canvas, _px((7 + lean, 7 - tall)), _px((7 - lean, 7 + tall)), 1.0, thick, cv2.LINE_AA)
    elif char == "-":
        half, tilt = hand.height * rng.uniform(0.15, 0.3), rng.normal(0, 0.15)
        cv2.line(canvas, _px((7 - half, 7 + tilt)), _px((7 + half, 7 - tilt)), 1.0, thick, cv2.LINE_AA)
    elif char == ".":
        cv2.circle(canvas, _px((7, 7 + hand.height * 0.45)), round(thick * rng.uniform(0.5, 0.9)), 1.0, -1)
    else:
        known = int(char) + 10 * script
        wide = rng.uniform(0.6, 1.1) if script == 0 else rng.uniform(0.85, 1.25)
        _stroke(canvas, _pick(rng, sources.numerals[known]), 7, 7, hand, wide, rng)
    columns = np.flatnonzero(canvas.any(axis=0))
    return canvas[:, columns[0] : columns[-1] + 1] if len(columns) else canvas[:, :1]


def _lines(lines: Floats, pen: Floats, rng: np.random.Generator) -> None:
    """Box lines as printed, or what is left when the print has been subtracted: crumbs, and gaps in the pen."""
    thick = max(1, round(rng.uniform(0.12, 0.4) * SCALE))
    for box in strip.DATE_BOXES:
        corners = _px((box.x0 - LEFT, box.y0 - TOP)), _px((box.x1 - LEFT, box.y1 - TOP))
        cv2.rectangle(lines, *corners, 1.0, thick)
    if rng.random() < 0.35:  # labels above and below
        words = np.zeros(lines.shape, np.uint8)
        for y in (strip.DATE_LABEL.y1 - TOP - 0.6, strip.NUMBER_LABEL.y1 - TOP - 0.5):
            cv2.putText(
                words, "Received Date Number", _px((rng.uniform(3, 9), y)), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2
            )
        np.maximum(lines, words / np.float32(255), out=lines)
    if rng.random() < 0.55:
        if rng.random() < 0.5:
            pen[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0.5] *= rng.uniform(0, 0.6)
        keep = cv2.resize(rng.random((24, 90)).astype(np.float32), lines.shape[::-1], interpolation=cv2.INTER_NEAREST)
        lines *= (keep < rng.uniform(0, 0.25)) * rng.uniform(0.2, 0.9)
    else:
        lines *= rng.uniform(0.3, 1.0)


def _scan(pen: Floats, lines: Floats, damage: Damage, rng: np.random.Generator) -> tuple[Image, float]:
    """Paper, inks, optics and the file format: the picture, and its dots per millimetre."""
    stamp = np.zeros(pen.shape, np.float32)
    if rng.random() < damage.overlay:
        _stamp_edge(stamp, rng.uniform(3, RIGHT - LEFT - 3), rng.uniform(3, 12), rng)
    dots = rng.uniform(*damage.dpi) / 25.4
    size = (round(pen.shape[1] * dots / SCALE), round(pen.shape[0] * dots / SCALE))
    turn = cv2.getRotationMatrix2D((pen.shape[1] / 2, pen.shape[0] / 2), rng.uniform(-1, 1) * damage.skew, 1.0)
    turn = np.asarray(turn) + [[0, 0, rng.uniform(-1, 1) * damage.offset * SCALE] for _ in range(2)]

    def seen(layer: Floats) -> Floats:
        turned = cv2.warpAffine(layer, turn, pen.shape[::-1], flags=cv2.INTER_LINEAR)
        result: Floats = cv2.resize(turned, size, interpolation=cv2.INTER_AREA)[..., None]
        return result

    paper = (rng.uniform(205, 255) + rng.normal(0, 4, 3)).astype(np.float32)
    picture: Floats = paper + (np.float32(rng.uniform(0, 110)) - paper) * seen(lines)
    colour = rng.uniform((90, 20, 20), (220, 120, 220)).astype(np.float32)
    if stamp.any():
        picture += (colour - picture) * seen(stamp) * np.float32(rng.uniform(0.3, 0.8))
    picture += (_pen_colour(rng) - picture) * seen(pen) * np.float32(rng.uniform(0.65, 1.0))
    if (blur := rng.uniform(0, damage.blur)) > 0.25:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.float32)
    shade = np.linspace(1, rng.uniform(0.8, 1.0), size[0], dtype=np.float32)[:: rng.choice((-1, 1))]
    noise = rng.standard_normal(picture.shape, np.float32) * np.float32(rng.uniform(0, damage.noise))
    picture = picture * shade[None, :, None] + noise
    if rng.random() < 0.2:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    raw = np.clip(picture, 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*damage.quality))]
    scanned = np.asarray(cv2.imdecode(cv2.imencode(".jpg", raw, quality)[1], cv2.IMREAD_COLOR), np.uint8)
    return scanned, dots


def _pen_colour(rng: np.random.Generator) -> Floats:
    """BGR of blue, black or grey, or any other ink."""
    blue = rng.uniform((120, 30, 10), (220, 110, 90))
    grey = np.full(3, rng.uniform(10, 90)) + rng.normal(0, 6, 3)
    other = rng.uniform((20, 20, 20), (160, 150, 190))
    chosen: Floats = (blue, grey, other)[int(rng.choice(3, p=[0.5, 0.38, 0.12]))].astype(np.float32)
    return chosen
