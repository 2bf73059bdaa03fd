"""What is refused in a request for information, found in its questions before it is printed.

An information officer gives what is held on paper: he need not give reasons, opinions or advice, may refuse another
person's particulars, and sends back what asks about two things at once (RTI Act ss.2(f), 8(1)(j); practice). The words
are cues from practice (general knowledge): what they find is shown to whoever wrote the question, who words it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from rules.text import nfc

MOST = 12  # questions in one request; more is taken for more than one subject
_LONGEST = 500  # characters of one question


class Fault(StrEnum):
    """Why a question is likely to be refused."""

    REASON = "it asks for reasons, which are no information held on paper"
    OPINION = "it asks for an opinion or a forecast, which is no information held on paper"
    PERSONAL = "it asks for another person's particulars, which are refused"
    SEVERAL = "it holds more than one question"
    SUBJECTS = "they are about more than one service, which is taken for more than one subject"
    LONG = "it is too long to be answered as one question"
    MANY = "there are so many questions that they will be taken for more than one subject"
    EMPTY = "it is empty"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One fault of one question, by its number from 1; 0 for the whole. ``words``: what in it says so."""

    question: int
    fault: Fault
    words: str = ""


# A reason that stands in an order is on paper: "the reasons recorded", "নথিভুক্ত কারণ".
_REASON = (
    r"\bwhy\b|\bhow come\b|\bexplain\b|\bexplanation\b|\bjustif(?:y|ication)\b|\bclarif(?:y|ication)\b"
    r"|(?<!\b(?:recorded|stated|noted|written) )\breasons?\b(?! (?:recorded|stated|noted|given|written|entered)\b)"
    r"|\bcauses? (?:of|for)\b|\b(?:due|owing) to what\b|\bon what (?:grounds?|basis)\b|\bbasis on which you\b"
    r"|\bwhat (?:prevented|led to|caused|made)\b|\bcircumstances (?:in|under) which\b|\bmotives?\b",
    r"কেন(?![\p{L}\p{M}])|কেনই বা|(?:কী|কি|কোন) ?কারণে|(?:কী|কি) ?জন্য|কিসের জন্য|ব্যাখ্যা|কৈফিয়[তৎ]|\bহেতু\b"
    r"|(?<!(?:নথিভুক্ত|লিপিবদ্ধ|লিখিত|উল্লিখিত) )(?<![\p{L}\p{M}])(?:কারণ|যুক্তি)(?:টি|গুলি|সমূহ)?(?![\p{L}\p{M}])",
)
_JUDGED = r"(?:right|proper|legal|lawful|fair|adequate|sufficient|enough|justified|satisf(?:ied|actory)|reasonable)"
_JUDGED_BN = r"(?:ন্যায্য|ঠিক|সঠিক|যথেষ্ট|পর্যাপ্ত|সঙ্গত|যুক্তিসঙ্গত|আইনসঙ্গত|আইনসম্মত)"
_OPINION = (
    r"\bopinions?\b|\byour (?:views?|assessment|comments?|suggestions?|advice|stand)\b|\bcomment on\b"
    r"|\bshould\b|\bought\b"
    r"|\bdo you (?:think|agree|feel|believe|consider|suggest|recommend|advise)\b|\bhow do you (?:feel|see|rate)\b"
    r"|\bdo(?:es)? (?:the|your) (?:authority|office|department)s? (?:think|agree|feel|believe|consider)\b"
    r"|(?:^|[.?;] )(?:please |kindly )?(?:advise|suggest|recommend)\b|(?:^|[.?;,] )(?:will|would)\b"
    r"|\bwhat w(?:ill|ould) happen\b|\bproposed to be\b|\bin future\b"
    r"|\bto blame\b|\b(?:think|feel) about\b|\bus(?:eful|eless)\b"
    rf"|(?:^|[.?;,] )(?:whether|is|are|was|were)\b[^.?]*\b{_JUDGED}\b",
    r"মতামত|অভিমত|মনে কর|উচিত|পরামর্শ দিন|সন্তুষ্ট|দোষী|ভবিষ্যতে|কাজে লাগে"
    r"|(?:কত দিনে|কতদিনে|কবে)[^।?]* (?:যাবে|হবে|পাবে)"
    r"|আপনা(?:র|দের) (?:মত|মতে|বক্তব্য|ভাবনা|ধারণা|পরামর্শ)(?![\p{L}\p{M}])"
    rf"|আপনাদের কী মত|(?:^|[\s,])কি (?:\S+ )?{_JUDGED_BN}(?![\p{{L}}\p{{M}}])|{_JUDGED_BN} কি(?![\p{{L}}\p{{M}}])",
)  # fmt: skip
# The name of an officer, with her post, is no secret: "name and designation", "নাম ও পদ".
_NAMED = (
    r"(?:names?(?! and (?:designation|post))|address(?:es)?(?! of the office)|identit(?:y|ies)|phone|mobile|telephone"
    r"|aadhaar|account numbers?|photographs?|medical (?:papers|records|reports)|particulars|whereabouts)"
)
_PERSONS = (
    r"(?:victims?|survivors?|beneficiar(?:y|ies)|applicants?|claimants?|persons?|people|wom[ae]n|girls?|child(?:ren)?"
    r"|those|who)"
)
_NAMED_BN = (
    r"(?:নাম(?! ও পদ)|নামের|নামগুলি|ঠিকানা|পরিচয়|ফোন|মোবাইল|আধার|অ্যাকাউন্ট(?:ের)? নম্বর|অ্যাকাউন্ট নং|ছবি|ফটো"
    r"|মেডিক্যাল রিপোর্ট(?:ের)?|বিস্তারিত বিবরণ|ব্যক্তিগত (?:তথ্য|বিবরণ))(?![\p{L}\p{M}])"
)
_PERSONS_BN = (
    r"(?:আবেদনকারী|দরখাস্তকারী|উপভোক্তা|প্রাপক|ভুক্তভোগী|ক্ষতিগ্রস্ত|নির্যাতিত|সারভাইভার|দাবিদার|মহিলা(?! থানা)|মেয়ে|নাবালিকা|নারী|শিশু"
    r"|ব্যক্তি|(?<![\p{L}\p{M}])যাঁ(?:রা|দের|কে))"
)
_PERSONAL = (
    rf"\b{_NAMED}\b[^.?;]{{0,60}}\b{_PERSONS}\b|\b{_PERSONS}\b[^.?;]{{0,60}}\b{_NAMED}\b|\bgive their names\b"
    rf"|\b(?:details|list) of (?:the |all |each )?(?:names?|{_PERSONS})\b|\b(?:bank|personal) details of\b"
    r"|\bcop(?:y|ies) of (?:the |an? |all |each |every )?(?:applications?(?! forms?\b)|(?:statements?|files?) of)\b"
    r"|\b(?:service (?:book|record)s?|leave records?|property returns?|confidential reports?|personal files?)\b",
    rf"{_PERSONS_BN}[^।?;]{{0,60}}(?<![\p{{L}}\p{{M}}]){_NAMED_BN}|(?<![\p{{L}}\p{{M}}]){_NAMED_BN}[^।?;]{{0,60}}{_PERSONS_BN}"
    r"|(?:দরখাস্ত|আবেদন|আবেদনপত্র|বয়ান)(?:টি|গুলি)?(?:র|ের) (?:নকল|প্রতিলিপি|কপি)"
    r"|সার্ভিস বুক|সম্পত্তির (?:হিসাব|বিবরণী)|বেতনের (?:হিসাব|বিবরণ)",
)  # fmt: skip
_SEVERED = regex.compile(
    nfc(r"\bsever|\bwithout (?:the |their )?(?:names?|particulars)\b|বাদ দিয়ে|নাম ছাড়া|(?:মুছে|ঢেকে)(?![\p{L}\p{M}])"),
    regex.IGNORECASE,
)
_SEVERAL = (
    r"\?[^?]+\?|(?:\balso|\bseparately,?) (?:state|give|tell|furnish|provide|inform|supply)\b",
    r"\?[^?]+\?|(?:এছাড়া|এ ছাড়া|তাছাড়া|সেই সঙ্গে)[^।]*(?:জানান|দিন)",
)


def _compiled(*cues: str) -> regex.Pattern[str]:
    return regex.compile(nfc("|".join(cues)), regex.IGNORECASE)


_CUES = {
    Fault.REASON: _compiled(*_REASON),
    Fault.OPINION: _compiled(*_OPINION),
    Fault.PERSONAL: _compiled(*_PERSONAL),
    Fault.SEVERAL: _compiled(*_SEVERAL),
}


def doubts(questions: Sequence[str], services: Mapping[str, Sequence[str]] | None = None) -> list[Doubt]:
    """Everything by which these questions are likely to be refused. ``services``: the names of each, by its id."""
    found = [doubt for number, text in enumerate(questions, start=1) for doubt in _of_one(number, nfc(text))]
    if len(questions) > MOST:
        found.append(Doubt(0, Fault.MANY))
    about = [name for names in (services or {}).values() if (name := _asked_about(names, questions))]
    return [*found, Doubt(0, Fault.SUBJECTS, ", ".join(about))] if len(about) > 1 else found


def _of_one(number: int, text: str) -> Iterator[Doubt]:
    if not text.strip():
        yield Doubt(number, Fault.EMPTY)
    for fault, cues in _CUES.items():
        match = cues.search(text)
        if match and not (fault is Fault.PERSONAL and _SEVERED.search(text)):
            yield Doubt(number, fault, match.group().strip(" .,;"))
    if len(text) > _LONGEST:
        yield Doubt(number, Fault.LONG)


def _asked_about(names: Sequence[str], questions: Sequence[str]) -> str:
    """The name under which a service is what a question counts or copies; a service mentioned in passing is none."""
    any_name = "|".join(regex.escape(nfc(name)) for name in sorted(names, key=len, reverse=True))
    english = rf"\b(?:applications? for|how many|numbers? of)(?: the| an?| new)? (?P<name>{any_name})s?\b"
    counted = r"(?:জন্য |বিষয়ে )?(?:মোট )?(?:কতগুলি )?(?:দরখাস্ত|আবেদন)"
    bengali = rf"(?<![\p{{L}}\p{{M}}])(?P<name>{any_name})\p{{M}}*(?:র|ের)? {counted}"
    for cue in (english, nfc(bengali)):
        for text in questions:
            if match := regex.search(cue, nfc(text), regex.IGNORECASE):
                return match["name"]
    return ""
