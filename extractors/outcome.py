"""What a reply decides, from the catalogue's wording cues: one outcome beyond doubt, or unknown and a reason.

A cue counts only in the office's own words. Quoted words, our subject line, "your application praying for ..." and
conditions ("if it is sanctioned") are no answer. Cues that speak for two outcomes are left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from extractors.answers import find_answers
from extractors.facts_body import sentences
from extractors.layout import Anatomy, Placed
from extractors.running import Running, Sheet
from extractors.subject import Subject
from extractors.text import Line, Word, has_bengali
from rules.findings import Finding, Outcome, ReviewReason
from rules.rows import Cue
from rules.text import fold, nfc

APPEAL_LINE = "appeal_line"
OPEN = "open"  # words that leave a decision open, or take one back
NO_WORDING = "no known wording of an answer was found"
HINTS = "the wording only hints at "
LOST_LINE = "a line of the letter could not be read, and it may say something else"
# The long and the short i and u sound alike, and are spelled and read one for the other: পুর্বে, পূর্বে.
_SHORT = str.maketrans("\u09c0\u09c2", "\u09bf\u09c1")
_NO_CONJUNCT = regex.compile("\u099e\u09cd[\u09ad\u09a4]")  # ঞ্ভ, ঞ্ত: no Bengali word has them, ঞ্জ is read so
_LINE = 0.3  # of a page's width: what is shorter may be a signature or a seal
_LOST = 0.5  # confidence that no word of a lost line reaches
_NEAR = 30  # characters before the words of a transfer that may say that it came here
_DECIDES = 3
_SUPPORTS = 2
_OUTCOMES = frozenset(Outcome)


def _form(text: str) -> str:
    """A pattern or a text as it is compared here."""
    return _NO_CONJUNCT.sub("\u099e\u09cd\u099c", nfc(text).translate(_SHORT))


_ENGLISH_END = (
    r"(?=, | it is | i am | the undersigned | you are | this is | the same | is hereby | has been | have been | is | "
    r"are | was | cannot | could not |$)"
)
# Stretches of a folded sentence that repeat what we asked for.
_QUOTED = tuple(
    regex.compile(_form(pattern))
    for pattern in (
        r'"[^"]{3,300}"',
        rf"\b(?:praying|requesting|seeking|asking|prayed|applied) (?:for|that|to|about|in)\b[^.;।]*?{_ENGLISH_END}",
        r"\b(?:you|applicant|petitioner) (?:have |has |had )?(?:requested|prayed|applied|asked|sought)\b[^.;।]*",
        r"\b(?:wherein|in which|whereby) (?:you|the applicant|the petitioner)\b[^.;।,]*",
        rf"\b(?:regarding|relating to|on the subject of|in the matter of|in respect of|for)\b[^.;।,]*?{_ENGLISH_END}",
        r"যা(?:হা)?তে আপনি .{0,160}",
        r"আপনি [^।;]{0,160}?(?:প্রার্থনা|আবেদন|অনুরোধ) (?:করিয়াছেন|করিয়াছিলেন|করেছেন|করেছিলেন|জানাইয়াছেন|জানিয়েছেন)",
        r"আপনার [^,।]{0,120}?(?:সংক্রান্ত|বিষয়ক|বিষয়ে|প্রসঙ্গে|পরিপ্রেক্ষিতে|প্রেক্ষিতে|উত্তরে|ভিত্তিতে)",
    )
)
_CONDITION = regex.compile(
    _form(
        r"\b(?:if|unless|whether|in case|once|when|until|till|before|provided that|failing which|neither|nor|may be|"
        r"liable to be|shall be|will be|to be|"
        r"since|because|as (?:the|your|it|this|no|there)|without|"
        r"yet to|would|should have|could have|had (?:the|your|it))\b|(?:^|\s)(?:যদি|আগে|পূর্বে আপনাকে)(?=\s|$)"
    )
)
# What turns the words before it into a condition or leaves them open.
_CONDITION_AFTER = regex.compile(
    _form(
        r"^(?:\S*\s){0,2}(?:হ(?:ই)?লে|হ(?:ই)?তে পারে|থাকায়|করার (?:আগে|ক্ষমতা)|না|নাই|নি|কি ?না|"
        r"বলিয়া|বলে|এই মর্মে|ছিল|হইয়াছিল|হয়েছিল)(?=\s|$|[,।])|"
        r"^(?:\S+\s){0,3}?(?:without|before|until|till|unless|pending|provisionally|in principle|in part|"
        r"partly|partially|"
        r"subject to|to the extent|at (?:this stage|present|the moment)|for the (?:present|time being)|"
        r"for (?:field |spot |further )?(?:verification|enquiry|inquiry|inspection|consideration)|"
        r"priority|time|(?:an )?opportunity|liberty|leave|permission|exemption|bail)\b"
    )
)
# What was done before this letter: of what it decides now it says nothing.
_PAST = regex.compile(r"\b(?:was|were|had been|earlier|previously)\b")
_NOT = regex.compile(
    _form(
        r"\b(?<!if )not\b(?! (?:only|already|later))|\b(?:none|nor|nobody|cannot|never|unable|regret(?:s|ted)?)\b|"
        r"\bno (?![\d:\-(]|of |further |other |separate )|"
        r"(?:^|\s)(?:না|নাই|নেই|নহে|নহেন|নয়|নন|হয়নি|যায়নি)(?=\s(?!বলিয়া|বলে|থাকায়|হওয়ায়|করায়|থাকার|হইলে|হলে|পাওয়া গেলে)|$|[,।])"
    )
)
_CONTRAST = regex.compile(
    _form(r"\b(?:but|however|though|although|yet|lapsed|stopped|only up to)\b|(?:^|\s)(?:কিন্তু|তবে|যদিও|বন্ধ)(?=\s)")
)
_HERE = regex.compile(
    _form(
        r"\b(?:to this office|to the undersigned|by the|from the)\b|"
        r"(?:এই|অত্র) (?:দপ্তরে|অফিসে|কার্যালয়ে|করণে)(?=\s)|দপ্তর (?:হ(?:ই)?তে|থেকে)"
    )
)
_OWN = regex.compile(_form(r"\band\b|\s(?:এবং|ও)\s"))
_CLAUSE = regex.compile(
    _form(r"[,;:।]|\b(?:but|however|and (?:hence|therefore|so|accordingly))\b|\s(?:কিন্তু|তবে|বর্তমানে)\s")
)
_BACKWARD_LOOK = regex.compile(
    _form(r"\b(?:earlier|previous(?:ly)?) (?:communication|letter|intimation|memo)\b|পূর্বে .{0,40}জানানো")
)
# Where a letter says both, the first is what counts: the second belongs to the way there.
_OVERRULES: dict[str, frozenset[str]] = {
    Outcome.NOT_HELD: frozenset({Outcome.REFUSED}),  # "no such record; it cannot be supplied"
    Outcome.PARTLY_SUPPLIED: frozenset({Outcome.INFORMATION_SUPPLIED, Outcome.NOT_HELD, Outcome.REFUSED}),
    Outcome.FEE_DEMANDED: frozenset({Outcome.UNDER_PROCESS}),
    Outcome.HEARING_FIXED: frozenset({Outcome.UNDER_PROCESS}),
    Outcome.DOCUMENTS_WANTED: frozenset({Outcome.UNDER_PROCESS}),
    Outcome.TRANSFERRED: frozenset({Outcome.UNDER_PROCESS}),
}
# An answer by points: what holds of one need not hold of the others.
_POINT = regex.compile(
    _form(r"\b(?:point|item|query|question|serial|para)s? ?(?:no|nos|number)\b|\d নং (?:বিষয়|প্রশ্ন|ক্রমিক|দফা)")
)
_GENERAL = regex.compile(nfc(r"^\W*(?:NOTIFICATION|CIRCULAR|ORDER|OFFICE ORDER|বিজ্ঞপ্তি|আদেশনামা|পরিপত্র)\W*$"))
_A_PAPER_BEFORE = regex.compile(
    r"\b(?:notification|order|circular|memorandum|memo|letter|notice|guidelines?|instructions?)s? $"
)
_SEARCHED = regex.compile(nfc(r"\bsearched\b|\bavailable (?:in|with|at) (?:this|the) office\b|উপলব্ধ|সংরক্ষিত"))
_SPECK = regex.compile(r"[@*+~|\\_•°^<>=#]+")
_READ_AS_MARK = regex.compile(r"(?<=[\u0995-\u09b9\u09dc-\u09df])!(?=$|[^!])")
_WITHHELD = frozenset({Outcome.REFUSED, Outcome.NOT_HELD})
_MAY_STAND_OPEN = frozenset({Outcome.UNDER_PROCESS, Outcome.DOCUMENTS_WANTED, Outcome.FEE_DEMANDED})
_ON_THE_CLAIM = frozenset({Outcome.GRANTED, Outcome.REFUSED, Outcome.TRANSFERRED})
_SUBJECT = Subject(_form)
_PARTS = _WITHHELD | {Outcome.INFORMATION_SUPPLIED, Outcome.PARTLY_SUPPLIED}


@dataclass(frozen=True, slots=True)
class _Hit:
    outcome: str
    weight: int
    start: int
    end: int


def find_outcome(
    parts: Anatomy, sheets: Sequence[Sheet], cues: Sequence[Cue]
) -> tuple[Finding, list[Finding], list[ReviewReason]]:
    """The outcome, the lines that say where to appeal, and why a person must look if the outcome is unknown.

    Where the lines beside numbered answers say that the information is supplied, an answer such as "relief was granted
    in 12 cases" is that information, and no decision.
    """
    running = _running(parts.body)
    hits = list(_hits(running.text, cues))
    _, beside = find_answers(parts.body)
    if len(beside) < len(parts.body) and _supplies(_hits(_running(beside).text, cues)):
        hits = [hit for hit in hits if hit.outcome in _PARTS or hit.outcome not in _OUTCOMES]
    appeals = _appeal_lines(running, hits)
    decided, why = decide([(hit.outcome, hit.weight) for hit in hits])
    if decided in _WITHHELD and len(_POINT.findall(running.text)) > 1:
        decided, why = None, "it answers several points, and not all of them may be refused"
    if any(_GENERAL.match(line.text) for _, line in (*parts.head, *parts.body)):
        decided, why = None, "it is a general order or notification, and no answer to one person"
    if decided == Outcome.REFUSED and _SEARCHED.search(fold(" ".join(sheet.text.text for sheet in sheets))):
        decided, why = None, "it is refused, or nothing is held: the wording speaks of a search"
    if decided is not None and _is_open(decided, hits):
        decided, why = None, "its wording may leave the decision open, or take one back"
    if decided == Outcome.GRANTED and _denies(running.text):
        decided, why = None, "it is granted, and something is denied or held back beside that"
    if decided is not None and _has_lost_line(parts.body):
        decided, why = None, LOST_LINE
    if decided is None:
        unknown = Finding(Outcome.UNKNOWN, "", sheets[0].number, (0.0, 0.0, 1.0, 1.0), 0.0, sheets[0].method)
        return unknown, appeals, [ReviewReason("outcome", why)]
    telling = [hit for hit in hits if hit.outcome == decided] or [hit for hit in hits if hit.outcome in _PARTS]
    findings = [running.finding(decided, hit.start, hit.end) for hit in telling]
    return max(findings, key=lambda finding: finding.confidence), appeals, []


def _has_lost_line(lines: Iterable[Placed]) -> bool:
    """Whether a line is there, as wide as a line of a letter, of which no word was read with any confidence."""
    return any(
        line.box[2] - line.box[0] > _LINE * sheet.shape[1] and max(word.confidence for word in line.words) < _LOST
        for sheet, line in lines
    )


def _running(lines: Sequence[Placed]) -> Running:
    return Running(_without_specks(lines), form=_mended, joint=" ")


def _supplies(hits: Iterable[_Hit]) -> bool:
    return any(hit.outcome == Outcome.INFORMATION_SUPPLIED and hit.weight >= _DECIDES for hit in hits)


def _without_specks(lines: Sequence[Placed]) -> list[Placed]:
    """Lines without the words that are nothing but marks which no sentence has: specks, crossings of a seal.

    An upright stroke after a Bengali word is the full stop that it looks like.
    """
    cleared: list[Placed] = []
    for sheet, line in lines:
        words: list[Word] = []
        for word in line.words:
            if word.text == "|" and words and has_bengali(words[-1].text):
                words.append(replace(word, text="।"))
            elif not _SPECK.fullmatch(word.text):
                words.append(word)
        if words:
            cleared.append((sheet, Line(tuple(words))))
    return cleared


def _mended(word: str) -> str:
    """A word folded, its vowel sign read as an exclamation mark put right (``কর!`` is করা)."""
    return _form(fold(_READ_AS_MARK.sub("\u09be", word)))


def decide(hits: Sequence[tuple[str, int]]) -> tuple[str | None, str]:
    """The one outcome that cues, as (outcome, weight), speak for; else None and why there is none."""
    own = [(outcome, weight) for outcome, weight in hits if outcome in _OUTCOMES]
    if _in_part(own):
        return Outcome.PARTLY_SUPPLIED, ""
    decisive = {outcome for outcome, weight in own if weight >= _DECIDES}
    supporting = [outcome for outcome, weight in own if weight == _SUPPORTS]
    if not decisive:
        decisive = {outcome for outcome in supporting if supporting.count(outcome) > 1}
    if not decisive:
        hint = ", ".join(sorted(set(supporting)))
        return None, f"{HINTS}{hint}" if hint else NO_WORDING
    for stronger, weaker in _OVERRULES.items():
        if stronger in decisive:
            decisive = decisive - weaker
    if len(decisive) > 1:
        return None, f"the wording speaks for more than one outcome: {', '.join(sorted(decisive))}"
    return decisive.pop(), ""


def _in_part(hits: Sequence[tuple[str, int]]) -> bool:
    """Some points answered and some refused or not held: the information was supplied in part."""
    decisive = {outcome for outcome, weight in hits if weight >= _DECIDES}
    supplied = any(outcome == Outcome.INFORMATION_SUPPLIED for outcome, _ in hits)
    return supplied and bool(decisive) and decisive <= _PARTS and bool(decisive & _WITHHELD)


def _hits(text: str, cues: Sequence[Cue]) -> Iterator[_Hit]:
    for start, end in sentences(text):
        sentence = text[start:end]
        quoted = [match.span() for pattern in _QUOTED for match in pattern.finditer(sentence)]
        for cue in cues:
            pattern, negators = _compiled(cue.pattern, cue.negators)
            if any(negator.search(sentence) for negator in negators):
                continue
            for match in pattern.finditer(sentence):
                if cue.outcome not in (APPEAL_LINE, OPEN) and _is_no_answer(cue.outcome, sentence, match, quoted):
                    continue
                yield _Hit(str(cue.outcome), cue.weight, start + match.start(), start + match.end())
                break


def _is_open(decided: str, hits: Iterable[_Hit]) -> bool:
    """Whether words beside the decision leave it open; those of less weight only one on the claim itself."""
    if decided in _MAY_STAND_OPEN:
        return False
    least = _SUPPORTS if decided in _ON_THE_CLAIM else _DECIDES
    return any(hit.outcome == OPEN and hit.weight >= least for hit in hits)


def is_left_open(decided: str, parts: Anatomy, cues: Sequence[Cue]) -> bool:
    """Whether a reading of the letter leaves open, or denies in part, what another reading of it decides."""
    text = _running(parts.body).text
    return _is_open(decided, _hits(text, cues)) or (decided == Outcome.GRANTED and _denies(text))


def _around(sentence: str, clause: int, match: regex.Match[str]) -> str:
    """What stands with the words at ``match`` in their clause, which begins at ``clause``."""
    end = next((mark.start() for mark in _CLAUSE.finditer(sentence, match.end())), len(sentence))
    return f"{sentence[clause : match.start()]} | {sentence[match.end() : end]}"


def _denies(text: str) -> bool:
    """Whether the office's own words deny or hold back anything, outside of what it repeats of ours."""
    for start, end in sentences(text):
        sentence = text[start:end]
        quoted = [match.span() for pattern in _QUOTED for match in pattern.finditer(sentence)]
        said = (*_NOT.finditer(sentence), *_CONTRAST.finditer(sentence))
        if any(not any(a <= no.start() < b for a, b in quoted) for no in said):
            return True
    return False


def _is_no_answer(outcome: str, sentence: str, match: regex.Match[str], quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether the words at ``match`` repeat our own, stand in a condition, recall what was before, or are of another
    matter than hers."""
    if any(start <= match.start() < end for start, end in quoted):
        return True
    clause = max((mark.end() for mark in _CLAUSE.finditer(sentence, 0, match.start())), default=0)
    before = sentence[clause : match.start()]
    if outcome != Outcome.DOCUMENTS_WANTED and (
        _PAST.search(match.group()) or _PAST.search(" ".join(before.split()[-2:]))
    ):
        return True
    if outcome == Outcome.TRANSFERRED and _HERE.search(sentence[max(match.start() - _NEAR, clause) :]):
        return True
    if outcome not in _WITHHELD and _NOT.search(_around(sentence, clause, match)):
        return True
    if outcome in _WITHHELD and _NOT.search(_OWN.split(before)[-1]):
        return True
    if not _SUBJECT.is_hers(outcome, sentence[: match.start()], match.group()):
        return True
    return (
        _CONDITION.search(before) is not None
        or _BACKWARD_LOOK.search(before) is not None
        or _A_PAPER_BEFORE.search(before) is not None  # "an order has been issued" grants nothing
        or _CONDITION_AFTER.match(sentence[match.end() :].lstrip()) is not None
    )


@lru_cache(maxsize=1024)
def _compiled(pattern: str, negators: tuple[str, ...]) -> tuple[regex.Pattern[str], tuple[regex.Pattern[str], ...]]:
    return regex.compile(_form(pattern)), tuple(regex.compile(_form(negator)) for negator in negators)


def _appeal_lines(running: Running, hits: Sequence[_Hit]) -> list[Finding]:
    starts = [hit.start for hit in hits if hit.outcome == APPEAL_LINE and hit.weight >= _DECIDES]
    found = []
    for start, end in sentences(running.text):
        if any(start <= at < end for at in starts):
            raw = " ".join(place.word.text for place in running.places(start, end))
            found.append(running.finding(raw, start, end))
    return found
