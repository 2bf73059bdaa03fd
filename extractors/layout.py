"""The anatomy of an official letter: head, subject, reference, body, tail, told apart by its own labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import regex

from extractors.running import Sheet
from extractors.text import Line, Word
from rules.text import nfc

Placed = tuple[Sheet, Line]

_FLAGS = regex.IGNORECASE
_SUBJECT = regex.compile(nfc(r"^\W*(?:sub(?:ject|\.)?|বিষয়)\s*[:.\-]"), _FLAGS)
_REFERENCE = regex.compile(nfc(r"^\W*(?:ref(?:erence)?s?\.?|সূত্র|সুত্র|সূএ)\s*(?:no\.?\s*)?[:.\-]"), _FLAGS)
_ADDRESSEE = regex.compile(nfc(r"^\W*(?:to|প্রতি|প্রাপক|বরাবর|মাননীয়া?|শ্রীমতী|smt\.?)\W*(?:$|[,:])"), _FLAGS)
_SALUTATION = regex.compile(
    nfc(r"^\W*(?:(?:dear|respected)\s)?(?:sir|madam|মহাশয়া?|মহোদয়া?)(?:\s*/\s*(?:sir|madam|মহাশয়া?|মহোদয়া?))?\W*$"), _FLAGS
)
_OPENING = regex.compile(
    nfc(
        r"^\W*(?:with reference to|in reference to|in response to|in connection with|this is to inform|"
        r"i am (?:directed )?to|"
        r"whereas|in continuation|apropos|উপরোক্ত|উপরিউক্ত|উপর্যুক্ত|আপনার|আপনাকে|এতদ্বারা)"
    ),
    _FLAGS,
)
_TAIL = regex.compile(
    nfc(
        r"^\W*(?:yours? (?:faithfully|sincerely|truly)|sd\s*/|by order|"
        r"(?:memo no.{0,60})?cop(?:y|ies) (?:forwarded|to|for)|"
        r"ভবদীয়া?|বিশ্বস্ত|স্বাক্ষরিত|স্বা[ঃ:]|প্রতিলিপি|অনুলিপি|encl|enclosures?|সংযুক্তি|সংযোজনী|সংযোজন)"
    ),
    _FLAGS,
)
_LEAST_HEAD = 0.45  # of the first page's height, where no label says where the head ends
_MOST_REFERENCE_LINES = 4


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A letter's lines by part. ``head`` is rows of the first page (words side by side joined, wide gaps kept)."""

    head: tuple[Placed, ...]
    subject: tuple[Placed, ...]
    reference: tuple[Placed, ...]
    body: tuple[Placed, ...]
    tail: tuple[Placed, ...]


def anatomy(sheets: Sequence[Sheet]) -> Anatomy:
    """Take a letter apart; a part that it lacks is empty."""
    lines = [(sheet, line) for sheet in sheets for line in sheet.text.lines]
    start = _first(lines, lambda text: bool(_SUBJECT.match(text) or _REFERENCE.match(text)))
    salutation = _first(lines, lambda text: bool(_SALUTATION.match(text)))
    opening = _first(lines, lambda text: bool(_OPENING.match(text)))
    marks = [at for at in (start, salutation, opening) if at is not None]
    head_end = min(marks, default=None)
    head = _head(sheets, lines, head_end)
    rest = lines[head_end:] if head_end is not None else [item for item in lines if item[1] not in _lines_of(head)]
    return _split(head, rest)


def rows(sheet: Sheet, words: Iterable[Word]) -> list[Placed]:
    """Words regrouped into rows by height on the page: a number on the left and a date on the right make one row."""
    grouped: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box[1] + word.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        if grouped and middle <= _middle(grouped[-1]) + 0.5 * _height(grouped[-1]):
            grouped[-1].append(word)
        else:
            grouped.append([word])
    return [(sheet, Line(tuple(sorted(group, key=lambda word: word.box[0])))) for group in grouped]


def _head(sheets: Sequence[Sheet], lines: Sequence[Placed], end: int | None) -> tuple[Placed, ...]:
    if not sheets or not lines:
        return ()
    first = sheets[0]
    labelled = end is not None and lines[end][0] is first
    bottom = lines[end][1].box[1] + 2 if end is not None and labelled else _LEAST_HEAD * first.shape[0]
    words = [word for word in first.text.words if (word.box[1] + word.box[3]) / 2 < bottom]
    return tuple(rows(first, words))


def _lines_of(head: Sequence[Placed]) -> list[Line]:
    """The lines, as read, whose words all stand in the head."""
    words = {id(word) for _, line in head for word in line.words}
    found: list[Line] = []
    for sheet in {id(sheet): sheet for sheet, _ in head}.values():
        found.extend(line for line in sheet.text.lines if all(id(word) in words for word in line.words))
    return found


def _split(head: tuple[Placed, ...], rest: Sequence[Placed]) -> Anatomy:
    parts: dict[str, list[Placed]] = {"subject": [], "reference": [], "body": [], "tail": []}
    part = "body"
    taken = 0
    for sheet, line in rest:
        text = line.text
        if part == "tail" or (_TAIL.match(text) and parts["body"]):
            part = "tail"
        elif _SUBJECT.match(text) and not parts["body"]:
            part, taken = "subject", 0
        elif _REFERENCE.match(text) and not parts["body"]:
            part, taken = "reference", 0
        elif _SALUTATION.match(text) or _OPENING.match(text) or (part != "body" and taken >= _MOST_REFERENCE_LINES):
            part = "body"
        taken += 1
        parts[part].append((sheet, line))
    return Anatomy(head, *(tuple(parts[name]) for name in ("subject", "reference", "body", "tail")))


def _first(lines: Sequence[Placed], test: Callable[[str], bool]) -> int | None:
    return next((at for at, (_, line) in enumerate(lines) if test(line.text)), None)


def _middle(words: Sequence[Word]) -> float:
    return sum((word.box[1] + word.box[3]) / 2 for word in words) / len(words)


def _height(words: Sequence[Word]) -> float:
    heights = sorted(word.box[3] - word.box[1] for word in words)
    return heights[len(heights) // 2]
