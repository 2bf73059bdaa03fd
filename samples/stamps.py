"""Rubber stamps as block offices have them: round seals, boxes with blanks, daters, numbering machines, name stamps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import cv2
import numpy as np

from rules.letters import Language
from samples.ink import Mask, lettering, pick, uneven
from samples.truth import OfficeName

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stamp, in millimetres from the stamp's middle: where a fact stands, or a blank for the pen."""

    fact: str
    raw: str | None  # None: a blank, still to be written
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stamp:
    mask: Mask
    parts: tuple[Part, ...] = field(default=())


class _Plate:
    """A stamp being cut, in millimetres from its middle."""

    def __init__(self, width: float, height: float, ppm: float) -> None:
        self.ppm, self.width, self.height = ppm, width, height
        self.mask: Mask = np.zeros((round(height * ppm), round(width * ppm)), np.float32)

    def put(self, piece: Mask, x: float, y: float) -> tuple[float, float]:
        """Set ``piece`` with its middle at (x, y); returns its size in millimetres."""
        rows, columns = self.mask.shape
        left = round(columns / 2 + x * self.ppm - piece.shape[1] / 2)
        top = round(rows / 2 + y * self.ppm - piece.shape[0] / 2)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(columns, left + piece.shape[1]), min(rows, top + piece.shape[0])
        if x0 < x1 and y0 < y1:
            part = self.mask[y0:y1, x0:x1]
            np.maximum(part, piece[y0 - top : y1 - top, x0 - left : x1 - left], out=part)
        return piece.shape[1] / self.ppm, piece.shape[0] / self.ppm

    def line(self, text: str, size: float, x: float, y: float, language: Language, face: str = "bold") -> Part:
        """Set one line ``size`` mm high, made narrower if it would not fit."""
        piece = lettering(text, size * self.ppm * 1.35, language, face)
        widest = int((self.width - 3) * self.ppm)
        if piece.shape[1] > widest:
            shape = (widest, max(4, round(piece.shape[0] * max(0.75, widest / piece.shape[1]))))
            piece = np.asarray(cv2.resize(piece, shape, interpolation=cv2.INTER_AREA), np.float32)
        width, height = self.put(piece, x, y)
        return Part("", text, x, y, width, height)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float) -> None:
        rows, columns = self.mask.shape
        ends = [(round(columns / 2 + x * self.ppm), round(rows / 2 + y * self.ppm)) for x, y in ((x0, y0), (x1, y1))]
        cv2.line(self.mask, ends[0], ends[1], 1.0, max(1, round(width * self.ppm)), cv2.LINE_AA)

    def ring(self, radius: float, width: float) -> None:
        rows, columns = self.mask.shape
        middle = (columns // 2, rows // 2)
        cv2.circle(self.mask, middle, round(radius * self.ppm), 1.0, max(1, round(width * self.ppm)), cv2.LINE_AA)

    def arc(self, text: str, size: float, radius: float, language: Language, *, below: bool, most: float = 4.1) -> None:
        """Bend one shaped line of text along a circle, over its top or under it (``below``); ``most`` is in radians."""
        line = lettering(text, size * self.ppm * 1.35, language)
        span = min(line.shape[1] / (radius * self.ppm), most)
        rows, columns = self.mask.shape
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        x, y = x - columns / 2, y - rows / 2
        far = np.hypot(x, y)
        turn = np.arctan2(x, y if below else -y)
        middle = radius * self.ppm
        u = (turn / span + 0.5) * line.shape[1]
        v = line.shape[0] / 2 + (far - middle if below else middle - far)
        bent = cv2.remap(line, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
        np.maximum(self.mask, bent, out=self.mask)


def dater(day: date, rng: np.random.Generator) -> str:
    """A rubber dater's date: ``12 JAN 2026``, now and then with a two-digit year."""
    tail = f"{day.year}" if rng.random() < 0.8 else f"{day.year % 100:02d}"
    return f"{day.day:02d} {MONTHS[day.month - 1]} {tail}"


def round_seal(
    office: OfficeName, language: Language, ppm: float, middle: str | None, rng: np.random.Generator
) -> Stamp:
    """A ring with the office's name around it; ``middle`` is the dater's date, or None for a plain seal."""
    size = rng.uniform(34, 42)
    plate = _Plate(size, size, ppm)
    radius = size / 2 - 0.8
    plate.ring(radius, 0.7)
    plate.ring(radius - 6.2, 0.35)
    head, place = office.parts(language)
    upper = head if language is Language.BENGALI else head.upper()
    lower = place if language is Language.BENGALI else place.upper()
    letter = 2.7 if language is Language.BENGALI else 2.3
    plate.arc(upper, letter, radius - 3.1, language, below=False)
    plate.arc(
        f"* {lower} *" if language is Language.ENGLISH else lower, letter, radius - 3.1, language, below=True, most=1.7
    )
    parts = []
    if middle is None:
        plate.line("GOVT. OF W.B." if language is Language.ENGLISH else "পঃ বঃ সরকার", 2.1, 0, 0, language)
    else:
        word = "RECEIVED" if language is Language.ENGLISH else "গৃহীত"
        plate.line(word, 2.4, 0, -4.6, language)
        done = plate.line(middle, 2.5, 0, 0.6, Language.ENGLISH, "mono")
        parts.append(Part("received_date", middle, done.x, done.y, done.width, done.height))
    return Stamp(uneven(plate.mask, rng, rng.uniform(0.05, 0.6)), tuple(parts))


def box_stamp(
    office: OfficeName, language: Language, ppm: float, typed: dict[str, str], rng: np.random.Generator
) -> Stamp:
    """A box: RECEIVED, the office, a date line and a diary line; what ``typed`` lacks is a blank for the pen."""
    width = rng.uniform(56, 68)
    plate = _Plate(width, 31, ppm)
    half = width / 2 - 0.6
    for x0, y0, x1, y1 in (
        (-half, -15, half, -15),
        (-half, 15, half, 15),
        (-half, -15, -half, 15),
        (half, -15, half, 15),
    ):
        plate.rule(x0, y0, x1, y1, 0.6)
    english = language is Language.ENGLISH
    head, place = office.parts(language)
    plate.line(
        pick(rng, ("RECEIVED", "RECEIVED COPY", "RECEIPT SECTION")) if english else "প্রাপ্তি স্বীকার",
        3.2,
        0,
        -11.4,
        language,
    )
    plate.line(head, 2.4, 0, -6.6, language)
    plate.line(place, 2.2, 0, -3.0, language)
    labels = {
        "diary_no": pick(rng, ("Diary No.", "Dy. No.", "Receipt No.", "Sl. No."))
        if english
        else pick(rng, ("ডায়েরি নং", "ক্রমিক নং")),
        "received_date": pick(rng, ("Date", "Dated")) if english else "তারিখ",
    }
    parts = []
    for fact, y in (("diary_no", 3.6), ("received_date", 10.6)):
        label = plate.line(labels[fact], 2.3, 0, 40, language)  # measured off the plate
        plate.line(labels[fact], 2.3, -half + 2 + label.width / 2, y, language)
        start = -half + 4 + label.width
        room = half - 2 - start
        middle = start + room / 2
        if fact in typed:
            done = plate.line(typed[fact], 3.0, middle, y - 0.3, Language.ENGLISH, "mono")
            parts.append(Part(fact, typed[fact], middle, y - 0.3, done.width, done.height))
        else:
            for step in np.arange(start, half - 2, 1.3):
                plate.rule(float(step), y + 2.2, float(step) + 0.3, y + 2.2, 0.35)
            parts.append(Part(fact, None, middle, y - 0.5, room, 5.5))
    return Stamp(uneven(plate.mask, rng, rng.uniform(0.05, 0.55)), tuple(parts))


def date_stamp(text: str, language: Language, ppm: float, rng: np.random.Generator) -> Stamp:
    """A self-inking dater: RECEIVED over the date, two rules or none."""
    plate = _Plate(44, 15, ppm)
    word = pick(rng, ("RECEIVED", "RECD. ON", "RECEIVED")) if language is Language.ENGLISH else "গৃহীত"
    plate.line(word, 2.8, 0, -4.2, language)
    done = plate.line(text, 3.8, 0, 2.6, Language.ENGLISH, "mono")
    if rng.random() < 0.5:
        plate.rule(-21, -7, 21, -7, 0.5)
        plate.rule(-21, 7, 21, 7, 0.5)
    return Stamp(
        uneven(plate.mask, rng, rng.uniform(0.05, 0.5)), (Part("received_date", text, 0, 2.6, done.width, done.height),)
    )


def number_stamp(text: str, ppm: float, rng: np.random.Generator) -> Stamp:
    """A numbering machine's digits."""
    piece = lettering(text, rng.uniform(4.6, 6.0) * ppm, Language.ENGLISH, "mono")
    piece = np.pad(piece, 3)
    part = Part("diary_no", text, 0, 0, piece.shape[1] / ppm, piece.shape[0] / ppm)
    return Stamp(uneven(piece, rng, rng.uniform(0.1, 0.5)), (part,))


def name_stamp(office: OfficeName, language: Language, ppm: float, rng: np.random.Generator) -> Stamp:
    """The officer's post and office in two or three lines, as set under a signature."""
    plate = _Plate(52, 12, ppm)
    plate.line(office.post.of(language), 2.6, 0, -3, language)
    plate.line(office.place.of(language), 2.3, 0, 1.6, language)
    return Stamp(uneven(plate.mask, rng, rng.uniform(0.05, 0.5)))
