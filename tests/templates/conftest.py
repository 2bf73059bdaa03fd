"""Sample people, offices and claims for letters: all invented."""

from datetime import date

import pytest

from rules import catalogue
from rules.catalogue import Catalogue
from rules.letters import Language
from rules.people import Capacity, Claim, Consent, DossierConsent, Identity, Relation, YesNoUnknown
from templates.applicant import Applicant
from templates.catalog import LetterCatalog


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
