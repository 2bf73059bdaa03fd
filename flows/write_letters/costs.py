"""What a run will cost at the counters: fees of requests, further fees that were demanded, postage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flows.wiring import Dabi
from rules.letters import Letter, LetterKind
from rules.office import Office
from store.record import Record
from templates.cash import CashRow, Expense

# What is sent by post, and not handed in.
_ASKING = frozenset({LetterKind.RTI_REQUEST, LetterKind.FEE_FORWARDING})  # for a sum that stands in them
_POSTED = frozenset(
    {
        LetterKind.POSTED_LETTER,
        LetterKind.SP_LETTER,
        LetterKind.SECOND_APPEAL,
        LetterKind.RTI_COMPLAINT,
        LetterKind.COMMISSION_REMINDER,
        LetterKind.COMMISSION_COMPLAINT,
        LetterKind.BANK_COMPLAINT,
        LetterKind.OMBUDSMAN_COMPLAINT,
    }
)


def cash_rows(dabi: Dabi, record: Record, letters: Collection[Letter], offices: Mapping[str, Office]) -> list[CashRow]:
    """One row per fee or envelope of these letters, each to the office of its reference; what is exempt costs
    nothing."""
    rows = []
    asking = [letter.reference for letter in letters if letter.kind in _ASKING]
    contexts = record.letter_contexts(asking, purpose="costs") if asking else {}
    for letter in letters:
        office = offices[letter.reference]
        if letter.kind in _POSTED:
            rows.append(CashRow(letter.reference, office, Expense.POSTAGE, dabi.letters.requests.postage))
        elif letter.kind in _ASKING:
            expense, rupees = _fee(letter.kind, contexts.get(letter.reference, {}))
            if rupees:
                rows.append(CashRow(letter.reference, office, expense, rupees))
    return rows


def _fee(kind: LetterKind, context: Mapping[str, Any]) -> tuple[Expense, int | None]:
    """The sum as it stands in the letter, in the digits of either script; whole rupees, rounded up."""
    if kind is LetterKind.FEE_FORWARDING:
        return Expense.FURTHER_FEE, _whole(context.get("demand", {}).get("amount", ""))
    fee = context.get("fee", {})
    return Expense.APPLICATION_FEE, None if fee.get("exempt") else _whole(fee.get("amount", ""))


def _whole(amount: str) -> int | None:
    rupees, _, paise = amount.partition(".")
    return int(rupees) + bool(paise.strip("0০")) if rupees.isdecimal() else None
