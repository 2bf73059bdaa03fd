"""The words of an office's name: which of them tell it from other offices, and which only say what kind it is."""

from __future__ import annotations

import regex

from rules.text import fold, nfc

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_EMPTY_WORDS = frozenset(
    map(fold, ("the", "of", "office", "block", "ব্লক", "ব্লকের", "অফিস", "করণ", "কার্যালয়", "দপ্তর", "মহকুমা", "subdivision"))
)
_ENDINGS = (" gram panchayat", " gp", " গ্রাম পঞ্চায়েত", " police station", " ps", " থানা")


def bag(text: str) -> tuple[str, ...]:
    """The words of a name in no order, without those that only say "office of the"."""
    return tuple(sorted(set(_WORD.findall(fold(text))) - _EMPTY_WORDS))


def bare(name: str) -> str:
    """The name of a panchayat or police station without the words for what it is."""
    for ending in _ENDINGS:
        if fold(name).endswith(fold(ending)):
            return nfc(name)[: -len(nfc(ending))].strip()
    return nfc(name).strip()
