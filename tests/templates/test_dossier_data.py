"""What keeps a dossier from being printed."""

from __future__ import annotations

from dataclasses import replace

from templates.dossier_data import problems
from tests.templates.dossiers import dossier


def _said(data: object) -> list[str]:
    return [str(problem) for problem in problems(data)]  # type: ignore[arg-type]


def test_the_invented_dossier_has_no_problem() -> None:
    """The sample that other tests print is a whole dossier."""
    assert _said(dossier()) == []


def test_a_name_in_the_place_of_a_code_is_refused_and_not_repeated() -> None:
    """The message says what to do and does not carry the name on."""
    data = dossier(cases=1)
    named = replace(data, cases=(replace(data.cases[0], code="Malati Namuna"),))
    said = _said(named)
    assert any("does not go by a claim code" in line for line in said)
    assert not any("Malati" in line for line in said)


def test_an_annexure_that_is_pointed_to_must_be_there() -> None:
    """A chronology that cites A-01 needs an A-01."""
    said = _said(replace(dossier(cases=1), annexures=()))
    assert any("SN-7K4Q9X-1 points to an annexure A-01 that is not there" in line for line in said)


def test_two_annexures_never_have_one_code() -> None:
    """Else the index would lead to the wrong proof."""
    data = dossier(cases=1)
    assert any("two annexures are called A-01" in line for line in _said(replace(data, annexures=data.annexures * 2)))


def test_tables_and_sheets_must_count_the_same_claims() -> None:
    """A claim without a sheet could not be found again by the officer."""
    data = dossier(cases=3)
    assert any("count 3 claims, its sheets are 2" in line for line in _said(replace(data, cases=data.cases[:2])))


def test_demands_and_signatories_are_wanted() -> None:
    """A memorandum that asks nothing, or that nobody signs, is not one; a crowd has no room to sign."""
    assert len(_said(replace(dossier(), demands=(), office_bearers=()))) == 2
    assert len(_said(replace(dossier(), office_bearers=("Member",) * 7))) == 1
