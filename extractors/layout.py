"""The anatomy of an official letter: head, subject, reference, body, tail, told apart by its own labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import regex

from extractors.running import Sheet
from extractors.text import Line
from rules.text import nfc

Placed = tuple[Sheet, Line]

_FLAGS = regex.IGNORECASE
_SUBJECT = regex.compile(nfc(r"^\W*(?:sub(?:ject|\.)?|বিষয়)\s*[:.\-]"), _FLAGS)
_REFERENCE = regex.compile(nfc(r"^\W*(?:ref(?:erence)?s?\.?|সূত্র|সুত্র|সূএ)\s*[:\-]"), _FLAGS)
_ADDRESSEE = regex.compile(nfc(r"^\W*(?:to|প্রতি|প্রাপক|বরাবর|মাননীয়া?|শ্রীমতী|smt\.?)\W*(?:$|[,:])"), _FLAGS)
_SALUTATION = regex.compile(
    nfc(
        r"^\W*(?:(?:dear|respected)\s)?(?:sir|madam|মহাশয়া?|মহোদয়া?)(?:\s*/\s*(?:sir|madam|মহাশয়া?|মহোদয়া?))?\W*"
        r"(?:\s\S{1,2}\W*)?$"  # a speck or a stroke of the pen read as a character: "Madam, 6"
    ),
    _FLAGS,
)
_CALL = regex.compile(r"^\W*\S{1,9}(?: \S{1,9})?\s?,\W*$")  # a salutation misread: "eo wm,"
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
        r"memo no|cop(?:y|ies) (?:forwarded|to|for)|encl(?:o|s|osures?|osed)?\s*[.:\-]|"
        r"ভবদীয়া?|বিশ্বস্ত|স্বাক্ষরিত|স্বা[ঃ:]|প্রতিলিপি|অনুলিপি|সংযুক্তি|সংযোজনী|সংযোজন|স্মারক (?:নং|সংখ্যা)|মেমো নং|পত্রাঙ্ক)"
    ),
    _FLAGS,
)
_ITEM = regex.compile(r"^\W*[\p{L}\p{N}]{1,2}[.)।]")  # of a list of references
_SHORT = 0.12  # of a line's width: so far from its end the line before was full, give or take a word
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


def rows(lines: Iterable[Placed]) -> list[Placed]:
    """Lines side by side joined into rows: a number on the left and a date on the right make one row."""
    grouped: list[Placed] = []
    for sheet, line in sorted(lines, key=lambda item: (item[1].box[1] + item[1].box[3]) / 2):
        for at, (_, other) in enumerate(grouped):
            if _beside(line, other):
                words = sorted((*other.words, *line.words), key=lambda word: word.box[0])
                grouped[at] = (sheet, Line(tuple(words)))
                break
        else:
            grouped.append((sheet, line))
    return grouped


def _beside(line: Line, other: Line) -> bool:
    """Whether two lines stand in one row: apart sideways, and level where they come nearest (no page is straight)."""
    left, right = (line, other) if line.box[0] < other.box[0] else (other, line)
    end, start = left.words[-1].box, right.words[0].box
    if end[2] > start[0] + 0.3 * (end[3] - end[1]):
        return False
    overlap = min(end[3], start[3]) - max(end[1], start[1])
    return overlap > 0.5 * min(end[3] - end[1], start[3] - start[1])


def _head(sheets: Sequence[Sheet], lines: Sequence[Placed], end: int | None) -> tuple[Placed, ...]:
    if not sheets or not lines:
        return ()
    first = sheets[0]
    labelled = end is not None and lines[end][0] is first
    bottom = lines[end][1].box[1] + 2 if end is not None and labelled else _LEAST_HEAD * first.shape[0]
    return tuple(rows((first, line) for line in first.text.lines if (line.box[1] + line.box[3]) / 2 < bottom))


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
        elif (
            _SALUTATION.match(text)
            or _OPENING.match(text)
            or (
                part != "body"
                and (taken >= _MOST_REFERENCE_LINES or _CALL.match(text) or _follows_end(parts[part], line))
            )
        ):
            part = "body"
        taken += 1
        parts[part].append((sheet, line))
    return Anatomy(head, *(tuple(parts[name]) for name in ("subject", "reference", "body", "tail")))


def _follows_end(before: Sequence[Placed], line: Line) -> bool:
    """Whether the last of some lines ended a paragraph: it stops well short of where the next one ends."""
    if not before or _ITEM.match(line.text):
        return False
    last, box = before[-1][1].box, line.box
    return last[2] < box[2] - _SHORT * (box[2] - min(box[0], last[0]))


def _first(lines: Sequence[Placed], test: Callable[[str], bool]) -> int | None:
    return next((at for at, (_, line) in enumerate(lines) if test(line.text)), None)
