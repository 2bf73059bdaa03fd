"""What a run costs: fees as they stand in the letters, envelopes for what goes by post."""

from __future__ import annotations

from typing import Any, cast

import pytest

from flows.wiring import Dabi
from flows.write_letters.costs import cash_rows
from rules.letters import Language, Letter, LetterKind
from store.record import Record
from templates.cash import Expense
from tests.flows.write_letters.test_spacing import BDO, ON


class Contexts:
    def __init__(self, context: dict[str, Any]) -> None:
        self._context = context

    def letter_contexts(self, references: list[str], purpose: str) -> dict[str, dict[str, Any]]:
        return dict.fromkeys(references, self._context)


def rows(dabi: Dabi, kind: LetterKind, context: dict[str, Any]) -> list[tuple[Expense, int | None]]:
    letter = Letter("R", kind, None, BDO, 0, Language.BENGALI, ON, 1, "", "", "")
    offices = {letter.reference: dabi.catalogue.offices.office(BDO)}
    return [(row.expense, row.rupees) for row in cash_rows(dabi, cast(Record, Contexts(context)), [letter], offices)]


@pytest.mark.parametrize(
    ("kind", "context", "expected"),
    [
        (LetterKind.RTI_REQUEST, {"fee": {"exempt": False, "amount": "১০"}}, [(Expense.APPLICATION_FEE, 10)]),
        (LetterKind.RTI_REQUEST, {"fee": {"exempt": True, "amount": "10"}}, []),
        (LetterKind.FEE_FORWARDING, {"demand": {"amount": "২৪.৫০"}}, [(Expense.FURTHER_FEE, 25)]),
        (LetterKind.POSTED_LETTER, {}, [(Expense.POSTAGE, 76)]),
        (LetterKind.REMINDER, {}, []),
    ],
)
def test_each_letter_costs_what_it_says(
    dabi: Dabi, kind: LetterKind, context: dict[str, Any], expected: list[tuple[Expense, int | None]]
) -> None:
    """Digits of either script; a part of a rupee is paid as a whole one; an exempt request costs nothing."""
    assert rows(dabi, kind, context) == expected
