"""Words in both languages, and the one folding under which Bengali and English text is compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import regex

_TO_ASCII = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_JOINERS = str.maketrans({"\u200c": None, "\u200d": None, "\ufeff": None, "\u09f7": "।"})
_SPACE = regex.compile(r"[\s_]+")
_BENGALI = regex.compile(r"\p{Bengali}")
_NOT_SLUG = regex.compile(r"[^\p{L}\p{M}\p{N}]+")

MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_BN = (
    "জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন",
    "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর",
)  # fmt: skip
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_BN = ("সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in Bengali."""

    en: str
    bn: str

    def of(self, language: str) -> str:
        """The words in ``language``, "bn" or "en"."""
        return self.bn if language == "bn" else self.en

    def filled(self, **values: Text) -> Text:
        """Both texts with ``{name}`` replaced by the value of that name in the same language."""
        return Text(
            self.en.format_map({name: value.en for name, value in values.items()}),
            self.bn.format_map({name: value.bn for name, value in values.items()}),
        )


def nfc(text: str) -> str:
    """NFC, which takes ড় ঢ় য় apart: both sides of every comparison go through here."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)  # names of places and offices, again and again
def fold(text: str) -> str:
    """Text as it is compared: NFC, no joiners, ASCII digits, lower case, single spaces (also for underscores)."""
    plain = nfc(text).translate(_JOINERS).translate(_TO_ASCII).casefold()
    return _SPACE.sub(" ", plain).strip()


def slug(text: str) -> str:
    """A code made of a name: letters, marks and digits of any script, joined by hyphens."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def bengali_digits(text: str) -> str:
    return text.translate(_TO_BENGALI)


def date_words(day: date) -> Text:
    """A date as both languages write it: 1 February 2026, ১ ফেব্রুয়ারি ২০২৬."""
    return Text(
        f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}",
        nfc(bengali_digits(f"{day.day} {MONTHS_BN[day.month - 1]} {day.year}")),
    )


def weekday_words(day: date) -> Text:
    return Text(WEEKDAYS_EN[day.weekday()], WEEKDAYS_BN[day.weekday()])


def number_words(number: int) -> Text:
    """A number in the digits of each language."""
    return Text(str(number), bengali_digits(str(number)))


def joined(texts: Iterable[Text], separator: str = ", ") -> Text:
    listed = list(texts)
    return Text(separator.join(text.en for text in listed), separator.join(text.bn for text in listed))


def in_scripts(written: str) -> Text:
    """A name that may stand in both scripts, "Ranu Kalpit / রানু কল্পিত"; a script that is missing is empty."""
    names = [part.strip() for part in written.split("/") if part.strip()]
    return Text(
        next((name for name in names if not _BENGALI.search(name)), ""),
        next((name for name in names if _BENGALI.search(name)), ""),
    )


def both_scripts(written: str) -> Text:
    """Such a name as each language prints it: in its own script, else in the one that is given."""
    name = in_scripts(written)
    return Text(name.en or name.bn, name.bn or name.en)
