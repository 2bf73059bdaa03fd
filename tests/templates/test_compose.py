"""What goes into each letter, and what is asked first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.errors import InputProblems
from rules.letters import Language, LetterKind
from rules.offices import Office, Place
from rules.people import Capacity, Claim, Identity, Relation
from templates.applicant import Applicant
from templates.catalog import LetterCatalog
from templates.compose import AGGREGATE, MADE, OWN_FILE, Cited, compose

PLACE = Place("south-24-parganas", "basanti", "Namuna")
TODAY = date(2026, 2, 2)


@pytest.fixture
def office(law: Catalogue) -> Office:
    return law.offices.at("food-inspector", PLACE)


@pytest.fixture
def basis(law: Catalogue, letters: LetterCatalog, claim: Claim, identity: Identity, office: Office) -> dict[str, Any]:
    """What every letter of the sample claim is composed from."""
    service = law.services[claim.service]
    return {
        "claim": claim,
        "identity": identity,
        "office": office,
        "service": service,
        "today": TODAY,
        "paragraphs": letters.paragraphs,
    }


@pytest.fixture
def cited(law: Catalogue, office: Office) -> Cited:
    overdue = derive("service.ration_card", date(2025, 12, 1), law)
    return Cited(
        "8M2P-4TXR-C", LetterKind.APPLICATION, office, date(2025, 11, 28), None, date(2025, 12, 1), "123/25", overdue
    )


@pytest.fixture
def rti(law: Catalogue, office: Office) -> Cited:
    overdue = derive("rti.reply", date(2026, 1, 2), law)
    return Cited("9QRS-4TXR-C", LetterKind.RTI_REQUEST, office, date(2026, 1, 1), None, date(2026, 1, 2), "55", overdue)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", sorted(MADE))
def test_every_letter_of_every_service_fills(
    letters: LetterCatalog,
    law: Catalogue,
    basis: dict[str, Any],
    cited: Cited,
    rti: Cited,
    kind: LetterKind,
    language: Language,
) -> None:
    """For each service the context is exactly what the letter declares, in both languages."""
    for service in law.services.values():
        basis |= {"service": service, "claim": replace(basis["claim"], language=language)}
        context = compose(kind, **basis, cited=[cited, rti], variant=OWN_FILE)
        letters.template(kind, language).fill("x", {**context, "reference": "7K4Q-9XM2-A"})


@pytest.mark.parametrize("kind", sorted(set(LetterKind) - MADE))
def test_a_letter_that_cannot_be_made_says_so(basis: dict[str, Any], kind: LetterKind) -> None:
    """It is a problem with a remedy, never another letter in its place."""
    with pytest.raises(InputProblems) as caught:
        compose(kind, **basis)
    (problem,) = caught.value.problems
    assert "can be made yet" in problem.what
    assert problem.remedy


def test_a_missing_bengali_name_is_asked_for(basis: dict[str, Any], identity: Identity) -> None:
    """A Bengali letter never falls back on the English spelling; both missing names are asked for at once."""
    basis["identity"] = replace(identity, name_bn="", guardian_name_bn="")
    with pytest.raises(InputProblems) as caught:
        compose(LetterKind.APPLICATION, **basis)
    assert [problem.field for problem in caught.value.problems] == ["claimant_name_bn", "guardian_name_bn"]
    assert "Malati" not in str(caught.value)


def test_only_the_reply_address_is_used(basis: dict[str, Any]) -> None:
    """Village and phone are nowhere in a letter; without a reply address there is none."""
    context = compose(LetterKind.APPLICATION, **basis)
    assert "Nowhere" not in str(context)
    assert "00000" not in str(context)
    assert context["applicant"]["address"] == ["c/o Post Box 12", "Kolkata 700 001"]  # type: ignore[index]
    basis["identity"] = replace(basis["identity"], reply_address=" ")
    with pytest.raises(InputProblems, match="reply_address"):
        compose(LetterKind.APPLICATION, **basis)


def test_without_consent_there_is_no_letter(basis: dict[str, Any], claim: Claim) -> None:
    """Consent that was withheld or has run out stops the letter."""
    basis["claim"] = replace(claim, consent=replace(claim.consent, until=date(2026, 1, 1)))
    with pytest.raises(InputProblems, match="consent_apply"):
        compose(LetterKind.APPLICATION, **basis)


def test_a_convention_is_requested_and_a_statute_is_due(
    basis: dict[str, Any], law: Catalogue, cited: Cited, office: Office
) -> None:
    """A ration card's limit is our own request; a caste certificate's rests on the Act, which is named."""
    requested = compose(LetterKind.REMINDER, **basis, cited=[cited])
    assert requested["limit"] == {
        "by_law": False,
        "provision": requested["limit"]["provision"],
        "due": "৩১শে ডিসেম্বর ২০২৫",
        "days_over": "৩৩",
    }  # type: ignore[index]
    firm = derive("service.caste_certificate", date(2025, 12, 1), law)
    basis["service"] = law.services["caste_certificate"]
    limit = compose(LetterKind.REMINDER, **basis, cited=[replace(cited, overdue=firm)])["limit"]
    assert limit["by_law"] is firm.firm is True  # type: ignore[index]
    assert limit["provision"].startswith("পশ্চিমবঙ্গ")  # type: ignore[index]


def test_a_reminder_recites_number_dates_and_receipt(basis: dict[str, Any], cited: Cited) -> None:
    """The earlier letter is cited with its date, its receipt and the office's own number."""
    (entry,) = compose(LetterKind.REMINDER, **basis, cited=[cited])["cites"]  # type: ignore[misc]
    assert entry["reference"] == "8M2P-4TXR-C"
    assert (entry["date"], entry["received"], entry["filed"]) == ("২৮শে নভেম্বর ২০২৫", "১লা ডিসেম্বর ২০২৫", "")
    assert entry["diary"] == "123/25"


def test_an_escalation_goes_with_a_copy_to_the_silent_office(
    basis: dict[str, Any], law: Catalogue, cited: Cited
) -> None:
    """The officer who kept silent is named by post and place and gets a copy."""
    basis["office"] = law.offices.at("scfs", PLACE)
    basis["claim"] = replace(basis["claim"], language=Language.ENGLISH)
    context = compose(LetterKind.ESCALATION, **basis, cited=[cited], copy_to=[cited.office])
    assert context["silent"] == {"officer": "Inspector, Food and Supplies, Basanti"}
    assert [entry["text"] for entry in context["copy_to"]] == ["Inspector, Food and Supplies, Basanti"]  # type: ignore[attr-defined]


def test_a_request_about_figures_says_nothing_of_her(basis: dict[str, Any], cited: Cited, citizen: Applicant) -> None:
    """Applicant is the social worker; no name, code, date or number of the claimant's letter is in the context."""
    basis["identity"] = replace(basis["identity"], avoid_offices=("gram panchayat",))
    context = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=AGGREGATE, applicant=citizen)
    said = str(context)
    assert context["applicant"]["name"] == "রেখা নমুনা"  # type: ignore[index]
    assert context["applicant"]["read_over"] is False  # type: ignore[index]
    for secret in ("মালতী", "হরেন", "SN-", "8M2P", "123/25", "ডিসেম্বর"):
        assert secret not in said
    assert context["keep_from_panchayat"] is False
    assert context["period"] == {"from": "১লা ফেব্রুয়ারি ২০২৫", "to": "৩১শে জানুয়ারি ২০২৬"}


def test_a_request_about_figures_needs_an_applicant(basis: dict[str, Any]) -> None:
    """It is never made in the claimant's name for want of another."""
    with pytest.raises(InputProblems, match="applicant"):
        compose(LetterKind.RTI_REQUEST, **basis, variant=AGGREGATE)


def test_below_the_poverty_line_no_fee_is_due_and_proof_is_enclosed(basis: dict[str, Any], cited: Cited) -> None:
    """Her own request is exempt if she is BPL; otherwise the stamp is affixed."""
    paid = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)
    basis["claim"] = replace(basis["claim"], bpl=True)
    free = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)
    assert (paid["fee"], free["fee"]) == ({"exempt": False}, {"exempt": True})
    assert len(free["enclosures"]) == len(paid["enclosures"]) + 1  # type: ignore[arg-type]


def test_a_first_appeal_states_request_and_last_day(basis: dict[str, Any], law: Catalogue, rti: Cited) -> None:
    """The appeal goes to the appellate authority, names the officer who kept silent and both last days."""
    basis["office"] = law.offices.at("scfs", PLACE)
    limit = derive("rti.fa.file", date(2026, 2, 1), law)
    context = compose(LetterKind.FIRST_APPEAL, **basis, cited=[rti], clock=limit)
    assert "প্রথম আপীল কর্তৃপক্ষ" in context["to"]["designation"]  # type: ignore[index]
    assert context["request"]["due"] == "১লা ফেব্রুয়ারি ২০২৬"  # type: ignore[index]
    assert context["appeal_by"] == "৩রা মার্চ ২০২৬"


def test_an_appeal_without_its_request_is_asked_about(basis: dict[str, Any], cited: Cited) -> None:
    """An application alone cannot be appealed under the Act."""
    with pytest.raises(InputProblems, match="request for information"):
        compose(LetterKind.FIRST_APPEAL, **basis, cited=[cited])


@pytest.mark.parametrize(
    ("entry", "kept"),
    [("gram panchayat", True), ("প্রধান", True), ("gp:south-24-parganas/basanti/namuna", True), ("BDO Basanti", False)],
)
def test_her_wish_about_the_panchayat_is_printed(
    basis: dict[str, Any], identity: Identity, entry: str, kept: bool
) -> None:
    """A letter to a higher office asks that no paper go to the panchayat if she wants to avoid it."""
    basis["identity"] = replace(identity, avoid_offices=(entry,))
    assert compose(LetterKind.APPLICATION, **basis)["keep_from_panchayat"] is kept


def test_relation_is_as_she_has_it(basis: dict[str, Any], identity: Identity) -> None:
    """A husband is named as husband, a mother as mother, and nobody if nobody is given."""
    basis["claim"] = replace(basis["claim"], language=Language.ENGLISH)
    said = {}
    for relation in (Relation.HUSBAND, Relation.MOTHER):
        basis["identity"] = replace(identity, relation=relation)
        said[relation] = compose(LetterKind.APPLICATION, **basis)["applicant"]["relation"]  # type: ignore[index]
    assert said == {Relation.HUSBAND: "Wife of Haren Sampurna", Relation.MOTHER: "Daughter of Haren Sampurna"}
    basis["identity"] = replace(identity, guardian_name="", guardian_name_bn="", relation=None)
    assert compose(LetterKind.APPLICATION, **basis)["applicant"]["relation"] == ""  # type: ignore[index]


def test_a_childs_letter_goes_through_guardian_or_committee(basis: dict[str, Any], claim: Claim) -> None:
    """The child stays the applicant; the letter says through whom she applies."""
    basis["claim"] = replace(claim, applicant_capacity=Capacity.GUARDIAN)
    assert "নাবালিকা" in str(compose(LetterKind.APPLICATION, **basis)["applicant"])
    basis["claim"] = replace(claim, applicant_capacity=Capacity.CWC)
    assert "শিশু কল্যাণ সমিতি" in str(compose(LetterKind.APPLICATION, **basis)["applicant"])


@pytest.mark.parametrize("language", Language)
def test_no_letter_brands_her(
    letters: LetterCatalog, law: Catalogue, basis: dict[str, Any], cited: Cited, language: Language
) -> None:
    """The words survivor, trafficking and the product's name are in no letter of any service."""
    for service in law.services.values():
        basis |= {"service": service, "claim": replace(basis["claim"], language=language)}
        for kind in (LetterKind.APPLICATION, LetterKind.ESCALATION):
            context = compose(kind, **basis, cited=[cited])
            xml = str(
                letters.template(kind, language).fill("x", {**context, "reference": "7K4Q-9XM2-A"}).parts
            ).casefold()
            for word in ("survivor", "traffick", "dabi", "পাচার", "উদ্ধার", "দাবি"):
                assert word not in xml
