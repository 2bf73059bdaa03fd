"""Every proposed step becomes a letter: what it recites comes from the record, and it fills in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.cases import Case
from flows.wiring import Dabi
from flows.write_letters.contexts import context_of
from flows.write_letters.refusals import refusal
from rules.events import EventKind
from rules.ladder import ladder
from rules.letters import Language, LetterKind
from rules.next_step import Proposal
from rules.people import Identity
from tests.rules.conftest import PLACE as IN_ENGLISH
from tests.rules.conftest import Life

NAME = "Sabujgram / সবুজগ্রাম"
PLACE = replace(IN_ENGLISH, gram_panchayat=NAME, police_station=NAME)
FILED = date(2026, 3, 2)
LATER = timedelta(days=35)  # over every limit of thirty days
HER = Identity(
    "Kalpana Namuna", "কল্পনা নমুনা", "female", reply_address="C/o Post Box 1, Namuna Sangha", police_station=NAME
)


CITIZEN = Identity("Ranu Kalpit", "রানু কল্পিত", reply_address="Post Box 9")


def case_of(life: Life, proposal: Proposal | None = None) -> Case:
    """Hers, or the citizen's where that is whose step it is."""
    claim = replace(life.claim, social_worker="Ranu Kalpit / রানু কল্পিত")
    service = life.catalogue.services[life.service]
    if proposal is not None and proposal.variant == "aggregate":
        matter = next((m for m in life.matters() if {one.reference for one in m.letters} & {*proposal.cites}), None)
        letters, events = (matter.letters, matter.events) if matter is not None else ((), ())
        return Case(replace(claim, claimant=""), CITIZEN, service, PLACE, (), letters, events, matter=matter)
    return Case(claim, HER, service, PLACE, life.ladder, tuple(life.letters), tuple(life.events))


def made(dabi: Dabi, life: Life, proposal: Proposal, on: date) -> dict[str, object]:
    """The context of a proposal, which fills its template in both languages."""
    contexts = []
    for language in (Language.ENGLISH, Language.BENGALI):
        case = case_of(life, proposal)
        context, wrong = context_of(dabi, replace(case, claim=replace(case.claim, language=language)), proposal, on)
        assert wrong == []
        dabi.letters.template(proposal.kind, language).fill("x", {**context, "reference": "7K4Q-9XM2-A"})
        contexts.append(context)
    return contexts[-1]


def proposed(life: Life, kind: LetterKind, on: date, variant: str = "") -> Proposal:
    (found,) = [p for p in life.steps(on).proposals if p.kind is kind and p.variant == variant]
    return found


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("ration_card", {LetterKind.REMINDER, LetterKind.ESCALATION, LetterKind.COMMISSION_COMPLAINT}),
        ("bank_account", {LetterKind.BANK_COMPLAINT, LetterKind.OMBUDSMAN_COMPLAINT}),
        ("fir_registration", {LetterKind.SP_LETTER, LetterKind.MAGISTRATE_APPLICATION}),
        ("compensation", {LetterKind.ESCALATION, LetterKind.FIRST_APPEAL, LetterKind.SECOND_APPEAL}),
        ("widow_pension", {LetterKind.RTI_COMPLAINT, LetterKind.COMMISSION_REMINDER}),
    ],
)
def test_silence_all_the_way_up_makes_every_letter_on_the_way(
    dabi: Dabi, service: str, expected: set[LetterKind]
) -> None:
    """Everything that is proposed is written and handed in, and nobody answers: each letter can be made."""
    life = Life(dabi.catalogue, service)
    on, kinds = FILED, set()
    for _ in range(25):
        for proposal in life.steps(on).proposals:
            made(dabi, life, proposal, on)
            kinds.add(proposal.kind)
            reference = life.write(proposal, on)
            life.file(reference, on, "speed-post")
            life.receive(reference, on + timedelta(days=2))
        on += LATER
    assert expected <= kinds


def test_every_letter_that_is_recited_has_date_office_number_and_proof(dabi: Dabi) -> None:
    """Receipt before booking slip before bare despatch; what was not accepted says so."""
    life = Life(dabi.catalogue, "ration_card")
    first = life.apply(FILED)
    life.events[-1] = replace(life.events[-1], beside={"diary_no": "412"})
    reminder = life.write_kind(LetterKind.REMINDER, FILED + LATER)
    life.happens(EventKind.LETTER_FILED, FILED + LATER, reminder, by="speed-post-registered", proof="ab" * 32)
    on = FILED + LATER + LATER
    cites = made(dabi, life, proposed(life, LetterKind.ESCALATION, on), on)["cites"]
    assert [(one["reference"], one["diary"], one["proof"]) for one in cites] == [  # type: ignore[attr-defined]
        (first, "412", "নকলে প্রাপ্তি স্বীকার"),
        (reminder, "", "রেজিস্টার্ড স্পিড পোস্টে, রসিদ সংযুক্ত"),
    ]


def test_a_letter_that_was_not_accepted_is_carried_by_post(dabi: Dabi) -> None:
    """The posted letter names the day on which it was tried."""
    life = Life(dabi.catalogue, "ration_card")
    reference = life.write_kind(LetterKind.APPLICATION, FILED)
    life.happens(EventKind.RECEIPT_REFUSED, date(2026, 3, 4), reference)
    on = date(2026, 3, 5)
    context = made(dabi, life, proposed(life, LetterKind.POSTED_LETTER, on), on)
    assert context["tried_on"] == "৪ঠা মার্চ ২০২৬"
    assert context["letter"]["reference"] == reference  # type: ignore[index]


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [("documents_wanted", LetterKind.COMPLIANCE), ("fee_demanded", LetterKind.FEE_FORWARDING)],
)
def test_what_an_office_asks_for_is_sent_with_its_memo_number(dabi: Dabi, outcome: str, kind: LetterKind) -> None:
    """The demand's number, date and, of a fee, the sum stand in the letter."""
    life = Life(dabi.catalogue, "ration_card")
    reference, on = life.apply(FILED), date(2026, 3, 20)
    life.reply(reference, outcome, on)
    life.events[-1] = replace(life.events[-1], beside={"memo_no": "45/FS"})
    if outcome == "fee_demanded":
        life.happens(EventKind.FEE_DEMANDED, on, reference, sent_on=on.isoformat(), amount="24")
    demand = made(dabi, life, proposed(life, kind, on), on)["demand"]
    wanted = {"date": "২০শে মার্চ ২০২৬", "memo": "45/FS"}
    assert demand == (wanted | {"amount": "২৪"} if outcome == "fee_demanded" else wanted)


def test_the_office_to_which_it_was_sent_on_is_written_to(dabi: Dabi) -> None:
    """Who sent it on, when, by which memo."""
    life = Life(dabi.catalogue, "ration_card")
    reference, on = life.apply(FILED), date(2026, 3, 10)
    life.reply(reference, "transferred", on)
    life.events[-1] = replace(life.events[-1], beside={"memo_no": "46/FS"})
    office = "scfs:south-24-parganas/canning"
    life.happens(EventKind.TRANSFERRED, on, reference, office=office)
    soon = on + timedelta(days=1)
    proposal = proposed(life, LetterKind.TRANSFER_FOLLOW_UP, soon)
    assert proposal.office == office
    sent_on = made(dabi, life, proposal, soon)["sent_on"]
    assert (sent_on["memo"], sent_on["date"]) == ("46/FS", "১০ই মার্চ ২০২৬")  # type: ignore[index]


@pytest.mark.parametrize(
    ("service", "kind"),
    [("ration_card", LetterKind.DELIVERY_REMINDER), ("compensation", LetterKind.UNPAID_AWARD)],
)
def test_what_was_granted_and_not_delivered_is_asked_for(dabi: Dabi, service: str, kind: LetterKind) -> None:
    """By day and number of the grant or award."""
    life = Life(dabi.catalogue, service)
    reference, on = life.apply(FILED), date(2026, 3, 20)
    life.reply(reference, "granted", on)
    life.events[-1] = replace(life.events[-1], beside={"memo_no": "47/FS"})
    life.happens(EventKind.GRANTED, on, reference)
    context = made(dabi, life, proposed(life, kind, on + LATER), on + LATER)
    assert context["grant"] == {"date": "২০শে মার্চ ২০২৬", "memo": "47/FS"}


def test_a_refused_compensation_is_appealed_with_its_order(dabi: Dabi) -> None:
    """The order's day and number, and the safe last day of the appeal."""
    life = Life(dabi.catalogue, "compensation")
    reference, on = life.apply(FILED), date(2026, 3, 20)
    life.reply(reference, "refused", on)
    life.events[-1] = replace(life.events[-1], beside={"memo_no": "48/DLSA"})
    life.happens(EventKind.REFUSED, on, reference)
    context = made(dabi, life, proposed(life, LetterKind.COMPENSATION_APPEAL, on), on)
    assert context["decision"] == {"date": "২০শে মার্চ ২০২৬", "memo": "48/DLSA"}
    assert context["appeal_by"] == "১৯শে এপ্রিল ২০২৬"


def test_grounds_carry_their_provision(dabi: Dabi) -> None:
    """Silence is a ground under s.7(2); an appeal on a general request is the social worker's own."""
    life = Life(dabi.catalogue, "ration_card")
    life.apply(FILED)
    on = FILED + LATER
    request = life.write_kind(LetterKind.RTI_REQUEST, on, "aggregate")
    life.file(request, on)
    life.receive(request, on)
    context = made(dabi, life, proposed(life, LetterKind.FIRST_APPEAL, on + LATER, "aggregate"), on + LATER)
    assert "৭(২) ধারা" in context["grounds"][0]["text"]  # type: ignore[index]
    assert context["applicant"]["name"] == "রানু কল্পিত"  # type: ignore[index]


def test_interim_relief_that_stays_away_is_named_as_such(dabi: Dabi) -> None:
    """The letter speaks of the order of interim relief and its day, not of an award."""
    life = Life(dabi.catalogue, "compensation")
    life.reply(life.apply(FILED), "interim_granted", date(2026, 3, 16))
    on = date(2026, 4, 17)
    context = made(dabi, life, proposed(life, LetterKind.DELIVERY_REMINDER, on), on)
    assert (context["service"], context["grant"]) == (
        "অন্তর্বর্তী সাহায্য", {"date": "১৬ই মার্চ ২০২৬", "memo": ""},
    )  # fmt: skip


def test_a_first_appeal_goes_to_the_authority_that_the_office_names(dabi: Dabi) -> None:
    """Post, office and address as its board has them, under the office that hears its appeals; recited so later on."""
    row = """
- id: food-inspector:south-24-parganas/basanti
  appellate_post: {en: Chief Inspector, bn: মুখ্য পরিদর্শক}
  appellate_office: {en: "Food Office, Canning", bn: "খাদ্য অফিস, ক্যানিং"}
  appellate_address: {en: "Canning 743329", bn: "ক্যানিং ৭৪৩৩২৯"}
  source: the office's board
  verification: sourced
"""
    (rows := dabi.settings.home / "catalogue").mkdir(exist_ok=True)
    (rows / "offices.own.yaml").write_text(row, encoding="utf-8")
    life = Life(dabi.catalogue, "ration_card")
    life.apply(FILED)
    on = FILED + LATER
    for kind, variant in ((LetterKind.RTI_REQUEST, "aggregate"), (LetterKind.FIRST_APPEAL, "aggregate")):
        step = proposed(life, kind, on, variant)
        context = made(dabi, life, step, on)
        letter = life.write(step, on)
        life.file(letter, on)
        life.receive(letter, on)
        on += LATER * 2
    assert context["to"] == {
        "designation": "মুখ্য পরিদর্শক (প্রথম আপীল কর্তৃপক্ষ)",
        "lines": ["খাদ্য অফিস, ক্যানিং", "ক্যানিং ৭৪৩৩২৯"],
        "salutation": "মহাশয় / মহাশয়া,",
    }
    assert step.office == "scfs:south-24-parganas/canning"
    second = made(dabi, life, proposed(life, LetterKind.SECOND_APPEAL, on, "aggregate"), on)
    assert second["first"]["officer"].startswith("মুখ্য পরিদর্শক, খাদ্য অফিস, ক্যানিং")  # type: ignore[index]


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        ("BDO Basanti", None),
        ("SCFS Canning", "Her name may not go to bdo:south-24-parganas/basanti."),
    ],
)
def test_her_name_goes_to_the_authority_that_hears_her_appeal_if_she_agreed_to_it(
    dabi: Dabi, agreed: str, said: str | None
) -> None:
    """What counts is who gets the letter, as the board names it, and not the office of its kind."""
    row = """
- id: food-inspector:south-24-parganas/basanti
  appellate_office: {en: "Office of the Block Development Officer, Basanti", bn: "ব্লক কার্যালয়"}
  source: the office's board
  verification: sourced
"""
    (rows := dabi.settings.home / "catalogue").mkdir(exist_ok=True)
    (rows / "offices.own.yaml").write_text(row, encoding="utf-8")
    life = Life(dabi.catalogue, "ration_card")
    life.claim = replace(life.claim, bpl=False)
    life.apply(FILED)
    on = FILED + LATER
    for variant in ("aggregate", "own_file"):
        request = life.write_kind(LetterKind.RTI_REQUEST, on, variant)
        life.file(request, on)
        life.receive(request, on)
    on += LATER
    appeal = proposed(life, LetterKind.FIRST_APPEAL, on, "own_file")
    life.claim = replace(life.claim, consent=replace(life.claim.consent, name_to_offices=(agreed,)))
    problem = refusal(dabi, case_of(life), appeal, on)
    assert (problem and problem.what) == said


@pytest.mark.parametrize("wish", ["GP Sabujgram", "গ্রাম পঞ্চায়েত", "gram panchayat"])
def test_what_was_written_is_not_printed_again_for_an_office_that_she_avoids_since(dabi: Dabi, wish: str) -> None:
    """Before she said so it might be."""
    life = Life(dabi.catalogue, "housing")
    life.apply(FILED)
    case, (letter,) = case_of(life), life.letters
    assert refusal(dabi, case, letter, FILED) is None
    bound = replace(
        case,
        identity=replace(HER, avoid_offices=(wish,)),
        ladder=ladder(case.service, case.place, (wish,), dabi.catalogue),
    )
    problem = refusal(dabi, bound, letter, FILED)
    assert problem is not None
    assert problem.what == "gp:south-24-parganas/basanti/sabujgram must not learn of the claim."
