"""Her report says what is held in her words and ours, and breaks on nothing that a person may have written."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from rules.letters import Language
from rules.people import Capacity, Claim, Consent, DossierConsent, Identity, Relation, YesNoUnknown
from rules.text import Text
from templates.access_report import AccessReport, Happened, Held, Looked, _body

HER = Identity(
    "Tea & <Coffee>",
    "কল্পনা নমুনা",
    "female",
    "Haran Namuna",
    relation=Relation.FATHER,
    birth_year=1999,
    reply_address="C/o Post Box 1",
    avoid_offices=("gp:x", "pradhan"),
)


def report(**more: object) -> AccessReport:
    consent = Consent(date(2026, 1, 2), None, True, None, DossierConsent.CODED)
    claim = Claim(
        code="SN-7K4Q9X-1",
        claimant="SN-7K4Q9X",
        service="ration_card",
        priority=1,
        language=Language.BENGALI,
        district="nadia",
        block="x",
        organisation="o",
        collective="c",
        social_worker="Ranu Kalpit",
        child_at_offence=YesNoUnknown.UNKNOWN,
        applicant_capacity=Capacity.SELF,
        bpl=True,
        consent=consent,
        details_bn="কার্ড নেই।",
    )
    held = (Held(claim, Text("ration card", "রেশন কার্ড"), None),)
    fields: dict[str, object] = {"happened": (), "looked": (), "papers": 0}
    return AccessReport("SN-7K4Q9X", HER, held, **(fields | more))  # type: ignore[arg-type]


def said(report: AccessReport, language: Language) -> str:
    body = "".join(_body(report, date(2026, 7, 20), language))
    spaces = 'xmlns:text="t" xmlns:table="b"'
    return "\n".join(ElementTree.fromstring(f"<a {spaces}>{body}</a>").itertext())


@pytest.mark.parametrize("language", list(Language))
def test_all_that_is_held_is_said(language: Language) -> None:
    """Every field that is filled, her consents, and that there is nothing where there is nothing."""
    text = said(report(), language)
    for shown in ("SN-7K4Q9X-1", "Tea & <Coffee>", "কল্পনা নমুনা", "C/o Post Box 1", "gp:x; pradhan", "কার্ড নেই।"):
        assert shown in text
    assert {"১৯৯৯", "মহিলা", "বাবা"} <= set(text.split()) or language is Language.ENGLISH
    assert text.count(Text("Nothing yet.", "এখনও কিছু নেই।").of(language)) == 2
    assert "None" not in text


def test_what_happened_and_who_looked_is_told_by_day() -> None:
    """Dates as people say them, the office's words, roles and purposes, and no name but hers."""
    happened = (Happened(date(2026, 7, 6), Text("application", "দরখাস্ত"), "7K4Q-9XM2-A"),)
    looked = (Looked(date(2026, 7, 6), Text("a coordinator", "সমন্বয়কারী"), Text("for letters", "চিঠি লিখতে"), 3),)
    text = said(report(happened=happened, looked=looked, papers=2), Language.BENGALI)
    for shown in ("৬ই জুলাই ২০২৬", "দরখাস্ত", "7K4Q-9XM2-A", "সমন্বয়কারী", "চিঠি লিখতে", "৩", "২টি"):
        assert shown in text
