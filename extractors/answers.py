"""What a reply says to each numbered question: "(a)" as "1." as "(ক)", each with the text up to the next mark.

A letter that merely numbers its paragraphs is told apart by how it begins. What stands under no mark is no answer; a
question whose number is not there is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from extractors.layout import Placed
from extractors.running import Running
from extractors.text import latin_digits
from rules.findings import Finding
from rules.text import nfc

_FLAGS = regex.IGNORECASE
_MARK = regex.compile(
    nfc(
        r"^\W{0,2}?(?:(?:point|item|sl|serial|question|query|answer|ans|প্রশ্ন|উত্তর|দফা|ক্রমিক)\W{0,2}(?:no|নং)?\W{0,2})?"
        r"(?:\((?P<inside>[\p{L}\p{N}]{1,4})\)|(?P<before>[\p{L}\p{N}]{1,4})\s?[).।:])(?:[\s:.\-]+|(?!\p{N}))"
    ),
    _FLAGS,
)
_PARAGRAPH = regex.compile(
    nfc(
        r"^\W*(?:(?:with|in) (?:reference|response|connection)|i am (?:directed )?to|উপরোক্ত|উপরিউক্ত|উপর্যুক্ত|"
        r"আপনার .{0,60}আবেদন)"
    ),
    _FLAGS,
)
_CLOSING = regex.compile(
    nfc(
        r"if you are (?:not satisfied|aggrieved|dissatisfied)|appeal (?:may|can|lies)|prefer (?:an|the|a first) appeal|"
        r"first appell?ate|this is for your (?:kind )?information|প্রথম আ[পগ][ীি]ল|আ[পগ][ীি]ল কর|অসন্তুষ্ট|সন্তুষ্ট না"
    ),
    _FLAGS,
)
_ROMAN = {
    name: at for at, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}
_LATIN = {letter: at for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}
_BENGALI = {letter: at for at, letter in enumerate("কখগঘঙচছজঝঞটঠডঢণতথদধন", 1)} | {"ও": 5, "উ": 5}  # ঙ as it is misread
_FURTHEST = 5  # questions that may go unanswered between two answers: further, and the mark is something else's
_FIRST = 2  # the number that the first answer may have


class _Item(NamedTuple):
    line: int  # of the body
    number: int
    start: int  # where its text begins in the line


def find_answers(body: Sequence[Placed]) -> tuple[list[Finding], list[Placed]]:
    """The answers in order (``value``: the question's number from 1; ``raw``: what is said to it), and other lines."""
    texts = [nfc(line.text) for _, line in body]
    end = next((at for at, text in enumerate(texts) if _CLOSING.search(text)), len(texts))
    ends = [end]
    for read in (_number, _ROMAN.get, _LATIN.get, _BENGALI.get):
        items = _items(texts[:end], read)
        if len(items) < 2:
            continue
        ends += [item.line for item in items]
        if not _PARAGRAPH.match(texts[items[0].line][items[0].start :]):  # else answers may stand within a paragraph
            spans = [(item, min(stop for stop in ends if stop > item.line)) for item in items]
            found = [one for item, stop in spans if (one := _answer(body[item.line : stop], item)) is not None]
            within = {at for item, stop in spans for at in range(item.line, stop)}
            return found, [placed for at, placed in enumerate(body) if at not in within]
    return [], list(body)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _items(texts: Sequence[str], read: Callable[[str], int | None]) -> list[_Item]:
    """The items of one way of numbering, as long as their numbers rise."""
    items: list[_Item] = []
    for at, text in enumerate(texts):
        match = _MARK.match(text)
        number = read(latin_digits(match["inside"] or match["before"]).lower()) if match is not None else None
        last = items[-1].number if items else 0
        if match is not None and number is not None and last < number <= (last + _FURTHEST if items else _FIRST):
            items.append(_Item(at, number, match.end()))
    return items


def _answer(lines: Sequence[Placed], item: _Item) -> Finding | None:
    """What stands between two marks; None where nothing does."""
    running = Running(lines, form=nfc, joint=" ")
    text = running.text[item.start :]
    if not text.strip():
        return None
    start = item.start + len(text) - len(text.lstrip())
    return running.finding(str(item.number), start, item.start + len(text.rstrip()))
