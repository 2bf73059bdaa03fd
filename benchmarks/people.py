"""A table of generated fictional claims: places and offices of the sample claims, names put together anew."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from rules.letters import Language
from rules.text import Text

SAMPLE = Path(__file__).parent.parent / "samples" / "claims.csv"
PENDING_DAYS = 80  # how long the earlier papers have been lying there: long enough for the next office
_SERVICES = ("housing", "ration_card")
# In both scripts: letters of either language go to them.
_PANCHAYATS = {
    "কল্পনগর": "Kalpanagar",
    "গল্পগ্রাম": "Galpagram",
    "নমুনাপুর": "Namunapur",
    "কাহিনীপুর": "Kahinipur",
    "উপকথাপুর": "Upakathapur",
    "দৃষ্টান্তপুর": "Drishtantapur",
    "উদাহরগঞ্জ": "Udaharganj",
    "ছায়াগ্রাম": "Chhayagram",
}
_EMPTY = ("claimant_code", "avoid_offices", "papers_kept_by", "applied_on", "office", "diary_no")
_FIXED = {
    "child_at_offence": "no",
    "applicant_capacity": "self",
    "priority": "1",
    "details": "I have waited long and have had no answer so far.",
    "details_bn": "দীর্ঘদিন অপেক্ষা করছি, এ পর্যন্ত কোনো উত্তর পাইনি।",
    "consent_date": "2026-01-15",
    "consent_until": "2027-12-31",
    "consent_apply": "yes",
    "consent_name_to_office": "all",
    "consent_dossier": "coded",
}


def _rows() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names() -> list[Text]:
    """Some thousands of invented names: first and last names of the sample put together anew, then three at a time."""
    halves = [(row["claimant_name"].split(), row["claimant_name_bn"].split()) for row in _rows()]
    # By the Bengali spelling, which two English ones may share.
    first = {bn[0]: en[0] for en, bn in halves}
    last = {bn[-1]: en[-1] for en, bn in halves}
    english = first | last
    pairs = [(start, end) for end in last for start in first if start != end]
    triples = [(start, middle, end) for middle in first for start, end in pairs if middle not in (start, end)]
    return [Text(" ".join(english[part] for part in name), " ".join(name)) for name in (*pairs, *triples)]


def write_claims(path: Path, fresh: int, pending: int, today: date) -> None:
    """A csv of ``fresh`` claims never written for, then ``pending`` ones whose application has long been lying there.

    Languages alternate. Raises ValueError where there are not as many names.
    """
    models, people = _rows(), names()
    if fresh + pending > len(people):
        raise ValueError(f"there are {len(people)} names, {fresh + pending} are wanted")
    written = {name: f"{en} / {bn}" for bn, en in _PANCHAYATS.items() for name in (bn, en)}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, models[0].keys())
        table.writeheader()
        for number in range(fresh + pending):
            row = models[number % len(models)] | dict.fromkeys(_EMPTY, "") | _FIXED
            row["claimant_name"], row["claimant_name_bn"] = people[number].en, people[number].bn
            row["gram_panchayat"] = written[row["gram_panchayat"]]
            row["language"] = (Language.BENGALI, Language.ENGLISH)[number % 2]
            row["service"] = _SERVICES[number // 2 % len(_SERVICES)]
            row["safe_phone"] = f"10000 {number:05d}"
            if number >= fresh:
                row["applied_on"] = (today - timedelta(days=PENDING_DAYS)).isoformat()
                row["diary_no"] = f"{1000 + number}/{today.year % 100}"
            table.writerow(row)
