"""An office's counter, simulated on real pixels: it stamps, dates, numbers and signs a printed receipt copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import cv2
import numpy as np
import pypdfium2

from rules import strip
from rules.findings import FractionBox
from rules.letters import Language, OwnField
from rules.text import fold
from samples import slip, stamps
from samples.ink import PAPER_MM, Mask, Sheet, lettering, pick, turned
from samples.pen import Hand, initials, signature, thumb
from samples.plan import Plan, date_text
from samples.truth import Mark, OfficeName, Spot, Writing

Point = tuple[float, float]


def rasterised(pdf: bytes, dpi: int) -> list[Sheet]:
    """Each page of ``pdf`` as a clean print at ``dpi``."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            image = page.render(scale=dpi / 72).to_numpy()[:, :, :3]
            pages.append(Sheet(np.ascontiguousarray(image[:, :, ::-1]), dpi))
        return pages
    finally:
        document.close()


def sign_ours(pages: Sequence[Sheet], own_fields: Sequence[OwnField], rng: np.random.Generator) -> None:
    """Her signature or her thumb in our own fields, in blue or violet, before the office sees the paper."""
    for field in own_fields:
        sheet = pages[field.page - 1]
        x0, y0, x1, y1 = field.box
        width, height = (x1 - x0) * PAPER_MM[0], (y1 - y0) * PAPER_MM[1]
        x, y = (x0 + x1) / 2 * PAPER_MM[0], (y0 + y1) / 2 * PAPER_MM[1]
        if width < 2 * height or rng.random() < 0.4:
            mark = thumb(rng, sheet.ppm * min(1.0, height / 21, width / 17))
            sheet.ink(mark, pick(rng, ("violet", "blue")), x, y, 0.8)
        else:
            mark = signature(rng, min(width, 55) * 0.9, min(height, 16) * 0.95, sheet.ppm)
            sheet.ink(mark, pick(rng, ("pen-blue", "pen-black")), x, y)


class Counter:
    """One paper on the counter: the sheets, the plan, and the marks made so far."""

    def __init__(
        self,
        pages: list[Sheet],
        own_fields: Sequence[OwnField],
        plan: Plan,
        office: OfficeName,
        rng: np.random.Generator,
    ) -> None:
        self.pages, self.plan, self.office, self.rng = pages, plan, office, rng
        self.hand = Hand.of(rng)
        self.pen = pick(rng, ("pen-blue", "pen-blue", "pen-black"))
        self.marks: list[Mark] = []
        self.back: Sheet | None = None
        self._taken: list[tuple[float, float, float, float]] = []
        for field in own_fields:
            if field.page == 1:
                box = field.box
                self._taken.append((box[0] * 210, box[1] * 297, box[2] * 210, box[3] * 297))

        if not plan.strip_used and rng.random() < 0.8:
            self._taken.append((strip.STRIP.x0, strip.STRIP.y0, strip.STRIP.x1, strip.STRIP.y1))

    def receive(self, day: date, number: str) -> None:
        """Everything the office does to this paper."""
        self.day, self.number = day, number
        if self.plan.stamp == "slip":
            self._slip()
        elif self.plan.strip_used:
            self._fill_strip()
        else:
            self._stamp_freely()
        self._leftover_by_pen()
        if self.plan.other_date:
            self._endorse()
        if len(self.pages) > 1 and self.rng.random() < 0.3:
            seal = stamps.round_seal(self.office, self.plan.language, self.pages[-1].ppm, None, self.rng)
            self.pages[-1].ink(seal.mask, self.plan.ink, self.rng.uniform(40, 170), self.rng.uniform(60, 250))

    # --- where the hand falls -------------------------------------------------------------------------------------

    def _place(self, width: float, height: float, spot: Spot) -> Point:
        """The middle of a place for something ``width`` x ``height`` mm on page 1; free paper, or over the text."""
        sheet = self.pages[0]
        small = cv2.resize(cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY), (210, 297), interpolation=cv2.INTER_AREA)
        dark = cv2.integral((small < 215).astype(np.float32))
        best, best_score = (width / 2 + 5, height / 2 + 5), 9.0
        for _ in range(60):
            x = self.rng.uniform(4, max(5.0, 206 - width))
            y = self.rng.uniform(4, max(5.0, 292 - height))
            if spot is Spot.MARGIN:
                y = (
                    self.rng.uniform(3, 27 - min(height, 20))
                    if self.rng.random() < 0.75
                    else self.rng.uniform(268, 288 - height / 2)
                )
            x1, y1 = x + width, y + height
            if any(x < b[2] and x1 > b[0] and y < b[3] and y1 > b[1] for b in self._taken):
                continue
            if any(x < q.x1 + 1 and x1 > q.x0 - 1 and y < q.y1 + 1 and y1 > q.y0 - 1 for q in strip.QR_BOXES):
                continue
            c0, r0, c1, r1 = int(x), int(y), min(210, int(x1) + 1), min(297, int(y1) + 1)
            share = float(dark[r1, c1] - dark[r0, c1] - dark[r1, c0] + dark[r0, c0]) / max(1, (c1 - c0) * (r1 - r0))
            score = abs(share - 0.35) if spot is Spot.OVER_TEXT else share
            score += self.rng.uniform(0, 0.05)
            if score < best_score:
                best, best_score = (x + width / 2, y + height / 2), score
        self._take(best, width, height)
        return best

    def _take(self, middle: Point, width: float, height: float) -> None:
        x, y = middle
        self._taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    def _note(self, fact: str, raw: str, spot: Spot, writing: Writing, ink: str, page: int, box: FractionBox) -> None:
        value = fold(raw)
        if fact == "received_date":
            value = self.day.isoformat()
        elif fact == "other_date":
            value = self.later.isoformat()
        script = Language.BENGALI if any("০" <= char <= "৯" for char in raw) else Language.ENGLISH
        self.marks.append(Mark(fact, raw, value, spot, writing, script, ink, page, box))

    # --- stamps ---------------------------------------------------------------------------------------------------

    def _press(self, stamp: stamps.Stamp, sheet: Sheet, page: int, middle: Point, spot: Spot, tilt: float) -> None:
        """Press ``stamp``; its typed facts are noted and its blanks filled by pen."""
        sheet.ink(turned(stamp.mask, tilt), self.plan.ink, *middle, strength=self.rng.uniform(0.75, 0.95))
        if self.rng.random() < 0.12:  # pressed twice
            sheet.ink(turned(stamp.mask, tilt), self.plan.ink, middle[0] + 0.7, middle[1] + 0.5, strength=0.35)
        cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
        for part in stamp.parts:
            x = middle[0] + part.x * cos + part.y * sin
            y = middle[1] - part.x * sin + part.y * cos
            if part.raw is not None:
                box = sheet.box(x - part.width / 2, y - part.height / 2, part.width, part.height)
                self._note(part.fact, part.raw, spot, Writing.TYPED, self.plan.ink, page, box)
                continue
            wanted = self.plan.date_spot if part.fact == "received_date" else self.plan.number_spot
            if wanted is spot:
                text = self._text(part.fact, Writing.PEN)
                mask = turned(self._written(text, 4.6, part.width - 1, sheet), tilt + self.rng.uniform(-2, 2))
                box = sheet.ink(mask, self.pen, x, y)
                self._note(part.fact, text, spot, Writing.PEN, self.pen, page, box)

    def _written(self, text: str, height: float, widest: float, sheet: Sheet) -> Mask:
        mask = self.hand.write(text, height, sheet.ppm, self.rng)
        most = widest * sheet.ppm
        if mask.shape[1] > most:
            ratio = max(0.55, most / mask.shape[1])
            size = (round(mask.shape[1] * ratio), round(mask.shape[0] * max(ratio, 0.75)))
            mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.float32)
        return mask

    def _text(self, fact: str, writing: Writing) -> str:
        if fact == "received_date":
            return date_text(self.rng, self.day, self.plan.language, writing)
        return self.number

    def _typed_date(self) -> str | None:
        """The date that a ring or dater carries, if this paper's date stands in a stamp."""
        if self.plan.date_spot in (Spot.STAMP, Spot.BACK):
            return stamps.dater(self.day, self.rng)
        return None

    def _cut(self, ppm: float) -> stamps.Stamp:
        """The stamp of the plan's kind."""
        language = self.plan.language
        if self.plan.stamp == "ring":
            return stamps.round_seal(self.office, language, ppm, self._typed_date(), self.rng)
        if self.plan.stamp == "box":
            typed = {}
            if self.plan.date_spot in (Spot.STAMP, Spot.BACK) and self.plan.date_writing is Writing.TYPED:
                typed["received_date"] = stamps.dater(self.day, self.rng)
            if self.plan.number_spot is Spot.STAMP and self.plan.number_writing is Writing.TYPED:
                typed["diary_no"] = fold(self.number)
            return stamps.box_stamp(self.office, language, ppm, typed, self.rng)
        text = self._typed_date()
        if text is None:
            return stamps.name_stamp(self.office, language, ppm, self.rng)
        return stamps.date_stamp(text, language, ppm, self.rng)

    def _stamp_freely(self) -> None:
        """A stamp where it likes, or only a pen; initials beside it."""
        sheet, page, spot = self.pages[0], 1, Spot.STAMP
        if self.plan.stamp == "pen":
            if self.rng.random() < 0.6:
                self._sign_with_name()
            return
        if self.plan.date_spot is Spot.BACK:
            blank = np.full_like(self.pages[-1].image, 255)
            self.back = Sheet(blank, self.pages[-1].dpi)
            sheet, page, spot = self.back, 0, Spot.BACK
        stamp = self._cut(sheet.ppm)
        width, height = stamp.mask.shape[1] / sheet.ppm, stamp.mask.shape[0] / sheet.ppm
        if page == 0:
            middle = (self.rng.uniform(50, 160), self.rng.uniform(40, 200))
        elif self.plan.cover_qr:
            square = pick(self.rng, strip.QR_BOXES)
            inward = 1 if square is strip.QR_TOP_LEFT else -1
            if self.rng.random() < 0.5:
                self._seal_over_other_code(square)
            middle = (
                (square.x0 + square.x1) / 2 + inward * self.rng.uniform(2, width / 2 - 5),
                (square.y0 + square.y1) / 2 + inward * self.rng.uniform(0, height / 4),
            )
            # Its edge may miss the paper, what is written in it may not.
            middle = (
                min(max(middle[0], width / 2 - 3), PAPER_MM[0] + 3 - width / 2),
                min(max(middle[1], height / 2 - 3), PAPER_MM[1] + 3 - height / 2),
            )
            self._take(middle, width, height)
        else:
            middle = self._place(width, height, Spot.OVER_TEXT if self.rng.random() < 0.35 else Spot.STAMP)
        self._press(stamp, sheet, page, middle, spot, float(self.rng.normal(0, 5)))
        mark = initials(self.rng, 9, sheet.ppm)
        sheet.ink(mark, self.pen, middle[0] + self.rng.uniform(-8, 8), middle[1] + height / 2 - self.rng.uniform(-4, 3))

    def _seal_over_other_code(self, square: strip.Box) -> None:
        """A wet plain seal on the code that the stamp spares: then only the printed reference is left."""
        sheet = self.pages[0]
        other = next(box for box in strip.QR_BOXES if box is not square)
        seal = stamps.round_seal(self.office, self.plan.language, sheet.ppm, None, self.rng)
        wet = np.clip(cv2.dilate(seal.mask, np.ones((5, 5), np.uint8)) * 1.6, 0, 1)
        x, y = (other.x0 + other.x1) / 2 + self.rng.uniform(-9, 9), (other.y0 + other.y1) / 2
        sheet.ink(np.asarray(wet, np.float32), self.plan.ink, x, y + self.rng.uniform(-8, 8), strength=1.0)

    def _sign_with_name(self) -> None:
        sheet = self.pages[0]
        stamp = stamps.name_stamp(self.office, self.plan.language, sheet.ppm, self.rng)
        middle = self._place(54, 24, Spot.STAMP)
        sheet.ink(signature(self.rng, 38, 14, sheet.ppm), self.pen, middle[0], middle[1] - 5)
        sheet.ink(turned(stamp.mask, self.rng.normal(0, 3)), self.plan.ink, middle[0], middle[1] + 6)

    # --- the strip ------------------------------------------------------------------------------------------------

    def _fill_strip(self) -> None:
        sheet = self.pages[0]
        first, last = strip.DATE_BOXES[0], strip.DATE_BOXES[-1]
        y = (first.y0 + first.y1) / 2
        if self.plan.date_spot is Spot.STRIP:
            if self.plan.date_writing is Writing.TYPED:
                text = stamps.dater(self.day, self.rng)
                mask = turned(lettering(text, 5.2 * sheet.ppm, Language.ENGLISH, "mono"), self.rng.normal(0, 2))
                box = sheet.ink(mask, self.plan.ink, (first.x0 + last.x1) / 2, y + self.rng.normal(0, 0.8), 0.85)
                self._note("received_date", text, Spot.STRIP, Writing.TYPED, self.plan.ink, 1, box)
            else:
                self._digits_in_boxes(sheet)
        box_ = strip.NUMBER_BOX
        middle = ((box_.x0 + box_.x1) / 2, (box_.y0 + box_.y1) / 2)
        if self.plan.number_spot is Spot.STRIP:
            if self.plan.number_writing is Writing.TYPED:
                number = stamps.number_stamp(fold(self.number), sheet.ppm, self.rng)
                self._press(number, sheet, 1, (middle[0] + self.rng.uniform(-10, 10), middle[1]), Spot.STRIP, 1.0)
            else:
                mask = self._written(self.number, 5.2, box_.width - 3, sheet)
                x = middle[0] + self.rng.uniform(-8, 4)
                box = sheet.ink(mask, self.pen, x, middle[1] + self.rng.normal(0, 0.5))
                self._note("diary_no", self.number, Spot.STRIP, Writing.PEN, self.pen, 1, box)
        sign = strip.SIGNATURE_BOX
        if self.rng.random() < 0.85:
            x, y = (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2
            sheet.ink(signature(self.rng, 36, 14, sheet.ppm), self.pen, x + self.rng.normal(0, 2), y)
        seal = strip.SEAL_BOX
        middle = ((seal.x0 + seal.x1) / 2 + self.rng.normal(0, 3), (seal.y0 + seal.y1) / 2 - self.rng.uniform(-2, 6))
        plain = stamps.round_seal(self.office, self.plan.language, sheet.ppm, None, self.rng)
        if self.plan.stamp in ("dater", "pen"):
            plain = stamps.name_stamp(self.office, self.plan.language, sheet.ppm, self.rng)
        sheet.ink(turned(plain.mask, self.rng.normal(0, 8)), self.plan.ink, *middle, strength=0.85)
        self._take((105, 251), 170, 32)

    def _digits_in_boxes(self, sheet: Sheet) -> None:
        """DD MM YYYY, one digit a box; by some hands across the boxes, with a two-digit year."""
        raw = self.day.strftime("%d%m%Y")
        if self.plan.language is Language.BENGALI:
            raw = raw.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
        low = self.rng.normal(0, 0.4)
        for box, digit in zip(strip.DATE_BOXES, raw, strict=True):
            mask = self.hand.write(digit, self.rng.uniform(4.6, 6.0), sheet.ppm, self.rng)
            x = (box.x0 + box.x1) / 2 + self.rng.normal(0, 0.4)
            sheet.ink(mask, self.pen, x, (box.y0 + box.y1) / 2 + low + self.rng.normal(0, 0.25))
        first, last = strip.DATE_BOXES[0], strip.DATE_BOXES[-1]
        whole = sheet.box(first.x0, first.y0, last.x1 - first.x0, first.height)
        self._note("received_date", raw, Spot.STRIP, Writing.PEN, self.pen, 1, whole)

    # --- pen, slip, endorsement -----------------------------------------------------------------------------------

    def _leftover_by_pen(self) -> None:
        """What the plan puts on the margin or over the text: number by pen or machine, date by pen."""
        sheet = self.pages[0]
        if self.plan.date_spot in (Spot.MARGIN, Spot.OVER_TEXT):
            text = self._text("received_date", Writing.PEN)
            lead = pick(self.rng, ("Recd ", "Rec. ", "")) if self.plan.stamp == "pen" else ""
            self._by_pen("received_date", lead, text, self.plan.date_spot, sheet)
        spot = self.plan.number_spot
        if spot not in (Spot.MARGIN, Spot.OVER_TEXT):
            return
        if self.plan.number_writing is Writing.TYPED:
            stamp = stamps.number_stamp(fold(self.number), sheet.ppm, self.rng)
            middle = self._place(stamp.mask.shape[1] / sheet.ppm, stamp.mask.shape[0] / sheet.ppm, spot)
            self._press(stamp, sheet, 1, middle, spot, float(self.rng.normal(0, 3)))
        else:
            lead = pick(self.rng, ("Dy. No. ", "No. ", "D.No. ", "R. No. "))
            self._by_pen("diary_no", lead, self.number, spot, sheet)

    def _by_pen(self, fact: str, lead: str, text: str, spot: Spot, sheet: Sheet) -> None:
        height = self.rng.uniform(4.2, 5.4)
        body = self.hand.write(text, height, sheet.ppm, self.rng)
        front = (
            self.hand.write(lead.strip(), height, sheet.ppm, self.rng) if lead.strip() else np.zeros((1, 1), np.float32)
        )
        gap = round(2 * sheet.ppm) if lead.strip() else 0
        canvas = np.zeros((max(body.shape[0], front.shape[0]) + 2, front.shape[1] + gap + body.shape[1]), np.float32)
        for piece, x in ((front, 0), (body, front.shape[1] + gap)):
            top = (canvas.shape[0] - piece.shape[0]) // 2
            canvas[top : top + piece.shape[0], x : x + piece.shape[1]] = piece
        width, tall = canvas.shape[1] / sheet.ppm, canvas.shape[0] / sheet.ppm
        middle = self._place(width, tall, spot)
        box = sheet.ink(turned(canvas, self.rng.normal(2, 3)), self.pen, *middle)
        self._note(fact, text, spot, Writing.PEN, self.pen, 1, box)

    def _endorse(self) -> None:
        """Marked to a clerk some days later, with initials and that day's date: not the receipt."""
        sheet = self.pages[0]
        self.later = self.day + timedelta(days=int(self.rng.integers(1, 4)))
        text = date_text(self.rng, self.later, self.plan.language, Writing.PEN)
        mask = self.hand.write(text, 4.2, sheet.ppm, self.rng)
        x, y = self._place(mask.shape[1] / sheet.ppm, 14, Spot.MARGIN)
        sheet.ink(initials(self.rng, 9, sheet.ppm), "pen-black", x, y - 4)
        box = sheet.ink(turned(mask, 3), "pen-black", x, y + 4)
        self._note("other_date", text, Spot.MARGIN, Writing.PEN, "pen-black", 1, box)

    def _slip(self) -> None:
        """An office's own printed slip, filled in and pinned to the corner."""
        sheet = self.pages[0]
        patch, parts = slip.printed(self.office, self.plan, self.day, self.number, sheet.dpi, self.rng)
        width, height = patch.image.shape[1] / patch.ppm, patch.image.shape[0] / patch.ppm
        x, y = self._place(width, height, Spot.STAMP)
        x, y = x - width / 2, y - height / 2
        for part in parts:
            if part.raw is None:
                text = self._text(part.fact, Writing.PEN)
                mask = self._written(text, 4.6, part.width, patch)
                patch.ink(mask, self.pen, part.x, part.y)
                self._note(
                    part.fact, text, Spot.SLIP, Writing.PEN, self.pen, 1,
                    sheet.box(x + part.x - part.width / 2, y + part.y - 3, part.width, 6),
                )  # fmt: skip
            else:
                box = sheet.box(x + part.x - part.width / 2, y + part.y - part.height / 2, part.width, part.height)
                self._note(part.fact, part.raw, Spot.SLIP, Writing.TYPED, "black", 1, box)
        patch.ink(signature(self.rng, 28, 9, patch.ppm), self.pen, width - 22, height - 8)
        sheet.cover(patch.image, x, y)
        cv2.line(
            sheet.image,
            (round((x + 5) * sheet.ppm), round((y + 3) * sheet.ppm)),
            (round((x + 22) * sheet.ppm), round((y + 4) * sheet.ppm)),
            (130, 130, 135), max(2, round(0.6 * sheet.ppm)), cv2.LINE_AA,
        )  # fmt: skip
