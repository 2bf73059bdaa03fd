"""Letters that carry another: posted, after a transfer, with a fee, with documents."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.errors import InputProblems
from rules.findings import Outcome
from rules.letters import LetterKind
from templates.applicant import Applicant
from templates.compose import AGGREGATE, Answered, Cited, compose


def test_a_posted_letter_says_when_it_was_not_accepted(basis: dict[str, Any], cited: Cited) -> None:
    """The letter that it carries by kind, date and reference, and the day on which it was tried."""
    context = compose(LetterKind.POSTED_LETTER, **basis, cited=[replace(cited, refused_on=date(2025, 12, 1))])
    assert context["tried_on"] == "১লা ডিসেম্বর ২০২৫"
    assert context["letter"] == {"kind": "দরখাস্ত", "date": "২৮শে নভেম্বর ২০২৫", "reference": "8M2P-4TXR-C"}


@pytest.mark.parametrize(("which", "under_the_act"), [("cited", False), ("rti", True)])
def test_a_transferred_request_has_the_acts_limit_and_an_application_has_not(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited, rti: Cited, which: str, under_the_act: bool
) -> None:
    """The office that has it now is told who sent it on, by which memo; a request goes to its information officer."""
    letter = replace({"cited": cited, "rti": rti}[which], answer=Answered(Outcome.TRANSFERRED, date(2026, 1, 5), "7/N"))
    basis["office"] = law.offices.at("scfs", place)
    context = compose(LetterKind.TRANSFER_FOLLOW_UP, **basis, cited=[letter])
    assert context["rti"] is under_the_act
    assert context["sent_on"] == {"office": letter.office.name.bn, "date": "৫ই জানুয়ারি ২০২৬", "memo": "7/N"}
    assert ("জন তথ্য আধিকারিক" in context["to"]["designation"]) is under_the_act  # type: ignore[index]


def test_a_fee_is_forwarded_with_the_demands_number_and_sum(basis: dict[str, Any], rti: Cited) -> None:
    """In the letter's digits; without the sum it is asked for."""
    demand = Answered(Outcome.FEE_DEMANDED, date(2026, 1, 20), "31/N", "24")
    context = compose(LetterKind.FEE_FORWARDING, **basis, cited=[replace(rti, answer=demand)])
    assert context["demand"] == {"date": "২০শে জানুয়ারি ২০২৬", "memo": "31/N", "amount": "২৪"}
    with pytest.raises(InputProblems, match="fee_amount"):
        compose(LetterKind.FEE_FORWARDING, **basis, cited=[replace(rti, answer=replace(demand, amount=""))])


def test_documents_are_listed_by_hand(basis: dict[str, Any], cited: Cited) -> None:
    """What the memo asks for stands in the memo: the letter has numbered lines for it."""
    wanted = Answered(Outcome.DOCUMENTS_WANTED, date(2025, 12, 20), "45/N")
    context = compose(LetterKind.COMPLIANCE, **basis, cited=[replace(cited, answer=wanted)])
    assert [row["mark"] for row in context["documents"]] == ["১।", "২।", "৩।", "৪।"]  # type: ignore[attr-defined]


def test_documents_that_are_known_to_be_wanted_stand_in_the_letter(basis: dict[str, Any], cited: Cited) -> None:
    """By number, as they were told."""
    wanted = Answered(Outcome.DOCUMENTS_WANTED, date(2025, 12, 20), "45/N", documents=("আয়ের শংসাপত্র", "ফটো"))
    context = compose(LetterKind.COMPLIANCE, **basis, cited=[replace(cited, answer=wanted)])
    assert context["documents"] == [{"mark": "১।", "text": "আয়ের শংসাপত্র"}, {"mark": "২।", "text": "ফটো"}]


def test_what_carries_a_general_request_is_the_citizens_own(
    basis: dict[str, Any], rti: Cited, citizen: Applicant
) -> None:
    """Nothing of the claimant is in it."""
    demand = Answered(Outcome.FEE_DEMANDED, date(2026, 1, 20), "31/N", "24")
    letter = [replace(rti, answer=demand)]
    context = compose(LetterKind.FEE_FORWARDING, **basis, cited=letter, variant=AGGREGATE, applicant=citizen)
    assert context["applicant"]["name"] == "রেখা নমুনা"  # type: ignore[index]
    assert "মালতী" not in str(context)
