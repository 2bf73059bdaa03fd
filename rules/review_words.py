"""Why a paper waits for a person, in English and in Bengali.

The readers say why in English, and so it is kept, in old rows as in new ones; the English sentence is the key under
which its Bengali is found, as in a gettext catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import regex

from rules.review_sentences import FIELDS, OUTCOMES, SENTENCES
from rules.text import Text, bengali_digits, date_words, nfc

_NEXT = regex.compile(r" (?=It (?:is|has|could) )")  # a file of which several pages are lost
_AS_PRINTED = ("value", "values", "year", "given")
_BRACE = regex.compile(r"\{(\w+)\}")


def field_words(field: str) -> Text:
    """What a person calls a field of a review entry."""
    return FIELDS.get(field, Text(field.replace("_", " "), field.replace("_", " ")))


def reason_words(reason: str) -> Text:
    """A reason of a review entry in both languages; one that is not known here stands in English in both."""
    return Text(reason, _bengali(reason) or reason)


def candidate_words(why: str) -> Text:
    """What speaks for a candidate and against it, in both languages, as ``Candidate.why`` joins them."""
    return Text(why, "; ".join(reason_words(one).bn for one in why.split("; ")))


def _bengali(reason: str) -> str | None:
    said = _NEXT.split(reason)
    if len(said) > 1:
        each = [_bengali(one) for one in said]
        return None if None in each else " ".join(one for one in each if one)
    for pattern, bengali in _patterns():
        if (match := pattern.fullmatch(reason)) is None:
            continue
        values = {name: _value(name, value) for name, value in match.groupdict().items() if name != "what"}
        if "what" in match.groupdict():
            inner = _bengali(match["what"])
            if inner is None:
                continue
            values["what"] = inner
        return nfc(bengali.format_map(values))
    return None


@cache
def _patterns() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple((regex.compile("".join(_parts(text.en)), regex.DOTALL), text.bn) for text in SENTENCES)


def _parts(english: str) -> Iterator[str]:
    """``english`` as a pattern that captures what fills its braces."""
    for at, part in enumerate(_BRACE.split(english)):
        yield f"(?P<{part}>.+?)" if at % 2 else regex.escape(part)


def _value(name: str, value: str) -> str:
    """What fills a brace, in Bengali: days, outcomes and bare figures; numbers of papers stay as they are printed."""
    return ", ".join(_one(part, name in _AS_PRINTED) for part in value.split(", "))


def _one(value: str, as_printed: bool) -> str:
    if value in OUTCOMES:
        return OUTCOMES[value]
    if regex.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date_words(date.fromisoformat(value)).bn
        except ValueError:
            return value
    return bengali_digits(value) if not as_printed and regex.fullmatch(r"\d{1,5}(\.\d\d?)?", value) else value
