"""Dates, numbers and list marks as letters in West Bengal write them."""

from __future__ import annotations

from datetime import date

from rules.letters import Language, LetterKind
from rules.rows import Count
from rules.text import MONTHS_BN, Text, bengali_digits, date_words

KIND_NAMES = {
    LetterKind.APPLICATION: Text("application", "দরখাস্ত"),
    LetterKind.REMINDER: Text("reminder", "তাগাদাপত্র"),
    LetterKind.ESCALATION: Text("representation", "আবেদনপত্র"),
    LetterKind.RTI_REQUEST: Text("request for information", "তথ্যের আবেদন"),
    LetterKind.FIRST_APPEAL: Text("first appeal", "প্রথম আপীল"),
    LetterKind.MEMORANDUM: Text("memorandum", "স্মারকলিপি"),
    LetterKind.POSTED_LETTER: Text("letter sent by registered Speed Post", "রেজিস্টার্ড স্পিড পোস্টে পাঠানো পত্র"),
    LetterKind.TRANSFER_FOLLOW_UP: Text("letter after the transfer", "হস্তান্তরের পরের পত্র"),
    LetterKind.FEE_FORWARDING: Text("letter forwarding the fee", "ফি জমার পত্র"),
    LetterKind.COMPLIANCE: Text("letter with the documents asked for", "নথি জমার পত্র"),
    LetterKind.DELIVERY_REMINDER: Text("letter about what was granted and not delivered", "মঞ্জুরির পরেও না পাওয়ার পত্র"),
    LetterKind.SECOND_APPEAL: Text("second appeal", "দ্বিতীয় আপীল"),
    LetterKind.RTI_COMPLAINT: Text("complaint under section 18 of the RTI Act", "তথ্যের অধিকার আইনের ১৮ ধারায় অভিযোগ"),
    LetterKind.COMMISSION_REMINDER: Text("reminder to the Information Commission", "তথ্য কমিশনে তাগাদাপত্র"),
    LetterKind.SP_LETTER: Text("letter to the Superintendent of Police", "পুলিশ সুপারকে পত্র"),
    LetterKind.MAGISTRATE_APPLICATION: Text("application to the Magistrate", "ম্যাজিস্ট্রেটের কাছে আবেদন"),
    LetterKind.COMMISSION_COMPLAINT: Text("complaint to the Commission", "কমিশনে অভিযোগ"),
    LetterKind.BANK_COMPLAINT: Text("complaint to the bank", "ব্যাঙ্কের কাছে অভিযোগ"),
    LetterKind.OMBUDSMAN_COMPLAINT: Text("complaint to the Ombudsman", "লোকপালের কাছে অভিযোগ"),
    LetterKind.COMPENSATION_APPEAL: Text("compensation appeal", "ক্ষতিপূরণের আপীল"),
    LetterKind.UNPAID_AWARD: Text("letter about the unpaid award", "ক্ষতিপূরণের টাকা না পাওয়ার পত্র"),
}
_UNITS = {
    # how many of what: English singular and plural, Bengali genitive ("within 30 days" = "৩০ দিনের মধ্যে")
    Count.DAYS: ("day", "days", "দিনের"),
    Count.MONTHS: ("month", "months", "মাসের"),
    Count.HOURS: ("hour", "hours", "ঘণ্টার"),
    Count.RTPS_DAYS: (
        "day, public holidays not counted",
        "days, public holidays not counted",
        "দিনের (সরকারি ছুটির দিন বাদে)",
    ),
    Count.WORKING_DAYS: ("working day", "working days", "কাজের দিনের"),
}


def date_in(language: Language, day: date) -> str:
    """1 February 2026; in Bengali with the ordinal ending of the day: ১লা ফেব্রুয়ারি ২০২৬."""
    if language is Language.ENGLISH:
        return date_words(day).en
    return bengali_digits(f"{day.day}{_ending(day.day)} {MONTHS_BN[day.month - 1]} {day.year}")


def _ending(day: int) -> str:
    """Endings of dates: ১লা, ২রা, ৩রা, ৪ঠা, ৫ই to ১৮ই, ১৯শে to ৩১শে (law.md 7)."""
    if day <= 4:
        return ("লা", "রা", "রা", "ঠা")[day - 1]
    return "ই" if day <= 18 else "শে"


def period_in(language: Language, amount: int, count: Count = Count.DAYS) -> str:
    """A length of time as it stands before "মধ্যে", or after "within"."""
    singular, plural, bengali = _UNITS[count]
    if language is Language.ENGLISH:
        return f"{amount} {singular if amount == 1 else plural}"
    return bengali_digits(f"{amount} {bengali}")


def number_in(language: Language, number: int) -> str:
    return str(number) if language is Language.ENGLISH else bengali_digits(str(number))


def mark_in(language: Language, number: int) -> str:
    """The number before an entry of a list: "1." or "১।"."""
    return f"{number}." if language is Language.ENGLISH else bengali_digits(f"{number}।")


def letter_mark_in(language: Language, number: int) -> str:
    """The letter before a ground: "(a)" or "(ক)"; ঙ is followed by চ. After the last come numbers."""
    letters = "abcdefghijklmnopqrstuvwxyz" if language is Language.ENGLISH else "কখগঘঙচছজঝঞটঠডঢণতথদধন"
    return f"({letters[number - 1] if number <= len(letters) else number_in(language, number)})"


def provision_in(language: Language, provision: Text) -> str:
    """The law as a letter cites it: what the catalogue adds after a colon is for its readers."""
    return provision.of(language).partition(": ")[0].strip()
