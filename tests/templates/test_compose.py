"""What goes into each letter, and what is asked first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.errors import InputProblems
from rules.letters import Language, LetterKind
from rules.people import Capacity, Claim, Identity, Relation
from templates.applicant import Applicant
from templates.catalog import LetterCatalog
from templates.compose import AGGREGATE, MADE, Cited, compose


def test_every_service_has_words_of_its_own(letters: LetterCatalog, law: Catalogue) -> None:
    """No application of the catalogue falls back on the general paragraph."""
    assert set(law.services) - set(letters.paragraphs) == set()


def test_every_kind_of_letter_about_a_claim_can_be_made() -> None:
    """All that the rules can propose, and nothing else; a memorandum is a dossier's."""
    assert set(LetterKind) - {LetterKind.MEMORANDUM} == MADE


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", sorted(MADE))
def test_every_letter_of_every_service_fills(
    letters: LetterCatalog,
    law: Catalogue,
    basis: dict[str, Any],
    before: dict[LetterKind, dict[str, Any]],
    kind: LetterKind,
    language: Language,
) -> None:
    """For each service the context is exactly what the letter declares, in both languages."""
    for service in law.services.values():
        basis |= {"service": service, "claim": replace(basis["claim"], language=language)}
        context = compose(kind, **{**basis, **before[kind]})
        letters.template(kind, language).fill("x", {**context, "reference": "7K4Q-9XM2-A"})


@pytest.mark.parametrize("kind", sorted(MADE - {LetterKind.APPLICATION}))
def test_a_letter_that_answers_something_asks_for_it(basis: dict[str, Any], kind: LetterKind) -> None:
    """Without the letter, the answer, the grounds or the grant that it speaks of there is none, and no crash."""
    with pytest.raises(InputProblems) as caught:
        compose(kind, **basis)
    assert all(problem.remedy for problem in caught.value.problems)


def test_a_memorandum_is_not_made_from_a_claim(basis: dict[str, Any]) -> None:
    """It belongs to a dossier."""
    with pytest.raises(ValueError, match="memorandum"):
        compose(LetterKind.MEMORANDUM, **basis)


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
    assert said == {Relation.HUSBAND: "wife of Haren Sampurna", Relation.MOTHER: "daughter of Haren Sampurna"}
    basis["identity"] = replace(identity, guardian_name="", guardian_name_bn="", relation=None)
    assert compose(LetterKind.APPLICATION, **basis)["applicant"]["relation"] == ""  # type: ignore[index]


@pytest.mark.parametrize(
    ("capacity", "language", "introduction", "signer"),
    [
        (Capacity.GUARDIAN, Language.BENGALI, "মালতী সম্পূর্ণা (নাবালিকা), হরেন সম্পূর্ণা-এর মাধ্যমে", "হরেন সম্পূর্ণা-এর"),
        (Capacity.CWC, Language.BENGALI, "মালতী সম্পূর্ণা (নাবালিকা), শিশু কল্যাণ সমিতির মাধ্যমে", "শিশু কল্যাণ সমিতির পক্ষে"),
        (
            Capacity.GUARDIAN,
            Language.ENGLISH,
            "I, Malati Sampurna (a minor), apply through Haren Sampurna;",
            "Haren Sampurna's",
        ),
    ],
)
def test_a_childs_letter_goes_through_guardian_or_committee(
    basis: dict[str, Any], claim: Claim, capacity: Capacity, language: Language, introduction: str, signer: str
) -> None:
    """The child stays the applicant; the letter says through whom she applies, and whose signature it bears."""
    basis["claim"] = replace(claim, applicant_capacity=capacity, language=language)
    applicant = compose(LetterKind.APPLICATION, **basis)["applicant"]
    assert introduction in applicant["introduction"]  # type: ignore[index]
    assert applicant["signer"] == signer  # type: ignore[index]


def test_an_adult_with_a_guardian_is_not_called_a_minor(
    basis: dict[str, Any], claim: Claim, identity: Identity
) -> None:
    """Her year of birth is known: 1990."""
    basis["claim"] = replace(claim, applicant_capacity=Capacity.GUARDIAN)
    basis["identity"] = replace(identity, birth_year=1990)
    assert "নাবালিকা" not in str(compose(LetterKind.APPLICATION, **basis)["applicant"])


def test_an_application_names_the_law_only_where_one_gives_what_is_asked(basis: dict[str, Any], law: Catalogue) -> None:
    """Compensation rests on section 396, with interim relief; a ration card's letter names no section."""
    said = {}
    for service in ("compensation", "fir_copy", "ration_card"):
        basis["service"] = law.services[service]
        said[service] = compose(LetterKind.APPLICATION, **basis)["right"]
    assert "৩৯৬ ধারা" in str(said["compensation"])
    assert "অন্তর্বর্তী সাহায্য" in str(said["compensation"])
    assert "১৭৩(২) ধারা" in str(said["fir_copy"])
    assert said["ration_card"] == ""


@pytest.mark.parametrize("language", Language)
def test_no_letter_brands_her(
    letters: LetterCatalog,
    law: Catalogue,
    basis: dict[str, Any],
    before: dict[LetterKind, dict[str, Any]],
    language: Language,
) -> None:
    """The words survivor, trafficking and the product's name are in no letter of any kind and service."""
    for service in law.services.values():
        basis |= {"service": service, "claim": replace(basis["claim"], language=language)}
        for kind in MADE:
            context = compose(kind, **{**basis, **before[kind]})
            xml = str(
                letters.template(kind, language).fill("x", {**context, "reference": "7K4Q-9XM2-A"}).parts
            ).casefold()
            for word in ("survivor", "traffick", "dabi", "পাচার", "উদ্ধার", "দাবি"):
                assert word not in xml


@pytest.mark.parametrize(
    ("written", "language", "asked"),
    [
        ("Jharkhali", Language.BENGALI, True),
        ("ঝড়খালি", Language.BENGALI, False),
        ("Jharkhali / ঝড়খালি", Language.BENGALI, False),
        ("ঝড়খালি", Language.ENGLISH, True),
        ("Jharkhali", Language.ENGLISH, False),
    ],
)
def test_an_office_whose_name_is_not_known_in_the_script_is_asked_for(
    basis: dict[str, Any], law: Catalogue, place: Place, written: str, language: Language, asked: bool
) -> None:
    """A panchayat that no list holds is called as the claim wrote it; nothing is transliterated."""
    basis["office"] = law.offices.at("gp", replace(place, gram_panchayat=written))
    basis["claim"] = replace(basis["claim"], language=language)
    if asked:
        with pytest.raises(InputProblems, match="in both scripts"):
            compose(LetterKind.APPLICATION, **basis)
    else:
        assert written.split(" / ")[-1] in compose(LetterKind.APPLICATION, **basis)["to"]["lines"][0]  # type: ignore[index]
