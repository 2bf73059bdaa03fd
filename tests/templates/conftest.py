"""Sample people, offices and claims for letters: all invented."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules import catalogue
from rules.areas import Place
from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.findings import Outcome
from rules.letters import Language, LetterKind
from rules.office import Office
from rules.people import Capacity, Claim, Consent, DossierConsent, Identity, Relation, YesNoUnknown
from rules.text import Text
from templates.applicant import Applicant
from templates.catalog import LetterCatalog
from templates.compose import OWN_FILE, Answered, Cited


@pytest.fixture(scope="session")
def law() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="session")
def letters() -> LetterCatalog:
    return LetterCatalog()


@pytest.fixture
def identity() -> Identity:
    return Identity(
        name="Malati Sampurna",
        name_bn="মালতী সম্পূর্ণা",
        gender="female",
        guardian_name="Haren Sampurna",
        guardian_name_bn="হরেন সম্পূর্ণা",
        relation=Relation.FATHER,
        village="Nowhere",
        reply_address="c/o Post Box 12\nKolkata 700 001",
        safe_phone="00000 00000",
    )


@pytest.fixture
def claim() -> Claim:
    return Claim(
        code="SN-7K4Q9X-1",
        claimant="SN-7K4Q9X",
        service="ration_card",
        priority=1,
        language=Language.BENGALI,
        district="south-24-parganas",
        block="basanti",
        organisation="Namuna Samiti",
        collective="",
        social_worker="Rekha Namuna",
        child_at_offence=YesNoUnknown.NO,
        applicant_capacity=Capacity.SELF,
        bpl=False,
        consent=Consent(date(2025, 1, 1), date(2027, 1, 1), True, None, DossierConsent.CODED),
        details="My name was on my father's card.",
        details_bn="আগে আমার নাম বাবার কার্ডে ছিল।",
    )


@pytest.fixture
def citizen() -> Applicant:
    return Applicant("Rekha Namuna", "রেখা নমুনা", "Post Box 12\nKolkata 700 001")


@pytest.fixture
def place() -> Place:
    return Place("south-24-parganas", "basanti", "Namuna", "Namuna")


@pytest.fixture
def office(law: Catalogue, place: Place) -> Office:
    return law.offices.at("food-inspector", place)


@pytest.fixture
def basis(law: Catalogue, letters: LetterCatalog, claim: Claim, identity: Identity, office: Office) -> dict[str, Any]:
    """What every letter of the sample claim is composed from."""
    return {
        "claim": claim,
        "identity": identity,
        "office": office,
        "service": law.services[claim.service],
        "today": date(2026, 2, 2),
        "paragraphs": letters.paragraphs,
        "requests": letters.requests,
    }


@pytest.fixture
def cited(law: Catalogue, office: Office) -> Cited:
    """Her application, received and overdue."""
    return Cited(
        "8M2P-4TXR-C",
        LetterKind.APPLICATION,
        office,
        written_on=date(2025, 11, 28),
        received_on=date(2025, 12, 1),
        diary_no="123/25",
        overdue=derive("service.ration_card", date(2025, 12, 1), law),
        proof=Text("receipt on my copy", "নকলে প্রাপ্তি স্বীকার"),
    )


@pytest.fixture
def rti(law: Catalogue, office: Office) -> Cited:
    """A request for information, received and overdue."""
    overdue = derive("rti.reply", date(2026, 1, 2), law)
    return Cited(
        "9QRS-4TXR-C",
        LetterKind.RTI_REQUEST,
        office,
        written_on=date(2026, 1, 1),
        received_on=date(2026, 1, 2),
        diary_no="55",
        overdue=overdue,
    )


@pytest.fixture
def appeal(law: Catalogue, place: Place) -> Cited:
    """The first appeal on that request, received and overdue."""
    return Cited(
        "3HJK-7WQZ-B",
        LetterKind.FIRST_APPEAL,
        law.offices.at("scfs", place),
        written_on=date(2026, 2, 3),
        received_on=date(2026, 2, 4),
        diary_no="17/26",
        overdue=derive("rti.fa.decide", date(2026, 2, 4), law),
    )


@pytest.fixture
def before(cited: Cited, rti: Cited, appeal: Cited) -> dict[LetterKind, dict[str, Any]]:
    """What each kind of letter presupposes: letters, answers, grounds, a grant."""
    grounds = [Text("No decision was given by the last day.", "শেষ দিনের মধ্যে সিদ্ধান্ত জানানো হয়নি।")]
    granted = Answered(Outcome.GRANTED, date(2025, 12, 20), "45/N")

    def answered(outcome: Outcome, amount: str = "") -> list[Cited]:
        return [replace(cited, answer=Answered(outcome, date(2025, 12, 20), "45/N", amount))]

    own = {"cited": [cited, rti], "variant": OWN_FILE}
    return dict.fromkeys(LetterKind, own) | {
        LetterKind.POSTED_LETTER: {"cited": [replace(cited, refused_on=date(2025, 12, 1))]},
        LetterKind.TRANSFER_FOLLOW_UP: {"cited": answered(Outcome.TRANSFERRED)},
        LetterKind.FEE_FORWARDING: {"cited": answered(Outcome.FEE_DEMANDED, "24")},
        LetterKind.COMPLIANCE: {"cited": answered(Outcome.DOCUMENTS_WANTED)},
        LetterKind.DELIVERY_REMINDER: {"cited": [cited], "grant": granted},
        LetterKind.UNPAID_AWARD: {"cited": [cited], "grant": granted},
        LetterKind.FIRST_APPEAL: own | {"grounds": grounds},
        LetterKind.SECOND_APPEAL: {"cited": [rti, appeal], "grounds": grounds},
        LetterKind.RTI_COMPLAINT: own | {"grounds": grounds},
        LetterKind.COMMISSION_REMINDER: {"cited": [replace(appeal, kind=LetterKind.SECOND_APPEAL)]},
    }
