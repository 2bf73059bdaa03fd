"""Whom the law has told after a breach of personal data, by when, and what each of them is told.

DPDP Act 2023 s.8(6) and DPDP Rules 2025 r.7 (law.md 6, DPDP table: [S60][S61], secondary sources; the rule binds from
13 May 2027, and is kept to already).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

PROVISION = "DPDP Act 2023 s.8(6), DPDP Rules 2025 r.7 (in force from 13 May 2027)"
REPORT_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Duty:
    """One who has to be told; ``by`` is None where it is without delay, that is now."""

    whom: str
    by: datetime | None
    what: str


def duties(known: datetime) -> tuple[Duty, ...]:
    """Who has to be told of a breach that became known at ``known``."""
    return (
        Duty(
            "each affected person",
            None,
            "What happened and when, what may follow for her, what is being done, what she can do, whom she can ask. "
            "In her own language, by voice to her safe telephone or in person: never a message to a shared phone.",
        ),
        Duty("the Data Protection Board of India", None, "What happened, how far it reaches, when and where."),
        Duty(
            "the Data Protection Board of India, in detail",
            known + REPORT_WITHIN,
            "The facts and how it came about, what was done against it, who is thought to have caused it, what keeps "
            "it from happening again, and that the affected people were told.",
        ),
    )
