"""What a wording of a reply speaks of: her claim, and not a scheme, an objection, a clerk, a sum on its way.

"A reminder has been issued", "bail has been granted" and "the dealing clerk has been transferred" carry the words of a
decision and decide nothing of hers. So words that decide count only beside a word for what they decide.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from rules.findings import Outcome

_PAPER = (
    r"\b(?:applications?|prayers?|petitions?|representations?|claims?|case|matter|request|letter|appeal|it|same)\b|"
    r"(?:^|\s)(?:আবেদন|দরখাস্ত|প্রার্থনা|দাবি|পত্র|বিষয়|উহা|ইহা|এটি|তা(?:হা)?(?=\s))"
)
_BENEFIT = (
    r"\b(?:pension|allowance|cards?|certificate|compensation|relief|benefits?|house|housing|dwelling|assistance|aid|"
    r"stipend|grant|award|subsidy|sum|amount|rs|rupees|name|ration|wages?|account|admission|treatment|care|loan|"
    r"bhandar|bhata|prakalpa|sathi|kanyashree|rupashree|alo|copy|fir|protection|registration|enrolment|membership|work)\b|"
    r"ভাতা|কার্ড|পেনশন|শংসাপত্র|সার্টিফিকেট|ক্ষতিপূরণ|সাহায্য|সহায়তা|ঘর|গৃহ|বাড়ি|অনুদান|বৃত্তি|টাকা|নাম|মজুরি|কাজ|পরিচয়পত্র|"
    r"চিকিৎসা|পরিষেবা|ভাণ্ডার|শ্রী|সাথী|আলো|প্রতিলিপি|অ্যাকাউন্ট|ভর্তি|সুরক্ষা|নথিভুক্তি|সংশোধন"
)
_INFORMATION = (
    r"\b(?:informations?|records?|documents?|cop(?:y|ies)|extracts?|registers?|repl(?:y|ies)|answers?|statements?|"
    r"details|particulars|data|files?|papers?|points?|query|queries|items?)\b|"
    r"তথ্য|নথি|প্রতিলিপি|রেজিস্টার|উত্তর|বিবরণ|কাগজ|কপি|বিষয়"
)
_HERSELF = r"\b(?:you|your|the applicant|the petitioner|the claimant|she|smt)\b|আপনি|আপনার|আপনাকে|আবেদনকারী|দরখাস্তকারী|প্রার্থী"
_OF: dict[str, tuple[str, ...]] = {
    Outcome.GRANTED: (_PAPER, _BENEFIT),
    Outcome.REFUSED: (_PAPER, _BENEFIT, _INFORMATION, _HERSELF),
    Outcome.TRANSFERRED: (_PAPER, r"\b6 ?\(3\)"),  # under that section nothing but a request is sent on
    Outcome.INFORMATION_SUPPLIED: (_INFORMATION,),
    Outcome.NOT_HELD: (_INFORMATION,),
}
# What stands in a decision's place and is not hers.
_OTHER: dict[str, str] = {
    Outcome.GRANTED: (
        r"\b(?:report|bill|proposal|request for|objections?|notice|reminder|token|leave|bail|extension|condonation|"
        r"list|guidelines?)\b|প্রস্তাব|প্রতিবেদন|ছুটি|জামিন|সময়(?=\s)|নির্দেশিকা|তালিকা(?=\s)"
    ),
    Outcome.REFUSED: (
        r"\b(?:objections?|allegations?|complaint|tender|explanation|bill|fund|persons|applicants|"
        r"an? [^.;]{0,40}(?:applicant|payee|payer))\b|"
        r"আপত্তি|অভিযোগ|যাহারা|যাহাদের|যারা|যাদের"
    ),
    Outcome.TRANSFERRED: (
        r"\ba copy\b|\b(?:clerk|officer|assistant)(?: concerned)?(?= has | is | was )|"
        r"\b(?:file|records|amount|sum|money|account)\b|"
        r"টাকা|অর্থ|নথিপত্র|কর্মী|আধিকারিকের বদলি"
    ),
    Outcome.INFORMATION_SUPPLIED: (
        r"\b(?:forms?|format|proforma|envelope|declaration|your own|orders? of rejection)\b|ফর্ম|ফরম|খাম|ছক|ছুটি"
    ),
    Outcome.NOT_HELD: r"\b(?:forms?|officer|clerk|building|reply|replies)\b|ফর্ম|ফরম|আধিকারিক",
}
_FEW_WORDS = 2  # "hence rejected" leaves out what the sentence before it names


class Subject:
    """Whether what stands before the words of an outcome, in its sentence, is what that outcome may be about.

    ``form``: how text and patterns are folded alike.
    """

    def __init__(self, form: Callable[[str], str]) -> None:
        self._of = {name: regex.compile(form("|".join(parts))) for name, parts in _OF.items()}
        self._other = {name: regex.compile(form(pattern)) for name, pattern in _OTHER.items()}

    def is_hers(self, outcome: str, before: str, said: str) -> bool:
        """``before``: the sentence up to the words that decide, ``said``: those words."""
        if outcome not in self._of:
            return True
        if self._other[outcome].search(f"{before} {said}"):
            return False
        return len(before.split()) <= _FEW_WORDS or self._of[outcome].search(f"{before} {said}") is not None
