"""A campaign's file: what it means, and everything that is wrong with it at once."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from flows.campaigns.plan import plan, read_file
from rules.catalogue import Catalogue, load
from rules.errors import InputProblems
from rules.letters import Language

SAMPLE = Path(__file__).parents[3] / "samples" / "campaign.yaml"


@pytest.fixture(scope="module")
def law() -> Catalogue:
    return load()


@pytest.fixture
def values() -> dict[str, Any]:
    return copy.deepcopy(read_file(SAMPLE))


def fields(values: dict[str, Any], law: Catalogue) -> list[str | None]:
    with pytest.raises(InputProblems) as caught:
        plan(values, law)
    return [problem.field for problem in caught.value.problems]


def test_a_kind_is_all_its_offices_of_the_state_and_the_applicants_take_turns(
    values: dict[str, Any], law: Catalogue
) -> None:
    """The legal services authorities of all 23 districts once, in Bengali, and the State's in English."""
    made = plan(values, law)
    assert len(made.targets) == 23 + 1
    assert "dlsa:kalimpong" in {target.office.id for target in made.targets}
    assert {target.office.kind for target in made.targets} == {"dlsa", "slsa"}
    assert made.targets[-1].language is Language.ENGLISH
    assert [target.applicant for target in made.targets] == [n % 2 for n in range(len(made.targets))]
    assert len(made.unverified) == len(made.targets)


def test_everything_wrong_is_told_at_once(values: dict[str, Any], law: Catalogue) -> None:
    """A question that gets refused in either language, a bank, an unknown office, a nameless applicant, a period."""
    values["questions"][1] = {"en": "Why so few?", "bn": "এত কম কেন?"}
    values["offices"] += ["bank-nodal", "nowhere"]
    values["applicants"].append({"name": "", "address": "x"})
    values["period"] = {"from": "soon", "to": "later"}
    values["colour"] = "red"
    found = fields(values, law)
    assert {"questions[2].bn", "questions[2].en", "offices", "applicants", "period", "colour"} <= set(found)
    assert found.count("offices") == 2


def test_courts_are_asked_under_their_own_rules(values: dict[str, Any], law: Catalogue) -> None:
    """A court's officer, fee and form are its own; none of it is verified as shipped."""
    values["offices"] = ["district-judge"]
    made = plan(values, law)
    assert len(made.targets) == len(made.unverified) == 23
    rules = made.targets[0].office.requests
    assert rules is not None
    assert "Calcutta High Court" in rules.name.en
    assert "Chief Judicial Magistrate" in made.targets[0].office.pio.en


def test_a_language_that_an_office_is_asked_in_must_be_there(values: dict[str, Any], law: Catalogue) -> None:
    """One office is asked in English: each question needs its English."""
    del values["questions"][0]["en"]
    assert fields(values, law) == ["questions[1].en"]


def test_a_file_that_is_no_campaign_is_said_to_be_none(tmp_path: Path) -> None:
    """Neither a list nor broken YAML nor a missing file is a crash."""
    (tmp_path / "a.yaml").write_text("[1, 2]", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("a: [", encoding="utf-8")
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        with pytest.raises(InputProblems):
            read_file(tmp_path / name)


@pytest.mark.parametrize("broken", [{}, {"offices": "dlsa"}, {"questions": "all", "applicants": 3, "period": 7}])
def test_values_of_the_wrong_shape_are_problems(broken: dict[str, Any], law: Catalogue) -> None:
    """Whatever stands in the file."""
    assert fields(broken, law)
