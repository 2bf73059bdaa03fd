"""What she has not agreed to is not written, and of all her contact data a letter holds the address that she chose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows import jobs
from flows.cases import load_cases
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from flows.write_letters import steps
from flows.write_letters.contexts import context_of
from rules.letters import Language
from rules.people import ConsentTo
from tests.desk.desks import ROW, table

ACTOR = "person:command-line"
ON = date(2026, 7, 6)
REASON = "She is in hospital and asked by telephone."
ELSEWHERE = {
    "village": "Zqxvillage",
    "post_office": "Zqxpost",
    "pin": "799999",
    "birth_year": "1987",
    "safe_phone": "10000 00177",
    "papers_kept_by": "Zqxkeeper",
    "avoid_offices": "GP",
}


def claim_of(dabi: Dabi, folder: Path, row: dict[str, str]) -> str:
    return import_claims(dabi, table(folder / "c.csv", [row]), ON).claims[0].code


def planned(dabi: Dabi, claim: str, on: date) -> tuple[int, list[str]]:
    """How many letters would be written, and why the others are not."""
    job = jobs.open_job(dabi, steps.JOURNEY, {"on": on.isoformat(), "claims": [claim], "out": "x"}, ACTOR)
    count = sum(map(len, steps.plan(dabi, job)))
    return count, [problem.what for problem in steps.problems(dabi, job)]


@pytest.mark.parametrize(
    ("row", "scope", "said"),
    [
        ({"consent_until": "2026-03-01"}, ConsentTo.APPLY, "ended"),
        ({"consent_name_to_office": "DM South 24 Parganas"}, ConsentTo.OFFICES, "Her name may not go"),
    ],
)
def test_what_she_has_not_agreed_to_waits_unless_it_is_gone_past(
    dabi: Dabi, tmp_path: Path, row: dict[str, str], scope: ConsentTo, said: str
) -> None:
    """By her consent's end and office by office; on the day of the override, and not on the next, it is written."""
    claim = claim_of(dabi, tmp_path, ROW | row)
    count, why = planned(dabi, claim, ON)
    assert (count, len(why)) == (0, 1)
    assert said in why[0]
    tomorrow = date(2026, 7, 7)
    with dabi.store.begin(ACTOR) as record:
        record.override_consent(claim, scope, REASON, on=tomorrow)
        record.commit()
    assert planned(dabi, claim, tomorrow) == (1, [])
    assert planned(dabi, claim, date(2026, 7, 8))[0] == 0


def test_after_her_no_nothing_is_even_proposed(dabi: Dabi, tmp_path: Path) -> None:
    """A consent that she took back leaves nothing to plan."""
    claim = claim_of(dabi, tmp_path, ROW)
    assert planned(dabi, claim, ON) == (1, [])
    with dabi.store.begin(ACTOR) as record:
        record.withdraw_consent(claim.rpartition("-")[0], ConsentTo.APPLY, on=date(2026, 7, 7))
        record.commit()
    assert planned(dabi, claim, date(2026, 7, 8)) == (0, [])


def test_a_letter_reaches_no_contact_data_but_the_address_for_replies(dabi: Dabi, tmp_path: Path) -> None:
    """Neither where she lives nor her telephone, year of birth or keeper of papers is in any proposed letter."""
    claim = claim_of(dabi, tmp_path, ROW | ELSEWHERE)
    with dabi.store.begin("system:write_letters") as record:
        (case,) = load_cases(dabi.catalogue, record, record.claims(codes=[claim]), "write_letters")
        record.commit()
    for language in Language:
        spoken = replace(case, claim=replace(case.claim, language=language))
        for proposal in spoken.steps(ON, dabi.catalogue).proposals:
            context, wrong = context_of(dabi, spoken, proposal, ON)
            assert wrong == []
            said = repr(context)
            assert ROW["reply_address"].split(",")[0] in said
            for name, hidden in ELSEWHERE.items():
                if name != "avoid_offices":
                    assert hidden not in said, name
