"""Letters up the ladder of offices: what each recites, asks for and leaves out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.findings import Outcome
from rules.letters import Language, LetterKind
from templates.catalog import LetterCatalog
from templates.compose import Answered, Cited, compose
from templates.fill import DOCUMENT


def test_a_convention_is_requested_and_a_statute_is_due(basis: dict[str, Any], law: Catalogue, cited: Cited) -> None:
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
    assert entry["proof"] == "নকলে প্রাপ্তি স্বীকার"


def test_an_escalation_goes_with_a_copy_to_the_silent_office(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited
) -> None:
    """The officer who kept silent is named by post and place and gets a copy."""
    basis["office"] = law.offices.at("scfs", place)
    basis["claim"] = replace(basis["claim"], language=Language.ENGLISH)
    context = compose(LetterKind.ESCALATION, **basis, cited=[cited], copy_to=[cited.office])
    assert context["silent"] == {"officer": "Inspector, Food and Supplies, Basanti"}
    assert [entry["text"] for entry in context["copy_to"]] == ["Inspector, Food and Supplies, Basanti"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [LetterKind.ESCALATION, LetterKind.BANK_COMPLAINT])
def test_a_letter_against_a_refusal_says_so_and_not_that_nobody_answered(
    basis: dict[str, Any], letters: LetterCatalog, cited: Cited, kind: LetterKind
) -> None:
    """With day and number of the office's letter, a copy of which is enclosed."""
    refused = replace(cited, answer=Answered(Outcome.REFUSED, date(2025, 12, 20), "45/N"))
    context = compose(kind, **basis, cited=[refused])
    assert context["refusal"] == {"date": "২০শে ডিসেম্বর ২০২৫", "memo": "45/N"}
    assert "উত্তরের নকল" in [entry["text"] for entry in context["enclosures"]]  # type: ignore[attr-defined]
    for one, told in ((refused, True), (cited, False)):
        made = compose(kind, **basis, cited=[one])
        page = letters.template(kind, Language.BENGALI).fill("a", {**made, "reference": "7K4Q-9XM2-A"}).parts[DOCUMENT]
        assert ("২০শে ডিসেম্বর ২০২৫ তারিখে 45/N নং পত্রে" in page) is told
        assert ("কোনো লিখিত সিদ্ধান্ত পাইনি" in page) is not told


def test_an_office_that_kept_silent_is_not_blamed_for_the_refusal_of_another(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited
) -> None:
    """A refusal that was gone over before is history: now the office above is silent."""
    refused = replace(cited, answer=Answered(Outcome.REFUSED, date(2025, 12, 20), "45/N"))
    above = replace(cited, kind=LetterKind.ESCALATION, office=law.offices.at("scfs", place))
    context = compose(LetterKind.ESCALATION, **basis, cited=[refused, above])
    assert context["refusal"] == {"date": "", "memo": ""}


@pytest.mark.parametrize(("needs_lawyer", "asked"), [(True, True), (False, False)])
def test_a_paper_for_a_lawyer_has_a_place_for_the_lawyer(
    basis: dict[str, Any], cited: Cited, needs_lawyer: bool, asked: bool
) -> None:
    """Where the rules want a lawyer first, the paper says so and leaves room for name, signature and date."""
    for kind in (LetterKind.ESCALATION, LetterKind.SP_LETTER, LetterKind.COMMISSION_COMPLAINT):
        assert compose(kind, **basis, cited=[cited], needs_lawyer=needs_lawyer)["lawyer_first"] is asked


def test_the_superintendent_is_told_where_the_information_was_not_accepted(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited
) -> None:
    """The station is named, and what happened there; the offence itself only in the sealed statement."""
    station = replace(cited, office=law.offices.at("police-station", place), refused_on=date(2025, 12, 1))
    basis["office"] = law.offices.at("sp", place)
    context = compose(LetterKind.SP_LETTER, **basis, cited=[station])
    assert context["refused"] is True
    written = replace(station, refused_on=None, answer=Answered(Outcome.REFUSED, date(2025, 12, 1)))
    spoken = replace(station, refused_on=None, told_no=True)
    for kind in (LetterKind.SP_LETTER, LetterKind.MAGISTRATE_APPLICATION):
        for one, told in ((written, True), (spoken, True), (replace(station, refused_on=None), False)):
            assert compose(kind, **basis, cited=[one])["refused"] is told
    assert context["station"] == law.offices.at("police-station", place).name.bn
    assert context["enclosures"][0]["text"] == "লিখিত বয়ান, সিল করা খামে"  # type: ignore[index]


def test_only_the_food_commission_is_addressed_under_its_act(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited
) -> None:
    """Another Commission's section is not known, so none is cited."""
    laws = {}
    for kind in ("food-commission", "human-rights-commission"):
        basis["office"] = law.offices.at(kind, place)
        laws[kind] = compose(LetterKind.COMMISSION_COMPLAINT, **basis, cited=[cited])["law"]
    assert laws == {"food-commission": "জাতীয় খাদ্য সুরক্ষা আইন, ২০১৩-এর ১৬ ধারা", "human-rights-commission": ""}


def test_an_office_of_the_whole_state_is_not_told_that_she_lives_in_its_area(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited
) -> None:
    """She is introduced as living in West Bengal; to a local office as living in its area."""
    basis["office"] = law.offices.at("food-commission", place)
    state = compose(LetterKind.COMMISSION_COMPLAINT, **basis, cited=[cited])
    basis["office"] = law.offices.at("scfs", place)
    local = compose(LetterKind.ESCALATION, **basis, cited=[cited])
    assert state["applicant"]["introduction"].endswith("পশ্চিমবঙ্গের বাসিন্দা")  # type: ignore[index]
    assert local["applicant"]["introduction"].endswith("আপনার দপ্তরের এলাকার বাসিন্দা")  # type: ignore[index]


@pytest.mark.parametrize(
    ("answer", "grant", "ground"),
    [
        (Answered(Outcome.REFUSED, date(2025, 12, 20), "45/N"), None, "নাকচ করা হয়েছে"),
        (None, Answered(Outcome.GRANTED, date(2025, 12, 20), "45/N"), "পর্যাপ্ত নয়"),
        (None, None, "৩১শে ডিসেম্বর ২০২৫ তারিখে শেষ হয়েছে (আমার অনুরোধ অনুযায়ী)"),
    ],
)
def test_grounds_of_a_compensation_appeal_follow_from_the_decision(
    basis: dict[str, Any], cited: Cited, answer: Answered | None, grant: Answered | None, ground: str
) -> None:
    """Refused, too low or undecided: the ground says which; her own words follow, then room for the lawyer."""
    cited = replace(cited, answer=answer)
    context = compose(LetterKind.COMPENSATION_APPEAL, **basis, cited=[cited], grant=grant)
    first, own, room = context["grounds"]  # type: ignore[misc]
    assert ground in first["text"]
    assert own == {"mark": "(খ)", "text": basis["claim"].details_bn}
    assert room["text"].startswith("আরও কারণ")
    assert context["decision"]["memo"] == ("45/N" if answer or grant else "")  # type: ignore[index]


def test_an_unpaid_award_says_how_long_it_has_been(basis: dict[str, Any], cited: Cited) -> None:
    """Day, number and the days since, counted to the day of the letter."""
    grant = Answered(Outcome.GRANTED, date(2025, 12, 20), "45/N")
    context = compose(LetterKind.UNPAID_AWARD, **basis, cited=[cited], grant=grant)
    assert context["grant"] == {"date": "২০শে ডিসেম্বর ২০২৫", "memo": "45/N"}
    assert context["days_over"] == "৪৪"


def test_a_bank_is_given_the_thirty_days_after_which_the_ombudsman_hears_it(
    basis: dict[str, Any], law: Catalogue, place: Place, cited: Cited
) -> None:
    """The complaint names the branch and asks for an answer within thirty days."""
    basis["office"] = law.offices.at("bank-nodal", place)
    cited = replace(cited, office=law.offices.at("bank-branch", place))
    context = compose(LetterKind.BANK_COMPLAINT, **basis, cited=[cited])
    assert context["answer_within"] == "৩০ দিনের"
    assert context["branch"] == cited.office.name.bn
