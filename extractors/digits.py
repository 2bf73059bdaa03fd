"""Handwritten numerals, Bengali and Latin: in the boxes of the receipt strip, and where they stand alone.

Small convolutional networks (``models/digits.npz``, trained by ``benchmarks/train_digits.py``) give each crop a
calibrated probability for ten Bengali numerals, ten Latin ones, "empty" and "no numeral". The scripts share shapes
(০ is 0, ৪ looks like 8, ৭ and ১ like 9), so the script is decided for all boxes of a group together, never box by box.
The networks run in plain numpy: a dozen crops take some milliseconds and no further library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

MODEL = Path(__file__).parent / "models" / "digits.npz"
TYPE_MODEL = MODEL.with_name("type.npz")
SIDE = 32  # pixels of the square that the networks see
CLASSES = 22  # 0..9 Bengali, 10..19 Latin, then:
EMPTY = 20
NO_NUMERAL = 21
DATE_FORMAT = "DDMMYYYY"

_HEIGHT = 56  # a crop's height in pixels while its ink is looked for
_LEAST_CONTRAST = 45.0  # grey levels: fainter than this is paper, and is not stretched into ink
_VIEWS = (
    (0.0, 1.0),
    (-5.0, 1.0),
    (5.0, 1.0),
    (0.0, 0.9),
    (0.0, 1.12),
)  # degrees, scale: looks whose logits are averaged
_POOLED = (True, True, False, True)  # which convolutions are followed by halving

# What else may stand in eight date boxes, beside a date of the range asked for: the year mistaken at New Year, a date
# of some other paper; eight numerals that are no date; scrawl. Deliberately generous: each makes a reading less sure.
_OTHER_DATE = 0.05
_NO_DATE = 0.05
_OTHER_YEARS = 10
SPOILT_BOX = 0.05


class Script(StrEnum):
    BENGALI = "ben"
    LATIN = "lat"


_SCRIPTS = tuple(Script)  # in the order of the classes


@dataclass(frozen=True, slots=True)
class Digit:
    """One crop by itself. ``value`` 0..9, or None if it is empty or no numeral (``empty`` says which).

    ``probability`` is calibrated and is that of the value, whatever the script; ``runner_up`` is the next best value
    (None: empty or no numeral) with its own probability.
    """

    value: int | None
    script: Script | None
    probability: float
    runner_up: int | None
    runner_up_probability: float
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A row of numerals: ``digits`` in ASCII, the probability that all of them are right, and whether that is enough
    to be recorded without a person (``sure``)."""

    digits: str
    script: Script
    probability: float
    sure: bool


@dataclass(frozen=True, slots=True)
class DateReading:
    """The likeliest date in the range, its probability, and the next likeliest. Record it only if ``sure``."""

    value: date
    digits: str  # the eight numerals, as DATE_FORMAT, in ASCII
    script: Script
    probability: float
    runner_up: date | None
    sure: bool


def recognise(crops: Sequence[Image]) -> list[Digit]:
    """What each crop shows by itself. A crop is BGR or grey, of any size, and holds one box or one numeral."""
    return [_digit(row) for row in probabilities(crops)]


def read_boxes(crops: Sequence[Image]) -> Reading | None:
    """The numerals of a group of boxes, one to a crop, in order; None if a box is empty or likelier no numeral."""
    weighed = weigh_boxes(crops)
    if weighed is None:
        return None
    digits, script, chance = weighed
    probability = sharpen(chance, fitted("reading_sharpness"))
    return Reading(digits, script, probability, probability >= fitted("reading_threshold"))


def read_date(crops: Sequence[Image], earliest: date, latest: date) -> DateReading | None:
    """The date in eight boxes, DD MM YYYY, known to lie between ``earliest`` and ``latest``, both included.

    All eight boxes are weighed together over the dates of the range, against dates outside it, against numerals that
    are no date and against scrawl; nothing outside the range is ever returned. None if no date of the range is
    likelier than all these, or a box shows no numeral. ValueError unless there are eight crops.
    """
    weighed = weigh_date(crops, earliest, latest)
    if weighed is None:
        return None
    probability = sharpen(weighed.chance, fitted("date_sharpness"))
    sure = probability >= fitted("date_threshold") and weighed.support >= fitted("date_support")
    digits = weighed.value.strftime("%d%m%Y")
    return DateReading(weighed.value, digits, weighed.script, probability, weighed.runner_up, sure)


@dataclass(frozen=True, slots=True)
class WeighedDate:
    """A date before calibration: its chance among all that was weighed, and (``support``) its weakest box's."""

    value: date
    script: Script
    chance: float
    support: float
    runner_up: date | None


def weigh_boxes(crops: Sequence[Image]) -> tuple[str, Script, float] | None:
    """What ``read_boxes`` finds, with the chance before calibration."""
    chances = probabilities(crops)
    spoilt = chances[:, EMPTY] + chances[:, NO_NUMERAL]
    if not crops or bool((spoilt > 0.5).any()):
        return None
    by_script = values_by_script(chances)
    script = int(by_script.max(axis=2).prod(axis=1).argmax())
    digits = by_script[script].argmax(axis=1)
    hit = by_script[:, np.arange(len(digits)), digits].prod(axis=1).sum()
    every = (by_script.sum(axis=2) + spoilt).prod(axis=1).sum()
    return "".join(map(str, digits)), _SCRIPTS[script], float(hit / every)


def weigh_date(crops: Sequence[Image], earliest: date, latest: date) -> WeighedDate | None:
    """What ``read_date`` finds, with the chances before calibration."""
    if len(crops) != len(DATE_FORMAT):
        raise ValueError(f"A date has {len(DATE_FORMAT)} boxes, not {len(crops)}.")
    chances = probabilities(crops)
    spoilt = chances[:, EMPTY] + chances[:, NO_NUMERAL]
    if bool((spoilt > 0.5).any()):
        return None
    by_script = values_by_script(chances)
    any_row = by_script.mean(axis=2) * (1 - SPOILT_BOX) + spoilt * SPOILT_BOX

    def likely(days: Sequence[date]) -> NDArray[np.float64]:
        result: NDArray[np.float64] = by_script[:, np.arange(8), date_digits(days)].prod(axis=2)
        return result

    best = likeliest_date(likely, float(any_row.prod(axis=1).sum()), earliest, latest)
    if best is None:
        return None
    day, script, chance, runner_up = best
    own = by_script[_SCRIPTS.index(script)]
    fits = own[np.arange(8), date_digits([day])[0]] / (own.sum(axis=1) + spoilt)
    support = fits.min()
    return WeighedDate(day, script, chance, float(support), runner_up)


def date_digits(days: Sequence[date]) -> NDArray[np.int_]:
    """DDMMYYYY of each day, (days, 8)."""
    numbers = np.array([day.day * 1_000_000 + day.month * 10_000 + day.year for day in days], int)
    result: NDArray[np.int_] = numbers[:, None] // 10 ** np.arange(7, -1, -1) % 10
    return result


def likeliest_date(
    likely: Callable[[Sequence[date]], NDArray[np.float64]], any_row: float, earliest: date, latest: date
) -> tuple[date, Script, float, date | None] | None:
    """The date of the range that fits best, its script, its chance, the next best; None if something else fits better.

    ``likely`` gives each day's likelihood under each script, (2, days); ``any_row`` is that of numerals at random or
    spoilt. Weighed against are dates of some years before and after the range, and ``any_row``.
    """
    if earliest > latest:
        return None
    inside = [earliest + timedelta(days=day) for day in range((latest - earliest).days + 1)]
    first = date(max(1000, earliest.year - _OTHER_YEARS), 1, 1)
    last = date(min(9999, latest.year + _OTHER_YEARS), 12, 31)
    every = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    outside = [day for day in every if not earliest <= day <= latest]
    fits = likely(inside)
    weights = (1 - _OTHER_DATE - _NO_DATE) * fits.sum(axis=0) / len(inside)
    rest = _OTHER_DATE * float(likely(outside).sum()) / len(outside) + _NO_DATE * any_row
    order = np.argsort(weights)[::-1]
    best = int(order[0])
    if weights[best] <= rest:
        return None
    chance = float(weights[best] / (weights.sum() + rest))
    runner_up = inside[int(order[1])] if len(inside) > 1 else None
    return inside[best], _SCRIPTS[int(fits[:, best].argmax())], chance, runner_up


def probabilities(crops: Sequence[Image], *, typed: bool = False) -> Floats:
    """Calibrated class probabilities, (crops, 22); classes as at the top of this module. ``typed``: as rubber type."""
    if not crops:
        return np.zeros((0, CLASSES), np.float32)
    model = _model(TYPE_MODEL if typed else MODEL)
    views = np.concatenate([look(crop) for crop in crops])
    mean: Floats = logits(views, model).reshape(len(crops), len(_VIEWS), CLASSES).mean(axis=1)
    return soften(mean, float(model["temperature"]))


def soften(scores: Floats, temperature: float) -> Floats:
    """Softmax at a temperature, (n, 22)."""
    scaled = scores / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def look(crop: Image) -> Floats:
    """One crop as the networks see it, (views, 32, 32), 0 paper to 1 ink, from slightly different angles.

    The frame is drawn round the ink in the middle; box lines and a neighbour's strokes at the edge do not widen it,
    but what of them falls inside stays: nothing is erased, so no stroke of the numeral can be lost.
    """
    ink = _ink(crop)
    x, y, side = _frame(ink)
    views = np.empty((len(_VIEWS), SIDE, SIDE), np.float32)
    for index, (angle, scale) in enumerate(_VIEWS):
        matrix = cv2.getRotationMatrix2D((x, y), angle, scale * SIDE / side)
        to_middle = np.array([[0, 0, SIDE / 2 - x], [0, 0, SIDE / 2 - y]])
        views[index] = cv2.warpAffine(ink, np.asarray(matrix) + to_middle, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    return views


def logits(views: Floats, model: Mapping[str, NDArray[np.float32]]) -> Floats:
    """(n, 32, 32) to (n, 22) raw scores: the mean of the networks, which seldom make the same bold mistake."""
    scores = [_network(views, model, f"net{index}.") for index in range(int(model["networks"]))]
    mean: Floats = np.mean(scores, axis=0, dtype=np.float32)
    return mean


def _network(views: Floats, model: Mapping[str, NDArray[np.float32]], name: str) -> Floats:
    layer = views[..., None]
    for index, pool in enumerate(_POOLED, start=1):
        layer = np.maximum(_convolve(layer, model[f"{name}conv{index}.weight"]) + model[f"{name}conv{index}.bias"], 0)
        if pool:
            n, height, width, depth = layer.shape
            layer = layer.reshape(n, height // 2, 2, width // 2, 2, depth).max(axis=(2, 4))
    flat = layer.transpose(0, 3, 1, 2).reshape(len(layer), -1)
    result: Floats = flat @ model[f"{name}out.weight"].T + model[f"{name}out.bias"]
    return result


def _convolve(layer: Floats, weight: Floats) -> Floats:
    """Same-size convolution, (n, h, w, in) with (out, in, k, k) to (n, h, w, out)."""
    out, depth, size, _ = weight.shape
    edge = size // 2
    n, height, width, _ = layer.shape
    padded = np.pad(layer, ((0, 0), (edge, edge), (edge, edge), (0, 0)))
    shifted = [padded[:, y : y + height, x : x + width] for y in range(size) for x in range(size)]
    columns = np.concatenate(shifted, axis=3).reshape(n * height * width, size * size * depth)
    result: Floats = (columns @ weight.transpose(2, 3, 1, 0).reshape(-1, out)).reshape(n, height, width, out)
    return result


def darkness(picture: Image) -> Floats:
    """How much each pixel of (h, w, channels) is darker than the paper in any channel, 0 to 1 for the pen's ink."""
    pixels = picture.astype(np.float32)
    paper = np.percentile(pixels, 80, axis=(0, 1))
    dark = (paper - pixels).max(axis=2).clip(0)
    strongest = max(float(np.percentile(dark, 98.5)), _LEAST_CONTRAST)
    result: Floats = (dark / strongest).clip(0, 1).astype(np.float32)
    return result


def _ink(crop: Image) -> Floats:
    """The darkness of a crop at the working height, with paper added beside a narrow one."""
    pixels = crop[..., None] if crop.ndim == 2 else crop
    if min(pixels.shape[:2]) < 4:
        return np.zeros((_HEIGHT, _HEIGHT * 3 // 4), np.float32)
    width = int(np.clip(round(pixels.shape[1] * _HEIGHT / pixels.shape[0]), 8, 4 * _HEIGHT))
    smaller = pixels.shape[0] > _HEIGHT
    sized = cv2.resize(pixels, (width, _HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    ink = darkness(np.asarray(sized, np.uint8).reshape(_HEIGHT, width, -1))
    missing = max(0, _HEIGHT * 3 // 4 - width)  # a 1 that stands alone: give it the paper of a box
    return np.pad(ink, ((0, 0), (missing // 2, missing - missing // 2)))


def _frame(ink: Floats) -> tuple[float, float, float]:
    """Centre and side of the square round the numeral, in pixels of ``ink``."""
    height, width = ink.shape
    dark = (ink > 0.4).astype(np.uint8)
    upright = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((int(height * 0.75), 1), np.uint8)), np.uint8)
    level = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, int(width * 0.75)), np.uint8)), np.uint8)
    edge_x, edge_y = max(1, round(width * 0.18)), max(1, round(height * 0.18))
    upright[:, edge_x : width - edge_x] = 0  # only at the edge is a long line a box line: inside it may be a 1
    level[edge_y : height - edge_y] = 0
    lines = np.asarray(cv2.dilate(upright | level, np.ones((3, 3), np.uint8)), np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(dark & (1 - lines), connectivity=8)
    parts = []
    for index in range(1, count):
        x, y, w, h, area = (int(number) for number in stats[index])
        cx, cy = centres[index]
        at_edge = not (edge_x * 0.8 < cx < width - edge_x * 0.8 and edge_y * 0.8 < cy < height - edge_y * 0.8)
        if area >= 10 and not at_edge:
            parts.append((x, y, x + w, y + h))
    if not parts:
        return width / 2, height / 2, float(max(width, height))
    x0, y0 = min(part[0] for part in parts), min(part[1] for part in parts)
    x1, y1 = max(part[2] for part in parts), max(part[3] for part in parts)
    side = max(x1 - x0, y1 - y0, 0.4 * height) * 1.25
    return (x0 + x1) / 2, (y0 + y1) / 2, side


def _digit(row: Floats) -> Digit:
    """The best value of one crop, both scripts of a value together."""
    values = [float(row[value] + row[value + 10]) for value in range(10)]
    spoilt = float(row[EMPTY] + row[NO_NUMERAL])
    ranked = sorted([(spoilt, -1), *((chance, value) for value, chance in enumerate(values))], reverse=True)
    (chance, value), (next_chance, next_value) = ranked[:2]
    if value < 0:
        return Digit(None, None, chance, next_value, next_chance, empty=bool(row[EMPTY] > row[NO_NUMERAL]))
    script = None if value == 0 else _SCRIPTS[int(row[value + 10] > row[value])]
    return Digit(value, script, chance, None if next_value < 0 else next_value, next_chance)


def values_by_script(chances: Floats) -> NDArray[np.float64]:
    """Probability of each value under each script, (2, boxes, 10): the zeros, one shape, shared equally."""
    split = np.stack([chances[:, :10], chances[:, 10:20]]).astype(np.float64)
    split[:, :, 0] = split[:, :, 0].sum(axis=0) / 2
    return split.clip(1e-6)  # a scanned numeral may be anything once in a million


def sharpen(probability: float, sharpness: float) -> float:
    """A joint probability corrected for boxes not being independent: its log-odds times a fitted factor."""
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return float(1 / (1 + ((1 - bounded) / bounded) ** sharpness))


def fitted(name: str) -> float:
    """A number fitted on the calibration numerals, and stored with the weights."""
    return float(_model(MODEL)[name])


@cache
def _model(path: Path) -> dict[str, NDArray[np.float32]]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}
