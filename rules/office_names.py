"""The words of an office's name: which of them tell it from other offices, and which only say what kind it is."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from rules.office_rows import OfficeRow
from rules.text import fold, nfc, slug

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_EMPTY_WORDS = frozenset(
    map(fold, ("the", "of", "office", "block", "ব্লক", "ব্লকের", "অফিস", "করণ", "কার্যালয়", "দপ্তর", "মহকুমা", "subdivision"))
)
_BLOCK_WORDS = frozenset(map(fold, ("block", "cd", "no", "number", "ব্লক", "নং", "নম্বর")))
_NUMERALS = {"i": "1", "ii": "2", "one": "1", "two": "2"}
_ENDINGS = (" gram panchayat", " gp", " গ্রাম পঞ্চায়েত", " police station", " ps", " থানা")


def bag(text: str) -> tuple[str, ...]:
    """The words of a name in no order, without those that only say "office of the"."""
    return tuple(sorted(set(_WORD.findall(fold(text))) - _EMPTY_WORDS))


def block_key(text: str) -> str:
    """The name of a block as it is looked up: "Basanti Block", "Canning - I", "ক্যানিং ১ নং ব্লক" without what varies."""
    words = [word for word in _WORD.findall(fold(text)) if word not in _BLOCK_WORDS]
    return " ".join([*words[:-1], _NUMERALS.get(words[-1], words[-1])]) if words else ""


def bare(name: str) -> str:
    """The name of a panchayat or police station without the words for what it is."""
    for ending in _ENDINGS:
        if fold(name).endswith(fold(ending)):
            return nfc(name)[: -len(nfc(ending))].strip()
    return nfc(name).strip()


class Listed:
    """The panchayats, police stations and health units of our tables, by every name they may be written with."""

    def __init__(self, rows: Iterable[OfficeRow]) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        self._ids: dict[tuple[str, str], str] = {}
        for row in rows:
            within, _, written = row.id.rpartition("/")
            said = (row.name.en, row.name.bn, *row.aliases) if row.name is not None else row.aliases
            self._names[row.id] = tuple(dict.fromkeys(filter(None, map(bare, said))))
            for name in (written, *self._names[row.id]):
                self._ids.setdefault((within, slug(name)), row.id)

    def find(self, within: str, *names: str) -> str | None:
        """The id of the one within such as ``gp:south-24-parganas/basanti`` that bears one of the names."""
        if not self._ids:
            return None
        return next((found for name in names if (found := self._ids.get((within, slug(name))))), None)

    def names(self, office_id: str) -> tuple[str, ...]:
        """Its names, without the words for what it is; none where it is not listed."""
        return self._names.get(office_id, ())

    def within(self, district: str) -> list[str]:
        """The ids of those of a district."""
        return [office_id for office_id in self._names if office_id.partition(":")[2].startswith(f"{district}/")]
