"""What people tell of a letter without a scan: a receipt, a reply, a payment, and what a reply lacks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.cases import Case, load_cases
from flows.happenings import check, file_letter, pay, receive, reply
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from flows.write_letters.contexts import context_of
from rules.errors import InputProblems, UsageError
from rules.events import Event, EventKind, FiledBy, NumberKind
from rules.findings import Outcome
from rules.letters import Language, Letter, LetterKind
from tests.desk.desks import FOUR, table

TODAY = date(2026, 7, 20)
ACTOR = "system:test"


@pytest.fixture
def letter(dabi: Dabi, tmp_path: Path) -> str:
    """An application at the BDO since 2 March 2026, with no receipt on record."""
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", [{**FOUR[3], "diary_no": ""}]), TODAY).claims
    with dabi.store.begin(ACTOR, read_only=True) as record:
        [found] = record.letters(claims=[claim.code])
    return found.reference


@pytest.fixture
def request_(dabi: Dabi, letter: str) -> str:
    """An RTI request about it, handed in on 4 May 2026."""
    with dabi.store.begin(ACTOR) as record:
        [claim] = record.claims()
        key = f"{claim.code}:rti_request:0:1"
        reference = record.reserve_reference(key, claim.code)
        office, on = "bdo:south-24-parganas/basanti", date(2026, 5, 4)
        made = Letter(
            reference, LetterKind.RTI_REQUEST, claim.code, office, 0, Language.BENGALI, on,
            pages=1, docx=None, office_copy=None, receipt_copy=None, variant="aggregate",
        )  # fmt: skip
        record.add_letter(made, key=key, context={})
        facts = {"kind": "rti_request", "office": office, "rung": 0, "trigger": 1, "variant": "aggregate"}
        record.append(Event(EventKind.LETTER_PRINTED, on, claim.code, reference, facts))
        record.commit()
    file_letter(dabi, reference, date(2026, 5, 4), FiledBy.HAND, None, ACTOR)
    return reference


def case(dabi: Dabi) -> Case:
    with dabi.store.begin(ACTOR) as record:
        [found] = load_cases(dabi.catalogue, record, record.claims(), purpose="test")
        record.commit()
    return found


def test_a_number_of_any_kind_is_a_receipt(dabi: Dabi, letter: str) -> None:
    """A general diary entry has its date and kind in the clear and its number sealed; told twice it is one event."""
    first = receive(dabi, letter, date(2026, 3, 4), "GDE 312", NumberKind.GDE, TODAY, ACTOR)
    assert first is not None
    assert first.facts["number_kind"] == "gde"
    assert first.beside == {"diary_no": "GDE 312"}
    assert receive(dabi, letter, date(2026, 3, 4), "GDE 312", NumberKind.GDE, TODAY, ACTOR) is None


def test_a_grant_told_on_a_visit_is_a_reply(dabi: Dabi, letter: str) -> None:
    """It grants the claim as a letter would; an outcome that is none is told with those there are."""
    told = reply(dabi, letter, {"outcome": "granted", "letter_date": "2026-07-01"}, TODAY, ACTOR)
    assert told is not None
    assert case(dabi).steps(TODAY, dabi.catalogue).waiting[0].why.code == "granted"
    with pytest.raises(InputProblems, match="documents_wanted"):
        reply(dabi, letter, {"outcome": "perhaps", "letter_date": "2026-07-01"}, TODAY, ACTOR)


def test_where_a_matter_went_may_be_told_later(dabi: Dabi, letter: str) -> None:
    """The transfer first, its office when it is known; once only, and never an office that nobody knows."""
    values = {"outcome": "transferred", "letter_date": "2026-07-01"}
    assert reply(dabi, letter, values, TODAY, ACTOR) is not None
    assert [w.why.code for w in case(dabi).steps(TODAY, dabi.catalogue).waiting] == ["sent_on", "not_ripe"]
    assert reply(dabi, letter, values | {"sent_to": "SDO Canning"}, TODAY, ACTOR) is not None
    assert reply(dabi, letter, values | {"sent_to": "SDO Canning"}, TODAY, ACTOR) is None
    [follow, *_] = case(dabi).steps(TODAY, dabi.catalogue).proposals
    assert (follow.kind, follow.office) == (LetterKind.TRANSFER_FOLLOW_UP, "sdo:south-24-parganas/canning")
    with pytest.raises(UsageError, match="not a known office"):
        reply(dabi, letter, values | {"sent_to": "Moon office"}, TODAY, ACTOR)


def test_the_papers_that_an_office_wants_stand_in_the_letter_that_brings_them(dabi: Dabi, letter: str) -> None:
    """They are sealed beside the reply, and listed in the answer to it."""
    values = {"outcome": "documents_wanted", "letter_date": "2026-07-01", "documents": "আয়ের শংসাপত্র; ফটো"}
    told = reply(dabi, letter, values, TODAY, ACTOR)
    assert told is not None
    assert "documents" not in told.facts
    wanting = case(dabi)
    (answer,) = [p for p in wanting.steps(TODAY, dabi.catalogue).proposals if p.kind is LetterKind.COMPLIANCE]
    context, wrong = context_of(dabi, wanting, answer, TODAY)
    assert wrong == []
    assert [row["text"] for row in context["documents"]] == ["আয়ের শংসাপত্র", "ফটো"]  # type: ignore[attr-defined]


def test_a_fee_is_paid_once_it_was_asked_for(dabi: Dabi, request_: str) -> None:
    """Without a demand there is nothing to pay; after it the clock runs on from the payment."""
    with pytest.raises(UsageError, match="No fee is on record"):
        pay(dabi, request_, date(2026, 5, 20), ACTOR)
    demand = {"outcome": "fee_demanded", "letter_date": "2026-05-12", "fee_amount": "24"}
    reply(dabi, request_, demand, TODAY, ACTOR)
    pay(dabi, request_, date(2026, 5, 20), ACTOR)
    (overdue,) = [o for o in case(dabi).steps(TODAY, dabi.catalogue).overdue if o.letter == request_]
    assert overdue.clock.due == date(2026, 6, 11)


def test_what_a_reply_lacks_becomes_a_ground(dabi: Dabi, request_: str) -> None:
    """Recorded with the reply or checked afterwards, in codes; the later word counts."""
    values = {"outcome": "refused", "letter_date": "2026-05-20", "section": "8(1)(h)", "lacks": "reasons"}
    reply(dabi, request_, values, TODAY, ACTOR)

    def grounds() -> set[str]:
        steps = case(dabi).steps(TODAY, dabi.catalogue)
        return {g.value for p in steps.proposals if p.kind is LetterKind.FIRST_APPEAL for g in p.grounds}

    assert grounds() == {"impedes", "no_reasons", "burden"}
    check(dabi, request_, "appeal_period, appellate", "8(1)(j)", TODAY, ACTOR)
    assert grounds() == {"personal_aggregate", "no_appeal_period", "no_appellate", "burden"}
    check(dabi, request_, "nothing", "", TODAY, ACTOR)
    assert grounds() == {"impedes", "burden"}


@pytest.mark.parametrize(
    ("lacks", "section", "field"),
    [("fee_review", "", "lacks"), ("the stamp", "", "lacks"), ("reasons", "8.1.j", "section")],
)
def test_a_checklist_takes_its_own_codes_alone(dabi: Dabi, request_: str, lacks: str, section: str, field: str) -> None:
    """What a refusal cannot lack, no code at all, and a clause that is none are told, and nothing is recorded."""
    reply(dabi, request_, {"outcome": "refused", "letter_date": "2026-05-20"}, TODAY, ACTOR)
    with pytest.raises(InputProblems) as caught:
        check(dabi, request_, lacks, section, TODAY, ACTOR)
    assert [problem.field or problem.where for problem in caught.value.problems] == [field]
    with dabi.store.begin(ACTOR, read_only=True) as record:
        assert record.events(kinds=[EventKind.REPLY_CHECKED]) == []


def test_the_checklist_is_for_requests_alone(dabi: Dabi, letter: str) -> None:
    """An application's reply has none; nor has a request without a reply."""
    values = {"outcome": Outcome.REFUSED.value, "letter_date": "2026-07-01", "lacks": "reasons"}
    with pytest.raises(InputProblems, match="no request under the RTI Act"):
        reply(dabi, letter, values, TODAY, ACTOR)
    with pytest.raises(UsageError, match="no request under the RTI Act"):
        check(dabi, letter, "nothing", "", TODAY, ACTOR)


def test_a_request_without_a_reply_has_nothing_to_check(dabi: Dabi, request_: str) -> None:
    """First the reply, then its checklist."""
    with pytest.raises(UsageError, match="No reply"):
        check(dabi, request_, "nothing", "", TODAY, ACTOR)
