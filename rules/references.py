"""Codes that stand for letters and people: drawn at random, with a check character where paper may smudge them.

A reference looks like ``7K4Q-9XM2-A``: eight characters and one check character, ISO 7064 mod 37,36
(as in python-stdnum). No 0, 1, I or O occurs in it: a body whose check character would be one of them is drawn again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex
from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
STRIP_VERSION = 1
_SHAPE = regex.compile(
    rf"(?<![{ALPHABET}01IO])([{ALPHABET}]{{4}})[\s\-–—]?([{ALPHABET}]{{4}})[\s\-–—]?([{ALPHABET}])(?![{ALPHABET}01IO])"
)
_CLAIMANT = regex.compile(rf"SN-[{ALPHABET}]{{6}}")
_CLAIM = regex.compile(rf"{_CLAIMANT.pattern}-[1-9][0-9]{{0,3}}")

Choice = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Payload:
    """What a QR on a receipt copy says."""

    version: int
    reference: str
    page: int  # 1-based; 0 where the page is not known


def new_reference(choice: Choice = secrets.choice) -> str:
    """A fresh letter reference, such as ``7K4Q-9XM2-A``."""
    while True:
        body = "".join(choice(ALPHABET) for _ in range(8))
        check = mod_37_36.calc_check_digit(body)
        if check in ALPHABET:
            return f"{body[:4]}-{body[4:]}-{check}"


def new_claimant_code(choice: Choice = secrets.choice) -> str:
    """A fresh claimant code, such as ``SN-7K4Q9X``; it says nothing of the person."""
    return "SN-" + "".join(choice(ALPHABET) for _ in range(6))


def is_claimant_code(text: str) -> bool:
    return _CLAIMANT.fullmatch(text) is not None


def is_claim_code(text: str) -> bool:
    """Whether ``text`` is a claimant's code and the number of one of her claims, such as ``SN-7K4Q9X-1``."""
    return _CLAIM.fullmatch(text) is not None


def is_reference(text: str) -> bool:
    """Whether ``text`` is a reference in its printed form with a right check character."""
    return find_references(text) == [text]


def find_references(text: str) -> list[str]:
    """All references in running text, in printed form, in order; only those whose check character is right."""
    found = []
    for match in _SHAPE.finditer(text.upper()):
        head, tail, check = match.groups()
        if mod_37_36.calc_check_digit(head + tail) == check:
            found.append(f"{head}-{tail}-{check}")
    return found


def payload(reference: str, page: int) -> str:
    """The QR text of one page, ``1:7K4Q-9XM2-A:2``; page 0 where it is not known."""
    return f"{STRIP_VERSION}:{reference}:{page}"


def parse_payload(text: str) -> Payload | None:
    """Read a QR text of any strip version printed so far; None if it is not one of ours."""
    version, _, rest = text.partition(":")
    reference, _, page = rest.rpartition(":")
    if version != "1" or not page.isascii() or not page.isdigit() or not is_reference(reference):
        return None
    return Payload(1, reference, int(page))
