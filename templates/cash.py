"""The cash sheet of a print run: which stamps, fees and postage to have at hand, by reference only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from rules.letters import Language
from rules.office import Office
from rules.text import Text
from templates.sheet import Column, Group, Sheet
from templates.wording import date_in, number_in

_TITLE = Text("Cash sheet", "খরচের হিসাব")
_COLUMNS = (
    Column(Text("Done", "হল"), 12.0),
    Column(Text("Letter no.", "পত্র নং"), 32.0),
    Column(Text("Office", "দপ্তর"), 74.0),
    Column(Text("Rupees", "টাকা"), 20.0),
    Column(Text("Receipt / slip no.", "রসিদ নং"), 42.0),
)


class Expense(StrEnum):
    APPLICATION_FEE = "application_fee"
    FURTHER_FEE = "further_fee"
    POSTAGE = "postage"


_NAMES = {
    Expense.APPLICATION_FEE: Text("Application fees under the RTI Act", "তথ্যের আবেদনের ফি"),
    Expense.FURTHER_FEE: Text("Further fees that were demanded", "চাওয়া অতিরিক্ত ফি"),
    Expense.POSTAGE: Text("Registered Speed Post; the counter weighs", "রেজিস্টার্ড স্পিড পোস্ট; ডাকঘরে ওজন হবে"),
}
_TOTAL = Text(
    "To have at hand: Rs {rupees}, and postage for {envelopes}",
    "সঙ্গে রাখতে হবে: {rupees} টাকা, আর {envelopes}টি খামের ডাকমাশুল",
)
_TOTAL_MONEY = Text("To have at hand: Rs {rupees}", "সঙ্গে রাখতে হবে: {rupees} টাকা")
_ENVELOPES = Text("{count} envelopes", "{count}")


@dataclass(frozen=True, slots=True)
class CashRow:
    """One thing to pay. ``rupees`` is None where only the counter knows."""

    reference: str
    office: Office
    expense: Expense
    rupees: int | None


def sheet(rows: Sequence[CashRow], on: date, language: Language, workdir: Path) -> bytes:
    """The sheet as a PDF, expense by expense, with what to have at hand below."""
    title = f"{_TITLE.of(language)} · {date_in(language, on)}"
    return Sheet("cash sheet", title, _COLUMNS, list(_groups(rows, language)), [_total(rows, language)]).pdf(
        language, workdir
    )


def _groups(rows: Sequence[CashRow], language: Language) -> Iterator[Group]:
    for expense in Expense:
        its = [row for row in rows if row.expense is expense]
        its.sort(key=lambda row: (row.office.counter, row.reference))
        if its:
            count = number_in(language, len(its))
            cells = [
                ("", row.reference, row.office.name.of(language), _rupees(row.rupees, language), "") for row in its
            ]
            yield Group(f"{_NAMES[expense].of(language)} ({count})", cells)


def _rupees(rupees: int | None, language: Language) -> str:
    return "" if rupees is None else number_in(language, rupees)


def _total(rows: Sequence[CashRow], language: Language) -> str:
    rupees = number_in(language, sum(row.rupees or 0 for row in rows))
    envelopes = sum(row.rupees is None for row in rows)
    if not envelopes:
        return _TOTAL_MONEY.of(language).format(rupees=rupees)
    count = _ENVELOPES.of(language).format(count=number_in(language, envelopes))
    return _TOTAL.of(language).format(rupees=rupees, envelopes=count)
