"""Facts of a letter's reference lines and body: what it answers, fee, hearing, section, receipt, enclosures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import regex

from extractors import numbers
from extractors.dates import FoundDate, find_dates
from extractors.layout import Anatomy, Placed
from extractors.running import Running
from extractors.text import latin_digits
from rules.findings import Finding, ReviewReason
from rules.text import nfc

Facts = dict[str, list[Finding]]

_FLAGS = regex.IGNORECASE
_END = r"(?![\p{L}\p{M}])"
_START = r"(?<![\p{L}\p{M}])"
_SENTENCE = regex.compile(
    r"(?<!\d)(?<!rs)(?<!no)(?<!nos)(?<!\b[a-z])[.;।](?=\s|$)|(?<=\d)[.;।](?=\s+\p{L})|[;।]", _FLAGS
)
_YOURS = regex.compile(
    nfc(
        rf"{_START}your (?:rti |earlier |above |said )?"
        r"(?:application|letter|prayer|petition|request|appeal|representation)|"
        r"আপনার .{0,60}(?:আবেদন|পত্র|দরখাস্ত|চিঠি|আপীল|আপিল)"
    ),
    _FLAGS,
)
_OUR_REFERENCE = regex.compile(r"[A-Z0-9]{4,6}-[A-Z0-9]{4,6}-[A-Z0-9]{1,2}", _FLAGS)
_QUOTED_NUMBER = regex.compile(
    nfc(
        rf"{_START}(?:(?:letter|memo|application|ref(?:erence)?|diary|docket|inward|rti)\.?\s*)?(?:no|number|নং|নম্বর|সংখ্যা)"
        rf"{_END}\s*[.:\-]*\s*(?P<value>[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}()&./\-]*(?:\s?[/\-]\s?[\p{{L}}\p{{M}}\p{{N}}()&.]+)*)"
    ),
    _FLAGS,
)
_DIARY = regex.compile(
    nfc(
        rf"{_START}(?:diary|docket|inward|receipt|r\.?\s?d\.?|g\.?d\.?e\.?|ডায়েরি|ডায়েরী|ডাইরি|রসিদ|প্রাপ্তি)\s*"
        rf"(?:sl\.?\s*|serial\s*)?(?:no|number|নং|নম্বর|সংখ্যা|ক্রমিক নং){_END}\s*[.:\-]*\s*"
        r"(?P<value>[\p{L}\p{N}][\p{L}\p{M}\p{N}()/\-]*)"
    ),
    _FLAGS,
)
_RECEIVED = regex.compile(nfc(r"received (?:in|at|by|on|here)|প্রাপ্ত|গৃহীত|পাওয়া গিয়াছে|পাওয়া গেছে|জমা পড়ে|জমাকৃত"), _FLAGS)
_AMOUNT = regex.compile(
    nfc(
        r"(?:(?:rs|inr)\.?|₹|৳|rupees|টাঃ?\.?)\s*(?P<before>\d{1,3}(?:,\d{2,3})*|\d+)(?:\.(?P<paise>\d\d))?(?:\s*/\s*-)?(?!\d)|"
        r"(?<![\d.,/])(?P<after>\d{1,3}(?:,\d{2,3})+|\d+)(?:\.00|/-)?\s*টাকা"
    ),
    _FLAGS,
)
_RATE = regex.compile(
    nfc(r"^\W*(?:only\W*)?(?:for )?(?:per|each|every|one|a) ?page|^\s*(?:হিসাবে|হারে)|^\W*প্রতি পৃষ্ঠা"), _FLAGS
)
_RATE_BEFORE = regex.compile(nfc(r"(?:@|প্রতি পৃষ্ঠা(?:র জন্য)?|at the rate of)\s*(?:rs\.?|₹)?\s*$"), _FLAGS)
_FEE = regex.compile(nfc(r"deposit|fee|cost|remit|payment|pay |ফি|ফী|জমা|মূল্য|খরচ"), _FLAGS)
_OUR_FEE = regex.compile(nfc(r"application fee|আবেদন ফি|court fee|কোর্ট ফি"), _FLAGS)
_PAGES = regex.compile(nfc(r"(?P<pages>\d+)\s*(?:\([^)]{0,25}\)\s*)?(?:nos?\.? of )?(?:pages?|পৃষ্ঠা|পাতা)"), _FLAGS)
_HEARING = regex.compile(nfc(r"hearing|appear before|be present|শুনানি|শুনানী"), _FLAGS)
_OF_A_PAPER_BEFORE = regex.compile(nfc(r"(?<!\p{L})(?:dated?|dt|by|before|of|till|up ?to|from)\W*$"), _FLAGS)
_OF_A_PAPER_AFTER = regex.compile(nfc(r"\s*(?:তারিখের|তাং-?এর) "), _FLAGS)
_SECTION = regex.compile(
    nfc(
        r"(?:(?:u/s|under sec(?:tion|\.)?|section|sections|sec\.?)\s*(?P<en>\d{1,3}\s?(?:\(\s?\w{1,3}\s?\)\s?)*))|"
        r"ধারা\s*(?P<bn1>\d{1,3}\s?(?:\(\s?[\p{L}\p{M}\p{N}]{1,3}\s?\)\s?)+)|"
        r"(?P<bn2>\d{1,3}\s?(?:\(\s?[\p{L}\p{M}\p{N}]{1,3}\s?\)\s?)*)\s?(?:নং |নম্বর |নং|সংখ্যক )?ধারা"
    ),
    _FLAGS,
)
_NEAR = 40  # characters between a date and the verb that it belongs to
_OUR_SECTIONS = frozenset({"6", "6(1)", "3"})  # what our own request says
# The Act's clauses in Bengali print, by the letters of its translation or by the sound of the English letter.
_BENGALI_CLAUSES = dict(zip("কখগঘঙচছজঝঞ", "abcdefghij", strict=True)) | dict(
    zip(("এ", "বি", "সি", "ডি", "ই", "এফ", "জি", "এইচ", "আই", "জে"), "abcdefghij", strict=True)
)
_CLAUSE = regex.compile(r"(?<=\()[\p{L}\p{M}]+(?=\))")
_ENCLOSURES = regex.compile(
    nfc(r"^\W*(?:encl(?:osures?|osed|s)?|সংযুক্তি|সংযোজনী|সংযোজন|সংযুক্ত)\s*[.:\-]+\s*(?P<value>.+)"), _FLAGS
)


def find_body(parts: Anatomy, today: date) -> tuple[Facts, list[ReviewReason]]:
    """Every fact of reference lines, body and tail, best first; reasons for those that contradict themselves."""
    facts: Facts = {}
    reasons: list[ReviewReason] = []
    body = Running(parts.body, joint=" ")
    _references(parts.reference, body, today, facts)
    _receipt(parts, body, today, facts)
    _fee(body, facts, reasons)
    _hearing(body, today, facts, reasons)
    _sections(body, facts)
    for sheet, line in parts.tail:
        match = _ENCLOSURES.match(line.text)
        if match:
            running = Running([(sheet, line)])
            _add(facts, "enclosures", running.finding(match["value"].strip(), *match.span("value")))
    return facts, reasons


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of ``text``; a full stop after a number, a single letter or "No" ends none."""
    start = 0
    for match in [*_SENTENCE.finditer(text), None]:
        end = match.start() if match else len(text)
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        if first < end:
            yield first, end
        start = match.end() if match else end


def _add(facts: Facts, name: str, finding: Finding) -> None:
    known = facts.setdefault(name, [])
    if all(old.value != finding.value for old in known):
        known.append(finding)


def _references(reference: Sequence[Placed], body: Running, today: date, facts: Facts) -> None:
    """Dates and numbers of the Ref line, then of the sentences that speak of "your application"."""
    quoted = Running(reference, joint=" ")
    stretches = [(quoted, 0, len(quoted.text))]
    stretches += [(body, start, end) for start, end in sentences(body.text) if _YOURS.search(body.text[start:end])]
    for running, start, end in stretches:
        text = running.text[start:end]
        for hit in find_dates(text, today):
            if hit.value <= today and not _RECEIVED.search(text[max(hit.start - 30, 0) : hit.start]):
                factor = 0.5 if hit.doubt else 1.0
                where = (start + hit.start, start + hit.end)
                _add(facts, "refers_to_date", running.finding(hit.value.isoformat(), *where, factor))
        for match in _QUOTED_NUMBER.finditer(text):
            value = numbers.tidy(match["value"])
            if any(char.isdigit() for char in value) and not _OUR_REFERENCE.fullmatch(value):
                where = (start + match.start("value"), start + match.start("value") + len(match["value"].rstrip(".,")))
                _add(facts, "refers_to_no", running.finding(value, *where))


def _receipt(parts: Anatomy, body: Running, today: date, facts: Facts) -> None:
    """What the reply says of our letter's receipt: its date and the office's own number for it."""
    for running in (Running(parts.reference, joint=" "), body):
        for start, end in sentences(running.text):
            text = running.text[start:end]
            received = _RECEIVED.search(text)
            if received:
                near = _dates_of(received, find_dates(text, today), today)
                if len(near) == 1 and not near[0].doubt:
                    where = (start + near[0].start, start + near[0].end)
                    _add(facts, "received_date", running.finding(near[0].value.isoformat(), *where))
            for match in _DIARY.finditer(text):
                if any(char.isdigit() for char in match["value"]):
                    where = (start + match.start("value"), start + match.end("value"))
                    _add(facts, "diary_no", running.finding(numbers.tidy(match["value"]), *where))


def _dates_of(verb: regex.Match[str], dates: Sequence[FoundDate], today: date) -> list[FoundDate]:
    """The dates of a receipt: right after the verb ("received in this office on ..."), else right before it."""
    past = [hit for hit in dates if hit.value <= today]
    after = [hit for hit in past if 0 <= hit.start - verb.end() <= _NEAR]
    return after or [hit for hit in past if 0 <= verb.start() - hit.end <= _NEAR]


def _fee(body: Running, facts: Facts, reasons: list[ReviewReason]) -> None:
    """The sum asked for; where pages and a rate are named, their product must be that sum."""
    text = latin_digits(body.text)
    sums: list[tuple[int, int, int]] = []
    rates: list[int] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        if not _FEE.search(sentence):
            continue
        for match in _AMOUNT.finditer(sentence):
            if _OUR_FEE.search(sentence[max(match.start() - 60, 0) : match.start()]):
                continue
            amount = int((match["before"] or match["after"]).replace(",", ""))
            if _RATE.match(sentence[match.end() :]) or _RATE_BEFORE.search(sentence[: match.start()]):
                rates.append(amount)
            else:
                sums.append((amount, start + match.start(), start + match.end()))
    for amount, start, end in sums:
        _add(facts, "fee_amount", body.finding(str(amount), start, end))
    if len({amount for amount, _, _ in sums}) > 1:
        reasons.append(ReviewReason("fee_amount", "the letter names more than one sum"))
    pages = {int(match["pages"]) for match in _PAGES.finditer(text)}
    if len(sums) == 1 and len(rates) == 1 and len(pages) == 1 and sums[0][0] != rates[0] * next(iter(pages)):
        asked = f"{next(iter(pages))} pages at {rates[0]} are not {sums[0][0]}"
        reasons.append(ReviewReason("fee_amount", f"the sum does not agree with its reckoning: {asked}"))


def _hearing(body: Running, today: date, facts: Facts, reasons: list[ReviewReason]) -> None:
    for start, end in sentences(body.text):
        text = body.text[start:end]
        if not _HEARING.search(text):
            continue
        for hit in find_dates(text, today):
            if _OF_A_PAPER_BEFORE.search(text[: hit.start]) or _OF_A_PAPER_AFTER.match(text[hit.end :]):
                continue
            _add(facts, "hearing_date", body.finding(hit.value.isoformat(), start + hit.start, start + hit.end))
            if hit.doubt:
                reasons.append(ReviewReason("hearing_date", hit.doubt))
    if len(facts.get("hearing_date", ())) > 1:
        reasons.append(ReviewReason("hearing_date", "the letter names more than one date beside the hearing"))


def _sections(body: Running, facts: Facts) -> None:
    for match in _SECTION.finditer(latin_digits(body.text)):
        group = next(name for name in ("en", "bn1", "bn2") if match[name])
        value = regex.sub(r"\s+", "", match[group])
        value = _CLAUSE.sub(lambda clause: _BENGALI_CLAUSES.get(clause[0], clause[0]), value).lower()
        if value not in _OUR_SECTIONS:
            _add(facts, "section", body.finding(value, *match.span(group)))
