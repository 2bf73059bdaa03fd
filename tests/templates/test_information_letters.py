"""Letters under the Right to Information Act: fees, requests, appeals, complaints."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.errors import InputProblems
from rules.findings import Outcome
from rules.letters import Language, LetterKind, RequestForm
from rules.text import Text
from templates.catalog import LetterCatalog
from templates.compose import OWN_FILE, Answered, Cited, compose
from templates.fill import DOCUMENT

GROUNDS = [Text("No decision was given.", "সিদ্ধান্ত জানানো হয়নি।"), Text("It is free of charge.", "তা বিনামূল্যে প্রাপ্য।")]


def test_below_the_poverty_line_no_fee_is_due_and_proof_is_enclosed(basis: dict[str, Any], cited: Cited) -> None:
    """Her own request is exempt if she is BPL; otherwise the stamp is affixed."""
    paid = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)
    basis["claim"] = replace(basis["claim"], bpl=True)
    free = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)
    assert (paid["fee"]["exempt"], free["fee"]["exempt"]) == (False, True)  # type: ignore[index]
    assert len(free["enclosures"]) == len(paid["enclosures"]) + 1  # type: ignore[arg-type]


def test_a_request_asks_for_status_days_officers_rule_and_inspection(basis: dict[str, Any], cited: Cited) -> None:
    """Of her own file as its variant has it, lettered; the office's way of paying is in the sentence and the box."""
    context = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)
    asked = {entry["mark"]: entry["text"] for entry in context["questions"]}  # type: ignore[attr-defined]
    assert list(asked) == ["(ক)", "(খ)", "(গ)", "(ঘ)", "(ঙ)"]
    for word, mark in (("দিনওয়ারি", "(ক)"), ("নাম ও পদ", "(খ)"), ("নিয়ম", "(গ)"), ("নোটশিট", "(ঘ)"), ("২(j)", "(ঙ)")):
        assert word in asked[mark]
    assert context["fee"]["box"] == "১০ টাকার কোর্ট ফি স্ট্যাম্প"  # type: ignore[index]


def test_an_office_that_takes_postal_orders_gets_one(basis: dict[str, Any], cited: Cited) -> None:
    """Its own way of paying is printed; one that nobody knows is asked about."""
    basis["office"] = replace(basis["office"], fee_mode="postal-order")
    fee = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)["fee"]
    assert "পোস্টাল অর্ডার" in fee["mode"]  # type: ignore[index]
    basis["office"] = replace(basis["office"], fee_mode="barter")
    with pytest.raises(InputProblems, match="barter"):
        compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)


@pytest.mark.parametrize("language", Language)
def test_an_office_with_a_form_of_its_own_gets_it_filled_with_her_request(
    basis: dict[str, Any], law: Catalogue, letters: LetterCatalog, cited: Cited, language: Language
) -> None:
    """Before the other enclosures; who is below the poverty line pays nothing there either."""
    rules = law.offices.office("district-judge:nadia").requests
    basis["office"] = replace(basis["office"], requests=rules)
    basis["claim"] = replace(basis["claim"], language=language, bpl=True)
    context = compose(LetterKind.RTI_REQUEST, **basis, cited=[cited], variant=OWN_FILE)
    first, *others = context["enclosures"]  # type: ignore[misc]
    assert rules is not None
    assert rules.form is not None
    assert first["text"] == rules.form.of(language)
    assert len(others) == 3
    template = letters.template(LetterKind.RTI_REQUEST, language, RequestForm.COURT_FORM_A)
    page = template.fill("x", {**context, "reference": "7K4Q-9XM2-A"}).parts[DOCUMENT]
    form = page.partition("pageBreakBefore")[2]
    assert {"bn": "ফি লাগবে না", "en": "No fee is payable"}[language] in form
    assert {"bn": "টিপসই (বাম / ডান)", "en": "thumb impression (left / right)"}[language] in form
    assert "00000 00000" not in page


def test_a_first_appeal_states_request_grounds_and_last_day(
    basis: dict[str, Any], law: Catalogue, place: Place, rti: Cited
) -> None:
    """The appeal goes to the appellate authority, with both last days and its grounds in letters."""
    basis["office"] = law.offices.at("scfs", place)
    limit = derive("rti.fa.file", date(2026, 2, 1), law)
    context = compose(LetterKind.FIRST_APPEAL, **basis, cited=[rti], limit=limit, grounds=GROUNDS)
    assert "প্রথম আপীল কর্তৃপক্ষ" in context["to"]["designation"]  # type: ignore[index]
    assert context["request"]["due"] == "১লা ফেব্রুয়ারি ২০২৬"  # type: ignore[index]
    assert context["appeal_by"] == "৩রা মার্চ ২০২৬"
    assert [ground["mark"] for ground in context["grounds"]] == ["(ক)", "(খ)"]  # type: ignore[attr-defined]
    assert context["reply"] == {"date": "", "memo": ""}


@pytest.mark.parametrize(("replied", "free"), [(date(2026, 1, 20), False), (date(2026, 2, 2), True), (None, True)])
def test_information_is_claimed_free_of_charge_only_after_the_last_day(
    basis: dict[str, Any], rti: Cited, replied: date | None, free: bool
) -> None:
    """A refusal in time does not make it free; silence or a late reply does, and the reply is enclosed."""
    answer = None if replied is None else Answered(Outcome.REFUSED, replied, "9/N")
    context = compose(LetterKind.FIRST_APPEAL, **basis, cited=[replace(rti, answer=answer)], grounds=GROUNDS)
    assert context["free_of_charge"] is free
    assert len(context["enclosures"]) == (2 if replied is None else 3)  # type: ignore[arg-type]


def test_an_appeal_without_its_request_or_grounds_is_asked_about(
    basis: dict[str, Any], cited: Cited, rti: Cited
) -> None:
    """An application alone cannot be appealed under the Act, nor can a request without a ground."""
    for letters, grounds in (([cited], GROUNDS), ([rti], [])):
        with pytest.raises(InputProblems, match="request for information"):
            compose(LetterKind.FIRST_APPEAL, **basis, cited=letters, grounds=grounds)


def test_a_second_appeal_holds_what_the_states_rules_ask_for(
    basis: dict[str, Any], law: Catalogue, place: Place, rti: Cited, appeal: Cited
) -> None:
    """Appellant, officer with address, order or its absence, facts with dates, last day, and the index of papers."""
    basis["office"] = law.offices.at("information-commission", place)
    limit = derive("rti.sa.file", date(2026, 2, 4), law, filed=date(2026, 2, 4))
    context = compose(LetterKind.SECOND_APPEAL, **basis, cited=[rti, appeal], limit=limit, grounds=GROUNDS)
    assert context["request"]["address"] == rti.office.address.bn  # type: ignore[index]
    assert "প্রথম আপীল কর্তৃপক্ষ" in context["first"]["officer"]  # type: ignore[index]
    assert (context["first"]["date"], context["first"]["diary"]) == ("৩রা ফেব্রুয়ারি ২০২৬", "17/26")  # type: ignore[index]
    assert context["order"] == {"date": "", "memo": ""}
    assert context["appeal_by"]
    papers = [entry["text"] for entry in context["index"]]  # type: ignore[attr-defined]
    assert papers[0] == "তথ্যের আবেদনের নকল"
    assert len(papers) == 4
    ordered = replace(appeal, answer=Answered(Outcome.REFUSED, date(2026, 3, 1), "21/N"))
    context = compose(LetterKind.SECOND_APPEAL, **basis, cited=[rti, ordered], limit=limit, grounds=GROUNDS)
    assert context["order"] == {"date": "১লা মার্চ ২০২৬", "memo": "21/N"}
    assert context["index"][-1]["text"] == "যে আদেশের বিরুদ্ধে আপীল, তার নকল"  # type: ignore[index]


def test_the_commission_is_told_how_long_the_appeal_has_lain_there(basis: dict[str, Any], appeal: Cited) -> None:
    """Counted from its receipt."""
    second = replace(appeal, kind=LetterKind.SECOND_APPEAL, received_on=date(2025, 11, 1))
    context = compose(LetterKind.COMMISSION_REMINDER, **basis, cited=[second])
    assert context["days_over"] == "৯৩"
    assert context["letter"]["kind"] == "দ্বিতীয় আপীল"  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.BENGALI, "আপনার কমিশনে তথ্যের অধিকার আইনের ১৮ ধারায় অভিযোগ"),
        (Language.ENGLISH, "made a complaint under section 18"),
    ],
)
def test_the_commission_is_not_told_twice_that_it_is_the_commission(
    basis: dict[str, Any], letters: LetterCatalog, rti: Cited, appeal: Cited, language: Language, said: str
) -> None:
    """Its complaint is called by its section in the letter that reminds of it."""
    basis["claim"] = replace(basis["claim"], language=language)
    complaint = replace(appeal, kind=LetterKind.RTI_COMPLAINT)
    context = compose(LetterKind.COMMISSION_REMINDER, **basis, cited=[rti, complaint])
    template = letters.template(LetterKind.COMMISSION_REMINDER, language)
    assert said in template.fill("a", {**context, "reference": "7K4Q-9XM2-A"}).parts[DOCUMENT]
