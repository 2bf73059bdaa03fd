"""What a mark is for, by its words: a receipt, or that a paper was sent, returned, checked, paid for, or called up.

Every office has such stamps, with a date in them as in that of receipt. A plain dater has no word and counts as a
receipt's; a word for another purpose, even one read with a letter wrong, puts the date in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex
from rapidfuzz import fuzz

from extractors.text import normal

_RECEIVED = ("RECEIVED", "RECEIPT", "RECD")
_RECEIVED_BN = regex.compile(normal(r"গৃহীত|প্রাপ্ত|প্রাপ্তি"))
_OTHER = (
    *("DESPATCHED", "DISPATCHED", "DESPATCH", "DISPATCH", "RETURNED", "RETURN", "CANCELLED", "ISSUED", "FORWARDED"),
    *("CHECKED", "VERIFIED", "EXAMINED", "ENTERED", "REJECTED", "REFUSED", "DISPOSED", "COMPARED", "APPROVED"),
    *("HEARING", "MEETING", "INTERVIEW", "ENQUIRY", "INQUIRY", "VALID", "PAID", "SEEN", "FILED", "CLOSED", "COPY"),
)
_BESIDE_RECEIVED = frozenset(("ENTERED", "FILED", "CHECKED", "COPY"))  # "received and entered" is a receipt
_REFUSING = ("RETURNED", "RETURN", "CANCELLED", "REJECTED", "REFUSED")
_NOT_TAKEN = regex.compile(normal(r"ফেরত|বাতিল|(?:গৃহীত|প্রাপ্ত|গ্রহণ) (?:হয়|করা|নহে|নয়)"))
_OTHER_BN = regex.compile(
    normal(r"ফেরত|প্রেরিত|প্রেরণ|পরীক্ষিত|প্রতিলিপি|বাতিল|যাচাই|শুনানি|তদন্ত|পরিশোধ|নিষ্পত্তি|(?:গৃহীত|প্রাপ্ত|গ্রহণ) (?:হয়|করা|নহে|নয়)")
)
_NOT = regex.compile(r"\b(?:NOT|UN)\s?(?:RECE|ACCE|TAKE|ADMI)\p{L}*")
_PUT_UP = regex.compile(r"\bPUT\s?UP\b|\bTRUE COPY\b")
_NOT_VERIFIED = regex.compile(r"\bNOT\s+\S{6,10}")  # "contents not verified" stands under many receipts
_WORD = regex.compile(r"\p{L}{4,}")
_ALIKE = 75.0  # rapidfuzz ratio from which a word of six letters or more is one misread
_SHORT = 5  # a word of so few letters is read right, or is another
# "Next date", "Reply by", "M.R. No. 4512 Dt.": what a date is that follows in the same line
_LABEL = regex.compile(
    normal(
        r"\b(?:next|hearing|hg|enquiry|inquiry|due|reply|camp|valid|meeting|visit|interview|memo|m\.? ?r|challan|bill|"
        r"put up|seen|despatch|issue)\b[^\d]{0,24}(?:no\W{0,3}\S{1,16}\W*(?:dated?|dt)?\W*)?$|"
        r"(?:শুনানি|তদন্ত|পরবর্তী|শিবির|স্মারক|মেমো)[^\d]{0,24}$"
    ),
    regex.IGNORECASE,
)


def says_received(texts: Iterable[str]) -> bool:
    """Whether one of the readings of a mark says that it is of a receipt."""
    return any(
        _RECEIVED_BN.search(normal(text)) or any(_is_like(word, _RECEIVED) for word in _words(text)) for text in texts
    )


def other_purpose(texts: Iterable[str]) -> str | None:
    """What a mark is for by its readings, where that is no receipt, as it was read; else None."""
    readings = list(texts)
    received = says_received(readings)
    for text in readings:
        said = normal(text)
        upper = said.upper()
        if found := _NOT.search(upper) or _OTHER_BN.search(said) or _PUT_UP.search(upper):
            return found.group()
        for word in _words(_NOT_VERIFIED.sub(" ", upper)):
            like = _is_like(word, _OTHER)
            if like and not (received and like in _BESIDE_RECEIVED):
                return word
    return None


def takes_back(purpose: str) -> bool:
    """Whether that purpose says that the paper was not taken, or given back: no day on record makes it a receipt."""
    said = purpose.upper()
    return bool(_NOT_TAKEN.search(purpose) or _NOT.search(said)) or _is_like(said, _REFUSING) is not None


def labelled_otherwise(before: str) -> bool:
    """Whether what stands in a line before a date says that it is another than that of the receipt."""
    return _LABEL.search(before) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(normal(text).upper())


def _is_like(word: str, known: Iterable[str]) -> str | None:
    if word in known:
        return word
    if len(word) <= _SHORT:
        return None
    long = [one for one in known if len(one) > _SHORT]
    best = max(long, key=lambda one: fuzz.ratio(word, one), default=None)
    return best if best is not None and fuzz.ratio(word, best) >= _ALIKE else None
