"""Memo, letter and diary numbers as offices write them, their normal form, and the key they are compared by.

Real forms: ``4712-F(P2)``, ``SBHI/4478/ M-32/2013/ 1(60)``, ``35-PAR(AR)/O/3M-29/2005 Pt. VI``, ``১২৩(৪)/বিডিও/বাসন্তী``.
``1(60)`` is serial and number of copies: the "(60)" varies between copies of one letter and is no part of the key.
"""

from __future__ import annotations

import regex

from extractors.text import has_bengali, latin_digits, normal
from rules.events import NumberKind
from rules.text import fold, nfc

OPEN = "the number looks as if its serial was left open or written by hand"
STRANGE = "the number has a character that numbers do not have"
BRACKET = "a bracket of the number is missing"
SCRIPTS = "a part of the number is in two scripts"
SMALL = "the number has small letters, as Bengali digits look to an English reader"
_NO = r"\s*(?:sl\.?|serial|entry|ক্রমিক)?\s*(?:no|number|নং|নম্বর|সংখ্যা)"
_KINDS = {
    kind: regex.compile(nfc(rf"(?<![\p{{L}}\p{{M}}])(?:{words})\W*{_NO}(?![\p{{L}}\p{{M}}])"), regex.IGNORECASE)
    for kind, words in {
        NumberKind.DIARY: r"diary|dy|ডায়েরি|ডায়েরী|ডাইরি",
        NumberKind.INWARD: r"inward|ইনওয়ার্ড|আগত পত্র",
        NumberKind.GDE: r"g\.?\s?d\.?\s?e|general diary(?: entry)?|জি\.?\s?ডি\.?\s?ই|সাধারণ ডায়েরি",
        NumberKind.APPLICATION: r"application|acknowledge?ment|আবেদন(?: পত্র)?|দরখাস্ত",
        NumberKind.CASE: r"(?:compensation |victim )?case|কেস|মামলা",
    }.items()
}
DOUBTS_OF_READING = frozenset({STRANGE, BRACKET, SCRIPTS, SMALL})  # a better reading may dispel these
# A label only counts at the start of a row or of a column: "Room No." and "Phone No." start with another word.
LABEL = nfc(
    r"(?:memo(?:randum)?\s*\.?\s*(?:no|number|nos?)?|ref(?:erence)?\.?\s*no|(?:order|letter|file)\s*no|no|"
    r"স্মারক\s*(?:নং|সংখ্যা|নম্বর|নঃ)?|মেমো\s*(?:নং|নম্বর)?|পত্রাঙ্ক|পত্র\s*(?:নং|সংখ্যা)|নং|নম্বর)"
)
DATE_LABEL = nfc(r"(?:dated?|dt|তারিখ|তাং)(?![\p{L}\p{M}])")
_MEMO = regex.compile(
    rf"^[^\p{{L}}\p{{M}}\d]*{LABEL}(?![\p{{L}}\p{{M}}])\s*[.:\-]*\s*(?P<value>\S.*?)[\s,;:.\-]*"
    rf"(?=\s{DATE_LABEL}|\s(?:by|through|per|vide)\s|\s\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\W*$|"
    rf"\s\p{{L}}[\p{{L}}\p{{M}} ]{{2,25}},?\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)\s|,\s?the\s\d|$)",
    regex.IGNORECASE,
)
_UNLABELLED = regex.compile(
    rf"^(?:\W*[\p{{L}}\p{{M}}]+\W+){{0,3}}(?P<value>\S*\d\S*\s?/\S+|\S+/\S*\d\S*)\s(?=.{{0,12}}{DATE_LABEL}|.{{0,6}}\d)",
    regex.IGNORECASE,
)
_LABEL_AGAIN = regex.compile(
    nfc(
        r"^(?:[^\p{L}\p{M}\p{N}(]*(?:memo(?:randum)?|nos?|number|স্মারক|মেমো|পত্রাঙ্ক|নং|নম্বর|নঃ|সংখ্যা)"
        r"(?![\p{L}\p{M}])[\s.:,\-]*)+(?=[\p{L}\p{N}])"
    ),
    regex.IGNORECASE,
)
_TIGHT = regex.compile(r"\s*([/\-])\s*")
_COPIES = regex.compile(r"\(\s*\d+\s*\)")
_NOT_KEY = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_NOT_FILLED = regex.compile(r"^[/\-(]|/\s?/|_{2,}|\.{3,}|…")
# "২৬" is read as "Qu", "১০৬৪" as "Sodv"; words that numbers do have: "File No. 7 Pt. VI", "SEC-Dept. of H&FW".
_SMALL = regex.compile(
    r"(?<![\p{L}\p{M}])(?!(?:[Pp]t|[Nn]os?|of|the|[Vv]ol|[Ss]ec|[Ff]ile|[Dd]ept|[Mm]isc|[Ll]oose)\b)[A-Za-z]*[a-z]+"
)
_STRANGE = regex.compile(r"[^\p{L}\p{M}\p{N}\s()&./,\-]")


def memo_in(row: str) -> tuple[str, int, int] | None:
    """The number that follows a label at the start of ``row``: raw text and its span, or None."""
    match = _MEMO.match(row)
    if match is None:
        return None
    value = match["value"]
    if not any(char.isdigit() for char in value) or len(value) > 90:
        return None
    return value, match.start("value"), match.end("value")


def unlabelled_in(row: str) -> tuple[str, int, int] | None:
    """A number with slashes at the start of ``row`` whose label could not be read: raw text and span, or None."""
    match = _UNLABELLED.match(row)
    return (match["value"], match.start("value"), match.end("value")) if match else None


def tidy(number: str) -> str:
    """A number as it is shown: single spaces, none around slashes and hyphens, and without its label, which may stand
    so close that both are one word (``No..1284/FS``); digits keep their script."""
    return _TIGHT.sub(r"\1", _LABEL_AGAIN.sub("", normal(number))).strip(" ,.;:-")


def key(number: str) -> str:
    """What numbers are compared by: no copy count, Latin digits, lower case, letters and digits only."""
    return _NOT_KEY.sub(" ", latin_digits(_COPIES.sub(" ", normal(number))).casefold()).strip().replace(" ", "/")


def kind_of(text: str) -> NumberKind | None:
    """What an office calls the number on its mark, by the words of the mark; None where none or several are said."""
    said = {kind for kind, words in _KINDS.items() if words.search(nfc(text))}
    if NumberKind.GDE in said:
        said.discard(NumberKind.DIARY)  # "General Diary Entry No."
    return said.pop() if len(said) == 1 else None


def is_same(read: str, truth: str) -> bool:
    """Whether a value as read says what is true: numbers in either script, whatever the count of copies says."""
    return read == truth or key(fold(read)) == key(fold(truth))


def doubt(number: str) -> str | None:
    """Why a number as read is not to be trusted whatever its confidence; None if nothing speaks against it."""
    if _NOT_FILLED.search(number):
        return OPEN
    if _STRANGE.search(number):
        return STRANGE
    if number.count("(") != number.count(")"):
        return BRACKET
    if any("০" <= char <= "৯" for char in number) and _SMALL.search(number):
        return SMALL
    latin = any("0" <= char <= "9" for char in number)
    parts = regex.split(r"[\s/\-().,&]+", number)
    if any(_two_scripts(part) for part in parts) or (latin and any("০" <= char <= "৯" for char in number)):
        return SCRIPTS
    return None


def _two_scripts(part: str) -> bool:
    return has_bengali(part) and any(char.isascii() and char.isalnum() for char in part)
