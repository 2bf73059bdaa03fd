"""Date and number from the marks of an office: each mark is read several ways, and only what the ways agree on counts.

Stamps are read by Tesseract from the added ink alone, in grey and in black and white and at two sizes. One reading is
never enough: the same wrong digit in two of them at high confidence is rare, and a date must also lie between the
printing of the letter and the scan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import regex

from extractors import crops, figures, ocr
from extractors.crops import Crop
from extractors.dater import Day, read_day
from extractors.marks import PixelRect
from extractors.register import Image
from extractors.stamp_dates import Span, find_stamped
from extractors.stamp_words import labelled_otherwise, other_purpose, says_received
from extractors.text import Line, PageText, PixelBox, Word, latin_digits, normal, surround
from rules.findings import Method

RECEIVED = "received_date"
NUMBER = "diary_no"

_LABELS = "|".join(
    normal(label)
    for label in (
        # Diary No. 12, Dy No 12, Receipt Sl. No. 12, Inward No 12, G.D.E. No. 12, Application No. 12, R. No. 12
        r"(?:diary|dy|d|receipt|recpt|inward|receive|g\.?\s?d\.?\s?e?|sl|serial|application|appl|docket|r)"
        r"\s?\.?\s?(?:sl\s?\.?\s?)?(?:no|number|nos?)",
        r"(?:ডায়েরি|ডায়েরী|প্রাপ্তি|রসিদ|ক্রমিক|ইনওয়ার্ড|আবেদন|জি\s?\.?\s?ডি\s?\.?\s?ই?\s?\.?)\s?(?:ক্রমিক\s?)?(?:নং|নম্বর|সংখ্যা|নঃ)",
        r"no|নং",
    )
)
_LABELLED = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}])(?:{_LABELS})(?![\p{{L}}\p{{M}}])[\s.:\-–…_]*(?P<number>\d[\d/\-]*)(?![\p{{L}}\p{{M}}\d])",
    regex.IGNORECASE,
)
_LABEL_ONLY = regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{_LABELS})(?![\p{{L}}\p{{M}}])", regex.IGNORECASE)
_NUMBER_FOLLOWS = regex.compile(rf"{_LABEL_ONLY.pattern}[\s.:\-–…_]*$", regex.IGNORECASE)
_ANOTHER_NUMBER = regex.compile(
    normal(
        r"(?:\b(?:table|room|copy|file|page|rack|register|case|phone|mobile|bill|challan|m\.? ?r|memo|house|ward|part|"
        r"token|counter|shelf|almirah|volume|vol|book)|টেবিল|ঘর|ফাইল|পাতা|পৃষ্ঠা|কেস|মামলা|ফোন|মোবাইল|মেমো|স্মারক|ওয়ার্ড|খণ্ড)\W*$"
    ),
    regex.IGNORECASE,
)
_ALONE = regex.compile(r"[\s|.,:;'\-]*(?P<number>\d{2,6}(?:/\d{2}(?:\d{2})?)?)[\s|.,:;'\-]*")
_NUMBER_FORM = regex.compile(r"\d{2,6}(?:[/-]\d{2}(?:\d{2})?)?")

# A pen's "Recd" comes out as Pecd, Ree or Kecd.
_DATE_WORDS = normal(r"(?:date\s?of\s?receipt|dated?|dt|[rpk]e[ce]d?|received on|(?:প্রাপ্তির\s)?তারিখ|তাং)")
_DATE_LABEL = regex.compile(rf"(?<!\p{{L}})(?:{_DATE_WORDS}|received|on|গৃহীত)[\s.:\-]*$", regex.IGNORECASE)
_DATE_WORD = regex.compile(rf"^[^\p{{L}}\p{{M}}\d]*{_DATE_WORDS}(?![\p{{L}}\p{{M}}])[.:]*", regex.IGNORECASE)

_OFFICE = regex.compile(
    normal(
        r"office of|officer|magistrate|panchayat|inspector|pradhan|sub-?\s?divisional|commissioner|"
        r"আধিকারিক|করণ|কার্যালয়|পঞ্চায়েত|শাসক|প্রধান|পরিদর্শক"
    ),
    regex.IGNORECASE,
)
_TYPED = regex.compile(r"\P{L}*\p{L}[\p{L}\p{M}]{2,}\P{L}*")
_STAMP_WORDS = 2  # of letters, read clearly: type, which a pen's words are not
_WORTH_SHOWING = 0.3  # confidence under which a doubted candidate is no help to anyone
_AGREEING = 2  # readings that must say the same
_LEAST_CONFIDENCE = 0.60  # of the weakest word in each of them
_BEST_CONFIDENCE = 0.85  # of the weakest word in the best of them
_GOOD_CONFIDENCE = 0.80  # of the weakest word in a single reading that the recogniser is sure of too
_LEAST_SUPPORT = 0.06  # by the recogniser, for the least likely numeral; wrong ones get less
_SURE_SUPPORT = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read in one way: ``box`` in pixels of the print, ``confidence`` of its weakest word.

    ``support`` is what the recogniser of numerals thinks of it, None where it has no opinion.
    """

    field: str
    value: str
    raw: str
    box: PixelRect
    confidence: float
    labelled: bool
    doubt: str | None
    support: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value for one field as a mark gives it: ``doubt`` says why it may not be recorded, None if it may."""

    field: str
    value: str
    raw: str
    box: PixelRect
    confidence: float
    method: Method
    labelled: bool
    doubt: str | None


@dataclass(frozen=True, slots=True)
class MarkText:
    """What one mark says: candidates best first, its lines as best read, and the labels that ask for a date or number:
    the field and the label's box in pixels of the crop."""

    crop: Crop
    candidates: tuple[Candidate, ...]
    lines: tuple[Line, ...]
    labels: tuple[tuple[str, PixelBox], ...]
    of_receipt: bool = False  # whether its words say so
    purpose: str | None = None  # the word by which it is for something else than a receipt

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def doubting(self, purpose: str) -> MarkText:
        """The same, its dates in doubt as those of a mark for another ``purpose``."""
        why = f"the mark says {purpose}, which is no receipt"
        doubted = (_doubted(one, why) if one.field == RECEIVED else one for one in self.candidates)
        return replace(self, candidates=tuple(doubted))

    @property
    def legible(self) -> bool:
        """Whether most of its words were read clearly, as type is."""
        sight = [word.confidence for line in self.lines for word in line.words]
        return bool(sight) and float(np.median(sight)) >= _GOOD_CONFIDENCE

    @property
    def is_stamp(self) -> bool:
        """Whether it is surely no pen's: a round seal, a dater's month, or several words in type."""
        clear = [word.text for line in self.lines for word in line.words if word.confidence >= _GOOD_CONFIDENCE]
        typed = sum(_TYPED.fullmatch(normal(text)) is not None for text in clear) >= _STAMP_WORDS
        months = any(one.field == RECEIVED and any(map(str.isalpha, one.raw)) for one in self.candidates)
        return self.crop.ringed or months or typed


@dataclass(frozen=True, slots=True)
class Looks:
    """What Tesseract made of the pictures of one mark, and how many times as large as the mark each was."""

    texts: tuple[PageText, ...]
    zooms: tuple[float, ...]


def look_at(marks: Sequence[Crop], timeout: float = 20.0) -> list[Looks]:
    """Every mark read by Tesseract in each way; one run for all of them, as its start costs as much as a mark."""
    ways = [_ways(mark) for mark in marks]
    pictures = [picture for one in ways for picture, _ in one]
    texts = iter(ocr.read(pictures, psm=6, timeout=timeout, dpi=300.0) if pictures else [])
    return [Looks(tuple(next(texts) for _ in one), tuple(zoom for _, zoom in one)) for one in ways]


def _ways(mark: Crop) -> list[tuple[Image, float]]:
    """Pictures of one mark that are read apart, each with its scale."""
    pictures = [
        (crops.grey(mark.density, 1.5), 1.5),
        (crops.binary(mark.density, 2.0), 2.0),
        (crops.grey(mark.density, 2.2), 2.2),
    ]
    if mark.crossed is not None:
        pictures += [(crops.grey(mark.crossed, 1.5), 1.5), (crops.binary(mark.crossed, 2.0), 2.0)]
    return pictures


def weigh(mark: Crop, looks: Looks, span: Span) -> MarkText:
    """What one mark says. A date counts that lies in ``span``; any other is doubted."""
    readings = [list(_readings(mark, text, zoom, span)) for text, zoom in zip(looks.texts, looks.zooms, strict=True)]
    day = read_day(mark, list(zip(looks.texts, looks.zooms, strict=True)), span)
    said = [text.text for text in looks.texts]
    dates = _looked_closer(mark, _agreed(RECEIVED, readings), day)
    best = max(looks.texts, key=_weight)
    candidates = (*dates, *_agreed(NUMBER, readings))
    purpose = other_purpose(said)
    text = MarkText(mark, candidates, best.lines, tuple(_labels(looks)), says_received(said), purpose)
    return text if purpose is None else text.doubting(purpose)


def _labels(looks: Looks) -> Iterable[tuple[str, PixelBox]]:
    """Each label once, from the first reading that has it."""
    found: list[tuple[str, PixelBox]] = []
    for text, zoom in zip(looks.texts, looks.zooms, strict=True):
        for line in text.lines:
            words = normal(line.text)
            for field, form in ((RECEIVED, _DATE_WORD), (NUMBER, _LABEL_ONLY)):
                match = form.search(words)
                if match is None:
                    continue
                x0, y0, x1, y1 = surround(word.box for word in _words_under(line, *match.span()))
                middle = (y0 + y1) / 2 / zoom
                if all(field != other or not box[1] < middle < box[3] for other, box in found):
                    found.append((field, (x0 / zoom, y0 / zoom, x1 / zoom, y1 / zoom)))
    return found


def _words_under(line: Line, start: int, end: int) -> list[Word]:
    """The words under ``start:end`` of the line's text; all of them if none is."""
    at, under = 0, []
    for word in line.words:
        if at < end and at + len(word.text) > start:
            under.append(word)
        at += len(word.text) + 1
    return under or list(line.words)


def _weight(text: PageText) -> float:
    return sum(word.confidence * len(word.text) for word in text.words)


def _readings(mark: Crop, text: PageText, zoom: float, span: Span) -> Iterable[Reading]:
    """Every date and number in one reading of one mark, as Tesseract has them and with crossed zeros mended."""
    alone = len(text.lines) == 1
    for line in text.lines:
        if not _promising(line):
            continue
        opinions = [figures.opinion(mark, word, zoom) for word in line.words]
        read = list(_in_line(mark, line, opinions, zoom, span, alone))
        yield from read
        pairs = list(zip(opinions, line.words, strict=True))
        if any(one is not None and one.text != word.text for one, word in pairs):
            mended = tuple(replace(word, text=one.text) if one else word for one, word in pairs)
            theirs = [replace(one, support=one.mended) if one else None for one in opinions]
            values = {reading.value for reading in read}
            again = _in_line(mark, Line(mended), theirs, zoom, span, alone)
            yield from (reading for reading in again if reading.value not in values)


def _promising(line: Line) -> bool:
    """Whether a line may hold a date or number: figures that make up a fair part of it, or a label before them."""
    words = normal(line.text)
    figures_ = sum(char.isdigit() for char in words)
    return figures_ >= 2 and (5 * figures_ >= len(words) or bool(_LABELLED.search(words) or _DATE_WORD.search(words)))


def _in_line(
    mark: Crop, line: Line, opinions: Sequence[figures.Opinion | None], zoom: float, span: Span, alone: bool
) -> Iterable[Reading]:
    """The dates of one line, or else its number; ``alone``: the line is all that the mark says."""
    words = normal(line.text)
    dates = find_stamped(words, span)
    for found in dates:
        box, confidence, support = _under(mark, line, opinions, found.start, found.end, zoom)
        labelled = bool(_DATE_LABEL.search(words[: found.start]))
        doubt = found.doubt if span.holds(found.value) else span.outside(found.value)
        doubt = doubt or _no_receipt(words[: found.start])
        yield Reading(RECEIVED, found.value.isoformat(), found.raw, box, confidence, labelled, doubt, support)
    number = _LABELLED.search(words)
    match = number or (_ALONE.fullmatch(words) if alone else None)
    if match is not None and not dates:
        box, confidence, support = _under(mark, line, opinions, *match.span("number"), zoom)
        raw, rest = match["number"], words[match.end("number") :]
        doubt = _odd(raw, rest) or (_of_a_date(raw, span) if number is None else None)
        if _ANOTHER_NUMBER.search(words[: match.start()]):
            doubt = doubt or "it is the number of something else"
        yield Reading(NUMBER, latin_digits(raw), raw, box, confidence, number is not None, doubt, support)


def _no_receipt(before: str) -> str | None:
    """Why a date after these words of its line is not that of the receipt."""
    if _NUMBER_FOLLOWS.search(before):
        return "it stands where a number is asked for"
    return "its line gives it for something else" if labelled_otherwise(before) else None


def _odd(raw: str, rest: str) -> str | None:
    """Why a number as read, with the rest of its line, is not all that an office wrote."""
    latin = any("0" <= char <= "9" for char in raw)
    if latin and any("০" <= char <= "৯" for char in raw):
        return "digits of two scripts in one number"
    if any(char.isalnum() for char in rest):
        return "something else follows the number"
    return None if _NUMBER_FORM.fullmatch(latin_digits(raw)) else "it does not look like a whole number"


def _of_a_date(raw: str, span: Span) -> str | None:
    """Why figures that no word introduces may be no number: they are a year, or a day and month, of the span."""
    parts = {form for day in span.days() for form in (f"{day.year}", f"{day:%d%m}", f"{day:%d%m%y}")}
    return "it may be a part of a date" if latin_digits(raw) in parts else None


def _under(
    mark: Crop, line: Line, opinions: Sequence[figures.Opinion | None], start: int, end: int, zoom: float
) -> tuple[PixelRect, float, float | None]:
    """Of the words under ``start:end`` of the line's text: their place on the print, lowest confidence, support."""
    chosen = _words_under(line, start, end)
    under = [(word, one) for word, one in zip(line.words, opinions, strict=True) if word in chosen]
    x0, y0, x1, y1 = surround(word.box for word, _ in under)
    numerals = [one for word, one in under if any(char.isdigit() for char in word.text)]
    support = None if None in numerals else min((one.support for one in numerals if one), default=None)
    box = mark.on_print((x0 / zoom, y0 / zoom, x1 / zoom, y1 / zoom))
    return box, min(word.confidence for word, _ in under), support


def _agreed(name: str, readings: Sequence[Sequence[Reading]]) -> list[Candidate]:
    """The values that one mark gives for one field, best first, each with what speaks against it."""
    by_value: Mapping[str, list[Reading]] = defaultdict(list)
    for way in readings:
        seen = set()
        for reading in way:
            if reading.field == name and reading.value not in seen:
                seen.add(reading.value)
                by_value[reading.value].append(reading)
    if name == RECEIVED:
        # A reading that needed mending neither bears out a clean one of the same day nor shakes it.
        by_value = {value: [one for one in same if not one.doubt] or same for value, same in by_value.items()}
    possible = {value for value, same in by_value.items() if not any(reading.doubt for reading in same)}
    unshaken = {
        value for value in possible if (support := _support(by_value[value])) is None or support >= _LEAST_SUPPORT
    }
    rivals = possible if name == NUMBER else unshaken  # of two numbers no calendar tells which is likelier
    candidates = [
        _candidate(name, value, same, bool(rivals - {value}), _SURE_SUPPORT if possible - {value} else _LEAST_SUPPORT)
        for value, same in by_value.items()
    ]
    shown = [one for one in candidates if one.doubt is None or one.confidence >= _WORTH_SHOWING]
    return sorted(shown, key=lambda one: (one.doubt is not None, -one.confidence))


def _looked_closer(mark: Crop, dates: Sequence[Candidate], day: Day | None) -> list[Candidate]:
    """The dates of one mark in the light of its dater's figures, best first: they clear one, doubt another, add one."""
    if day is None:
        return list(dates)
    value = day.value.isoformat()
    others = [one for one in dates if one.value != value]
    read = len(others) < len(dates)
    if not day.is_sure(read=read):
        return list(dates) if dates else [_by_figures(mark, day, "its figures are not clear enough")]
    if any(one.doubt is None for one in others):
        doubt = "read differently in different ways"
        return [*(_doubted(one, doubt) for one in others), _by_figures(mark, day, doubt)]
    sound = any(one.value == value and one.doubt is None for one in dates)
    if not sound and any(one.value[4:] == value[4:] for one in others):
        return [*others, _by_figures(mark, day, "its year may be another")]
    return [_by_figures(mark, day, None), *others]


def _doubted(candidate: Candidate, doubt: str) -> Candidate:
    """With this doubt, if it has none of its own."""
    if candidate.doubt is not None:
        return candidate
    return replace(candidate, doubt=doubt, confidence=min(candidate.confidence, 0.5))


def _by_figures(mark: Crop, day: Day, doubt: str | None) -> Candidate:
    confidence = round(day.chance * day.support if doubt is None else min(day.support, 0.5), 3)
    return Candidate(
        RECEIVED, day.value.isoformat(), day.raw, mark.on_print(day.box), confidence, Method.DIGITS, True, doubt
    )


def _support(same: Sequence[Reading]) -> float | None:
    return max((reading.support for reading in same if reading.support is not None), default=None)


def _candidate(name: str, value: str, same: Sequence[Reading], rivalled: bool, needed: float) -> Candidate:
    """One value of one mark. It is doubted where another value is as possible (``rivalled``); ``needed`` is the support
    that it must have: more where its readings do not all agree."""
    best = max(same, key=lambda reading: reading.confidence)
    doubt = next((reading.doubt for reading in same if reading.doubt), None) or _unsure(same, needed)
    if doubt is None and rivalled:
        doubt = "read differently in different ways"
    confidence = best.confidence if doubt is None else min(best.confidence, 0.5)
    return Candidate(name, value, best.raw, best.box, round(confidence, 3), Method.OCR, best.labelled, doubt)


def _unsure(same: Sequence[Reading], needed: float) -> str | None:
    """Why one value is not certain; None if Tesseract and the recogniser of numerals bear each other out."""
    sight = sorted((reading.confidence for reading in same), reverse=True)
    support = _support(same)
    if support is None:
        return "its figures could not be told apart for a second opinion"
    if support < needed:
        return "its figures may be others"
    if sight[0] >= _GOOD_CONFIDENCE and support >= _SURE_SUPPORT:
        return None
    if len(sight) >= _AGREEING and sight[0] >= _BEST_CONFIDENCE and sight[_AGREEING - 1] >= _LEAST_CONFIDENCE:
        return None
    return "not read clearly enough" if len(sight) >= _AGREEING else "read in one way only"


def office_name(mark: MarkText) -> tuple[str, float] | None:
    """The name of an office where a mark says it, with the lowest confidence of its words; None if it does not."""
    lines = mark.lines
    for at, line in enumerate(lines):
        if not _OFFICE.search(normal(line.text)):
            continue
        following = lines[at + 1 : at + 2]
        named = [line, *(more for more in following if not any(char.isdigit() for char in latin_digits(more.text)))]
        words = [word for one in named for word in one.words]
        confidence = min(word.confidence for word in words)
        if confidence >= _LEAST_CONFIDENCE:
            return ", ".join(normal(one.text).strip(" ,") for one in named), round(confidence, 3)
    return None
