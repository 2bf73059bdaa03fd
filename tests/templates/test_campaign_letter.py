"""The request of a campaign: one set of questions, under the rules of whoever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.errors import InputProblems
from rules.findings import Outcome
from rules.letters import Language, LetterKind, RequestForm
from rules.office import Office
from rules.office_rows import RequestRules
from rules.rows import Verification
from rules.text import Text
from templates.applicant import Applicant
from templates.campaign_letter import compose_campaign, compose_campaign_second_appeal
from templates.catalog import LetterCatalog
from templates.fill import DOCUMENT
from templates.letter_case import Answered, Cited

QUESTIONS = (Text("The number of applications.", "আবেদনের সংখ্যা।"), Text("The sums paid.", "দেওয়া টাকার অঙ্ক।"))


def request(office: Office, letters: LetterCatalog, citizen: Applicant, language: Language) -> dict[str, Any]:
    return compose_campaign(
        office.id,
        language,
        applicant=citizen,
        office=office,
        subject=Text("compensation", "ক্ষতিপূরণ"),
        questions=QUESTIONS,
        period=(date(2024, 4, 1), date(2026, 3, 31)),
        today=date(2026, 4, 1),
        requests=letters.requests,
    )


def test_an_authority_of_the_state_is_asked_under_the_rules_of_the_state(
    law: Catalogue, letters: LetterCatalog, citizen: Applicant
) -> None:
    """Ten rupees by court-fee stamp, and nothing enclosed."""
    made = request(law.offices.office("dlsa:nadia"), letters, citizen, Language.BENGALI)
    assert made["fee"]["amount"] == "১০"
    assert made["fee"]["box"] == "১০ টাকার কোর্ট ফি স্ট্যাম্প"
    assert made["enclosures"] == []
    assert [question["mark"] for question in made["questions"]] == ["(ক)", "(খ)"]


def test_a_court_is_asked_under_its_own(law: Catalogue, letters: LetterCatalog, citizen: Applicant) -> None:
    """Officer, rules, sum and form are the court's own."""
    rules = RequestRules(
        source="told at the court", verification=Verification.SECONDARY, name=Text("its rules", "তার নিয়ম"), fee=12,
        form=Text("Form A", "ফর্ম এ"),
    )  # fmt: skip
    court = replace(law.offices.office("district-judge:nadia"), requests=rules)
    made = request(court, letters, citizen, Language.ENGLISH)
    assert made["to"]["designation"].startswith("Chief Judicial Magistrate")
    assert (made["fee"]["amount"], made["fee"]["rule"]) == ("12", "its rules")
    assert made["fee"]["box"] == "Court-fee stamp, Rs 12"
    assert made["enclosures"] == [{"mark": "1.", "text": "Form A"}]
    assert not set(RequestForm) & set(made)


def test_a_courts_form_is_printed_where_its_row_says_which(
    law: Catalogue, letters: LetterCatalog, citizen: Applicant
) -> None:
    """Every shipped court's: it is enclosed, and the letter's template has it behind it, filled."""
    courts = [kind for kind in law.offices.kinds if law.offices.kind(kind).requests is not None]
    assert sorted(courts) == ["district-judge", "high-court", "magistrate"]
    for kind in courts:
        made = request(law.offices.of_kind(kind)[0], letters, citizen, Language.BENGALI)
        assert made[RequestForm.COURT_FORM_A] == {"as_in_letter": ""}
        assert [row["text"] for row in made["enclosures"]] == [
            "কলকাতা হাইকোর্ট (তথ্যের অধিকার) নিয়মাবলি, ২০০৬-এর ফর্ম 'এ', পূরণ করা"
        ]
        template = letters.template(LetterKind.RTI_REQUEST, Language.BENGALI, RequestForm.COURT_FORM_A)
        page = template.fill("x", {**made, "reference": "7K4Q-9XM2-A"}).parts[DOCUMENT]
        assert page.count("আবেদনের সংখ্যা।") == 2
        assert "১০ টাকা দিলাম" in page


def test_a_way_of_paying_that_no_letter_knows_is_told(
    law: Catalogue, letters: LetterCatalog, citizen: Applicant
) -> None:
    """By the office's id, with the ways that are known."""
    office = replace(law.offices.office("dlsa:nadia"), fee_mode="goats")
    with pytest.raises(InputProblems, match="goats"):
        request(office, letters, citizen, Language.ENGLISH)


@pytest.mark.parametrize("language", Language)
def test_a_second_appeal_recites_request_first_appeal_and_order(
    law: Catalogue, letters: LetterCatalog, citizen: Applicant, rti: Cited, appeal: Cited, language: Language
) -> None:
    """To the Commission, with the lawyer's place; without an order the day on which its time was over."""
    commission = law.offices.office("information-commission:west-bengal")
    ordered = replace(appeal, overdue=None, answer=Answered(Outcome.REFUSED, date(2026, 3, 1), "21/N"))
    for first, papers in ((appeal, 4), (ordered, 5)):
        made = compose_campaign_second_appeal(
            rti.reference,
            language,
            applicant=citizen,
            commission=commission,
            request=rti,
            first=first,
            grounds=[Text("No decision was given.", "সিদ্ধান্ত জানানো হয়নি।")],
            limit=derive("rti.sa.file", date(2026, 2, 4), law, filed=date(2026, 2, 4)),
            lawyer_first=True,
            today=date(2026, 4, 1),
        )
        template = letters.template(LetterKind.SECOND_APPEAL, language)
        page = template.fill("x", {**made, "reference": "7K4Q-9XM2-A"}).parts[DOCUMENT]
        assert len(made["index"]) == papers  # type: ignore[arg-type]
        for said in (rti.reference, appeal.reference, "21/N" if first is ordered else made["first"]["due"]):  # type: ignore[index]
            assert said in page
        assert "ownLawyer" in page
