"""What is refused in a request for information, found in its questions before it is printed.

An information officer gives what is held on paper: he need not give reasons, opinions or advice, and may refuse another
person's particulars (RTI Act ss.2(f), 8(1)(j)). The words are cues from practice (general knowledge): what they find is
shown to whoever wrote the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

MOST = 12  # questions in one request; more is taken for more than one subject
_LONGEST = 500  # characters of one question


class Fault(StrEnum):
    """Why a question is likely to be refused."""

    REASON = "it asks for reasons, which are no information held on paper"
    OPINION = "it asks for an opinion, which is no information held on paper"
    PERSONAL = "it asks for other persons' particulars, which are refused"
    SEVERAL = "it holds more than one question"
    LONG = "it is too long to be answered as one question"
    MANY = "there are so many questions that they will be taken for more than one subject"
    EMPTY = "it is empty"


_CUES = {
    Fault.REASON: r"\bwhy\b|\breasons? (?:for|why)\b|\bexplain\b|কেন(?![\p{L}\p{M}])|কী কারণে|কারণ কী",
    Fault.OPINION: r"\bopinions?\b|\bdo you (?:think|agree|feel)\b|\bshould\b|\bwhether it is (?:right|proper)\b"
    r"|মতামত|মনে করেন|উচিত",
    Fault.PERSONAL: r"\b(?:names?|address(?:es)?|phone|mobile|aadhaar|account) (?:and address(?:es)? )?(?:numbers? )?"
    r"of (?:the |all )?(?:victims?|beneficiar(?:y|ies)|applicants?|persons?|women|girls?)\b"
    r"|(?:আবেদনকারী|উপভোক্তা|ভুক্তভোগী|ক্ষতিগ্রস্ত|মহিলা)(?:দের)? ?(?:নাম|ঠিকানা|ফোন|আধার|অ্যাকাউন্ট)",
}  # fmt: skip
_SEVERED = regex.compile(r"\bsever|\bwithout (?:the )?names?\b|বাদ দিয়ে|নাম ছাড়া", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One fault of one question, by its number from 1; 0 for the whole."""

    question: int
    fault: Fault


def doubts(questions: Sequence[str]) -> list[Doubt]:
    """Everything by which these questions are likely to be refused."""
    found = [Doubt(number, fault) for number, text in enumerate(questions, start=1) for fault in _faults(text)]
    return [*found, Doubt(0, Fault.MANY)] if len(questions) > MOST else found


def _faults(text: str) -> list[Fault]:
    if not text.strip():
        return [Fault.EMPTY]
    found = [
        fault
        for fault, cues in _CUES.items()
        if regex.search(cues, text, regex.IGNORECASE) and not (fault is Fault.PERSONAL and _SEVERED.search(text))
    ]
    if text.count("?") > 1:
        found.append(Fault.SEVERAL)
    if len(text) > _LONGEST:
        found.append(Fault.LONG)
    return found
